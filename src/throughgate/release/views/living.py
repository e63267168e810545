"""Where somebody lives, and whether they still do."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from throughgate.access.policy import Action
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.services.restrictions import RestrictedError
from throughgate.people.views.pages import reach_person
from throughgate.release.forms.home import LeftForm, LivesForm
from throughgate.release.models import CheckAnswer, HomeCheck, LivingPlace
from throughgate.release.rules.home import HomeError
from throughgate.release.selectors.home import access_check, access_place
from throughgate.release.services.living import answer_check, leave_place, record_living_place
from throughgate.release.views.home_words import home_url, levels_of


@require_http_methods(["GET", "HEAD", "POST"])
def lives(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    person = reach_person(request, ref, "where they live", Action.RECORD)
    data = request.POST if request.method == "POST" else None
    form = LivesForm(data, levels=levels_of(user, person), today=today())
    if data is not None and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("kind", "from_on", "address", "postcode", "override")}
        try:
            record_living_place(by=user, person=person, sensitivity=form.said_level, token=form.said_token, **said)
            messages.success(request, "Noted where they live.")
            return redirect(home_url(person))
        except RestrictedError as refusal:
            form.refuse(refusal)
        except HomeError as problem:
            form.blame(problem.field, str(problem))
    context = {
        "form": form,
        "person": person,
        "title": "Where they live now",
        "save_label": "Save",
        "cancel_url": home_url(person),
        "record_url": "",
    }
    return render(request, "release/home_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, ref: str) -> HttpResponse:
    """One tap where nothing has changed."""
    user = user_of(request)
    found = access_check(user, ref, action=Action.RECORD)
    if found.answer:
        messages.info(request, "This is answered already.")
        return redirect(home_url(found.place.person))
    still = request.method == "POST" and request.POST.get("answer") == CheckAnswer.STILL
    form = LeftForm(request.POST if request.method == "POST" and not still else None, today=today())
    if still or (form.is_bound and form.is_valid()):
        said = {"answer": CheckAnswer.STILL.value} if still else _said(form)
        try:
            answer_check(by=user, home_check=found, **said)
            messages.success(request, "Still there: noted." if still else "Noted.")
            return redirect(home_url(found.place.person))
        except RestrictedError as refusal:
            form.refuse(refusal)
        except HomeError as problem:
            form = form if form.is_bound else LeftForm({}, today=today())
            form.full_clean()
            form.blame(problem.field, str(problem))
    return _show(request, form, found.place, found)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    place = access_place(user, ref, action=Action.RECORD)
    if place.to_on is not None:
        messages.info(request, "They have left this place already.")
        return redirect(home_url(place.person))
    form = LeftForm(request.POST if request.method == "POST" else None, today=today(), mistake=True)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            leave_place(
                by=user,
                place=place,
                on=said["on"],
                because=said["answer"],
                reason=said["reason"],
                moved_to=form.said_moved_to,
            )
            messages.success(request, "Noted.")
            return redirect(home_url(place.person))
        except RestrictedError as refusal:
            form.refuse(refusal)
        except HomeError as problem:
            form.blame(problem.field, str(problem))
    return _show(request, form, place, None)


def _said(form: LeftForm) -> dict[str, Any]:
    said = {name: form.cleaned_data[name] for name in ("answer", "on", "reason")}
    return said | {"moved_to": form.said_moved_to}


def _show(request: HttpRequest, form: LeftForm, place: LivingPlace, home_check: HomeCheck | None) -> HttpResponse:
    context = {
        "form": form,
        "place": place,
        "person": place.person,
        "check": home_check,
        "cancel_url": home_url(place.person),
        "record_url": "",
    }
    return render(request, "release/home_check.html", context)
