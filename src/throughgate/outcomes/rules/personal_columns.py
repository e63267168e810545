"""Columns that say who somebody is have no place in an evaluation. Pure: judges a column by its name and by counts.

`Patterns` are matched against every value by the reader of the file; here only their counts are weighed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# RE2 syntax, matched against the whole trimmed value.
PATTERNS: Mapping[str, str] = {
    "email": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "prison_number": r"[A-Za-z]\d{4}[A-Za-z]{2}",
    "crn": r"[A-Za-z]\d{6}",
    "pnc": r"(19|20)?\d{2}/\d{1,7}[A-Za-z]",
    "national_insurance": r"[A-Za-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-Da-d]",
    "nhs": r"\d{3}[ -]\d{3}[ -]\d{4}",
    "phone": r"(\+44|0)\d[\d ]{8,12}",
    "postcode": r"[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}",
    "uuid": r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}",
    "full_name": r"\p{Lu}[\p{L}'’.-]+([ ,]+\p{Lu}[\p{L}'’.-]*)+",
    "one_name": r"\p{Lu}[\p{Ll}'’-]+",
    "date": r"\d{4}-\d{1,2}-\d{1,2}([ T].*)?|\d{1,2}[/.-]\d{1,2}[/.-](\d{4}|\d{2})",
}
# Share of the known values from which a pattern counts, and what to say.
TELLTALE: tuple[tuple[str, float, str], ...] = (
    ("email", 0.0, "it holds e-mail addresses"),
    ("prison_number", 0.01, "it holds what look like prison numbers"),
    ("pnc", 0.01, "it holds what look like PNC numbers"),
    ("crn", 0.2, "it holds what look like probation numbers (CRN)"),
    ("national_insurance", 0.01, "it holds what look like National Insurance numbers"),
    ("nhs", 0.2, "it holds what look like NHS numbers"),
    ("phone", 0.2, "it holds what look like phone numbers"),
    ("postcode", 0.2, "it holds full postcodes"),
    ("uuid", 0.2, "it holds the numbers by which a system knows people"),
)

NAME_WORDS = frozenset(
    [
        "name",
        "names",
        "forename",
        "forenames",
        "surname",
        "surnames",
        "firstname",
        "lastname",
        "fullname",
        "givenname",
        "familyname",
        "alias",
    ]
)
BIRTH_WORDS = frozenset(["dob", "birth", "birthdate", "birthday", "born", "dateofbirth"])
NUMBER_WORDS = frozenset(
    [
        "nomis",
        "noms",
        "pnc",
        "crn",
        "cro",
        "nhs",
        "nhsno",
        "nino",
        "ni",
        "uuid",
        "guid",
        "prisonno",
        "prisonnumber",
        "offenderno",
    ]
)
CONTACT_WORDS = frozenset(["email", "mail", "phone", "mobile", "telephone", "address", "postcode"])
# A name of something that is nobody: the name of a prison, of a programme.
THINGS = frozenset(
    [
        "programme",
        "program",
        "prison",
        "site",
        "course",
        "project",
        "team",
        "region",
        "area",
        "offence",
        "group",
        "school",
        "variable",
    ]
)
PEOPLE = frozenset(
    [
        "person",
        "client",
        "participant",
        "offender",
        "prisoner",
        "member",
        "mentee",
        "case",
        "subject",
        "record",
        "individual",
        "unique",
        "user",
    ]
)
# A person is rarely in a file about reoffending before this age.
YOUNGEST = 14
FEWEST_TO_JUDGE = 10


@dataclass(frozen=True)
class ColumnProfile:
    """Counts over the whole file. `born` counts dates that lie more than YOUNGEST years back; `letters` is the mean
    length.
    """

    name: str
    known: int
    distinct: int
    numbers: int
    letters: float = 0.0
    born: int = 0
    matches: Mapping[str, int] = field(default_factory=dict)

    def share(self, pattern: str) -> float:
        return self.matches.get(pattern, 0) / self.known if self.known else 0.0

    @property
    def variety(self) -> float:
        return self.distinct / self.known if self.known else 0.0


@dataclass(frozen=True)
class Refusal:
    column: str
    why: str


class PersonalColumnsError(Exception):
    """The file says who people are. Carries every column that does, so that one export mends them all."""

    def __init__(self, refusals: list[Refusal]):
        self.refusals = refusals
        listed = "; ".join(f"“{refusal.column}”: {refusal.why}" for refusal in refusals)
        super().__init__(f"This file says who people are. Take these columns out and upload it again. {listed}.")


def check_columns(columns: Iterable[ColumnProfile]) -> None:
    refusals = [Refusal(column.name, why) for column in columns if (why := why_personal(column))]
    if refusals:
        raise PersonalColumnsError(refusals)


def why_personal(column: ColumnProfile) -> str:
    """Why a column may not be in the file, or nothing."""
    return why_by_name(column.name) or why_by_values(column)


def why_by_name(name: str) -> str:
    words = words_of(name)
    joined = "".join(words)
    if (NAME_WORDS & set(words) or joined in NAME_WORDS) and not THINGS & set(words):
        return "its name says that it holds people’s names"
    if BIRTH_WORDS & set(words) or joined in BIRTH_WORDS:
        return "its name says that it holds dates of birth; use the age in years instead"
    if NUMBER_WORDS & set(words) or joined in NUMBER_WORDS:
        return "its name says that it holds a number by which people are known"
    if CONTACT_WORDS & set(words):
        return "its name says that it holds how people can be reached"
    return "its name says that it tells who each row is" if _names_a_row(words) else ""


def _names_a_row(words: list[str]) -> bool:
    if words in (["id"], ["ref"], ["reference"], ["identifier"]):
        return True
    return (
        bool(words)
        and words[-1] in {"id", "ref", "reference", "number", "no", "identifier"}
        and bool(PEOPLE & set(words))
    )


def why_by_values(column: ColumnProfile) -> str:
    if not column.known:
        return ""
    for pattern, least, why in TELLTALE:
        if column.matches.get(pattern, 0) and column.share(pattern) >= least:
            return why
    if column.born / column.known > 0.5:
        return "it holds what look like dates of birth; use the age in years instead"
    if column.known < FEWEST_TO_JUDGE or column.numbers >= 0.5 * column.known or column.share("date") > 0.5:
        return ""
    return _why_by_words(column)


def _why_by_words(column: ColumnProfile) -> str:
    if column.share("full_name") > 0.6 and column.variety > 0.3:
        return "it holds what look like people’s names"
    if column.share("one_name") > 0.8 and column.distinct > max(20, 0.2 * column.known):
        return "it holds what look like people’s names"
    if column.letters > 60 and column.variety > 0.5:
        return "it holds free text, which may name people"
    if column.variety > 0.95 and column.known >= 20:
        return "nearly every row has a text of its own, so it tells who each row is"
    return ""


def words_of(name: str) -> list[str]:
    """`DateOfBirth`, `date_of_birth` and `date of birth` are the same words."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return [word for word in re.split(r"[^a-z0-9]+", spaced.lower()) if word]
