"""All sites together: the average effect, how much sites differ, what to expect of another site.

The interval is Knapp and Hartung's unless told otherwise: with few sites the usual one is too short. The prediction
interval is for the true effect in a site like these (Higgins, Thompson and Spiegelhalter 2009): estimate ±
t √(se² + τ²), with k − 1 degrees of freedom under Knapp and Hartung (as metafor; Partlett and Riley 2017) and k − 2
otherwise; none for fewer than three sites.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, get_args

import numpy as np
from scipy import special

from ..disclosure import Disclosure, control_pooled
from ..engines.sums import Floats
from ..refusals import EvidenceInputError
from ..statements import is_significant, listed
from .effects import Measure, SiteEffect, SiteSummary, effect_of
from .random_effects import RandomEffects, TauMethod, fit_random_effects

CONFIDENCE = 0.95
# Fewest sites for a slope on a site's dose; below ten it is a hint at best (Cochrane Handbook, 10.11.4).
FEWEST_FOR_DOSE = 3
_students_quantile: Callable[[float, float], Any] = special.stdtrit
_students_tail: Callable[[float, float], Any] = special.stdtr
_normal_quantile: Callable[[float], Any] = special.ndtri
_normal_tail: Callable[[float], Any] = special.ndtr


# Knapp and Hartung's interval shrinks with Q: far below its expectation, its degrees of freedom, it is too short.
TOO_ALIKE_SHARE = 0.5
TOO_ALIKE = (
    "The sites agree more closely than chance alone would make them, so this interval is shorter than it should be. "
    "Make it again with normal intervals (--normal) and believe the wider one."
)


@dataclass(frozen=True)
class LeftOut:
    """The average effect of all the other sites."""

    estimate: float
    se: float
    lower: float
    upper: float
    p: float
    tau2: float
    i2: float


@dataclass(frozen=True)
class PooledSite:
    """A row of the forest plot. `weight` is a share of 1; the interval is the site's own, estimate ± 1.96 se.

    `shown` False: the site counts in the average, and its numbers are withheld (None).
    """

    site: str
    n_treated: int | None
    n_comparison: int | None
    events_treated: int | None
    events_comparison: int | None
    dose: float | None
    estimate: float | None
    se: float | None
    lower: float | None
    upper: float | None
    weight: float | None
    without: LeftOut | None
    shown: bool = True


@dataclass(frozen=True)
class MetaRegression:
    """Effect = intercept + slope × dose. `explained` is the share of τ² that the dose takes away, None if τ² is 0."""

    intercept: float
    slope: float
    se: float
    df: int | None
    lower: float
    upper: float
    p: float
    tau2: float
    explained: float | None


@dataclass(frozen=True)
class Pooled:
    """For ``risk ratio`` effects and limits are logs of it (`log_scale`). `df` None: normal quantiles. `significant`
    was settled before anything was rounded.

    `left_out` names sites that could not be taken in because what they gave is suppressed. `n_…` None where a site did
    not give it, or where it is withheld.
    """

    measure: Measure
    log_scale: bool
    method: TauMethod
    knapp_hartung: bool
    n_sites: int
    n_treated: int | None
    n_comparison: int | None
    estimate: float
    se: float
    df: int | None
    lower: float
    upper: float
    p: float
    prediction_lower: float | None
    prediction_upper: float | None
    tau2: float
    tau2_lower: float
    tau2_upper: float
    q: float
    q_df: int
    q_p: float
    i2: float
    i2_lower: float
    i2_upper: float
    significant: bool
    sites: tuple[PooledSite, ...]
    regression: MetaRegression | None = None
    left_out: tuple[str, ...] = ()
    hidden: int = 0
    notes: tuple[str, ...] = ()


def pool(
    summaries: Sequence[SiteSummary],
    method: TauMethod = "reml",
    knapp_hartung: bool = True,
    *,
    measure: Measure = "difference",
    by_dose: bool = False,
    disclosure: Disclosure = "standard",
) -> Pooled:
    """Random-effects meta-analysis of at least two sites.

    `difference` takes a site's estimate and standard error, or the risk difference of its counts; `risk ratio` needs
    counts. `by_dose` adds a regression on the sites' dose. Raises EvidenceInputError that names the site.
    """
    check_choice("method", method, get_args(TauMethod))
    check_choice("measure", measure, get_args(Measure))
    check_choice("disclosure control", disclosure, get_args(Disclosure))
    check_sites(summaries)
    effects = [(summary, effect_of(summary, measure)) for summary in summaries]
    usable = [(summary, effect) for summary, effect in effects if effect is not None]
    check_enough(len(usable), measure)
    fitted = average([effect for _, effect in usable], method, knapp_hartung)
    regression = regress_on_dose(usable, method, knapp_hartung, fitted.tau2) if by_dose else None
    left_out = tuple(summary.site for summary, effect in effects if effect is None)
    rows = site_rows(usable, fitted, method, knapp_hartung)
    pooled = assemble(rows, fitted, regression, left_out, measure, method, knapp_hartung)
    notes = (*pooled.notes, *not_alike_words([summary for summary, _ in usable]))
    return control_pooled(replace(pooled, notes=notes), disclosure)


def not_alike_words(summaries: Sequence[SiteSummary]) -> list[str]:
    """A site whose own report says that its groups are not alike is not made better by being pooled."""
    names = [summary.site for summary in summaries if summary.not_alike]
    if not names:
        return []
    return [
        f"At {listed(names)} the groups are not alike after matching: what was found there may be that difference and "
        "not the programme. It counts in the average all the same. Pool without it too, and see what changes."
    ]


def assemble(
    rows: tuple[PooledSite, ...],
    fitted: RandomEffects,
    regression: MetaRegression | None,
    left_out: tuple[str, ...],
    measure: Measure,
    method: TauMethod,
    knapp_hartung: bool,
) -> Pooled:
    estimate, se = float(fitted.coefficients[0]), math.sqrt(fitted.covariance[0, 0])
    df = fitted.df if knapp_hartung else None
    lower, upper, p = interval(estimate, se, df)
    foreseen = prediction(estimate, se, fitted, knapp_hartung)
    low, high = fitted.tau2_interval
    return Pooled(
        measure=measure,
        log_scale=measure == "risk ratio",
        method=method,
        knapp_hartung=knapp_hartung,
        n_sites=len(rows),
        n_treated=total([row.n_treated for row in rows]),
        n_comparison=total([row.n_comparison for row in rows]),
        estimate=estimate,
        se=se,
        df=df,
        lower=lower,
        upper=upper,
        p=p,
        prediction_lower=foreseen[0],
        prediction_upper=foreseen[1],
        tau2=fitted.tau2,
        tau2_lower=low,
        tau2_upper=high,
        q=fitted.q,
        q_df=fitted.df,
        q_p=fitted.q_p,
        i2=fitted.i2(fitted.tau2),
        i2_lower=fitted.i2(low),
        i2_upper=fitted.i2(high),
        significant=is_significant(p),
        sites=rows,
        regression=regression,
        left_out=left_out,
        notes=(TOO_ALIKE,) if knapp_hartung and fitted.q < TOO_ALIKE_SHARE * fitted.df else (),
    )


def average(effects: Sequence[SiteEffect], method: TauMethod, knapp_hartung: bool) -> RandomEffects:
    y, v = as_arrays(effects)
    return fit_random_effects(y, v, np.ones((len(y), 1)), method, knapp_hartung)


def as_arrays(effects: Sequence[SiteEffect]) -> tuple[Floats, Floats]:
    return np.array([effect.estimate for effect in effects]), np.array([effect.variance for effect in effects])


def interval(estimate: float, se: float, df: int | None) -> tuple[float, float, float]:
    """Limits and two-sided p: Student's t with `df`, normal without."""
    if se == 0:
        return estimate, estimate, 1.0 if estimate == 0 else 0.0
    upto = 0.5 + CONFIDENCE / 2
    reach = float(_normal_quantile(upto) if df is None else _students_quantile(df, upto)) * se
    score = -abs(estimate) / se
    p = 2 * float(_normal_tail(score) if df is None else _students_tail(df, score))
    return estimate - reach, estimate + reach, p


