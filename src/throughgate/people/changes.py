"""How upper rooms hear of what happened here, in the same transaction and without this room knowing them.

`happened` carries a `Happening`; the ledger (record) listens and writes it down. `facts_changed` says that what is
known of a person changed (an entry, a date, a correction); programmes listens and settles their commitments anew.
Both are Django signals: synchronous, and an exception in a listener rolls the whole change back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.dispatch import Signal

from throughgate.people.models import Person

happened = Signal()
facts_changed = Signal()


@dataclass(frozen=True)
class Happening:
    """Something to write in the ledger: `kind` is a registered kind of entry, `row_id` the row it stands for."""

    person: Person
    kind: str
    on: date
    by: Any
    summary: str
    row_id: int | None = None


def announce(happening: Happening) -> None:
    """Send, not send_robust: a listener that fails must undo the change it could not follow."""
    happened.send(sender=Person, happening=happening)


_waiting: ContextVar[dict[int, Person] | None] = ContextVar("people_whose_facts_changed", default=None)


def announce_facts_changed(person: Person) -> None:
    waiting = _waiting.get()
    if waiting is None:
        facts_changed.send(sender=Person, person=person)
    else:
        waiting[person.pk] = person


@contextmanager
def announced_once() -> Iterator[None]:
    """Within, many writes about one person are announced together at the end: one settling instead of hundreds. One
    transaction, so that nobody ever sees the facts without what follows from them.
    """
    waiting: dict[int, Person] = {}
    with transaction.atomic():
        token = _waiting.set(waiting)
        try:
            yield
        finally:
            _waiting.reset(token)
        for person in waiting.values():
            announce_facts_changed(person)
