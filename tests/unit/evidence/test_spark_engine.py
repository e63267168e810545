"""Spark gives what the definitions say; what is missing or wrong is said."""

from __future__ import annotations

import sys
from contextlib import closing

import pytest

from tests.unit.evidence.engine_cases import (
    asked,
    assert_equal,
    cut,
    open_people,
    plain_records,
    worked_out,
    write_people,
)
from throughgate_evidence import EvidenceInputError
from throughgate_evidence.engines import choose_engine, spark
from throughgate_evidence.engines.reading import layout_of
from throughgate_evidence.engines.spark import SparkEngine, open_session

slow = pytest.mark.slow


@pytest.fixture(scope="module")
def session():
    """One Spark for the module: starting it takes longer than all the rest."""
    started = open_session()
    yield started
    started.stop()


@slow
@pytest.mark.parametrize(("people", "seed", "weighted"), [(300, 1, False), (411, 2, True)])
def test_sums_are_what_their_definitions_say(session, tmp_path, people, seed, weighted):
    path = write_people(tmp_path / "people.parquet", people, seed)
    with closing(open_people(path, weighted)) as frame:
        engine = SparkEngine.load(frame, session)
        plain = plain_records(frame, engine)
        where = cut(plain, seed)
        assert_equal(asked(engine, where, plain.standard), worked_out(plain, where))


@slow
def test_partitions_add_up(session, tmp_path):
    with closing(open_people(write_people(tmp_path / "people.parquet", 300, 3), False)) as frame:
        whole = choose_engine(frame, "spark")
        parted = SparkEngine(whole._records.repartition(7), layout_of(frame))
        plain = plain_records(frame, whole)
        where = cut(plain, 3)
        found, wanted = (asked(engine, where, plain.standard) for engine in (parted, whole))
    # Partitions come in an order of their own, and so do the treated people.
    unordered = {"logit of treated", "treated x", "treated y"}
    kept = wanted.keys() - unordered
    assert_equal({name: found[name] for name in kept}, {name: wanted[name] for name in kept})


@slow
def test_dataframe_of_other_types_is_taken(session):
    people = session.createDataFrame(
        [(at % 2, at, None if at == 3 else at % 3) for at in range(20)], "treated INT, x0 INT, y0 INT"
    )
    description = SparkEngine.open(people).describe()
    assert description.treated.people == 10
    assert (description.treated.outcomes.count, description.comparison.covariates.mean) == ([9], [9.0])


@slow
def test_session_is_closed_to_others(session):
    settings = session.sparkContext.getConf()
    assert settings.get("spark.driver.bindAddress") == "127.0.0.1"
    assert session.sparkContext.uiWebUrl is None


@slow
@pytest.mark.parametrize(
    ("row", "schema", "message"),
    [
        ((1, 0.5), "treated INT, y0 DOUBLE", "needs the columns treated"),
        ((2, 0.5, 1.0), "treated INT, x0 DOUBLE, y0 DOUBLE", "column treated: 1 rows do not hold 0 or 1"),
        ((1, None, 1.0), "treated INT, x0 DOUBLE, y0 DOUBLE", "column x0: 1 rows do not hold a finite number"),
        ((1, float("inf"), 1.0), "treated INT, x0 DOUBLE, y0 DOUBLE", "column x0: 1 rows do not hold a finite"),
        ((1, 0.5, 1.0, None), "treated INT, x0 DOUBLE, y0 DOUBLE, w DOUBLE", "column w: 1 rows"),
    ],
)
def test_unusable_dataframe_is_refused(session, row, schema, message):
    with pytest.raises(EvidenceInputError, match=message):
        SparkEngine.open(session.createDataFrame([row], schema))


def test_without_pyspark_the_way_to_get_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(EvidenceInputError, match=r"throughgate\[spark\]"):
        open_session()


def test_without_java_the_way_to_get_it_is_named(monkeypatch):
    class Nobody:
        @staticmethod
        def getActiveSession():
            return None

    monkeypatch.setattr(spark, "import_builder", lambda: Nobody)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(spark.shutil, "which", lambda name: None)
    with pytest.raises(EvidenceInputError, match="needs Java 17"):
        open_session()
