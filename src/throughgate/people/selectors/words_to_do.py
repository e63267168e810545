"""What was typed that is to be done, a step or a promise, before a bar was learnt: read again once it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from throughgate.accounts.models import User
from throughgate.people.models import ContactRestriction, Person
from throughgate.people.rules.restrictions import UNSAID, Booking
from throughgate.people.selectors.restrictions import findings_for


@dataclass(frozen=True)
class ToDo:
    """`words` as they were typed; `url` is where they are written otherwise."""

    words: str
    by_on: date
    url: str


Reader = Callable[[User, Person], list[ToDo]]
_readers: list[Reader] = []


def register_words(reader: Reader) -> None:
    """Once for each room, when it starts. It gives what this user may read and what is still open."""
    if reader not in _readers:
        _readers.append(reader)


def barred_words(user: User, restriction: ContactRestriction, today: date) -> list[ToDo]:
    """Of what is still to be done, what may mean whom or where the restriction is about."""
    person = restriction.person
    found = [one for reader in _readers for one in reader(user, person)]
    asked = [
        Booking(kind="", on=today, until=max(one.by_on, today), medium=UNSAID, words="To do", told=one.words)
        for one in found
    ]
    against = findings_for(user, [(person, booking) for booking in asked])
    return [
        one
        for one, findings in zip(found, against, strict=True)
        if any(finding.restriction_id == restriction.pk for finding in findings)
    ]
