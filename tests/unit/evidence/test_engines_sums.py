"""Every sum of every engine is what its definition says, with and without sampling weights, over many blocks."""

from __future__ import annotations

from contextlib import closing

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
from throughgate_evidence.engines import DuckEngine, MemoryEngine, choose_engine, memory, reading
from throughgate_evidence.engines.sums import overall_standard

COLUMNS = (np.array([True, True, False, False]), np.array([[1.0, 2.0, 3.0, 5.0]]), np.array([[1.0, 0.0, np.nan, 1.0]]))


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    monkeypatch.setattr(memory, "BLOCK", 37)
    monkeypatch.setattr(reading, "BLOCK", 41)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=st.integers(120, 400), seed=st.integers(0, 10_000), weighted=st.booleans())
def test_sums_are_what_their_definitions_say(tmp_path, people, seed, weighted):
    path = write_people(tmp_path / "people.parquet", people, seed)
    with closing(open_people(path, weighted)) as frame:
        engines = [MemoryEngine.load(frame), DuckEngine(frame)]
        plain = plain_records(frame, engines[0])
        where = cut(plain, seed)
        wanted = worked_out(plain, where)
        for engine in engines:
            assert_equal(asked(engine, where, plain.standard), wanted)


def test_equal_weights_change_nothing_but_the_weights():
    one = MemoryEngine(*COLUMNS)
    other = MemoryEngine(*COLUMNS, np.ones(4))
    for first, second in zip(moments(one), moments(other), strict=True):
        np.testing.assert_allclose(first, second)


def moments(engine):
    description = engine.describe()
    return [
        value for group in (description.treated, description.comparison) for value in vars(group.covariates).values()
    ]


def test_memory_engine_leaves_its_arrays_alone():
    engine = MemoryEngine(*COLUMNS)
    engine.standardise(overall_standard(engine.describe()))
    engine.irls_sums(None)
    assert COLUMNS[1].tolist() == [[1.0, 2.0, 3.0, 5.0]]


def test_description_is_in_the_units_of_the_file_before_and_after_standardising():
    engine = MemoryEngine(*COLUMNS)
    before = engine.describe()
    engine.standardise(overall_standard(engine.describe()))
    assert engine.describe().comparison.covariates.mean == before.comparison.covariates.mean == [4.0]


def test_group_without_a_known_outcome_has_no_mean():
    treated, covariates, _ = COLUMNS
    engine = MemoryEngine(treated, covariates, np.array([[1.0, 0.0, np.nan, np.nan]]))
    outcomes = engine.describe().comparison.outcomes
    assert outcomes.count == [0] and np.isnan([outcomes.mean, outcomes.variance, outcomes.lowest]).all()


def test_treated_records_come_after_the_score():
    with pytest.raises(RuntimeError, match="after score"):
        MemoryEngine(*COLUMNS).treated_records()


def test_unfinished_pass_leaves_the_connection_free(tmp_path):
    with closing(open_people(write_people(tmp_path / "people.parquet", 300, 1), False)) as frame:
        some = reading.read_records(frame, reading.layout_of(frame))
        next(some)
        assert DuckEngine(frame).describe().treated.people == frame.people_complete[0]


def test_large_files_are_not_held_in_memory(tmp_path, monkeypatch):
    with closing(open_people(write_people(tmp_path / "people.parquet", 300, 1), False)) as frame:
        assert choose_engine(frame).name == "numpy"
        monkeypatch.setattr("throughgate_evidence.engines.MOST_IN_MEMORY", 1_000)
        assert choose_engine(frame).name == "duckdb"


def test_file_that_breaks_off_is_named(tmp_path):
    path = write_people(tmp_path / "people.parquet", 300, 1)
    with closing(open_people(path, False)) as frame:
        path.write_bytes(b"")
        with pytest.raises(EvidenceInputError, match=r"people\.parquet could not be read through"):
            DuckEngine(frame).describe()
