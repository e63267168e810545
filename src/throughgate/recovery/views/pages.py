"""What the views of this room share."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from throughgate.access.policy import Action
from throughgate.accounts.requests import user_of
from throughgate.casework.rules.contacts import ContactError
from throughgate.casework.rules.crisis import CrisisError
from throughgate.casework.rules.plan import PlanError
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.selectors import access_person, heading_of
from throughgate.people.services.restrictions import RestrictedError
from throughgate.recovery.rules.treatment import TreatmentError


def reach(request: HttpRequest, ref: str, action: Action = Action.VIEW) -> Person:
    """Opening a page is audited as a read; a POST is audited by the write it makes."""
    return access_person(user_of(request), ref, action=action, page="recovery", audit=request.method != "POST")


def frame(request: HttpRequest, person: Person) -> dict[str, Any]:
    heading = heading_of(user_of(request), person, today())
    return {"person": person, "heading": heading, "tab": "recovery", "today": today()}


def by_hand(page: str, person: Person, kind: str, request: HttpRequest) -> HttpResponse:
    """Whoever may not write here has casework’s own form for what they are asked for."""
    known = {"person": person.ref, "kind": kind, "enrolment": request.GET.get("enrolment", "")}
    return redirect(f"{reverse(page)}?{urlencode({name: value for name, value in known.items() if value})}")


def saved(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether the write went through; else what is wrong stands in the form."""
    try:
        act()
    except (TreatmentError, ContactError, CrisisError, PlanError) as problem:
        field = getattr(problem, "field", "")
        form.add_error(field if field in form.fields else None, f"{problem}")
    except RestrictedError as refusal:
        for reason in refusal.reasons:
            form.add_error("explained" if "explained" in form.fields else None, reason)
    else:
        return True
    return False


def form_page(
    request: HttpRequest,
    person: Person,
    form: forms.Form,
    act: Callable[[], object],
    *,
    title: str,
    done: str,
    to: str = "recovery:person",
    **more: Any,
) -> HttpResponse:
    """One form, one page: saved, it leads on."""
    if request.method == "POST" and form.is_valid() and saved(form, act):
        messages.success(request, done)
        return redirect(to, ref=person.ref)
    context = {"form": form, "title": title, "button": "Save", **more}
    return render(request, more.get("template", "recovery/form.html"), context | frame(request, person))
