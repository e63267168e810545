"""What a run of marks says. Pure."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

MISSED_IN_A_ROW = 2  # so many ask for a call
CALL_WITHIN = 2  # days


class Mark(StrEnum):
    CAME = "yes"
    LATE = "late"
    MISSED = "no"
    MADE_UP = "made-up"
    NONE = ""  # not recorded, or the session did not take place


MARK_WORDS: Mapping[Mark, tuple[str, str]] = {
    Mark.CAME: ("Came", "done"),
    Mark.LATE: ("Came late", "done"),
    Mark.MISSED: ("Missed", "due"),
    Mark.MADE_UP: ("Made up", "done"),
}


def missed_at_the_end(marks: Sequence[Mark]) -> int:
    """How many of the last sessions were missed, one after the other. What is not recorded says nothing."""
    said = [mark for mark in marks if mark is not Mark.NONE]
    missed = 0
    for mark in reversed(said):
        if mark is not Mark.MISSED:
            break
        missed += 1
    return missed


def asks_for_a_call(marks: Sequence[Mark]) -> bool:
    return missed_at_the_end(marks) >= MISSED_IN_A_ROW
