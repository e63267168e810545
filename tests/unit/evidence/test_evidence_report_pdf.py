"""The PDF: tagged, titled, with words for every picture, headers for every table, and the same content as the page."""

from __future__ import annotations

import io
import sys

import pikepdf
import pytest
from pdfua import Severity, validate

from tests.unit.evidence.made_up_results import evaluation
from throughgate_evidence import EvidenceInputError
from throughgate_evidence.report import pdf, render_pdf, render_report


@pytest.fixture(scope="module")
def made() -> bytes:
    return render_pdf(evaluation())


@pytest.fixture(scope="module")
def read(made: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(made))


def structure(read: pikepdf.Pdf, kind: str) -> list[pikepdf.Dictionary]:
    return [thing for thing in read.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == f"/{kind}"]


def test_checker_finds_nothing(made, tmp_path):
    """It checks 16 of the 106 rules that a machine can: a clean run is needed, and is no certificate."""
    path = tmp_path / "report.pdf"
    path.write_bytes(made)
    found = [f"{each.rule_id}: {each.message}" for each in validate(path).findings if each.severity != Severity.INFO]
    assert found == []


def test_says_what_it_is(read):
    assert read.Root.Lang == "en-GB"
    assert read.Root.ViewerPreferences.DisplayDocTitle
    assert str(read.docinfo.Title) == "Choir & garden: what was found"
    with read.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_every_picture_speaks(read):
    spoken = [str(figure.Alt) for figure in structure(read, "Figure")]
    assert len(spoken) >= 8
    assert any("Treatment" in words or "treatment" in words for words in spoken)
    assert all(len(words) > 30 for words in spoken)


def test_every_header_cell_has_a_scope(read):
    scopes = [str(cell.A.Scope) for cell in structure(read, "TH")]
    assert set(scopes) == {"/Column", "/Row"}


def test_bookmarks_are_the_sections(read):
    with read.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles[0] == "What was found"
    assert titles[-1] == "What this cannot tell"


def test_same_page_same_bytes(made):
    assert render_pdf(evaluation()) == made


def test_colours_of_pictures_are_written_out():
    styles = pdf.figure_styles()
    assert "var(" not in styles
    assert ".had { fill: #1f5a3d; }" in styles


def test_every_picture_and_table_of_the_page_is_in_the_pdf(read):
    whole = render_report(evaluation())
    assert len(structure(read, "Figure")) == whole.count('role="img"')
    assert len(structure(read, "Caption")) >= whole.count("<caption")


def test_nothing_is_fetched():
    with pytest.raises(ValueError, match="fetches nothing"):
        pdf.fetch_nothing("https://example.org/")


def test_what_is_missing_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(EvidenceInputError, match="A PDF needs WeasyPrint"):
        pdf.pdf_of("<!doctype html>")
