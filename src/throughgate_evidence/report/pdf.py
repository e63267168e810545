"""The same page as a PDF that follows PDF/UA-1: tagged, titled, with a language, bookmarks and words for pictures."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ..refusals import EvidenceInputError
from ..results import Evaluation
from .page import render_report

if TYPE_CHECKING:
    from weasyprint import HTML

SVG = "{http://www.w3.org/2000/svg}"
MISSING = (
    "A PDF needs WeasyPrint and the library Pango, and one of them is not installed here ({reason}). Install them, or "
    "write the report as HTML and print it to PDF from a browser."
)


def render_pdf(evaluation: Evaluation) -> bytes:
    """The report as PDF. Raises EvidenceInputError where what makes PDFs is not installed."""
    return pdf_of(render_report(evaluation))


def pdf_of(page: str) -> bytes:
    """A page of this package as PDF/UA-1. Nothing is fetched from anywhere; the same page gives the same bytes."""
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as error:
        raise EvidenceInputError(MISSING.format(reason=str(error).splitlines()[0])) from error
    html = HTML(string=page, url_fetcher=fetch_nothing)
    prepare(html)
    identifier = hashlib.sha256(page.encode()).digest()[:16]
    made = html.write_pdf(
        finisher=scope_headers,
        pdf_variant="pdf/ua-1",
        pdf_identifier=identifier,
    )
    if made is None:
        raise EvidenceInputError("The PDF could not be made. Write the report as HTML instead.")
    return bytes(made)


def fetch_nothing(url: str, *_: Any, **__: Any) -> Any:
    raise ValueError(f"A report fetches nothing: {url}")


def static(name: str) -> str:
    return files(__package__).joinpath("static", name).read_text(encoding="utf-8")


def prepare(html: HTML) -> None:
    """What PDF needs otherwise than HTML: styles for paper after those for screens, pictures with their own styles and
    all their words in the title (it becomes the alternative text), no decoration.
    """
    screen = next(html.etree_element.iter("style"))
    screen.text = f"{screen.text}{static('print.css')}"
    styles = figure_styles()
    for parent in list(html.etree_element.iter()):
        for child in list(parent):
            if child.tag != f"{SVG}svg":
                continue
            if child.get("aria-hidden") == "true":
                parent.remove(child)
                continue
            title, description = child.find(f"{SVG}title"), child.find(f"{SVG}desc")
            title.text = f"{title.text}. {description.text}"
            style = child.makeelement(f"{SVG}style", {})
            style.text = styles
            child.insert(0, style)


def scope_headers(_: Any, pdf: Any) -> None:
    """Say of each header cell whether it heads a column or a row: not every reader follows the links from cells."""
    elements = {element.reference: element for element in pdf.objects if is_structure(element)}
    for element in elements.values():
        if element["S"] == "/TH":
            row = elements[element["P"]]
            in_head = elements[row["P"]]["S"] == "/THead"
            element["A"]["Scope"] = "/Column" if in_head else "/Row"


def is_structure(element: Any) -> bool:
    return isinstance(element, dict) and element.get("Type") == "/StructElem"


def figure_styles() -> str:
    """The styles of pictures with colours in place of their names: pictures in a PDF do not see the page's styles."""
    palette = dict(re.findall(r"(--[a-z-]+):\s*([^;]+);", static("style.css")))
    return re.sub(r"var\((--[a-z-]+)\)", lambda found: palette[found[1]], static("figures.css"))
