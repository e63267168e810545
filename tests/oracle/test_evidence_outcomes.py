"""Weighted differences, sets, doubly robust estimates and corrected p values against R and statsmodels.

Numbers are of R 4.2.2 (sandwich 3.0) on Rossi's 432 men with
    w <- 0.5 + (d$age %% 7) / 4; g <- (d$age * 13 + d$prio * 7) %% 60; m <- lm(arrest ~ fin, d, weights = w)
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from lifelines.datasets import load_rossi
from scipy import stats

from throughgate_evidence.outcomes.adjusted import adjust_rows
from throughgate_evidence.outcomes.multiplicity import correct
from throughgate_evidence.outcomes.rows import compare_rows

ROSSI = ["age", "race", "wexp", "mar", "paro", "prio"]


@pytest.fixture(scope="module")
def men() -> pd.DataFrame:
    data = load_rossi().astype(float)
    data["w"] = 0.5 + (data.age % 7) / 4
    data["g"] = (data.age * 13 + data.prio * 7) % 60
    return data


def columns(data: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return data.arrest.to_numpy(), data.fin.to_numpy() == 1, data.w.to_numpy()


def test_hc2(men: pd.DataFrame) -> None:
    """R: coef(m); sqrt(diag(vcovHC(m, "HC2")))."""
    found = compare_rows(*columns(men))
    assert found.difference == pytest.approx(-0.0641094246611, abs=1e-12)
    assert found.comparison == pytest.approx(0.3187390542907, abs=1e-12)
    assert found.se == pytest.approx(0.0478409628560, abs=1e-12)


def test_sets(men: pd.DataFrame) -> None:
    """R: sqrt(diag(vcovCL(m, cluster = g, type = "HC0", cadjust = TRUE))), which is CR1."""
    found = compare_rows(*columns(men), men.g.to_numpy(dtype=np.int64))
    assert found.se == pytest.approx(0.0453771342102, abs=1e-12)
    assert found.df == 59


def test_pairs_give_the_paired_t_test() -> None:
    random = np.random.default_rng(8)
    one, other = random.normal(1, 1, 30), random.normal(0, 2, 30)
    y, treated = np.concatenate([one, other]), np.arange(60) < 30
    found = compare_rows(y, treated, np.ones(60), np.tile(np.arange(30), 2))
    expected = stats.ttest_rel(one, other)
    limits = expected.confidence_interval(0.95)
    assert (found.p, found.lower, found.upper) == pytest.approx((expected.pvalue, limits.low, limits.high), rel=1e-10)


def test_nsw_experiment(nsw: Path) -> None:
    """Difference 1794.34, HC2 error 671.00; with a common variance (OLS) 632.85."""
    data = pd.read_csv(nsw)
    y, treated = data.re78.to_numpy(dtype=float), data.treat.to_numpy() == 1
    found = compare_rows(y, treated, np.ones(len(y)))
    assert (f"{found.difference:.2f}", f"{found.se:.2f}") == ("1794.34", "671.00")
    assert f"{sm.OLS(y, sm.add_constant(treated.astype(float))).fit().bse[1]:.2f}" == "632.85"


def test_doubly_robust(men: pd.DataFrame) -> None:
    """R, with treated weights of 1: the mean residual of the treated from lm(arrest ~ age + race + wexp + mar + paro +
    prio, weights = w) among the others, and its errors from B⁻¹ x̄ written out by hand.
    """
    weights = np.where(men.fin == 1, 1.0, men.w)
    y, treated = men.arrest.to_numpy(), men.fin.to_numpy() == 1
    found = adjust_rows(y, treated, weights, men[ROSSI].to_numpy())
    exact = adjust_rows(y, treated, weights, men[ROSSI].to_numpy(), exact_variance=True)
    assert found.difference == pytest.approx(-0.094116788643, abs=1e-11)
    assert found.se == pytest.approx(0.0446104792940, abs=1e-11)
    assert exact.se == pytest.approx(0.0449298793863, abs=1e-11)


def test_doubly_robust_is_weighted_least_squares_of_the_others(men: pd.DataFrame) -> None:
    treated = men.fin == 1
    fit = sm.WLS(men.arrest[~treated], sm.add_constant(men.loc[~treated, ROSSI]), weights=men.w[~treated]).fit()
    expected = (men.arrest[treated] - fit.predict(sm.add_constant(men.loc[treated, ROSSI]))).mean()
    weights = np.where(treated, 1.0, men.w)
    found = adjust_rows(men.arrest.to_numpy(), treated.to_numpy(), weights, men[ROSSI].to_numpy())
    assert found.difference == pytest.approx(expected, abs=1e-11)


def test_raw_rossi(men: pd.DataFrame) -> None:
    """22.22 % against 30.56 %, Welch −16.65 to −0.02, p .04958."""
    found = compare_rows(men.arrest.to_numpy(), men.fin.to_numpy() == 1, np.ones(432))
    assert [f"{100 * limit:.2f}" for limit in (found.difference, found.lower, found.upper)] == [
        *("-8.33", "-16.65", "-0.02")
    ]
    assert f"{found.p:.5f}" == "0.04958"


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("none", [0.001, 0.02, 0.04, 0.03, 0.9, 0.2, None, 0.03]),
        ("bonferroni", [0.007, 0.14, 0.28, 0.21, 1.0, 1.0, None, 0.21]),
        ("holm", [0.007, 0.12, 0.15, 0.15, 0.9, 0.4, None, 0.15]),
        ("hochberg", [0.007, 0.12, 0.12, 0.12, 0.9, 0.4, None, 0.12]),
        ("bh", [0.007, 0.0525, 0.056, 0.0525, 0.9, 0.7 / 3, None, 0.0525]),
    ],
)
def test_corrected_p(method, expected) -> None:
    """R: p.adjust(c(.001, .02, .04, .03, .9, .2, NA, .03), method)."""
    found = correct([0.001, 0.02, 0.04, 0.03, 0.9, 0.2, None, 0.03], method)
    assert [None if p is None else round(p, 12) for p in found] == [
        None if p is None else round(p, 12) for p in expected
    ]
