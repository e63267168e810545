"""On the road today: everything that is moving, what nobody has word of, and who is on duty."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Ability, Action, can, has, require
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.release.forms.reporting import DutyForm
from throughgate.release.rules.alarm import AlarmError
from throughgate.release.selectors.alarms import OnTheRoad, access_duty, duty_to_come, road_of, who_may_be_on_duty
from throughgate.release.services.alarm_acts import name_on_duty, take_duty_back
from throughgate.release.views.alarm_words import alarm_url, dealing, late_words, title_of
from throughgate.release.views.report_words import clock, path_of


@require_safe
def road(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.PLAN_JOURNEYS)
    rows = [_row(user, one) for one in road_of(user, today())]
    context = {
        "late": [row for row in rows if row["alarm"]],
        "rows": [row for row in rows if not row["alarm"]],
        "duty": duty_to_come(today()),
        "today": today(),
        "time": timezone.localtime(),
        "journeys_url": reverse("release:journeys"),
    }
    return render(request, "release/road.html", context)


def _row(user: User, one: OnTheRoad) -> dict[str, Any]:
    watch, alarm, now = one.watch, one.alarm, timezone.now()
    row: dict[str, Any] = {
        "person": watch.person,
        "driver": watch.driver.name if watch.driver else (watch.journey.other_driver if watch.journey else ""),
        "path": path_of(watch),
        "alarm": alarm,
    }
    if watch.journey:
        row |= {"where": f"{watch.journey.from_place} to {watch.journey.to_place}"}
        row |= {"url": reverse("release:journey", args=[watch.journey.ref])}
        row |= {"report_url": _report_url(user, one)}
    elif watch.day:
        met_by = f"Met at the gate by {watch.driver.name}" if watch.driver else "Met at the gate"
        row |= {"where": met_by, "url": reverse("release:day", args=[watch.person.ref])}
        row |= {"by": f"word by {clock(watch.expected[0].at, watch.day.on)}" if watch.awaited else "word has come"}
    if alarm:
        row |= {"title": title_of(alarm), "late": late_words(alarm, now), "dealing": dealing(alarm, now)}
        row |= {"url": alarm_url(alarm)}
    return row


def _report_url(user: User, one: OnTheRoad) -> str:
    journey = one.watch.journey
    if journey is None or not one.watch.awaited or not can(user, Action.RECORD, journey):
        return ""
    return f"{reverse('release:report_journey', args=[journey.ref])}?next={reverse('release:road')}"


@require_http_methods(["GET", "HEAD", "POST"])
def duty(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.PLAN_JOURNEYS)
    known = {"from_on": today(), "to_on": today()}
    form = DutyForm(request.POST or None, colleagues=who_may_be_on_duty(user), initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            name_on_duty(by=user, **form.cleaned_data)
            messages.success(request, "Noted. They are the last to be told.")
            return redirect("release:duty")
        except AlarmError as problem:
            form.add_error(problem.field or None, str(problem))
    context = {
        "form": form,
        "turns": duty_to_come(today()),
        "today": today(),
        "may_act": has(user, Ability.PLAN_JOURNEYS),
        "cancel_url": reverse("release:road"),
        "record_url": "",
    }
    return render(request, "release/duty.html", context)


@require_POST
def end_duty(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.PLAN_JOURNEYS)
    take_duty_back(by=user, turn=access_duty(ref))
    messages.success(request, "Taken back.")
    return redirect("release:duty")
