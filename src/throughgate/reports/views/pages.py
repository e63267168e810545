"""What the views of this room share."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from throughgate.access.policy import Action, Forbidden
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.selectors import heading_of
from throughgate.people.services.sharing import NotSharedError
from throughgate.reports.models import ReportVersion
from throughgate.reports.rules.versions import ReportError
from throughgate.reports.selectors.reports import access_version
from throughgate.web.paper import NoPdfError

NO_PDF = "No PDF can be made here, so nothing was frozen. Ask whoever looks after this installation."


def frame(request: HttpRequest, person: Person) -> dict[str, Any]:
    heading = heading_of(user_of(request), person, today())
    return {"person": person, "heading": heading, "tab": "reports", "today": today()}


def own_version(request: HttpRequest, ref: str, number: int) -> ReportVersion:
    """For its author alone. Raises Hidden, Forbidden."""
    user = user_of(request)
    found = access_version(user, ref, number, action=Action.RECORD)
    if found.author_id != user.pk:
        raise Forbidden(Action.RECORD)
    return found


def version_url(version: ReportVersion) -> str:
    return reverse("reports:version", args=[version.report.ref, version.number])


def saved(form: forms.Form | None, request: HttpRequest, act: Callable[[], object]) -> bool:
    """Whether the write went through; else what is wrong stands in the form, or above the page."""
    try:
        act()
        return True
    except ReportError as problem:
        words, field = f"{problem}.", problem.field
    except NotSharedError as problem:
        words, field = f"It may not be sent. {problem}", ""
    except NoPdfError:
        words, field = NO_PDF, ""
    if form is None:
        messages.error(request, words)
    else:
        form.add_error(field if field in form.fields else None, words)
    return False


def form_page(
    request: HttpRequest, version: ReportVersion, form: forms.Form, act: Callable[[], object], *,
    title: str, button: str, done: str, about: str = "",
) -> HttpResponse:  # fmt: skip
    """One form, one page: saved, it leads back to the report."""
    if request.method == "POST" and form.is_valid() and saved(form, request, act):
        messages.success(request, done)
        return redirect(version_url(version))
    context = {"form": form, "title": title, "button": button, "about": about, "back_url": version_url(version)}
    return render(request, "reports/form.html", context | {"person": version.report.person, "record_url": ""})
