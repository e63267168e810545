"""What must hold between the parts of a programme model: names that exist, dates that make sense, no circles."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from throughgate.common.faults import Path, Problem, check_known
from throughgate.programmes.grammar import EVALUATION, Audience, Element, Measure, Phase, TheoryLine
from throughgate.programmes.tracks import called_elements, effective_by, effective_from, effective_until, in_order
from throughgate.programmes.when import DATED_ANCHORS, When

FORM = "form"  # the kind of entry that says that a form of the question bank was filled in


@dataclass(frozen=True, slots=True)
class Outside:
    """What a model names and does not hold: kinds of entry, and of the question bank its forms and pathways.

    Without `forms` or `pathways` they are not looked at.
    """

    kinds: Collection[str]
    forms: Collection[str] | None = None
    pathways: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class _Parts:
    """A part that could not be read is None; its name is still known, so that it is not reported twice."""

    reasons: Mapping[str, Any]
    phases: Mapping[str, Phase | None]
    elements: Mapping[str, Element | None]
    measures: Mapping[str, Measure | None]
    outside: "Outside"

    @property
    def sound_phases(self) -> dict[str, Phase]:
        return {key: phase for key, phase in self.phases.items() if phase}

    @property
    def sound_elements(self) -> dict[str, Element]:
        return {key: element for key, element in self.elements.items() if element}


def check_parts(
    *,
    audience: Any,
    reasons: Mapping[str, Any],
    phases: Mapping[str, Any],
    elements: Mapping[str, Any],
    measures: Mapping[str, Any],
    theory: Mapping[str, Any],
    outside: Outside,
) -> Iterator[Problem]:
    parts = _Parts(reasons, phases, elements, measures, outside)
    if isinstance(audience, Audience):
        yield from _check_audience(audience, outside.pathways)
    for key, phase in parts.sound_phases.items():
        yield from _check_phase(key, phase, parts)
    for key, element in parts.sound_elements.items():
        yield from _check_names(key, element, parts)
        yield from _check_form(key, element)
        yield from _check_dates(key, element, parts)
    yield from _check_circles(parts)
    for key, measure in measures.items():
        if isinstance(measure, Measure):
            yield from _check_measure(key, measure, parts)
    for place, line in enumerate(theory.values()):
        if isinstance(line, TheoryLine):
            yield from _check_theory(place, line, parts)


def _check_audience(audience: Audience, pathways: Collection[str] | None) -> Iterator[Problem]:
    for place, need in enumerate(audience.needs if pathways is not None else ()):
        yield from check_known(("for", "needs", place), "the need", need, pathways or ())
    for opens, closes in audience.windows:
        for when in (opens, closes):
            if when.anchor not in DATED_ANCHORS:
                yield Problem(("for", "window"), f"the window hangs on {when.base}", "Hang it on release or a hearing.")
        if _is_before(closes, opens):
            yield Problem(("for", "window"), "the window closes before it opens", "Write the earlier date first.")


def _check_phase(key: str, phase: Phase, parts: _Parts) -> Iterator[Problem]:
    for name, when in (("from", phase.from_), ("to", phase.to)):
        yield from _check_when(("phases", key, name), f"phase “{key}”: the element", when, parts)
        if when.call == "each":
            yield Problem(("phases", key, name), f"phase “{key}” hangs on each({when.element})", "Use first or last.")
    if _is_before(phase.to, phase.from_):
        yield Problem(("phases", key, "to"), f"phase “{key}” ends before it begins", "Swap or move the dates.")


def _check_when(path: Path, words: str, when: When, parts: _Parts) -> Iterator[Problem]:
    """A call must name an element, and only what has an end has a last one."""
    if not when.call:
        return
    yield from check_known(path, words, when.element, parts.elements)
    element = parts.elements.get(when.element)
    if element and when.call == "last" and (element.as_needed or (element.every and element.count is None)):
        yield Problem(
            path,
            f"last({when.element}) never comes: “{when.element}” is open-ended",
            f"Use first({when.element}), or give “{when.element}” a count.",
        )


def _check_names(key: str, element: Element, parts: _Parts) -> Iterator[Problem]:
    path: Path = ("elements", key)
    for place, kind in enumerate(element.kinds):
        where = (*path, "is", place) if len(element.kinds) > 1 else (*path, "is")
        yield from check_known(where, f"element “{key}”: the kind", kind, parts.outside.kinds)
    yield from _check_bank_form(path, key, element, parts.outside.forms)
    if "measure" in element.kinds:
        yield Problem(
            (*path, "is"), f"nothing can meet element “{key}”: measures have their moments", "List it under measures:."
        )
    if element.phase:
        yield from check_known((*path, "phase"), f"element “{key}”: the phase", element.phase, parts.phases)
    for reason in element.unless:
        yield from check_known((*path, "unless"), f"element “{key}”: the reason", reason, parts.reasons)
    for name, when in (("from", element.from_), ("by", element.by), ("until", element.until)):
        if when:
            yield from _check_when((*path, name), f"element “{key}”: the element", when, parts)


def _check_bank_form(path: Path, key: str, element: Element, forms: Collection[str] | None) -> Iterator[Problem]:
    """Nobody could open a form that the question bank does not have."""
    if forms is None or FORM not in element.kinds or element.subject is None:
        return
    yield from check_known((*path, FORM), f"element “{key}”: in the question bank, the form", element.subject, forms)


def _check_form(key: str, element: Element) -> Iterator[Problem]:
    """Fields that do not go together, and elements that are never due."""
    path: Path = ("elements", key)
    each = _each(element)
    for name, wrong in (
        ("as_needed", element.as_needed and (element.count or element.every or element.by)),
        ("count", len(each) > 0 and (element.count or element.every or element.as_needed)),
    ):
        if wrong:
            what = "count, every or by" if name == "as_needed" else "count, every or as_needed"
            said = "is needed only at times" if name == "as_needed" else "is there once for each of another"
            yield Problem((*path, name), f"element “{key}” {said} and also has {what}", "Keep one of them.")
    if element.until and not (element.as_needed or (element.every and element.count is None)):
        yield Problem(
            (*path, "until"), f"element “{key}” has “until” but does not go on and on", "Use “by”, or add “every”."
        )
    if element.grace and not (element.by or element.phase):
        yield Problem((*path, "grace"), f"element “{key}” has “grace” and no “by”", "Add by:, or take grace: out.")
    if len(each) > 1 or (each and element.from_ and element.from_.call != "each"):
        yield Problem(
            (*path, "from"), f"element “{key}” mixes each(…) with another start", "Use each of one element only."
        )
    if not (element.by or element.every or element.as_needed or element.phase):
        yield Problem(path, f"nothing says when element “{key}” is due", "Add by:, every:, as_needed: true or phase:.")


def _each(element: Element) -> set[str]:
    return {when.element for when in (element.from_, element.by, element.until) if when and when.call == "each"}


def _check_dates(key: str, element: Element, parts: _Parts) -> Iterator[Problem]:
    phases = parts.sound_phases
    opens = effective_from(element, phases)
    for name, when in (("by", effective_by(element, phases)), ("until", effective_until(element, phases))):
        if when and _is_before(when, opens):
            where: Path = ("elements", key, name) if getattr(element, name) else ("elements", key)
            yield Problem(
                where,
                f"nothing can meet element “{key}” in time: it opens {opens} and its “{name}” is {when}",
                f"Move “{name}” later or “from” earlier.",
            )
    if element.until and element.until.call == "each":
        yield Problem(
            ("elements", key, "until"), f"element “{key}” goes on until each of another", "Use first or last."
        )


def _is_before(one: When, other: When) -> bool:
    """Only where both hang on the same: the rest depends on the life."""
    if one.base != other.base:
        return False
    return _rough(one) < _rough(other)


def _rough(when: When) -> int:
    return when.offset.rough_days if when.offset else 0


def _check_circles(parts: _Parts) -> Iterator[Problem]:
    phases = parts.sound_phases
    needs = {key: called_elements(element, phases) for key, element in parts.sound_elements.items()}
    _, circle = in_order(needs)
    in_circle = [key for key in circle if _comes_back(key, needs)]
    for key in in_circle:
        others = ", ".join(sorted(needs[key] & set(in_circle)))
        yield Problem(
            ("elements", key), f"element “{key}” waits in a circle (for {others})", "Hang one of them on a date."
        )


def _comes_back(key: str, needs: Mapping[str, set[str]]) -> bool:
    seen: set[str] = set()
    ahead = list(needs[key])
    while ahead:
        one = ahead.pop()
        if one == key:
            return True
        if one not in seen:
            seen.add(one)
            ahead += needs.get(one, ())
    return False


def _check_measure(key: str, measure: Measure, parts: _Parts) -> Iterator[Problem]:
    for place, when in enumerate(measure.at):
        path: Path = ("measures", key, "at", place)
        yield from _check_when(path, f"measure “{key}”: the element", when, parts)
        if when.call == "each":
            yield Problem(path, f"measure “{key}” hangs on each({when.element})", "Use first or last.")
        if when in measure.at[:place]:
            yield Problem(path, f"measure “{key}” has the moment {when} twice", "Take one out.")
    for reason in measure.unless:
        yield from check_known(("measures", key, "unless"), f"measure “{key}”: the reason", reason, parts.reasons)


def _check_theory(place: int, line: TheoryLine, parts: _Parts) -> Iterator[Problem]:
    if " " not in line.activity:
        yield from check_known(
            ("theory", place, "activity"), f"line of theory {place + 1}: the element", line.activity, parts.elements
        )
    for shown in line.shown_by:
        known = [*parts.measures, *parts.elements, EVALUATION]
        yield from check_known(("theory", place, "shown_by"), f"line of theory {place + 1}: the measure", shown, known)
