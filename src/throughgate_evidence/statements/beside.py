"""What is said beside the main differences: time without the event, and subgroups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..outcomes import Estimate
from ..rules import Unit
from .differences import SAY
from .numbers import figure, is_significant, limit, listed, p_value, rounded, with_unit

if TYPE_CHECKING:
    from ..balance.gate import Gate
    from ..outcomes.survival import HazardRatio

NO_UNIT = Unit()


def event_words(label: str) -> str:
    """The event by its label in quotation marks; "the event" where it has none."""
    return f"“{label}”" if label else SAY.event


def rmst_sentence(label: str, rmst: Estimate, horizon: float, unit: Unit = NO_UNIT) -> str:
    """The difference of the restricted mean time without the event up to `horizon`, to one decimal.

    An empty `label` is "the event", here and in `hazard_sentence`.
    """
    size = rounded(abs(rmst.difference), 1)
    sentence = SAY.rmst_similar if size == 0 else SAY.rmst_more if rmst.difference > 0 else SAY.rmst_fewer
    whole = float(horizon).is_integer()
    return sentence.format(
        event=event_words(label),
        size=with_unit(size, unit),
        horizon=with_unit(rounded(horizon, 0 if whole else 1), unit),
        treated=figure(rmst.treated, 1),
        comparison=figure(rmst.comparison, 1),
    )


def hazard_sentence(label: str, hazard: HazardRatio) -> str:
    """A hazard ratio as how much less or more likely the event was at any moment."""
    limits = {name: f"{limit(getattr(hazard, name), 2, null=1):,}" for name in ("lower", "upper")}
    across = round(hazard.lower, 9) < 1 < round(hazard.upper, 9)
    if across or not is_significant(hazard.p):
        return SAY.hazard_undecided.format(event=event_words(label), ratio=figure(hazard.ratio, 2), **limits)
    sentence = SAY.hazard_lower if hazard.ratio < 1 else SAY.hazard_higher
    percent = figure(100 * abs(hazard.ratio - 1))
    return sentence.format(event=event_words(label), percent=percent, ratio=figure(hazard.ratio, 2), **limits)


def level_sentence(level: str, gate: Gate | None) -> str | None:
    """What has to be said of one level of a subgroup before its results; None where the groups are alike in it."""
    if gate is None or not gate.red:
        return None
    sentence = SAY.level_not_alike if not gate.headline else SAY.level_forced
    return sentence.format(level=level, covariates=listed(list(gate.red)))


def interaction_sentence(label: str, column: str, p: float | None, not_alike: Sequence[str] = ()) -> str:
    """Whether the difference depends on the level of `column`; in the levels `not_alike` it may not be read."""
    if not_alike:
        return SAY.subgroups_not_alike.format(label=label, column=column, levels=listed(list(not_alike)))
    if p is None:
        return SAY.subgroups_unknown.format(label=label, column=column)
    sentence = SAY.subgroups_differ if is_significant(p) else SAY.subgroups_alike
    return sentence.format(label=label, column=column, p=p_value(p))
