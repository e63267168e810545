"""Reads the rows of a list into people, and says of each row what is wrong with it and how to mend it. Pure: what is
known of sites, workers and people is handed in.
"""

import difflib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from throughgate.people.models import IdentifierKind, Likeness
from throughgate.people.rules.duplicates import Frequencies, Identity, compare, identity_of, pairs_of
from throughgate.people.rules.identifiers import IdentifierError, parse_identifier
from throughgate.people.rules.importing import (
    DATES,
    NAMES,
    NUMBERS,
    CellError,
    Problem,
    as_text,
    bare,
    columns,
    is_nothing,
    mend_phone,
    odd_in_a_name,
    read_birth,
    read_day,
    read_gender,
    split_name,
    tidy_name,
    unlike_a_name,
    unreadable,
)
from throughgate.web.words import in_passing

LENGTHS: Mapping[str, int] = {
    "given_name": 80,
    "family_name": 80,
    "preferred_name": 80,
    "phone": 20,
    "first_language": 40,
    "access_needs": 200,
}
YOUNGEST = 15
FARTHEST = timedelta(days=366 * 60)
WHO = "Who it is"  # neither name is at fault where two rows may be one person
MOST_ROWS = 6


@dataclass(frozen=True)
class Place:
    """A site. `mine`: the importer works there and may open records there."""

    id: int
    name: str
    is_prison: bool
    mine: bool


@dataclass(frozen=True)
class Colleague:
    """Somebody who may become a person's worker, and as what."""

    id: int
    name: str
    email: str
    role: str


@dataclass(frozen=True)
class Surroundings:
    """What a list is read against. `places` and `colleagues` by every bare word they are known by."""

    today: date
    places: Mapping[str, Place]
    colleagues: Mapping[str, Sequence[Colleague]]
    default_place: Place | None = None


@dataclass
class Row:
    """One person of a list, as it will be added."""

    number: int
    details: dict[str, Any] = field(default_factory=dict)
    numbers: list[tuple[str, str]] = field(default_factory=list)  # kind, canonical
    site_id: int | None = None
    worker: Colleague | None = None
    from_on: date | None = None
    received_on: date | None = None
    dates: list[tuple[str, date]] = field(default_factory=list)

    @property
    def identity(self) -> Identity:
        """Keys below zero are rows of the list."""
        get = self.details.get
        return identity_of(
            -self.number,
            get("given_name", ""),
            get("family_name", ""),
            get("preferred_name", ""),
            get("born_on"),
            get("gender", ""),
            self.numbers,
        )


@dataclass
class Reading:
    """What came of one row: the person, and what is wrong."""

    row: Row
    problems: list[Problem] = field(default_factory=list)
    label: str = ""

    def say(self, code: str, words: str, *, wrong: bool = True) -> None:
        self.problems.append(Problem(self.row.number, columns()[code].label, words, wrong))


Cells = Mapping[str, object]


def read_row(number: int, cells: Cells, around: Surroundings) -> Reading:
    """`cells` by what their columns hold."""
    reading = Reading(Row(number))
    texts = {code: text for code, cell in cells.items() if not is_nothing(text := as_text(cell))}
    for code, text in texts.items():
        if problem := unreadable(text, is_phone=code == "phone"):
            reading.say(code, problem)
        elif code in NAMES:
            _check_name(reading, code, text)
    _read_names(reading, texts)
    _read_details(reading, texts, around.today)
    _read_numbers(reading, texts, around.today)
    _read_place(reading, texts, around)
    _read_worker(reading, texts, around)
    _read_days(reading, texts, around)
    return reading


def _check_name(reading: Reading, code: str, text: str) -> None:
    if problem := unlike_a_name(text):
        reading.say(code, problem)
    elif odd := odd_in_a_name(text):
        reading.say(code, f"“{odd}” is seldom part of a name. Check it.", wrong=False)


def is_blank(cells: Iterable[object]) -> bool:
    return all(is_nothing(as_text(cell)) for cell in cells)


