"""The report stands alone, says what was found first, and cannot be broken by what is in the file."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.browser import axe_findings, sideways
from throughgate_evidence import evaluate, write_report
from throughgate_evidence.balance.gate import judge
from throughgate_evidence.disclosure import control
from throughgate_evidence.report import render_report


class Reader(HTMLParser):
    """Collects tags and ids, and checks that what is opened is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.attributes: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.handle_startendtag(tag, attrs)
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        self.ids += [value for name, value in attrs if name == "id"]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture
def evaluation(people):
    return evaluate(
        people,
        treated="treated",
        covariates=["age", "convictions", "area"],
        outcomes=["reoffended"],
        labels={"reoffended": "a <script>alert(1)</script> & “reoffence”"},
        title="Choir & <b>garden</b>",
    )


def test_page_stands_alone(evaluation):
    read = Reader(render_report(evaluation))
    assert read.open == []
    assert read.tags.count("style") == 1
    assert not {"script", "link", "img", "iframe"} & set(read.tags)
    assert not [name for name in read.attributes if name == "style" or name.startswith("on") or name == "src"]
    assert len(read.ids) == len(set(read.ids))
    assert "url(" not in render_report(evaluation)


def test_words_from_outside_are_escaped(evaluation):
    page = render_report(evaluation)
    assert "<script" not in page
    assert "<b>garden" not in page
    assert "Choir &amp; &lt;b&gt;garden&lt;/b&gt;" in page


def test_every_picture_has_a_name_and_its_numbers_in_a_table(evaluation):
    page = render_report(evaluation)
    pictures = re.findall(r'<svg[^>]*role="img"[^>]*aria-labelledby="([^"]+)"', page)
    assert {name.split()[0] for name in pictures} >= {"love-title", "attrition-title", "outcome-0-people-title"}
    for key in ("attrition-table", "balance-table", "outcome-table", "raw-table"):
        assert f'id="{key}-caption"' in page


def test_findings_come_first_and_limits_are_there(evaluation):
    headings = re.findall(r"<h2[^>]*>([^<]+)", render_report(evaluation))
    assert headings[0] == "What was found"
    assert headings[-1] == "What this cannot tell"


def red(write_csv, rows):
    for row in rows:
        row["age"] = int(row["age"]) + (25 if row["treated"] else 0)
    found = evaluate(write_csv(rows), treated="treated", covariates=["age"], outcomes=["reoffended"], caliper=1.5)
    assert {row.band for row in found.balance} == {"red"}
    return found


def test_red_covariate_is_said_before_anything_and_closes_the_gate(write_csv, rows):
    found = red(write_csv, rows)
    page = render_report(control(replace(found, gate=judge(found.balance)), "standard"))
    assert page.index("Not alike. ") < page.index("the groups are not alike enough to say")
    assert "Of 100 typical people" not in page
    assert "Statistically significant" not in page


def test_gate_opened_by_force_is_said(write_csv, rows):
    found = red(write_csv, rows)
    page = render_report(control(replace(found, gate=judge(found.balance, force=True)), "standard"))
    assert page.index("A headline was asked for all the same") < page.index("Of 100 typical people")
    assert "Results are headlined all the same because that was asked for." in page


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_nothing_runs_over(evaluation, browser, tmp_path: Path, width: int):
    path = tmp_path / "report.html"
    write_report(evaluation, path)
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(path.as_uri())
    assert not axe_findings(page)
    assert sideways(page) <= 0
    page.close()
