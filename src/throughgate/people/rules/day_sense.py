"""Whether a day that somebody noted makes sense. Pure: `today` is passed in.

What cannot be is refused; what is only unlikely is asked about, and holds once somebody says that it is right.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from throughgate.people.models import DateKind, SentenceKind
from throughgate.people.rules.custody import OF_SENTENCE, RELEASE_KINDS

FARTHEST_YEARS: Final = 100  # nobody serves longer, and no paper tells of a day longer ago
FAR_YEARS: Final = 50
LONG_AGO_YEARS: Final = 2  # for a result that is noted late
_NAMES: Final[Mapping[str, str]] = {
    DateKind.CRD: "conditional release date",
    DateKind.ARD: "automatic release date",
}
_ENDLESS: Final[Mapping[str, str]] = {
    SentenceKind.LIFE: "A life sentence",
    SentenceKind.IPP: "A sentence of imprisonment for public protection",
}
EARLY: Final = (DateKind.PAROLE_RELEASE, DateKind.HDC_RELEASE)


class DaySenseError(ValueError):
    """A day that cannot be, in words for the worker; `field` names the form's field it belongs to."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


def check_day(field: str, on: date | None, today: date) -> None:
    """Raises DaySenseError for a day more than a lifetime away."""
    if on is not None and abs(on.year - today.year) > FARTHEST_YEARS:
        raise DaySenseError(field, f"The year cannot be {on.year}. Check the year")


def doubt_of_date(kind: str, on: date, known: Mapping[str, date], today: date) -> str:
    """What is unlikely about this date beside the others that hold, as a sentence; empty where nothing is."""
    if far := _far(on, today):
        return far
    if kind in EARLY and (late := _after_sentence_day(on, known)):
        return late
    if kind in (*RELEASE_KINDS, DateKind.PAROLE_HEARING) and on < today:
        return f"{_words(on)} has passed."
    return ""


def doubt_of_sentence(started_on: date | None, ended_on: date | None, today: date) -> str:
    if started_on and started_on > today:
        return f"It begins on {_words(started_on)}, which is still to come."
    return next((far for day in (started_on, ended_on) if day and (far := _far(day, today))), "")


def doubt_of_last_day(kind: str, ended_on: date | None) -> str:
    """A sentence without an end that is given one."""
    return f"{_ENDLESS[kind]} has no last day." if ended_on and kind in _ENDLESS else ""


def doubt_of_decision(on: date, today: date) -> str:
    """A result that is noted long after it was known."""
    return f"{_words(on)} is long ago." if today.year - on.year > LONG_AGO_YEARS else ""


def _after_sentence_day(on: date, known: Mapping[str, date]) -> str:
    for kind in OF_SENTENCE:
        if (day := known.get(kind)) and on > day:
            return f"{_words(on)} lies after the {_NAMES[kind]}, {_words(day)}."
    return ""


def _far(on: date, today: date) -> str:
    away = on.year - today.year
    return f"{_words(on)} is {abs(away)} years {'ahead' if away > 0 else 'ago'}." if abs(away) > FAR_YEARS else ""


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
