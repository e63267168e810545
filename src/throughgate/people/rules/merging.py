"""When two records are put together, some of their rows cannot stand side by side: two current dates of one kind, one
worker assigned twice. Each room states for its own models how that is settled, with one of the ways below. Every way
only says which rows stay with the record that goes and which fields change, so that a merge can be undone.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from throughgate.people.rules.custody import MoveLike, MoveOrderError, Step, check_move


@dataclass(frozen=True)
class Moment:
    """When a merge happens, on which day, and who does it."""

    at: datetime
    on: date
    by: Any


@dataclass(frozen=True)
class Settled:
    """`stays`: ids of rows that stay with the record that goes. `changes`: id → field → new value, on either side."""

    stays: frozenset[int] = frozenset()
    changes: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)


Rows = Sequence[Any]
Group = str | Callable[[Any], Any]  # a field, or what is asked of a row


@dataclass(frozen=True)
class MergeRule:
    """`settle(rows of the record kept, rows of the one that goes, moment)`. `returns` are fields that say that a later
    row took this one's place: an undo sets them back even where they changed since, because that later row stays.
    """

    settle: Callable[[Rows, Rows, Moment], Settled]
    returns: tuple[str, ...] = ()


def newest_stands(*group: Group, newest: str, place: str = "superseded_at") -> MergeRule:
    """Of two current rows with the same `group` the one with the later `newest` stays current; the other's `place` says
    from now on that it was superseded.
    """

    def settle(kept: Rows, gone: Rows, moment: Moment) -> Settled:
        changes = {}
        for mine, theirs in _meeting(kept, gone, group, lambda row: getattr(row, place) is None):
            older = min(mine, theirs, key=lambda row: (getattr(row, newest), row.pk))
            changes[older.pk] = {place: moment.at}
        return Settled(changes=changes)

    return MergeRule(settle, returns=(place,))


def later_ends(
    *group: Group, begins: str, ends: str, also: Callable[[Any, Moment], Mapping[str, Any]] = lambda row, moment: {}
) -> MergeRule:
    """Of two open rows with the same `group` the one that began later ends today, or on its first day if that is to
    come. `also` gives the other fields of an end.
    """

    def settle(kept: Rows, gone: Rows, moment: Moment) -> Settled:
        changes = {}
        for mine, theirs in _meeting(kept, gone, group, lambda row: getattr(row, ends) is None):
            later = max(mine, theirs, key=lambda row: (getattr(row, begins), row.pk))
            changes[later.pk] = {ends: _end(getattr(later, begins), moment), **also(later, moment)}
        return Settled(changes=changes)

    return MergeRule(settle)


def second_stays_behind(*group: Group, among: Callable[[Any], bool] = lambda row: True) -> MergeRule:
    """A row of the record that goes stays with it where the other record has one like it."""

    def settle(kept: Rows, gone: Rows, moment: Moment) -> Settled:
        return Settled(frozenset(theirs.pk for _, theirs in _meeting(kept, gone, group, among)))

    return MergeRule(settle)


def settle_moves(kept: Rows, gone: Rows, moment: Moment) -> Settled:
    """Two custody histories are laid into one. A step that makes no sense among the others, or is there already, stays
    behind: the history that is kept must let the next step be recorded. What was withdrawn bars nothing.
    """
    laid: list[MoveLike] = [row for row in kept if row.withdrawn_at is None]
    stays = set()
    for move in sorted((row for row in gone if row.withdrawn_at is None), key=lambda row: (row.on, row.pk)):
        if _is_there(laid, move) or not _fits(laid, move, moment.on):
            stays.add(move.pk)
        else:
            laid.append(move)
    return Settled(frozenset(stays))


def _is_there(laid: Iterable[MoveLike], move: MoveLike) -> bool:
    same = (move.kind, move.on, move.site_id)
    return any((other.kind, other.on, other.site_id) == same for other in laid)


def _fits(laid: Sequence[MoveLike], move: MoveLike, today: date) -> bool:
    try:
        check_move(laid, Step(move.kind, move.on, move.site_id), max(today, move.on))
    except MoveOrderError:
        return False
    return True


def _meeting(kept: Rows, gone: Rows, group: Sequence[Group], among: Callable[[Any], bool]) -> list[tuple[Any, Any]]:
    """Rows of both sides that have the same values in `group`."""

    def key(row: Any) -> tuple[Any, ...]:
        return tuple(asked(row) if callable(asked) else getattr(row, asked) for asked in group)

    mine = {key(row): row for row in kept if among(row)}
    return [(mine[key(row)], row) for row in gone if among(row) and key(row) in mine]


def _end(begun: date | datetime, moment: Moment) -> date | datetime:
    return max(begun, moment.at) if isinstance(begun, datetime) else max(begun, moment.on)
