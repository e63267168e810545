"""How few is too few, by level. The numbers are in `rules`."""

from __future__ import annotations

from typing import Literal

from ..rules import RULES, Thresholds

Disclosure = Literal["standard", "strict", "none"]
STANDARD = RULES.disclosure["standard"]
# Nothing is too small.
OPEN = Thresholds(group=0, cell=1, treated_with_time=STANDARD.treated_with_time, differences="show")
TIME_KINDS: frozenset[str] = frozenset(kind for kind, wording in RULES.wording.items() if wording.time)
SEVERITY_EVENTS = RULES.significance.severity_events


def thresholds_of(disclosure: Disclosure) -> Thresholds:
    """At ``none`` nothing is too small."""
    return OPEN if disclosure == "none" else RULES.disclosure[disclosure]


def too_small(count: float, thresholds: Thresholds = STANDARD) -> bool:
    """Of people: 1 to one less than a cell. Nobody at all points to nobody."""
    return 0 < count < thresholds.cell


def hides_differences(limits: Thresholds, count: float) -> bool:
    return limits.differences == "withhold" and too_small(count, limits)
