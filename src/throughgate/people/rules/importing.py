"""What the columns of a list hold, and what its cells say. Pure: a cell in, a value or how to mend it out."""

import calendar
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files

from throughgate.people.models import DateKind, Gender, IdentifierKind
from throughgate.people.rules.searching import fold

NUMBERS = tuple(IdentifierKind.values)
DATES = (
    DateKind.CONFIRMED_RELEASE,
    DateKind.CRD,
    DateKind.ARD,
    DateKind.HDC_RELEASE,
    DateKind.PAROLE_HEARING,
    DateKind.LICENCE_END,
    DateKind.SENTENCE_END,
)
NAMES = ("given_name", "family_name", "full_name", "preferred_name")
OLDEST = 120
GENDERS: Mapping[str, Gender] = {
    **dict.fromkeys(("m", "male", "man", "1"), Gender.MAN),
    **dict.fromkeys(("f", "female", "woman", "w", "2"), Gender.WOMAN),
    **dict.fromkeys(("nonbinary", "nb", "x", "other"), Gender.NON_BINARY),
    **dict.fromkeys(("preferstosay", "prefersnottosay", "prefernottosay", "notsaid"), Gender.NOT_SAID),
}
# What stands in a cell where nothing is known.
NOTHING = frozenset(
    {"", "-", "–", "n/a", "na", "none", "null", "unknown", "not known", "tbc", "tba", "?", "nil", "#n/a"}
)
# Excel counts days from here; a number like this in a column of days is a day that lost its format.
EXCEL_DAYS = range(7_000, 70_000)
_WRITTEN = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ ./-]+(\d{1,2}|[a-z]{3,9})\.?[ ./,-]+(\d{2}|\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]\d{2}:\d{2}.*)?")
_MONTHS = {name.lower(): at for at, name in enumerate(calendar.month_abbr) if name}


class CellError(ValueError):
    """What is wrong with a cell and how to mend it, in plain words."""


