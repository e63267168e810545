"""What the views of this room share."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from throughgate.access.policy import Action
from throughgate.accounts.requests import user_of
from throughgate.casework.rules.bookings import BookingError
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.selectors import access_person, heading_of
from throughgate.people.services.restrictions import RestrictedError
from throughgate.work.rules.applying import ApplicationError
from throughgate.work.rules.learning import LearningError
from throughgate.work.rules.readiness import ReadinessError


def reach(request: HttpRequest, ref: str, action: Action = Action.VIEW) -> Person:
    """Opening a page is audited as a read; a POST is audited by the write it makes."""
    return access_person(user_of(request), ref, action=action, page="work", audit=request.method != "POST")


def frame(request: HttpRequest, person: Person) -> dict[str, Any]:
    heading = heading_of(user_of(request), person, today())
    return {"person": person, "heading": heading, "tab": "work", "today": today()}


def saved(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether the write went through; else what is wrong stands in the form."""
    try:
        act()
    except (ApplicationError, LearningError, ReadinessError) as problem:
        form.add_error(problem.field if problem.field in form.fields else None, f"{problem}")
    except RestrictedError as refusal:
        for reason in refusal.reasons:
            form.add_error("override" if "override" in form.fields else None, reason)
    except BookingError as problem:
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
    **more: Any,
) -> HttpResponse:
    """One form, one page: saved, it leads to the person's page of work."""
    if request.method == "POST" and form.is_valid() and saved(form, act):
        messages.success(request, done)
        return redirect("work:person", ref=person.ref)
    context = {"form": form, "title": title, "button": "Save", **more}
    return render(request, more.get("template", "work/form.html"), context | frame(request, person))
