"""How a booking is put on its pages."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from throughgate.access.policy import SENSITIVITY_CHOICES, Action, can
from throughgate.accounts.models import User
from throughgate.casework.forms import ContactForm
from throughgate.casework.models import Booking
from throughgate.casework.rules.bookings import STATE_WORDS, is_past
from throughgate.casework.rules.contacts import say_minutes
from throughgate.casework.rules.crisis import names_words
from throughgate.casework.selectors.bookings import Booked
from throughgate.casework.selectors.crisis_rules import crisis_rules
from throughgate.casework.selectors.now import now_with
from throughgate.people.models import Person
from throughgate.record.kinds import kind_of
from throughgate.web.words import day_words, when_words

LEVELS = dict(SENSITIVITY_CHOICES)
Row = dict[str, Any]


def booking_url(row: Booking) -> str:
    return reverse("bookings:booking", kwargs={"ref": row.ref})


def record_url(row: Booking) -> str:
    return f"{reverse('casework:record')}?{urlencode({'booking': row.ref})}"


def day_and_time(row: Booking) -> str:
    return f"{day_words(row.on)} at {row.at:%H:%M}" if row.at else day_words(row.on)


def who_words(booked: Booked) -> str:
    others = [name.strip() for name in booked.row.other_names.split(",") if name.strip()]
    return names_words([*(member.name for member in booked.circle), *others])


def booking_row(user: User, booked: Booked, today: date) -> Row:
    row = booked.row
    label, tone, icon = STATE_WORDS[booked.state]
    overdue = booked.is_open and is_past(row.on, today)
    may_act = booked.is_open and can(user, Action.RECORD, row)
    return {
        "booked": booked,
        "booking": row,
        "person": row.person,
        "title": booked.label,
        "icon": kind_of(row.kind).icon,
        "url": booking_url(row),
        "day": day_and_time(row),
        "when": when_words(row.on, today, late=overdue),
        "where": row.place,
        "who": who_words(booked),
        "worker": "you" if row.worker_id == user.pk else row.worker.name,
        "state": "Not recorded yet" if overdue else label,
        "tone": "overdue" if overdue else tone,
        "state_icon": "clock" if overdue else icon,
        "is_open": booked.is_open,
        "against": [*(finding.reason for finding in booked.against), *booked.untold],
        "overrides": booked.overrides,
        "may_act": may_act,
        "record_url": record_url(row) if may_act and row.on <= today else "",
    }


def as_recorded(booked: Booked, today: date) -> Row:
    """The form that records what came of it, filled in as it was booked."""
    row = booked.row
    known: Row = {"medium": row.medium, "place": row.place, "at": row.at}
    if row.on <= today:
        known["on"] = row.on.isoformat()
    known[f"{row.person.ref}-other_names"] = row.other_names
    known[f"{row.person.ref}-circle"] = [str(member.pk) for member in booked.circle]
    return known | (minutes_choice(row.minutes) if row.minutes else {})


def minutes_choice(minutes: int) -> Row:
    if str(minutes) in dict(ContactForm.minutes_choices):
        return {"minutes": str(minutes)}
    return {"minutes": "other", "minutes_other": minutes}


def facts_of(booked: Booked) -> list[Row]:
    row = booked.row
    rows = [
        ("When", day_and_time(row)),
        ("How long", say_minutes(row.minutes) if row.minutes else ""),
        ("How", row.get_medium_display()),
        ("Where", row.place),
        ("Who comes", who_words(booked)),
        ("Who of us", row.worker.name),
        ("For", row.enrolment.model.title if row.enrolment else ""),
        ("Who may read this", LEVELS[row.sensitivity]),
        ("Booked by", row.made_by.name),
    ]
    if row.supersedes_id:
        rows.append(("Moved because", f"{row.moved_because} (asked by: {row.get_moved_asked_by_display().lower()})"))
    if row.cancelled_by:
        asked = row.get_cancelled_asked_by_display().lower()
        rows.append(("Cancelled because", f"{row.cancelled_because} (asked by: {asked})"))
        rows.append(("Cancelled by", row.cancelled_by.name))
    return [{"key": key, "value": value} for key, value in rows if value]


def now_on_person_page(user: User, person: Person, today: date) -> Row:
    """Context for `casework/_now_on_person_page.html`: what is open now, the next booking, and where to book."""
    now = now_with(user, person)
    rules = crisis_rules()
    may_record = can(user, Action.RECORD, person)
    crises = [
        {
            "title": rules.heading_of(one.kind),
            "url": reverse("crisis:crisis", kwargs={"ref": one.ref}),
            "review": f"Somebody looks again {when_words(one.review_on, today, late=True)}.",
            "late": one.review_on < today,
        }
        for one in now.crises
    ]
    return {
        "crises": crises,
        "booked": booking_row(user, now.booked, today) if now.booked else None,
        "look_at": [booking_row(user, one, today) for one in now.look_at],
        "book_url": f"{reverse('bookings:book')}?{urlencode({'person': person.ref})}" if may_record else "",
        "bookings_url": reverse("bookings:of_person", kwargs={"ref": person.ref}),
    }
