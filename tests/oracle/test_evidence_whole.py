"""Whole chains against R 4.2.2: from the file to n, effective sizes, balance, difference, standard error and p.

Every number was worked out in R from first principles, not by a matching package:

    ps <- glm(treat ~ ., binomial, d, control = list(epsilon = 1e-14)); l <- predict(ps); e <- fitted(ps)
    A <- abs(outer(l[t], l[!t], "-")) <= .2 * sd(l)                           # radius: w = colSums(A / rowSums(A))
    k <- findInterval(l, quantile(l[t], (1:5) / 6))                           # subclass (ATT)
    cell <- interaction(lapply(x, findInterval, seq(min, max, length = b + 1)[2:b]))   # cem, b = ceiling(log2(n) + 1)
    m <- lm(y ~ t, d, weights = w); sqrt(vcovHC(m, "HC2")["t", "t"])          # sandwich 3.0-2
    own + U %*% solve(information, gradient)                                  # ipw, overlap: stacked equations
"""

from __future__ import annotations

from pathlib import Path

import pytest

from throughgate_evidence import Evaluation, evaluate
from throughgate_evidence.outcomes import Estimate

ROLES: dict[str, tuple[str, list[str], str]] = {
    "lalonde": ("treat", ["age", "educ", "race", "married", "nodegree", "re74", "re75"], "re78"),
    "rossi": ("fin", ["age", "race", "wexp", "mar", "paro", "prio"], "arrest"),
    "nsw_cps": (
        "treat",
        [
            *("age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75"),
            *("agesq", "agecube", "educsq", "u74", "u75", "educ_re74"),
        ],
        "re78",
    ),
}
# File, method, estimand; people of both groups; effective sizes; difference; its error; SMD of the age; p.
CHAINS = [
    ("lalonde", "radius", "ATT", 184, 402, 184.0000, 106.5071, 1283.930198, 819.375884, 0.09082, 0.118300),
    ("lalonde", "radius", "ATC", 184, 402, 20.2136, 402.0000, -16.337721, 1407.074263, -0.21529, 0.990842),
    ("lalonde", "radius", "ATE", 184, 402, 38.2281, 315.6574, 391.937530, 1052.476230, -0.11917, 0.711242),
    ("lalonde", "subclass", "ATT", 185, 429, 185.0000, 66.4855, 1359.487533, 834.430164, -0.04763, 0.104954),
    ("lalonde", "subclass", "ATC", 185, 429, 16.6732, 429.0000, -1139.527325, 1539.824853, -0.25955, 0.469118),
    ("lalonde", "subclass", "ATE", 185, 429, 23.9302, 335.5399, -581.481210, 1323.259764, -0.12531, 0.663872),
    ("lalonde", "exact", "ATT", 13, 12, 13.0000, 9.6571, -1106.311077, 2761.816864, 0.00000, 0.693277),
    ("lalonde", "exact", "ATC", 13, 12, 10.0465, 12.0000, -1159.362639, 2748.849397, 0.00000, 0.677779),
    ("lalonde", "exact", "ATE", 13, 12, 12.1753, 11.2613, -1131.775827, 2679.093446, 0.00000, 0.676968),
    ("lalonde", "cem", "ATT", 65, 75, 65.0000, 41.2898, 1070.907326, 1394.657602, 0.03852, 0.444304),
    ("lalonde", "cem", "ATC", 65, 75, 27.1449, 75.0000, 1557.096401, 1254.660559, 0.05775, 0.221159),
    ("lalonde", "cem", "ATE", 65, 75, 46.4211, 63.7761, 1331.365759, 1167.375518, 0.04882, 0.257116),
    ("lalonde", "ipw", "ATT", 185, 429, 185.0000, 99.8154, 1214.071223, 801.651726, 0.09291, 0.131101),
    ("lalonde", "ipw", "ATC", 185, 429, 31.3633, 429.0000, -186.915900, 1166.138579, -0.28291, 0.873519),
    ("lalonde", "ipw", "ATE", 185, 429, 58.3267, 329.0078, 224.676309, 891.042500, -0.16757, 0.801576),
    ("lalonde", "overlap", "ATT", 185, 429, 145.6359, 166.1014, 1242.200636, 741.815794, 0.00000, 0.095138),
    ("rossi", "radius", "ATT", 216, 212, 216.0000, 192.0561, -0.106630, 0.045018, 0.02883, 0.018355),
    ("rossi", "radius", "ATC", 216, 212, 199.1554, 212.0000, -0.079065, 0.043743, 0.00664, 0.071420),
    ("rossi", "radius", "ATE", 216, 212, 211.6088, 206.5374, -0.092976, 0.043869, 0.01784, 0.034661),
    ("rossi", "subclass", "ATT", 216, 216, 216.0000, 205.0517, -0.097072, 0.043560, 0.06178, 0.026396),
    ("rossi", "subclass", "ATC", 216, 216, 199.6792, 216.0000, -0.080972, 0.043136, 0.01821, 0.061204),
    ("rossi", "subclass", "ATE", 216, 216, 213.2894, 213.0617, -0.085494, 0.042950, 0.01102, 0.047181),
    ("rossi", "exact", "ATT", 63, 58, 63.0000, 38.9755, 0.021164, 0.085306, 0.00000, 0.804671),
    ("rossi", "exact", "ATC", 63, 58, 44.6055, 58.0000, 0.007184, 0.085320, 0.00000, 0.933080),
    ("rossi", "exact", "ATE", 63, 58, 57.5473, 51.2222, 0.014463, 0.080976, 0.00000, 0.858588),
    ("rossi", "cem", "ATT", 133, 136, 133.0000, 84.8422, 0.001020, 0.056406, 0.00053, 0.985586),
    ("rossi", "cem", "ATC", 133, 136, 80.5265, 136.0000, -0.008313, 0.063122, 0.02322, 0.895395),
    ("rossi", "cem", "ATE", 133, 136, 114.0103, 118.5288, -0.003698, 0.055591, 0.01200, 0.947016),
    ("rossi", "ipw", "ATT", 216, 216, 216.0000, 207.6813, -0.087055, 0.042093, 0.00395, 0.039245),
    ("rossi", "ipw", "ATC", 216, 216, 207.2322, 216.0000, -0.075622, 0.042127, -0.00426, 0.073358),
    ("rossi", "ipw", "ATE", 216, 216, 213.7390, 213.8586, -0.081338, 0.041628, -0.00015, 0.051369),
    ("rossi", "overlap", "ATT", 216, 216, 213.9032, 213.8353, -0.080120, 0.041690, 0.00000, 0.055300),
    ("nsw_cps", "radius", "ATT", 185, 4894, 185.0000, 131.3810, 1652.353611, 706.732835, -0.02108, 0.020032),
    ("nsw_cps", "radius", "ATC", 185, 4894, 15.2088, 4894.0000, -680.520606, 1139.316947, -0.01751, 0.559511),
    ("nsw_cps", "radius", "ATE", 185, 4894, 16.2772, 4669.4238, -595.546845, 1107.483414, -0.01764, 0.598327),
    ("nsw_cps", "subclass", "ATT", 185, 15992, 185.0000, 118.3768, 426.772436, 752.659980, -0.14008, 0.571124),
    ("nsw_cps", "cem", "ATT", 55, 96, 55.0000, 51.7384, 2759.926491, 1187.409040, 0.01811, 0.022160),
    ("nsw_cps", "cem", "ATC", 55, 96, 19.5648, 96.0000, 3122.943338, 1344.837995, 0.03882, 0.027897),
    ("nsw_cps", "cem", "ATE", 55, 96, 31.7541, 86.2149, 2990.718659, 1153.002626, 0.03128, 0.012255),
    ("nsw_cps", "ipw", "ATT", 185, 15992, 185.0000, 70.1500, 1782.208531, 785.856122, -0.05330, 0.024237),
    ("nsw_cps", "ipw", "ATC", 185, 15992, 12.3573, 15992.0000, -7331.589209, 1260.485170, -0.78359, 0.000090),
    ("nsw_cps", "ipw", "ATE", 185, 15992, 13.0771, 15445.4392, -7238.140311, 1225.647400, -0.77469, 0.000061),
    ("nsw_cps", "overlap", "ATT", 185, 15992, 143.9517, 396.9714, 884.490892, 618.316034, 0.00000, 0.154118),
]
# Entropy balancing by optim (BFGS, then Newton), the error from all estimating equations stacked (means to be met, both
# λ, both group means) with a numeric derivative; each person's own part over √(1 − w/W).
ENTROPY = [
    ("lalonde", "ATT", 1273.262, 793.1392),
    ("lalonde", "ATC", 212.4998, 1769.087),
    ("lalonde", "ATE", 951.6713, 1266.528),
    ("rossi", "ATT", -0.08745719, 0.04220458),
    ("rossi", "ATC", -0.07603418, 0.04199117),
    ("rossi", "ATE", -0.08137128, 0.04161253),
]
# Greedy pairs in a loop, largest logit first, caliper 0.2 SD; then t.test(x, y, paired = TRUE).
PAIRS = [("lalonde", 117, 1770.603, 927.2196, 0.05865671), ("rossi", 201, -0.08955224, 0.04471804, 0.04657099)]
# coxph(Surv(week, arrest) ~ fin, weights = w, cluster = set, ties = "efron"), summary(survfit(…), rmean = 52); the
# weights of full and nearest are those that --write-weights gives.
LIVES = [
    ("radius", 0.6316592, 0.1934415, 46.87500, 44.13966, 0.7777778, 0.6711481),
    ("full", 0.6066261, 0.2312573, 46.87500, 43.38356, 0.7777778, 0.6628086),
    ("ipw", 0.6783719, 0.1910489, 46.87500, 44.48898, 0.7777778, 0.6907229),
    ("nearest", 0.6803148, 0.1985446, 46.58706, 44.59701, 0.7761194, 0.6865672),
]


