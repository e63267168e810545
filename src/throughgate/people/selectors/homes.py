"""Where people live, as a room above knows it: what a curfew and a zone mean by their home."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from throughgate.people.rules.beside import Spot


@dataclass(frozen=True)
class Home:
    """Where somebody lives, or is to, from a day on; `to_on` is the last, if there is one."""

    person_id: int
    spot: Spot
    from_on: date
    to_on: date | None = None

    def is_theirs_on(self, day: date) -> bool:
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


Homes = Callable[[Collection[int]], list[Home]]
_known: list[Homes] = []


def register_homes(homes: Homes) -> None:
    """Once, when the room starts. Of people by their ids, whoever may know of it: it binds, and is not shown."""
    if homes not in _known:
        _known.append(homes)


def homes_of(people: Collection[int]) -> list[Home]:
    return [home for homes in _known for home in homes(people)] if people else []
