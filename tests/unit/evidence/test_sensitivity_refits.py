"""E-values of estimates, and comparisons made again without a covariate or without people at the edges."""

from __future__ import annotations

import math
from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughgate_evidence import EvidenceInputError
from throughgate_evidence.outcomes import Estimate
from throughgate_evidence.sensitivity import (
    e_value,
    e_value_limit,
    e_value_of,
    e_values,
    leave_one_out,
    rosenbaum_bounds,
    summarise,
    trim_limits,
    trimming,
)

RATE = Estimate(200, 300, 40, 90, 0.2, 0.3, -0.1, 0.039, 400.0, -0.177, -0.023, 0.011, "sandwich", None)


@given(st.floats(0.01, 100))
def test_e_value_solves_its_equation_and_ignores_direction(ratio):
    """Two associations of E each can make a ratio of E · E / (E + E − 1), and no more (Ding and VanderWeele 2016)."""
    value, away = e_value(ratio), max(ratio, 1 / ratio)
    assert value * value / (2 * value - 1) == pytest.approx(away, rel=1e-9)
    assert value == pytest.approx(e_value(1 / ratio), rel=1e-9)


@pytest.mark.parametrize(("limits", "value"), [((1.8, 8.7), 3.0), ((1.0, 8.7), 1.0), ((0.9, 8.7), 1.0)])
def test_limit_is_1_where_the_interval_holds_1(limits, value):
    assert e_value_limit(3.9, *limits) == pytest.approx(value)


@pytest.mark.parametrize("ratio", [0.0, -1.0, math.inf, math.nan])
def test_no_e_value_of_what_is_no_ratio(ratio):
    with pytest.raises(EvidenceInputError, match="ratio above 0"):
        e_value(ratio)


def test_limits_must_hold_the_ratio():
    with pytest.raises(EvidenceInputError, match="does not hold"):
        e_value_limit(3.9, 4.0, 5.0)


def test_odds_and_hazard_ratios_come_to_the_scale_of_risks():
    assert e_values(4.0, measure="odds ratio").ratio == 2
    assert e_values(4.0, measure="odds ratio", rare=True).ratio == 4
    common = e_values(0.56, measure="hazard ratio").ratio
    assert 0.56 < common < 1
    assert common == pytest.approx(1 / e_values(1 / 0.56, measure="hazard ratio").ratio)


def test_standardised_difference():
    assert e_values(0.5, measure="mean difference").ratio == pytest.approx(math.exp(0.455))
    with pytest.raises(EvidenceInputError, match="There is no measure 'd'"):
        e_values(0.5, measure="d")


def test_e_value_of_a_rate():
    found = e_value_of(RATE, "rate")
    assert found.ratio == pytest.approx(2 / 3)
    assert found.value == pytest.approx(e_value(1.5))
    assert found.limit == pytest.approx(e_value(0.277 / 0.3))
    assert f"at least {found.value:.1f} times" in found.sentence


def test_limit_is_1_exactly_where_the_difference_may_be_0():
    assert e_value_of(replace(RATE, upper=0.0), "frequency").limit == 1
    assert e_value_of(replace(RATE, upper=-0.001), "frequency").limit > 1
    assert "holds no difference already" in e_value_of(replace(RATE, upper=0.01), "rate").sentence


def test_e_value_of_days_by_the_standard_deviation():
    days = replace(RATE, treated=200.0, comparison=180.0, difference=20.0, se=10.0, lower=0.4, upper=39.6)
    assert e_value_of(days, "days", sd=100.0).ratio == pytest.approx(math.exp(0.91 * 0.2))
    assert e_value_of(days, "days").ratio == pytest.approx(math.exp(0.91 * 20 / (10 / math.sqrt(1 / 200 + 1 / 300))))


@pytest.mark.parametrize(
    ("changes", "kind"), [({"treated": 0.0}, "rate"), ({"comparison": 0.0}, "rate"), ({"se": None}, "days")]
)
def test_no_e_value_where_there_is_no_ratio(changes, kind):
    assert e_value_of(replace(RATE, **changes), kind) is None


def test_no_interval_no_limit():
    assert e_value_of(replace(RATE, lower=None, upper=None), "rate").limit is None


def test_each_covariate_is_left_out_in_turn():
    told: list[str] = []

    def refit(name: str) -> Estimate:
        if name == "area":
            raise EvidenceInputError("matches nobody")
        return replace(RATE, difference=float(len(name)))

    found = leave_one_out(refit, ["age", "area", "prior"], lambda done, message: told.append(message))
    assert [(name, estimate.difference) for name, estimate in found] == [("age", 3.0), ("prior", 5.0)]
    assert told[1] == "Comparing again without area"


def trim_mask(rule, logit, treated):
    others = logit[~treated]
    return trim_limits(rule, logit[treated], (others.min(), others.max())).hold(logit)


def test_trimming_rules_keep_whom_they_should():
    logit = np.log(
        np.array([0.05, 0.1, 0.5, 0.9, 0.95, 0.2, 0.7]) / (1 - np.array([0.05, 0.1, 0.5, 0.9, 0.95, 0.2, 0.7]))
    )
    treated = np.array([False, False, True, True, True, True, False])
    assert trim_mask("crump", logit, treated).tolist() == [False, True, True, True, False, True, True]
    assert trim_mask("common support", logit, treated).tolist() == [False, False, True, False, False, True, True]


def test_tails_take_five_in_100_of_the_treated_from_each_end():
    treated = np.linspace(-1, 1, 101)
    kept = trim_mask("tails", np.r_[treated, -2.0, 0.0], np.r_[np.ones(101, bool), False, False])
    assert (kept[:101].sum(), kept[-2:].tolist()) == (91, [False, True])


def test_trimming_tells_rule_and_people_left():
    treated = np.array([-4.0, -1.0, 0.0, 1.0])

    def refit(limits):
        left = int(limits.hold(treated).sum())
        return (left, RATE) if left > 2 else None

    found = trimming(refit, treated, (-1.5, 0.5))
    assert [(words, left) for words, left, _ in found] == [("propensity from 0.1 to 0.9", 3)]


def test_nobody_left_is_passed_over():
    assert trimming(lambda limits: (1, RATE), np.array([5.0]), (-9.0, -8.0), rules=["crump", "common support"]) == ()


def test_summary_holds_what_the_report_needs():
    bounds = rosenbaum_bounds(np.array([1.0, 0, 1, 0]), np.array([True, False] * 2), np.array([0, 0, 1, 1]))
    found = summarise("reoffended", e_value_of(RATE, "rate"), bounds, (("age", RATE),))
    assert found.gamma[0] == (1.0, 0.5)
    assert (found.gamma_critical, found.left_out[0][0], len(found.sentences)) == (None, "age", 2)
    assert asdict(summarise("reoffended", None, None))["basis"] == ""
