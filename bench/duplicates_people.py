"""Made-up people of whom some stand on record twice, as records go wrong, so that it is known who is who.

First names are those of the list of short forms and of the demonstration, family names are put together from syllables;
both are drawn as names are, a few common and most rare. Rates of mistakes are assumed: no published rates for a
charity's own records were found. A second record never has a number of the first: the database refuses that.
"""

import random
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib.resources import files

import numpy as np
import yaml

from throughgate.people.rules.alike import names_like
from throughgate_evidence.link.synthetic import draw_common, surnames

FIRST_BIRTH, DAYS = date(1958, 1, 1), 17_500
TWINS, NAMESAKES = 0.01, 0.005
KNOWN = {"prison_number": 0.8, "crn": 0.6, "pnc": 0.35}
CHECK_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"


@dataclass(frozen=True)
class Slips:
    """Share of second records with each mistake."""

    given_slip: float = 0.06
    given_short: float = 0.15
    given_initial: float = 0.01
    family_slip: float = 0.06
    family_changed: float = 0.05
    family_doubled: float = 0.02
    swapped: float = 0.015
    birth_slip: float = 0.04
    birth_swapped: float = 0.02
    birth_missing: float = 0.04
    birth_first_of_year: float = 0.015
    gender_missing: float = 0.05
    number_another: float = 0.3
    number_slip: float = 0.05


@dataclass
class Made:
    """One record. `who` is the person it is about."""

    key: int
    who: int
    given: str
    family: str
    preferred: str
    born_on: date | None
    gender: str
    numbers: dict[str, str]


def make_records(people: int, share: float, seed: int) -> list[Made]:
    """`people` records, and `share` of them once more with mistakes, in random order. The keys count from 1."""
    chance = random.Random(seed)
    return _some_again(list(_people(people, chance, np.random.default_rng(seed))), share, chance)


def perturbed(people: Iterable[Made], share: float, seed: int) -> list[Made]:
    """The same of people who are there already, each with their one record."""
    return _some_again([replace(one) for one in people], share, random.Random(seed))


def _some_again(first: Sequence[Made], share: float, chance: random.Random) -> list[Made]:
    families = [one.family for one in first]
    again = [_again(one, chance, families) for one in chance.sample(first, round(len(first) * share))]
    records = [*first, *again]
    taken: set[tuple[str, str]] = set()
    for one in records:  # a number stands on one record
        one.numbers = {kind: value for kind, value in one.numbers.items() if (kind, value) not in taken}
        taken |= one.numbers.items()
    chance.shuffle(records)
    for key, one in enumerate(records, 1):
        one.key = key
    return records


def true_pairs(records: Sequence[Made]) -> set[tuple[int, int]]:
    """Keys of the two records of each person who has two, the smaller first."""
    seen: dict[int, int] = {}
    pairs = set()
    for one in records:
        if one.who in seen:
            pairs.add((seen[one.who], one.key) if seen[one.who] < one.key else (one.key, seen[one.who]))
        seen[one.who] = one.key
    return pairs


def _given_names() -> dict[str, list[str]]:
    words = yaml.safe_load((files("throughgate.demo") / "data" / "words.yaml").read_text(encoding="utf-8"))
    text = (files("throughgate.people") / "data" / "nicknames.toml").read_text(encoding="utf-8")
    heads = [group.split()[0].capitalize() for group in tomllib.loads(text)["groups"]]
    return {"woman": [*words["women"], *heads[1::2]], "man": heads[::2]}


def _people(count: int, chance: random.Random, rng: np.random.Generator) -> Iterator[Made]:
    serials = rng.permutation(count)
    names = {gender: np.array(sorted(set(given)), dtype=object) for gender, given in _given_names().items()}
    drawn = {gender: draw_common(rng, rng.permutation(given), count, 5, 1.0) for gender, given in names.items()}
    family = draw_common(rng, surnames(rng), count, 20, 0.9)
    born = rng.integers(0, DAYS, count)
    for at in range(count):
        if at and chance.random() < TWINS:
            family[at], born[at] = family[at - 1], born[at - 1]
        gender = "woman" if chance.random() < 0.6 else "man"
        given = str(drawn[gender][at])
        if at and chance.random() < NAMESAKES:
            family[at] = family[at - 1]
        short = [name for name in sorted(names_like(given.lower())) if name != given.lower()]
        preferred = chance.choice(short).capitalize() if short and chance.random() < 0.25 else ""
        on = FIRST_BIRTH + timedelta(days=int(born[at]))
        yield Made(0, at, given, str(family[at]), preferred, on, gender, _numbers(int(serials[at]), on, chance))


