"""How what breaks where a release moves, and what was decided about it, is put on its pages."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.people.models import Person
from throughgate.programmes.models import Promise
from throughgate.release.models import MovedRelease, MovedThing
from throughgate.release.rules.broken import Broken, Effect, Kind
from throughgate.release.rules.moving import moved_words
from throughgate.release.selectors.replanning import Plan
from throughgate.release.selectors.replanning_dates import DateMove, all_moved
from throughgate.release.services.replanning_calls import may_hold
from throughgate.web.words import day_words, when_words

Row = dict[str, Any]
ICONS: Mapping[str, str] = {
    Kind.MEDICINE: "clinical", Kind.MEETING: "gate", Kind.BED: "home", Kind.JOURNEY: "travel", Kind.STOP: "calendar",
    Kind.GATE: "clock", Kind.BASIC: "note", Kind.BOOKING: "calendar", Kind.HEARING: "court",
    Kind.DUE: "clock", Kind.PERSON: "person",
}  # fmt: skip
GROUPS: Mapping[Kind, str] = {
    Kind.MEDICINE: "Medicine and prescriptions",
    Kind.MEETING: "Who meets them at the gate",
    Kind.BED: "Places to live",
    Kind.JOURNEY: "Journeys",
    Kind.STOP: "Appointments of the day",
    Kind.GATE: "When the gate opens",
    Kind.BASIC: "Getting ready",
    Kind.BOOKING: "What is booked besides",
    Kind.HEARING: "Parole hearings",
    Kind.DUE: "What has become due",
    Kind.PERSON: "The people themselves",
}
IN_SHORT: Mapping[Effect, str] = {
    Effect.ASK: "to be rung about",
    Effect.KEEP: "kept",
    Effect.CALL_OFF: "called off",
    Effect.MOVE: "moved along",
    Effect.OTHER: "by a colleague",
    Effect.FIND: "still to be found",
    Effect.CONSENT: "asked who may be told",
    Effect.LOOK: "to be looked for",
    Effect.FIRST: "begun at once",
    Effect.LATER: "after release",
    Effect.WAIVE: "waived",
    Effect.TALK: "to be talked over",
}
# The same for all of a kind, where several are moved together.
FOR_ALL: Mapping[tuple[Kind, Effect], str] = {
    (Kind.MEDICINE, Effect.ASK): "Ask healthcare about all of them",
    (Kind.MEDICINE, Effect.KEEP): "Healthcare knows of all of them",
    (Kind.MEETING, Effect.MOVE): "The same worker for each of them",
    (Kind.MEETING, Effect.FIND): "Find somebody for each of them",
    (Kind.BED, Effect.ASK): "Ask every provider",
    (Kind.BED, Effect.KEEP): "Every provider knows",
    (Kind.JOURNEY, Effect.MOVE): "Move every journey",
    (Kind.JOURNEY, Effect.KEEP): "Keep every journey as it is",
    (Kind.JOURNEY, Effect.CALL_OFF): "Call off every journey",
    (Kind.STOP, Effect.ASK): "Ask all of them again",
    (Kind.STOP, Effect.KEEP): "The same times hold for all of them",
    (Kind.STOP, Effect.CALL_OFF): "Call off all of them",
    (Kind.GATE, Effect.ASK): "Ask the prison about all of them",
    (Kind.GATE, Effect.KEEP): "The same times hold for all of them",
    (Kind.BASIC, Effect.FIRST): "Begin all of them at once",
    (Kind.BASIC, Effect.LATER): "Go on with all of them after release",
    (Kind.BOOKING, Effect.MOVE): "Move all that can be moved",
    (Kind.BOOKING, Effect.KEEP): "Keep all of them",
    (Kind.BOOKING, Effect.CALL_OFF): "Cancel all of them",
    (Kind.HEARING, Effect.ASK): "Ask about all of them",
    (Kind.HEARING, Effect.KEEP): "Leave all of them",
    (Kind.DUE, Effect.FIRST): "Do all of it at once",
    (Kind.DUE, Effect.TALK): "Talk to the manager about all of it",
    (Kind.PERSON, Effect.ASK): "Tell each of them",
    (Kind.PERSON, Effect.KEEP): "All of them know already",
}


def headline(move: DateMove) -> str:
    if move.was == move.becomes:
        return "The date is noted and the release date shown stays"
    if move.was and move.becomes:
        return f"Release moved from {day_words(move.was)} to {day_words(move.becomes)}"
    return f"Release is noted for {day_words(move.becomes)}" if move.becomes else "No release date is known now"


def due_words(plan: Plan, *, done: bool = False) -> str:
    return moved_words(all_moved(plan.parts), done=done)


def resting(broken: Iterable[Broken]) -> list[Broken]:
    """What was arranged. That the person is told rests on nothing."""
    return [one for one in broken if one.kind is not Kind.PERSON]


def broken_words(broken: Sequence[Broken], today: date) -> str:
    """`8 things are to be seen to, 4 of them today: 7 rest on the old day, and 1 person is to be told.`"""
    number, rest = len(broken), len(resting(broken))
    if not number:
        return "Nothing that is arranged rests on the old day."
    now, told = sum(one.by_on <= today for one in broken), number - rest
    every = "" if number == 1 else "all of them "
    when = "" if not now else f", {every}today" if now == number else f", {now} of them today"
    said = [f"{rest} {'rests' if rest == 1 else 'rest'} on the old day" if rest else "nothing rests on the old day"]
    if told:
        said.append(f"{told} {'person is' if told == 1 else 'people are'} to be told")
    return f"{number} {'thing is' if number == 1 else 'things are'} to be seen to{when}: {', and '.join(said)}."


def broken_groups(broken: Sequence[Broken], chosen: Mapping[str, str], today: date, *, prefix: str = "") -> list[Row]:
    """By the day until which they have to be seen to. `chosen`: what was chosen before, by field."""
    return [
        {
            "title": "To be seen to today" if by_on <= today else f"To be seen to by {day_words(by_on)}",
            "id": f"{prefix}by-{by_on.isoformat()}",
            "tone": "overdue" if by_on <= today else "due",
            "rows": [broken_row(one, chosen, prefix) for one in group],
        }
        for by_on, group in groupby(broken, key=lambda one: one.by_on)
    ]


def broken_row(one: Broken, chosen: Mapping[str, str], prefix: str = "") -> Row:
    name = f"{prefix}{one.field}"
    picked = chosen.get(name) or one.default
    return {
        "name": name,
        "title": one.title,
        "why": one.why,
        "icon": "lock" if one.is_closed else ICONS[one.kind],
        "must": one.must,
        "whom": one.whom,
        "phone": one.phone,
        "barred": one.barred,
        "is_closed": one.is_closed,
        "choices": [
            {
                "value": each.code,
                "words": each.words,
                "id": f"{name}-{place}",
                "checked": each.code == picked,
                "is_default": each.code == one.default,
            }
            for place, each in enumerate(one.proposals)
        ],
    }


def kind_groups(plans: Iterable[Plan], chosen: Mapping[str, str]) -> list[Row]:
    """Of several people, by kind: one choice for all of it, and each by itself."""
    found: dict[Kind, list[tuple[Plan, Broken]]] = {}
    for plan in plans:
        for one in plan.broken:
            found.setdefault(one.kind, []).append((plan, one))
    return [_kind_group(kind, found[kind], chosen) for kind in Kind if kind in found]


def _kind_group(kind: Kind, rows: Sequence[tuple[Plan, Broken]], chosen: Mapping[str, str]) -> Row:
    offered = {each.effect for _, one in rows for each in one.proposals}
    choices = [("", f"As proposed: {_proposed([one for _, one in rows])}")]
    choices += [
        (effect.value, FOR_ALL[kind, effect]) for effect in Effect if effect in offered and (kind, effect) in FOR_ALL
    ]
    name = f"all-{kind}"
    picked = chosen.get(name, "")
    return {
        "title": GROUPS[kind],
        "name": name,
        "icon": ICONS[kind],
        "number": len(rows),
        "barred": sum(bool(one.barred) for _, one in rows),
        "choices": [
            {"value": value, "words": words, "id": f"{name}-{place}", "checked": value == picked}
            for place, (value, words) in enumerate(choices)
        ],
        "rows": [{"person": plan.person, **broken_row(one, chosen, f"{plan.person.ref}--")} for plan, one in rows],
    }


def _proposed(rows: Sequence[Broken]) -> str:
    """`18 moved along, 2 still to be found`."""
    picked = [each for one in rows for each in one.proposals if each.code == one.default]
    picked.sort(key=lambda each: (list(Effect).index(each.effect), each.short))
    words = [each.short or IN_SHORT[each.effect] for each in picked]
    return ", ".join(f"{words.count(each)} {each}" for each in dict.fromkeys(words))


def calls_of(user: User, move: MovedRelease, today: date) -> list[Row]:
    """What is still to be rung about, the most pressing first. Those withdrawn since are asked for no more."""
    rows = [(one.promise.by_on, one) for one in _things(move) if one.promise and _is_open(one.promise)]
    return [_call(user, one, today) for _, one in sorted(rows, key=lambda row: row[0])]


def call_groups(calls: Iterable[Row]) -> list[Row]:
    """By whom to ring, the most pressing first: a provider is rung once about five people. What is ours to do, and the
    people themselves, stand by kind.
    """
    found: dict[str, list[Row]] = {}
    for call in calls:
        found.setdefault(call["key"], []).append(call)
    return [_call_group(some) for some in found.values()]


def _call_group(calls: Sequence[Row]) -> Row:
    first = calls[0]
    return {
        "title": first["group"],
        "phone": first["phone"],
        "when": first["when"],
        "calls": calls,
        "names": list(dict.fromkeys(call["person"].name for call in calls)),
        "people": len({call["person"].pk for call in calls}),
        "at_once": [call["ref"] for call in calls if call["may_act"]] if len(calls) > 1 else [],
        "may_hold": all(call["may_hold"] for call in calls),
    }


def _whom(one: MovedThing) -> str:
    """Whose name stands for another at every prison, with the prison."""
    if one.kind == Kind.PERSON or not one.whom:
        return GROUPS[Kind(one.kind)]
    of_prison = one.kind in (Kind.MEDICINE, Kind.GATE, Kind.HEARING)
    return f"{one.whom}, {one.move.person.site.name}" if of_prison else one.whom


def _is_open(promise: Promise) -> bool:
    return promise.met_on is None and promise.withdrawn_on is None


def _call(user: User, one: MovedThing, today: date) -> Row:
    promise: Any = one.promise
    may_act = can(user, Action.RECORD, one)
    stop = one.stop if one.stop and may_act else None
    return {
        "ref": one.ref,
        "title": promise.title,
        "person": one.move.person,
        "group": _whom(one),
        "key": "".join(one.phone.split()) or _whom(one).casefold(),
        "whom": one.whom,
        "phone": one.phone,
        "icon": ICONS.get(one.kind, "note"),
        "by_on": promise.by_on,
        "when": when_words(promise.by_on, today, late=True),
        "tone": "overdue" if promise.by_on < today else "due" if promise.by_on == today else "quiet",
        "worker": promise.worker.name if promise.worker else "",
        "may_act": may_act,
        "may_hold": may_act and may_hold(one),
        "change_url": reverse("release:change_stop", args=[stop.ref]) if stop else _place_url(one, may_act),
        "off_url": reverse("release:cancel_stop", args=[stop.ref]) if stop else "",
    }


def _place_url(one: MovedThing, may_act: bool) -> str:
    """Where what they said is noted."""
    person = one.move.person
    if not may_act:
        return ""
    if one.application:
        return reverse("release:home_application", args=[one.application.ref])
    if one.booking:
        return reverse("bookings:booking", args=[one.booking.ref])
    names = {Kind.MEETING: "release:say_who_meets", Kind.GATE: "release:change_day"}
    return reverse(names[Kind(one.kind)], args=[person.ref]) if one.kind in names else ""


def done_of(move: MovedRelease) -> list[Row]:
    """What was done at once, and what somebody was rung about since."""
    found = []
    for one in _things(move):
        promise = one.promise
        if promise and promise.met_on:
            by = f" by {promise.kept_by.name}" if promise.kept_by else ""
            found.append({"title": promise.title, "words": f"Done on {day_words(promise.met_on)}{by}", "ref": one.ref})
        elif one.done:
            found.append({"title": one.title, "words": one.done, "ref": ""})
    return found


def _things(move: MovedRelease) -> Sequence[MovedThing]:
    return list(getattr(move, "shown", ()))


def moved_url(person: Person, date_id: int) -> str:
    return reverse("release:moved_date", kwargs={"ref": person.ref, "date_id": date_id})
