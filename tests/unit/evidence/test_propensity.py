"""What cannot be modelled is found and named."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughgate_evidence import EvidenceInputError, evaluate
from throughgate_evidence.engines.memory import MemoryEngine
from throughgate_evidence.engines.sums import overall_standard
from throughgate_evidence.propensity import fit_propensity, fit_without, predict


def prepare(treated, *columns):
    engine = MemoryEngine(np.asarray(treated, dtype=bool), np.array(columns, dtype=float), np.zeros((1, len(treated))))
    description = engine.describe()
    engine.standardise(overall_standard(description))
    return engine, description


def fit(treated, *columns, names=None):
    engine, description = prepare(treated, *columns)
    return fit_propensity(engine, description, names or [f"x{at}" for at in range(len(columns))])


def drawn(people=500, columns=3, seed=5):
    random = np.random.default_rng(seed)
    x = random.standard_normal((columns, people)) * [[1.0], [10.0], [100.0]][:columns] + 50
    return random.random(people) < 1 / (1 + np.exp(-(x[0] - 50) / 2)), x


def test_perfect_separation_by_one_column_is_named():
    with pytest.raises(
        EvidenceInputError, match="Covariate x0 separates the groups: it is 11 to 20 for treated people"
    ):
        fit([0] * 10 + [1] * 10, range(1, 21))


def test_level_that_only_the_comparison_has_is_named(write_csv, rows):
    for row in rows[:20]:
        row["area"] = "abroad" if not row["treated"] else row["area"]
    with pytest.raises(
        EvidenceInputError,
        match="Covariate area=abroad separates the groups: all 10 people with it are in the comparison",
    ):
        evaluate(write_csv(rows), treated="treated", covariates=["age", "area"], outcomes=["reoffended"])


def test_what_only_the_comparison_lacks_is_named_in_words():
    with pytest.raises(
        EvidenceInputError,
        match="Whether age is missing separates the groups: all 15 people with no age recorded are in the comparison",
    ):
        fit([1] * 20 + [0] * 30, [0] * 20 + [1, 0] * 15, names=["whether age is missing"])


def test_what_nobody_treated_has_known_is_named_in_words():
    with pytest.raises(EvidenceInputError, match="all 15 people with age recorded are in the comparison"):
        fit([1] * 20 + [0] * 30, [1] * 20 + [1, 0] * 15, names=["whether age is missing"])


def test_mark_that_all_treated_have_is_named():
    treated, mark = [1] * 20 + [0] * 30, [1] * 20 + [1, 0] * 15
    with pytest.raises(
        EvidenceInputError, match="x0 separates the groups: all 15 people with the value 0 are in the com"
    ):
        fit(treated, mark)


def test_ranges_that_touch_are_separation():
    with pytest.raises(EvidenceInputError, match="it is 10 to 20 for treated people and 1 to 10 for the comparison"):
        fit([0] * 10 + [1] * 11, [*range(1, 11), *range(10, 21)])


def test_constant_column_is_named():
    with pytest.raises(EvidenceInputError, match=r"Covariate x1 has the same value \(3\) for everybody"):
        fit([0, 1] * 10, range(20), [3] * 20)


def test_separation_by_two_columns_together_is_found():
    random = np.random.default_rng(1)
    one, other = random.standard_normal(200), random.standard_normal(200)
    with pytest.raises(EvidenceInputError, match=r"x\d, x\d together tell exactly who was treated"):
        fit(one + other > 0, one, other)


def test_quasi_separation_by_two_columns_together_is_found():
    random = np.random.default_rng(2)
    one, other = random.integers(0, 2, 400), random.integers(0, 2, 400)
    treated = np.where((one == 1) & (other == 1), True, random.random(400) < 0.5)
    both = int((one * other).sum())
    with pytest.raises(EvidenceInputError, match=f"all {both} people with x0 = 1 and x2 = 1.5 are in the programme"):
        fit(treated, one, other, one * other + 0.5 * one)


def test_quasi_separation_of_the_comparison_by_two_levels_is_found_with_the_people():
    """Nobody from both the first area and the first court was treated; each alone says little."""
    random = np.random.default_rng(6)
    area, court, age = random.integers(0, 2, 600), random.integers(0, 2, 600), random.integers(18, 60, 600)
    together = area * court
    treated = np.where(together == 1, False, random.random(600) < 0.4)
    names = ["area=north", "court=east", "area=north:court=east", "age"]
    with pytest.raises(EvidenceInputError, match="north:court=east separates the groups: all"):
        fit(treated, area, court, together, age, names=names)
    people = int(together.sum())
    with pytest.raises(EvidenceInputError, match=f"all {people} people with x1 = 1 and x2 = 2.5 are in the comparison"):
        fit(treated, area, court, 2 * together + 0.5 * court, age)


def test_collinear_columns_are_named():
    random = np.random.default_rng(3)
    one, other = random.standard_normal(100), random.standard_normal(100)
    with pytest.raises(EvidenceInputError, match="Covariate x2 says nothing that x0 and x1 do not say already"):
        fit(random.random(100) < 0.5, one, other, 2 * one - other)


def test_square_of_a_column_is_not_collinear():
    random = np.random.default_rng(4)
    age = random.integers(18, 60, 300)
    assert fit(random.random(300) < 0.4, age, age**2).iterations < 10


def test_logits_of_rows_are_those_of_the_engine():
    treated, x = drawn()
    engine, description = prepare(treated, *x)
    model = fit_propensity(engine, description, ["a", "b", "c"])
    assert predict(model, x.T)[treated] == pytest.approx(engine.score(model.coefficients).treated, abs=1e-10)


def test_table_is_in_the_units_of_the_file():
    treated, x = drawn()
    table, tenfold = fit(treated, *x).table, fit(treated, x[0] * 10, x[1], x[2]).table
    assert [row.name for row in table] == ["(constant)", "x0", "x1", "x2"]
    assert table[1].value == pytest.approx(10 * tenfold[1].value, rel=1e-9)
    assert table[1].se == pytest.approx(10 * tenfold[1].se, rel=1e-9)
    assert (table[0].value, table[2].z, table[2].p) == pytest.approx(
        (tenfold[0].value, tenfold[2].z, tenfold[2].p), rel=1e-8
    )


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1_000), st.sets(st.integers(0, 2), max_size=2))
def test_leaving_columns_out_is_fitting_without_them(seed, columns):
    treated, x = drawn(seed=seed)
    engine, description = prepare(treated, *x)
    model = fit_without(engine, fit_propensity(engine, description, ["a", "b", "c"]), columns)
    kept = [at for at in range(3) if at not in columns]
    alone = fit(treated, *x[kept])
    assert model.coefficients[[0, *(at + 1 for at in kept)]] == pytest.approx(alone.coefficients, abs=1e-7)
    assert all(model.coefficients[at + 1] == 0 for at in columns)
    assert model.deviance == pytest.approx(alone.deviance, rel=1e-10)
    assert [row.name for row in model.table] == ["(constant)", *("abc"[at] for at in kept)]


def test_leaving_out_the_only_column_is_refused():
    treated, x = drawn(columns=1)
    engine, description = prepare(treated, *x)
    with pytest.raises(EvidenceInputError, match="Without age no covariate is left"):
        fit_without(engine, fit_propensity(engine, description, ["age"]), [0])


def test_progress_counts_the_passes():
    treated, x = drawn()
    engine, description = prepare(treated, *x)
    seen: list[int] = []
    model = fit_propensity(engine, description, ["a", "b", "c"], seen.append)
    assert seen == list(range(1, model.iterations + 1))
