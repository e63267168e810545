"""Runs the case tables of statements.md, which are also the documentation of the wording."""

from __future__ import annotations

from pathlib import Path

import pytest

from throughgate_evidence.balance import band_of
from throughgate_evidence.balance.gate import Gate
from throughgate_evidence.disclosure import control_outcome
from throughgate_evidence.outcomes import Estimate, Kind
from throughgate_evidence.outcomes.survival import HazardRatio
from throughgate_evidence.report.tables import percent_of_sd
from throughgate_evidence.results import OutcomeResult
from throughgate_evidence.statements import (
    Unit,
    adjusted_sentence,
    difference_phrase,
    figure,
    hazard_sentence,
    headline,
    interaction_sentence,
    level_sentence,
    limit,
    p_value,
    parts_note,
    rmst_sentence,
    significance_sentence,
    state,
    undecided_sentence,
    with_sign,
)

CASES = Path(__file__).with_name("statements.md").read_text(encoding="utf-8")


def table(title: str) -> list[dict[str, str]]:
    """The rows of the table under a heading, by column."""
    lines = CASES.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0].splitlines()
    heads, _, *rows = ([cell.strip() for cell in line.strip()[1:-1].split("|")] for line in lines if line[:1] == "|")
    return [dict(zip(heads, row, strict=True)) for row in rows]


def cases(title: str) -> pytest.MarkDecorator:
    rows = table(title)
    return pytest.mark.parametrize("row", rows, ids=[row["case"] for row in rows])


def estimate(
    treated: float = 0.2,
    comparison: float = 0.3,
    *,
    lower: float | None = None,
    upper: float | None = None,
    p: float | None = None,
    people: int = 200,
    events: int = 50,
    needed: int | None = None,
) -> Estimate:
    between = (treated, comparison, treated - comparison, None, None, lower, upper, p)
    return Estimate(people, 200, events, 50, *between, "made up", needed)


def number(cell: str) -> float | None:
    return float(cell) if cell else None


@cases("Differences")
def test_difference(row: dict[str, str]) -> None:
    found = estimate(float(row["treated"]), float(row["comparison"]))
    assert difference_phrase(row["kind"], found) == row["words"]
    assert (parts_note(row["kind"], found) is not None) == (row["note"] == "yes")


@cases("Headlines")
def test_headline(row: dict[str, str]) -> None:
    assert headline("X", row["kind"], estimate(float(row["treated"]), float(row["comparison"]))) == row["words"]


@cases("How sure")
def test_significance(row: dict[str, str]) -> None:
    lower, upper = float(row["lower"]), float(row["upper"])
    found = estimate(
        0.3 + (lower + upper) / 2,
        lower=lower,
        upper=upper,
        p=float(row["p"]),
        people=int(row["treated people"]),
        events=int(row["with outcome"]),
    )
    assert (significance_sentence("X", row["kind"], found) or "nothing") == row["words"]


@cases("When p, the interval and a correction disagree")
def test_correction_and_disagreement(row: dict[str, str]) -> None:
    lower, upper = float(row["lower"]), float(row["upper"])
    found = estimate(0.3 + (lower + upper) / 2, lower=lower, upper=upper, p=float(row["p"]))
    corrected = number(row["corrected p"])
    assert significance_sentence("X", row["kind"], found, corrected) == row["words"]
    finding = state(OutcomeResult("X", "X", row["kind"], True, found, None, None, p_corrected=corrected))
    assert finding.significant is ("This is a statistically significant result." in row["words"])


@cases("How many people would settle it")
def test_number_needed(row: dict[str, str]) -> None:
    needed = int(row["needed"]) if row["needed"] else None
    found = estimate(float(row["treated"]), float(row["comparison"]), lower=-0.2, upper=0.2, p=0.5, needed=needed)
    said = significance_sentence("X", row["kind"], found) or ""
    assert said.split("comparison group. ", 1)[1] == row["words"]


@cases("Severity")
def test_severity_needs_ten(row: dict[str, str]) -> None:
    found = estimate(p=0.5, lower=-0.1, upper=0.1, events=int(row["with outcome in the programme"]))
    outcome = control_outcome(OutcomeResult("X", "X", "rate", True, found, None, found, severity=True))
    assert (outcome.matched is not None) == (row["reported"] == "yes")


