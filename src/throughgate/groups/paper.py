"""The pack of a session on paper."""

from importlib.resources import files
from typing import Any

from throughgate.web.paper import page_as_pdf


def pack_as_pdf(context: dict[str, Any]) -> bytes:
    """Raises NoPdfError."""
    style = files("throughgate.groups").joinpath("data", "paper.css").read_text(encoding="utf-8")
    return page_as_pdf("groups/pack_paper.html", context, style)
