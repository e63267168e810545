from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughgate.people.rules.continuity import continuity_of
from throughgate.people.rules.custody import MoveOrderError, Step, check_move, spells, where_is
from throughgate.people.rules.identifiers import CHECK_LETTERS, check_letter, parse_identifier, readings_of
from throughgate.people.rules.path import custody_path, months_after

TODAY = date(2026, 11, 20)
OUT = date(2026, 9, 1)


@dataclass(frozen=True)
class Worked:
    worker_id: int
    from_on: date
    to_on: date | None = None


@given(st.integers(1900, 2026), st.integers(1, 9_999_999))
def test_a_canonical_pnc_is_read_as_itself(year, serial):
    text = f"{year}/{serial:07}{check_letter(str(year)[2:], f'{serial:07}')}"
    assert parse_identifier("pnc", text, today=TODAY) == text


@given(st.integers(1900, 2026), st.integers(1, 9_999_999), st.sampled_from(CHECK_LETTERS))
def test_no_wrong_letter_gets_through(year, serial, letter):
    right = check_letter(str(year)[2:], f"{serial:07}")
    found = readings_of(f"{year}/{serial:07}{letter}", today=TODAY)
    assert bool(found) == (letter == right)


@given(
    st.lists(
        st.tuples(st.sampled_from(["received", "transferred", "released", "recalled", "returned"]), st.integers(1, 3))
    )
)
def test_any_history_that_is_let_in_has_one_open_spell_and_matches_where_they_are(asked):
    moves: list[Step] = []
    for number, (kind, site) in enumerate(asked):
        step = Step(kind, date.fromordinal(date(2020, 1, 1).toordinal() + number), site)
        try:
            check_move(moves, step, TODAY)
        except MoveOrderError:
            continue
        moves.append(step)
    *closed, current = spells(moves)
    assert all(spell.release_on and spell.returned_on and spell.release_on <= spell.returned_on for spell in closed)
    assert current.returned_on is None
    assert (where_is(moves, TODAY).place == "community") == (current.release_on is not None)


def test_an_expected_release_stands_in_the_current_spell():
    moves = [Step("received", date(2025, 1, 1), 1)]
    assert spells(moves, date(2027, 1, 1))[-1].release_on == date(2027, 1, 1)


def test_a_release_that_happened_stands_before_the_expected_one():
    moves = [Step("received", date(2025, 1, 1), 1), Step("released", OUT)]
    assert spells(moves, date(2027, 1, 1))[-1].release_on == OUT


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ([Worked(1, date(2026, 1, 1))], True),
        ([Worked(1, date(2026, 1, 1), OUT), Worked(2, OUT)], False),
        ([Worked(1, date(2026, 1, 1), date(2026, 3, 1)), Worked(2, OUT)], None),
        ([Worked(1, date(2026, 1, 1), OUT), Worked(1, date(2026, 9, 20))], True),
        ([], None),
    ],
)
def test_continuity(rows, kept):
    assert continuity_of(rows, OUT, TODAY).kept is kept


def test_continuity_is_measured_four_weeks_on():
    assert continuity_of([], OUT, TODAY).measured_on == date(2026, 9, 29)


def test_continuity_cannot_be_measured_on_release_day():
    assert continuity_of([Worked(1, date(2026, 1, 1))], OUT, OUT) is None


def test_path_of_somebody_inside():
    moves = [Step("received", date(2025, 1, 1), 1)]
    stops = custody_path(moves, release_on=date(2027, 1, 31), today=TODAY, hearing_on=date(2026, 12, 1))
    assert [(s.code, s.on, s.reached) for s in stops] == [
        ("custody", date(2025, 1, 1), True),
        ("hearing", date(2026, 12, 1), False),
        ("release", date(2027, 1, 31), False),
        ("first_week", date(2027, 2, 7), False),
        ("three_months", date(2027, 4, 30), False),
        ("settled", date(2028, 1, 31), False),
    ]


def test_path_of_somebody_out():
    moves = [Step("received", date(2025, 1, 1), 1), Step("released", OUT)]
    stops = custody_path(moves, release_on=date(2027, 1, 31), today=TODAY)
    assert {s.code: s.reached for s in stops} == {
        "custody": True,
        "release": True,
        "first_week": True,
        "three_months": False,
        "settled": False,
    }


def test_path_with_nothing_known():
    assert [s.on for s in custody_path([], release_on=None, today=TODAY)] == [None] * 5


def test_path_after_a_recall_begins_with_the_recall():
    moves = [Step("received", date(2024, 1, 1), 1), Step("released", date(2025, 1, 1)), Step("recalled", OUT, 1)]
    assert custody_path(moves, release_on=None, today=TODAY)[0].on == OUT


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 5), 12, date(2027, 12, 5)),
    ],
)
def test_months_after(day, months, later):
    assert months_after(day, months) == later
