"""Reading and checking a file, and the view ``records`` of what is kept of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..refusals import EvidenceInputError
from .columns import (
    MOST_LEVELS,
    NOT_RECORDED,
    Covariate,
    Profile,
    check_number,
    check_treated,
    is_category,
    key_column,
    number_column,
    profile_columns,
    refuse_decimal_commas,
    refuse_value,
)
from .design import Design, KnownColumn, lay_design
from .roles import MissingPolicy, Roles, check_roles
from .source import Source, literal, open_source, select
from .special import check_date, check_identifier, check_survival_columns, check_weights, refuse_treated_again
from .terms import parse_interactions

# Fewer people than this in a group say nothing that could be published; the Justice Data Lab asks for 60.
FEWEST_PEOPLE = 10


@dataclass(frozen=True)
class OutcomeColumn:
    """An outcome as it stands in the file. Missing values stay missing: they leave this outcome only. `marks`: the two
    values where there are only two and neither is 0, as where no and yes were written 1 and 2.
    """

    name: str
    expression: str
    zero_or_one: bool
    whole: bool
    marks: tuple[float, float] | None = None


@dataclass(frozen=True)
class Frame:
    """Checked records as a view ``records`` on the connection of `source`, in the order of the file.

    Its columns: ``treated``, ``x0``… (covariates), ``y0``… (outcomes), and ``w`` (where `weighted`), as doubles;
    ``id``, the identifier's text or the row of the file; ``e0``…, ``a0``…, ``g0``… (keys of `exact`, `antiexact` and
    `subgroups`) as texts; ``i``, the index date in days since 1970 (where `index_date`). Weights are divided by their
    mean, so that they sum to the number of records. Subgroups and dates are NULL where they are missing.

    `people_read` and `people_complete` count (treated, comparison); `left_out` counts rows by the column that was
    missing, or whose weight is 0 (a row that misses two is counted under the first); `filled` the missing values that
    something stands in for (policy “indicator”); `unknown` those of outcomes, subgroups and dates among the records
    that are kept. `survival` gives where time and event stand among `outcomes`, `notes` what was left out of the model
    and why.
    """

    source: Source
    covariates: tuple[Covariate, ...]
    outcomes: tuple[OutcomeColumn, ...]
    rows_read: int
    people_read: tuple[int, int]
    people_complete: tuple[int, int]
    left_out: dict[str, int]
    filled: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)
    weighted: bool = False
    identifier: str | None = None
    exact: tuple[str, ...] = ()
    antiexact: tuple[str, ...] = ()
    subgroups: tuple[str, ...] = ()
    survival: dict[str, tuple[int, int]] = field(default_factory=dict)
    index_date: str | None = None
    terms: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def close(self) -> None:
        self.source.close()


def refuse_unfit(frame: Frame, column: OutcomeColumn, kind: str | None) -> None:
    """Raises EvidenceInputError that names the first row whose value a rate, or a frequency, cannot have; or (of no
    kind that was declared) a 2 among 1s, which as a count would be told of everybody.
    """
    number = column.expression
    unfit, mend = {
        "rate": (f"({number}) NOT IN (0, 1)", "is not 0 or 1: a rate needs 0 or 1 in every row."),
        "frequency": (
            f"({number}) < 0 OR ({number}) <> floor({number})",
            "is not a whole number from 0 up: a frequency needs whole numbers from 0 up.",
        ),
        None: (
            f"({number}) = 2",
            "stands in a column of 1 and 2 alone: is it a yes, or a count? For no and yes, write 0 and 1.",
        ),
    }[kind]
    declare, option = (
        ("Mend it, or declare another kind.", "")
        if kind
        else ("For a count, declare it.", f"--kind {column.name}=frequency")
    )
    refuse_value(frame.source, column.name, unfit, f"{mend} {declare}", option)


def columns_of(covariates: Sequence[Covariate], name: str) -> tuple[int, ...]:
    """Where the columns stand that are made of the file's column `name`, its interactions among them."""
    return tuple(at for at, column in enumerate(covariates) if name in column.parents or column.source == name)


