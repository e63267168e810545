"""What upper rooms say here when they start: what the programmes ask for and are told, what measures last came to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class AskedFor:
    """A form that a person's programme asks for next, the day by which, and the enrolment it is for."""

    form: str
    title: str  # as the programme calls it
    programme: str
    by_on: date | None
    enrolment_id: int


@dataclass
class Programmes:
    """`asked`: what is asked for, by (user, person). `met`: what an entry met, by (user, person, id of the entry)."""

    asked: Callable[[Any, Any], list[AskedFor]] = field(default=lambda user, person: [])
    met: Callable[[Any, Any, int], list[str]] = field(default=lambda user, person, entry_id: [])


@dataclass(frozen=True)
class LastMeasured:
    """What somebody last came to on one measure, in words."""

    title: str
    words: str
    on: date
    url: str


@dataclass
class Measures:
    """`last`: the last result of each that the user may read, by (user, person). One query."""

    last: Callable[[Any, Any], list[LastMeasured]] = field(default=lambda user, person: [])


programmes = Programmes()
measures = Measures()
