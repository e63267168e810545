"""One alarm: what to do, who has been told, and what was found."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Action, can
from throughgate.accounts.requests import user_of
from throughgate.casework.rules.crisis import CrisisError
from throughgate.casework.views.asking import way_back
from throughgate.common.clock import today
from throughgate.release.forms.reporting import FoundForm
from throughgate.release.models import Driver
from throughgate.release.rules.alarm import AlarmError
from throughgate.release.selectors.alarms import access_alarm, watch_of_alarm
from throughgate.release.selectors.known_alarms import known_alarms
from throughgate.release.services.alarm_acts import close_alarm, let_go_of_alarm, take_alarm
from throughgate.release.views.alarm_words import (
    alarm_url,
    dealing,
    facts_of,
    late_words,
    road_url,
    title_of,
    told_rows,
)
from throughgate.release.views.report_words import report_part
from throughgate.web.undo import say_done


@require_safe
def alarm(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    row = access_alarm(user, ref)
    now = timezone.now()
    watch = watch_of_alarm(row, today())
    driver = watch.driver if watch else None
    context: dict[str, Any] = {
        "alarm": row,
        "person": row.person,
        "title": title_of(row),
        "back_url": road_url(user),
        "ask": known_alarms().step(row.waits_for).ask,
        "late": late_words(row, now),
        "dealing": dealing(row, now),
        "told": told_rows(row, now),
        "facts": facts_of(row, driver),
        "driver": driver,
        "phone": Driver.objects.filter(user=driver).values_list("phone", flat=True).first() if driver else "",
        "may_act": row.is_open and can(user, Action.RECORD, row),
        "quiet": known_alarms().quiet,
        "report": report_part(user, row.journey) | {"back_url": alarm_url(row)} if row.journey else None,
        "meeting_url": f"{reverse('casework:record')}?person={row.person.ref}&kind=gate-meeting" if row.day else "",
    }
    return render(request, "release/alarm.html", context)


@require_POST
def taken(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    row = access_alarm(user, ref, action=Action.RECORD)
    try:
        take_alarm(by=user, alarm=row)
        words = f"Noted. For {known_alarms().quiet} minutes nobody else is told."
        say_done(request, words, reverse("release:let_go_of_alarm", args=[ref]))
    except AlarmError as problem:
        messages.error(request, str(problem))
    return redirect(request.POST.get("next") and way_back(request) or alarm_url(row))


@require_POST
def let_go(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    row = access_alarm(user, ref, action=Action.RECORD)
    try:
        let_go_of_alarm(by=user, alarm=row)
        messages.success(request, "Noted. Whoever is next in line is told.")
    except AlarmError as problem:
        messages.error(request, str(problem))
    return redirect(request.POST.get("next") and way_back(request) or alarm_url(row))


@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    row = access_alarm(user, ref, action=Action.RECORD)
    if not row.is_open and request.method != "POST":
        return redirect(alarm_url(row))
    form = FoundForm(request.POST or None, of_journey=row.journey is not None)
    if request.method == "POST" and form.is_valid():
        try:
            link = request.build_absolute_uri(reverse("crisis:board"))
            crisis = close_alarm(by=user, alarm=row, crisis_link=link, **form.cleaned_data)
            if crisis:
                messages.info(request, "A crisis is raised, and those who have to know are told.")
                return redirect("crisis:crisis", ref=crisis.ref)
            messages.success(request, "Noted. The alarm is over.")
            return redirect(alarm_url(row))
        except (AlarmError, CrisisError) as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
    context = {
        "form": form,
        "person": row.person,
        "title": "What was found",
        "save_label": "Say so",
        "warning": "If nobody knows where they are, a crisis is raised with the same tap.",
        "cancel_url": alarm_url(row),
        "record_url": "",
    }
    return render(request, "release/alarm_form.html", context)
