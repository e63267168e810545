"""Linkages: who was found and how. That somebody was not found is a loss like others, and shown as they are; by which
rule the others were is told of a cell of people at least.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from ..rules import Thresholds
from .people import joined_steps
from .thresholds import OPEN, Disclosure, hides_differences, thresholds_of, too_small

if TYPE_CHECKING:
    from ..link.measuring import Accuracy, Measurement, Proportion
    from ..link.told import Told

OTHER_WAYS = "other ways"
SHARE_DIGITS = 2


def control_linkage(told: Told, disclosure: Disclosure) -> Told:
    """What may be told. Doing it twice changes nothing."""
    limits = thresholds_of(disclosure)
    if limits is OPEN:
        return told
    linked_by = control_ways(told.linked_by, limits)
    strict = limits.differences == "withhold"
    return replace(
        told,
        steps=joined_steps(told.steps, lambda step: (step.people,), limits),
        linked_by=linked_by,
        in_review=None if told.in_review is None or too_small(told.in_review, limits) else told.in_review,
        # By row they tell of single people.
        problems=() if strict else told.problems,
        problem_kinds={
            kind: None if count is None or hides_differences(limits, count) else count
            for kind, count in told.problem_kinds.items()
        },
        notes=told.notes,
        measured=None if told.measured is None else control_measured(told.measured, linked_by, limits),
    )


def control_ways(linked_by: Mapping[str, int], limits: Thresholds) -> dict[str, int]:
    """Rules that linked few people stand together, and with them the next smallest where they are still few: all of
    them add up to everybody linked.
    """
    used = [way for way, people in linked_by.items() if people]
    small = [way for way in used if too_small(linked_by[way], limits)]
    others = sorted((way for way in used if way not in small), key=linked_by.__getitem__)
    while small and others and too_small(sum(linked_by[way] for way in small), limits):
        small.append(others.pop(0))
    if not small:
        return dict(linked_by)
    shown = {way: people for way, people in linked_by.items() if way not in small}
    return shown | {OTHER_WAYS: sum(linked_by[way] for way in small)}


def control_measured(measured: Measurement, linked_by: Mapping[str, int], limits: Thresholds) -> Measurement:
    """How good each rule was goes where its people do. Where differences are withheld, shares that differ from all or
    nothing by a few are rounded and lose their counts.
    """
    by_pass = tuple(row for row in measured.by_pass if row.what in linked_by)
    if limits.differences == "show":
        return replace(measured, by_pass=by_pass)
    return replace(
        measured,
        overall=coarse(measured.overall, limits),
        by_pass=tuple(coarse(row, limits) for row in by_pass),
        by_threshold=tuple((least, coarse(row, limits)) for least, row in measured.by_threshold),
        in_review=None if measured.in_review is None or too_small(measured.in_review, limits) else measured.in_review,
    )


def coarse(row: Accuracy, limits: Thresholds) -> Accuracy:
    return replace(row, precision=coarse_share(row.precision, limits), recall=coarse_share(row.recall, limits))


def coarse_share(share: Proportion, limits: Thresholds) -> Proportion:
    if share.count is None or share.of is None or share.share is None:
        return share
    if not any(too_small(count, limits) for count in (share.count, share.of - share.count, share.of)):
        return share
    if share.of < limits.group:
        return replace(share, count=None, of=None, share=None, lower=None, upper=None)
    return replace(share, count=None, of=None, share=round(share.share, SHARE_DIGITS), lower=None, upper=None)
