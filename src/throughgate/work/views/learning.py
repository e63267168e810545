"""Training that is a step towards a job, and certificates."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from throughgate.access.policy import Action
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.work.forms.learning import BeginForm, CertificateForm, EndForm, TrainingForm
from throughgate.work.models import Certificate, Training
from throughgate.work.selectors.ways import access_row
from throughgate.work.services.learning import (
    add_certificate,
    begin_training,
    end_training,
    offer_training,
    withdraw_certificate,
)
from throughgate.work.views.pages import form_page, reach


def _training(request: HttpRequest, person: Person, ref: str) -> Training:
    rows = Training.objects.filter(ref=ref)
    row: Training = access_row(user_of(request), person, rows, action=Action.RECORD)
    return row


def _about(row: Training) -> str:
    return f"{row.title}, as a step to: {row.towards}"


@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest, ref: str) -> HttpResponse:
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    form = TrainingForm(request.POST or None, initial={"offered_on": today()})
    return form_page(
        request, person, form, lambda: offer_training(by=user, person=person, **form.cleaned_data),
        title="Offer a training", done="Noted. Say when it begins.",
        about="Offered where it is a step to a job that is really there.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, ref: str, training: str) -> HttpResponse:
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    row = _training(request, person, training)
    form = BeginForm(request.POST or None, initial={"on": today()})
    return form_page(
        request, person, form, lambda: begin_training(by=user, training=row, on=form.cleaned_data["on"]),
        title="The training began", done="Noted.", about=_about(row),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, ref: str, training: str) -> HttpResponse:
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    row = _training(request, person, training)
    form = EndForm(request.POST or None, initial={"on": today()})
    return form_page(
        request, person, form, lambda: end_training(by=user, training=row, **form.cleaned_data),
        title="The training has ended", done="Noted. If they got a certificate, note it too.", about=_about(row),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def certificate(request: HttpRequest, ref: str) -> HttpResponse:
    """`of` names the training that it came of, `renews` the certificate whose place it takes."""
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    of, renewed = request.GET.get("of", ""), request.GET.get("renews", "")
    training = _training(request, person, of) if of else None
    rows = Certificate.objects.filter(ref=renewed)
    old = access_row(user, person, rows, action=Action.RECORD) if renewed else None
    first = {"title": old.title} if old else {"title": training.title} if training else {}
    form = CertificateForm(request.POST or None, initial=first | {"got_on": today()})
    return form_page(
        request, person, form,
        lambda: add_certificate(by=user, person=person, training=training, renews=old, **form.cleaned_data),
        title="Renew a certificate" if old else "A certificate", done="Noted.",
        about="One that ends is due to be renewed four weeks before.",
    )  # fmt: skip


@require_POST
def withdraw(request: HttpRequest, ref: str, certificate: str) -> HttpResponse:
    person = reach(request, ref, Action.RECORD)
    rows = Certificate.objects.filter(ref=certificate)
    row = access_row(user_of(request), person, rows, action=Action.RECORD)
    withdraw_certificate(by=user_of(request), certificate=row)
    messages.success(request, "It counts no more.")
    return redirect("work:person", ref=ref)
