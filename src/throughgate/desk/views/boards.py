"""What Today leads on to, and what on it wants a second look."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator

from throughgate.access.policy import Ability, has
from throughgate.accounts.models import User
from throughgate.casework.selectors.bookings import to_look_at
from throughgate.casework.views.booking_words import booking_row
from throughgate.groups.models import GroupSession
from throughgate.groups.selectors.against import groups_to_look_at
from throughgate.learning.models import LogChange
from throughgate.learning.selectors.log import due_in_log
from throughgate.people.models import Person, RestrictionEnd
from throughgate.people.selectors.ending_restrictions import ends_to_confirm
from throughgate.practice.grammar import Training
from throughgate.practice.models import Observation, TrainingRecord
from throughgate.practice.selectors.observation import due_observations
from throughgate.practice.selectors.training import running_out
from throughgate.release.selectors.journeys import to_answer
from throughgate.story.selectors.figures import spared_since
from throughgate.web.words import when_words

AHEAD = timedelta(days=14)
SPARED_OVER = timedelta(days=90)


def look_at_rows(user: User, today: date) -> list[dict[str, Any]]:
    """Restrictions said to have ended that this user confirms, and bookings of the next two weeks, and sessions of
    groups that the user leads, that one stands against, for a list of what is due.
    """
    booked = [_look_at(booking_row(user, one, today)) for one in to_look_at(user, today, today + AHEAD)]
    in_groups = [_in_group(*one, today) for one in groups_to_look_at(user, today, today + AHEAD)]
    return [*(_end_to_confirm(one) for one in ends_to_confirm(user)), *booked, *in_groups]


def _in_group(person: Person, session: GroupSession, reasons: list[str], today: date) -> dict[str, Any]:
    url = reverse("groups:cohort", kwargs={"ref": session.cohort.ref})
    return {
        "is_other": True,
        "title": f"Something stands against their place in {session.cohort.title}",
        "url": url,
        "person_name": person.name,
        "person_url": reverse("desk:person", kwargs={"ref": person.ref}),
        "when": when_words(session.on, today),
        "note": " ".join(reasons),
        "tone": "overdue",
        "icon": "warning",
        "action_url": url,
        "action_label": "Look at it",
    }


def _end_to_confirm(end: RestrictionEnd) -> dict[str, Any]:
    person = end.restriction.person
    url = reverse("people:restrictions", kwargs={"ref": person.ref})
    return {
        "title": "Confirm that a restriction ended",
        "is_other": True,
        "url": url,
        "person_name": person.name,
        "person_url": reverse("desk:person", kwargs={"ref": person.ref}),
        "when": "",
        "note": f"{end.said_by.name} says so. It binds as before until you confirm it.",
        "tone": "overdue",
        "icon": "warning",
        "action_url": url,
        "action_label": "Look at it",
    }


def _look_at(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": row["title"],
        "url": row["url"],
        "person_name": row["person"].name,
        "person_url": reverse("desk:person", kwargs={"ref": row["person"].ref}),
        "when": row["day"],
        "note": " ".join(row["against"]),
        "tone": "overdue",
        "icon": "warning",
        "action_url": row["url"],
        "action_label": "Look at it",
    }


def learning_rows(user: User, today: date) -> list[dict[str, Any]]:
    """What the learning log gives this user to change or to check, for a list of what is due."""
    return [_learning(change, on, is_check, today) for change, on, is_check in due_in_log(user, today)]


def _learning(change: LogChange, on: date, is_check: bool, today: date) -> dict[str, Any]:
    return {
        "title": "Check whether a change worked" if is_check else "Make a change",
        "person_name": "From the learning log",
        "note": Truncator(change.done_words if is_check else change.what).words(14),
        "when": when_words(on, today, late=True),
        "tone": "overdue" if on < today else "due" if on == today else "quiet",
        "icon": "check" if is_check else "next",
        "action_url": reverse("learning:item", kwargs={"ref": change.item.ref}),
        "action_label": "Open",
    }


def training_rows(user: User, today: date) -> list[dict[str, Any]]:
    """What of one's own training, and of those one manages, runs out or did, for a list of what is due."""
    told = running_out(user, today)
    found = [_running_out(record, training, today) for record, training in told if record.user_id == user.pk]
    team = [record for record, _ in told if record.user_id != user.pk]
    return [
        *found,
        *([_of_team(team, today)] if team else []),
        *(_observation(user, one, today) for one in due_observations(user, today)),
    ]


def _observation(user: User, row: Observation, today: date) -> dict[str, Any]:
    own = row.practitioner_id == user.pk
    title = "Answer what a colleague saw" if own else "Read the answer" if row.answered_at else "Watch a colleague"
    return {
        "title": title,
        "person_name": row.observer.name if own else row.practitioner.name,
        "note": "Watching practice",
        "when": when_words(row.on, today, late=not row.observed_at),
        "tone": "due",
        "icon": "next",
        "action_url": reverse("practice:observation", kwargs={"ref": row.ref}),
        "action_label": "Open",
    }


def _running_out(record: TrainingRecord, training: Training, today: date) -> dict[str, Any]:
    over = record.until is not None and record.until < today
    return {
        "title": training.title,
        "person_name": "Your training",
        "note": "It has run out: renew it" if over else "Renew it before it runs out",
        "when": when_words(record.until, today, late=True) if record.until else "",
        "tone": "overdue" if over else "due",
        "icon": "clock",
        "action_url": reverse("practice:mine"),
        "action_label": "Open",
    }


def _of_team(records: list[TrainingRecord], today: date) -> dict[str, Any]:
    """One line for all of them: who it is stands on the page it leads to."""
    over = sum(one.until is not None and one.until < today for one in records)
    said = [
        f"{number} {words}" for number, words in ((over, "run out"), (len(records) - over, "to renew soon")) if number
    ]
    return {
        "title": "Training of your team",
        "person_name": ", ".join(said),
        "tone": "overdue" if over else "due",
        "icon": "people",
        "action_url": reverse("practice:board"),
        "action_label": "Open",
    }


def boards_of(user: User, today: date) -> list[dict[str, str]]:
    spared = spared_since(user, today - SPARED_OVER)
    words = f"{spared:,} question{'' if spared == 1 else 's'} not asked again"
    return [
        {"label": "Releases", "url": reverse("release:board"), "icon": "gate"},
        {"label": "First week", "url": reverse("release:first_week"), "icon": "person"},
        {"label": "What is booked", "url": reverse("bookings:list"), "icon": "calendar"},
        {"label": "Crises", "url": reverse("crisis:board"), "icon": "warning"},
        {"label": "Homes", "url": reverse("release:home_applications"), "icon": "home"},
        {"label": "Hand-overs", "url": reverse("handover:board"), "icon": "people"},
        {"label": words, "url": reverse("story:figures"), "icon": "check"},
        *_journeys(user, today),
    ]


def _journeys(user: User, today: date) -> list[dict[str, str]]:
    """For whoever plans them, and for whoever drives."""
    found = []
    if has(user, Ability.PLAN_JOURNEYS):
        found.append({"label": "Journeys", "url": reverse("release:journeys"), "icon": "travel"})
    waiting = to_answer(user, today)
    if waiting is not None:
        label = f"Your journeys: {waiting} to answer" if waiting else "Your journeys"
        found.append({"label": label, "url": reverse("release:my_journeys"), "icon": "travel"})
    return found
