"""The columns of the design matrix: numbers, levels of categories, marks of missing values, products and powers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from ..refusals import EvidenceInputError
from .columns import NOT_RECORDED, WHETHER, Covariate, category_covariates, count_levels
from .source import Source, literal, select
from .terms import Term

# More columns than this from one interaction are more than a model of who was treated can carry.
MOST_PRODUCTS = 300
# Products and powers of larger size leave no digits for anybody else's.
LARGEST_PRODUCT = 1e60
NOTED = 5


@dataclass(frozen=True)
class KnownColumn:
    """A covariate of the file as SQL. `known` is NULL where it is missing, `value` is what stands in for that under the
    policy “indicator” and the same as `known` under the others.
    """

    name: str
    known: str
    value: str
    is_category: bool


@dataclass(frozen=True)
class DesignColumn:
    """A covariate with what it is made of: powers of numbers, and levels of categories."""

    covariate: Covariate
    numbers: tuple[tuple[str, int], ...] = ()
    levels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Design:
    """`notes` say which columns were left out, and why."""

    covariates: tuple[Covariate, ...]
    notes: tuple[str, ...]


def lay_design(source: Source, columns: Sequence[KnownColumn], terms: Sequence[Term], complete: str) -> Design:
    """All columns, those of one covariate side by side, the interactions last in the order they were asked for.

    `complete` is SQL for the records that are not left out.
    """
    columns, marks, notes = mark_missing(source, columns, complete)
    mains = {column.name: main_columns(source, column, complete) for column in columns}
    notes += [words for name, parts in mains.items() for words in spelling_words(name, parts)]
    laid = [
        each
        for name, parts in mains.items()
        for each in (*parts, *([DesignColumn(marks[name])] if name in marks else []))
    ]
    values = {column.name: column.value for column in columns}
    for term in terms:
        found, note = lay_term(source, term, mains, laid, values, complete)
        laid += found
        notes += note
    return Design(tuple(column.covariate for column in laid), tuple(notes))


def main_columns(source: Source, column: KnownColumn, complete: str) -> list[DesignColumn]:
    name = column.name
    if not column.is_category:
        return [DesignColumn(Covariate(name, name, column.value, parents=(name,)), numbers=((name, 1),))]
    levels = category_covariates(source, name, column.value, complete)
    return [DesignColumn(level, levels=((name, str(level.level)),)) for level in levels]


def spelling_words(name: str, parts: Sequence[DesignColumn]) -> list[str]:
    """Levels that only capitals or spaces tell apart are easily one, and nobody is then compared with half of them."""
    covariates = [part.covariate for part in parts if part.covariate.level is not None]
    spellings: dict[str, list[str]] = {}
    for level in {*(str(each.level) for each in covariates), *(str(each.reference) for each in covariates)}:
        spellings.setdefault(" ".join(level.casefold().split()), []).append(level)
    alike = [" and ".join(sorted(levels)) for _, levels in sorted(spellings.items()) if len(levels) > 1]
    if not alike:
        return []
    return [
        f"{name} has levels that only capitals or spaces tell apart: {', '.join(alike)}. If they are the same, write "
        "them alike in the file."
    ]


def mark_missing(
    source: Source, columns: Sequence[KnownColumn], complete: str
) -> tuple[list[KnownColumn], dict[str, Covariate], list[str]]:
    """How missing values are marked where something stands in for them: of a category by a level, of a number by an
    indicator (by name). Where a column is missing exactly where an earlier one is, the mark of that one serves both.
    """
    kept = {column.name: column for column in columns}
    marks: dict[str, Covariate] = {}
    notes: list[str] = []
    # Categories first, for their mark is a level, which every later column can do without.
    filled = sorted(
        (column for column in columns if column.value != column.known), key=lambda each: not each.is_category
    )
    for at, column in enumerate(filled):
        twin = same_gaps(source, column, filled[:at], complete)
        if twin is not None:
            notes.append(f"{column.name} is missing exactly where {twin} is: one mark of missing values serves both.")
            if column.is_category:
                kept[column.name] = as_most_common(source, column, complete)
        elif not column.is_category:
            marks[column.name] = missing_mark(column)
    return list(kept.values()), marks, notes


def missing_mark(column: KnownColumn) -> Covariate:
    expression = f"CASE WHEN ({column.known}) IS NULL THEN 1.0 ELSE 0.0 END"
    label = f"{WHETHER}{column.name} is missing"
    return Covariate(label, column.name, expression, NOT_RECORDED, parents=(column.name,))


def as_most_common(source: Source, column: KnownColumn, complete: str) -> KnownColumn:
    """With the reference level in place of a missing value; the mark of another column takes up the difference."""
    reference = count_levels(source, column.name, column.known, complete)[0]
    return replace(column, value=f"coalesce({column.known}, {literal(reference)})")


def same_gaps(source: Source, column: KnownColumn, others: Sequence[KnownColumn], complete: str) -> str | None:
    if not others:
        return None
    alike = [f"bool_and((({column.known}) IS NULL) = (({other.known}) IS NULL))" for other in others]
    row = source.one(alike, where=complete)
    return next((other.name for other, same in zip(others, row, strict=True) if same), None)


def lay_term(
    source: Source,
    term: Term,
    mains: Mapping[str, list[DesignColumn]],
    laid: Sequence[DesignColumn],
    values: Mapping[str, str],
    complete: str,
) -> tuple[list[DesignColumn], list[str]]:
    """One column for each choice of levels, without those that nobody has or that say nothing new."""
    powers = [factor_columns(term, mains[name], power) for name, power in term.factors]
    width = int(np.prod([len(columns) for columns in powers]))
    if width > MOST_PRODUCTS:
        raise EvidenceInputError(
            f"The interaction {term.name} would make {width} columns, more than {MOST_PRODUCTS}. Group the categories."
        )
    candidates = [multiply(term, parts) for parts in product(*powers)]
    present = with_people(source, term, candidates, complete)
    fresh = saying_something_new(source, present, laid, values, complete)
    return fresh, left_out_notes(term, candidates, present, fresh)


def factor_columns(term: Term, columns: list[DesignColumn], power: int) -> list[DesignColumn]:
    if power == 1:
        return columns
    column = columns[0]
    if column.levels:
        raise EvidenceInputError(
            f"The interaction {term.name} raises a category to a power, which changes nothing. Leave the power out."
        )
    raised = Covariate(
        f"{column.covariate.name}^{power}",
        term.name,
        " * ".join([f"({column.covariate.expression})"] * power),
        parents=column.covariate.parents,
    )
    return [DesignColumn(raised, numbers=((column.covariate.name, power),))]


def multiply(term: Term, parts: Iterable[DesignColumn]) -> DesignColumn:
    columns = list(parts)
    covariate = Covariate(
        ":".join(column.covariate.name for column in columns),
        term.name,
        " * ".join(f"({column.covariate.expression})" for column in columns),
        parents=term.columns,
    )
    numbers = tuple(sorted(number for column in columns for number in column.numbers))
    return DesignColumn(covariate, numbers, tuple(level for column in columns for level in column.levels))


def with_people(source: Source, term: Term, columns: Sequence[DesignColumn], complete: str) -> list[DesignColumn]:
    """Those that are not 0 for everybody."""
    parts = [f"max(abs({column.covariate.expression}))" for column in columns]
    largest = [value or 0.0 for value in source.one(parts, where=complete)]
    if max(largest) > LARGEST_PRODUCT:
        raise EvidenceInputError(
            f"{source.name}: the values of {term.name} grow too large to work with. Bring "
            f"{' and '.join(term.columns)} to a smaller unit, or leave the interaction out."
        )
    return [column for column, value in zip(columns, largest, strict=True) if value]


def saying_something_new(
    source: Source,
    columns: Sequence[DesignColumn],
    laid: Sequence[DesignColumn],
    values: Mapping[str, str],
    complete: str,
) -> list[DesignColumn]:
    """Without products of levels that follow from others, as where everybody of one level shares another.

    Whether they do depends only on which combinations of levels occur, so those are looked at, not the records.
    """
    names = [name for name, _ in columns[0].levels] if columns else []
    if len(names) < 2:
        return list(columns)
    occurring = source.connection.execute(
        select(
            "raw",
            [f"({values[name]})::VARCHAR AS l{at}" for at, name in enumerate(names)],
            where=" AND ".join([complete, *(f"({values[name]}) <> 0" for name, _ in columns[0].numbers)]),
            group="ALL",
            order="ALL",
        )
    ).fetchall()
    cells = [dict(zip(names, map(str, row), strict=True)) for row in occurring]
    before = [
        column
        for column in laid
        if column.numbers == columns[0].numbers and {name for name, _ in column.levels} <= set(names)
    ]
    constant = [] if columns[0].numbers else [DesignColumn(Covariate("", "", ""))]
    compared = [*constant, *before, *columns]
    new = independent_columns(np.column_stack([indicator(cells, column) for column in compared]))
    return [column for at, column in enumerate(compared) if at in new and column in columns]


def indicator(cells: Sequence[Mapping[str, str]], column: DesignColumn) -> NDArray[np.float64]:
    return np.array([float(all(cell[name] == level for name, level in column.levels)) for cell in cells])


def independent_columns(table: NDArray[np.float64]) -> set[int]:
    """Which columns of `table` (cells, columns) no earlier ones make up; by Gram–Schmidt, twice for steadiness."""
    kept: set[int] = set()
    basis = np.empty((table.shape[0], 0))
    for at, column in enumerate(table.T):
        rest = column - basis @ (basis.T @ column)
        rest -= basis @ (basis.T @ rest)
        length = float(np.linalg.norm(rest))
        if length > 1e-8 * max(1.0, float(np.linalg.norm(column))):
            kept.add(at)
            basis = np.column_stack([basis, rest / length])
    return kept


def left_out_notes(
    term: Term, asked: Sequence[DesignColumn], present: Sequence[DesignColumn], fresh: Sequence[DesignColumn]
) -> list[str]:
    nobody = [column.covariate.name for column in asked if column not in present]
    repeated = [column.covariate.name for column in present if column not in fresh]
    notes = []
    if nobody:
        notes.append(f"Of {term.name}, {shortened(nobody)} left out: it is 0 for everybody.")
    if repeated:
        notes.append(f"Of {term.name}, {shortened(repeated)} left out: it follows from the other columns.")
    return notes


def shortened(names: Sequence[str]) -> str:
    """The first names, how many more, and “is” or “are”."""
    more = len(names) - NOTED
    listed = ", ".join(names[:NOTED]) + (f" and {more} more" if more > 0 else "")
    return f"{listed} {'is' if len(names) == 1 else 'are'}"
