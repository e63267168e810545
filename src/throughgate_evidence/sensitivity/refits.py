"""Does the result hang on one covariate, or on people at the edges? The comparison is made again without them.

Only the frame is here: `refit` makes the comparison again, whatever way of matching it uses.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar, get_args

import numpy as np

from ..engines.sums import Booleans, Floats
from ..progress import Progress, no_progress
from ..refusals import EvidenceInputError

Result = TypeVar("Result")
TrimRule = Literal["crump", "common support", "tails"]
TRIM_WORDS: dict[TrimRule, str] = {
    "crump": "propensity from 0.1 to 0.9",
    "common support": "propensity that occurs in both groups",
    "tails": "without the 5 % of the programme at each end",
}
# Crump, Hotz, Imbens and Mitnik (2009): close to the least variance for most distributions of the propensity.
CRUMP = (0.1, 0.9)
TAIL = 0.05


@dataclass(frozen=True)
class Limits:
    """Logits from `lowest` to `highest`, both included, are kept."""

    lowest: float
    highest: float

    def hold(self, logit: Floats) -> Booleans:
        """Which of `logit` (n,) are kept (n,)."""
        return np.asarray((logit >= self.lowest) & (logit <= self.highest))


def leave_one_out(
    refit: Callable[[str], Result], covariates: Sequence[str], progress: Progress = no_progress
) -> tuple[tuple[str, Result], ...]:
    """The result without each covariate in turn, with its name. `refit` gets the name of the one that is left out.

    A comparison that cannot be made without a covariate (nobody is matched, say) has no result and is passed over.
    """
    found = []
    for at, name in enumerate(covariates):
        progress(at / len(covariates), f"Comparing again without {name}")
        try:
            found.append((name, refit(name)))
        except EvidenceInputError:
            continue
    return tuple(found)


def trimming(
    refit: Callable[[Limits], tuple[int, Result] | None],
    treated: Floats,
    comparison: tuple[float, float],
    progress: Progress = no_progress,
    rules: Sequence[TrimRule] = get_args(TrimRule),
) -> tuple[tuple[str, int, Result], ...]:
    """The result among people within each rule's limits: the rule in words, how many treated people are left, and it.

    `treated` (m,) are the logits of treated people, `comparison` the lowest and highest of the others. `refit` gets the
    limits and gives the number of treated people and the result; None, or an EvidenceInputError, is passed over.
    """
    found = []
    for at, rule in enumerate(rules):
        progress(at / len(rules), f"Comparing again: {TRIM_WORDS[rule]}")
        limits = trim_limits(rule, treated, comparison)
        try:
            result = refit(limits) if limits.hold(treated).any() else None
        except EvidenceInputError:
            continue
        if result is not None:
            found.append((TRIM_WORDS[rule], *result))
    return tuple(found)


def trim_limits(rule: TrimRule, treated: Floats, comparison: tuple[float, float]) -> Limits:
    """Limits on the logit scale; see `trimming`."""
    if rule not in TRIM_WORDS:
        raise EvidenceInputError(f"There is no rule of trimming {rule!r}: use one of {', '.join(TRIM_WORDS)}.")
    if rule == "crump":
        return Limits(*(math.log(share / (1 - share)) for share in CRUMP))
    if rule == "common support":
        return Limits(max(float(treated.min()), comparison[0]), min(float(treated.max()), comparison[1]))
    lowest, highest = np.quantile(treated, (TAIL, 1 - TAIL))
    return Limits(float(lowest), float(highest))