def read_frame(
    path: Path,
    *,
    treated: str,
    covariates: Sequence[str],
    outcomes: Sequence[str],
    categorical: Sequence[str] = (),
    missing: MissingPolicy = "leave-out",
    interactions: Sequence[str] = (),
    weights: str | None = None,
    identifier: str | None = None,
    exact: Sequence[str] = (),
    antiexact: Sequence[str] = (),
    subgroups: Sequence[str] = (),
    survival: Mapping[str, tuple[str, str]] | None = None,
    index_date: str | None = None,
) -> Frame:
    """Open, check and type a file; the caller closes the frame.

    `interactions` are texts such as ``age:prio`` and ``age^2`` (see `parse_formula`); `weights` sampling weights;
    `exact` and `antiexact` columns that matched people must, or must not, have in common; `survival` pairs of columns
    (time, event 0/1) by name; `index_date` when the follow-up begins. `missing` says what becomes of a record that
    lacks a covariate or a key: ``leave-out``; ``refuse`` the file; or ``indicator``, which gives categories the level
    “not recorded”, and numbers the mean of those known and a column that marks them.

    Raises EvidenceInputError that names file, column and row.
    """
    roles = Roles(
        treated=treated,
        covariates=tuple(covariates),
        outcomes=tuple(outcomes),
        categorical=frozenset(categorical),
        interactions=parse_interactions(interactions),
        weights=weights,
        identifier=identifier,
        exact=tuple(exact),
        antiexact=tuple(antiexact),
        subgroups=tuple(subgroups),
        survival=dict(survival or {}),
        index_date=index_date,
        missing=missing,
    )
    check_roles(roles)
    dates = [index_date] if index_date is not None else []
    source = open_source(path, roles.columns, roles.as_text, dates)
    try:
        return build_frame(source, roles)
    except BaseException:
        source.close()
        raise


@dataclass(frozen=True)
class Typed:
    """SQL for each column by its role, NULL where it is missing (for weights: where it is 0)."""

    treated: str
    covariates: dict[str, str]
    categories: frozenset[str]
    outcomes: tuple[OutcomeColumn, ...]
    weights: str | None
    identifier: str
    keys: dict[str, str]
    subgroups: dict[str, str]
    index_date: str | None


def build_frame(source: Source, roles: Roles) -> Frame:
    if not source.one(["count(*)"])[0]:
        raise EvidenceInputError(f"{source.name} holds a header but no people. Export it again, with a row for each.")
    typed = type_columns(source, roles)
    needed = needed_columns(typed, roles)
    complete = " AND ".join(f"({value}) IS NOT NULL" for value in needed.values())
    rows_read, people_read, people_complete, left_out = count_people(source, needed, typed.treated, complete)
    if roles.missing == "refuse":
        refuse_missing(source, {name: value for name, value in needed.items() if name != roles.weights})
    check_people(source.name, roles.treated, people_read, people_complete)
    columns = [stand_in(source, name, typed, roles.missing, complete) for name in roles.covariates]
    design = lay_design(source, columns, roles.products, complete)
    check_subgroups(source, typed.subgroups, complete)
    selected = records_columns(source, typed, roles, design, complete)
    source.connection.execute(f"CREATE VIEW records AS {select('raw', selected, where=complete)}")
    return Frame(
        source,
        design.covariates,
        typed.outcomes,
        rows_read,
        people_read,
        people_complete,
        left_out,
        filled=count_filled(source, typed, roles, complete),
        unknown=count_unknown(source, typed, roles, complete),
        weighted=roles.weights is not None,
        identifier=roles.identifier,
        exact=roles.exact,
        antiexact=roles.antiexact,
        subgroups=roles.subgroups,
        survival=place_survival(roles),
        index_date=roles.index_date,
        terms=(*roles.covariates, *(term.name for term in roles.products)),
        notes=design.notes,
    )


