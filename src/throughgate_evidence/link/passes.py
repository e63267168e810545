"""Linking by rules, one after the other: the same number first, then names and date of birth, ever less exactly.

A pass links a participant and a person of the records where each is the only one that fits the other and nothing
speaks against it. Everything else it finds is put down as doubtful, and who is doubtful once stays so: a later, looser
pass may add candidates for a person to look at, but links nobody whom a stricter one was in doubt about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ..frame.source import select
from .fields import NUMBERS, WORDS
from .tables import LinkFiles

Guard = Literal["names", "numbers"]
# Columns of the cleaned tables that a pass may go by.
KEYS = (
    *("forename", "surname", "first_forename", "initial", "full_name", "gender"),
    *("date_of_birth", "day_month_swapped", *NUMBERS, "postcode", "district"),
)
# How like each other two spellings of a name must be to be taken for the same one (Jaro–Winkler, 0 to 1).
ALIKE = 0.88


@dataclass(frozen=True)
class Pass:
    """`on` are pairs of columns that must be equal, of the participant and of the record.

    Guard ``names``: something of name and date of birth must agree too. ``numbers``: no number may differ, nor the
    gender. Where the guard finds something the pair is doubtful.
    """

    name: str
    on: tuple[tuple[str, str], ...]
    guard: Guard = "numbers"


def same(name: str, *columns: str, guard: Guard = "numbers") -> Pass:
    return Pass(name, tuple((column, column) for column in columns), guard)


PASSES = (
    same("PNC number", "pnc", guard="names"),
    same("prison number", "prison_number", guard="names"),
    same("CRO number", "cro", guard="names"),
    same("names and date of birth", "forename", "surname", "date_of_birth"),
    same("first forename, surname and date of birth", "first_forename", "surname", "date_of_birth"),
    Pass(
        "names the other way round and date of birth",
        (("forename", "surname"), ("surname", "forename"), ("date_of_birth", "date_of_birth")),
    ),
    Pass(
        "names and date of birth with day and month the other way round",
        (("forename", "forename"), ("surname", "surname"), ("date_of_birth", "day_month_swapped")),
    ),
    same("initial, surname and date of birth", "initial", "surname", "date_of_birth"),
)


def prepare(files: LinkFiles) -> None:
    """Empty tables of links, doubts and scored pairs. `line` is the participant's row, `record` the record's row."""
    columns = "line BIGINT, record BIGINT, person VARCHAR, found_by VARCHAR"
    files.connection.execute(f"CREATE TABLE links ({columns}, score DOUBLE)")
    files.connection.execute(f"CREATE TABLE doubts ({columns}, why VARCHAR)")
    scores = "line BIGINT, person VARCHAR, record BIGINT, probability DOUBLE, weight DOUBLE"
    files.connection.execute(f"CREATE TABLE scored ({scores})")


def run_pass(files: LinkFiles, step: Pass) -> None:
    """Link what is certain by `step` and note what is doubtful."""
    files.connection.execute(f"CREATE OR REPLACE TEMP TABLE candidates AS {judged(step)}")
    files.connection.execute(
        "INSERT INTO links SELECT line, record, person, $name, NULL FROM candidates WHERE why IS NULL",
        {"name": step.name},
    )
    files.connection.execute(
        "INSERT INTO doubts SELECT line, record, person, $name, why FROM candidates AS c WHERE why IS NOT NULL "
        "AND NOT EXISTS (FROM doubts AS d WHERE d.line = c.line AND d.person = c.person)",
        {"name": step.name},
    )


def judged(step: Pass) -> str:
    """SQL for the pairs of one pass, one for each participant and person, with what is doubtful about each."""
    equal = " AND ".join(f"l.{left} = r.{right}" for left, right in step.on)
    against = against_numbers(step) if step.guard == "numbers" else AGAINST_NAMES
    fits = select(
        f"participants AS l JOIN records AS r ON {equal}",
        ["l.line", "r.person", "r.line AS row_of_record", f"coalesce({against}, '') AS spoken"],
        where="l.kept AND NOT EXISTS (FROM links WHERE links.line = l.line) "
        "AND NOT EXISTS (FROM links WHERE links.person = r.person)",
    )
    # A person may stand in the records more than once, under other names: the row least spoken against stands for them.
    first = f"(spoken <> '')::BIGINT * {2**40} + row_of_record"
    person = ["line", "person", f"arg_min(row_of_record, {first}) AS record", f"arg_min(spoken, {first}) AS against"]
    pairs = select(f"({fits})", person, group="line, person")
    counted = select(
        f"({pairs})",
        [
            "*",
            "count(*) OVER (PARTITION BY line) AS fitting",
            "count(*) OVER (PARTITION BY person) AS claims",
            HELD,
        ],
    )
    return select(f"({counted})", ["line", "record", "person", WHY])


# Doubtful at an earlier pass, on either side.
HELD = "(line IN (FROM doubts SELECT line) OR person IN (FROM doubts SELECT person)) AS held"
WHY = """CASE WHEN against <> '' THEN against
    WHEN fitting > 1 THEN fitting || ' people of the records fit equally'
    WHEN claims > 1 THEN claims || ' participants fit this record equally'
    WHEN held THEN 'one of the two was in doubt at a stricter pass' END AS why"""


def agrees(left: str, right: str) -> str:
    return f"coalesce(jaro_winkler_similarity(l.{left}, r.{right}) >= {ALIKE}, false)"


AGAINST_NAMES = f"""CASE WHEN NOT ({agrees("forename", "forename")} OR {agrees("surname", "surname")}
    OR {agrees("forename", "surname")} OR {agrees("surname", "forename")}
    OR coalesce(l.date_of_birth IN (r.date_of_birth, r.day_month_swapped), false))
    THEN 'the number is the same, but neither a name nor the date of birth is' END"""


def against_numbers(step: Pass) -> str:
    """SQL: which number or gender is known on both sides and differs."""
    used = {left for left, _ in step.on}
    cases = [
        f"WHEN l.{field} <> r.{field} THEN 'the {WORDS[field]} differs'"
        for field in (*NUMBERS, "gender")
        if field not in used
    ]
    return f"CASE {' '.join(cases)} END"


def run_passes(files: LinkFiles, passes: Sequence[Pass]) -> None:
    for step in passes:
        run_pass(files, step)