def _numbers(at: int, born_on: date, chance: random.Random) -> dict[str, str]:
    made = {
        "prison_number": f"{chr(65 + at // 10_000 % 26)}{at % 10_000:04}{chr(65 + at // 260_000 % 26)}A",
        "crn": f"X{at:06}",
        "pnc": _pnc(born_on.year + 20 + chance.randrange(15), at),
    }
    return {kind: value for kind, value in made.items() if chance.random() < KNOWN[kind]}


def _pnc(year: int, serial: int) -> str:
    year = min(year, 2025)
    letter = CHECK_LETTERS[(year % 100 * 10_000_000 + serial) % len(CHECK_LETTERS)]
    return f"{year}/{serial:07}{letter}"


def _again(one: Made, chance: random.Random, families: Sequence[str]) -> Made:
    """The same person, written down by somebody else some years later."""
    slips = Slips()

    def happens(share: float) -> bool:
        return chance.random() < share

    given, family = one.given, one.family
    short = sorted(names_like(given.lower()) - {given.lower()})
    if short and happens(slips.given_short):
        given = (one.preferred if one.preferred and happens(0.5) else chance.choice(short)).capitalize()
    elif happens(slips.given_initial):
        given = given[:1]
    elif happens(slips.given_slip):
        given = slip(given, chance)
    if happens(slips.family_changed):
        family = chance.choice(families)
    elif happens(slips.family_doubled):
        family = f"{family}-{chance.choice(families)}"
    elif happens(slips.family_slip):
        family = slip(family, chance)
    if happens(slips.swapped):
        given, family = family, given
    gender = "" if happens(slips.gender_missing) else one.gender
    return Made(0, one.who, given, family, "", _born(one.born_on, slips, chance), gender, _other_numbers(one, chance))


def _born(on: date | None, slips: Slips, chance: random.Random) -> date | None:
    if on is None or chance.random() < slips.birth_missing:
        return None
    if chance.random() < slips.birth_first_of_year:
        return date(on.year, 1, 1)
    if chance.random() < slips.birth_swapped and on.day <= 12:
        return date(on.year, on.day, on.month)
    if chance.random() < slips.birth_slip:
        return _slipped_day(on, chance)
    return on


def _slipped_day(on: date, chance: random.Random) -> date:
    while True:
        text = f"{on:%Y%m%d}"
        at = chance.choice([3, 5, 6, 7])
        text = f"{text[:at]}{chance.randrange(10)}{text[at + 1 :]}"
        try:
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:
            continue


def _other_numbers(one: Made, chance: random.Random) -> dict[str, str]:
    """Another prison number of another sentence, or one mistyped."""
    slips, found = Slips(), {}
    if chance.random() < slips.number_another:
        found["prison_number"] = f"Z{chance.randrange(10_000):04}{chance.choice('ABCDEFGH')}{chance.choice('ABCDEFGH')}"
    if "crn" in one.numbers and chance.random() < slips.number_slip:
        crn = one.numbers["crn"]
        at = chance.randrange(1, 7)
        found["crn"] = f"Y{crn[1:at]}{chance.randrange(10)}{crn[at + 1 :]}" if at > 1 else f"Y{crn[1:]}"
    return found


def slip(name: str, chance: random.Random) -> str:
    """One letter left out, doubled, taken for another, or exchanged with its neighbour."""
    if len(name) < 3:
        return name
    at = chance.randrange(1, len(name))
    letter = chance.choice("aeioulnrst")
    ways = (name[:at] + name[at + 1 :], name[:at] + name[at - 1 :], name[:at] + letter + name[at + 1 :])
    swapped = name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]
    return chance.choice([*ways, swapped.capitalize()])
