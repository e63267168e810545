"""Telling how a journey goes: with one tap, with the time typed in, or from a phone that had no signal."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Action
from throughgate.accounts.requests import user_of
from throughgate.casework.views.asking import way_back
from throughgate.release.forms.reporting import ReportForm, TakeBackForm
from throughgate.release.models import Journey, JourneyReport
from throughgate.release.rules.reporting import ReportError
from throughgate.release.selectors.alarms import access_report
from throughgate.release.selectors.journeys import access_journey
from throughgate.release.services.reporting import report_journey, take_back_report
from throughgate.release.views.report_words import all_buttons, report_part, report_words
from throughgate.web.undo import say_done

FROM_A_PHONE = "outbox"  # what the script of the page calls itself


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, ref: str) -> HttpResponse:
    """The page by itself, for whoever tells it for the driver; a tap comes back to where it was made."""
    user = user_of(request)
    journey = access_journey(user, ref, action=Action.RECORD)
    form = ReportForm(request.POST or None)
    is_phone = request.headers.get("X-Requested-With") == FROM_A_PHONE
    if request.method == "POST" and form.is_valid():
        try:
            told = report_journey(by=user, journey=journey, link=_link(request), **form.cleaned_data)
            answer = _said(request, told)
            return JsonResponse({}) if is_phone else answer
        except ReportError as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
    if is_phone and request.method == "POST":
        return JsonResponse({"words": _first_error(form)}, status=422)
    return render(request, "release/report.html", _context(request, journey, form))


def _link(request: HttpRequest) -> str:
    """For the letters: everybody may open it, and what waits for them stands at its top."""
    return request.build_absolute_uri(reverse("desk:today"))


def _first_error(form: ReportForm) -> str:
    return next((str(error) for errors in form.errors.values() for error in errors), "")


def _said(request: HttpRequest, told: JourneyReport) -> HttpResponse:
    words = f"{report_words(told, told.journey.on)}. Thank you."
    say_done(request, words, reverse("release:undo_report", args=[told.token]))
    return redirect(_back(request, told.journey))


def _back(request: HttpRequest, journey: Journey) -> str:
    asked = request.POST.get("next") or request.GET.get("next")
    return way_back(request) if asked else reverse("release:journey_sheet", args=[journey.ref])


def _context(request: HttpRequest, journey: Journey, form: ReportForm) -> dict[str, Any]:
    part = report_part(user_of(request), journey) | {"form": form, "back_url": _back(request, journey)}
    return {"journey": journey, "report": part, "form": form, "cancel_url": part["back_url"], "record_url": ""}


@require_POST
def undo(request: HttpRequest, token: UUID) -> HttpResponse:
    """Right after the tap: no reason is asked."""
    user = user_of(request)
    told = access_report(user, token)
    try:
        take_back_report(by=user, report=told, because="Tapped by mistake")
        messages.success(request, "Taken back.")
    except ReportError as problem:
        messages.error(request, str(problem))
    return redirect(_back(request, told.journey))


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, token: UUID) -> HttpResponse:
    user = user_of(request)
    told = access_report(user, token)
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            take_back_report(by=user, report=told, because=form.cleaned_data["because"])
            messages.success(request, "Taken back.")
            return redirect(_back(request, told.journey))
        except ReportError as problem:
            form.add_error(None, str(problem))
    context = {
        "form": form,
        "title": "Take back what was told",
        "told": report_words(told, told.journey.on),
        "save_label": "Take it back",
        "cancel_url": _back(request, told.journey),
        "record_url": "",
    }
    return render(request, "release/alarm_form.html", context)


@require_safe
@login_not_required
def no_signal(request: HttpRequest) -> HttpResponse:
    """What a phone keeps for the hour without signal: the buttons, and nothing about anybody."""
    return render(request, "release/no_signal.html", {"buttons": all_buttons()})


@require_safe
@login_not_required
def worker(request: HttpRequest) -> HttpResponse:
    """The script that gives that page where there is no signal. Its own address is its reach: journeys only."""
    parts = [reverse("release:road_no_signal"), static("web/throughgate.css"), static("web/js/outbox.js")]
    answer = render(request, "release/road_worker.js", {"parts": parts}, content_type="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
