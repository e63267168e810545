"""How a first week is put on the board: a small picture of its days, what is known, and what to do next."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.casework.models import WhyNot
from throughgate.people.models import Person
from throughgate.record.kinds import kind_of
from throughgate.release.known_first_week import counted
from throughgate.release.models import Became, DayStop, StopOutcome
from throughgate.release.rules.first_week import Answer, Appointment, Week, arrived_by, met_at_gate
from throughgate.release.rules.home import is_roof
from throughgate.release.selectors.day import Look
from throughgate.release.selectors.first_week import Out
from throughgate.release.selectors.outcomes import outcomes_of
from throughgate.release.selectors.week_details import Details
from throughgate.web.pictures import Mark, WeekDay, draw_week
from throughgate.web.words import day_words, in_passing, short_day_words, span_words, when_words

Row = dict[str, Any]
CLOSED = "an appointment"
BECAME = {
    Became.KEPT: ("kept", "check", "done"),
    Became.LATE: ("kept, late", "check", "done"),
    Became.MISSED: ("missed", "close", "overdue"),
    Became.CALLED_OFF: ("called off by them", "note", "quiet"),
}

LEGEND = (
    Mark("gate", "met at the gate"),
    Mark("home", "arrived"),
    Mark("person", "seen by one of us"),
    Mark("check", "appointment kept"),
    Mark("close", "missed", "overdue"),
    Mark("note", "called off", "quiet"),
    Mark("clock", "nobody has said", "due"),
    Mark("calendar", "to come", "action"),
)


def board_row(user: User, out: Out, details: Details, today: date) -> Row:
    week, person = out.week, out.person
    may_act = can(user, Action.RECORD, person)
    words, tone, icon = state_words(out, details, today)
    days = list(days_of(week, details, today))
    return {
        "person": person,
        "url": reverse("desk:person", kwargs={"ref": person.ref}),
        "released": day_words(week.released_on),
        "when": when_words(week.released_on, today),
        "place": person.site.name,
        "state": words,
        "tone": tone,
        "icon": icon,
        "picture": draw_week(days, person.first_name),
        "facts": facts_of(week, today),
        "acts": list(next_acts(out, details, today)) if may_act else [],
        "unsure": _unsure(user, out, details),
        "to_say": list(to_say(user, out, details, today)),
        "undo_url": _undo_url(out, details, may_act),
    }


def state_words(out: Out, details: Details, today: date) -> tuple[str, str, str]:
    week = out.week
    if week.seen_on:
        return f"Seen {day_words(week.seen_on)}", "done", "check"
    if week.reason_on:
        why = details.reasons.get(out.person.pk)
        return (
            (f"Not seen: {in_passing(why.get_reason_display())}" if why else "Not seen, with a reason"),
            "quiet",
            "note",
        )
    left = (week.day(counted().window) - today).days
    if left < 0:
        return f"Not seen, {span_words(-left)} late", "overdue", "warning"
    if left == 0:
        return "Not seen yet, last day today", "due", "clock"
    return f"Not seen yet, {span_words(left)} left", "due", "clock"


def facts_of(week: Week, today: date) -> Row:
    """The row of the table beside the pictures."""
    gate = met_at_gate(week, today)
    met = {
        Answer.YES: "Yes",
        Answer.NO: in_sentence(gate.apart.value) if gate.apart else "No",
        Answer.RUNNING: "Today",
    }.get(gate.answer, "Not known")
    first = week.first(did.on for did in week.arrived if did.happened)
    arrived = day_words(first) if first else "Not yet"
    if not first and arrived_by(week, counted(), today).answer is not Answer.RUNNING:
        arrived = "Not known"
    return {
        "gate": met,
        "arrived": arrived,
        "seen": day_words(week.seen_on) if week.seen_on else "No",
        "appointments": _appointments(week, today),
        "home": _home(week, today),
    }


def in_sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _appointments(week: Week, today: date) -> str:
    within = [one for one in week.appointments if week.released_on <= one.on <= week.day(counted().window)]
    told = [one.became or ("" if one.on >= today else "not said") for one in within]
    kept = sum(code in (Became.KEPT, Became.LATE) for code in told)
    rest = [
        (told.count(Became.MISSED), "missed"),
        (told.count(Became.CALLED_OFF), "called off"),
        (told.count("not said"), "not said"),
        (told.count(""), "to come"),
    ]
    parts = [f"{kept} kept", *(f"{number} {words}" for number, words in rest if number)]
    return ", ".join(parts) if within else "None"


def _home(week: Week, today: date) -> str:
    now = [one for one in week.lived if one.holds_on(today)]
    if any(is_roof(one.kind) for one in now):
        return "Yes"
    return "None" if now else "Not known"


def days_of(week: Week, details: Details, today: date) -> Iterator[WeekDay]:
    for number in range(counted().window + 1):
        on = week.day(number)
        yield WeekDay(
            short=f"{on:%a} {on.day}",
            label="The day of release" if number == 0 else f"{on:%A}",
            marks=tuple(_marks(week, on, details, today)),
            is_past=on < today,
            is_today=on == today,
        )


def _marks(week: Week, on: date, details: Details, today: date) -> Iterator[Mark]:
    there = [did.happened for did in week.gate if did.on == on]
    if there:
        yield Mark(
            "gate", "met at the gate" if any(there) else "not met at the gate", "done" if any(there) else "overdue"
        )
    if on in [did.on for did in week.arrived if did.happened]:
        yield Mark("home", "arrived")
    if on in week.nowhere:
        yield Mark("home", "nowhere to live", "overdue")
    if on in week.seen:
        yield Mark("person", "seen by one of us")
    for one in week.appointments:
        if one.on == on and not (one.became in (Became.KEPT, Became.LATE) and one.ref in details.bookings):
            yield _mark(one, details, today)


def _mark(one: Appointment, details: Details, today: date) -> Mark:
    title = title_of(one, details)
    if one.became:
        words, icon, tone = BECAME[Became(one.became)]
        return Mark(icon, f"{title} {words}", tone)
    if one.on < today:
        return Mark("clock", f"{title}, nobody has said what became of it", "due")
    return Mark("calendar", f"{title} to come", "action")


def title_of(one: Appointment, details: Details) -> str:
    if stop := details.stops.get(one.ref):
        return stop.title
    booking = details.bookings.get(one.ref)
    return in_passing(kind_of(booking.kind).label) if booking else CLOSED


def next_acts(out: Out, details: Details, today: date) -> Iterator[Row]:
    """What mends it, the first of them one tap away. Nothing where they were seen."""
    if not out.is_not_seen:
        return
    person = out.person
    booked = details.coming.get(person.pk)
    if booked:
        at = f" at {booked.at:%H:%M}" if booked.at else ""
        yield {
            "label": f"Booked for {when_words(booked.on, today)}{at}",
            "url": reverse("bookings:booking", kwargs={"ref": booked.ref}),
            "is_link": True,
        }
        yield {"label": "Record it", "url": record_url(person)}
    else:
        asked = urlencode({"person": person.ref, "kind": "first-visit"})
        yield {"label": "Book a meeting", "url": f"{reverse('bookings:book')}?{asked}"}
        yield {"label": "Record a meeting", "url": record_url(person), "is_link": True}
    why = reverse("release:not_seen_why", kwargs={"ref": person.ref})
    yield {"label": "Say why nobody will see them", "url": why, "is_link": True}


def _unsure(user: User, out: Out, details: Details) -> Row:
    """A talk on the day of release counts once somebody said that it was outside."""
    if not (out.is_not_seen and out.week.is_unsure):
        return {}
    entry = details.unsure.get(out.person.pk)
    what = kind_of(entry.kind).label if entry else "A meeting"
    may_say = entry is not None and can(user, Action.RECORD, entry)
    return {
        "words": f"{what} on the day of release: nobody has said that it was outside, so it does not count yet.",
        "url": reverse("casework:correct", args=[entry.pk]) if entry and may_say else "",
    }


def record_url(person: Person) -> str:
    return f"{reverse('casework:record')}?{urlencode({'person': person.ref, 'kind': 'first-visit'})}"


def _undo_url(out: Out, details: Details, may_act: bool) -> str:
    if not may_act or out.week.reason_on is None or out.week.seen_on or out.person.pk not in details.reasons:
        return ""
    return reverse("release:not_seen_undo", kwargs={"ref": out.person.ref})


def to_say(user: User, out: Out, details: Details, today: date) -> Iterable[Row]:
    """Stops whose outcome nobody has said, and whoever is still to be rung about one that was missed."""
    for one in out.week.appointments:
        stop = details.stops.get(one.ref)
        if stop is None or one.on > today or not can(user, Action.RECORD, stop):
            continue
        row = outcome_row(stop, details.outcomes.get(stop.thread), today)
        if not row["became"] or row["ring"]:
            yield row


def with_outcomes(rows: list[Row], look: Look, today: date) -> list[Row]:
    """The stops of a day that has come, each with what became of it or the taps that say it. One query."""
    if look.row.on > today:
        return rows
    outcomes, stops = outcomes_of(look.stops), {stop.ref: stop for stop in look.stops}
    for row in rows:
        stop = stops[row["ref"]]
        said = outcomes.get(stop.thread)
        if not row["is_closed"] and (said or row["may_act"]):
            row["said"] = outcome_row(stop, said, today)
    return rows


def outcome_row(stop: DayStop, said: StopOutcome | None, today: date) -> Row:
    """What became of a stop, for its line on the day's page and on the board."""
    words, icon, tone = BECAME[Became(said.became)] if said else ("", "", "")
    why = WhyNot(said.why).label if said and said.why else ""
    promise = said.promise if said else None
    is_open = promise is not None and not promise.withdrawn_on and not promise.met_on
    return {
        "ref": stop.ref,
        "title": stop.title,
        "place": stop.place,
        "became": said.became if said else "",
        "words": in_sentence(words),
        "why": ". ".join(part for part in (why, said.note if said else "") if part),
        "icon": icon,
        "tone": tone,
        "ring": f"Ring them {when_words(promise.by_on, today, late=True)}" if promise and is_open else "",
        "rung": f"Rung {short_day_words(promise.met_on)}" if promise and promise.met_on else "",
    }
