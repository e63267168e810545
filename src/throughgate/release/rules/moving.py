"""What a moved date does to what is due: the commitments before and after, side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from throughgate.programmes.settling import Commitment, State, state_of


@dataclass(frozen=True)
class Moved:
    """Open commitments of one element that move together. `was`, `becomes`: None where there is no day."""

    element: str
    who: str
    spell: int
    ordinals: tuple[int, ...]
    was: date | None
    becomes: date | None
    is_new: bool
    is_gone: bool
    was_overdue: bool
    is_overdue: bool

    @property
    def turns_overdue(self) -> bool:
        return self.is_overdue and not self.was_overdue

    @property
    def number(self) -> int:
        return len(self.ordinals)


def compare(before: Iterable[Commitment], after: Iterable[Commitment], today: date) -> list[Moved]:
    """Every open commitment whose day differs, by its new day; those of one element that move alike are one line.

    What has been met or waived is left out: no date moves what is done.
    """
    old = {_key(row): row for row in before if _is_open(row)}
    new = {_key(row): row for row in after if _is_open(row)}
    moved = [_moved(old.get(key), new.get(key), today) for key in {**old, **new}]
    together = _together(row for row in moved if row.was != row.becomes or row.is_new or row.is_gone)
    return sorted(together, key=lambda row: (row.becomes or date.max, row.was or date.max, row.element))


def _key(row: Commitment) -> tuple[str, int, int]:
    return row.element, row.spell, row.ordinal


def _is_open(row: Commitment) -> bool:
    return row.met_on is None and row.waived_on is None and row.closed_on is None


def _moved(old: Commitment | None, new: Commitment | None, today: date) -> Moved:
    row = new or old
    if row is None:
        raise ValueError("A commitment stands before or after.")
    return Moved(
        element=row.element,
        who=row.who,
        spell=row.spell,
        ordinals=(row.ordinal,),
        was=old.by_on if old else None,
        becomes=new.by_on if new else None,
        is_new=old is None,
        is_gone=new is None,
        was_overdue=old is not None and state_of(old, today) is State.OVERDUE,
        is_overdue=new is not None and state_of(new, today) is State.OVERDUE,
    )


def _together(rows: Iterable[Moved]) -> list[Moved]:
    found: dict[Moved, list[int]] = {}
    for row in rows:
        found.setdefault(replace(row, ordinals=()), []).extend(row.ordinals)
    return [replace(row, ordinals=tuple(sorted(ordinals))) for row, ordinals in found.items()]


def moved_words(rows: Sequence[Moved], *, done: bool = False) -> str:
    """`14 commitments move, 2 become overdue`; once it is done, `14 commitments moved, 2 are now overdue`."""
    moved = sum(row.number for row in rows)
    if not moved:
        return "nothing of their programmes changed" if done else "nothing of their programmes changes"
    overdue = sum(row.number for row in rows if row.turns_overdue)
    eased = sum(row.number for row in rows if row.was_overdue and not row.is_overdue)
    said = [
        f"{moved} {'commitment' if moved == 1 else 'commitments'} {'moved' if done else _verb(moved, 'moves', 'move')}"
    ]
    if overdue:
        said.append(
            f"{overdue} {_verb(overdue, 'is now', 'are now') if done else _verb(overdue, 'becomes', 'become')} overdue"
        )
    if eased:
        said.append(f"{eased} {_verb(eased, 'is', 'are')} no longer overdue")
    return ", ".join(said)


def _verb(number: int, one: str, many: str) -> str:
    return one if number == 1 else many
