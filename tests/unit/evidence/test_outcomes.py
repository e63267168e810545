"""Intervals and p against scipy, and the edges where there are none."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from throughgate_evidence import evaluate
from throughgate_evidence.outcomes import compare, number_needed, plain_sample
from throughgate_evidence.outcomes.two_samples import raw_counts, sandwich


def test_plain_samples_give_welch():
    random = np.random.default_rng(5)
    one, other = random.normal(1, 2, 40), random.normal(0, 1, 60)
    found = compare(plain_sample(one), plain_sample(other), "Welch")
    expected = stats.ttest_ind(one, other, equal_var=False)
    limits = expected.confidence_interval(0.95)
    assert (found.p, found.lower, found.upper) == pytest.approx((expected.pvalue, limits.low, limits.high), rel=1e-9)


def test_equal_weights_give_the_plain_variance():
    y = np.random.default_rng(6).normal(size=50)
    squares = np.array([((y - y.mean()) ** 2).sum()])
    variance, size = sandwich(np.array([0.4]), np.array([50]), squares)
    assert (variance, size) == pytest.approx((y.var(ddof=1) / 50, 50))
    assert raw_counts(np.array([0.4]), np.array([50]), squares) == pytest.approx((y.var(ddof=1) / 50, 50))


def test_missing_values_leave_the_sample():
    sample = plain_sample(np.array([1.0, np.nan, 3.0]))
    assert (sample.people, sample.mean) == (2, 2.0)


def test_no_interval_without_variation():
    found = compare(plain_sample(np.ones(20)), plain_sample(np.zeros(20)), "Welch")
    assert found.difference == 1
    assert found.lower is found.p is found.se is None


def test_no_interval_from_one_person():
    found = compare(plain_sample(np.array([1.0])), plain_sample(np.array([0.0, 1.0])), "Welch")
    assert found.p is None


def test_people_needed_grow_with_the_square_of_the_difference():
    assert number_needed(100, 0.1, 0.1) == math.ceil(100 * (1.959963985 + 0.841621234) ** 2)
    assert number_needed(100, 0.05, 0.1) == pytest.approx(4 * number_needed(100, 0.1, 0.1), abs=4)
    assert number_needed(100, 0.0, 0.1) is None


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        ("y", (0, 1), "rate"),
        ("y", (0, 3), "frequency"),
        ("y", (0, 2.5), "amount"),
        ("y", (-1, 2), "amount"),
        ("days_to_reoffence", (4, 30), "days"),
        ("Weeks in work", (4, 30), "weeks"),
    ],
)
def test_kind_is_taken_from_the_values_and_the_name(write_csv, rows, name, values, kind):
    changed = [{**row, name: values[at // 2 % 2]} for at, row in enumerate(rows)]
    found = evaluate(write_csv(changed), treated="treated", covariates=["age"], outcomes=[name])
    assert (found.outcomes[0].kind, found.outcomes[0].kind_declared) == (kind, False)


def test_declared_kind_and_label(people):
    found = evaluate(
        people,
        treated="treated",
        covariates=["age"],
        outcomes=["reoffended"],
        kinds={"reoffended": "frequency"},
        labels={"reoffended": "proven reoffences"},
    )
    assert found.outcomes[0].kind == "frequency"
    assert "“proven reoffences” was counted" in found.findings[0].headline
