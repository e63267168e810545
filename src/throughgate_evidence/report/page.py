"""The report: what was found in plain words first, then the figures it rests on, how it was done, what it cannot
tell.
"""

from __future__ import annotations

from importlib.resources import files

from ..results import Evaluation
from .alike import balance
from .figures import arch
from .findings import key_findings
from .markup import Markup, element, join
from .method import cannot_tell, method
from .outcomes import figures
from .people import people
from .plan import plan, timing_words
from .subgroups import subgroups
from .survival import survival
from .trust import trust
from .whom import lead


def render_report(evaluation: Evaluation) -> str:
    """One HTML page that needs nothing else: no script, no font, no picture from elsewhere."""
    return page(
        f"{evaluation.title}: what was found",
        masthead(evaluation.title, lead(evaluation)),
        [timing_words(evaluation.timing), *sections(evaluation)],
        footer(evaluation.version, inside=evaluation.settings.disclosure == "none"),
    )


def page(title: str, head: Markup, content: list[Markup | None], foot: Markup) -> str:
    """A whole page; the styles are in it."""
    top = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="generator", content="Throughgate evidence"),
        element("title", title),
        element("style", Markup(style("style.css") + style("figures.css"))),
    )
    body = element("body", head, element("main", *content, id="main"), foot)
    return "<!doctype html>\n" + element("html", top, body, lang="en-GB") + "\n"


def style(name: str) -> str:
    return files(__package__).joinpath("static", name).read_text(encoding="utf-8")


def masthead(title: str, words: str) -> Markup:
    named = element("div", element("p", "Throughgate evidence", class_="brand"), element("h1", title))
    return element("header", element("div", arch(), named, class_="gate"), element("p", words, class_="lead"))


def sections(evaluation: Evaluation) -> list[Markup]:
    """In the order of reading; those that have nothing to show are not there."""
    limits = [element("ul", *(element("li", words) for words in cannot_tell(evaluation)))]
    parts: list[tuple[str, str, list[Markup | None] | list[Markup]]] = [
        ("findings", "What was found", key_findings(evaluation)),
        ("people", "Who was compared", people(evaluation)),
        ("balance", "Were the groups alike?", balance(evaluation)),
        ("outcomes", "The figures", figures(evaluation)),
        ("survival", "As time goes on", survival(evaluation)),
        ("subgroups", "For whom?", subgroups(evaluation) if evaluation.subgroups else []),
        ("trust", "How far can this be trusted?", trust(evaluation)),
        ("plan", "What was planned", plan(evaluation)),
        ("method", "How it was done", method(evaluation)),
        ("limits", "What this cannot tell", limits),
    ]
    return [section(key, title, *content) for key, title, content in parts if content]


def section(key: str, title: str, *content: str | None) -> Markup:
    return element("section", element("h2", title, id=key), *content, aria_labelledby=key)


def footer(version: str, *, inside: bool) -> Markup:
    use = "For use inside the organisation only: small counts are not withheld. " if inside else ""
    return element("footer", element("p", join(use, f"Made with Throughgate evidence {version}".strip() + ".")))
