"""Records in batches as Arrow brings them, from DuckDB or from Spark."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import numpy as np
import pyarrow

from ..frame import Frame
from ..frame.source import select
from ..refusals import EvidenceInputError
from .blocks import BLOCK, Records
from .sums import Floats


@dataclass(frozen=True)
class Layout:
    """What is read: this many covariates and outcomes, and sampling weights if there are any."""

    covariates: int
    outcomes: int
    weighted: bool

    @property
    def columns(self) -> list[str]:
        names = ["treated", *(f"x{at}" for at in range(self.covariates)), *(f"y{at}" for at in range(self.outcomes))]
        return [*names, "w"] if self.weighted else names

    @property
    def expressions(self) -> list[str]:
        """SQL for the columns, in which a missing outcome is NaN: Arrow hands on columns without NULL as they are."""
        return [
            f"coalesce(CAST({name} AS DOUBLE), CAST('NaN' AS DOUBLE)) AS {name}"
            if name.startswith("y")
            else f"CAST({name} AS DOUBLE) AS {name}"
            for name in self.columns
        ]

    def needed(self, outcomes: bool) -> Layout:
        return self if outcomes else replace(self, outcomes=0)


def layout_of(frame: Frame) -> Layout:
    return Layout(len(frame.covariates), len(frame.outcomes), bool(getattr(frame, "weighted", False)))


def read_records(frame: Frame, layout: Layout) -> Iterator[Records]:
    """The view ``records`` in batches, in the order of the file; only one batch is in memory at a time."""
    query = select("records", layout.expressions)
    try:
        # A cursor of its own: an unfinished result would keep the frame's connection busy.
        with closing(frame.source.connection.cursor()) as cursor:
            for batch in cursor.sql(query).to_arrow_reader(BLOCK):
                yield unpack(batch, layout)
    except (duckdb.Error, pyarrow.ArrowException) as error:
        raise EvidenceInputError(
            f"{frame.source.name} could not be read through: it is damaged or cut short. Export it again."
        ) from error


def unpack(batch: Any, layout: Layout) -> Records:
    """`batch` is an Arrow record batch of doubles without NULL."""
    columns = [doubles(column) for column in batch.columns]
    middle = 1 + layout.covariates
    end = middle + layout.outcomes
    return Records(columns[0] == 1.0, columns[1:middle], columns[middle:end], columns[end] if layout.weighted else None)


def doubles(column: Any) -> Floats:
    """An Arrow column (b,) of doubles without NULL, as it lies in memory."""
    return np.asarray(np.from_dlpack(column), dtype=np.float64)
