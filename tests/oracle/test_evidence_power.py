"""Power and numbers of people against R 4.2.2 (stats), statsmodels, and simulation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.power import TTestIndPower
from statsmodels.stats.proportion import power_proportions_2indep

from throughgate_evidence.power import Frequencies, Hazards, Means, Rates, detectable, people_needed, power_of


@pytest.mark.parametrize(
    ("rates", "n", "alpha", "power"),
    [
        # R: power.prop.test(n = 120, p1 = .3, p2 = .2)$power and so on
        ((0.2, 0.3), 120, 0.05, 0.431615830247),
        ((0.2222, 0.3056), 216, 0.05, 0.502611736213),
        ((0.2, 0.3), 120, 0.01, 0.214100325523),
    ],
)
def test_power_of_rates(rates, n, alpha, power):
    assert power_of(Rates(*rates), n, n, alpha=alpha) == pytest.approx(power, abs=1e-11)


@pytest.mark.parametrize(
    ("rates", "power", "n"),
    [
        # R: power.prop.test(p1 = .3, p2 = .2, power = .8)$n is 293.151285814
        ((0.2, 0.3), 0.8, 294),
        # R: power.prop.test(p1 = .2222, p2 = .3056, power = .9)$n is 584.828486666
        ((0.2222, 0.3056), 0.9, 585),
    ],
)
def test_people_needed_for_rates(rates, power, n):
    assert people_needed(Rates(*rates), power=power) == n


def test_detectable_rise():
    """R: power.prop.test(n = 300, p1 = .3, power = .8)$p2 is 0.40922502471, to uniroot's tolerance of 1e-4."""
    rise = detectable(Rates(0.3, 0.3), 300, 300, direction=1)
    assert rise == pytest.approx(0.10922502471, abs=1e-4)
    assert power_of(Rates(0.3 + rise, 0.3), 300, 300) == pytest.approx(0.8, abs=1e-9)


def test_unequal_groups_of_rates():
    expected = power_proportions_2indep(-0.1, 0.3, 120, ratio=3, return_results=True)
    assert power_of(Rates(0.2, 0.3), 120, 360) == pytest.approx(expected.power, abs=1e-3)


def test_power_of_means():
    # R: power.t.test(n = 60, delta = 5, sd = 12)$power; power.t.test(n = 5, delta = 20, sd = 12)$power
    assert power_of(Means(5, 12), 60, 60) == pytest.approx(0.619287532112, abs=1e-10)
    assert power_of(Means(-20, 12), 5, 5) == pytest.approx(0.637842701337, abs=1e-10)
    # statsmodels adds the chance of a result in the wrong direction, here a millionth.
    assert power_of(Means(5, 12), 60, 180) == pytest.approx(TTestIndPower().power(5 / 12, 60, 0.05, 3), abs=2e-6)


def test_people_needed_and_detectable_for_means():
    # R: power.t.test(delta = 5, sd = 12, power = .8)$n is 91.3894; power.t.test(n = 60, sd = 12, power = .9)$delta
    assert people_needed(Means(5, 12)) == 92
    assert detectable(Means(0, 12), 60, 60, power=0.9, direction=1) == pytest.approx(7.16033033802, abs=1e-6)


@pytest.mark.parametrize(("ratio", "power", "events"), [(0.5, 0.8, 66), (0.7, 0.9, 331)])
def test_schoenfeld_events(ratio, power, events):
    """Schoenfeld (1983): 4 (z₁ + z₂)² / log(HR)² events in groups of one size; here half of them in each."""
    needed = people_needed(Hazards(ratio, 1.0, 1.0), power=power)
    assert 2 * needed in {events, events + 1}


def test_power_of_frequencies_by_simulation():
    """Negative binomial counts of mean 1.06 and 0.8 with a variance of three times the mean."""
    random, draws = np.random.default_rng(11), 3_000
    groups = [random.negative_binomial(mean / 2, 1 / 3, (draws, people)) for mean, people in ((0.8, 250), (1.06, 500))]
    found = stats.ttest_ind(*groups, axis=1, equal_var=False).pvalue <= 0.05
    assert power_of(Frequencies(0.8, 1.06, 3), 250, 500) == pytest.approx(found.mean(), abs=0.03)