def prediction(
    estimate: float, se: float, fitted: RandomEffects, knapp_hartung: bool
) -> tuple[float, float] | tuple[None, None]:
    df = fitted.df if knapp_hartung else fitted.df - 1
    if fitted.df < 2 or df < 1:
        return None, None
    lower, upper, _ = interval(estimate, math.sqrt(se**2 + fitted.tau2), df)
    return lower, upper


def site_rows(
    usable: Sequence[tuple[SiteSummary, SiteEffect]], fitted: RandomEffects, method: TauMethod, knapp_hartung: bool
) -> tuple[PooledSite, ...]:
    shares = fitted.weights / fitted.weights.sum()
    rows = []
    for at, (summary, effect) in enumerate(usable):
        se = math.sqrt(effect.variance)
        lower, upper, _ = interval(effect.estimate, se, None)
        others = [other for place, (_, other) in enumerate(usable) if place != at]
        rows.append(
            PooledSite(
                site=summary.site,
                n_treated=summary.n_treated,
                n_comparison=summary.n_comparison,
                events_treated=summary.events_treated,
                events_comparison=summary.events_comparison,
                dose=summary.dose,
                estimate=effect.estimate,
                se=se,
                lower=lower,
                upper=upper,
                weight=float(shares[at]),
                without=without(others, method, knapp_hartung),
            )
        )
    return tuple(rows)