def type_columns(source: Source, roles: Roles) -> Typed:
    """Check every column for what its role needs."""
    profiles = profile_columns(source)
    treated = check_treated(source, roles.treated)
    categories = {name for name in roles.covariates if is_category(profiles[name], name in roles.categorical)}
    for name in sorted(categories - roles.categorical):
        refuse_decimal_commas(source, name)
    covariates = {
        name: source.text(name) if name in categories else number_column(source, name, profiles[name])
        for name in roles.covariates
    }
    return Typed(
        treated=treated,
        covariates=covariates,
        categories=frozenset(categories),
        outcomes=type_outcomes(source, roles, profiles, treated),
        weights=None if roles.weights is None else check_weights(source, roles.weights, profiles[roles.weights]),
        identifier=f"({source.line})::VARCHAR"
        if roles.identifier is None
        else check_identifier(source, roles.identifier),
        keys={name: key_column(source, name) for name in roles.keys},
        subgroups={name: key_column(source, name) for name in roles.subgroups},
        index_date=None if roles.index_date is None else check_date(source, roles.index_date),
    )


def type_outcomes(
    source: Source, roles: Roles, profiles: Mapping[str, Profile], treated: str
) -> tuple[OutcomeColumn, ...]:
    """Outcomes, then time and event of each survival outcome."""
    advice = "An outcome must be a number, true or false."
    numbers = [(name, check_number(source, name, profiles[name], advice)) for name in roles.outcomes]
    for name, number in numbers:
        refuse_treated_again(source, name, number, treated)
    for time, event in roles.survival.values():
        pair = check_survival_columns(source, time, event, profiles)
        numbers += zip((time, event), pair, strict=True)
    return tuple(typed_outcome(source, name, number) for name, number in numbers)


def typed_outcome(source: Source, name: str, number: str) -> OutcomeColumn:
    """Whether an outcome holds only 0 and 1, or only whole numbers from 0 up, or two values neither of which is 0."""
    asked = [f"bool_and({number} IN (0, 1))", f"bool_and({number} >= 0 AND {number} = floor({number}))"]
    one_or_zero, whole, low, high = source.one([*asked, f"min({number})", f"max({number})"])
    ends = low is not None and low < high and 0 not in (low, high)
    two = ends and source.one([f"bool_and({number} IN ({low!r}::DOUBLE, {high!r}::DOUBLE))"])[0]
    return OutcomeColumn(name, number, bool(one_or_zero), bool(whole), (float(low), float(high)) if two else None)


def needed_columns(typed: Typed, roles: Roles) -> dict[str, str]:
    """SQL by name for what a record must have to be kept."""
    needed = {roles.treated: typed.treated}
    if roles.missing != "indicator":
        needed |= typed.covariates
        needed |= {name: value for name, value in typed.keys.items() if name not in needed}
    if roles.weights is not None and typed.weights is not None:
        needed[roles.weights] = typed.weights
    return needed


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


def refuse_missing(source: Source, needed: Mapping[str, str]) -> None:
    for column, value in needed.items():
        bad = source.one([source.line], where=f"({value}) IS NULL", order=source.line)
        if bad is not None:
            raise EvidenceInputError(
                f"{source.name}, column {column}, row {bad[0]}: the value is missing. Fill it, leave the column out, "
                "or leave such records out.",
                option="--missing leave-out",
            )


def check_people(file: str, column: str, read: tuple[int, int], complete: tuple[int, int]) -> None:
    for at, (group, mark) in enumerate((("in the programme", 1), ("to compare them with", 0))):
        if not read[at]:
            raise EvidenceInputError(f"{file}, column {column}: no record is {mark}, so there is nobody {group}.")
        if complete[at] < FEWEST_PEOPLE:
            missing = (
                f" ({read[at]} before records with missing values or a weight of 0 were left out)"
                if complete[at] < read[at]
                else ""
            )
            counted = "person" if complete[at] == 1 else "people"
            raise EvidenceInputError(
                f"{file}, column {column}: only {complete[at]} {counted} {group}{missing}. An evaluation needs at "
                f"least {FEWEST_PEOPLE} in each group, and many more to find a difference that can be trusted."
            )


