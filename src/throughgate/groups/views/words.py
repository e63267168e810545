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
from throughgate.web.pictures import MatrixLine, Spot, draw_matrix
from throughgate.web.pictures.svg import Svg


@dataclass(frozen=True)
class Line:
    """One session on the page of its group. `state` is words, tone and icon of a tag."""

    session: GroupSession
    title: str
    state: tuple[str, str, str]
    url: str
    action: str
    is_open: bool
    restore_url: str = ""
    note: str = ""  # why it was moved, unless it was moved back since, or cancelled
    delivered: Sequence[str] = ()  # how much of the plan, and what the slips said


def session_lines(sheet: Sheet, today: date) -> list[Line]:
    said = delivered_in(sheet.sessions)
    lines = [_line(sheet, one, today) for one in sheet.sessions]
    return [
        replace(one, delivered=_delivered(sheet, one, said.get(one.session.pk)), note=_why(one.session))
        for one in lines
    ]


def _why(session: GroupSession) -> str:
    if session.cancelled_at:
        return session.get_cancelled_because_display()
    before = session.supersedes and session.supersedes.supersedes
    if before and (before.on, before.at) == (session.on, session.at):
        return ""
    return f"Moved: {session.get_moved_because_display()}" if session.moved_because else ""


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
        state = ("Cancelled", "quiet", "close")
        restore_url = reverse("groups:restore", kwargs={"ref": one.ref}) if one.on >= today else ""
        return Line(one, title, state, "", "", False, restore_url)
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
    return {"number": session.number, "words": words, "tone": tone}


# How each mark is drawn: icon and tone, the words being those of the table.
DRAWN: Mapping[Mark, str] = {Mark.CAME: "check", Mark.LATE: "clock", Mark.MISSED: "close", Mark.MADE_UP: "plus"}
AT_A_TIME = 8  # sessions beside each other: on a phone no more can be told apart


def drawn(sheet: Sheet, today: date) -> list[Svg]:
    """Members by sessions, eight sessions to a picture."""
    if not sheet.members:
        return []
    spans = [sheet.sessions[first : first + AT_A_TIME] for first in range(0, len(sheet.sessions), AT_A_TIME)]
    return [_drawn(sheet, span, today) for span in spans]


def _drawn(sheet: Sheet, sessions: Sequence[GroupSession], today: date) -> Svg:
    people = [one.person for one in sheet.members]
    lines = [
        MatrixLine(sheet_name(one.person, people), tuple(_spot(sheet, one, session, today) for session in sessions))
        for one in sheet.members
    ]
    title = f"Who came to sessions {sessions[0].number} to {sessions[-1].number}"
    return draw_matrix([str(one.number) for one in sessions], lines, title)


def _spot(sheet: Sheet, place: Place, session: GroupSession, today: date) -> Spot:
    mark = sheet.marks.get((place.pk, session.number), Mark.NONE)
    off = session.cancelled_at is not None or session.pk in sheet.called_off
    state = "past" if off else "today" if session.on == today else "coming"
    words, tone = MARK_WORDS.get(mark, ("", "quiet"))
    return Spot(DRAWN.get(mark, ""), tone, words, state)


def missed(sheet: Sheet) -> list[tuple[Person, Place, list[dict[str, Any]]]]:
    """Of each member what was missed and not made up, by session: what is planned of it, or the way to plan it."""
    found = [(one.person, one, _missed(sheet, one)) for one in sheet.members]
    return [one for one in found if one[2]]


def _missed(sheet: Sheet, place: Place) -> list[dict[str, Any]]:
    return [
        {
            "number": session.number,
            "planned": sheet.planned.get((place.pk, session.number)),
            "url": _make_up_url(sheet, place, session.number),
        }
        for session in sheet.sessions
        if sheet.marks.get((place.pk, session.number)) is Mark.MISSED
    ]


def _make_up_url(sheet: Sheet, place: Place, number: int) -> str:
    url = reverse("groups:make_up", kwargs={"ref": sheet.cohort.ref, "place": place.ref})
    return f"{url}?number={number}"


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
