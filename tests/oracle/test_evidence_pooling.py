"""Pooling against metafor 3.8-1 (R 4.2.2) on the BCG trials (Colditz et al. 1994, JAMA 271: table 1).

e <- escalc("RR", ai=tpos, bi=tneg, ci=cpos, di=cneg, data=dat.bcg)        # or "RD"
r <- rma(yi, vi, data=e, method="REML", test="knha", control=list(threshold=1e-12)); predict(r); confint(r)
leave1out(r); weights(r); rma(yi, vi, mods=~ablat, data=e, test="knha")
"""

from __future__ import annotations

import pytest

from throughgate_evidence.pooling import SiteSummary, pool

# Vaccinated with tuberculosis and without, not vaccinated with and without, degrees of latitude.
BCG = [
    (4, 119, 11, 128, 44),
    (6, 300, 29, 274, 55),
    (3, 228, 11, 209, 42),
    (62, 13536, 248, 12619, 52),
    (33, 5036, 47, 5761, 13),
    (180, 1361, 372, 1079, 44),
    (8, 2537, 10, 619, 19),
    (505, 87886, 499, 87892, 13),
    (29, 7470, 45, 7232, 27),
    (17, 1699, 65, 1600, 42),
    (186, 50448, 141, 27197, 18),
    (5, 2493, 3, 2338, 33),
    (27, 16886, 29, 17825, 33),
]
SITES = [
    SiteSummary(f"trial {at}", None, None, a + b, c + d, a, c, dose)
    for at, (a, b, c, d, dose) in enumerate(BCG, start=1)
]
# measure, method, Knapp and Hartung: estimate, se, lower, upper, p, tau², I² (%)
AVERAGES = {
    ("risk ratio", "reml", True): (
        -0.714532342158, 0.180791744093, -1.10844371369, -0.320620970631, 0.00192001509606, 0.313243258136,
        92.2213845213,
    ),
    ("risk ratio", "reml", False): (
        -0.714532342158, 0.179781516105, -1.06689763881, -0.362167045506, 7.05425810164e-05, 0.313243258136,
        92.2213845213,
    ),
    ("risk ratio", "dl", True): (
        -0.714117222073, 0.180696628336, -1.10782135417, -0.320413089978, 0.00192076676705, 0.308760262862,
        92.1173468546,
    ),
    ("risk ratio", "dl", False): (
        -0.714117222073, 0.178742089535, -1.06444528008, -0.363789164062, 6.4629243047e-05, 0.308760262862,
        92.1173468546,
    ),
    ("difference", "reml", True): (
        -0.0251732881433, 0.0110723470672, -0.0492978599878, -0.00104871629886, 0.042168489357, 0.0014214030957,
        99.9402318614,
    ),
    ("difference", "dl", False): (
        -0.0070552635661, 0.00156339020719, -0.010119452066, -0.00399107506622, 6.39780722137e-06, 1.87347499331e-05,
        95.6596235199,
    ),
}  # fmt: skip
PREDICTIONS = {
    ("risk ratio", "reml"): (-1.9960168342, 0.56695214988),
    ("risk ratio", "dl"): (-1.98720696343, 0.558972519284),
    ("difference", "reml"): (-0.110787047379, 0.0604404710924),
}
# confint(r): τ² and I² (%), the same under REML and DL because the Q profile needs neither.
TAU2, I2 = (0.119718361141, 1.11147908406), (81.920574558597, 97.67807495789)
WEIGHTS = [
    5.05948273437, 6.36467937256, 4.4360274026, 9.69874701892, 8.86845639124, 10.0957385442, 6.02718141444,
    10.1894390371, 8.74313321164, 8.36760725789, 9.92502699981, 3.82162906299, 8.4028515522,
]  # fmt: skip
# leave1out: estimate, se, lower, upper, tau², I² (%)
WITHOUT = {
    0: (-0.707083784699, 0.194002738432, -1.13408093301, -0.280086636393, 0.336156701804, 93.2259340940),
    5: (-0.710876555564, 0.199746677704, -1.15051602897, -0.271237082160, 0.359554070377, 90.9118075434),
    7: (-0.794767604516, 0.182295106551, -1.19599642879, -0.393538780240, 0.273182929387, 87.0313627396),
}


def bcg(measure="risk ratio", method="reml", knapp_hartung=True, by_dose=False):
    return pool(SITES, method, knapp_hartung, measure=measure, by_dose=by_dose, disclosure="none")


@pytest.mark.parametrize("key", list(AVERAGES))
def test_average(key) -> None:
    found = bcg(*key)
    values = (found.estimate, found.se, found.lower, found.upper, found.p, found.tau2, 100 * found.i2)
    assert values == pytest.approx(AVERAGES[key], rel=1e-8)


@pytest.mark.parametrize("key", list(PREDICTIONS))
def test_prediction(key) -> None:
    found = bcg(*key)
    assert (found.prediction_lower, found.prediction_upper) == pytest.approx(PREDICTIONS[key], rel=1e-8)


def test_heterogeneity_and_its_intervals() -> None:
    found = bcg()
    assert (found.q, found.q_df, found.q_p) == (pytest.approx(152.233008082), 12, pytest.approx(1.99676459085e-26))
    assert (found.tau2_lower, found.tau2_upper) == pytest.approx(TAU2, rel=1e-8)
    assert (100 * found.i2_lower, 100 * found.i2_upper) == pytest.approx(I2, rel=1e-8)


def test_weights() -> None:
    assert [100 * site.weight for site in bcg().sites] == pytest.approx(WEIGHTS, rel=1e-8)


@pytest.mark.parametrize("at", list(WITHOUT))
def test_without_one_trial(at) -> None:
    """metafor's leave1out takes its own stopping rule, 10⁻⁵ on τ²."""
    found = bcg().sites[at].without
    values = (found.estimate, found.se, found.lower, found.upper, found.tau2, 100 * found.i2)
    assert values == pytest.approx(WITHOUT[at], rel=1e-5)


def test_regression_on_latitude() -> None:
    found = bcg(by_dose=True).regression
    assert (found.intercept, found.slope) == pytest.approx((0.251468210007, -0.0291017250116), rel=1e-8)
    assert (found.se, found.p) == pytest.approx((0.00820141741105, 0.00456505154159), rel=1e-8)
    assert (found.lower, found.upper) == pytest.approx((-0.0471529230251, -0.0110505269982), rel=1e-8)
    assert (found.tau2, 100 * found.explained) == pytest.approx((0.0763479639559, 75.6266218114), rel=1e-6)


def test_the_prediction_without_knapp_and_hartung_has_two_degrees_of_freedom_less() -> None:
    """Higgins, Thompson and Spiegelhalter 2009. metafor's own has the normal quantile there: (−1.86669, 0.43763)."""
    found = bcg("risk ratio", "reml", knapp_hartung=False)
    metafor = (0.437627533587 + 1.8666922179) / 2 / 1.959963984540054
    t_of_eleven = 2.200985160082949
    assert (found.prediction_upper - found.prediction_lower) / 2 == pytest.approx(metafor * t_of_eleven, rel=1e-8)
