"""Is the submission fit to be linked? What the Justice Data Lab asks for, checked row by row.

It asks for at least 60 people, for surname, forename, date of birth and gender of each, and for one of: the date of the
index offence, of the conviction, of the start of the intervention.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..frame.source import select
from .fields import DATES, NUMBERS, WORDS
from .results import FEWEST_PEOPLE, Problem
from .tables import MEND, LinkFiles, unreadable_rows

REPEATED = ("id", *NUMBERS)


def check_submission(files: LinkFiles, essential: Sequence[str]) -> tuple[Problem, ...]:
    """Problems in the order of the rows; marks rows ``usable`` and ``kept`` (the first of each person)."""
    mark_usable(files, essential)
    mark_repeats(files)
    cannot_read = list(unreadable(files))
    named = {(problem.row, problem.field) for problem in cannot_read}
    found = [
        *cannot_read,
        *(problem for problem in missing(files, essential) if (problem.row, problem.field) not in named),
        *invalid_numbers(files),
        *repeats(files),
        *without_date(files),
        *too_few(files),
    ]
    return tuple(sorted(found, key=lambda problem: (problem.row or 0, problem.field or "")))


def mark_usable(files: LinkFiles, essential: Sequence[str]) -> None:
    whole = " AND ".join(f"{field} IS NOT NULL" for field in essential) or "true"
    make_again(files, f"({whole}) AS usable")


def make_again(files: LinkFiles, column: str) -> None:
    """The participants with one column more."""
    files.connection.execute(f"CREATE OR REPLACE TABLE participants AS {select('participants', ['*', column])}")


def mark_repeats(files: LinkFiles) -> None:
    """The table ``repeats``: rows whose person stands in an `earlier` row, by name and date of birth or by number.

    A number that two people of different name and date of birth share is a slip of the pen, not a repeat.
    """
    same = ["l.forename = r.forename AND l.surname = r.surname AND l.date_of_birth = r.date_of_birth"]
    alike = "(l.date_of_birth = r.date_of_birth OR l.surname = r.surname)"
    same += [f"l.{number} = r.{number} AND {alike}" for number in NUMBERS]
    if "id" in files.participants.fields:
        same += ["l.person = r.person"]
    later = "l.line < r.line AND l.usable AND r.usable"
    pairs = " UNION ALL ".join(
        select(f"participants AS l JOIN participants AS r ON {rule} AND {later}", ["r.line", "l.line AS earlier"])
        for rule in same
    )
    first = select(f"({pairs})", ["line", "min(earlier) AS earlier"], group="line")
    files.connection.execute(f"CREATE TABLE repeats AS {first}")
    make_again(files, "usable AND line NOT IN (FROM repeats SELECT line) AS kept")


def missing(files: LinkFiles, essential: Sequence[str]) -> Iterator[Problem]:
    for field in essential:
        for (line,) in files.rows(select("participants", ["line"], where=f"{field} IS NULL", order="line")):
            yield Problem(line, field, "missing", f"no {WORDS[field]}: the row cannot be linked")


def unreadable(files: LinkFiles) -> Iterator[Problem]:
    for field in (field for field in MEND if field in files.participants.fields):
        for line in unreadable_rows(files.connection, files.participants, field):
            yield Problem(line, field, "unreadable", f"the {WORDS[field]} {MEND[field]}")


def invalid_numbers(files: LinkFiles) -> Iterator[Problem]:
    side = files.participants
    for field in (field for field in NUMBERS if field in side.fields):
        where = f"given({side.raw_field(field)}) IS NOT NULL AND p.{field} IS NULL"
        joined = "participants_raw AS raw JOIN participants AS p ON p.line = raw.rowid + 2"
        for (line,) in files.rows(select(joined, ["p.line"], where=where, order="p.line")):
            words = f"the {WORDS[field]} cannot be right (form or check letter) and was not used"
            yield Problem(line, field, "invalid number", words)


def repeats(files: LinkFiles) -> Iterator[Problem]:
    for line, earlier in files.rows(select("repeats", ["line", "earlier"], order="line")):
        yield Problem(line, None, "duplicate", f"the same person as in row {earlier}: only that row is used")


def without_date(files: LinkFiles) -> Iterator[Problem]:
    if not any(field in files.participants.fields for field in DATES):
        words = "no column with the index date, the conviction date or the start of the intervention"
        yield Problem(None, None, "no date", words)
        return
    for (line,) in files.rows(select("participants", ["line"], where="NOT dated", order="line")):
        yield Problem(line, None, "no date", "none of index date, conviction date and start of the intervention")


def too_few(files: LinkFiles) -> Iterator[Problem]:
    people = files.count(select("participants", ["count(*)"], where="kept"))
    if people < FEWEST_PEOPLE:
        words = f"{people} people can be used; the Justice Data Lab asks for at least {FEWEST_PEOPLE}"
        yield Problem(None, None, "few people", words)
