"""Rosenbaum's bounds and those for weights: what goes in, what comes out, and what must always hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughgate_evidence import EvidenceInputError
from throughgate_evidence.outcomes import Sample, compare, plain_sample
from throughgate_evidence.sensitivity import rosenbaum_bounds, weight_bounds
from throughgate_evidence.sensitivity.hidden_weights import weighted_pool


def matched_pairs(n: int = 40, seed: int = 1, binary: bool = False, effect: float = 0.8):
    random = np.random.default_rng(seed)
    level = random.normal(size=n)
    y = np.r_[level + random.normal(size=n) + effect, level + random.normal(size=n)]
    return (y > 0.5).astype(float) if binary else y, np.arange(2 * n) < n, np.tile(np.arange(n), 2)


def matched_sets(n: int = 30, size: int = 4, seed: int = 2):
    random = np.random.default_rng(seed)
    treated = np.tile(np.arange(size) == 0, n)
    return random.normal(size=n * size) + treated, treated, np.repeat(np.arange(n), size)


def p_upper(found) -> list[float]:
    return [row.p_upper for row in found.table]


CASES = [matched_pairs(), matched_pairs(binary=True), matched_sets(), matched_pairs(200), matched_sets(5, 3)]


@pytest.mark.parametrize("case", CASES)
def test_p_grows_with_gamma_and_brackets_the_plain_p(case):
    found = rosenbaum_bounds(*case)
    assert p_upper(found) == sorted(p_upper(found))
    assert found.table[0].gamma == 1
    assert found.table[0].p_lower == pytest.approx(found.table[0].p_upper)
    assert all(row.p_lower <= found.table[0].p_upper <= row.p_upper for row in found.table)


@pytest.mark.parametrize("case", CASES)
def test_turning_outcomes_round_turns_the_sides(case):
    y, treated, sets = case
    turned = 1 - y if set(y) <= {0, 1} else -y
    more = rosenbaum_bounds(y, treated, sets, alternative="greater")
    fewer = rosenbaum_bounds(turned, treated, sets, alternative="less")
    assert p_upper(more) == pytest.approx(p_upper(fewer))


@pytest.mark.parametrize("case", CASES)
def test_order_of_people_and_numbers_of_sets_do_not_matter(case):
    order = np.random.default_rng(4).permutation(case[0].size)
    y, treated, sets = (part[order] for part in case)
    assert p_upper(rosenbaum_bounds(y, treated, 7 * sets + 3)) == pytest.approx(p_upper(rosenbaum_bounds(*case)))


def test_critical_gamma_is_where_p_reaches_five_in_100():
    found = rosenbaum_bounds(*matched_pairs())
    again = rosenbaum_bounds(*matched_pairs(), gammas=[found.critical, found.critical + 0.01])
    assert again.table[0].p_upper == pytest.approx(0.05, abs=1e-4)
    assert again.table[1].p_upper > 0.05
    assert f"up to {found.critical:.2f} times" in found.sentence


def test_nothing_to_undo_where_nothing_is_significant():
    found = rosenbaum_bounds(*matched_pairs(effect=0.0))
    assert found.critical is None
    assert "not statistically significant" in found.sentence


@pytest.mark.parametrize("binary", [True, False])
def test_exact_and_normal_agree_where_pairs_are_many(binary):
    case = matched_pairs(300, binary=binary, effect=0.2)
    exact, normal = (rosenbaum_bounds(*case, gammas=[1.2, 1.5], exact=way) for way in (True, False))
    assert p_upper(exact) == pytest.approx(p_upper(normal), abs=0.01)
    assert "exact" in exact.test and "normal" in normal.test


def test_who_is_in_no_set_or_has_no_outcome_leaves():
    y, treated, sets = matched_pairs(20)
    more_y, more_treated = np.r_[y, 5.0, np.nan, 1.0], np.r_[treated, True, True, False]
    found = rosenbaum_bounds(more_y, more_treated, np.r_[sets, -1, 50, 50])
    assert found.sets == 20
    assert p_upper(found) == p_upper(rosenbaum_bounds(y, treated, sets))


def test_pairs_that_agree_say_nothing():
    y, treated, sets = matched_pairs(20, binary=True)
    found = rosenbaum_bounds(np.r_[y, 1.0, 1.0], np.r_[treated, True, False], np.r_[sets, 90, 90])
    assert found.sets == 21
    assert p_upper(found) == pytest.approx(p_upper(rosenbaum_bounds(y, treated, sets)))


@pytest.mark.parametrize("value", [0.0, 1.0, 2.5])
def test_no_difference_anywhere_is_p_1(value):
    _, treated, sets = matched_pairs(6)
    found = rosenbaum_bounds(np.full(12, value), treated, sets)
    assert p_upper(found)[0] == 1
    assert found.informative == 0


def test_one_comparison_person_and_several_treated_mirror_one_treated():
    y, treated, sets = matched_sets()
    straight = rosenbaum_bounds(y, treated, sets, alternative="greater")
    mirrored = rosenbaum_bounds(-y, ~treated, sets, alternative="greater")
    assert p_upper(straight) == pytest.approx(p_upper(mirrored))


def test_many_of_both_in_a_set_only_for_yes_or_no():
    y, treated = np.array([1.0, 0, 0, 1, 1, 0]), np.array([True, True, False, False, True, False])
    sets = np.array([0, 0, 0, 0, 1, 1])
    assert rosenbaum_bounds(y, treated, sets).test.startswith("Mantel–Haenszel")
    with pytest.raises(EvidenceInputError, match="several treated and several comparison"):
        rosenbaum_bounds(3 * y, treated, sets)


def test_no_sets_at_all_says_so():
    with pytest.raises(EvidenceInputError, match="No matched set"):
        rosenbaum_bounds(np.ones(3), np.array([True, False, False]), np.array([-1, -1, -1]))


def test_lengths_must_agree():
    with pytest.raises(EvidenceInputError, match="must be as many"):
        rosenbaum_bounds(np.ones(3), np.array([True, False]), np.array([0, 0, 0]))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=12), st.floats(1, 5))
def test_bounds_are_probabilities_in_order(outcomes, gamma):
    y = np.array([value for pair in outcomes for value in pair], dtype=float)
    treated, sets = np.tile([True, False], len(outcomes)), np.repeat(np.arange(len(outcomes)), 2)
    row = rosenbaum_bounds(y, treated, sets, gammas=[gamma]).table[0]
    assert 0 <= row.p_lower <= row.p_upper <= 1


# -- weights -------------------------------------------------------------------------------------------------------


def weighted(seed: int = 5) -> tuple[Sample, np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    return (
        plain_sample(random.poisson(0.6, 150).astype(float)),
        random.poisson(1.2, 400).astype(float),
        random.random(400),
    )


def test_weights_without_bias_give_the_plain_comparison():
    treated, y, weights = weighted()
    row = weight_bounds(treated, y, weights, gammas=[1.0]).table[0]
    plain = compare(treated, weighted_pool(y, weights).extreme(1.0, True), "")
    assert (row.lowest, row.highest) == pytest.approx((plain.difference, plain.difference))
    assert (row.p_lower, row.p_upper) == pytest.approx((plain.p, plain.p))


def test_weighted_bounds_widen_until_nothing_is_left():
    found = weight_bounds(*weighted())
    lowest, highest = [row.lowest for row in found.table], [row.highest for row in found.table]
    assert lowest == sorted(lowest, reverse=True) and highest == sorted(highest)
    assert p_upper(found) == sorted(p_upper(found))
    assert 1 < found.critical < 3


def test_counted_rows_are_people():
    treated, y, _ = weighted()
    values, people = np.unique(y, return_counts=True)
    counted = weight_bounds(treated, values, np.ones(values.size), people)
    assert p_upper(counted) == pytest.approx(p_upper(weight_bounds(treated, y, np.ones(y.size))))


def test_missing_outcomes_and_weights_of_0_leave():
    treated, y, weights = weighted()
    more = weight_bounds(treated, np.r_[y, np.nan, 9.0], np.r_[weights, 1.0, 0.0])
    assert p_upper(more) == pytest.approx(p_upper(weight_bounds(treated, y, weights)))
    with pytest.raises(EvidenceInputError, match="No comparison person"):
        weight_bounds(treated, np.array([np.nan]), np.array([1.0]))