def _read_names(reading: Reading, texts: Mapping[str, str]) -> None:
    details = reading.row.details
    if "full_name" in texts:
        try:
            details["given_name"], details["family_name"] = split_name(texts["full_name"])
        except CellError as wrong:
            reading.say("full_name", str(wrong))
        return
    for code, word in (("given_name", "first"), ("family_name", "family")):
        if code in texts:
            details[code] = tidy_name(texts[code])
        else:
            reading.say(code, f"The {word} name is missing. Enter it; if it is not known, write “Unknown name”.")


def _read_details(reading: Reading, texts: Mapping[str, str], today: date) -> None:
    details = reading.row.details
    for code in ("preferred_name", "first_language", "access_needs"):
        details[code] = texts.get(code, "")
    details["born_on"] = _parsed(reading, texts, "born_on", lambda text: read_birth(text, today))
    details["gender"] = str(_parsed(reading, texts, "gender", read_gender) or "")
    details["phone"], was_cut = mend_phone(texts.get("phone", ""))
    if was_cut:
        reading.say("phone", f"Excel had taken the first 0: it is kept as {details['phone']}.", wrong=False)
    for code, most in LENGTHS.items():
        if len(details.get(code, "")) > most:
            reading.say(code, f"This is longer than {most} letters. Shorten it.")
    if details["born_on"] and today.year - details["born_on"].year < YOUNGEST:
        reading.say("born_on", f"They would be under {YOUNGEST}. Check the year.", wrong=False)


def _read_numbers(reading: Reading, texts: Mapping[str, str], today: date) -> None:
    for kind in NUMBERS:
        if kind in texts:
            try:
                reading.row.numbers.append((kind, parse_identifier(kind, texts[kind], today=today)))
            except IdentifierError as wrong:
                reading.say(kind, str(wrong))


def _read_place(reading: Reading, texts: Mapping[str, str], around: Surroundings) -> None:
    text = texts.get("site", "")
    place = around.places.get(_bare_place(text)) if text else around.default_place
    if place is None:
        reading.say("site", _no_place(text, around) if text else "There is no site in this row. Enter where you work.")
    elif not place.mine:
        reading.say("site", f"You do not work at {place.name}, so you cannot open a record there. Ask its manager.")
    else:
        reading.row.site_id = place.id


def _no_place(text: str, around: Surroundings) -> str:
    names = {bare_name: place.name for bare_name, place in around.places.items()}
    near = difflib.get_close_matches(_bare_place(text), names, n=1, cutoff=0.6)
    mine = sorted({place.name for place in around.places.values() if place.mine})
    meant = f" Did you mean {names[near[0]]}?" if near else f" You work at {', '.join(mine[:5])}."
    return f"No prison or site is called “{text}”.{meant}"


def _read_worker(reading: Reading, texts: Mapping[str, str], around: Surroundings) -> None:
    text = texts.get("worker", "")
    if not text:
        return
    found = around.colleagues.get(bare(text), ())
    if len(found) == 1:
        reading.row.worker = found[0]
    elif found:
        reading.say("worker", f"Several of us are called “{text}”. Write the e-mail address instead.")
    else:
        near = difflib.get_close_matches(bare(text), around.colleagues, n=1, cutoff=0.7)
        meant = f" Did you mean {around.colleagues[near[0]][0].name}?" if near else ""
        reading.say("worker", f"Nobody called “{text}” works at your sites.{meant} A name or e-mail address will do.")


def _read_days(reading: Reading, texts: Mapping[str, str], around: Surroundings) -> None:
    row, today = reading.row, around.today
    row.from_on = _parsed(reading, texts, "from_on", read_day)
    if row.from_on and row.from_on > today:
        reading.say("from_on", "This day is still to come. Enter the day they joined, or leave the cell empty.")
    row.received_on = _parsed(reading, texts, "received_on", read_day)
    if row.received_on and row.received_on > today:
        reading.say("received_on", "This day is still to come. Enter the day they came into custody.")
    if row.received_on and not _is_prison(row.site_id, around):
        reading.say("received_on", "The site of this row is no prison, so they cannot have come into custody there.")
    for kind in DATES:
        day = _parsed(reading, texts, kind.value, read_day)
        if day and abs(day - today) > FARTHEST:
            reading.say(kind.value, f"{day.day} {day:%B %Y} is more than 60 years away. Check the year.")
        elif day:
            row.dates.append((kind.value, day))