def chain(request: pytest.FixtureRequest, file: str, **choices: object) -> Evaluation:
    treated, covariates, outcome = ROLES[file]
    path: Path = request.getfixturevalue(file)
    plain = {"outcomes": [outcome], "interval": "sandwich", "sensitivity": "none", "disclosure": "none"}
    return evaluate(path, treated=treated, covariates=covariates, **(plain | choices))


def matched(found: Evaluation) -> Estimate:
    estimate = found.outcomes[0].matched
    assert estimate is not None
    return estimate


@pytest.mark.parametrize(
    ("file", "method", "estimand", "treated", "comparison", "ess_treated", "ess", "difference", "se", "smd", "p"),
    CHAINS,
)
def test_whole_chain(
    request, file, method, estimand, treated, comparison, ess_treated, ess, difference, se, smd, p
) -> None:
    found = chain(request, file, method=method, estimand=estimand)
    estimate = matched(found)
    assert (found.n_treated_matched, found.n_comparison_matched) == (treated, comparison)
    assert (found.ess_treated, found.ess) == pytest.approx((ess_treated, ess), abs=6e-5)
    assert found.balance[0].smd_after == pytest.approx(smd, abs=6e-6)
    assert (estimate.difference, estimate.se, estimate.p) == pytest.approx((difference, se, p), abs=6e-7)