@cases("A second way beside it")
def test_doubly_robust(row: dict[str, str]) -> None:
    settled = row["matched significant"] == "yes"
    matched = estimate(0.2, 0.3, lower=-0.18, upper=-0.02 if settled else 0.02, p=0.01 if settled else 0.1)
    limits = {name: number(row[name]) for name in ("lower", "upper", "p")}
    adjusted = estimate(float(row["treated"]), float(row["comparison"]), **limits)
    assert adjusted_sentence(row["kind"], matched, adjusted) == row["words"]


@cases("Time without the event")
def test_rmst(row: dict[str, str]) -> None:
    unit = Unit(row["unit"], row["unit"] + "s") if row["unit"] else Unit()
    found = estimate(float(row["treated"]), float(row["comparison"]))
    assert rmst_sentence(row["label"], found, float(row["horizon"]), unit) == row["words"]


@cases("Hazard ratios")
def test_hazard(row: dict[str, str]) -> None:
    parts = [float(row[name]) for name in ("ratio", "lower", "upper", "p")]
    assert hazard_sentence(row["label"], HazardRatio(*parts, 0.2, "Cox")) == row["words"]


@cases("Subgroups")
def test_interaction(row: dict[str, str]) -> None:
    assert interaction_sentence("X", "sex", number(row["p"])) == row["words"]


def gate_of(row: dict[str, str]) -> Gate:
    red = tuple(row["red"].split(", ")) if row["red"] else ()
    forced = row["forced"] == "yes"
    return Gate("red" if red else "green", red, (), {}, headline=forced or not red, forced=forced)


@cases("Subgroups in which the groups are not alike")
def test_level(row: dict[str, str]) -> None:
    assert (level_sentence(row["level"], gate_of(row)) or "") == row["words"]


def test_a_level_that_is_not_alike_says_nothing_of_the_others() -> None:
    said = interaction_sentence("X", "sex", 0.01, ["sex: f", "sex: m"])
    assert said.endswith("cannot be said: within sex: f and sex: m the groups are not alike.")


@cases("The gate")
def test_gate(row: dict[str, str]) -> None:
    gate = gate_of(row)
    found = estimate(0.1609, 0.2811, lower=-0.2, upper=-0.04, p=0.01)
    finding = state(OutcomeResult("X", "X", "rate", True, found, None, found), gate)
    assert finding.headline == row["headline"]
    assert (finding.meaning is None) == ("not alike enough" in row["headline"])


@cases("Times to an event")
def test_time_needs_thirty(row: dict[str, str]) -> None:
    found = estimate(people=int(row["treated people with a time"]), p=0.5, lower=-9.0, upper=9.0)
    outcome = control_outcome(OutcomeResult("X", "X", row["kind"], True, found, found, found))
    assert (outcome.matched is not None) == (row["reported"] == "yes")


@cases("Numbers")
def test_rounding(row: dict[str, str]) -> None:
    assert figure(float(row["value"]), int(row["decimals"])) == row["words"]


@cases("p")
def test_p(row: dict[str, str]) -> None:
    assert p_value(float(row["p"])) == row["words"]


@cases("Limits beside no difference")
def test_limit(row: dict[str, str]) -> None:
    assert with_sign(limit(float(row["value"]), int(row["decimals"]), float(row["null"]))) == row["words"]


@cases("Differences beside the limits of alike")
def test_bands(row: dict[str, str]) -> None:
    smd = float(row["difference in standard deviations"])
    assert (band_of(smd), percent_of_sd(smd)) == (row["band"], row["words"])


def test_number_needed_is_said_where_there_is_one() -> None:
    words = undecided_sentence("X", "rate", -0.19, 0.01, 1550)
    assert words.endswith("about 1,550 people in the programme would be needed.")


def test_too_few_people_are_told_what_it_takes() -> None:
    kind: Kind = "rate"
    found = state(OutcomeResult("X", "X", kind, True, estimate(people=20, events=12, p=0.01), None, None))
    assert found.significant is None
    assert found.meaning is not None
    assert "at least 30 people in the programme, of whom at least 10 had the outcome" in found.meaning
