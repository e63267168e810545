"""What upper rooms say of two records that are put together, beside the rules that settle rows which clash."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from throughgate.people.models import Merge, Person

Changed = Mapping[int, Mapping[str, list[Any]]]  # row → field → [before, after], ids and codes only


@dataclass(frozen=True)
class Follower:
    """Rows that follow a merge though they do not hang on a person by a foreign key of their own.

    `along(kept, gone, at)` changes them once everything else has moved and says what it changed; `back(kept, gone,
    changed)` undoes that.
    """

    along: Callable[[Person, Person, datetime], Changed]
    back: Callable[[Person, Person, Changed], None]


_followers: dict[type[Model], Follower] = {}


def register_follower(model: type[Model], follower: Follower) -> None:
    if _followers.get(model, follower) != follower:
        raise ValueError(f"{model._meta.label} follows a merge in two ways.")
    _followers[model] = follower


def followers() -> Mapping[str, Follower]:
    """By the label of the model."""
    return {model._meta.label: follower for model, follower in _followers.items()}


@dataclass(frozen=True)
class Twice:
    """Something done that stands in both records: one day, one kind, one worker. `entry` is the one that moves."""

    on: date
    title: str
    who: str
    entry: int


@dataclass
class WrittenTwice:
    """Filled in by the room of the ledger: what this user may read of what counts twice once the two are one record.

    With their merge, what it moved is held against the rest.
    """

    read: Callable[[Any, Person, Person, Merge | None], list[Twice]] | None = None


written_twice = WrittenTwice()
