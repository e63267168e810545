"""The directory of drivers: their week, what they drive, when they have a break."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughgate.access.policy import Ability, has, require
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.release.forms.journey import HoursForm, NewDriverForm, PauseForm, VehicleForm
from throughgate.release.models import Driver
from throughgate.release.rules.journey import JourneyError
from throughgate.release.selectors.drivers import (
    could_drive,
    driver_by_ref,
    drivers_beside,
    in_use,
    journeys_per_driver,
    vehicle_by_pk,
)
from throughgate.release.services.drivers import add_driver, change_driver, pause_driver, save_vehicle, set_hours
from throughgate.release.views.journey_words import rest_words, vehicle_words, week_of_hours

EITHER = ["GET", "HEAD", "POST"]
Row = dict[str, Any]


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.PLAN_JOURNEYS)
    drivers = list(drivers_beside(user, also_former="former" in request.GET))
    counts = journeys_per_driver([one.pk for one in drivers], today())
    context = {
        "rows": [_row(one, counts.get(one.pk, 0)) for one in drivers],
        "shows_former": "former" in request.GET,
    }
    return render(request, "release/drivers.html", context)


def _row(driver: Driver, journeys: int) -> Row:
    week = week_of_hours(driver)
    return {
        "driver": driver,
        "url": _url(driver),
        "role": driver.user.get_role_display(),
        "week": week,
        "days": [day for day in week if day.spans],
        "vehicles": [vehicle_words(one) for one in in_use(driver)],
        "rest": rest_words(driver, today()),
        "journeys": journeys,
        "is_closed": not (driver.is_active and driver.user.is_active),
    }


@require_safe
def driver(request: HttpRequest, ref: str) -> HttpResponse:
    user, found = _reach(request, ref)
    count = journeys_per_driver([found.pk], today()).get(found.pk, 0)
    context = {
        "one": _row(found, count),
        "vehicles": [
            {"words": vehicle_words(v), "registration": v.registration, "pk": v.pk} for v in in_use(found)
        ],
        "may_keep": has(user, Ability.PLAN_JOURNEYS),
        "is_me": found.user_id == user.pk,
        "can_rest": not rest_words(found, today()),
    }  # fmt: skip
    return render(request, "release/driver.html", context)


@require_http_methods(EITHER)
def new(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.PLAN_JOURNEYS)
    form = NewDriverForm(_data(request), users=list(could_drive(user)))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        made: list[Driver] = []
        if _tried(form, lambda: made.append(add_driver(
            by=user, user=form.users[said["user"]], phone=said["phone"], notes=said["notes"],
            minutes_from=said["minutes_from"],
        ))):  # fmt: skip
            messages.success(request, "Added. Now say when they drive, and what.")
            return redirect(_url(made[0]))
    return _show(request, form, "Add a driver", reverse("release:drivers"))


@require_http_methods(EITHER)
def change(request: HttpRequest, ref: str) -> HttpResponse:
    user, found = _reach(request, ref)
    require(user, Ability.PLAN_JOURNEYS)
    form = NewDriverForm(_data(request), driver=found)
    if form.is_bound and form.is_valid() and _tried(
        form, lambda: change_driver(by=user, driver=found, **form.cleaned_data)
    ):  # fmt: skip
        return _saved(request, found)
    return _show(request, form, f"{found.user.name}", _url(found))


@require_http_methods(EITHER)
def hours(request: HttpRequest, ref: str) -> HttpResponse:
    user, found = _reach(request, ref)
    form = HoursForm(_data(request), driver=found)
    if form.is_bound and form.is_valid() and _tried(
        form, lambda: set_hours(by=user, driver=found, hours=form.cleaned_data["hours"])
    ):  # fmt: skip
        return _saved(request, found)
    return _show(request, form, _whose(user, found, "When {} drive"), _url(found))


@require_http_methods(EITHER)
def pause(request: HttpRequest, ref: str) -> HttpResponse:
    user, found = _reach(request, ref)
    form = PauseForm(_data(request))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        if _tried(form, lambda: pause_driver(
            by=user, driver=found, paused_from=said["paused_from"], paused_to=said["paused_to"]
        )):  # fmt: skip
            return _saved(request, found)
    return _show(request, form, "A break from driving", _url(found))


@require_http_methods(["POST"])
def back(request: HttpRequest, ref: str) -> HttpResponse:
    user, found = _reach(request, ref)
    pause_driver(by=user, driver=found, paused_from=None)
    messages.success(request, "Welcome back.")
    return redirect(_url(found))


@require_http_methods(EITHER)
def new_vehicle(request: HttpRequest, ref: str) -> HttpResponse:
    return _vehicle(request, ref, None)


@require_http_methods(EITHER)
def change_vehicle(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    return _vehicle(request, ref, pk)


def _vehicle(request: HttpRequest, ref: str, pk: int | None) -> HttpResponse:
    user, found = _reach(request, ref)
    vehicle = vehicle_by_pk(found, pk) if pk is not None else None
    form = VehicleForm(_data(request), vehicle=vehicle)
    if form.is_bound and form.is_valid() and _tried(
        form, lambda: save_vehicle(by=user, driver=found, vehicle=vehicle, **form.cleaned_data)
    ):  # fmt: skip
        return _saved(request, found)
    return _show(request, form, "A vehicle", _url(found))


def _reach(request: HttpRequest, ref: str) -> tuple[User, Driver]:
    """Their own, or for whoever plans those of their sites. Raises Forbidden, Hidden."""
    user = user_of(request)
    mine = Driver.objects.filter(ref=ref, user=user).exists()
    if not mine:
        require(user, Ability.PLAN_JOURNEYS)
    return user, driver_by_ref(user, ref)


def _whose(user: User, found: Driver, words: str) -> str:
    return words.format("you" if found.user_id == user.pk else "they")


def _url(found: Driver) -> str:
    return reverse("release:driver", kwargs={"ref": found.ref})


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _tried(form: Form, act: Any) -> bool:
    try:
        act()
    except JourneyError as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
    except ValidationError as problem:
        form.add_error(None, problem.messages)
    else:
        return True
    return False


def _saved(request: HttpRequest, found: Driver) -> HttpResponse:
    messages.success(request, "Saved.")
    return redirect(_url(found))


def _show(request: HttpRequest, form: Form, title: str, back_url: str) -> HttpResponse:
    context = {"form": form, "title": title, "cancel_url": back_url, "record_url": ""}
    return render(request, "release/driver_form.html", context)
