"""Feedback counted, and what people said without whose it is."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughgate.access.policy import Ability, require
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.common.small_numbers import FEWEST, is_small
from throughgate.groups.grammar import FEEDBACK
from throughgate.learning.forms.feedback import AskedForm
from throughgate.learning.loading import questions
from throughgate.learning.rules.figures import Told, tell
from throughgate.learning.selectors.feedback import read_voices, voices_for
from throughgate.learning.selectors.figures import Cell, counted, of_groups
from throughgate.learning.views.pages import places

PER_PAGE = 20
WITHHELD = "Withheld"


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.READ_LEARNING)
    form = AskedForm(request.GET, today=today())
    context: dict[str, Any] = {"form": form, "fewest": FEWEST}
    if period := form.chosen:
        asked = {key: one for key, one in questions().questions.items() if not one.is_open}
        counts = counted(user, period.first, period.last)
        parts = _parts(list(counts))
        told = tell([cells for _, cells in parts], counts, {key: list(one.answers) for key, one in asked.items()})
        rows = [_row(title, one) for (title, _), one in zip(parts, told, strict=True)]
        context |= {
            "rows": rows if counts else [],
            "tables": [
                {"ask": one.ask, "answers": list(one.answers.values()), "rows": _shares(rows, key, one.answers)}
                for key, one in asked.items()
            ],
            "groups": _groups(of_groups(user, period.first, period.last)),
            "words": period.label,
        }
    return render(request, "learning/figures.html", context | places(user, "figures"))


def _parts(cells: list[Cell]) -> list[tuple[str, frozenset[Cell]]]:
    """Everybody first, then each programme, each site, and each moment at a site: what comes first is told first."""
    found: dict[str, frozenset[Cell]] = {"Everybody": frozenset(cells)}
    for name, title in (("programme", "Programme: {}"), ("site", "Site: {}")):
        for value in sorted({getattr(one, name) for one in cells}):
            words = title.format(value or "none in particular")
            found[words] = frozenset(one for one in cells if getattr(one, name) == value)
    for one in sorted(cells):
        if one.moment:
            found[f"{one.programme}, {one.site}: {one.moment}"] = frozenset({one})
    return list(found.items())


def _row(title: str, told: Told[Cell]) -> dict[str, Any]:
    said = {"asked": told.asked, "answered": told.answered, "declined": told.declined}
    return {"title": title, "told": told} | {
        name: WITHHELD if number is None else number for name, number in said.items()
    }


def _shares(rows: list[dict[str, Any]], key: str, answers: Mapping[str, str]) -> list[dict[str, Any]]:
    found = []
    for row in rows:
        said = row["told"].said[key]
        total = sum(said.values()) if said else 0
        cells = [f"{said[answer] / total:.0%}" if said and total else "" for answer in answers]
        pairs = list(zip(answers.values(), cells, strict=True))
        found.append({"title": row["title"], "pairs": pairs if total else None, "of": total})
    return found


def _groups(said: Mapping[str, Mapping[str, int]]) -> list[dict[str, Any]]:
    """A question of the slips is told where no answer was given by few."""
    found = []
    for key, (ask, answers) in FEEDBACK.items():
        counts = {code: said.get(key, {}).get(code, 0) for code in answers}
        total = sum(counts.values())
        if total:
            told = not any(is_small(number) for number in counts.values())
            pairs = [(words, f"{counts[code] / total:.0%}") for code, words in answers.items()] if told else None
            found.append({"ask": ask, "pairs": pairs, "of": total if told else WITHHELD})
    return found


@require_safe
def voices(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.KEEP_LEARNING)
    asked = {key: one.ask for key, one in questions().questions.items() if one.is_open}
    chosen = request.GET.get("question", "")
    page = Paginator(voices_for(user, question=chosen if chosen in asked else ""), PER_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [one | {"month": f"{one['feedback__on']:%B %Y}"} for one in page.object_list]
    read_voices(user, len(rows))
    context = {"rows": rows, "page_obj": page, "asked": asked, "chosen": chosen}
    return render(request, "learning/voices.html", context | places(user, "voices"))
