"""The engine for clusters: Spark runs each pass where the records are and sends back the sums of every partition.

Needs the extra ``throughgate[spark]`` and Java. What travels is arrays of numbers without objects, so neither side
runs what the other sends. On a cluster this package must be installed on the workers too.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow

from ..frame import Frame
from ..frame.source import literal, select
from ..refusals import EvidenceInputError
from .blocks import BLOCK
from .passes import Parts, Pass
from .reading import Layout, layout_of, unpack
from .summing import Result, SummingEngine, add_up
from .sums import Standard

FILE = "records.parquet"
# Where any of these is set, somebody has settled how Spark runs.
OUTSIDE = ("PYSPARK_GATEWAY_PORT", "PYSPARK_SUBMIT_ARGS", "SPARK_REMOTE", "SPARK_HOME", "SPARK_CONF_DIR")


class SparkEngine(SummingEngine):
    """Works on a Spark DataFrame with the columns of `Layout.columns`, which every pass reads anew: persist it where
    that is dear.
    """

    name = "spark"

    def __init__(self, dataframe: Any, layout: Layout) -> None:
        super().__init__(layout)
        self._records = dataframe.selectExpr(*layout.expressions)

    @classmethod
    def load(cls, frame: Frame, session: Any = None) -> SparkEngine:
        """From a frame, through a Parquet file in the frame's scratch folder, which goes when the frame is closed."""
        session = session or open_session()
        layout = layout_of(frame)
        path = Path(frame.source.scratch.name) / FILE
        records = select("records", layout.columns)
        frame.source.connection.execute(f"COPY ({records}) TO {literal(str(path))} (FORMAT parquet)")
        return cls(session.read.parquet(path.as_uri()), layout)

    @classmethod
    def open(cls, dataframe: Any) -> SparkEngine:
        """From a DataFrame with columns ``treated`` (0 or 1), ``x0``… (covariates, all known), ``y0``… (outcomes, NULL
        where they are not known) and, if people were sampled, ``w``. Raises EvidenceInputError for others.
        """
        names = set(dataframe.columns)
        covariates, outcomes = (count_named(letter, names) for letter in "xy")
        check_columns(dataframe, names, covariates, outcomes)
        return cls(dataframe, Layout(covariates, outcomes, "w" in names))

    def _total(self, work: Pass[Result], standard: Standard) -> Result:
        layout = self._layout.needed(work.outcomes_asked)
        task, records = Task(work, standard, layout), self._records.select(*layout.columns)
        for row in records.mapInArrow(task, "sums binary").collect():
            work.join(unpack_parts(row["sums"]))
        return work.result()


class Task:
    """One pass over one partition, as it is sent to where the records are."""

    def __init__(self, work: Pass[Any], standard: Standard, layout: Layout) -> None:
        self.work, self.standard, self.layout = work, standard, layout

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        records = (unpack(batch, self.layout) for batch in batches)
        done = add_up(self.work, records, self.standard)
        yield pyarrow.RecordBatch.from_pydict({"sums": [pack_parts(done.total())]})


def pack_parts(parts: Sequence[np.ndarray[Any, Any]]) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, *parts)
    return buffer.getvalue()


def unpack_parts(packed: bytes) -> Parts:
    with np.load(io.BytesIO(packed), allow_pickle=False) as stored:
        return [stored[name] for name in stored.files]


def count_named(letter: str, names: set[str]) -> int:
    """How many of letter0, letter1, … there are without a gap."""
    count = 0
    while f"{letter}{count}" in names:
        count += 1
    return count


def check_columns(dataframe: Any, names: set[str], covariates: int, outcomes: int) -> None:
    if "treated" not in names or not covariates or not outcomes:
        raise EvidenceInputError(
            "The Spark DataFrame needs the columns treated (0 or 1), x0, x1, … (covariates) and y0, y1, … (outcomes)."
        )
    checked = [f"x{at}" for at in range(covariates)] + (["w"] if "w" in names else [])
    unusable = [f"count_if({name} IS NULL OR isnan({name}) OR abs({name}) = double('inf'))" for name in checked]
    row = dataframe.selectExpr("count_if(treated IS NULL OR treated NOT IN (0, 1))", *unusable).first()
    for name, count in zip(["treated", *checked], row, strict=True):
        if count:
            wanted = "0 or 1" if name == "treated" else "a finite number"
            raise EvidenceInputError(
                f"The Spark DataFrame, column {name}: {count} rows do not hold {wanted}. Fill them or filter them out."
            )


def open_session() -> Any:
    """The session there is; or one by the settings from outside; or, where there are none, one on this machine alone
    and closed to others.
    """
    builder = import_builder()
    active = builder.getActiveSession()
    if active is not None:
        return active
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise EvidenceInputError(
            "The engine spark needs Java 17 or later, which was not found. Install it (for example OpenJDK) or set "
            "JAVA_HOME, or use --engine duckdb."
        )
    settings = {} if any(name in os.environ for name in OUTSIDE) else local_settings()
    return builder.builder.appName("throughgate-evidence").config(map=settings).getOrCreate()


def import_builder() -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise EvidenceInputError(
            "The engine spark needs PySpark, which is not installed: pip install 'throughgate[spark]', or use "
            "--engine duckdb."
        ) from error
    return SparkSession


def local_settings() -> dict[str, str]:
    # Python and address are not settings of a session: Spark takes them from the environment only.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    logging = (Path(__file__).parent / "data" / "log4j2.properties").as_uri()
    return {
        "spark.master": "local[*]",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={logging}",
        "spark.log.level": "ERROR",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(BLOCK),
    }
