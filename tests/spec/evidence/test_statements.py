"""Runs the case tables of statements.md, which are also the documentation of the wording."""

from __future__ import annotations

from pathlib import Path

import pytest

from throughgate_evidence.disclosure import control_outcome
from throughgate_evidence.outcomes import Estimate, Kind
from throughgate_evidence.results import OutcomeResult
from throughgate_evidence.statements import (
    difference_phrase,
    figure,
    headline,
    p_value,
    parts_note,
    significance_sentence,
    state,
    undecided_sentence,
)

CASES = Path(__file__).with_name("statements.md").read_text(encoding="utf-8")


def table(title: str) -> list[dict[str, str]]:
    """The rows of the table under a heading, by column."""
    lines = CASES.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0].strip().splitlines()
    heads, _, *rows = ([cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines)
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
) -> Estimate:
    return Estimate(
        people, 200, events, 50, treated, comparison, treated - comparison, None, None, lower, upper, p, "made up", None
    )


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


def test_number_needed_is_said_where_there_is_one() -> None:
    words = undecided_sentence("X", "rate", -0.19, 0.01, 1550)
    assert words.endswith("about 1,550 people in the programme would be needed.")


def test_too_few_people_are_told_what_it_takes() -> None:
    kind: Kind = "rate"
    found = state(OutcomeResult("X", "X", kind, True, estimate(people=20, events=12, p=0.01), None, None))
    assert found.significant is None
    assert found.meaning is not None
    assert "at least 30 people in the programme, of whom at least 10 had the outcome" in found.meaning
