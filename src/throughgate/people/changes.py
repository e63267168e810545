"""How upper rooms hear of what happened here, in the same transaction and without this room knowing them.

`happened` carries a `Happening`; the ledger (record) listens and writes it down. `facts_changed` says that what is
known of people changed (an entry, a date, a correction); programmes listens and settles their commitments anew.
`restriction_added` says that something new stands against what may have been booked already; rooms that book listen.
They are Django signals: synchronous, and an exception in a listener rolls the whole change back.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.dispatch import Signal

from throughgate.access.policy import Sensitivity
from throughgate.common.acts import act
from throughgate.people.models import Person
from throughgate.people.rules.merging import MergeRule

happened = Signal()
taken_back = Signal()  # carries `withdrawal`
many_happened = Signal()
facts_changed = Signal()  # carries `people`: all of whom one act changed something
restriction_added = Signal()  # carries `restriction`


@dataclass(frozen=True)
class Happening:
    """Something to write in the ledger: `kind` is a registered kind of entry, `row_id` the row it stands for."""

    person: Person
    kind: str
    on: date
    by: Any
    summary: str
    row_id: int | None = None
    subject: str = ""
    sensitivity: Sensitivity = Sensitivity.STANDARD


@dataclass(frozen=True)
class Withdrawal:
    """What the ledger says of a row does not hold: `kind` and `row_id` are those of the happening."""

    person: Person
    kind: str
    row_id: int
    by: Any
    because: str


def announce_taken_back(withdrawal: Withdrawal) -> None:
    taken_back.send(sender=Person, withdrawal=withdrawal)


def announce(happening: Happening) -> None:
    """Send, not send_robust: a listener that fails must undo the change it could not follow."""
    happened.send(sender=Person, happening=happening)


def announce_all(happenings: Sequence[Happening]) -> None:
    """Many at once, about people who are new: written down together, and nothing has to be settled."""
    many_happened.send(sender=Person, happenings=happenings)


_waiting: ContextVar[dict[int, Person] | None] = ContextVar("people_whose_facts_changed", default=None)


def announce_facts_changed(*people: Person) -> None:
    waiting = _waiting.get()
    if waiting is not None:
        waiting.update({person.pk: person for person in people})
    elif people:
        facts_changed.send(sender=Person, people=people)


@contextmanager
def announced_once() -> Iterator[None]:
    """Within, many writes are announced together at the end: one settling of all people instead of hundreds. One
    transaction, so that nobody ever sees the facts without what follows from them.
    """
    waiting: dict[int, Person] = {}
    with act():
        token = _waiting.set(waiting)
        try:
            yield
        finally:
            _waiting.reset(token)
        announce_facts_changed(*waiting.values())


_merge_rules: dict[type[Model], MergeRule] = {}


def register_merge_rule(model: type[Model], rule: MergeRule) -> None:
    """How rows of this model that cannot stand side by side are settled when two records are put together. A room
    registers its own when it starts; a test names every model that needs one and has none.
    """
    if _merge_rules.get(model, rule) != rule:
        raise ValueError(f"{model._meta.label} has two merge rules.")
    _merge_rules[model] = rule


def merge_rule_of(model: type[Model]) -> MergeRule | None:
    return _merge_rules.get(model)


@dataclass(frozen=True)
class Written:
    """One entry of the ledger, as a list shows it."""

    on: date
    title: str
    who: str


@dataclass
class WrittenSince:
    """Filled in by the room of the ledger, which lies above: what this user may read of what was written about a person
    after a moment.
    """

    read: Callable[[Any, Person, datetime], list[Written]] | None = None


written_since = WrittenSince()
