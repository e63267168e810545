"""Records in memory, for methods that look at people one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..refusals import EvidenceInputError
from .reading import Frame
from .source import select

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
# Numbers (rows × columns) that are loaded: 800 MB. Ten million people with six columns, or 4 million with twenty.
MOST_NUMBERS = 100_000_000


@dataclass(frozen=True)
class Rows:
    """n people in the order of the file.

    `covariates` (n, p) in the units of the file, each column in one piece of memory, named by `names`; `outcomes`
    (n, q), NaN where missing; `weights` (n,), 1 where there are none, else with a mean of 1; `ids` (n,) texts; `exact`
    and `antiexact` (n, k) codes into `exact_levels` and `antiexact_levels`; `subgroups` (n,) texts by column, None
    where missing; `index_days` (n,) since 1 January 1970, NaN where missing, None where there is no such column.
    """

    treated: NDArray[np.bool_]
    covariates: Floats
    names: tuple[str, ...]
    outcomes: Floats
    weights: Floats
    ids: NDArray[np.object_]
    exact: Integers
    antiexact: Integers
    exact_levels: tuple[tuple[str, ...], ...]
    antiexact_levels: tuple[tuple[str, ...], ...]
    subgroups: dict[str, NDArray[np.object_]]
    index_days: Floats | None


def load_rows(frame: Frame, most_numbers: int = MOST_NUMBERS) -> Rows:
    """All records of a frame; raises EvidenceInputError where they are more than `most_numbers` (rows × columns)."""
    people = sum(frame.people_complete)
    check_size(frame, people, most_numbers)
    covariates = load_numbers(frame, [f"x{at}" for at in range(len(frame.covariates))], people)
    outcomes = load_numbers(frame, [f"y{at}" for at in range(len(frame.outcomes))], people)
    exact, exact_levels = load_keys(frame, "e", len(frame.exact), people)
    antiexact, antiexact_levels = load_keys(frame, "a", len(frame.antiexact), people)
    return Rows(
        treated=load_numbers(frame, ["treated"], people)[:, 0] == 1.0,
        covariates=covariates,
        names=tuple(column.name for column in frame.covariates),
        outcomes=outcomes,
        weights=load_numbers(frame, ["w"], people)[:, 0] if frame.weighted else np.ones(people),
        ids=load_texts(frame, "id"),
        exact=exact,
        antiexact=antiexact,
        exact_levels=exact_levels,
        antiexact_levels=antiexact_levels,
        subgroups={name: load_texts(frame, f"g{at}") for at, name in enumerate(frame.subgroups)},
        index_days=None if frame.index_date is None else load_numbers(frame, ["i"], people)[:, 0],
    )


def check_size(frame: Frame, people: int, most_numbers: int) -> None:
    columns = len(frame.covariates) + len(frame.outcomes) + len(frame.exact) + len(frame.antiexact) + 2
    if people * columns > most_numbers:
        raise EvidenceInputError(
            f"{frame.source.name}: {people:,} records with {columns} columns are too many to hold in memory, as this "
            f"way of matching must (at most {most_numbers // columns:,}). Use radius matching, which takes files of "
            "any size, or draw a sample of the comparison people."
        )


def load_numbers(frame: Frame, columns: list[str], people: int) -> Floats:
    """(n, columns), NaN where missing; each column is let go as soon as it is in its place."""
    table = np.empty((len(columns), people))
    if columns:
        loaded = fetch(frame, columns)
        for at, column in enumerate(columns):
            table[at] = np.ma.filled(np.ma.asarray(loaded.pop(column)).astype(np.float64), np.nan)
    return table.T


def load_texts(frame: Frame, column: str) -> NDArray[np.object_]:
    """(n,), None where missing."""
    loaded = np.ma.asarray(fetch(frame, [column])[column])
    texts: NDArray[np.object_] = np.array(loaded.data, dtype=object)
    texts[np.ma.getmaskarray(loaded)] = None
    return texts


def fetch(frame: Frame, columns: Iterable[str]) -> dict[str, Any]:
    return frame.source.connection.execute(select("records", columns)).fetchnumpy()


def load_keys(frame: Frame, letter: str, count: int, people: int) -> tuple[Integers, tuple[tuple[str, ...], ...]]:
    """Codes (n, count) and the levels they stand for, in the order of the alphabet."""
    codes = np.zeros((people, count), dtype=np.int64)
    levels: list[tuple[str, ...]] = []
    for at in range(count):
        texts = load_texts(frame, f"{letter}{at}")
        levels.append(tuple(sorted(set(texts))))
        number = {level: code for code, level in enumerate(levels[-1])}
        codes[:, at] = np.fromiter((number[text] for text in texts), np.int64, people)
    return codes, tuple(levels)