def stand_in(source: Source, name: str, typed: Typed, missing: MissingPolicy, complete: str) -> KnownColumn:
    """A covariate, and under the policy “indicator” what stands in for its missing values."""
    known, is_category = typed.covariates[name], name in typed.categories
    if missing != "indicator":
        return KnownColumn(name, known, known, is_category)
    gaps, mean = source.one(
        [f"count(*) - count({known})", "NULL" if is_category else f"avg({known})"],
        where=complete,
    )
    if not gaps:
        return KnownColumn(name, known, known, is_category)
    if not is_category and mean is None:
        raise EvidenceInputError(f"{source.name}, column {name}: every value is missing. Leave it out or fill it.")
    filler = literal(NOT_RECORDED) if is_category else f"{float(mean)!r}::DOUBLE"
    return KnownColumn(name, known, f"coalesce({known}, {filler})", is_category)


def check_subgroups(source: Source, subgroups: Mapping[str, str], complete: str) -> None:
    for name, value in subgroups.items():
        levels = source.one([f"count(DISTINCT {value})"], where=complete)[0]
        if not levels:
            raise EvidenceInputError(f"{source.name}, column {name}: every value is missing, so it makes no subgroups.")
        if levels > MOST_LEVELS:
            raise EvidenceInputError(
                f"{source.name}, column {name}: it has {levels:,} different values, too many for subgroups. Group them "
                f"into at most {MOST_LEVELS}, and better into two or three."
            )


def records_columns(source: Source, typed: Typed, roles: Roles, design: Design, complete: str) -> list[str]:
    """What the view ``records`` selects."""
    selected = [f"{typed.treated} AS treated"]
    selected += [f"{column.expression} AS x{at}" for at, column in enumerate(design.covariates)]
    selected += [f"{column.expression} AS y{at}" for at, column in enumerate(typed.outcomes)]
    if typed.weights is not None:
        mean = float(source.one([f"avg({typed.weights})"], where=complete)[0])
        selected.append(f"{typed.weights} / {mean!r}::DOUBLE AS w")
    selected.append(f"{typed.identifier} AS id")
    for letter, names in (("e", roles.exact), ("a", roles.antiexact)):
        selected += [
            f"coalesce({typed.keys[name]}, {literal(NOT_RECORDED)}) AS {letter}{at}" for at, name in enumerate(names)
        ]
    selected += [f"{value} AS g{at}" for at, value in enumerate(typed.subgroups.values())]
    if typed.index_date is not None:
        selected.append(f"{typed.index_date} AS i")
    return selected


def count_filled(source: Source, typed: Typed, roles: Roles, complete: str) -> dict[str, int]:
    """Missing values, by column, that something stands in for."""
    if roles.missing != "indicator":
        return {}
    return count_nulls(source, typed.keys | typed.covariates, complete)


def count_unknown(source: Source, typed: Typed, roles: Roles, complete: str) -> dict[str, int]:
    """Missing values, by column, that leave one result only."""
    columns = {column.name: column.expression for column in reversed(typed.outcomes)} | typed.subgroups
    if roles.index_date is not None and typed.index_date is not None:
        columns[roles.index_date] = typed.index_date
    return count_nulls(source, columns, complete)


def count_nulls(source: Source, columns: Mapping[str, str], complete: str) -> dict[str, int]:
    if not columns:
        return {}
    counts = source.one([f"count(*) - count({value})" for value in columns.values()], where=complete)
    return {name: int(count) for name, count in zip(columns, counts, strict=True) if count}


def place_survival(roles: Roles) -> dict[str, tuple[int, int]]:
    first = len(roles.outcomes)
    return {name: (first + 2 * at, first + 2 * at + 1) for at, name in enumerate(roles.survival)}
