from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from throughgate.access.policy import Action
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.people.forms import HearingOutcomeForm, ListHearingForm
from throughgate.people.models import DateKind, HearingState, ParoleHearing
from throughgate.people.rules.hearings import HearingError
from throughgate.people.selectors import dates_of, days_known
from throughgate.people.selectors.hearings import access_hearing
from throughgate.people.services import cancel_hearing, decide_hearing, defer_hearing, list_hearing
from throughgate.people.views.pages import person_context, reach_person


@require_http_methods(["GET", "HEAD", "POST"])
def show_list_hearing(request: HttpRequest, ref: str) -> HttpResponse:
    person = reach_person(request, ref, "list a hearing", Action.EDIT)
    held = dates_of(person).filter(kind=DateKind.PAROLE_HEARING, on__isnull=False).first()
    known = {"on": held.on, "source": held.source, "confidence": held.confidence} if held else {}
    form = ListHearingForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            list_hearing(by=user_of(request), person=person, **form.cleaned_data)
            messages.success(request, "The hearing is noted, and what is due before it is on the list.")
            return redirect("people:custody", ref=person.ref)
        except (HearingError, ValidationError) as refusal:
            _say(form, refusal)
    return render(request, "people/list_hearing.html", {"form": form} | person_context(request, person, "custody"))


@require_http_methods(["GET", "HEAD", "POST"])
def show_hearing_outcome(request: HttpRequest, hearing: str) -> HttpResponse:
    user = user_of(request)
    found = access_hearing(user, hearing, action=Action.EDIT)
    person = found.row.person
    if not found.is_open:
        messages.info(request, "This hearing is closed already.")
        return redirect("people:custody", ref=person.ref)
    form = HearingOutcomeForm(request.POST or None, known=days_known(person) if request.method == "POST" else {})
    if request.method == "POST" and form.is_valid():
        try:
            return _note(request, user, found.row, form.cleaned_data)
        except (HearingError, ValidationError) as refusal:
            _say(form, refusal)
    context: dict[str, Any] = {"form": form, "hearing": found}
    return render(request, "people/hearing_outcome.html", context | person_context(request, person, "custody"))


def _note(request: HttpRequest, user: User, hearing: ParoleHearing, said: dict[str, Any]) -> HttpResponse:
    why = {name: said[name] for name in ("because", "source", "confidence")}
    if said["state"] == HearingState.DEFERRED:
        defer_hearing(by=user, hearing=hearing, to_on=said["on"], **why)
    elif said["state"] == HearingState.CANCELLED:
        cancel_hearing(by=user, hearing=hearing, **why)
    else:
        decide_hearing(
            by=user, hearing=hearing, on=said["on"], result=said["result"], release_on=said["release_on"], **why
        )
    messages.success(request, "Noted. What hangs on the day of the hearing has moved with it.")
    return redirect("people:custody", ref=hearing.person.ref)


def _say(form: Form, refusal: HearingError | ValidationError) -> None:
    if isinstance(refusal, HearingError):
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    else:
        form.add_error(None, refusal)
