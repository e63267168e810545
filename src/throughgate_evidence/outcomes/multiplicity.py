"""Correction of several p values, so that looking at many outcomes does not find a difference by chance.

``holm`` and ``hochberg`` (Holm 1979; Hochberg 1988) and ``bonferroni`` bound the chance of even one false find; ``bh``
(Benjamini and Hochberg 1995) bounds the share of false finds among all finds. As R's p.adjust.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, get_args

import numpy as np

from ..engines.sums import Floats
from ..refusals import EvidenceInputError

Correction = Literal["none", "bonferroni", "holm", "hochberg", "bh"]


def correct(p_values: Sequence[float | None], method: Correction) -> tuple[float | None, ...]:
    """Corrected p in the order given; None (no p could be had) stays None and does not count as a comparison."""
    if method not in get_args(Correction):
        raise EvidenceInputError(f"There is no correction {method!r}: use one of {', '.join(get_args(Correction))}.")
    places = [at for at, p in enumerate(p_values) if p is not None]
    p = np.array([value for value in p_values if value is not None], dtype=float)
    if not ((p >= 0) & (p <= 1)).all():
        raise EvidenceInputError("A p value must be between 0 and 1.")
    corrected: list[float | None] = [None] * len(p_values)
    order = np.argsort(p, kind="stable")
    for place, value in zip(order, np.minimum(RULES[method](p[order]), 1.0), strict=True):
        corrected[places[place]] = float(value)
    return tuple(corrected)


def step_down(p: Floats) -> Floats:
    """Holm, on ascending p: never less than the one before."""
    return np.maximum.accumulate(p * np.arange(p.size, 0, -1))


def step_up(p: Floats, factors: Floats) -> Floats:
    """Never more than the one after."""
    return np.minimum.accumulate((p * factors)[::-1])[::-1]


RULES: dict[Correction, Callable[[Floats], Floats]] = {
    "none": lambda p: p,
    "bonferroni": lambda p: p * p.size,
    "holm": step_down,
    "hochberg": lambda p: step_up(p, np.arange(p.size, 0.0, -1)),
    "bh": lambda p: step_up(p, p.size / np.arange(1.0, p.size + 1)),
}
