"""The elements of a model compiled for settling: what each hangs on is worked out once, not at every settling."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from throughgate.common.durations import Duration
from throughgate.programmes.when import DATED_ANCHORS, When

if TYPE_CHECKING:
    from throughgate.programmes.grammar import Element, Measure, Phase

ENROLMENT = When(anchor="enrolment")

Shape = Literal["count", "chain", "recurrence", "as_needed", "each"]


@dataclass(frozen=True, slots=True)
class Track:
    """`by_dated`: `by` hangs, directly or through elements, on a dated anchor (release, hearing, licence, sentence)."""

    key: str
    position: int
    kinds: tuple[str, ...]
    subject: str | None
    who: str
    shape: Shape
    count: int
    every: Duration | None
    from_: When
    by: When | None
    until: When | None
    grace: Duration | None
    each_of: str
    again: bool
    by_dated: bool
    earlier_counts: bool

    @property
    def runs_in_hold(self) -> bool:
        return self.by_dated and self.every is None


@dataclass(frozen=True, slots=True)
class MeasureTrack:
    """`moments`: when, whether it is laid out again after a recall, whether it hangs on a dated anchor."""

    key: str
    subject: str
    position: int
    who: str
    until_after: Duration
    open_before: Duration
    moments: tuple[tuple[When, bool, bool], ...]


def effective_from(element: Element, phases: Mapping[str, Phase]) -> When:
    """An element starts where it says, else with its phase, else at enrolment."""
    if element.from_:
        return element.from_
    if element.by and element.by.call == "each":
        return When(call="each", element=element.by.element)
    phase = phases.get(element.phase or "")
    return phase.from_ if phase else ENROLMENT


def effective_by(element: Element, phases: Mapping[str, Phase]) -> When | None:
    """Something that is not repeated and has no `by` is due at the end of its phase."""
    if element.by or element.every or element.as_needed:
        return element.by
    phase = phases.get(element.phase or "")
    return phase.to if phase else None


def effective_until(element: Element, phases: Mapping[str, Phase]) -> When | None:
    if not (element.as_needed or (element.every and element.count is None)):
        return None
    phase = phases.get(element.phase or "")
    return element.until or (phase.to if phase else None)


def hangs_on(element: Element, phases: Mapping[str, Phase]) -> dict[str, When]:
    """The dates that place the element, by the field that gives them."""
    found = {
        "from": effective_from(element, phases),
        "by": effective_by(element, phases),
        "until": effective_until(element, phases),
    }
    return {name: when for name, when in found.items() if when}


def called_elements(element: Element, phases: Mapping[str, Phase]) -> set[str]:
    return {when.element for when in hangs_on(element, phases).values() if when.call}


def in_order(needs: Mapping[str, Iterable[str]]) -> tuple[list[str], list[str]]:
    """The keys, each after those it needs (otherwise in the order given), and the keys that stand in a circle."""
    done: dict[str, None] = {}
    left = dict(needs)
    while left:
        ready = [key for key, wanted in left.items() if all(one in done or one not in needs for one in wanted)]
        if not ready:
            break
        done.update(dict.fromkeys(ready))
        for key in ready:
            del left[key]
    return list(done), list(left)


def compile_tracks(elements: Mapping[str, Element], phases: Mapping[str, Phase]) -> tuple[Track, ...]:
    order, _ = in_order({key: called_elements(element, phases) for key, element in elements.items()})
    positions = {key: index for index, key in enumerate(elements)}
    tracks: dict[str, Track] = {}
    for key in order:
        tracks[key] = _compile(key, positions[key], elements[key], phases, tracks)
    return tuple(tracks.values())


def _compile(
    key: str, position: int, element: Element, phases: Mapping[str, Phase], earlier: Mapping[str, Track]
) -> Track:
    dates = hangs_on(element, phases)
    by = dates.get("by")
    each = next((when.element for when in (dates["from"], by) if when and when.call == "each"), "")
    repeats = any(
        _reaches(when, lambda anchor: anchor == "release", lambda on: on.again, earlier) for when in dates.values()
    )
    return Track(
        key=key,
        position=position,
        kinds=element.kinds,
        subject=element.subject,
        who=element.who,
        shape=_shape(element, each),
        count=element.count or 1,
        every=element.every,
        from_=dates["from"],
        by=by,
        until=dates.get("until"),
        grace=element.grace,
        each_of=each,
        again=repeats if element.after_recall is None else element.after_recall == "again",
        by_dated=by is not None and _is_dated(by, earlier),
        earlier_counts=element.earlier_counts,
    )


def _shape(element: Element, each: str) -> Shape:
    if each:
        return "each"
    if element.as_needed:
        return "as_needed"
    if element.every:
        return "chain" if element.count else "recurrence"
    return "count"


def _reaches(
    when: When, anchor_is: Callable[[str], bool], track_is: Callable[[Track], bool], earlier: Mapping[str, Track]
) -> bool:
    return track_is(earlier[when.element]) if when.call else anchor_is(when.anchor)


def _is_dated(when: When, earlier: Mapping[str, Track]) -> bool:
    return _reaches(when, DATED_ANCHORS.__contains__, lambda on: on.by_dated, earlier)


def compile_measures(measures: Mapping[str, Measure], tracks: Mapping[str, Track]) -> tuple[MeasureTrack, ...]:
    return tuple(
        MeasureTrack(
            key=f"measure:{key}",
            subject=key,
            position=len(tracks) + index,
            who=measure.who,
            until_after=measure.within,
            open_before=measure.within.reversed(),
            moments=tuple(
                (
                    when,
                    _reaches(when, lambda anchor: anchor == "release", lambda on: on.again, tracks),
                    _is_dated(when, tracks),
                )
                for when in measure.at
            ),
        )
        for index, (key, measure) in enumerate(measures.items())
    )
