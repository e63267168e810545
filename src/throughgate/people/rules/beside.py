"""Whether two of ours would be in one place at once, or in somebody's company: asked of whatever is planned. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from throughgate.common.postcodes import postcode_in
from throughgate.people.rules.same_words import is_home, is_one_place, name_words

ALL_DAY: Final = (0, 24 * 60)
PRISON: Final = frozenset({"hmp", "yoi", "hmyoi"})


@dataclass(frozen=True, slots=True)
class Spot:
    """Somewhere, by what was typed of it."""

    place: str
    address: str = ""
    postcode: str = ""

    @property
    def code(self) -> str:
        return "".join((self.postcode or postcode_in(self.place)).split()).upper()

    @property
    def numbers(self) -> frozenset[str]:
        """Of the house and the flat: with the postcode they say which home it is."""
        said = f"{self.place} {self.address}".upper()
        return frozenset(re.findall(r"\d+[A-Z]?\b", said.replace(postcode_in(said), "")))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(one for one in (self.place.strip(), self.address.strip()) if one)


def is_one_spot(one: Spot, other: Spot) -> bool:
    """Two that have a postcode are told apart by it, then by the name, then by the number of the house."""
    if one.code and other.code:
        if one.code != other.code:
            return False
        if _is_one_name(one.place, other.place):
            return True
        if one.numbers and other.numbers:
            return one.numbers == other.numbers
    return any(_is_one_name(here, there) for here in one.names for there in other.names)


def _is_one_name(here: str, there: str) -> bool:
    """A prison is called “Downview (HMP & YOI)” here and “HMP Downview” there; each is at home elsewhere."""
    words, theirs = frozenset(name_words(here)), frozenset(name_words(there))
    if max(len(words), len(theirs)) > 1 and words - PRISON == theirs - PRISON != frozenset():
        return not is_home(here)
    return is_one_place(here, there)


@dataclass(frozen=True, slots=True)
class Occasion:
    """Somebody is at a spot, or in somebody's company (in whose car, with which worker), between two minutes."""

    minutes: tuple[int, int]
    spot: Spot | None = None
    company: tuple[str, ...] = ()


def meet(one: Occasion, other: Occasion) -> bool:
    if one.minutes[0] >= other.minutes[1] or other.minutes[0] >= one.minutes[1]:
        return False
    if one.spot and other.spot:
        return is_one_spot(one.spot, other.spot)
    return bool(one.company) and one.company == other.company


def any_meet(here: Iterable[Occasion], there: Iterable[Occasion]) -> bool:
    others = list(there)
    return any(meet(one, other) for one in here for other in others)
