"""What the report says is true of the way it was done: for whom, which error, what is closed, and what is not known."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.unit.evidence.made_up_results import (
    SETTINGS,
    estimate,
    evaluation,
    outcome,
    plan,
    row,
    sensitivity,
    subgroup,
    survival,
)
from throughgate_evidence import evaluate
from throughgate_evidence.balance.gate import judge
from throughgate_evidence.disclosure import Disclosure, control
from throughgate_evidence.outcomes import Estimate
from throughgate_evidence.outcomes.kaplan_meier import Curve
from throughgate_evidence.power.timing import Timing
from throughgate_evidence.report import render_report
from throughgate_evidence.results import Evaluation
from throughgate_evidence.weighting.influence import SE_METHOD

KNOWN = "The propensity is taken as known (assumed)."
RESAMPLED = "permutation, 1,000 draws"
NOT_SHOWN = "Not shown: the groups are not alike enough."


def by(method: str, estimand: str = "ATT", se_methods: tuple[str, ...] = (SE_METHOD,), **more: object) -> str:
    settings = replace(SETTINGS, method=method, estimand=estimand, interval="auto")
    outcomes = tuple(outcome(f"o{at}", matched=stated(name), adjusted=None) for at, name in enumerate(se_methods))
    given: dict[str, object] = {"subgroups": (), "survival": (), "outcomes": outcomes}
    return render_report(evaluation(settings=settings, **given | more))


def stated(se_method: str) -> Estimate:
    return replace(estimate(), se_method=se_method)


def cells(page: str, key: str) -> list[list[str]]:
    """The rows of a table, its heads first."""
    content = page.split(f'id="{key}-caption"', 1)[1].split("</table>", 1)[0]
    return [re.findall(r"<t[hd][^>]*>([^<]*)", found) for found in re.findall(r"<tr>.*?</tr>", content)]


# What the errors know


@pytest.mark.parametrize(
    ("method", "se_methods", "words"),
    [
        ("ipw", (SE_METHOD,), "The errors account for the propensity having been estimated."),
        ("overlap", (SE_METHOD,), "The errors account for the propensity having been estimated."),
        ("entropy", (SE_METHOD,), "The errors account for the weights having been estimated."),
        ("ipw", (SE_METHOD, RESAMPLED), "; for outcomes whose standard error is of another kind it is taken as known"),
        ("entropy", (SE_METHOD, RESAMPLED), "; for outcomes whose standard error is of another kind they are taken as"),
        ("ipw", (RESAMPLED,), KNOWN),
        ("entropy", (RESAMPLED,), "The weights are taken as known (assumed)."),
        ("nearest", ("sandwich (CR1, clustered by matched set)",), KNOWN),
    ],
)
def test_method_says_what_the_errors_know(method, se_methods, words):
    page = by(method, se_methods=se_methods)
    assert words in page
    assert (KNOWN in page) == (words == KNOWN)


def test_what_stands_beside_with_known_weights_is_named():
    found = outcome(matched=stated(SE_METHOD), adjusted=stated("sandwich (HC2)"))
    page = by("ipw", outcomes=(found,), survival=(survival(),), subgroups=(subgroup("north"), subgroup("south")))
    words = "for the doubly robust comparison, subgroups and times to an event it is taken as known (assumed)."
    assert words in page


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({}, "Caliper 0.2 standard deviations of the logit over all records (assumed), which is 0.1834."),
        ({"distance": "propensity"}, "0.2 standard deviations of the propensity over all records (assumed), which is"),
        ({"distance": "propensity", "caliper_scale": "distance"}, "Caliper 0.2 on the scale of the propensity."),
        ({"distance": "mahalanobis", "caliper_scale": "distance"}, "Caliper 0.2 on the scale of the logit."),
        ({"caliper": None}, "No caliper."),
    ],
)
def test_a_caliper_is_one_of_the_logit_or_of_the_propensity(choices, words):
    settings = replace(SETTINGS, method="nearest", **choices)
    assert words in render_report(evaluation(settings=settings))


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.5, "deviance 500.1234)."), (3 / 230, "deviance 500).")],
)
def test_a_deviance_that_was_rounded_has_no_decimals(share, words):
    rows = (row(), row("deaf", mean_treated_before=share, mean_comparison_before=0.4, values=(0.0, 1.0)))
    assert words in render_report(evaluation(balance=rows, propensity_deviance=500.1234))


@pytest.mark.parametrize(
    ("rows", "width", "ess"),
    [
        ((row(), row("deaf", mean_treated_before=1 + 3 / 230, values=(1.0, 2.0))), 0.1834, 180.4),
        ((row("deaf", mean_treated_before=1 + 3 / 230, values=(1.0, 2.0)),), None, 180),
        ((row("deaf", mean_treated_before=1.4, mean_treated_after=1.4, values=(1.0, 2.0)),), 0.1834, 180.4),
    ],
)
def test_a_model_of_shares_alone_tells_nothing_they_could_be_solved_from(rows, width, ess):
    middle = {"mean_comparison_before": 1.4, "mean_comparison_after": 1.4}
    made = evaluation(balance=tuple(replace(each, **middle) if each.values else each for each in rows))
    assert (made.caliper_width, made.ess) == (width, ess)
    assert "over all records (assumed)" + (", which is" if width else ".") in render_report(made)


def test_sandwich_of_radius_weights_is_said_of_radius_only():
    radius = render_report(evaluation())
    weighted = render_report(evaluation(settings=replace(SETTINGS, method="ipw")))
    words = "95 %, by sandwich (HC2, radius weights)"
    assert (words in radius, words in weighted) == (True, False)


@pytest.mark.parametrize("method", ["ipw", "overlap", "entropy"])
def test_a_weighting_that_was_made_accounts_for_its_weights(people, method):
    found = evaluate(people, treated="treated", covariates=["age"], outcomes=["reoffended"], method=method)
    page = render_report(found)
    assert "having been estimated" in page
    assert KNOWN not in page


# For whom it holds


@pytest.mark.parametrize(
    ("method", "estimand", "lead", "words"),
    [
        ("radius", "ATT", "216 people in the programme, compared with 212 people like them", "and could be matched."),
        ("ipw", "ATT", "216 people in the programme, compared with 212 people like them", "in the programme (ATT)."),
        (
            "full",
            "ATC",
            "212 people who were not in the programme, compared with 216",
            "not in the programme and could",
        ),
        ("ipw", "ATC", "212 people who were not in the programme, compared with 216", "not in the programme (ATC)."),
        ("full", "ATE", "both made to stand for everybody", "for everybody who could be matched"),
        ("entropy", "ATE", "both made to stand for everybody", "for everybody, in the programme or not (ATE)."),
        ("overlap", "ATT", "both made to stand for people who could have been in either group", "either group (ATO)"),
        ("overlap", "ATO", "both made to stand for people who could have been in either group", "either group (ATO)"),
        ("overlap", "ATE", "both made to stand for people who could have been in either group", "either group (ATO)"),
    ],
)
def test_for_whom_is_said_by_method_and_estimand(method, estimand, lead, words):
    page = by(method, estimand)
    assert lead in page.split('class="lead"', 1)[1].split("</p>", 1)[0]
    assert words in page.split("What is estimated", 1)[1].split("</tr>", 1)[0]


@pytest.mark.parametrize(
    ("method", "estimand", "words"),
    [
        ("radius", "ATT", "stand in for those in the programme;"),
        ("ipw", "ATC", "Those in the programme stand in for 212 people in the comparison group;"),
        ("ipw", "ATE", "stand in for everybody, in the programme or not;"),
        ("overlap", "ATT", "stand in for people who could have been in either group;"),
    ],
)
def test_whom_the_comparison_stands_in_for(method, estimand, words):
    assert words in by(method, estimand)


@pytest.mark.parametrize(
    ("method", "estimand", "words"),
    [
        ("radius", "ATT", "nobody enough alike was found: 14 of 230 of those in the programme. They"),
        ("ipw", "ATT", "who were left out: 14 of 230 of those in the programme. They"),
        ("full", "ATC", "nobody enough alike was found: 668 of 880 of those who were not in the programme. They"),
        ("ipw", "ATE", "14 of 230 of those in the programme and 668 of 880 of those who were not. They"),
    ],
)
def test_limits_name_those_who_are_not_in_it(method, estimand, words):
    assert words in by(method, estimand)


def test_limits_of_weighting_do_not_speak_of_matching():
    page = by("ipw", n_treated_matched=230)
    assert "The groups were weighted to be alike on what is in the file." in page
    assert "People were matched on what" not in page
    assert "Anything about people who" not in page


# The gate


def red(force: bool = False) -> Evaluation:
    rows = (row("age", after=0.2), row("convictions", after=-0.4))
    return evaluation(balance=rows, gate=judge(rows, force=force))


def test_closed_gate_shows_no_subgroups_and_nothing_hidden_to_undo():
    page = render_report(red())
    assert NOT_SHOWN in page.split("For whom?</h2>", 1)[1].split("</section>", 1)[0]
    assert NOT_SHOWN in page.split("How far can this be trusted?</h2>", 1)[1].split("</section>", 1)[0]
    for words in ("subgroups-0", "depend on area", "Something nobody recorded", "E-value", "Largest p"):
        assert words not in page


def test_forced_gate_shows_them():
    page = render_report(red(force=True))
    assert NOT_SHOWN not in page
    for words in ("subgroups-0", "depend on area", "Something nobody recorded", "E-value", "Largest p"):
        assert words in page


@pytest.mark.parametrize("force", [True, False])
def test_covariates_are_named_in_one_order(force):
    page = render_report(red(force))
    assert "convictions and age" in page
    assert "age and convictions" not in page


# Time


def timing(followed: int = 118, started: int = 216, enough: bool = True) -> Timing:
    return Timing(followed, 60, enough, date(2027, 3, 3), "From the start dates on record.", started)


def test_not_all_followed_in_full_is_said():
    page = render_report(evaluation(timing=timing()))
    assert "118 of 216 people in the programme have a full follow-up;" in page
    assert page.index("118 of 216") < page.index("What was found</h2>")


def test_all_followed_in_full_needs_no_words():
    assert "full follow-up" not in render_report(evaluation(timing=timing(216)))


def test_who_locked_is_said_as_the_lock_says_it():
    page = render_report(evaluation(plan=plan(locked_by="A. Evaluator")))
    assert "locked on 5 January 2026, according to its lock, by A. Evaluator; whether" in page
    assert "before the outcomes were read" not in page


# Times to an event


def test_a_given_label_is_said():
    page = render_report(evaluation(survival=(survival(label="an arrest"),)))
    assert "weeks longer without “an arrest” on average" in page
    assert "At any moment “an arrest” was 32% less likely" in page


def test_no_unit_is_made_up():
    page = render_report(evaluation(survival=(survival(name="return", label="return"),)))
    assert "Mean time without it, up to 52<" in page


# The tables of trust


def with_second(matched: str, second: str, again: str, disclosure: Disclosure = "standard") -> list[list[str]]:
    """Rows of the table of trimming: 171 of 180 people have the outcome."""
    beside = replace(stated(second), lower=-0.3, upper=-0.01)
    outcomes = (outcome(matched=stated(matched), second=beside),)
    kept = (("propensity from 0.1 to 0.9", 180, replace(stated(again), n_treated=171)),)
    whole = replace(evaluation(), outcomes=outcomes, sensitivity=(replace(sensitivity(), trimmed=kept),))
    return cells(render_report(control(replace(whole, n_treated_matched=220), disclosure)), "trust-0-trimmed")


@pytest.mark.parametrize(
    ("disclosure", "head", "counts"),
    [("none", "this outcome recorded", ("171", "216")), ("standard", "this outcome recorded or not", ("180", "220"))],
)
def test_every_row_of_trimming_counts_the_same_people(disclosure, head, counts):
    heads, kept, everybody = with_second("sandwich", "welch", "sandwich", disclosure)
    assert heads[1] == f"In the programme, {head}"
    assert (kept[1], everybody[1]) == counts


@pytest.mark.parametrize(
    ("matched", "second", "name", "interval"),
    [
        ("sandwich", "welch", "Everybody matched", "−19 to −3"),
        ("welch", "sandwich", "Everybody matched", "−30 to −1"),
        (RESAMPLED, "welch", f"Everybody matched (interval: {RESAMPLED})", "−19 to −3"),
    ],
)
def test_everybody_has_the_same_kind_of_interval_or_says_so(matched, second, name, interval):
    everybody = with_second(matched, second, "sandwich")[-1]
    assert (everybody[0], everybody[3]) == (name, interval)


# Curves


@pytest.mark.parametrize(("events", "end"), [(60, ["70%", "200"]), (80, ["cut", "cut"])])
def test_a_curve_is_level_to_the_horizon_unless_it_was_cut(events, end):
    """All 60 events are in the steps, or 20 of 80 come after the last that is shown."""
    steps = Curve((0.0, 30.0), (1.0, 0.7), (1.0, 0.6), (1.0, 0.8), (200, 200), (0, 60))
    result = survival(treated=steps, comparison=steps, events_treated=events, events_comparison=events)
    page = render_report(replace(evaluation(), survival=(result,)))
    assert cells(page, "survival-0-table")[-1] == ["52", *end, *end]


def test_the_picture_goes_as_far_as_the_table(rossi_like):
    found = evaluate(rossi_like, treated="treated", covariates=["age"], survival={"s": ("days", "back")})
    page = render_report(found)
    assert "cut" not in str(cells(page, "survival-0-table"))
    assert f"at {found.survival[0].horizon:.0f}" in page.split('id="survival-0-desc"', 1)[1].split("</desc>", 1)[0]


@pytest.fixture
def rossi_like(tmp_path: Path) -> Path:
    """Everybody is watched for 100 days; nobody has it after day 90."""
    random = np.random.default_rng(5)
    treated = random.random(600) < 0.3
    days = np.ceil(random.exponential(200, 600)).astype(int)
    rows = zip(treated, random.integers(20, 60, 600), days, strict=True)
    lines = [f"{t:d},{age},{min(day, 100) if day <= 90 else 100},{day <= 90:d}" for t, age, day in rows]
    path = tmp_path / "lives.csv"
    path.write_text("\n".join(["treated,age,days,back", *lines]))
    return path
