from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughgate.access.policy import Action, can
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.selectors import access_person
from throughgate.programmes.asking import asked_by, asked_in, commitment_url, record_url
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.forms import EnrolForm
from throughgate.programmes.models import Enrolment, Waiver
from throughgate.programmes.rules import (
    FORWARD_STAGES,
    LEAVING,
    STAGES,
    TRANSITIONS,
    ProgrammeRuleError,
    has_ended,
    is_active,
)
from throughgate.programmes.selectors import access_enrolment, choices_of_models, commitments_of, newer_versions
from throughgate.programmes.selectors.enrolments import holds_of, waivers_of
from throughgate.programmes.services import enrol as enrol_person
from throughgate.programmes.services.enrolling import AlreadyEnrolledError
from throughgate.programmes.standing import Line, standing_of
from throughgate.programmes.views.pages import enrolment_url, posted


@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    person = access_person(user, ref, action=Action.DELIVER, page="enrol")
    models = choices_of_models(person)
    form = EnrolForm(posted(request), models=models, person=person, initial={"enrolled_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            enrolment = enrol_person(by=user, person=person, **form.cleaned_data)
        except AlreadyEnrolledError as there:
            return redirect(enrolment_url(there.enrolment))
        except ProgrammeRuleError as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, f"{person.first_name} is now: {STAGES[enrolment.stage].lower()}.")
            return redirect(enrolment_url(enrolment))
    context = {"form": form, "person": person, "models": models, "back": reverse("desk:person", kwargs={"ref": ref})}
    return render(request, "programmes/enrol.html", context)


@require_safe
def show_enrolment(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    enrolment = access_enrolment(user, ref)
    model = compiled_model(enrolment.model)
    standing = standing_of(model, commitments_of(user, enrolment), today())
    waivers = waivers_of(enrolment)
    may_record = can(user, Action.RECORD, enrolment) and not enrolment.left_on
    may_deliver = can(user, Action.DELIVER, enrolment) and not has_ended(enrolment.stage)
    context = {
        "enrolment": enrolment,
        "person": enrolment.person,
        "stage": STAGES[enrolment.stage],
        "standing": standing,
        "to_do": [_row(enrolment, model, line, may_record, may_deliver) for line in standing.to_do],
        "undated": [_row(enrolment, model, line, may_record, may_deliver) for line in standing.undated],
        "as_needed": _as_needed(enrolment, model) if may_record and is_active(enrolment.stage) else [],
        "waived": [_waived(enrolment, model, line, waivers, may_deliver) for line in standing.waived],
        "holds": holds_of(enrolment),
        "facts": _facts(enrolment),
        "acts": _acts(enrolment) if may_deliver else [],
        "is_active": is_active(enrolment.stage),
        "today": today(),
    }
    return render(request, "programmes/enrolment.html", context)


def _row(enrolment: Enrolment, model: Any, line: Line, may_record: bool, may_deliver: bool) -> dict[str, Any]:
    if line.row.promise is not None:
        return _promised(line)
    waivable = may_deliver and bool(model.reasons_for(line.row.element))
    args = {"ref": enrolment.ref, "commitment": line.row.pk}
    asked = asked_by(model, line.row.element)
    return {
        "line": line,
        "icon": asked.icon,
        "record_url": record_url(enrolment.person, asked, enrolment.ref) if may_record else "",
        "waive_url": reverse("programmes:waive", kwargs=args) if waivable else "",
    }


def _as_needed(enrolment: Enrolment, model: Any) -> list[dict[str, str]]:
    """What no day is set for: nothing else on the page would lead to where it is recorded."""
    keys = [key for key, element in model.elements.items() if element.as_needed]
    asked = [asked_by(model, key) for key in keys]
    return [{"title": one.title, "url": record_url(enrolment.person, one, enrolment.ref)} for one in asked]


def _promised(line: Line) -> dict[str, Any]:
    icon = asked_in(line.row.promise).icon
    return {"line": line, "icon": icon, "record_url": "", "open_url": commitment_url(line.row), "waive_url": ""}


def _waived(
    enrolment: Enrolment, model: Any, line: Line, waivers: dict[tuple[str, int, int], Waiver], may_deliver: bool
) -> dict[str, Any]:
    row = line.row
    waiver = waivers.get((row.element, row.spell, row.ordinal))
    args = {"ref": enrolment.ref, "waiver": waiver.pk} if waiver else {}
    return {
        "line": line,
        "reason": model.reasons.get(waiver.reason, waiver.reason) if waiver else "",
        "note": waiver.note if waiver else "",
        "by": waiver.added_by.name if waiver else "",
        "withdraw_url": reverse("programmes:withdraw_waiver", kwargs=args) if waiver and may_deliver else "",
    }


def _facts(enrolment: Enrolment) -> list[dict[str, Any]]:
    joined = "Joined" if is_active(enrolment.stage) else "Since"
    facts: list[dict[str, Any]] = [
        {"key": "Where they are with it", "value": STAGES[enrolment.stage]},
        {"key": joined, "value": enrolment.enrolled_on, "is_day": True},
        {"key": "Counts for", "value": enrolment.site.name},
        {"key": "Version", "value": str(enrolment.model.version)},
    ]
    if enrolment.left_on:
        facts.append({"key": "Left", "value": enrolment.left_on, "is_day": True})
        facts.append({"key": "Because", "value": LEAVING[enrolment.left_because][0]})
        if enrolment.left_note:
            facts.append({"key": "Note", "value": enrolment.left_note})
    return facts


def _acts(enrolment: Enrolment) -> list[dict[str, str]]:
    """What can be done with the enrolment as a whole: name of the act's URL and what the button says."""
    args = {"ref": enrolment.ref}
    allowed = TRANSITIONS[enrolment.stage]
    forward = [stage for stage in allowed if stage in FORWARD_STAGES]
    acts = []
    if enrolment.stage == "on_hold":
        acts.append(("programmes:resume", "Take it up again"))
    elif forward:
        acts.append(("programmes:stage", "Next step"))
    if "on_hold" in allowed:
        acts.append(("programmes:hold", "Put on hold"))
    if newer_versions(enrolment).exists():
        acts.append(("programmes:move_version", "Move to another version"))
    acts.append(("programmes:leave", "Record that they leave"))
    return [{"url": reverse(name, kwargs=args), "label": label} for name, label in acts]
