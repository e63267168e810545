"""From a file to typed records: who was treated, what they were like before, what happened afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from ..refusals import EvidenceInputError
from .columns import (
    Covariate,
    category_covariates,
    check_number,
    check_treated,
    constant_message,
    is_category,
    number_covariate,
    profile_columns,
)
from .source import Source, open_source, select

__all__ = ["Covariate", "Frame", "MissingPolicy", "OutcomeColumn", "constant_message", "read_frame"]

MissingPolicy = Literal["leave-out", "refuse"]
# Fewer people than this in a group say nothing that could be published; the Justice Data Lab asks for 60.
FEWEST_PEOPLE = 10


@dataclass(frozen=True)
class OutcomeColumn:
    """An outcome as it stands in the file. Missing values stay missing: they leave this outcome only."""

    name: str
    expression: str
    zero_or_one: bool
    whole: bool


@dataclass(frozen=True)
class Frame:
    """Checked records as a view ``records`` (treated, x0…, y0…; doubles) on the connection of `source`.

    `people_read` and `people_complete` count (treated, comparison); `left_out` counts rows by the column that was
    missing (a row that misses two is counted under the first).
    """

    source: Source
    covariates: tuple[Covariate, ...]
    outcomes: tuple[OutcomeColumn, ...]
    rows_read: int
    people_read: tuple[int, int]
    people_complete: tuple[int, int]
    left_out: dict[str, int]

    def close(self) -> None:
        self.source.close()


def read_frame(
    path: Path,
    *,
    treated: str,
    covariates: Sequence[str],
    outcomes: Sequence[str],
    categorical: Sequence[str] = (),
    missing: MissingPolicy = "leave-out",
) -> Frame:
    """Open, check and type a file; raises EvidenceInputError that names file, column and row. The caller closes the
    frame.
    """
    check_roles(treated, covariates, outcomes, categorical)
    if missing not in get_args(MissingPolicy):
        raise EvidenceInputError(f"There is no missing-value policy {missing!r}: use “leave-out” or “refuse”.")
    source = open_source(path, [treated, *covariates, *outcomes], categorical)
    try:
        return build_frame(source, treated, covariates, outcomes, frozenset(categorical), missing)
    except BaseException:
        source.close()
        raise


def check_roles(treated: str, covariates: Sequence[str], outcomes: Sequence[str], categorical: Sequence[str]) -> None:
    if not covariates:
        raise EvidenceInputError(
            "Name at least one covariate: what people were like before, which both groups are matched on."
        )
    if not outcomes:
        raise EvidenceInputError("Name at least one outcome column.")
    names = [treated, *covariates, *outcomes]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise EvidenceInputError(
            f"Column {twice!r} is named twice. The treated column, each covariate and each outcome must be "
            f"different columns: "
            "an outcome that is also matched on would hide its own difference."
        )
    stray = next((name for name in categorical if name not in covariates), None)
    if stray is not None:
        raise EvidenceInputError(f"Column {stray!r} is declared as a category but is not among the covariates.")


def build_frame(
    source: Source,
    treated: str,
    covariates: Sequence[str],
    outcomes: Sequence[str],
    categorical: frozenset[str],
    missing: MissingPolicy,
) -> Frame:
    if not source.one(["count(*)"])[0]:
        raise EvidenceInputError(f"{source.name} holds a header but no people. Export it again, with a row for each.")
    profiles = profile_columns(source)
    treated_number = check_treated(source, treated)
    categories = {name for name in covariates if is_category(profiles[name], name in categorical)}
    numbers = {name: number_covariate(source, name, profiles[name]) for name in covariates if name not in categories}
    known = {treated: treated_number} | {
        name: source.text(name) if name in categories else numbers[name].expression for name in covariates
    }
    complete = " AND ".join(f"({value}) IS NOT NULL" for value in known.values())
    outcome_columns = tuple(
        typed_outcome(
            source, name, check_number(source, name, profiles[name], "An outcome must be a number, true or false.")
        )
        for name in outcomes
    )
    rows_read, people_read, people_complete, left_out = count_people(source, known, treated_number, complete)
    refuse_missing(source, known, left_out, missing)
    check_people(source.name, treated, people_read, people_complete)
    design = [
        column
        for name in covariates
        for column in (category_covariates(source, name, complete) if name in categories else [numbers[name]])
    ]
    selected = [f"{treated_number} AS treated"]
    selected += [f"{column.expression} AS x{at}" for at, column in enumerate(design)]
    selected += [f"{column.expression} AS y{at}" for at, column in enumerate(outcome_columns)]
    source.connection.execute(f"CREATE VIEW records AS {select('raw', selected, where=complete)}")
    return Frame(source, tuple(design), outcome_columns, rows_read, people_read, people_complete, left_out)


def typed_outcome(source: Source, name: str, number: str) -> OutcomeColumn:
    """Whether an outcome holds only 0 and 1, or only whole numbers from 0 up."""
    row = source.one([f"bool_and({number} IN (0, 1))", f"bool_and({number} >= 0 AND {number} = floor({number}))"])
    return OutcomeColumn(name, number, bool(row[0]), bool(row[1]))


def count_people(
    source: Source, known: dict[str, str], treated: str, complete: str
) -> tuple[int, tuple[int, int], tuple[int, int], dict[str, int]]:
    """Rows read; (treated, comparison) read and complete; rows left out by the first column that is missing in them."""
    parts = ["count(*)"]
    for group in (1, 0):
        parts.append(f"count(*) FILTER (({treated}) = {group})")
    for group in (1, 0):
        parts.append(f"count(*) FILTER (({treated}) = {group} AND {complete})")
    before = "true"
    for value in known.values():
        parts.append(f"count(*) FILTER ({before} AND ({value}) IS NULL)")
        before += f" AND ({value}) IS NOT NULL"
    row = source.one(parts)
    left_out = {name: int(count) for name, count in zip(known, row[5:], strict=True) if count}
    return int(row[0]), (int(row[1]), int(row[2])), (int(row[3]), int(row[4])), left_out


def refuse_missing(source: Source, known: dict[str, str], left_out: dict[str, int], missing: MissingPolicy) -> None:
    if missing == "leave-out" or not left_out:
        return
    column = next(iter(left_out))
    bad = source.one([source.line], where=f"({known[column]}) IS NULL", order=source.line)
    raise EvidenceInputError(
        f"{source.name}, column {column}, row {bad[0]}: the value is missing. Fill it, leave the column out, or "
        f"leave such "
        "records out (--missing leave-out)."
    )


def check_people(file: str, column: str, read: tuple[int, int], complete: tuple[int, int]) -> None:
    for at, (group, mark) in enumerate((("in the programme", 1), ("to compare them with", 0))):
        if not read[at]:
            raise EvidenceInputError(f"{file}, column {column}: no record is {mark}, so there is nobody {group}.")
        if complete[at] < FEWEST_PEOPLE:
            missing = (
                f" ({read[at]} before records with missing values were left out)" if complete[at] < read[at] else ""
            )
            raise EvidenceInputError(
                f"{file}, column {column}: only {complete[at]} people {group}{missing}. An evaluation needs at least "
                f"{FEWEST_PEOPLE} in each group, and many more to find a difference that can be trusted."
            )
