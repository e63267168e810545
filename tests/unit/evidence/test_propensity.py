"""What cannot be modelled is found and named."""

from __future__ import annotations

import numpy as np
import pytest

from throughgate_evidence import EvidenceInputError, evaluate
from throughgate_evidence.engines.memory import MemoryEngine
from throughgate_evidence.engines.sums import overall_standard
from throughgate_evidence.propensity import fit_propensity


def fit(treated, *columns):
    engine = MemoryEngine(np.asarray(treated, dtype=bool), np.array(columns, dtype=float), np.zeros((1, len(treated))))
    description = engine.describe()
    engine.standardise(overall_standard(description))
    return fit_propensity(engine, description, [f"x{at}" for at in range(len(columns))])


def test_perfect_separation_by_one_column_is_named():
    with pytest.raises(
        EvidenceInputError, match="Covariate x0 separates the groups: it is 11 to 20 for treated people"
    ):
        fit([0] * 10 + [1] * 10, range(1, 21))


def test_level_that_only_the_comparison_has_is_named(write_csv, rows):
    for row in rows[:20]:
        row["area"] = "abroad" if not row["treated"] else row["area"]
    with pytest.raises(
        EvidenceInputError, match="Covariate area=abroad separates the groups: it is always 0 for treated"
    ):
        evaluate(write_csv(rows), treated="treated", covariates=["age", "area"], outcomes=["reoffended"])


def test_separation_by_two_columns_together_is_found():
    random = np.random.default_rng(1)
    one, other = random.standard_normal(200), random.standard_normal(200)
    with pytest.raises(EvidenceInputError, match=r"x\d, x\d together tell exactly who was treated"):
        fit(one + other > 0, one, other)


def test_quasi_separation_by_two_columns_together_is_found():
    random = np.random.default_rng(2)
    one, other = random.integers(0, 2, 400), random.integers(0, 2, 400)
    treated = np.where((one == 1) & (other == 1), True, random.random(400) < 0.5)
    with pytest.raises(EvidenceInputError, match="together tell exactly"):
        fit(treated, one, other, one * other + 0.5 * one)


def test_collinear_columns_are_named():
    random = np.random.default_rng(3)
    one, other = random.standard_normal(100), random.standard_normal(100)
    with pytest.raises(EvidenceInputError, match="Covariate x2 says nothing that x0 and x1 does not say already"):
        fit(random.random(100) < 0.5, one, other, 2 * one - other)


def test_square_of_a_column_is_not_collinear():
    random = np.random.default_rng(4)
    age = random.integers(18, 60, 300)
    assert fit(random.random(300) < 0.4, age, age**2).iterations < 10
