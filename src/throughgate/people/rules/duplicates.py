"""Which records may be one person's: how much each agreement says, added up. Suggestions only; people decide.

Weights are logarithms (base 2) of m / u as in Fellegi and Sunter (1969), with a common name saying less than a rare
one; the figures stand in data/duplicates.toml. Records are compared only where they share something telling
(`pairs_of`).
"""

import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from itertools import combinations

from throughgate.people.models import IdentifierKind, Likeness
from throughgate.people.rules.alike import (
    is_close,
    is_near_day,
    is_slipped_day,
    is_swapped_day,
    name_families,
    sound_of,
    within_slips,
)
from throughgate.people.rules.searching import fold

FOR_LIFE = frozenset({IdentifierKind.PNC.value, IdentifierKind.CRO.value, IdentifierKind.NHS.value})
# However rare, a name alone makes nobody certainly the same: it takes one of these too.
SURE = frozenset({"birth.same", "birth.swapped", "birth.slip", "number.same"})
# A key that more records share than this says nothing: a day of birth put in where none was known, a name of a family.
MOST_IN_A_BLOCK = 400

REASONS: Mapping[str, str] = {
    "number.same": "The same {kind}",
    "number.slip": "Nearly the same {kind}: one slip apart",
    "names.same": "The same name",
    "names.swapped": "First name and family name the other way round",
    "names.short": "The same family name, and one first name is short for the other",
    "names.close": "Nearly the same name: a letter or two apart",
    "names.part": "Part of the family name is the same, or it sounds the same",
    "names.family": "The same family name",
    "names.given": "The same first name; the family name may have changed",
    "birth.same": "The same date of birth",
    "birth.swapped": "Day and month of birth the other way round",
    "birth.slip": "Nearly the same date of birth: one figure apart",
    "birth.near": "Born in the same month, or on the same day of another year",
    "names.different": "Different names",
    "birth.different": "Different dates of birth",
    "gender.different": "A different gender is recorded",
    "number.for_life": "A different {kind}, which people keep for life",
    "number.another": "A different {kind}; people collect several",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a record says somebody is. Names are folded and written together; `words` are those of the family name."""

    key: int
    given: str
    family: str
    preferred: str = ""
    words: frozenset[str] = frozenset()
    born_on: date | None = None
    gender: str = ""
    numbers: frozenset[tuple[str, str]] = frozenset()  # kind, canonical value

    @property
    def givens(self) -> tuple[str, ...]:
        return (self.given, self.preferred) if self.preferred and self.preferred != self.given else (self.given,)


@dataclass(frozen=True)
class Frequencies:
    """How many of `people` have a name, so that a rare one says more than a common one. Few people cannot tell what is
    rare: they are read together with some of the country's, among whom no name stands out.
    """

    people: int
    given: Mapping[str, int] = field(default_factory=dict)
    family: Mapping[str, int] = field(default_factory=dict)

    def of_given(self, name: str) -> float:
        kept = weights()
        return (self.given.get(name, 1) + kept.others * kept.given) / (self.people + kept.others)

    def of_family(self, name: str) -> float:
        kept = weights()
        return (self.family.get(name, 1) + kept.others * kept.family) / (self.people + kept.others)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`likeness` is None where the two are unlikely to be one person. `reasons` begin with the most telling."""

    likeness: Likeness | None
    weight: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """m and u by reason, and what is to be expected before comparing."""

    m: Mapping[str, float]
    u: Mapping[str, float]
    share: float
    same: float
    likely: float
    fewest: int
    others: int
    given: float
    family: float

    def bits(self, reason: str, u: float | None = None) -> float:
        return math.log2(self.m[reason] / max(self.u[reason], u or 0.0))

    def prior(self, people: int) -> float:
        """Log odds that two records taken at random are one person's."""
        return math.log2(self.share * 2 / max(people, self.fewest))


@lru_cache(maxsize=1)
def weights() -> Weights:
    text = (files("throughgate.people") / "data" / "duplicates.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    outcomes, country = tables.pop("outcomes"), tables.pop("country")
    rows = {f"{what}.{how}": row for what, hows in tables.items() for how, row in hows.items()}
    return Weights(
        m={reason: float(row["m"]) for reason, row in rows.items()},
        u={reason: float(row["u"]) for reason, row in rows.items()},
        share=float(outcomes["share"]),
        same=float(outcomes["same"]),
        likely=float(outcomes["likely"]),
        fewest=int(outcomes["fewest"]),
        others=int(country["people"]),
        given=float(country["given"]),
        family=float(country["family"]),
    )


def identity_of(
    key: int,
    given: str,
    family: str,
    preferred: str = "",
    born_on: date | None = None,
    gender: str = "",
    numbers: Iterable[tuple[str, str]] = (),
) -> Identity:
    return Identity(
        key, _together(given), _together(family), _together(preferred), _words(family), born_on, gender,
        frozenset(numbers),
    )  # fmt: skip


def frequencies_among(people: Sequence[Identity]) -> Frequencies:
    return Frequencies(len(people), Counter(one.given for one in people), Counter(one.family for one in people))


def compare(one: Identity, other: Identity, known: Frequencies) -> Verdict:
    """What speaks for and against the two being one person."""
    kept = weights()
    found = [
        *_compare_names(one, other, known),
        *_compare_birth(one, other),
        *_compare_gender(one, other),
        *_compare_numbers(one, other),
    ]
    weight = kept.prior(known.people) + sum(bits for _, bits in found)
    # A reason for the likeness first, then the most telling.
    reasons = tuple(reason for reason, bits in sorted(found, key=lambda row: -row[1]))
    if weight >= kept.same and SURE & {reason.partition(":")[0] for reason in reasons}:
        return Verdict(Likeness.SAME, weight, reasons)
    return Verdict(Likeness.LIKELY if weight >= kept.likely else None, weight, reasons)


def reason_words(reason: str) -> str:
    """`number.same:crn` is “The same CRN (probation)”."""
    code, _, kind = reason.partition(":")
    return REASONS[code].format(kind=IdentifierKind(kind).label if kind else "")


def speaks_for(reason: str) -> bool:
    """Whether it makes the two more alike rather than less."""
    return weights().bits(reason.partition(":")[0]) > 0


def pairs_of(people: Sequence[Identity], *, among: int | None = None) -> Iterator[tuple[int, int]]:
    """Places (in `people`) of records worth comparing, each pair once, the earlier first. One kind of key is held in
    memory at a time. With `among`, only pairs with one of the first so many.
    """
    seen: set[int] = set()
    count = len(people)
    for make in _KEYS:
        blocks: dict[int, list[int]] = {}
        for place, one in enumerate(people):
            for key in make(one):
                blocks.setdefault(hash(key), []).append(place)
        for places in blocks.values():
            if 1 < len(places) <= MOST_IN_A_BLOCK:
                if among is not None and places[0] >= among:
                    continue
                for left, right in combinations(places, 2):
                    if among is not None and left >= among:
                        break
                    if left != right and (number := left * count + right) not in seen:
                        seen.add(number)
                        yield left, right


def find_duplicates(people: Sequence[Identity]) -> Iterator[tuple[Identity, Identity, Verdict]]:
    """Every pair that is likely to be one person, in the order they are found."""
    known = frequencies_among(people)
    for left, right in pairs_of(people):
        verdict = compare(people[left], people[right], known)
        if verdict.likeness:
            yield people[left], people[right], verdict


def _together(name: str) -> str:
    return "".join(letter for letter in fold(name) if letter.isalnum())


def _words(name: str) -> frozenset[str]:
    folded = "".join(letter if letter.isalnum() else " " for letter in fold(name).replace("'", "").replace("’", ""))
    return frozenset(word for word in folded.split() if len(word) > 2)


def _compare_names(one: Identity, other: Identity, known: Frequencies) -> list[tuple[str, float]]:
    kept = weights()
    reason = _names_reason(one, other)
    # Of the two names the commoner one: the chance that a stranger has it too.
    family = max(known.of_family(one.family), known.of_family(other.family))
    given = max(known.of_given(one.given), known.of_given(other.given))
    chance = {
        "names.same": family * given,
        "names.swapped": family * given,
        "names.short": family * given * 3,
        "names.close": family * given * 10,
        "names.part": family * given * 10,
        "names.family": family,
        "names.given": given,
    }
    return [(reason, kept.bits(reason, chance.get(reason)))]


def _names_reason(one: Identity, other: Identity) -> str:
    same_family = one.family == other.family
    if one.given == other.given:
        if same_family:
            return "names.same"
        if is_close(one.family, other.family):
            return "names.close"
        return "names.part" if _is_part(one, other) else "names.given"
    if one.given == other.family and one.family == other.given:
        return "names.swapped"
    short = _is_short(one, other)
    if same_family:
        if short:
            return "names.short"
        return "names.close" if _is_close_given(one, other) else "names.family"
    if short or _is_close_given(one, other):
        if is_close(one.family, other.family):
            return "names.close"
        if _is_part(one, other):
            return "names.part"
    return "names.different"


def _is_short(one: Identity, other: Identity) -> bool:
    """A preferred name of the one is the first name of the other, or both belong to one family of names."""
    if any(left == right for left in one.givens for right in other.givens):
        return True
    return any(name_families(left) & name_families(right) for left in one.givens for right in other.givens)


def _is_close_given(one: Identity, other: Identity) -> bool:
    """A slip, an initial, or the first of two first names."""
    left, right = sorted((one.given, other.given), key=len)
    return is_close(left, right) or (bool(left) and len(left) != 2 and right.startswith(left))


def _is_part(one: Identity, other: Identity) -> bool:
    return bool(one.words & other.words) or (bool(one.family) and sound_of(one.family) == sound_of(other.family))


def _compare_birth(one: Identity, other: Identity) -> list[tuple[str, float]]:
    if one.born_on is None or other.born_on is None:
        return []
    if one.born_on == other.born_on:
        reason = "birth.same"
    elif is_swapped_day(one.born_on, other.born_on):
        reason = "birth.swapped"
    elif is_slipped_day(one.born_on, other.born_on):
        reason = "birth.slip"
    else:
        reason = "birth.near" if is_near_day(one.born_on, other.born_on) else "birth.different"
    return [(reason, weights().bits(reason))]


def _compare_gender(one: Identity, other: Identity) -> list[tuple[str, float]]:
    known = {"man", "woman", "non_binary"}
    if one.gender in known and other.gender in known and one.gender != other.gender:
        return [("gender.different", weights().bits("gender.different"))]
    return []


def _compare_numbers(one: Identity, other: Identity) -> list[tuple[str, float]]:
    """For each kind that both have, the best agreement. Two that are the same outweigh others that are not."""
    if not one.numbers or not other.numbers:
        return []
    found = []
    for kind in sorted({kind for kind, _ in one.numbers} & {kind for kind, _ in other.numbers}):
        mine = [value for its, value in one.numbers if its == kind]
        theirs = [value for its, value in other.numbers if its == kind]
        reason = _number_reason(kind, mine, theirs)
        found.append((f"{reason}:{kind}", weights().bits(reason)))
    return found


def _number_reason(kind: str, mine: Sequence[str], theirs: Sequence[str]) -> str:
    if set(mine) & set(theirs):
        return "number.same"
    if any(within_slips(left, right, 1) for left in mine for right in theirs):
        return "number.slip"
    return "number.for_life" if kind in FOR_LIFE else "number.another"


def _by_number(one: Identity) -> Iterable[tuple[object, ...]]:
    return one.numbers


def _by_day_and_sound(one: Identity) -> Iterable[tuple[object, ...]]:
    """Whichever name it is, so that swapped names and changed family names meet."""
    if one.born_on is None:
        return ()
    return {(one.born_on, sound_of(name)) for name in (*one.givens, one.family, *one.words) if name}


def _by_day_and_family_of_names(one: Identity) -> Iterable[tuple[object, ...]]:
    if one.born_on is None:
        return ()
    return {(one.born_on, place) for name in one.givens for place in name_families(name)}


def _by_day_and_beginnings(one: Identity) -> Iterable[tuple[object, ...]]:
    """A slip in both names, and an initial for a first name."""
    if one.born_on is None:
        return ()
    return ((one.born_on, one.given[:1], one.family[:1]), (one.born_on, one.given[-3:], one.family[-3:]))


def _by_names_and_year(one: Identity) -> Iterable[tuple[object, ...]]:
    """A wrong day or month. Both names in either order."""
    if one.born_on is None:
        return ()
    sounds = tuple(sorted((sound_of(one.given), sound_of(one.family))))
    days = ((one.born_on.year,), (one.born_on.month, one.born_on.day, "in a year"))
    return [(*sounds, *day) for day in days]


def _by_family_and_given(one: Identity) -> Iterable[tuple[object, ...]]:
    """The family name with a first name that may stand for the other: for days that are missing or far apart."""
    places = {place for name in one.givens for place in name_families(name)}
    return {(one.family, sound_of(one.given)), *((one.family, place) for place in places)}


def _by_names(one: Identity) -> Iterable[tuple[object, ...]]:
    """The names as written, in either order: for records without a day of birth, and days that are far apart."""
    return (tuple(sorted((one.given, one.family))),)


_KEYS = (
    _by_number,
    _by_day_and_sound,
    _by_day_and_family_of_names,
    _by_day_and_beginnings,
    _by_names_and_year,
    _by_family_and_given,
    _by_names,
)
