"""Columns that are neither covariate nor plain outcome: weights, identifiers, dates, survival."""

from __future__ import annotations

from collections.abc import Mapping

from ..refusals import EvidenceInputError
from .columns import Profile, check_number, refuse_value
from .source import Source, first_row, select

DATES = "Write dates as 2026-03-01 or 01/03/2026 (day first), between 1900 and 2100."


def check_weights(source: Source, column: str, profile: Profile) -> str:
    """SQL for the sampling weight, NULL where it is 0: such a record stands for nobody."""
    number = check_number(source, column, profile, "A weight must be a number, 0 or more.")
    refuse_empty(source, column, f"({number}) IS NULL", "the weight is missing. Give every record a weight.")
    refuse_value(source, column, f"({number}) < 0", "is negative. A weight is how many people a record stands for.")
    if not source.one([f"max({number})"])[0]:
        raise EvidenceInputError(f"{source.name}, column {column}: every weight is 0, so the records stand for nobody.")
    return f"nullif({number}, 0)"


def refuse_empty(source: Source, column: str, condition: str, words: str) -> None:
    bad = source.one([source.line], where=condition, order=source.line)
    if bad is not None:
        raise EvidenceInputError(f"{source.name}, column {column}, row {bad[0]}: {words}")


def check_identifier(source: Source, column: str) -> str:
    """SQL for the identifier as text. Messages name rows and never an identifier: it may be a person's."""
    text = source.text(column)
    refuse_empty(source, column, f"{text} IS NULL", "the identifier is missing. Give every record its own.")
    repeated = first_row(
        source.connection,
        select(
            "raw",
            [f"min({source.line}) AS first", f"array_agg({source.line} ORDER BY {source.line})[:4]", "count(*)"],
            group=text + " HAVING count(*) > 1",
            order="first",
            limit=1,
        ),
    )
    if repeated is not None:
        rows = " and ".join(", ".join(map(str, repeated[1])).rsplit(", ", 1))
        more = " and others" if repeated[2] > len(repeated[1]) else ""
        raise EvidenceInputError(
            f"{source.name}, column {column}, rows {rows}{more}: they have the same identifier. An evaluation takes "
            "one row for each person: join these rows, or leave all but one out."
        )
    return text


def check_date(source: Source, column: str) -> str:
    """SQL for a date as days since 1 January 1970."""
    text = source.text(column)
    day_first = f"TRY_CAST(try_strptime({text}, '%d/%m/%Y') AS DATE)"
    date = f"coalesce(TRY_CAST({text} AS DATE), {day_first})"
    usable = f"coalesce(year({date}) BETWEEN 1900 AND 2100, false)"
    refuse_value(source, column, f"{text} IS NOT NULL AND NOT {usable}", f"is not a date. {DATES}")
    return f"date_diff('day', DATE '1970-01-01', {date})"


def refuse_treated_again(source: Source, name: str, number: str, treated: str) -> None:
    """The same column under another name, or its opposite: the difference would be everything, with no doubt at all."""
    parts = [f"bool_and(({number}) = {value})" for value in (f"({treated})", f"1 - ({treated})")]
    same, opposite, low, high = source.one(
        [*parts, f"min({number})", f"max({number})"], where=f"({treated}) IS NOT NULL"
    )
    if low != high and (same or opposite):
        raise EvidenceInputError(
            f"{source.name}, column {name}: it is {int(bool(same))} for everybody in the programme and "
            f"{int(not same)} for everybody else, so it says who was in the programme and not what became of them. "
            "Name another column."
        )


def check_survival_columns(source: Source, time: str, event: str, profiles: Mapping[str, Profile]) -> tuple[str, str]:
    """SQL for time and event, both NULL where either is."""
    length = check_number(source, time, profiles[time], "A time must be a number, 0 or more.")
    ended = check_number(source, event, profiles[event], "An event must be 0 or 1.")
    refuse_value(source, time, f"({length}) < 0", "is negative. A time begins with 0, when the follow-up starts.")
    refuse_value(
        source,
        event,
        f"({ended}) NOT IN (0, 1)",
        "is not 0 or 1. Write 1 where the time ended in the event, 0 where the follow-up ended first.",
    )
    both = f"({length}) IS NOT NULL AND ({ended}) IS NOT NULL"
    return f"CASE WHEN {both} THEN {length} END", f"CASE WHEN {both} THEN {ended} END"
