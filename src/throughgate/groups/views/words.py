"""What the pages of this room say of a group: its lines, its matrix, its buttons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from throughgate.access.policy import Ability, has
from throughgate.accounts.models import Role, User
from throughgate.groups.grammar import FEEDBACK
from throughgate.groups.models import Delivery, GroupSession, Place
from throughgate.groups.rules.attendance import MARK_WORDS, Mark
from throughgate.groups.selectors.cohorts import Sheet, delivered_in
from throughgate.people.models import Person
from throughgate.people.services.restrictions import RestrictedError


@dataclass(frozen=True)
class Line:
    """One session on the page of its group. `state` is words, tone and icon of a tag."""

    session: GroupSession
    title: str
    state: tuple[str, str, str]
    url: str
    action: str
    is_open: bool
    delivered: Sequence[str] = ()  # how much of the plan, and what the slips said


def session_lines(sheet: Sheet, today: date) -> list[Line]:
    said = delivered_in(sheet.sessions)
    lines = [_line(sheet, one, today) for one in sheet.sessions]
    return [replace(one, delivered=_delivered(sheet, one, said.get(one.session.pk))) for one in lines]


def _delivered(sheet: Sheet, line: Line, said: Delivery | None) -> list[str]:
    """Each in one line; nothing where nobody said it."""
    if said is None:
        return []
    of = len(sheet.plan.session(line.session.number).steps)
    slips = [_slips(question, counts) for question, counts in said.feedback.items() if counts]
    return [f"{len(said.steps)} of {of} steps of the plan delivered", *slips]


def _slips(question: str, counts: Mapping[str, int]) -> str:
    words, answers = FEEDBACK[question]
    told = ", ".join(f"{counts[answer]} {label.lower()}" for answer, label in answers.items() if answer in counts)
    return f"{words} {told}"


def _line(sheet: Sheet, one: GroupSession, today: date) -> Line:
    url = reverse("groups:register", kwargs={"ref": one.ref})
    title = sheet.plan.session(one.number).title
    if one.cancelled_at:
        return Line(one, title, (f"Cancelled: {one.get_cancelled_because_display()}", "quiet", "close"), "", "", False)
    if one.pk in sheet.called_off:
        return Line(one, title, ("Did not take place", "quiet", "note"), url, "Look at it", False)
    if one.pk in sheet.recorded:
        return Line(one, title, ("Recorded", "done", "check"), url, "Look at it", False)
    if one.on > today:
        return Line(one, title, ("To come", "quiet", "calendar"), "", "", True)
    tone = "due" if one.on == today else "overdue"
    return Line(one, title, ("Register to fill in", tone, "clock"), url, "Fill in the register", True)


def matrix(sheet: Sheet) -> list[dict[str, Any]]:
    """By member: the mark of each session, in words."""
    return [
        {"place": one, "cells": [_cell(sheet, one, session) for session in sheet.sessions]} for one in sheet.members
    ]


def _cell(sheet: Sheet, place: Place, session: GroupSession) -> dict[str, Any]:
    mark = sheet.marks.get((place.pk, session.number), Mark.NONE)
    words, tone = MARK_WORDS.get(mark, ("", "quiet"))
    can_make_up = mark is Mark.MISSED
    url = reverse("groups:make_up", kwargs={"ref": sheet.cohort.ref, "place": place.ref}) if can_make_up else ""
    return {
        "number": session.number,
        "words": words,
        "tone": tone,
        "url": f"{url}?number={session.number}" if url else "",
    }


def may_plan(user: User) -> bool:
    return has(user, Ability.PLAN_GROUPS)


def may_move_up(user: User) -> bool:
    return has(user, Ability.PLAN_GROUPS) and user.role == Role.MANAGER


def sheet_name(person: Person, among: Sequence[Person]) -> str:
    """First names alone, with a letter where two are called the same: what hangs in a room says no more."""
    same = [one for one in among if one.first_name == person.first_name]
    return f"{person.first_name} {person.family_name[:1]}." if len(same) > 1 else person.first_name


def refusal_words(refusal: RestrictedError) -> str:
    return " ".join([*refusal.reasons, str(refusal)])


def typed(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
