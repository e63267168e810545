"""Acts on an enrolment: each a page with a form of its own, and a service behind it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from throughgate.access.policy import Action
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.programmes import services
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.forms import HoldForm, LeaveForm, ResumeForm, StageForm, VersionForm, WaiveForm
from throughgate.programmes.models import Enrolment
from throughgate.programmes.rules import FORWARD_STAGES, ProgrammeRuleError
from throughgate.programmes.selectors import access_enrolment, commitment_of, newer_versions
from throughgate.programmes.selectors.enrolments import waiver_of
from throughgate.programmes.views.pages import enrolment_url, posted

ACT = require_http_methods(["GET", "HEAD", "POST"])


@ACT
def change_stage(request: HttpRequest, ref: str) -> HttpResponse:
    enrolment = _reach(request, ref, "change stage")
    form = StageForm(posted(request), now=enrolment.stage, offered=FORWARD_STAGES, initial={"on": today()})
    words = {"title": "Next step", "action": "Save this step", "done": "Saved."}
    return _act(request, enrolment, form, services.change_stage, words)


@ACT
def put_on_hold(request: HttpRequest, ref: str) -> HttpResponse:
    enrolment = _reach(request, ref, "put on hold")
    words = {
        "title": "Put this on hold",
        "text": "While it is on hold nothing is asked, except what hangs on release, a hearing or the licence. "
        "The days do not count.",
        "action": "Put on hold",
        "done": "On hold. Nothing more is asked until it is taken up again.",
    }
    return _act(
        request, enrolment, HoldForm(posted(request), initial={"from_on": today()}), services.put_on_hold, words
    )


@ACT
def resume(request: HttpRequest, ref: str) -> HttpResponse:
    enrolment = _reach(request, ref, "resume")
    words = {
        "title": "Take it up again",
        "text": "What is repeated starts afresh from this day; what was due in the meantime moves by the days on hold.",
        "action": "Take it up again",
        "done": "It goes on.",
    }
    return _act(request, enrolment, ResumeForm(posted(request), initial={"on": today()}), services.resume, words)


@ACT
def leave(request: HttpRequest, ref: str) -> HttpResponse:
    enrolment = _reach(request, ref, "leave")
    words = {
        "title": "Record that they leave",
        "text": "What was due by then and was not done is closed. Everything that was recorded stays, and what was "
        "promised to them stays due.",
        "action": "Record that they leave",
        "done": "Recorded. The programme asks for nothing more.",
    }
    form = LeaveForm(posted(request), initial={"on": today()})
    return _act(request, enrolment, form, services.leave_programme, words)


@ACT
def move_version(request: HttpRequest, ref: str) -> HttpResponse:
    enrolment = _reach(request, ref, "move version")
    words = {
        "title": "Move to another version",
        "text": "What has been done stays done. What is due is worked out anew from the version you choose.",
        "action": "Move them",
        "done": "They are on the version you chose.",
    }
    form = VersionForm(posted(request), models=newer_versions(enrolment))
    return _act(request, enrolment, form, services.move_to_version, words)


@ACT
def waive(request: HttpRequest, ref: str, commitment: int) -> HttpResponse:
    enrolment = _reach(request, ref, "waive")
    row = commitment_of(enrolment, commitment)
    model = compiled_model(enrolment.model)
    reasons = model.reasons_for(row.element)
    if not reasons:
        messages.error(
            request, f"{model.title_of(row.element)}: the programme gives no reason for which this may be waived."
        )
        return redirect(enrolment_url(enrolment))
    words = {
        "title": f"Waive: {model.title_of(row.element)}",
        "text": "The programme allows it for these reasons. You can take it back later.",
        "action": "Waive it",
        "done": "Waived, with its reason.",
    }

    def service(**fields: Any) -> Any:
        return services.waive(element=row.element, spell=row.spell, ordinal=row.ordinal, **fields)

    form = WaiveForm(posted(request), reasons=reasons)
    return _act(request, enrolment, form, service, words)


@require_POST
def withdraw_waiver(request: HttpRequest, ref: str, waiver: int) -> HttpResponse:
    enrolment = _reach(request, ref, "withdraw waiver")
    services.withdraw_waiver(by=user_of(request), waiver=waiver_of(enrolment, waiver))
    messages.success(request, "It is asked for again.")
    return redirect(enrolment_url(enrolment))


def _reach(request: HttpRequest, ref: str, page: str) -> Enrolment:
    return access_enrolment(user_of(request), ref, action=Action.DELIVER, page=page)


def _act(
    request: HttpRequest, enrolment: Enrolment, form: forms.Form, service: Callable[..., Any], words: dict[str, str]
) -> HttpResponse:
    """The form's fields are the service's arguments."""
    if request.method == "POST" and form.is_valid():
        try:
            service(by=user_of(request), enrolment=enrolment, **form.cleaned_data)
        except ProgrammeRuleError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, words["done"])
            return redirect(enrolment_url(enrolment))
    context = {"form": form, "enrolment": enrolment, "words": words, "back": enrolment_url(enrolment)}
    return render(request, "programmes/act.html", context)
