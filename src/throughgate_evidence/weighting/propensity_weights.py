"""Weights from the propensity e, on the log scale so that no logit is too large for them.

| estimand | treated | comparison |
|---|---|---|
| ATT | 1 | e / (1 − e) |
| ATC | (1 − e) / e | 1 |
| ATE | 1 / e | 1 / (1 − e) |
| ATO (overlap) | 1 − e | e |

All are multiplied by the sampling weights. Each group's weights are normalised (Hájek), so stabilising them by the
share of treated people would change nothing. Sources: Hirano and Imbens 2001; Li, Morgan and Zaslavsky 2018 (overlap).
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from ..engines.sums import Booleans, Floats

Target = Literal["ATT", "ATE", "ATC", "ATO"]


def log_weights(treated: Booleans, logit: Floats, target: Target) -> Floats:
    """Log of the weight (n,) of each person, before sampling weights and normalising."""
    # log e = −log(1 + exp(−logit)) and log(1 − e) = −log(1 + exp(logit)).
    inside, outside = -np.logaddexp(0.0, -logit), -np.logaddexp(0.0, logit)
    none = np.zeros_like(logit)
    for_treated, for_comparison = {
        "ATT": (none, logit),
        "ATC": (-logit, none),
        "ATE": (-inside, -outside),
        "ATO": (outside, inside),
    }[target]
    return np.asarray(np.where(treated, for_treated, for_comparison), dtype=np.float64)


def log_weight_slopes(treated: Booleans, logit: Floats, target: Target) -> Floats:
    """Derivative (n,) of the log weight by the logit: what a change of the propensity model does to it."""
    share = 0.5 * (1.0 + np.tanh(logit / 2))
    none, one = np.zeros_like(logit), np.ones_like(logit)
    for_treated, for_comparison = {
        "ATT": (none, one),
        "ATC": (-one, none),
        "ATE": (share - 1.0, share),
        "ATO": (-share, 1.0 - share),
    }[target]
    return np.asarray(np.where(treated, for_treated, for_comparison), dtype=np.float64)


def within_group(log_weight: Floats, sampling: Floats, group: Booleans) -> Floats:
    """Weights (n,) of one group, the largest factor 1; 0 outside the group."""
    weights = np.zeros_like(log_weight)
    inside = group & (sampling > 0)
    if inside.any():
        weights[inside] = sampling[inside] * np.exp(log_weight[inside] - log_weight[inside].max())
    return weights


def truncated(weights: Floats, group: Booleans, quantile: float) -> Floats:
    """No weight of the group above the quantile of its weights that are not 0 (Cole and Hernán 2008)."""
    used = group & (weights > 0)
    limit = np.quantile(weights[used], quantile) if used.any() else np.inf
    return np.asarray(np.where(group, np.minimum(weights, limit), weights))
