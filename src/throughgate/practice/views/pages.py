"""What the views of this room share."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from throughgate.access.policy import Ability, has
from throughgate.accounts.models import User
from throughgate.common.clock import today
from throughgate.practice.rules.training import PracticeError


def places(user: User, current: str) -> dict[str, Any]:
    """The pages of the room, the current one marked."""
    listed = [("mine", "Your training and practice")]
    if has(user, Ability.KEEP_TRAINING):
        listed.append(("board", "Everybody’s training"))
    items = [{"label": label, "url": reverse(f"practice:{name}"), "current": name == current} for name, label in listed]
    return {
        "items": items if len(items) > 1 else [],
        "subnav_label": "Training and practice",
        "may_keep": has(user, Ability.KEEP_TRAINING),
        "today": today(),
    }


def saved(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether the write went through; else what is wrong stands in the form."""
    try:
        act()
        return True
    except PracticeError as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        return False


def form_page(
    request: HttpRequest, form: forms.Form, act: Callable[[], object], back_url: str, *,
    title: str, button: str, done: str, about: str = "", caption: str = "",
) -> HttpResponse:  # fmt: skip
    """One form, one page: saved, it leads back."""
    if request.method == "POST" and form.is_valid() and saved(form, act):
        messages.success(request, done)
        return redirect(back_url)
    context = {"form": form, "title": title, "button": button, "about": about, "caption": caption, "back_url": back_url}
    return render(request, "practice/form.html", context)
