"""Time until an event in both groups: curves, mean time within a horizon, hazard ratio.

The three answer different questions. The curves show everything; the restricted mean ("how many days without the event
out of the first 365") needs no assumption; the hazard ratio is one number where hazards are proportional.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from scipy import special

from ..engines.sums import Booleans, Floats, Integers
from ..refusals import EvidenceInputError
from .cox import fit_cox
from .kaplan_meier import Curve, Lifetimes, draw_curve, restricted_mean, take_lifetimes
from .two_samples import CONFIDENCE, Estimate, Sample, difference_with_error

TimeUnit = Literal["days", "weeks", "months", "years"]
RMST_METHOD = "influence function of the restricted mean (weights known)"
HAZARD_METHOD = "Cox model, Efron ties, robust error (Lin and Wei)"
BY_SET = ", by matched set"
_normal_quantile: Callable[[float], Any] = special.ndtri

__all__ = ["Curve", "HazardRatio", "SurvivalResult", "compare_survival", "common_horizon"]


@dataclass(frozen=True)
class HazardRatio:
    """Hazard of the treatment group over that of the comparison group; `se_log` of its logarithm."""

    ratio: float
    lower: float
    upper: float
    p: float
    se_log: float
    se_method: str


@dataclass(frozen=True)
class SurvivalResult:
    """People and events (counts, not weights) up to `horizon`. `rmst` is the difference of mean times without the event
    within the horizon, in the unit of time; `hazard` is None where a group has no events. `unit` of time, where it was
    said.
    """

    name: str
    label: str
    n_treated: int
    n_comparison: int
    events_treated: int
    events_comparison: int
    treated: Curve
    comparison: Curve
    horizon: float
    rmst: Estimate | None
    hazard: HazardRatio | None
    withheld: str | None = None
    unit: TimeUnit | None = None


def compare_survival(
    time: Floats,
    event: Floats | Booleans,
    treated: Booleans,
    weights: Floats | None = None,
    *,
    name: str = "event",
    label: str | None = None,
    clusters: Integers | None = None,
    people: Integers | None = None,
    horizon: float | None = None,
    unit: TimeUnit | None = None,
) -> SurvivalResult:
    """Compare n people, or n rows of `people` (n,) each: `time` (n,) from the start to the event or to the end of
    observation, `event` (n,) 0 or 1; NaN in either leaves the row out.

    `weights` (n,) of the matching; `clusters` (n,) matched sets, negative for who stands alone. `horizon` in the unit
    of time; by default the longest time at which both groups are still observed. Later events count for nothing here.
    `unit` of time, for the words.
    Raises EvidenceInputError for an empty group, a bad value (naming its row) or a horizon beyond observation.
    """
    lives, used = take_lifetimes(time, event, weights, people, clusters)
    members = np.asarray(treated, dtype=bool)[used]
    limit = check_horizon(lives, members, horizon)
    one, other = lives.only(members), lives.only(~members)
    return SurvivalResult(
        name=name,
        label=label or name,
        n_treated=int(one.people.sum()),
        n_comparison=int(other.people.sum()),
        events_treated=count_events(one, limit),
        events_comparison=count_events(other, limit),
        treated=draw_curve(one, limit),
        comparison=draw_curve(other, limit),
        horizon=limit,
        rmst=compare_means(lives, members, limit),
        hazard=compare_hazards(lives, members, limit),
        unit=unit,
    )


def common_horizon(lives: Lifetimes, members: Booleans) -> float:
    """The longest time up to which both groups are observed."""
    return float(min(lives.time[members].max(), lives.time[~members].max()))


def check_horizon(lives: Lifetimes, members: Booleans, horizon: float | None) -> float:
    for group, name in ((members, "the treatment group"), (~members, "the comparison group")):
        if not group.any():
            raise EvidenceInputError(f"Nobody of {name} was matched and has a time and event recorded.")
    longest = common_horizon(lives, members)
    if horizon is None:
        horizon = longest
    if not (math.isfinite(horizon) and horizon > 0):
        raise EvidenceInputError("A horizon must be a time above 0, such as 365 days.")
    if horizon > longest:
        raise EvidenceInputError(
            f"The horizon of {horizon:g} is beyond {longest:g}, the longest time for which both groups were observed. "
            "Choose an earlier one: nobody knows what happened later."
        )
    return float(horizon)


def count_events(lives: Lifetimes, horizon: float) -> int:
    return int(lives.people[lives.event & (lives.time <= horizon)].sum())


def compare_means(lives: Lifetimes, members: Booleans, horizon: float) -> Estimate:
    """Difference of restricted means; the influences of a set are added up over both groups."""
    influence, samples = np.zeros(lives.time.size), []
    for group, sign in ((members, 1.0), (~members, -1.0)):
        part = lives.only(group)
        mean, pull = restricted_mean(part, horizon)
        influence[group] = sign * pull
        count = int(part.people.sum())
        variance = float(part.people @ pull**2)
        samples.append(Sample(count, count_events(part, horizon), mean, variance, count))
    if lives.cluster is None:
        total = float(lives.people @ influence**2)
    else:
        total = float((np.bincount(lives.cluster, influence) ** 2).sum())
    method = RMST_METHOD + (BY_SET if lives.cluster is not None else "")
    return difference_with_error(samples[0], samples[1], math.sqrt(total), None, method)


def compare_hazards(lives: Lifetimes, members: Booleans, horizon: float) -> HazardRatio | None:
    """Observation ends at the horizon. None where a group has no event, or has all of its events before the other has
    any left to lose: the ratio would be 0 or without limit.
    """
    event = lives.event & (lives.time <= horizon)
    if not (event[members].any() and event[~members].any()):
        return None
    until = np.minimum(lives.time, horizon)
    people = np.rint(lives.people).astype(np.int64)
    mark = members.astype(float)[:, None]
    try:
        model = fit_cox(until, event, mark, ["treated"], weights=lives.weights, clusters=lives.cluster, people=people)
    except EvidenceInputError:
        return None
    log, se = float(model.coefficients[0]), float(model.robust_se[0])
    reach = float(_normal_quantile(0.5 + CONFIDENCE / 2)) * se
    method = HAZARD_METHOD + (BY_SET if lives.cluster is not None else "")
    return HazardRatio(math.exp(log), math.exp(log - reach), math.exp(log + reach), float(model.p[0]), se, method)
