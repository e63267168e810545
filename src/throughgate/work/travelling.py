"""How long somebody would be on their way to work, as a room above knows it: where people live is kept there."""

from collections.abc import Callable, Collection, Mapping
from datetime import date

from throughgate.accounts.models import User
from throughgate.people.models import Person

Ways = Callable[[User, Person, Collection[str], date], Mapping[str, str]]
"""By postcode, in words, as far as the reader may know where the person lives; nothing for what is not known."""

_known: list[Ways] = []


def register_ways(ways: Ways) -> None:
    """Once, when the room starts."""
    if ways not in _known:
        _known.append(ways)


def ways_to(user: User, person: Person, postcodes: Collection[str], today: date) -> dict[str, str]:
    found: dict[str, str] = {}
    for ways in _known if postcodes else ():
        found |= ways(user, person, postcodes, today)
    return found
