from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from throughgate.access.policy import Action
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.forms import HdcForm
from throughgate.people.rules.hdc import HdcError
from throughgate.people.selectors import days_known, hdc_steps_of
from throughgate.people.services import note_hdc_step
from throughgate.people.views.pages import person_context, reach_person


@require_http_methods(["GET", "HEAD", "POST"])
def show_note_hdc(request: HttpRequest, ref: str) -> HttpResponse:
    person = reach_person(request, ref, "home detention curfew", Action.EDIT)
    context = person_context(request, person, "custody")
    form = HdcForm(request.POST or None, today=today(), known=days_known(person) if request.method == "POST" else {})
    if request.method == "POST" and form.is_valid():
        try:
            step = note_hdc_step(by=user_of(request), person=person, **form.cleaned_data)
            moved = " What hangs on the release day has moved with it." if step.day else ""
            messages.success(request, f"Noted.{moved}")
            return redirect("people:custody", ref=person.ref)
        except HdcError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal)
    steps = hdc_steps_of(person, context["heading"].moves)
    return render(request, "people/note_hdc.html", context | {"form": form, "steps": steps})
