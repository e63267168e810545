"""What became of a stop: one tap where that is enough, and the tap that takes it back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from throughgate.access.policy import Action
from throughgate.accounts.requests import user_of
from throughgate.casework.views.asking import way_back
from throughgate.release.forms.first_week import OutcomeForm
from throughgate.release.models import Became, DayStop
from throughgate.release.rules.release_day import DayError
from throughgate.release.selectors.day import access_stop
from throughgate.release.services.outcomes import say_outcome, say_rung, take_outcome_back, take_rung_back
from throughgate.release.views.day_words import day_url
from throughgate.web.undo import say_done

SAID = {
    Became.KEPT: "Kept: noted.",
    Became.LATE: "Kept, late: noted.",
    Became.MISSED: "Missed: noted.",
    Became.CALLED_OFF: "Called off by them: noted.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    stop = access_stop(user, ref, action=Action.RECORD)
    data = request.POST if request.method == "POST" else None
    form = OutcomeForm(data, initial={"became": request.GET.get("became", "")})
    if form.is_bound and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("became", "why", "note")}
        try:
            row = say_outcome(by=user, stop=stop, **said)
        except DayError as problem:
            form.blame(problem.field, str(problem))
        else:
            ring = " Ringing them is due now." if row.promise and not row.promise.met_on else ""
            say_done(request, f"{SAID[Became(row.became)]}{ring}", _url("stop_outcome_undo", stop))
            return redirect(_back(request, stop))
    context = {
        "form": form,
        "person": stop.day.person,
        "title": stop.title,
        "save_label": "Save",
        "cancel_url": _back(request, stop),
        "next": request.POST.get("next") or request.GET.get("next") or "",
        "record_url": "",
    }
    return render(request, "release/first_week_form.html", context)


@require_POST
def undo_outcome(request: HttpRequest, ref: str) -> HttpResponse:
    return _tap(request, ref, lambda by, stop: take_outcome_back(by=by, stop=stop), "Nobody has said it, as before.")


@require_POST
def rung(request: HttpRequest, ref: str) -> HttpResponse:
    return _tap(request, ref, lambda by, stop: say_rung(by=by, stop=stop), "Rung: noted.", undo="stop_rung_undo")


@require_POST
def undo_rung(request: HttpRequest, ref: str) -> HttpResponse:
    return _tap(request, ref, lambda by, stop: take_rung_back(by=by, stop=stop), "To be rung, as before.")


def _tap(
    request: HttpRequest, ref: str, act: Callable[[Any, DayStop], Any], words: str, undo: str = ""
) -> HttpResponse:
    user = user_of(request)
    stop = access_stop(user, ref, action=Action.RECORD)
    try:
        act(user, stop)
    except DayError as problem:
        messages.info(request, str(problem))
    else:
        if undo:
            say_done(request, words, _url(undo, stop))
        else:
            messages.info(request, words)
    return redirect(_back(request, stop))


def _url(name: str, stop: DayStop) -> str:
    return reverse(f"release:{name}", kwargs={"ref": stop.ref})


def _back(request: HttpRequest, stop: DayStop) -> str:
    has_next = request.POST.get("next") or request.GET.get("next")
    return way_back(request, stop.day.person) if has_next else day_url(stop.day.person)
