"""Every part of a report: what it says, and the table beside each of its pictures."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.browser import axe_findings, sideways
from tests.unit.evidence.made_up_results import estimate, evaluation, outcome, plan, sensitivity, subgroup, survival
from throughgate_evidence.pooling import SiteSummary, pool
from throughgate_evidence.report import render_pooled, render_report
from throughgate_evidence.report.curves import at_risk_at, share_at, steps
from throughgate_evidence.report.forest import Line, forest


@pytest.fixture(scope="module")
def page() -> str:
    return render_report(evaluation())


def headings(page: str, level: int = 2) -> list[str]:
    return re.findall(rf"<h{level}[^>]*>([^<]+)", page)


def test_sections_in_the_order_of_reading(page):
    assert headings(page) == [
        "What was found",
        "Who was compared",
        "Were the groups alike?",
        "The figures",
        "As time goes on",
        "For whom?",
        "How far can this be trusted?",
        "What was planned",
        "How it was done",
        "What this cannot tell",
    ]


def test_parts_that_are_not_there_leave_no_heading():
    bare = evaluation(survival=(), subgroups=(), sensitivity=(), fragility=None)
    assert not {"As time goes on", "For whom?", "How far can this be trusted?"} & set(headings(render_report(bare)))


@pytest.mark.parametrize(
    ("picture", "table"),
    [
        ("attrition", "attrition-table"),
        ("love", "balance-table"),
        ("outcome-0-people", "outcome-table"),
        ("outcome-1-interval", "outcome-table"),
        ("survival-0", "survival-0-table"),
        ("subgroups-0", "subgroups-0-table"),
        ("trust-0-left", "trust-0-left-table"),
    ],
)
def test_every_picture_has_its_table(page, picture, table):
    assert f'aria-labelledby="{picture}-title {picture}-desc"' in page
    assert f'id="{table}-caption"' in page


def test_no_picture_without_words(page):
    pictures = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    named = [drawn for drawn in pictures if 'aria-hidden="true"' not in drawn]
    assert all(re.search(r"<title[^>]*>[^<]+</title><desc[^>]*>[^<]+</desc>", drawn) for drawn in named)
    assert len(named) >= 8


def test_ids_are_there_once(page):
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "words",
    [
        "Ask again after 3 March 2028.",
        "Half of the programme could not be matched.",
        "Not significant once corrected",
        "It agrees.",
        "p is corrected for 2 outcomes looked at together: Holm.",
        "95% interval 0.47 to 0.99",
        "is not shown to depend on area",
        "One-to-one pairs hang on tiny differences",
        "came out anywhere from −16.0 to −9.0 percentage points",
        "E-value",
        "The comparison made again without each covariate",
        "was locked on 5 January 2026, according to its lock; whether outcomes had been seen before "
        "only its authors know.",
        "Up to 52 weeks, people in the programme went 1.9 weeks longer without the event on average",
        "Mean time without it, in weeks, up to 52 weeks",
        "1 thing was done otherwise than planned.",
        "A secondary outcome.",
    ],
)
def test_it_is_said(page, words):
    assert words in page


def test_too_early_stands_above_the_findings(page):
    assert page.index("You are asking too early") < page.index("What was found</h2>")


def test_no_plan_is_said_plainly():
    assert "No plan that was locked beforehand was given." in render_report(evaluation(plan=None))


def test_a_plan_that_was_kept():
    assert "Everything was done as planned." in render_report(evaluation(plan=plan(deviations=())))


def test_withheld_parts_are_named_and_not_drawn():
    page = render_report(evaluation(survival=(survival(events_treated=2),), subgroups=(subgroup("isles", (3, 90)),)))
    assert "“weeks to arrest” is not reported: fewer than 5 people of the treatment group had the event" in page
    assert 'id="survival-0-title"' not in page
    assert "“a reoffended label” by subgroup is withheld: fewer than 10 people of one group." in page


def test_sensitivity_of_a_withheld_outcome_is_not_there():
    hidden = evaluation(outcomes=(outcome(matched=estimate(events=(3, 66))),), fragility=None)
    assert "How far can this be trusted?" not in headings(render_report(hidden))


def test_words_from_outside_are_only_text():
    nasty = "<img src=x>{0}{label}"
    parts = evaluation(
        outcomes=(replace(outcome(), label=nasty),),
        subgroups=(subgroup(nasty), subgroup("other")),
        survival=(survival(label=nasty),),
        sensitivity=(replace(sensitivity(), left_out=((nasty, estimate()),)),),
        plan=plan(question=nasty, theory=(nasty,), amendments=(nasty,)),
        warnings=(nasty,),
    )
    page = render_report(parts)
    assert "<img" not in page
    assert "&lt;img src=x&gt;{0}{label}" in page


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("which", ["page", "pooled_page"])
def test_axe_finds_nothing_and_nothing_runs_over(request, browser, tmp_path, width, which):
    path = tmp_path / "report.html"
    path.write_text(request.getfixturevalue(which), encoding="utf-8")
    shown = browser.new_page(viewport={"width": width, "height": 900})
    shown.goto(path.as_uri())
    assert not axe_findings(shown)
    assert sideways(shown) <= 0
    shown.close()


# Curves and forests


def test_curve_is_level_until_the_next_step():
    assert steps((0, 2, 5), (1.0, 0.8, 0.5)) == [(0, 1.0), (2, 1.0), (2, 0.8), (5, 0.8), (5, 0.5)]


def test_a_cut_curve_says_nothing_beyond_its_end():
    drawn = replace(survival().treated, times=(0.0, 10.0), survival=(1.0, 0.9), at_risk=(200, 190))
    assert (share_at(drawn, 9.9), share_at(drawn, 10.0), share_at(drawn, 10.1)) == (1.0, 0.9, None)
    assert (at_risk_at(drawn, 10.0), at_risk_at(drawn, 40.0)) == (190, None)


def test_forest_says_every_line():
    drawn = forest("f", "Sites", [Line("Leeds", -2.0, -4.0, 0.4), Line("All", -1.0, None, None, strong=True)], 1)
    assert "Leeds: −2.0 (−4.0 to +0.4); All: −1.0. 0.0 is no difference." in drawn


# Pooled


SITES = [("Leeds", -0.10, 0.04, 200), ("York", -0.02, 0.05, 150), ("Hull", -0.2, 0.06, 100), ("Ely", 0.03, 0.05, 8)]


@pytest.fixture(scope="module")
def pooled_page() -> str:
    summaries = [SiteSummary(name, estimate=d, se=se, n_treated=n, n_comparison=400) for name, d, se, n in SITES]
    return render_pooled(pool(summaries), title="Choirs", label="a reoffence")


def test_pooled_page_has_forest_and_table(pooled_page):
    assert headings(pooled_page) == ["What was found", "Site by site", "How it was done", "What this cannot tell"]
    assert 'aria-labelledby="pooled-title pooled-desc"' in pooled_page
    assert 'id="sites-table-caption"' in pooled_page


def test_pooled_page_says_spread_and_prediction(pooled_page):
    assert "% is more than chance (I²" in pooled_page
    assert "(95 % prediction interval)" in pooled_page


def test_small_site_is_withheld_with_another(pooled_page):
    assert pooled_page.count(">withheld<") == 10
    assert "Leeds: −10" in pooled_page


def test_ratios_are_written_as_ratios():
    sites = [
        SiteSummary(name, n_treated=100, n_comparison=100, events_treated=e, events_comparison=30)
        for name, e in (("A", 20), ("B", 25), ("C", 15))
    ]
    page = render_pooled(pool(sites, measure="risk ratio"), label="a reoffence")
    assert "A: 0.67" in page
    assert "1.00 is no difference." in page
