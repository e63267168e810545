"""A report gone through with the person, signed off, frozen and sent; and what was asked at the hearing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from throughgate.access.policy import Action, Forbidden
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.selectors.hearings import access_hearing
from throughgate.reports.forms import GoneThroughForm, HearingForm, SendForm, SignerForm, SignForm
from throughgate.reports.loading import template_of
from throughgate.reports.selectors.reports import access_version, at_hearing, signers_for
from throughgate.reports.services.finishing import (
    ask_sign_off,
    freeze,
    note_gone_through,
    send_back,
    send_report,
    sign,
    take_back,
)
from throughgate.reports.services.hearings import note_hearing
from throughgate.reports.views.pages import form_page, frame, own_version, saved, version_url


@require_http_methods(["GET", "POST"])
def gone_through(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    user, found = user_of(request), own_version(request, ref, number)
    form = GoneThroughForm(request.POST or None, initial={"on": today()})
    return form_page(
        request, found, form, lambda: note_gone_through(by=user, version=found, **form.cleaned_data),
        title="Gone through with the person", button="Save", done="Noted.",
        about="Read it with them before it goes anywhere. They may add their own words.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    user, found = user_of(request), own_version(request, ref, number)
    form = SignerForm(request.POST or None, signers=signers_for(found))
    return form_page(
        request, found, form,
        lambda: ask_sign_off(by=user, version=found, signer=form.signers[form.cleaned_data["signer"]]),
        title="Ask for sign-off", button="Ask them", done="They find it on Today.",
        about="Only people who may read everything in it are offered. Until they answer it does not change.",
    )  # fmt: skip


@require_POST
def taken_back(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    user, found = user_of(request), own_version(request, ref, number)
    if saved(None, request, lambda: take_back(by=user, version=found)):
        messages.success(request, "You may write again. Nobody is asked to sign it.")
    return redirect(version_url(found))


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Signed, which freezes it, or sent back."""
    user, found = user_of(request), access_version(user_of(request), ref, number, action=Action.RECORD)
    if found.signer_id != user.pk:
        raise Forbidden(Action.RECORD)
    form, back = SignForm(request.POST or None), request.POST.get("action") == "back"
    act = send_back if back else sign
    given = form.cleaned_data if form.is_valid() else None
    if given is not None and saved(form, request, lambda: act(by=user, version=found, words=given["words"])):
        messages.success(request, "Sent back to the author." if back else "Signed off and frozen.")
        return redirect(version_url(found))
    context = {"form": form, "version": found, "person": found.report.person, "back_url": version_url(found)}
    return render(request, "reports/sign.html", context | {"record_url": ""})


@require_POST
def frozen(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    user, found = user_of(request), own_version(request, ref, number)
    if saved(None, request, lambda: freeze(by=user, version=found)):
        messages.success(request, "Frozen. It no longer changes.")
    return redirect(version_url(found))


@require_http_methods(["GET", "POST"])
def sent(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    user, found = user_of(request), access_version(user_of(request), ref, number, action=Action.RECORD)
    form = SendForm(request.POST or None, initial={"on": today()})
    words = template_of(found.report.template).to.words
    return form_page(
        request, found, form, lambda: send_report(by=user, version=found, **form.cleaned_data),
        title="It was sent", button="Save", done="Noted, with the ground on which it was shared.",
        about=f"For {words}. Every kind of thing in it is checked against what may be shared with them.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def hearing(request: HttpRequest, ref: str) -> HttpResponse:
    """Who was at an oral hearing and what was asked. The day and the result are kept with custody."""
    user = user_of(request)
    found = access_hearing(user, ref, action=Action.RECORD if request.method == "POST" else Action.VIEW)
    form = HearingForm(request.POST or None, initial={"on": found.last.on or today()})
    given = form.cleaned_data if form.is_valid() else None
    if given is not None and saved(form, request, lambda: note_hearing(by=user, hearing=found.row, **given)):
        messages.success(request, "Noted.")
        return redirect("reports:hearing", ref=ref)
    notes = at_hearing(user, found.row)
    context = {"hearing": found, "form": form, "notes": notes[::-1]}
    return render(request, "reports/hearing.html", context | frame(request, found.row.person))
