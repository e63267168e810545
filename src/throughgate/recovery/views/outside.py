"""Treatment that somebody else gives: begun, still going, ended."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from throughgate.access.policy import Action, check
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.recovery.forms import EndOutsideForm, OutsideForm
from throughgate.recovery.models import TreatmentOutside
from throughgate.recovery.rules.treatment import TreatmentError
from throughgate.recovery.selectors.outside import access_outside
from throughgate.recovery.services.outside import begin_treatment, end_treatment, still_in_treatment
from throughgate.recovery.views.pages import form_page, reach


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, ref: str) -> HttpResponse:
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    check(user, Action.RECORD, TreatmentOutside(person=person))
    form = OutsideForm(request.POST or None, initial={"begun_on": today()})
    return form_page(
        request, person, form,
        lambda: begin_treatment(
            by=user, person=person, with_whom=form.cleaned_data["with_whom"], begun_on=form.cleaned_data["begun_on"],
            token=form.said_token,
        ),
        title="Treatment with somebody else", done="Noted. After 4, 13 and 26 weeks it is asked how it goes.",
    )  # fmt: skip


@require_POST
def still(request: HttpRequest, ref: str, treatment: str, weeks: int) -> HttpResponse:
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    row = access_outside(user, person, treatment)
    try:
        still_in_treatment(by=user, treatment=row, weeks=weeks)
        messages.success(request, f"Noted: still going after {weeks} weeks.")
    except TreatmentError as problem:
        messages.error(request, f"{problem}.")
    return redirect("recovery:person", ref=person.ref)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, ref: str, treatment: str) -> HttpResponse:
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    row = access_outside(user, person, treatment)
    form = EndOutsideForm(request.POST or None, initial={"on": today()})
    return form_page(
        request, person, form,
        lambda: end_treatment(by=user, treatment=row, **form.cleaned_data),
        title=f"Treatment with {row.with_whom} ended", done="Noted.",
    )  # fmt: skip
