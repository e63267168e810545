"""A page as PDF/UA: tagged, titled, with its language. Nothing is fetched from anywhere."""

from typing import Any

from django.template.loader import render_to_string


class NoPdfError(Exception):
    """What makes PDFs is not installed here: the page itself can be printed."""


def page_as_pdf(template: str, context: dict[str, Any], style: str) -> bytes:
    """`style` is CSS. Raises NoPdfError."""
    try:
        from weasyprint import CSS, HTML
    except (ImportError, OSError) as error:
        raise NoPdfError from error
    page = HTML(string=render_to_string(template, context), url_fetcher=_fetch_nothing)
    made = page.write_pdf(stylesheets=[CSS(string=style)], pdf_variant="pdf/ua-1", finisher=_scope_headers)
    if made is None:
        raise NoPdfError
    return bytes(made)


def _scope_headers(_: Any, pdf: Any) -> None:
    """Say of each header cell whether it heads a column or a row: the library says it of none."""
    objects: list[Any] = [one for one in pdf.objects if isinstance(one, dict)]
    elements = {one.reference: one for one in objects if one.get("Type") == "/StructElem"}
    for cell in elements.values():
        if cell["S"] == "/TH":
            in_head = elements[elements[cell["P"]]["P"]]["S"] == "/THead"
            cell["A"]["Scope"] = "/Column" if in_head else "/Row"


def _fetch_nothing(url: str, *_: Any, **__: Any) -> Any:
    raise ValueError("A page on paper fetches nothing.")
