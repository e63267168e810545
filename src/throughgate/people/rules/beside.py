"""Whether two of ours would be in one place at once, or in somebody's company: asked of whatever is planned. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from throughgate.common.postcodes import postcode_in
from throughgate.people.rules.same_words import Match, is_home, is_one_place, lies_among, place_words

ALL_DAY: Final = (0, 24 * 60)
PRISON: Final = frozenset({"hmp", "yoi", "hmyoi", "prison"})
# Of a room in a house, which is no number of the house.
_NUMBER: Final = r"(?:\d+[a-z]?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_ROOM: Final = re.compile(rf"\b(?:room|rm|suite|floor|desk|bay|unit|office)\s*{_NUMBER}\b", re.IGNORECASE)


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
        return _numbers(f"{self.place} {self.address}")

    @property
    def houses(self) -> frozenset[str]:
        """The numbers that are of no room in it."""
        return _numbers(_ROOM.sub(" ", f"{self.place} {self.address}"))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(one for one in (self.place.strip(), self.address.strip()) if one)


def _numbers(text: str) -> frozenset[str]:
    said = text.upper()
    return frozenset(re.findall(r"\d+[A-Z]?\b", said.replace(postcode_in(said), "")))


def spot_match(one: Spot, other: Spot) -> Match:
    """Not sure where one name lies within the other (“Probation office”, “Room 4, Probation office”), and where nothing
    but the postcode is the same.
    """
    if is_one_spot(one, other):
        return Match.YES
    if one.code and other.code:
        two_houses = one.houses and other.houses and one.houses.isdisjoint(other.houses)
        return Match.MAYBE if one.code == other.code and not two_houses else Match.NO
    return Match.MAYBE if any(_may_be_one(here, there) for here in one.names for there in other.names) else Match.NO


def _may_be_one(here: str, there: str) -> bool:
    if is_home(here) or is_home(there):
        return False
    words, theirs = ([w for w in place_words(_ROOM.sub(" ", name)) if w not in PRISON] for name in (here, there))
    return bool(words and theirs) and (lies_among(words, theirs) or lies_among(theirs, words))


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
    words, theirs = frozenset(place_words(here)), frozenset(place_words(there))
    if max(len(words), len(theirs)) > 1 and words - PRISON == theirs - PRISON != frozenset():
        return not is_home(here)
    return is_one_place(here, there)


@dataclass(frozen=True, slots=True)
class Occasion:
    """Somebody is at a spot, or in somebody's company (in whose car, with which worker), between two minutes."""

    minutes: tuple[int, int]
    spot: Spot | None = None
    company: tuple[str, ...] = ()


def meet(one: Occasion, other: Occasion) -> Match:
    if one.minutes[0] >= other.minutes[1] or other.minutes[0] >= one.minutes[1]:
        return Match.NO
    if one.spot and other.spot:
        return spot_match(one.spot, other.spot)
    return Match.YES if one.company and one.company == other.company else Match.NO


def any_meet(here: Iterable[Occasion], there: Iterable[Occasion]) -> Match:
    others = list(there)
    return max((meet(one, other) for one in here for other in others), default=Match.NO)
