from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from throughgate.access.policy import Action
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.forms import IdentifierForm, WithdrawIdentifierForm
from throughgate.people.models import Person
from throughgate.people.selectors import identifiers_of
from throughgate.people.services import AlreadyWithdrawnError, HeldElsewhereError, add_identifier, withdraw_identifier
from throughgate.people.views.pages import person_context, reach_person


@require_http_methods(["GET", "HEAD", "POST"])
def show_identifiers(request: HttpRequest, ref: str) -> HttpResponse:
    person = reach_person(request, ref, "numbers", Action.EDIT)
    form = IdentifierForm(request.POST or None, today=today(), initial={"kind": "prison_number"})
    holder: Person | None = None
    if request.method == "POST" and form.is_valid():
        try:
            add_identifier(by=user_of(request), person=person, **form.cleaned_data)
            messages.success(request, "The number is added.")
            return redirect("people:identifiers", ref=person.ref)
        except HeldElsewhereError as held:
            form.add_error("text", str(held))
            holder = held.holder
    rows = identifiers_of(person, withdrawn=True)
    context = {
        "form": form,
        "holder": holder,
        "held": [row for row in rows if not row.withdrawn_at],
        "withdrawn": [row for row in rows if row.withdrawn_at],
    }
    return render(request, "people/identifiers.html", context | person_context(request, person, "details"))


@require_http_methods(["GET", "HEAD", "POST"])
def show_withdraw_identifier(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    person = reach_person(request, ref, "numbers", Action.EDIT)
    identifier = get_object_or_404(identifiers_of(person), pk=pk)
    form = WithdrawIdentifierForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_identifier(by=user_of(request), identifier=identifier, because=form.cleaned_data["because"])
            messages.success(request, "The number is off this record.")
        except AlreadyWithdrawnError as late:
            messages.info(request, str(late))
        return redirect("people:identifiers", ref=person.ref)
    context = {"form": form, "identifier": identifier, "person": person}
    return render(request, "people/withdraw_identifier.html", context)
