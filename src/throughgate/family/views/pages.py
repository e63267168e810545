"""What the views of this room share."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from throughgate.access.policy import Action, check
from throughgate.accounts.requests import user_of
from throughgate.casework.rules.bookings import BookingError
from throughgate.casework.rules.contacts import ContactError
from throughgate.casework.rules.plan import PlanError
from throughgate.common.clock import today
from throughgate.family.models import FamilyMember
from throughgate.family.rules.standing import FamilyError
from throughgate.people.models import Person
from throughgate.people.selectors import access_person, heading_of
from throughgate.people.services.restrictions import RestrictedError


def reach(request: HttpRequest, ref: str, action: Action = Action.VIEW) -> Person:
    """Behind the wall. Opening a page is audited as a read; a POST is audited by the write it makes."""
    user = user_of(request)
    person = access_person(user, ref, action=action, page="family", audit=request.method != "POST")
    check(user, action, FamilyMember(person=person))
    return person


def frame(request: HttpRequest, person: Person) -> dict[str, Any]:
    heading = heading_of(user_of(request), person, today())
    return {"person": person, "heading": heading, "tab": "family", "today": today()}


def saved(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether the write went through; else what is wrong stands in the form."""
    try:
        act()
    except (FamilyError, BookingError, ContactError) as problem:
        name = "members" if problem.field == "circle" and "members" in form.fields else problem.field
        form.add_error(name if name in form.fields else None, f"{problem}")
    except RestrictedError as refusal:
        for reason in refusal.reasons:
            form.add_error("override" if "override" in form.fields else None, reason)
    except PlanError as problem:
        form.add_error(None, f"{problem}")
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
    member: str = "",
    **more: Any,
) -> HttpResponse:
    """One form, one page: saved, it leads to the page of the member, else of the family."""
    if request.method == "POST" and form.is_valid() and saved(form, act):
        messages.success(request, done)
        if member:
            return redirect("family:member", ref=person.ref, member=member)
        return redirect("family:person", ref=person.ref)
    context = {"form": form, "title": title, "button": "Save", "member_ref": member, **more}
    return render(request, more.get("template", "family/form.html"), context | frame(request, person))
