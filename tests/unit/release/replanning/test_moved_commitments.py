"""What a moved date does to what is due."""

from datetime import date

from throughgate.programmes.settling import Commitment
from throughgate.release.rules.moving import compare, moved_words

TODAY = date(2026, 11, 20)
EARLY, LATE, LATER = date(2026, 11, 19), date(2026, 12, 3), date(2026, 12, 10)


def due(by_on: date | None, element: str = "visit", ordinal: int = 1, *, met: bool = False) -> Commitment:
    return Commitment(
        element, 0, ordinal, "staff", None, by_on, EARLY if met else None, 7 if met else None, None, None, not met
    )


def test_what_keeps_its_day_is_left_out():
    assert compare([due(LATE)], [due(LATE)], TODAY) == []


def test_a_moved_day_is_shown_before_and_after():
    (row,) = compare([due(LATE)], [due(LATER)], TODAY)
    assert (row.was, row.becomes, row.turns_overdue) == (LATE, LATER, False)


def test_what_becomes_overdue_is_said():
    rows = compare([due(LATE), due(LATE, "call")], [due(EARLY), due(LATER, "call")], TODAY)
    assert [row.turns_overdue for row in rows] == [True, False]
    assert moved_words(rows) == "2 commitments move, 1 becomes overdue"
    assert moved_words(rows, done=True) == "2 commitments moved, 1 is now overdue"


def test_what_is_no_longer_overdue_is_said():
    assert moved_words(compare([due(EARLY)], [due(LATE)], TODAY)) == "1 commitment moves, 1 is no longer overdue"


def test_what_is_done_does_not_move():
    assert compare([due(LATE, met=True)], [due(LATER, met=True)], TODAY) == []


def test_sessions_that_move_alike_are_one_line():
    (row,) = compare([due(LATE, ordinal=n) for n in (1, 2, 3)], [due(LATER, ordinal=n) for n in (1, 2, 3)], TODAY)
    assert row.ordinals == (1, 2, 3)
    assert moved_words([row]) == "3 commitments move"


def test_a_first_date_and_a_lost_one():
    assert compare([due(None)], [due(LATE)], TODAY)[0].becomes == LATE
    assert compare([due(LATE)], [due(None)], TODAY)[0].becomes is None


def test_what_appears_and_what_falls_away():
    rows = compare([due(LATE, "old")], [due(LATE, "new")], TODAY)
    assert {row.element: (row.is_new, row.is_gone) for row in rows} == {"old": (False, True), "new": (True, False)}


def test_nothing_moved_is_said():
    assert moved_words([]) == "nothing of their programmes changes"
