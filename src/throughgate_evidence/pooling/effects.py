"""What one site found, and the effect and variance that are made of it.

From counts: the risk difference a/n₁ − c/n₂ with variance p₁(1 − p₁)/n₁ + p₂(1 − p₂)/n₂, and the log risk ratio with
variance 1/a − 1/n₁ + 1/c − 1/n₂. A site with an empty cell has ½ added to all four (as metafor's ``escalc`` does).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from ..outcomes.two_samples import Kind
from ..refusals import EvidenceInputError

Measure = Literal["difference", "risk ratio"]


@dataclass(frozen=True)
class SiteSummary:
    """Either `estimate` (treated − comparison) and `se`, or people and people with the outcome (`events_…`) per arm.

    An `estimate` is taken to be adjusted (matched, weighted), so that no effect is made of raw counts beside it: they
    only tell how large the site is. None for what is not known or was suppressed. `dose` is one number about the site,
    such as hours of support. `kind` of the outcome, where the site said it; `not_alike`: the site's groups differ after
    matching.
    """

    site: str
    estimate: float | None = None
    se: float | None = None
    n_treated: int | None = None
    n_comparison: int | None = None
    events_treated: int | None = None
    events_comparison: int | None = None
    dose: float | None = None
    kind: Kind | None = None
    not_alike: bool = False

    @property
    def has_counts(self) -> bool:
        counts = (self.n_treated, self.n_comparison, self.events_treated, self.events_comparison)
        return all(count is not None for count in counts)


@dataclass(frozen=True)
class SiteEffect:
    """Effect and its variance; a log risk ratio for ``risk ratio``."""

    estimate: float
    variance: float


def effect_of(summary: SiteSummary, measure: Measure) -> SiteEffect | None:
    """The site's effect; None where what it would be made of is suppressed. EvidenceInputError for what cannot be."""
    check_summary(summary)
    if summary.estimate is not None:
        refuse_ratio(summary, measure)
        return None if summary.se is None else SiteEffect(summary.estimate, summary.se**2)
    if not summary.has_counts:
        return None
    a, n1, c, n2 = filled_counts(summary)
    if measure == "difference":
        one, other = a / n1, c / n2
        return SiteEffect(one - other, one * (1 - one) / n1 + other * (1 - other) / n2)
    return SiteEffect(math.log(a / n1) - math.log(c / n2), 1 / a - 1 / n1 + 1 / c - 1 / n2)


def refuse_ratio(summary: SiteSummary, measure: Measure) -> None:
    if measure == "risk ratio":
        raise EvidenceInputError(
            f"Site {summary.site} gives an estimate, which is a difference; a ratio of the raw counts beside it would "
            "undo the matching. Pool differences, or give counts alone."
        )


def filled_counts(summary: SiteSummary) -> tuple[float, float, float, float]:
    """Events and people of treated, then of comparison; ½ more in every cell where one is empty."""
    a, n1 = float(summary.events_treated or 0), float(summary.n_treated or 0)
    c, n2 = float(summary.events_comparison or 0), float(summary.n_comparison or 0)
    if 0 in (a, n1 - a, c, n2 - c):
        return a + 0.5, n1 + 1, c + 0.5, n2 + 1
    return a, n1, c, n2


def check_summary(summary: SiteSummary) -> None:
    if summary.se is not None and not (math.isfinite(summary.se) and summary.se > 0):
        raise EvidenceInputError(f"Site {summary.site}: a standard error of {summary.se:g} cannot be. It is above 0.")
    if summary.estimate is not None and not math.isfinite(summary.estimate):
        raise EvidenceInputError(f"Site {summary.site}: the estimate is not a finite number.")
    arms = (
        ("treatment", summary.n_treated, summary.events_treated),
        ("comparison", summary.n_comparison, summary.events_comparison),
    )
    for arm, people, events in arms:
        if people is not None and people < 1:
            raise EvidenceInputError(f"Site {summary.site}: there is nobody in the {arm} group. Leave the site out.")
        if events is not None and (events < 0 or (people is not None and events > people)):
            raise EvidenceInputError(
                f"Site {summary.site}: {events} people of the {arm} group had the outcome, out of {people}. Mend one "
                "of the two numbers."
            )