def without(others: Sequence[SiteEffect], method: TauMethod, knapp_hartung: bool) -> LeftOut | None:
    if len(others) < 2:
        return None
    fitted = average(others, method, knapp_hartung)
    estimate, se = float(fitted.coefficients[0]), math.sqrt(fitted.covariance[0, 0])
    limits = interval(estimate, se, fitted.df if knapp_hartung else None)
    return LeftOut(estimate, se, *limits, fitted.tau2, fitted.i2(fitted.tau2))


def regress_on_dose(
    usable: Sequence[tuple[SiteSummary, SiteEffect]], method: TauMethod, knapp_hartung: bool, tau2: float
) -> MetaRegression:
    missing = next((summary.site for summary, _ in usable if summary.dose is None), None)
    if missing is not None:
        raise EvidenceInputError(f"Site {missing} has no dose: give one for each site, or do without the regression.")
    dose = np.array([summary.dose for summary, _ in usable], dtype=np.float64)
    if len(usable) < FEWEST_FOR_DOSE or np.ptp(dose) == 0:
        raise EvidenceInputError(f"A regression on dose needs at least {FEWEST_FOR_DOSE} sites that differ in it.")
    y, v = as_arrays([effect for _, effect in usable])
    # A centred dose keeps the sums of squares apart; the intercept is brought back to a dose of 0.
    centre = float(dose.mean())
    fitted = fit_random_effects(y, v, np.column_stack([np.ones(len(y)), dose - centre]), method, knapp_hartung)
    slope, se = float(fitted.coefficients[1]), math.sqrt(fitted.covariance[1, 1])
    df = fitted.df if knapp_hartung else None
    lower, upper, p = interval(slope, se, df)
    explained = max(0.0, (tau2 - fitted.tau2) / tau2) if tau2 > 0 else None
    intercept = float(fitted.coefficients[0]) - slope * centre
    return MetaRegression(intercept, slope, se, df, lower, upper, p, fitted.tau2, explained)


def total(counts: Sequence[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def check_sites(summaries: Sequence[SiteSummary]) -> None:
    names = [" ".join(summary.site.casefold().split()) for summary in summaries]
    twice = next((at for at, name in enumerate(names) if name in names[:at]), None)
    if twice is not None:
        raise EvidenceInputError(
            f"Site {summaries[twice].site} is there twice: its people would be counted double. Leave one out."
        )


def check_enough(sites: int, measure: Measure) -> None:
    if sites >= 2:
        return
    needs = "counts of people per arm" if measure == "risk ratio" else "an estimate and its standard error, or counts"
    raise EvidenceInputError(f"Pooling needs at least two sites with {needs}; there are {sites}.")


def check_choice(what: str, value: str, allowed: Sequence[str]) -> None:
    if value not in allowed:
        raise EvidenceInputError(f"There is no {what} {value!r}: use {' or '.join(allowed)}.")


def to_json(pooled: Pooled, *, indent: int | None = 2) -> str:
    """Numbers are not rounded beyond what disclosure control did; what is withheld or cannot be had is null."""
    return json.dumps(asdict(pooled), indent=indent, ensure_ascii=False, allow_nan=False) + "\n"
