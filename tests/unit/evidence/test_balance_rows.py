"""Balance from rows: against definitions, and equal to balance from sums."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from throughgate_evidence.balance import (
    ProductMoments,
    assess_balance,
    assess_products,
    assess_rows,
    comparison_means,
    effective_sizes,
    ks_edges,
    ks_from_bins,
    ks_statistic,
    product_moments,
    products_from_sums,
    treated_means,
    two_valued_columns,
    values_of_columns,
    with_ks,
)
from throughgate_evidence.engines.memory import MemoryEngine
from throughgate_evidence.engines.sums import overall_standard
from throughgate_evidence.frame import Covariate
from throughgate_evidence.matching import Units, lay_reach, match_radius, radius_weights
from throughgate_evidence.refusals import EvidenceInputError

COLUMNS = (
    Covariate("age", "age", ""),
    Covariate("married", "married", ""),
    Covariate("area=north", "area", "", "north", "east"),
    Covariate("area=south", "area", "", "south", "east"),
)
COEFFICIENTS = np.array([-0.7, 0.4, -0.3, 0.5, 0.2])
WIDTH = 0.1
GROUP = st.lists(st.tuples(st.integers(-3, 3), st.integers(1, 4)), min_size=1, max_size=12)


def make_covariates(people=400, seed=3):
    random = np.random.default_rng(seed)
    area = random.integers(0, 3, people)
    married = random.random(people) < 0.4
    return np.column_stack([random.integers(18, 60, people), married, area == 1, area == 2]).astype(float)


def make_units(covariates, treated, weights=None):
    n = len(treated)
    none = np.empty((n, 0), dtype=np.int64)
    names = tuple(column.name for column in COLUMNS)[: covariates.shape[1]]
    return Units(treated, np.zeros(n), covariates, names, np.ones(n) if weights is None else weights, none, none)


@pytest.fixture
def units():
    covariates = make_covariates()
    treated = np.random.default_rng(5).random(400) < 0.15 + 0.005 * (covariates[:, 0] - 18)
    return make_units(covariates, treated)


def summed(units):
    """An engine after the propensity, as an evaluation leaves it."""
    engine = MemoryEngine(units.treated, np.ascontiguousarray(units.covariates.T), np.zeros((0, len(units.treated))))
    description = engine.describe()
    standard = overall_standard(description)
    engine.standardise(standard)
    scores = engine.score(COEFFICIENTS)
    reach = lay_reach(scores.treated, WIDTH)
    return engine, description, standard, reach


def row_weights(units, standard):
    logit = COEFFICIENTS[0] + ((units.covariates - standard.centre) / standard.scale) @ COEFFICIENTS[1:]
    matches, pool = radius_weights(logit[units.treated], logit[~units.treated], WIDTH)
    weights = np.empty(len(logit))
    weights[units.treated], weights[~units.treated] = matches > 0, pool
    return weights, matches > 0


def assert_same(ones, others):
    assert [row.name for row in ones] == [row.name for row in others]
    for one, other in zip(ones, others, strict=True):
        for field in one.__dataclass_fields__:
            first, second = getattr(one, field), getattr(other, field)
            if isinstance(first, float) and not isinstance(first, bool):
                assert first == pytest.approx(second, rel=1e-8, abs=1e-10), (one.name, field)
            else:
                assert first == second, (one.name, field)


@pytest.mark.parametrize("scale", ["pooled", "treated", "comparison"])
def test_rows_and_sums_agree(units, scale):
    engine, description, standard, reach = summed(units)
    sums = engine.interval_sums(reach.breaks)
    match = match_radius(reach, sums.interval, sums.people)
    x = engine.treated_records().covariates
    means = treated_means(x[match.matched], standard), comparison_means(sums, match.weights, standard)
    weights, matched = row_weights(units, standard)
    by_interval = np.zeros(reach.breaks.size + 1)
    by_interval[sums.interval] = match.weights
    edges = [ks_edges(column) for column in x.T]
    bins = engine.distribution_sums(reach.breaks, by_interval, edges)
    before, after = (
        [ks_from_bins(x[:, at], own, edges[at], bins[at][kind]) for at in range(4)]
        for own, kind in ((np.ones(len(x)), 1), (matched.astype(float), 0))
    )
    values = values_of_columns(description)
    from_sums = with_ks(assess_balance(COLUMNS, description, *means, scale), before, after, values)
    assert_same(from_sums, assess_rows(units, weights, scale, COLUMNS))


def test_products_of_rows_and_sums_agree(units):
    engine, description, standard, reach = summed(units)
    sums = engine.interval_sums(reach.breaks)
    match = match_radius(reach, sums.interval, sums.people)
    by_interval = np.zeros(reach.breaks.size + 1)
    by_interval[sums.interval] = match.weights
    x = engine.treated_records().covariates
    pool = engine.product_sums(reach.breaks, by_interval)
    before, after = product_moments(x, np.ones(len(x)), match.matched.astype(float))
    pools = [ProductMoments(part.weight, part.weight2, part.z, part.zz) for part in (pool.before, pool.after)]
    marks = two_valued_columns(description)
    rows = products_from_sums(COLUMNS, (before, pools[0]), (after, pools[1]), "pooled", marks, standard.scale)
    weights, _ = row_weights(units, standard)
    found = assess_products(units, weights, "pooled", COLUMNS, ks=False)
    assert [row.name for row in rows] == [row.name for row in found]
    assert [row.smd_after for row in rows] == pytest.approx([row.smd_after for row in found], abs=1e-8)
    # Sums divide by the SD with ddof 1, rows by that with ddof 0: it cancels in every product's SMD and ratio.
    assert [row.variance_ratio_after for row in rows] == [
        value if value is None else pytest.approx(value, rel=1e-8)
        for value in (row.variance_ratio_after for row in found)
    ]


def test_two_valued_columns_are_told_from_moments(units):
    _, description, _, _ = summed(units)
    assert two_valued_columns(description).tolist() == [False, True, True, True]


def test_products_leave_out_what_says_nothing_new(units):
    names = [row.name for row in assess_products(units, units.weights, columns=COLUMNS)]
    assert names == [
        "age²",
        "age × married",
        "age × area=north",
        "age × area=south",
        "married × area=north",
        "married × area=south",
    ]


def test_products_of_interactions_are_left_out(units):
    columns = (*COLUMNS[:3], Covariate("age:married", "age:married", "", parents=("age", "married")))
    assert not any(":" in row.name for row in assess_products(units, units.weights, columns=columns))


def test_centred_products_do_not_move_with_the_zero_of_a_scale(units):
    moved = make_units(units.covariates + 1000.0, units.treated)
    found = [assess_products(each, each.weights, columns=COLUMNS) for each in (units, moved)]
    assert [row.smd_after for row in found[0]] == pytest.approx([row.smd_after for row in found[1]], abs=1e-8)


@pytest.mark.parametrize("scale", ["pooled", "treated", "comparison"])
def test_smd_is_its_formula(units, scale):
    age, treated = units.covariates[:, 0], units.treated
    one, other = age[treated].var(ddof=1), age[~treated].var(ddof=1)
    sd = np.sqrt({"pooled": (one + other) / 2, "treated": one, "comparison": other}[scale])
    row = assess_rows(units, units.weights, scale, COLUMNS)[0]
    assert row.smd_after == row.smd_before == pytest.approx((age[treated].mean() - age[~treated].mean()) / sd)
    assert row.variance_ratio_before == pytest.approx(one / other)
    assert row.ks_before == pytest.approx(stats.ks_2samp(age[treated], age[~treated]).statistic)


def test_reference_level_is_what_the_others_leave(units):
    rows = {row.name: row for row in assess_rows(units, units.weights, columns=COLUMNS)}
    east = 1 - units.covariates[:, 2] - units.covariates[:, 3]
    alone = assess_rows(make_units(np.column_stack([east]), units.treated), units.weights)[0]
    assert rows["area=east"].is_reference
    assert rows["area=east"].smd_after == pytest.approx(alone.smd_after)
    assert rows["area=east"].ks_after == pytest.approx(alone.ks_after)


def test_ks_of_a_mark_is_the_difference_of_shares(units):
    married, treated = units.covariates[:, 1], units.treated
    row = next(row for row in assess_rows(units, units.weights, columns=COLUMNS) if row.name == "married")
    assert row.ks_after == pytest.approx(abs(married[treated].mean() - married[~treated].mean()))


def test_whole_sampling_weights_are_people(units):
    times = np.random.default_rng(1).integers(1, 4, len(units.treated))
    weighted = make_units(units.covariates, units.treated, times.astype(float))
    repeated = make_units(np.repeat(units.covariates, times, axis=0), np.repeat(units.treated, times))
    one = assess_rows(weighted, weighted.weights, columns=COLUMNS)
    other = assess_rows(repeated, repeated.weights, columns=COLUMNS)
    assert [row.mean_treated_after for row in one] == pytest.approx([row.mean_treated_after for row in other])
    assert [row.ks_after for row in one] == pytest.approx([row.ks_after for row in other])


def test_order_and_size_of_weights_change_nothing(units):
    weights = np.random.default_rng(2).random(len(units.treated))
    shuffled = np.random.default_rng(3).permutation(len(weights))
    moved = make_units(units.covariates[shuffled], units.treated[shuffled])
    assert_same(
        assess_rows(units, weights, columns=COLUMNS), assess_rows(moved, 7 * weights[shuffled], columns=COLUMNS)
    )


def test_nobody_left_is_said(units):
    with pytest.raises(EvidenceInputError, match="Nobody of the comparison group"):
        assess_rows(units, units.treated.astype(float))


def test_effective_sizes_are_of_each_group():
    treated = np.array([True, True, False, False, False])
    assert effective_sizes(treated, np.array([1.0, 1, 2, 1, 0])) == pytest.approx((2, 9 / 5))


def split(group):
    values, weights = np.array(group, dtype=float).T
    return values, weights


@settings(deadline=None)
@given(GROUP, GROUP)
def test_ks_is_the_largest_distance_anywhere(ones, others):
    (x, w), (y, v) = split(ones), split(others)
    at = np.union1d(x, y)[:, None]
    distances = np.abs(((x <= at) * w).sum(axis=1) / w.sum() - ((y <= at) * v).sum(axis=1) / v.sum())
    assert ks_statistic(x, w, y, v) == pytest.approx(distances.max(), abs=1e-12)


@settings(deadline=None)
@given(GROUP, GROUP)
def test_ks_is_the_same_from_either_side(ones, others):
    (x, w), (y, v) = split(ones), split(others)
    assert ks_statistic(x, w, y, v) == pytest.approx(ks_statistic(y, v, x, w), abs=1e-12)


def test_ks_of_a_group_without_weight_is_none():
    assert ks_statistic(np.ones(2), np.zeros(2), np.ones(2), np.ones(2)) is None
