"""DuckDB gives what NumPy gives, on made-up files with categories, gaps and ties."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.evidence.made_up import make_rows, to_csv
from throughgate_evidence import EvidenceInputError, evaluate, to_json


def numbers(value):
    """Every number of a JSON value, with the path to it."""
    found = {}

    def walk(part, path):
        if isinstance(part, dict):
            for key, inner in part.items():
                walk(inner, f"{path}/{key}")
        elif isinstance(part, list):
            for at, inner in enumerate(part):
                walk(inner, f"{path}/{at}")
        elif isinstance(part, int | float):
            found[path] = part

    walk(value, "")
    return found


def both(path, **roles):
    return [numbers(json.loads(to_json(evaluate(path, engine=engine, **roles)))) for engine in ("numpy", "duckdb")]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), people=st.integers(60, 300), caliper=st.sampled_from([0.02, 0.2, 1.0]))
def test_engines_agree(tmp_path, seed, people, caliper):
    rows = make_rows(people, seed)
    for row in rows[::7]:
        row["reoffended"] = None
    rows[3]["age"] = None
    path = tmp_path / "people.csv"
    path.write_text(to_csv(rows))
    roles = {"covariates": ["age", "convictions", "area"], "outcomes": ["reoffended"], "caliper": caliper}
    try:
        reference, duck = both(path, treated="treated", disclosure="none", **roles)
    except EvidenceInputError as error:
        assert "matches nobody" in str(error) or "separates" in str(error)
        return
    assert duck == pytest.approx(reference, rel=1e-8, abs=1e-8)


def test_order_of_rows_changes_nothing(write_csv, rows):
    roles = {"covariates": ["age", "area"], "outcomes": ["reoffended"]}
    straight, _ = both(write_csv(rows), treated="treated", **roles)
    turned, _ = both(write_csv(rows[::-1]), treated="treated", **roles)
    assert turned == pytest.approx(straight, rel=1e-9, abs=1e-9)


def test_unknown_engine_is_refused(people):
    with pytest.raises(EvidenceInputError, match="no engine 'pandas'"):
        evaluate(people, treated="treated", covariates=["age"], outcomes=["reoffended"], engine="pandas")
