"""Published sensitivity analyses, R's exact tests at Γ = 1, and every hidden bias enumerated in small sets."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar

from throughgate_evidence.outcomes import plain_sample
from throughgate_evidence.sensitivity import (
    e_values,
    hodges_lehmann_bounds,
    rosenbaum_bounds,
    weight_bounds,
)
from throughgate_evidence.sensitivity.ranks import extreme_moments

# Differences in blood lead of 33 pairs of children, the worked example of Rosenbaum (2002), chapter 4.
LEAD = np.array(
    [22, 5, 23, -6, 18, 25, 13, 47, 15, 16, 6, 1, 2, 7, 0, 4, -9, -3, 36, 25, 1, 16, 42, 30, 25, 23, 32, 17, 9, -3]
    + [60, 14, 14],
    dtype=float,
)


def pairs(differences: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Outcomes, groups and sets of pairs with these differences."""
    n = differences.size
    return np.r_[differences, np.zeros(n)], np.arange(2 * n) < n, np.tile(np.arange(n), 2)


@pytest.mark.parametrize(
    ("gamma", "largest"), [(2, "0.0018"), (3, "0.0136"), (4, "0.0388"), (4.25, "0.0468"), (5, "0.0740")]
)
def test_lead_in_childrens_blood(gamma, largest):
    """Rosenbaum (2002), chapter 4: largest one-sided p of the signed rank test, normal approximation."""
    found = rosenbaum_bounds(*pairs(LEAD), gammas=[gamma], alternative="greater", exact=False)
    assert f"{found.table[0].p_upper:.4f}" == largest


@pytest.mark.parametrize(("gamma", "interval"), [(1, (15, 15)), (2, (10.25, 19.5)), (3, (8, 23))])
def test_lead_hodges_lehmann(gamma, interval):
    """Rosenbaum (2002), chapter 4: range of the Hodges–Lehmann estimates."""
    assert hodges_lehmann_bounds(LEAD, gamma) == interval


def test_smoking_and_lung_cancer():
    """Hammond's 122 discordant pairs, in 110 of which the smoker died (Rosenbaum 2002, chapter 4): .1 at Γ = 6.

    R: binom.test(110, 122, p = 6/7, alternative = "greater")$p.value is 0.0969287747942.
    """
    differences = np.repeat([1.0, -1.0], [110, 12])
    y = np.r_[differences > 0, differences < 0].astype(float)
    _, treated, sets = pairs(differences)
    found = rosenbaum_bounds(y, treated, sets, gammas=[1, 6], alternative="greater")
    assert found.table[1].p_upper == pytest.approx(0.0969287747942, abs=1e-12)
    assert 5 < found.critical < 6
    plain = rosenbaum_bounds(y, treated, sets, gammas=[1]).table[0]
    assert plain.p_upper == pytest.approx(mcnemar([[0, 110], [12, 0]], exact=True).pvalue, rel=1e-9)


STRATA = [
    # treated and comparison with the outcome, treated, comparison people
    *[(1, 0, 1, 2), (1, 1, 1, 3), (0, 1, 1, 3), (1, 2, 1, 4), (1, 1, 1, 1)],
    *[(0, 2, 1, 3), (1, 1, 2, 3), (0, 1, 2, 1), (1, 0, 3, 1), (1, 0, 1, 2)],
]


def strata() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rows = [
        (float(at < had), group, number)
        for number, (one, other, treated, comparison) in enumerate(STRATA)
        for group, had, people in ((True, one, treated), (False, other, comparison))
        for at in range(people)
    ]
    y, treated, sets = zip(*rows, strict=True)
    return np.array(y), np.array(treated), np.array(sets)


@pytest.mark.parametrize(("alternative", "p"), [("greater", 0.299143518519), ("less", 0.888402777778)])
def test_mantel_haenszel_without_bias(alternative, p):
    """R: mantelhaen.test(x, exact = TRUE, alternative = …)$p.value on the ten tables of STRATA."""
    found = rosenbaum_bounds(*strata(), gammas=[1], alternative=alternative)
    assert found.table[0].p_upper == pytest.approx(p, abs=1e-11)
    assert found.table[0].p_lower == pytest.approx(p, abs=1e-11)


def chances_in_set(y: np.ndarray, treated: int, u: tuple[int, ...], gamma: float) -> dict[float, float]:
    """Distribution of the treated sum where each choice of treated people has odds Γ to the power of their u."""
    total: dict[float, float] = {}
    for chosen in product((0, 1), repeat=y.size):
        if sum(chosen) == treated:
            key = float(y @ chosen)
            total[key] = total.get(key, 0.0) + gamma ** float(np.dot(u, chosen))
    weight = sum(total.values())
    return {key: share / weight for key, share in total.items()}


def largest_tail(sets: list[tuple[np.ndarray, int]], observed: float, gamma: float) -> float:
    """Over every hidden u of 0s and 1s, where the extreme of such a problem lies."""

    def tails(at: int, reached: float):
        if at == len(sets):
            return float(reached >= observed - 1e-9)
        y, treated = sets[at]
        return max(
            sum(share * tails(at + 1, reached + key) for key, share in chances_in_set(y, treated, u, gamma).items())
            for u in product((0, 1), repeat=y.size)
        )

    return tails(0, 0.0)


