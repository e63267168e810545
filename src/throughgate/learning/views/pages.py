"""What the views of this room share."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from throughgate.access.policy import Ability, Action, has
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.learning.rules.feedback import FeedbackError
from throughgate.learning.rules.log import LogError
from throughgate.learning.selectors.log import names_in
from throughgate.people.models import Person
from throughgate.people.selectors import access_person, heading_of


def reach(request: HttpRequest, ref: str, action: Action = Action.VIEW) -> Person:
    """Opening a page is audited as a read; a POST is audited by the write it makes."""
    return access_person(user_of(request), ref, action=action, page="feedback", audit=request.method != "POST")


def frame(request: HttpRequest, person: Person) -> dict[str, Any]:
    heading = heading_of(user_of(request), person, today())
    return {"person": person, "heading": heading, "tab": "feedback", "today": today()}


def places(user: User, current: str) -> dict[str, Any]:
    """The pages of the room, the current one marked."""
    listed = [("log", "Learning log"), ("wall", "You said, we did"), ("figures", "Feedback in figures")]
    if has(user, Ability.KEEP_LEARNING):
        listed.append(("voices", "What people said"))
    items = [{"label": label, "url": reverse(f"learning:{name}"), "current": name == current} for name, label in listed]
    items.append({"label": "Training and practice", "url": reverse("practice:mine"), "current": False})
    return {"items": items, "subnav_label": "Learning", "may_keep": has(user, Ability.KEEP_LEARNING), "today": today()}


def names_for(user: User) -> Callable[..., set[str]]:
    return lambda *texts: names_in(user, *texts)


def saved(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether the write went through; else what is wrong stands in the form."""
    try:
        act()
        return True
    except (LogError, FeedbackError) as problem:
        form.add_error(problem.field if problem.field in form.fields else None, f"{problem}.")
        return False


def form_page(
    request: HttpRequest, form: forms.Form, act: Callable[[], object], back_url: str, *,
    title: str, button: str, done: str, about: str = "",
) -> HttpResponse:  # fmt: skip
    """One form, one page: saved, it leads back."""
    if request.method == "POST" and form.is_valid() and saved(form, act):
        messages.success(request, done)
        return redirect(back_url)
    context = {"form": form, "title": title, "button": button, "about": about, "back_url": back_url}
    return render(request, "learning/form.html", context)
