"""Matching on MatchIt's 614 (Lalonde), against MatchIt and against R written out.

The R session, MatchIt 4.5.1 on R 4.2.2, with f <- treat ~ age + educ + race + married + nodegree + re74 + re75:

    x <- round(glm(f, binomial, lalonde, control = glm.control(epsilon = 1e-14))$linear.predictors, 12)
    m <- matchit(f, lalonde, distance = x, mahvars = ~x, …)
    weighted.mean(re78[treat == 1], m$weights[treat == 1]) - weighted.mean(re78[treat == 0], m$weights[treat == 0])

`mahvars = ~x` sends nearest matching through MatchIt's general search: its search along a vector does not keep to its
own caliper in that version (and k:1 with replacement is wrong, so it is not compared).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from throughgate_evidence.matching import Matching, MatchSpec, Units, match
from throughgate_evidence.matching.distances import space_of

COVARIATES = ["age", "educ", "married", "nodegree", "re74", "re75", "race_hispan", "race_white"]


def load(path: Path) -> pd.DataFrame:
    data = pd.read_csv(path)
    data["race_code"] = data.race.astype("category").cat.codes
    return data.join(pd.get_dummies(data.race, prefix="race").astype(float))


def units_of(data: pd.DataFrame, covariates=COVARIATES, exact=(), antiexact=()) -> Units:
    design = sm.add_constant(data[COVARIATES].astype(float))
    model = sm.GLM(data.treat, design, family=sm.families.Binomial()).fit(tol=1e-12)
    return Units(
        data.treat.to_numpy() == 1,
        np.asarray(model.get_prediction(which="linear").predicted),
        data[list(covariates)].to_numpy(dtype=float),
        tuple(covariates),
        np.ones(len(data)),
        data[list(exact)].to_numpy(dtype=np.int64),
        data[list(antiexact)].to_numpy(dtype=np.int64),
    )


def result(data: pd.DataFrame, matching: Matching) -> tuple[str, int, int]:
    """Difference in earnings, and how many of either group are matched."""
    weights = matching.weights
    groups = [(data.treat == group).to_numpy() & (weights > 0) for group in (1, 0)]
    means = [np.average(data.re78[group], weights=weights[group]) for group in groups]
    return f"{means[0] - means[1]:.4f}", int(groups[0].sum()), int(groups[1].sum())


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ({"caliper": None}, ("894.3675", 185, 185)),
        ({}, ("1770.6029", 117, 117)),
        ({"caliper": None, "ratio": 2}, ("220.2886", 185, 370)),
        ({"ratio": 2}, ("1622.3440", 117, 147)),
        ({"caliper": None, "replace": True}, ("1964.4331", 185, 81)),
        ({"caliper": 0.05, "replace": True}, ("2008.9523", 180, 81)),
        ({"caliper": None, "replace": True, "estimand": "ATC"}, ("-1231.3213", 83, 429)),
        ({"caliper": 0.1, "replace": True, "estimand": "ATC"}, ("367.7595", 83, 364)),
        ({"caliper": None, "discard": "both"}, ("543.7484", 177, 177)),
        ({"caliper": None, "discard": "comparison"}, ("906.6446", 185, 185)),
        ({"caliper": None, "discard": "treated"}, ("530.9164", 177, 177)),
        ({"distance": "propensity"}, ("1571.7445", 113, 113)),
    ],
)
def test_nearest(lalonde: Path, choices, expected) -> None:
    data = load(lalonde)
    assert result(data, match(units_of(data), MatchSpec(method="nearest", **choices))) == expected


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"exact": ["race_code", "married"]}, ("1787.5378", 111, 111)),
        ({"antiexact": ["nodegree"]}, ("2272.2783", 102, 102)),
        ({"antiexact": ["nodegree", "married"]}, ("211.4279", 59, 59)),
    ],
)
def test_nearest_within_and_across_columns(lalonde: Path, columns, expected) -> None:
    """exact = ~race + married, antiexact = ~nodegree (+ married), caliper = .2."""
    data = load(lalonde)
    assert result(data, match(units_of(data, **columns), MatchSpec(method="nearest"))) == expected


@pytest.mark.parametrize(
    ("ratio", "exact", "expected"),
    [
        (1, (), ("1061.6226", 117, 117)),
        (2, (), ("1351.8001", 117, 147)),
        (1, ("race_hispan",), ("1170.0210", 117, 117)),
        (1, ("race_code",), ("813.3958", 115, 115)),
    ],
)
def test_mahalanobis_within_a_caliper(lalonde: Path, ratio, exact, expected) -> None:
    """mahvars = ~age + educ + race + married + nodegree + re74 + re75, caliper = .2."""
    data = load(lalonde)
    matching = match(units_of(data, exact=exact), MatchSpec(method="nearest", distance="mahalanobis", ratio=ratio))
    assert result(data, matching) == expected


@pytest.mark.parametrize(
    ("distance", "expected"),
    [
        ("mahalanobis", ["7.10120014", "7.31990988", "6.44836060", "5.63760544"]),
        ("robust-mahalanobis", ["4.02423621", "4.21729125", "4.01794757", "3.61221618"]),
        ("euclidean", ["7.22346074", "7.59913586", "7.33086557", "6.06113977"]),
    ],
)
def test_distances_of_the_first_treated(lalonde: Path, distance, expected) -> None:
    """To PSID1 … PSID4. Mahalanobis as MatchIt's transform_covariates; robust as written out with rank(), cov() and
    sd(1:614); Euclidean with the root of the diagonal of MatchIt's pooled_cov (its own takes n for n − 2 in 0/1
    columns).
    """
    space = space_of(units_of(load(lalonde)), distance)
    assert [f"{np.linalg.norm(space[0] - space[row]):.8f}" for row in range(185, 189)] == expected


@pytest.mark.parametrize(
    ("estimand", "subclasses", "expected"),
    [("ATT", 6, "1359.4875"), ("ATE", 6, "-581.4812"), ("ATC", 5, "-650.0583")],
)
def test_subclassification(lalonde: Path, estimand, subclasses, expected) -> None:
    """matchit(f, lalonde, method = "subclass", estimand = …, subclass = …)."""
    data = load(lalonde)
    spec = MatchSpec(method="subclass", estimand=estimand, subclasses=subclasses, distance="propensity")
    assert result(data, match(units_of(data), spec)) == (expected, 185, 429)


def test_subclass_sizes(lalonde: Path) -> None:
    """table(m$subclass, treat)."""
    data = load(lalonde)
    sets = match(units_of(data), MatchSpec(method="subclass")).sets
    line = pd.Series(units_of(data).logit).groupby(sets).mean().sort_values().index
    table = pd.crosstab(sets, data.treat).loc[line]
    assert table[0].tolist() == [346, 24, 17, 21, 18, 3]
    assert table[1].tolist() == [31, 31, 29, 32, 31, 31]


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ({}, ("1070.9073", 65, 75)),
        ({"estimand": "ATE"}, ("1331.3658", 65, 75)),
        ({"cutpoints": {"age": 4, "educ": 4, "re74": 5, "re75": 5}}, ("1174.7449", 131, 173)),
    ],
)
def test_coarsened_exact_matching(lalonde: Path, choices, expected) -> None:
    """matchit(f, lalonde, method = "cem", …)."""
    data = load(lalonde)
    assert result(data, match(units_of(data), MatchSpec(method="cem", **choices))) == expected


@pytest.mark.parametrize(("estimand", "expected"), [("ATT", "717.4403"), ("ATC", "1052.8006"), ("ATE", "921.3853")])
def test_exact_matching(lalonde: Path, estimand, expected) -> None:
    """matchit(treat ~ race + married + nodegree + educ, lalonde, method = "exact", estimand = …)."""
    data = load(lalonde)
    units = units_of(data, ["race_code", "married", "nodegree", "educ"])
    assert result(data, match(units, MatchSpec(method="exact", estimand=estimand))) == (expected, 183, 284)


def test_radius_in_rows(lalonde: Path) -> None:
    """The reference that the streaming sums give as well."""
    data = load(lalonde)
    difference, treated, comparison = result(data, match(units_of(data), MatchSpec()))
    assert (f"{float(difference):.3f}", treated, comparison) == ("1283.930", 184, 402)
