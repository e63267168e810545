"""The page of somebody in recovery."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.casework.selectors.plan import show_version, stand_of
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.recovery.kinds import GROUP, IN_CELL, LIAISON, SESSION
from throughgate.recovery.selectors.outside import outside_of, to_answer
from throughgate.recovery.selectors.road import (
    ROAD,
    counsellor_of,
    counted_of,
    home_group_of,
    lapses_of,
    last_of,
    meetings_of,
    next_of,
    road_of,
    sheets_of,
    sponsors_of,
)
from throughgate.recovery.selectors.treatment import reads_clinical, reads_sensitive, standing_of
from throughgate.recovery.views.pages import frame, reach
from throughgate.story.asked_for import measures
from throughgate.web.pictures import WeekLine

THERAPY = frozenset({SESSION, IN_CELL, GROUP})


@require_safe
def person(request: HttpRequest, ref: str) -> HttpResponse:
    """What is next first. What is said in therapy stands here only for those who may read it."""
    user, whose = user_of(request), reach(request, ref)
    day = today()
    asked = next_of(user, whose)
    context = frame(request, whose) | {
        "next": asked[0] if asked else None,
        "may_record_next": asked and (asked[0].kind not in THERAPY or reads_clinical(user, whose, Action.RECORD)),
        "liaison": next((one for one in asked if one.kind == LIAISON), None),
        "last_liaison": last_of(user, whose, [LIAISON]).get(LIAISON),
        "counsellor": counsellor_of(whose, day),
        "enrolled": bool(asked),
        "may_write": can(user, Action.RECORD, whose),
        "writes_clinical": reads_clinical(user, whose, Action.RECORD),
    }
    if reads_sensitive(user, whose):
        context |= _self_help(user, whose, day)
    if reads_clinical(user, whose):
        context |= _clinical(user, whose, day)
    return render(request, "recovery/person.html", context)


def _self_help(user: User, person: Person, day: date) -> dict[str, object]:
    return {
        "sensitive": True,
        "writes_sensitive": reads_sensitive(user, person, Action.RECORD),
        "home_group": home_group_of(user, person),
        "sponsors": sponsors_of(person, day),
        "touched": last_of(user, person, ["sponsor-contact"]).get("sponsor-contact"),
        "meetings": meetings_of(user, person),
        "outside": [(row, to_answer(row, day)) for row in outside_of(user, person)],
    }


def _clinical(user: User, person: Person, day: date) -> dict[str, object]:
    standing, sheets = standing_of(user, person, draft=False), sheets_of(user, person)
    brought_back = [row for row in sheets if row.returned_on]
    return {
        "clinical": True,
        "standing": standing,
        "waiting": stand_of(standing.plan).draft if standing and not standing.is_draft else None,
        "shown": show_version(user, standing.plan, standing.version, day) if standing else None,
        **_road(user, person, day),
        "counted": counted_of(user, person, day),
        "lapses": lapses_of(user, person),
        "with_them": [row for row in sheets if not row.returned_on],
        "brought_back": sorted(brought_back, key=lambda row: row.returned_on or day, reverse=True),
        "measured": measures.last(user, person),
    }


def _road(user: User, person: Person, day: date) -> dict[str, object]:
    """As it is drawn, from the first week to this one, and as it is listed, this one first."""
    weeks = road_of(user, person, day)
    early = weeks[::-1]
    lines = [WeekLine(title, [week.counts.get(kind, 0) for week in early]) for kind, title in ROAD.items()]
    lines.append(WeekLine("Found", [len(week.marks) for week in early]))
    return {"weeks": weeks, "firsts": [week.begins_on for week in early], "lines": lines}