def _is_prison(site_id: int | None, around: Surroundings) -> bool:
    return site_id is None or any(place.id == site_id and place.is_prison for place in around.places.values())


def _parsed(reading: Reading, texts: Mapping[str, str], code: str, parse: Callable[[str], Any]) -> Any:
    if code not in texts:
        return None
    try:
        return parse(texts[code])
    except CellError as wrong:
        reading.say(code, str(wrong))
        return None


def _bare_place(text: str) -> str:
    """HMP Send, Send (HMP) and SEND are one."""
    return bare(text.replace("HMP", " ").replace("hmp", " ").replace("YOI", " ").replace("yoi", " ").replace("&", " "))


def place_words(name: str, code: str) -> set[str]:
    """Every bare word that a site is known by."""
    return {bare(name), _bare_place(name), bare(code)} - {""}


def check_numbers_within(rows: Sequence[Row]) -> list[Problem]:
    """The same number in two rows."""
    seen: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows:
        for number in row.numbers:
            seen[number].append(row.number)
    found = []
    for (kind, _), places in seen.items():
        label = in_passing(IdentifierKind(kind).label)
        for place in places if len(places) > 1 else ():
            others = [str(other) for other in places if other != place]
            words = f"The same {label} stands in row {', '.join(others)} too. Keep the row that is right."
            found.append(Problem(place, columns()[kind].label, words))
    return found


@dataclass(frozen=True)
class SomebodyKnown:
    """Somebody of the record whom a row may be. Nameless where the reader may not see them."""

    ref: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A row that may be other rows of the list (`others`), or somebody we know (`person`, an id)."""

    row: int
    likeness: Likeness
    others: tuple[int, ...] = ()
    person: int = 0

    def problem(self, known: SomebodyKnown) -> Problem:
        """`known` is who `person` is, for a reader who may see them."""
        sure = "is almost certainly" if self.likeness == Likeness.SAME else "may be"
        if self.others:
            one_of = "the two rows" if len(self.others) == 1 else "these rows"
            words = f"This {sure} the same person as {_rows_words(self.others)}. If so, keep one of {one_of}."
        elif known.ref:
            words = f"This {sure} somebody we know already. If so, take the row out."
        else:
            words = f"This {sure} somebody known at another site of ours. Ask the manager there before you add them."
        return Problem(self.row, WHO, words, False, known.ref, known.name)


def check_likeness(rows: Sequence[Row], people: Sequence[Identity], frequencies: Frequencies) -> list[Match]:
    """Rows that may be one person, and rows that may be somebody we know."""
    everybody = [*(row.identity for row in rows), *people]
    found: list[Match] = []
    alike: dict[tuple[int, Likeness], list[int]] = defaultdict(list)
    for left, right in pairs_of(everybody, among=len(rows)):
        one, other = everybody[left], everybody[right]
        verdict = compare(one, other, frequencies)
        if verdict.likeness is None or one.numbers & other.numbers:  # a shared number is said already
            continue
        if other.key < 0:
            alike[-one.key, verdict.likeness].append(-other.key)
            alike[-other.key, verdict.likeness].append(-one.key)
        else:
            found.append(Match(-one.key, verdict.likeness, person=other.key))
    return [*(Match(row, likeness, tuple(sorted(others))) for (row, likeness), others in alike.items()), *found]


def _rows_words(rows: Sequence[int]) -> str:
    """“row 3”, “rows 3, 4 and 9”: of very many the first, and how many more."""
    if len(rows) == 1:
        return f"row {rows[0]}"
    if len(rows) > MOST_ROWS:
        return f"rows {', '.join(map(str, rows[:MOST_ROWS]))} and {len(rows) - MOST_ROWS} more"
    return f"rows {', '.join(map(str, rows[:-1]))} and {rows[-1]}"