@pytest.mark.parametrize(("file", "estimand", "difference", "se"), ENTROPY)
def test_entropy_balancing(request, file, estimand, difference, se) -> None:
    estimate = matched(chain(request, file, method="entropy", estimand=estimand))
    assert (estimate.difference, estimate.se) == pytest.approx((difference, se), rel=1e-6)


@pytest.mark.parametrize(("file", "pairs", "difference", "se", "p"), PAIRS)
def test_pairs_are_a_paired_t_test(request, file, pairs, difference, se, p) -> None:
    found = chain(request, file, method="nearest")
    estimate = matched(found)
    assert found.sizes_of_sets == {"1 : 1": pairs}
    assert (estimate.difference, estimate.se, estimate.p) == pytest.approx((difference, se, p), rel=1e-6)


@pytest.mark.parametrize(("method", "ratio", "se", "treated", "comparison", "one", "other"), LIVES)
def test_survival_with_weights(request, method, ratio, se, treated, comparison, one, other) -> None:
    found = chain(request, "rossi", method=method, outcomes=[], survival={"arrested": ("week", "arrest")})
    (lives,) = found.survival
    assert lives.hazard is not None and lives.rmst is not None
    assert (lives.hazard.ratio, lives.hazard.se_log) == pytest.approx((ratio, se), rel=1e-6)
    assert (lives.rmst.treated, lives.rmst.comparison) == pytest.approx((treated, comparison), abs=6e-6)
    assert (lives.treated.survival[-1], lives.comparison.survival[-1]) == pytest.approx((one, other), abs=6e-8)