@dataclass(frozen=True, slots=True)
class Column:
    code: str
    label: str
    synonyms: frozenset[str]
    example: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about one row. `row` as the file numbers it; `wrong` keeps the list from being added, else somebody has
    to look. `ref` names somebody we know, where the reader may see them.
    """

    row: int
    column: str
    words: str
    wrong: bool = True
    ref: str = ""
    name: str = ""


@lru_cache(maxsize=1)
def columns() -> Mapping[str, Column]:
    text = (files("throughgate.people") / "data" / "import_columns.toml").read_text(encoding="utf-8")
    return {
        code: Column(code, row["label"], frozenset(map(bare, row["synonyms"])), row["example"])
        for code, row in tomllib.loads(text).items()
    }


def bare(heading: str) -> str:
    """A heading without capitals, blanks and punctuation."""
    return "".join(letter for letter in fold(heading) if letter.isalnum())


def recognise(headings: Sequence[str]) -> dict[int, str]:
    """Place of a column → what it holds, for the headings that are known. Each thing is taken from one column."""
    found: dict[int, str] = {}
    for place, heading in enumerate(headings):
        code = next((column.code for column in columns().values() if bare(heading) in column.synonyms), "")
        if code and code not in found.values():
            found[place] = code
    if {"given_name", "family_name"} <= set(found.values()):
        found = {place: code for place, code in found.items() if code != "full_name"}
    return found


def check_columns(chosen: Mapping[int, str]) -> list[str]:
    """What has to be put right before rows can be read."""
    taken = list(chosen.values())
    said = [
        f"“{columns()[code].label}” is chosen for more than one column. Choose it once."
        for code in dict.fromkeys(taken)
        if taken.count(code) > 1
    ]
    if "full_name" in taken and ({"given_name", "family_name"} & set(taken)):
        said.append("Choose either the full name, or first name and family name, not both.")
    elif "full_name" not in taken and not {"given_name", "family_name"} <= set(taken):
        said.append("Say which columns hold the first name and the family name, or which one holds the full name.")
    return said


def is_nothing(text: str) -> bool:
    return text.strip().lower() in NOTHING


def split_name(text: str) -> tuple[str, str]:
    """First and family name of “Robin Ash” and of “ASH, Robin”. The last word is the family name. Raises CellError."""
    text = " ".join(text.split())
    if "," in text:
        family, _, given = text.partition(",")
    else:
        given, _, family = text.rpartition(" ")
    given, family = given.strip(), family.strip()
    if not given or not family:
        raise CellError("This is one name only. Write the first name and the family name.")
    return tidy_name(given), tidy_name(family)


def tidy_name(text: str) -> str:
    """ASH and ash become Ash; a name with capitals of its own is left as it is."""
    text = " ".join(text.split())
    if text.isupper() or text.islower():
        return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), text)
    return text


def read_day(text: str) -> date:
    """A day as people write it: 27/03/1988, 27.3.1988, 27 March 1988, 1988-03-27. Raises CellError."""
    typed = fold(text).strip()
    if iso := _ISO.fullmatch(typed):
        return _day(text, int(iso[1]), int(iso[2]), int(iso[3]))
    written = _WRITTEN.fullmatch(typed)
    if not written:
        if typed.isdigit() and int(typed) in EXCEL_DAYS:
            raise CellError(
                f"“{text}” is how a spreadsheet counts days. Write it like 27/03/1988, or format the column as a date."
            )
        raise CellError(f"“{text}” is not a day. Write it like 27/03/1988.")
    month = int(written[2]) if written[2].isdigit() else _MONTHS.get(written[2][:3], 0)
    if len(written[3]) == 2:
        raise CellError(f"The year of “{text}” has two figures only. Write all four, like 27/03/1988.")
    return _day(text, int(written[3]), month, int(written[1]))


def _day(text: str, year: int, month: int, day: int) -> date:
    if 1 <= day <= 12 < month <= 31:
        raise CellError(f"“{text}” has no month {month}. Write the day first: {month:02}/{day:02}/{year}.")
    try:
        return date(year, month, day)
    except ValueError:
        raise CellError(f"There is no day “{text}” in the calendar. Check it, and write it like 27/03/1988.") from None


def read_birth(text: str, today: date) -> date:
    """Raises CellError."""
    born_on = read_day(text)
    if born_on > today:
        raise CellError("This day of birth is still to come. Check the year.")
    if today.year - born_on.year > OLDEST:
        raise CellError(f"Somebody born in {born_on.year} would be over {OLDEST}. Check the year.")
    return born_on


def read_gender(text: str) -> Gender:
    """Raises CellError."""
    try:
        return GENDERS[bare(text)]
    except KeyError:
        words = ", ".join(f"“{label}”" for label in Gender.labels)
        raise CellError(f"“{text}” is not one of {words}. Write one of them, or leave the cell empty.") from None


def as_text(cell: object) -> str:
    """A cell as somebody would read it out."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell.date():%d/%m/%Y}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def unreadable(text: str, *, is_phone: bool = False) -> str:
    """What is wrong with a cell of any column: a formula that was never reckoned, or a break within it."""
    if any(unicodedata.category(letter) in ("Cc", "Cf") for letter in text):
        return "There is a line break or a hidden sign in this cell. Write it anew, on one line."
    if text.startswith(("=", "@") if is_phone else ("=", "@", "+")):
        return f"This begins with “{text[0]}”, as a formula does. Write the words themselves."
    return ""


# What stands in a name besides letters: O’Neill, Smith-Jones, J. and a space. A figure or a picture is asked about.
_IN_NAMES = frozenset("'’‘`´-‐‑.,() /")


def unlike_a_name(text: str) -> str:
    """What is wrong with a cell that ought to be somebody's name: a formula that a program hid, or nothing to call."""
    if re.match(r"['’‘]?\s*[-=+@]", text):
        return f"This begins with “{text[:2].strip()}”, as a formula does. Write the name itself."
    if not any(letter.isalpha() for letter in text):
        return f"“{text}” has no letter in it. Write the name, or “Unknown name” if it is not known."
    return ""


def odd_in_a_name(text: str) -> str:
    """What somebody should look at: the sign itself, if it is none that names are written with."""
    return next((sign for sign in text if not (sign in _IN_NAMES or unicodedata.category(sign)[0] in "LM")), "")


def mend_phone(text: str) -> tuple[str, bool]:
    """The number, and whether Excel had taken its first 0."""
    figures = re.sub(r"[\s().-]", "", text)
    if re.fullmatch(r"[1-37]\d{9}", figures, re.ASCII):
        return f"0{figures}", True
    return text, False
