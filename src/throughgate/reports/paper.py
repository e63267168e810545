"""A report on paper: what stands in it, and nothing that was left out."""

from datetime import datetime
from importlib.resources import files
from typing import Any

from django.template.loader import render_to_string

from throughgate.reports.loading import template_of
from throughgate.reports.models import ReportVersion
from throughgate.reports.selectors.reports import sections_of
from throughgate.web.paper import page_as_pdf

PAGE = "reports/paper.html"


def report_as_pdf(version: ReportVersion, at: datetime) -> bytes:
    """Raises NoPdfError."""
    style = files("throughgate.reports").joinpath("data", "paper.css").read_text(encoding="utf-8")
    return page_as_pdf(PAGE, _context(version, at), style)


def page_of(version: ReportVersion, at: datetime) -> str:
    return render_to_string(PAGE, _context(version, at))


def _context(version: ReportVersion, at: datetime) -> dict[str, Any]:
    statements = [one for one in version.statements.all() if not one.left_out and one.words.strip()]
    signed = version.sign_offs.filter(is_signed=True).select_related("by").first()
    return {
        "version": version,
        "report": version.report,
        "person": version.report.person,
        "template": template_of(version.report.template),
        "sections": [one for one in sections_of(version, statements) if one.stands],
        "own_words": version.gone_through.filter(is_added=True),
        "gone_through": version.gone_through.last(),
        "signed": signed,
        "at": at,
    }
