"""A journey and those of one person, for whoever plans them."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Ability, Action, can, check, require
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.services.restrictions import RestrictedError
from throughgate.people.views.pages import person_context, reach_person
from throughgate.release.forms.day import WhyForm
from throughgate.release.forms.home import AskedForm
from throughgate.release.forms.journey import AskForm, JourneyForm, known_of
from throughgate.release.forms.reporting import ReportForm
from throughgate.release.journey_kinds import KINDS
from throughgate.release.models import Journey
from throughgate.release.rules.journey import JourneyError
from throughgate.release.selectors.against import against_journey
from throughgate.release.selectors.alarms import open_alarm_of
from throughgate.release.selectors.drivers import drivers_for
from throughgate.release.selectors.journey_form import first_words
from throughgate.release.selectors.journeys import (
    Looked,
    access_ask,
    access_journey,
    journey_of_promise,
    journeys_of,
    look_at_journey,
)
from throughgate.release.services.journey_asks import accept_journey, ask_drivers, let_go
from throughgate.release.services.journeys import call_off_journey, change_journey, plan_journey
from throughgate.release.views.alarm_words import alarm_line
from throughgate.release.views.day import find_day
from throughgate.release.views.home_words import levels_of
from throughgate.release.views.journey_words import (
    TONES,
    ask_rows,
    choice_rows,
    facts_of,
    journey_row,
    journey_url,
    may_plan,
    state_words,
)
from throughgate.release.views.report_words import report_part

EITHER = ["GET", "HEAD", "POST"]


@require_safe
def theirs(request: HttpRequest, ref: str) -> HttpResponse:
    """All journeys of one person."""
    user = user_of(request)
    person = reach_person(request, ref, "journeys")
    rows = [journey_row(one, user, today()) for one in journeys_of(user, person)]
    coming = [row for row in rows if row["row"].on >= today() and row["state"] != "called-off"]
    context = {
        "coming": coming[::-1],
        "before": [row for row in rows if row not in coming],
        "may_act": may_plan(user, person),
        "by_hand": _by_hand(person) if can(user, Action.RECORD, person) else (),
    }
    return render(request, "release/journeys_of.html", context | person_context(request, person, "day"))


def _by_hand(person: Person) -> list[tuple[str, str]]:
    """Where somebody came without a journey of ours."""
    page = reverse("casework:done")
    return [(kind.label, f"{page}?{urlencode({'person': person.ref, 'kind': kind.code})}") for kind in KINDS]


@require_safe
def journey(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    row = access_journey(user, ref)
    check(user, Action.VIEW, row.person)
    look = look_at_journey(row)
    may_act = may_plan(user, row.person) and row.cancelled_at is None
    tone, icon = TONES[look.state]
    is_open = may_act and row.on >= today() and not look.reports
    free, barred = choice_rows(drivers_for(user, row)) if is_open and not row.other_driver else ([], [])
    context = {
        "look": look,
        "row": row,
        "words": state_words(look, user),
        "tone": tone,
        "icon": icon,
        "alarm": alarm_line(alarm, timezone.now()) if (alarm := open_alarm_of(user, row)) else None,
        "facts": facts_of(look),
        "asks": ask_rows(look, user, may_act),
        "free": free,
        "barred": barred,
        "may_act": may_act,
        "is_open": is_open,
        "against": against_journey(user, row) if is_open else [],
        "sheet_url": reverse("release:journey_sheet", kwargs={"ref": row.ref}),
        "report": _report(user, look) if may_act else None,
    }
    return render(request, "release/journey.html", context | person_context(request, row.person, "day"))


def _report(user: User, look: Looked) -> dict[str, Any] | None:
    """On the day, whoever plans can tell what the driver said on the phone."""
    if not look.has_driver or look.row.on > today():
        return None
    return report_part(user, look.row) | {"form": ReportForm(), "back_url": journey_url(look.row)}


@require_safe
def promised(request: HttpRequest, ref: str) -> HttpResponse:
    """Where what is due leads to: for whoever drives and does not work with them, the sheet."""
    user = user_of(request)
    row = check(user, Action.VIEW, journey_of_promise(ref))
    if can(user, Action.VIEW, row.person):
        return redirect(journey_url(row))
    return redirect("release:journey_sheet", ref=row.ref)


@require_http_methods(EITHER)
def new(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    person = reach_person(request, ref, "a new journey", Action.RECORD)
    require(user, Ability.PLAN_JOURNEYS)
    _, day = find_day(user, person)
    initial = first_words(user, person, day) if request.method != "POST" else {}
    form = JourneyForm(_data(request), levels=levels_of(user, person), initial=initial)
    made: list[Journey] = []
    if form.is_bound and form.is_valid():
        said = form.cleaned_data["said"]
        if _tried(form, lambda: made.append(plan_journey(
            by=user, person=person, said=said, release_day=day if day and day.on == said.on else None,
            sensitivity=form.said_level, override=form.cleaned_data["override"], token=form.said_token,
        ))):  # fmt: skip
            messages.success(request, "Planned." if said.other_driver else "Planned. Now ask a driver.")
            return redirect(journey_url(made[0]))
    return _show(request, form, person, "Plan a journey", "Plan it", _theirs_url(person))


@require_http_methods(EITHER)
def change(request: HttpRequest, ref: str) -> HttpResponse:
    user, row = _reach(request, ref)
    form = JourneyForm(
        _data(request), levels=levels_of(user, row.person), initial=known_of(row), is_change=True
    )  # fmt: skip
    made: list[Journey] = []
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        level = form.said_level if "level" in form.fields else None
        if _tried(form, lambda: made.append(change_journey(
            by=user, journey=row, said=said["said"], because=said["because"], sensitivity=level,
            override=said["override"], link=_list_link(request),
        ))):  # fmt: skip
            messages.success(request, "Changed. The drivers who were asked have been written to.")
            return redirect(journey_url(made[0]))
    return _show(request, form, row.person, "Change this journey", "Save", journey_url(row))


@require_http_methods(EITHER)
def call_off(request: HttpRequest, ref: str) -> HttpResponse:
    user, row = _reach(request, ref)
    form = WhyForm(_data(request), label="Why is it called off?")

    def act() -> Journey:
        return call_off_journey(
            by=user, journey=row, because=form.cleaned_data["because"], link=_list_link(request)
        )  # fmt: skip

    if form.is_bound and form.is_valid() and _tried(form, act):
        messages.success(request, "Called off. The drivers who were asked have been written to.")
        return redirect(_theirs_url(row.person))
    return _show(request, form, row.person, "Call off this journey", "Call it off", journey_url(row))


@require_POST
def ask(request: HttpRequest, ref: str) -> HttpResponse:
    user, row = _reach(request, ref)
    form = AskForm(request.POST, drivers=[one.driver for one in drivers_for(user, row) if not one.is_barred])
    chosen = form.chosen if form.is_valid() else []
    if not chosen:
        messages.info(request, "Tick whom to ask first.")
        return redirect(journey_url(row))
    try:
        asked = ask_drivers(by=user, journey=row, drivers=chosen, link=_list_link(request))
    except JourneyError as problem:
        messages.info(request, str(problem))
    else:
        names = " and ".join(one.driver.user.name for one in asked)
        messages.success(request, f"Asked {names}." if asked else "They have been asked already.")
    return redirect(journey_url(row))


@require_POST
def answer_for(request: HttpRequest, ref: str) -> HttpResponse:
    """The driver said yes on the phone."""
    return _on_ask(request, ref, "Noted: they drive.", lambda by, one: accept_journey(by=by, ask=one))


@require_POST
def stop_asking(request: HttpRequest, ref: str) -> HttpResponse:
    link = _list_link(request)
    return _on_ask(request, ref, "They are asked no more.", lambda by, one: let_go(by=by, ask=one, link=link))


def _on_ask(request: HttpRequest, ref: str, words: str, act: Callable[[User, Any], Any]) -> HttpResponse:
    user = user_of(request)
    one = access_ask(user, ref, action=Action.RECORD)
    require(user, Ability.PLAN_JOURNEYS)
    try:
        act(user, one)
    except JourneyError as problem:
        messages.info(request, str(problem))
    else:
        messages.success(request, words)
    return redirect(journey_url(one.journey))


def _reach(request: HttpRequest, ref: str) -> tuple[User, Journey]:
    """For whoever plans. Raises Hidden, Forbidden."""
    user = user_of(request)
    row = access_journey(user, ref, action=Action.RECORD)
    check(user, Action.RECORD, row.person)
    require(user, Ability.PLAN_JOURNEYS)
    return user, row


def _list_link(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("release:my_journeys"))


def _theirs_url(person: Person) -> str:
    return reverse("release:their_journeys", kwargs={"ref": person.ref})


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _tried(form: AskedForm, act: Callable[[], Any]) -> bool:
    """What the rules say stands at its field."""
    try:
        act()
    except RestrictedError as refusal:
        form.refuse(refusal)
    except JourneyError as problem:
        form.blame(problem.field, str(problem))
    else:
        return True
    return False


def _show(
    request: HttpRequest, form: AskedForm, person: Person, title: str, save: str, back: str
) -> HttpResponse:  # fmt: skip
    context = {
        "form": form,
        "person": person,
        "title": title,
        "save_label": save,
        "cancel_url": back,
        "record_url": "",  # on a phone the frame's button would lie over the form
    }
    return render(request, "release/journey_form.html", context)