@pytest.mark.parametrize("gamma", [1.5, 3.0])
def test_binary_bound_is_the_worst_of_all_biases(gamma):
    sets = [(np.array([1.0, 0, 0]), 1), (np.array([1.0, 1, 0, 0]), 2), (np.array([1.0, 1, 0]), 2)]
    y = np.concatenate([values for values, _ in sets])
    treated = np.concatenate([np.arange(values.size) < many for values, many in sets])
    place = np.repeat([0, 1, 2], [values.size for values, _ in sets])
    found = rosenbaum_bounds(y, treated, place, gammas=[gamma], alternative="greater")
    assert found.table[0].p_upper == pytest.approx(largest_tail(sets, y @ treated, gamma), abs=1e-12)


def test_exact_signed_ranks_by_enumeration():
    """At Γ = 1 R: wilcox.test(d, alternative = "greater")$p.value is 0.0068359375."""
    d = np.array([1.1, -2.3, 3.7, 4.2, -0.4, 6.6, 7.9, 5.05, 2.9, 8.8])
    ranks = stats.rankdata(np.abs(d))
    signs = np.array(list(product((0, 1), repeat=d.size)))
    reached = signs @ ranks >= ranks[d > 0].sum()
    found = rosenbaum_bounds(*pairs(d), gammas=[1, 2.5], alternative="greater")
    positive = signs.sum(axis=1)
    chance = 2.5**positive / 3.5**d.size
    assert found.table[0].p_upper == pytest.approx(0.0068359375, abs=1e-12)
    assert found.table[1].p_upper == pytest.approx(chance[reached].sum(), abs=1e-12)


@pytest.mark.parametrize("gamma", [1.0, 1.7, 4.0, 0.4])
def test_extreme_mean_of_a_set_is_that_of_all_biases(gamma):
    scores = np.sort(np.random.default_rng(2).normal(size=(5, 4)), axis=1)
    found, _ = extreme_moments(scores, gamma)
    odds = np.array([[max(gamma, 1 / gamma) ** bit for bit in u] for u in product((0, 1), repeat=4)])
    means = scores @ (odds / odds.sum(axis=1, keepdims=True)).T
    assert found == pytest.approx(means.max(axis=1) if gamma >= 1 else means.min(axis=1))


def test_weighted_bounds_are_the_worst_of_all_factors():
    random = np.random.default_rng(3)
    y, weights = random.poisson(1.5, 9).astype(float), random.random(9)
    treated = plain_sample(random.poisson(1, 12).astype(float))
    row = weight_bounds(treated, y, weights, gammas=[2.0]).table[0]
    means = [(w @ y) / w.sum() for w in (weights * np.array(z) for z in product((1.0, 2.0), repeat=9))]
    assert (row.lowest, row.highest) == pytest.approx((treated.mean - max(means), treated.mean - min(means)))


@pytest.mark.parametrize(
    ("ratio", "value", "limit"),
    [((3.9, 1.8, 8.7), "7.26", "3.00"), ((0.80, 0.71, 0.91), "1.81", "1.43")],
)
def test_e_values_of_vanderweele_and_ding(ratio, value, limit):
    """VanderWeele and Ding (2017): formula feeding and deaths of infants; breastfeeding and ovarian cancer."""
    found = e_values(*ratio, measure="risk ratio")
    assert (f"{found.value:.2f}", f"{found.limit:.2f}") == (value, limit)


def test_hidden_bias_is_survived_at_its_own_gamma():
    """Nothing works, but whoever will reoffend is twice as likely (in odds) to join. The plain comparison is misled
    nearly always; at Γ = 2 a difference is found no oftener than it should be, and yet Γ = 2 is not too cautious.
    """
    random, found = np.random.default_rng(8), []
    for _ in range(600):
        y = (random.random(2_000) < 0.4).astype(float)
        treated = random.random(2_000) < np.where(y == 1, 2 / 12, 1 / 11)
        pool = y[~treated]
        rows = weight_bounds(plain_sample(y[treated]), pool, np.ones(pool.size), gammas=[1.0, 2.0]).table
        found.append([row.p_upper <= 0.05 for row in rows])
    plain, bounded = np.mean(found, axis=0)
    assert plain > 0.9
    assert 0.005 <= bounded <= 0.05


def test_hidden_bias_of_pairs_is_survived_at_its_own_gamma():
    """In each pair that differs the one who will reoffend was treated in two pairs of three."""
    random, found = np.random.default_rng(9), []
    treated, sets = np.tile([True, False], 150), np.repeat(np.arange(150), 2)
    for _ in range(300):
        first = random.random(150) < 2 / 3
        y = np.column_stack([first, ~first]).ravel().astype(float)
        rows = rosenbaum_bounds(y, treated, sets, gammas=[1.0, 2.0]).table
        found.append([row.p_upper <= 0.05 for row in rows])
    plain, bounded = np.mean(found, axis=0)
    assert plain > 0.9
    assert 0.002 <= bounded <= 0.05
