"""Made-up people for whom the truth is known, so that precision and recall can be measured.

Names are put together from syllables, so nobody real is in here; some are common and most are rare, as names are. Some
people have a twin, some a namesake in the family, and some participants are in no record at all. Participants' rows
carry the mistakes that forms carry, at the rates of `Mistakes` (assumed: no published rates for a charity's files were
found). The same seed gives the same people.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .cleaning import CHECK_LETTERS

Texts = NDArray[Any]
Integers = NDArray[np.int64]

ONSETS = ("b", "br", "d", "dr", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "st", "t", "th", "v", "w")
VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ow")
CODAS = ("n", "l", "r", "m", "nd", "rt", "ck", "s", "ll", "th", "ston", "ley", "by", "ford", "well")
ENDINGS = {"m": ("n", "ck", "rd", "m", "ven"), "f": ("a", "elle", "ie", "ine", "ora")}
FORENAMES, SURNAMES, DISTRICTS = 500, 20_000, 900
FIRST_BIRTH, LAST_BIRTH = np.datetime64("1958-01-01"), np.datetime64("2006-01-01")
TWINS, NAMESAKES = 0.02, 0.01
PARTICIPANT_COLUMNS = (
    *("participant_id", "forename", "surname", "date_of_birth", "gender", "pnc", "prison_number", "postcode"),
    "start_date",
)
RECORD_COLUMNS = (
    *("record_id", "forename", "surname", "date_of_birth", "gender", "pnc", "prison_number", "postcode"),
    *("prior_convictions", "reoffended"),
)
FORMS = ("{0:04d}-{1:02d}-{2:02d}", "{2:02d}/{1:02d}/{0:04d}", "{2}.{1}.{0}")


@dataclass(frozen=True)
class Mistakes:
    """Share of participants with each mistake. `record_share` is how many of the slips in names the records have."""

    forename_slip: float = 0.03
    forename_short: float = 0.03
    forename_initial: float = 0.005
    surname_slip: float = 0.04
    surname_changed: float = 0.04
    names_swapped: float = 0.01
    birth_slip: float = 0.02
    day_month_swapped: float = 0.01
    gender_missing: float = 0.005
    gender_wrong: float = 0.005
    pnc_known: float = 0.4
    pnc_of_another: float = 0.002
    prison_number_known: float = 0.5
    number_slip: float = 0.02
    moved: float = 0.35
    postcode_missing: float = 0.1
    untidy: float = 0.2
    record_share: float = 0.25


@dataclass(frozen=True)
class TruthSet:
    """Rows of both files, and for each participant the record that is them (None where there is none)."""

    participants: tuple[tuple[str, ...], ...]
    records: tuple[tuple[str, ...], ...]
    truth: Mapping[str, str | None]

    def write(self, folder: Path) -> tuple[Path, Path]:
        """participants.csv and records.csv in `folder`; returns both paths."""
        paths = folder / "participants.csv", folder / "records.csv"
        write_rows(paths[0], PARTICIPANT_COLUMNS, self.participants)
        write_rows(paths[1], RECORD_COLUMNS, self.records)
        return paths


def write_rows(path: Path, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)


def make_truth_set(
    participants: int, records: int, *, seed: int, absent: float = 0.08, mistakes: Mistakes | None = None
) -> TruthSet:
    """`absent` is the share of participants who are in no record. Needs fewer participants than records."""
    rng = np.random.default_rng(seed)
    without = round(absent * participants)
    people = make_people(rng, records + without)
    there = rng.choice(records, participants - without, replace=False)
    chosen = rng.permutation(np.concatenate([there, np.arange(records, records + without)]))
    slips = Slips(rng, people, mistakes or Mistakes())
    truth = {f"P{at}": (f"R{person}" if person < records else None) for at, person in enumerate(chosen.tolist(), 1)}
    submitted = tuple((f"P{at}", *slips.submitted(person)) for at, person in enumerate(chosen.tolist(), 1))
    return TruthSet(submitted, record_rows(rng, people, slips, records), MappingProxyType(truth))


def make_people(rng: np.random.Generator, count: int) -> dict[str, Texts]:
    """Arrays (count,) of what is true of each person."""
    gender = np.where(rng.random(count) < 0.9, "m", "f").astype(object)
    forename = np.where(
        gender == "m",
        draw_common(rng, forenames(rng, "m"), count, 5, 1.0),
        draw_common(rng, forenames(rng, "f"), count, 5, 1.0),
    )
    surname = draw_common(rng, surnames(rng), count, 20, 0.9)
    birth = FIRST_BIRTH + rng.integers(0, int((LAST_BIRTH - FIRST_BIRTH).astype(int)), count)
    postcode = draw_postcodes(rng, count)
    make_families(rng, forename, surname, birth, postcode)
    years = birth.astype("datetime64[Y]").astype(int) + 1970
    return {
        "gender": gender,
        "forename": forename,
        "surname": surname,
        "birth": birth,
        "postcode": postcode,
        "pnc": draw_pncs(rng, np.minimum(years + rng.integers(14, 30, count), 2025)),
        "prison_number": draw_prison_numbers(rng, count),
    }


def forenames(rng: np.random.Generator, gender: str) -> Texts:
    return invent(rng, FORENAMES, (ONSETS, VOWELS, ONSETS, VOWELS, ENDINGS[gender]))


def surnames(rng: np.random.Generator) -> Texts:
    return invent(rng, SURNAMES, (ONSETS, VOWELS, CODAS, VOWELS, CODAS))


def invent(rng: np.random.Generator, count: int, parts: Sequence[Sequence[str]]) -> Texts:
    """`count` different names in order of how common they will be."""
    found: dict[str, None] = {}
    while len(found) < count:
        drawn = [rng.choice(np.array(part, dtype=object), count) for part in parts]
        found |= dict.fromkeys(name.capitalize() for name in np.sum(drawn, axis=0))
    return np.array(list(found)[:count], dtype=object)


def draw_common(rng: np.random.Generator, names: Texts, count: int, head: int, power: float) -> Texts:
    """Names drawn by a Zipf–Mandelbrot law: the n-th has weight 1 / (n + head)^power."""
    weights = 1.0 / (np.arange(1, names.size + 1) + head) ** power
    at: Integers = np.searchsorted(np.cumsum(weights / weights.sum()), rng.random(count))
    drawn: Texts = names[np.minimum(at, names.size - 1)]
    return drawn


def draw_postcodes(rng: np.random.Generator, count: int) -> Texts:
    """No postcode begins with Q, so none of these is a place."""
    letters = np.array(list("ABDEFGHJLNPQRSTUWXYZ"), dtype=object)
    numbers = [rng.integers(0, high, count).astype(str).astype(object) for high in (DISTRICTS // 10 // 2, 10)]
    first, last, end = (letters[rng.integers(0, letters.size, count)] for _ in range(3))
    made: Texts = "Q" + first + numbers[0] + " " + numbers[1] + last + end
    return made


def make_families(rng: np.random.Generator, forename: Texts, surname: Texts, birth: Texts, postcode: Texts) -> None:
    """Twins share surname, day and home; namesakes both names and home."""
    order = rng.permutation(forename.size)
    twins, namesakes = round(TWINS * order.size / 2), round(NAMESAKES * order.size / 2)
    one, other = order[:twins], order[twins : 2 * twins]
    for shared in (surname, birth, postcode):
        shared[other] = shared[one]
    order = order[2 * twins :]
    one, other = order[:namesakes], order[namesakes : 2 * namesakes]
    for shared in (forename, surname, postcode):
        shared[other] = shared[one]


def draw_pncs(rng: np.random.Generator, years: Integers) -> Texts:
    serials = rng.integers(1, 9_999_999, years.size)
    letters = np.array(list(CHECK_LETTERS), dtype=object)[(years % 100 * 10_000_000 + serials) % len(CHECK_LETTERS)]
    pairs = zip(years.tolist(), serials.tolist(), letters, strict=True)
    return np.array([f"{year}/{serial:07d}{letter}" for year, serial, letter in pairs], dtype=object)


def draw_prison_numbers(rng: np.random.Generator, count: int) -> Texts:
    """Each once: they count up from a random beginning."""
    start, size = int(rng.integers(26**3)), 26**3 * 10_000
    steps = (start + np.arange(count, dtype=np.int64) * 100_003) % size
    return np.array([prison_number(step) for step in steps.tolist()], dtype=object)


def prison_number(at: int) -> str:
    at, figures = divmod(at, 10_000)
    at, last = divmod(at, 26)
    first, middle = divmod(at, 26)
    return f"{chr(65 + first)}{figures:04d}{chr(65 + middle)}{chr(65 + last)}"


class Slips:
    """Writes people down as forms do."""

    def __init__(self, rng: np.random.Generator, people: Mapping[str, Texts], mistakes: Mistakes) -> None:
        self.rng = rng
        self.people = people
        self.mistakes = mistakes

    def happens(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def someone(self, field: str) -> Any:
        """The value of a person taken at random."""
        values = self.people[field]
        return values[int(self.rng.integers(values.size))]

    def submitted(self, person: int) -> tuple[str, ...]:
        """One participant's row, less its identifier."""
        forename, surname = self.forename(person), self.surname(person)
        if self.happens(self.mistakes.names_swapped):
            forename, surname = surname, forename
        start = np.datetime64("2024-01-01") + int(self.rng.integers(600))
        return (
            self.untidied(forename),
            self.untidied(surname),
            self.birth(person),
            self.gender(person),
            self.pnc(person),
            self.number(self.people["prison_number"][person], self.mistakes.prison_number_known),
            self.postcode(person),
            str(start),
        )

    def forename(self, person: int) -> str:
        name = str(self.people["forename"][person])
        if self.happens(self.mistakes.forename_short):
            return name[:3]
        if self.happens(self.mistakes.forename_initial):
            return name[:1]
        return self.slip(name) if self.happens(self.mistakes.forename_slip) else name

    def surname(self, person: int) -> str:
        name = str(self.people["surname"][person])
        if self.happens(self.mistakes.surname_changed):
            return str(self.someone("surname"))
        return self.slip(name) if self.happens(self.mistakes.surname_slip) else name

    def birth(self, person: int) -> str:
        born = str(self.people["birth"][person])
        year, month, day = (int(part) for part in born.split("-"))
        if self.happens(self.mistakes.birth_slip):
            day, year = (day % 28 + 1, year) if self.happens(0.5) else (day, year + int(self.rng.choice([-10, -1, 1])))
        if self.happens(self.mistakes.day_month_swapped) and day <= 12:
            month, day = day, month
        day = min(day, 28) if month == 2 else day
        return FORMS[int(self.rng.integers(len(FORMS)))].format(year, month, day)

    def gender(self, person: int) -> str:
        if self.happens(self.mistakes.gender_missing):
            return ""
        known = str(self.people["gender"][person])
        known = {"m": "f", "f": "m"}[known] if self.happens(self.mistakes.gender_wrong) else known
        return str(self.rng.choice({"m": ["M", "Male", "m"], "f": ["F", "Female", "f"]}[known]))

    def pnc(self, person: int) -> str:
        if self.happens(self.mistakes.pnc_of_another):
            return str(self.someone("pnc"))
        pnc = self.number(self.people["pnc"][person], self.mistakes.pnc_known)
        return f"{pnc[2:4]}/{pnc[5:].lstrip('0')}" if len(pnc) == 13 and self.happens(0.3) else pnc

    def number(self, text: str, known: float) -> str:
        if not self.happens(known):
            return ""
        at = int(self.rng.integers(1, 5))
        figure = str(self.rng.integers(10))
        return text[:at] + figure + text[at + 1 :] if self.happens(self.mistakes.number_slip) else text

    def postcode(self, person: int) -> str:
        if self.happens(self.mistakes.postcode_missing):
            return ""
        return str(self.someone("postcode") if self.happens(self.mistakes.moved) else self.people["postcode"][person])

    def slip(self, name: str) -> str:
        """One letter left out, doubled, put in another's place or taken for another."""
        at = int(self.rng.integers(1, len(name)))
        letter = chr(97 + int(self.rng.integers(26)))
        ways = (name[:at] + name[at + 1 :], name[:at] + name[at - 1 :], name[:at] + letter + name[at + 1 :])
        swapped = name[: at - 1] + name[at : at + 1] + name[at - 1] + name[at + 1 :]
        return str((*ways, swapped)[int(self.rng.integers(4))]) or name

    def untidied(self, name: str) -> str:
        if not self.happens(self.mistakes.untidy):
            return name
        ways = (name.upper(), f" {name} ", name.lower(), name.replace("e", "é", 1), f"{name[:4]}-{name[4:]}")
        return ways[int(self.rng.integers(len(ways)))]


def record_rows(
    rng: np.random.Generator, people: Mapping[str, Texts], slips: Slips, records: int
) -> tuple[tuple[str, ...], ...]:
    """One row for each of the first `records` people, with fewer mistakes than participants' rows."""
    shares = {"forename": slips.mistakes.forename_slip, "surname": slips.mistakes.surname_slip}
    written = {field: people[field][:records].copy() for field in ("forename", "surname")}
    for field, share in shares.items():
        for at in np.flatnonzero(rng.random(records) < share * slips.mistakes.record_share).tolist():
            written[field][at] = slips.slip(str(written[field][at]))
    columns = [
        [f"R{at}" for at in range(records)],
        written["forename"].tolist(),
        written["surname"].tolist(),
        people["birth"][:records].astype(str).tolist(),
        np.char.upper(people["gender"][:records].astype(str)).tolist(),
        np.where(rng.random(records) < 0.95, people["pnc"][:records], "").tolist(),
        np.where(rng.random(records) < 0.8, people["prison_number"][:records], "").tolist(),
        people["postcode"][:records].tolist(),
        rng.poisson(4, records).astype(str).tolist(),
        (rng.random(records) < 0.3).astype(int).astype(str).tolist(),
    ]
    return tuple(zip(*columns, strict=True))
