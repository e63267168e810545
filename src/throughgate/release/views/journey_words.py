"""How journeys are put on pages: what stands, who drives, who could."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from throughgate.access.policy import Ability, Action, can, has
from throughgate.accounts.models import User
from throughgate.people.models import Person
from throughgate.release.models import Answer, Driver, Journey, JourneyAsk, Weekday
from throughgate.release.rules.journey import State, arrives_on, minute_of
from throughgate.release.selectors.drivers import Asked, in_use
from throughgate.release.selectors.journeys import Looked, Mine, journeys_on_day
from throughgate.web.pictures.hours import HoursOfDay
from throughgate.web.words import day_words, in_passing, moment_words, when_words

Row = dict[str, Any]
TONES = {
    State.AGREED: ("done", "check"),
    State.ARRIVED: ("done", "check"),
    State.UNDER_WAY: ("action", "travel"),
    State.TO_CONFIRM: ("due", "clock"),
    State.ASKED: ("due", "clock"),
    State.NOBODY_FREE: ("overdue", "warning"),
    State.NOBODY_ASKED: ("due", "person"),
    State.CALLED_OFF: ("quiet", "note"),
    State.CHANGED: ("quiet", "note"),
}


def journey_url(row: Journey) -> str:
    return reverse("release:journey", kwargs={"ref": row.ref})


def may_plan(user: User, person: Person) -> bool:
    return has(user, Ability.PLAN_JOURNEYS) and can(user, Action.RECORD, person)


def state_words(look: Looked, user: User) -> str:
    """The sentence that stands first."""
    who = _driver_words(look, user)
    waiting = len(look.waiting)
    return {
        State.AGREED: f"{who} this journey.",
        State.TO_CONFIRM: f"{who} this journey, and has not said yet whether the change suits them.",
        State.ASKED: f"{waiting} {'driver is' if waiting == 1 else 'drivers are'} asked. Nobody has said yes yet.",
        State.NOBODY_FREE: "Nobody who was asked can drive.",
        State.NOBODY_ASKED: "No driver has been asked yet.",
        State.UNDER_WAY: f"{who} this journey, and it is under way.",
        State.ARRIVED: "They have arrived safely.",
        State.CALLED_OFF: f"Called off: {in_passing(look.row.cancelled_because)}.",
        State.CHANGED: "This journey was changed.",
    }[look.state]


def short_words(look: Looked, user: User) -> str:
    """For a line of a list."""
    return {
        State.AGREED: _driver_words(look, user),
        State.TO_CONFIRM: f"{_driver_words(look, user)}, to be confirmed",
        State.ASKED: f"Asked {len(look.waiting)}, no answer yet",
        State.NOBODY_FREE: "Nobody asked can drive",
        State.NOBODY_ASKED: "Nobody asked yet",
        State.UNDER_WAY: f"{_driver_words(look, user)}, under way",
        State.ARRIVED: "Arrived",
        State.CALLED_OFF: "Called off",
        State.CHANGED: "Changed",
    }[look.state]


def _driver_words(look: Looked, user: User) -> str:
    if look.row.other_driver:
        return f"{look.row.other_driver} drives"
    if look.driver is None:
        return "Nobody drives"
    return "You drive" if look.driver.user_id == user.pk else f"{look.driver.user.name} drives"


def times_words(row: Journey) -> str:
    return f"{row.pick_up_at:%H:%M}, there by {arrival_words(row)}"


def arrival_words(row: Journey) -> str:
    return f"{row.arrive_by:%H:%M}{'' if arrives_on(row) == row.on else ' the next day'}"


def where_words(row: Journey, end: str) -> str:
    parts = (getattr(row, f"{end}_{name}") for name in ("place", "address", "postcode"))
    return ", ".join(part for part in parts if part)


def journey_row(look: Looked, user: User, today: date, title: str = "") -> Row:
    """For a list: one line of it. `title` is what tells it from the others there."""
    row = look.row
    tone, icon = TONES[look.state]
    return {
        "row": row,
        "url": journey_url(row),
        "title": title or day_words(row.on),
        "line": f"{times_words(row)}, {row.from_place} to {row.to_place}",
        "when": when_words(row.on, today),
        "words": short_words(look, user),
        "state": look.state.value,
        "tone": tone,
        "icon": icon,
        "more_waiting": len(look.waiting) if look.has_driver else 0,
    }


def day_journeys(user: User, person: Person, on: date, today: date) -> Row:
    """For `release/_journeys_on_day.html`."""
    looks = journeys_on_day(user, person, on)
    rows = [journey_row(one, user, today, f"{one.row.pick_up_at:%H:%M} to {one.row.to_place}") for one in looks]
    return {"journeys": rows, "may_plan": may_plan(user, person)}


def rides_for_sheet(user: User, person: Person, on: date) -> list[Row]:
    """For whoever is driven: who comes, when, in what. Only what somebody has said yes to."""
    return [_ride(one) for one in journeys_on_day(user, person, on) if one.has_driver]


def _ride(look: Looked) -> Row:
    vehicles = look.driver.vehicles.filter(is_active=True) if look.driver else ()
    return {
        "who": look.row.other_driver or (look.driver.user.name if look.driver else ""),
        "at": f"{look.row.pick_up_at:%H:%M}",
        "from": look.row.from_place,
        "to": look.row.to_place,
        "by": arrival_words(look.row),
        "vehicles": " or ".join(", ".join(part for part in (v.words, v.registration) if part) for v in vehicles),
    }


def facts_of(look: Looked) -> list[tuple[str, str]]:
    row = look.row
    seats = f"{row.passengers} {'passenger' if row.passengers == 1 else 'passengers'}"
    facts = [
        ("Picked up", f"{row.pick_up_at:%H:%M}, {where_words(row, 'from')}"),
        ("Expected there", f"{arrival_words(row)}, {where_words(row, 'to')}"),
        ("Seats", f"{seats}, with a wheelchair" if row.needs_wheelchair else seats),
        ("The driver sets off", f"{row.leave_at:%H:%M}" if row.leave_at else ""),
        ("Which way", row.way),
        ("For the driver", row.notes),
        ("The driver rings", row.ring),
    ]
    return [one for one in facts if one[1]]


def ask_rows(look: Looked, user: User, may_act: bool) -> list[Row]:
    """Everybody who was asked, who drives first; one who was asked again stands once, as they answered last."""
    last = {one.driver_id: one for one in look.asks}
    rows = sorted(last.values(), key=lambda one: (one is not look.in_charge, bool(one.ended), one.pk))
    return [_ask(one, look, user, may_act) for one in rows]


def _ask(one: JourneyAsk, look: Looked, user: User, may_act: bool) -> Row:
    in_charge = one is look.in_charge
    if in_charge:
        words, tone = ("Drives", "done") if one.answer else ("Drives, asked whether the change suits them", "due")
    elif not one.ended:
        words, tone = "Not answered yet", "due"
    else:
        words, tone = one.get_ended_display(), "quiet"
    at = one.answered_at or one.asked_at
    return {
        "ref": one.ref,
        "name": one.driver.user.name,
        "phone": one.driver.phone,
        "words": words,
        "said": one.words,
        "tone": tone,
        "when": f"{'answered' if one.answered_at else 'asked'} {moment_words(timezone.localtime(at))}",
        "may_answer": may_act and not one.ended and one.answer != Answer.YES,
        "may_let_go": may_act and not one.ended and not look.reports,
    }


def choice_rows(asked: Sequence[Asked]) -> tuple[list[Row], list[Row]]:
    """Who can be asked, and who cannot, each with why."""
    rows = [(one, _choice(one)) for one in asked if not one.is_open]
    return [row for one, row in rows if not one.is_barred], [row for one, row in rows if one.is_barred]


def _choice(one: Asked) -> Row:
    return {
        "ref": one.driver.ref,
        "name": one.driver.user.name,
        "vehicles": ", ".join(vehicle_words(v) for v in in_use(one.driver)),
        "notes": one.driver.notes,
        "why": [why.words for why in one.reasons],
        "can": one.can,
        "before": one.ask.get_ended_display() if one.ask else "",
    }


def vehicle_words(vehicle: Any) -> str:
    seats = f"{vehicle.seats} {'seat' if vehicle.seats == 1 else 'seats'}"
    return f"{vehicle.words}, {seats}{', takes a wheelchair' if vehicle.takes_wheelchair else ''}"


def week_of_hours(driver: Driver) -> list[HoursOfDay]:
    return [
        HoursOfDay(
            day.label,
            [(minute_of(one.from_at), minute_of(one.to_at)) for one in driver.hours.all() if one.weekday == day],
        )
        for day in Weekday
    ]


def rest_words(driver: Driver, today: date) -> str:
    """Their break, as long as it is not over."""
    if not driver.paused_from or (driver.paused_to and driver.paused_to < today):
        return ""
    until = f" until {day_words(driver.paused_to)}" if driver.paused_to else ", until they say they are back"
    return f"Has a break from {day_words(driver.paused_from)}{until}"


def passenger_words(person: Person) -> str:
    """As much of a name as one needs to find somebody at a gate."""
    return f"{person.first_name} {person.family_name[:1]}." if person.family_name else person.first_name


def mine_row(one: Mine, today: date) -> Row:
    row = one.row
    return {
        "ref": row.ref,
        "ask": one.ask.ref,
        "url": reverse("release:journey_sheet", kwargs={"ref": row.ref}),
        "who": passenger_words(row.person),
        "day": day_words(row.on),
        "when": when_words(row.on, today),
        "times": times_words(row),
        "route": f"{row.from_place} to {row.to_place}",
        "is_to_answer": one.is_to_answer,
        "is_in_charge": one.is_in_charge,
        "has_other": one.look.driver is not None and not one.is_in_charge,
        "is_arrived": one.look.state is State.ARRIVED,
        "is_past": row.on < today,
    }
