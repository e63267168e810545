"""The engine for files larger than memory: DuckDB holds the records on disk and hands out sums only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import duckdb
import numpy as np

from ..frame import Frame
from ..frame.source import select
from .sums import (
    Description,
    Floats,
    GroupMoments,
    IntervalSums,
    IrlsSums,
    Moments,
    Scores,
    Standard,
    TreatedRecords,
)


class DuckEngine:
    """Works on the view ``records`` of a frame: a copy on the standard scale stays in the frame's scratch folder."""

    name = "duckdb"

    def __init__(self, frame: Frame) -> None:
        self._connection: duckdb.DuckDBPyConnection = frame.source.connection
        self._x = [f"x{at}" for at in range(len(frame.covariates))]
        self._y = [f"y{at}" for at in range(len(frame.outcomes))]
        self._outcome_centre = np.zeros(len(self._y))

    def _row(self, relation: str, parts: Iterable[str]) -> tuple[float, ...]:
        row: Any = self._connection.execute(select(relation, parts)).fetchone()
        return tuple(np.nan if value is None else float(value) for value in row)

    def describe(self) -> Description:
        return Description(self._group(1), self._group(0))

    def _group(self, mark: int) -> GroupMoments:
        only = f"FILTER (treated = {mark})"
        functions = ("count", "avg", "var_samp", "min", "max")
        parts = [f"count(*) {only}"]
        parts += [f"{function}({column}) {only}" for column in self._x + self._y for function in functions]
        parts += [f"count(*) FILTER (treated = {mark} AND {column} <> 0)" for column in self._y]
        row = np.array(self._row("records", parts))
        size = 5 * len(self._x)
        table = row[1 : 1 + size + 5 * len(self._y)].reshape(-1, 5).T
        covariates, outcomes = table[:, : len(self._x)], table[:, len(self._x) :]
        events = row[1 + table.size :].astype(np.int64)
        return GroupMoments(int(row[0]), column_moments(covariates), column_moments(outcomes), events)

    def standardise(self, standard: Standard) -> None:
        scaled = [
            f"({column} - {number(centre)}) / {number(scale)} AS {column}"
            for column, centre, scale in zip(self._x, standard.centre, standard.scale, strict=True)
        ]
        selected = ["treated", *scaled, *self._y]
        self._connection.execute(f"CREATE TABLE standard AS {select('records', selected)}")
        self._outcome_centre = standard.outcome_centre

    def irls_sums(self, coefficients: Floats | None) -> IrlsSums:
        start = float(np.log(3.0))
        eta = (
            f"CASE WHEN treated = 1 THEN {number(start)} ELSE {number(-start)} END"
            if coefficients is None
            else self._linear(coefficients)
        )
        x = ["1.0", *self._x]
        size = len(x)
        cells = [(row, column) for row in range(size) for column in range(row + 1)]
        parts = [f"sum(w * {x[row]} * {x[column]})" for row, column in cells]
        parts += [f"sum({column} * r)" for column in x]
        parts += ["2 * sum(ln(1 + tail) - least(CASE WHEN treated = 1 THEN eta ELSE -eta END, 0))"]
        logit = select("standard", ["treated", *self._x, f"{eta} AS eta", "exp(-abs(eta)) AS tail"])
        weight = select(
            f"({logit})",
            [
                "*",
                "tail / ((1 + tail) * (1 + tail)) AS w",
                "w * eta + treated - CASE WHEN eta < 0 THEN tail / (1 + tail) ELSE 1 / (1 + tail) END AS r",
            ],
        )
        step: Any = self._connection.execute(select(f"({weight})", parts)).fetchone()
        information = np.zeros((size, size))
        for (row, column), value in zip(cells, step, strict=False):
            information[row, column] = information[column, row] = value
        return IrlsSums(information, np.array(step[len(cells) : -1], dtype=float), float(step[-1]))

    def _linear(self, coefficients: Floats) -> str:
        terms = [number(coefficients[0])]
        terms += [f"{number(value)} * {column}" for value, column in zip(coefficients[1:], self._x, strict=True)]
        return " + ".join(terms)

    def score(self, coefficients: Floats) -> Scores:
        scored = select("standard", ["treated", *self._x, *self._y, f"{self._linear(coefficients)} AS logit"])
        self._connection.execute(f"CREATE OR REPLACE VIEW scored AS {scored}")
        mean, sd = self._row("scored", ["avg(logit)", "stddev_samp(logit)"])
        self._treated = self._connection.execute("FROM scored WHERE treated = 1").fetchnumpy()
        return Scores(np.asarray(self._treated["logit"], dtype=float), mean, sd)

    def treated_records(self) -> TreatedRecords:
        return TreatedRecords(self._stacked(self._x), self._stacked(self._y))

    def _stacked(self, names: list[str]) -> Floats:
        columns = [np.ma.filled(self._treated[name].astype(float), np.nan) for name in names]
        return np.column_stack(columns)

    def interval_sums(self, breaks: Floats) -> IntervalSums:
        edges = np.concatenate([[-np.inf], breaks])
        self._connection.register("edges", {"edge": edges, "interval": np.arange(edges.size)})
        parts = ["interval", "count(*)"]
        parts += [f"sum({column})" for column in self._x]
        parts += [f"sum({column} * {column})" for column in self._x]
        less = [f"({y} - {number(centre)})" for y, centre in zip(self._y, self._outcome_centre, strict=True)]
        parts += [f"count({column})" for column in self._y]
        parts += [f"count(*) FILTER ({column} <> 0)" for column in self._y]
        parts += [f"coalesce(sum({value}), 0)" for value in less]
        parts += [f"coalesce(sum({value} * {value}), 0)" for value in less]
        named = [f"{part} AS s{at}" for at, part in enumerate(parts)]
        pool = "(FROM scored WHERE treated = 0) AS pool ASOF JOIN edges ON pool.logit >= edges.edge"
        columns = self._connection.execute(select(pool, named, group="interval", order="interval")).fetchnumpy()
        self._connection.unregister("edges")
        table = np.column_stack([np.asarray(columns[f"s{at}"], dtype=float) for at in range(len(parts))])
        p, q = len(self._x), len(self._y)
        x, xx, known, events, y, yy = np.split(table[:, 2:], np.cumsum([p, p, q, q, q]), axis=1)
        whole = table[:, :2].astype(np.int64)
        return IntervalSums(whole[:, 0], whole[:, 1], x, xx, known.astype(np.int64), events.astype(np.int64), y, yy)


def number(value: float) -> str:
    """A double as SQL, to the last bit."""
    return f"({float(value)!r}::DOUBLE)"


def column_moments(table: Floats) -> Moments:
    """Rows of `table`: count, mean, variance, lowest, highest."""
    return Moments(table[0].astype(np.int64), table[1], table[2], table[3], table[4])
