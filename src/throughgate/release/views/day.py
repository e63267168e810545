"""The page of a release day, and the sheets that are printed for it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughgate.access.policy import Action, can, check
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.selectors.restrictions import restrictions_of
from throughgate.people.views.pages import person_context, reach_person
from throughgate.release.models import ReleaseDay
from throughgate.release.selectors.against import against_day
from throughgate.release.selectors.day import Look, day_of_promise, days_of, look_at_day
from throughgate.release.selectors.replanning import call_of_promise, is_one_of_several
from throughgate.release.selectors.ring import number_to_ring
from throughgate.release.selectors.standing import Standing, standings_of
from throughgate.release.views.day_words import (
    date_words,
    day_url,
    home_row,
    lanes_of,
    met_row,
    no_number,
    problem_rows,
    stop_rows,
    typed_rows,
    verdict_words,
)
from throughgate.release.views.first_week_words import with_outcomes
from throughgate.release.views.journey_words import day_journeys, rides_for_sheet
from throughgate.release.views.outside_words import outside_sheet, told_on_sheet, untold_words
from throughgate.release.views.replanning_words import moved_url


def find_day(user: User, person: Person) -> tuple[Standing, ReleaseDay | None]:
    """Of the release that is to come, or of the last one. The caller has checked the person."""
    standing = standings_of([person.pk], today())[person.pk]
    return standing, days_of([person.pk]).filter(spell=standing.spell).first()


@require_safe
def day(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    person = reach_person(request, ref, "release day")
    standing, row = find_day(user, person)
    may_act = can(user, Action.RECORD, person)
    context: dict[str, Any] = {"may_act": may_act, "release_on": standing.release_on, "row": row}
    if row:
        look = look_at_day(row, user)
        context |= _shown(user, look) | {"moved": date_words(row, standing.release_on)}
        context["untold"], context["untold_url"] = untold_words(row, look.met.row) if look.met else ("", "")
        context["against"] = against_day(user, row) if row.on >= today() else []
        context |= day_journeys(user, person, row.on, today())
    return render(request, "release/day.html", context | person_context(request, person, "day"))


def _shown(user: User, look: Look) -> dict[str, Any]:
    words, tone, icon = verdict_words(look)
    met = met_row(look.met, user)
    ring = met.get("phone") or number_to_ring(look.row.person, today())
    return {
        "look": look,
        "verdict": words,
        "tone": tone,
        "icon": icon,
        "problems": problem_rows(user, look) + ([] if ring else [no_number(user, look)]),
        "stops": with_outcomes(stop_rows(user, look), look, today()),
        "home": home_row(look),
        "typed": typed_rows(user, look),
        "met": met,
        "ring": ring,
        "lanes": lanes_of(look),
        "offers_order": look.offers_order,
        "home_url": reverse("release:home", kwargs={"ref": look.row.person.ref}),
    }


@require_safe
def sheet(request: HttpRequest, ref: str) -> HttpResponse:
    """For the person, in plain words. It says what whoever prints it may read, so they look at it first."""
    return _sheet(request, ref, "release/day_sheet.html")


@require_safe
def meeting_sheet(request: HttpRequest, ref: str) -> HttpResponse:
    """For whoever meets them, with what must not happen; for somebody outside only what they may be told."""
    return _sheet(request, ref, "release/meeting_sheet.html", for_meeting=True)


def _sheet(request: HttpRequest, ref: str, template: str, *, for_meeting: bool = False) -> HttpResponse:
    user = user_of(request)
    person = reach_person(request, ref, "release day sheet")
    _, row = find_day(user, person)
    if row is None:
        return redirect(day_url(person))
    look = look_at_day(row, user)
    context = _shown(user, look) | {"person": person, "row": row, "today": today()}
    outside = told_on_sheet(person, look.met.row if look.met else None) if for_meeting else None
    if outside:
        parts = outside_sheet(person, *outside, look, context["stops"], context["home"])
        own = {name: context[name] for name in ("person", "row", "today", "ring")}
        return render(request, "release/outside_sheet.html", own | parts)
    context |= {
        "restrictions": restrictions_of(user, person, today()),
        "rides": rides_for_sheet(user, person, row.on),
    }
    return render(request, template, context)


@require_safe
def promised(request: HttpRequest, ref: str) -> HttpResponse:
    """Where what is due leads to: the day, or whom to ring since the release moved."""
    if call := call_of_promise(ref):
        check(user_of(request), Action.VIEW, call)
        person = call.move.person
        if is_one_of_several(call):
            return redirect(f"{reverse('release:moved_many', args=[call.move.batch])}#call-{call.ref}")
        return redirect(moved_url(person, call.move.date_id) if call.move.date_id else day_url(person))
    row = day_of_promise(ref)
    check(user_of(request), Action.VIEW, row)
    return redirect(day_url(row.person))
