"""What is said and changed about a release day: one page for each, or one tap."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from throughgate.access.policy import Action, check
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.casework.rules.bookings import BookingError
from throughgate.people.models import Person
from throughgate.people.services.restrictions import NotTheirCircleError, RestrictedError
from throughgate.people.views.pages import reach_person
from throughgate.release.forms.day import GateForm, HoldForm, MeetingForm, StopForm, WayForm, WhyForm
from throughgate.release.forms.home import AskedForm
from throughgate.release.models import GetsAbout, MetBy, ReleaseDay, TypedWay
from throughgate.release.rules.release_day import USUAL_MINUTES, DayError
from throughgate.release.selectors.day import access_stop, estimate_of, look_at_day
from throughgate.release.services.day import change_day, plan_day, say_who_meets
from throughgate.release.services.day_stops import (
    add_stop,
    cancel_stop,
    change_stop,
    hold_stop,
    move_in_order,
    put_best_order,
    say_zones_clear,
    take_order_back,
    take_way_back,
    type_way,
)
from throughgate.release.services.telling import GateNotToldError
from throughgate.release.views.day import find_day
from throughgate.release.views.day_words import consent_url, day_url
from throughgate.release.views.home_words import levels_of
from throughgate.web.undo import say_done

EITHER = ["GET", "HEAD", "POST"]


@require_POST
def plan(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    person = reach_person(request, ref, "release day", Action.RECORD)
    try:
        plan_day(by=user, person=person)
    except DayError as problem:
        messages.info(request, str(problem))
    return redirect(day_url(person))


@require_http_methods(EITHER)
def change(request: HttpRequest, ref: str) -> HttpResponse:
    user, person, row = _reach(request, ref)
    form = GateForm(_data(request), day=row, on=_asked_day(request))
    if form.is_bound and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("on", "gate_from", "gate_to", "gets_about", "override")}
        if _tried(form, lambda: change_day(by=user, day=row, **said)):
            return _said(request, person, "Saved.")
    return _show(request, form, person, "When the gate opens", "Save")


def _asked_day(request: HttpRequest) -> date | None:
    """The date that the release was moved to, from the link that says so."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None


@require_POST
def by_car(request: HttpRequest, ref: str) -> HttpResponse:
    user, person, row = _reach(request, ref)
    change_day(by=user, day=row, gate_from=row.gate_from, gate_to=row.gate_to, gets_about=GetsAbout.CAR)
    return _said(request, person, "Somebody drives them that day. Say who meets them if that is not said yet.")


@require_http_methods(EITHER)
def meeting(request: HttpRequest, ref: str) -> HttpResponse:
    user, person, row = _reach(request, ref)
    met = look_at_day(row, user).met
    known = (
        {"met_by": met.row.met_by, "name": met.row.name, "phone": met.row.phone, "words": met.row.words} if met else {}
    )
    if met and met.worker:
        known["volunteer" if met.row.met_by == MetBy.VOLUNTEER else "worker"] = met.worker.ref
    form = MeetingForm(_data(request), user=user, person=person, initial=known or {"worker": user.ref})
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        if _tried(form, lambda: say_who_meets(by=user, day=row, said=said["said"], override=said["override"])):
            return _said(request, person, "Saved. Tell everybody who comes.")
    return _show(request, form, person, "At the gate", "Save")


@require_http_methods(EITHER)
def new_stop(request: HttpRequest, ref: str) -> HttpResponse:
    user, person, row = _reach(request, ref)
    form = StopForm(_data(request), person=person, levels=levels_of(user, person), usual=USUAL_MINUTES)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data

        def act() -> Any:
            return add_stop(
                by=user, day=row, said=said["said"], sensitivity=form.said_level, override=said["override"],
                token=form.said_token,
            )  # fmt: skip

        if _tried(form, act):
            return _said(request, person, "Added to the day.")
    return _show(request, form, person, "Add a stop", "Add it")


@require_http_methods(EITHER)
def change_stop_page(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    stop = access_stop(user, ref, action=Action.RECORD)
    person = stop.day.person
    form = StopForm(_data(request), person=person, levels=levels_of(user, person), usual=USUAL_MINUTES, stop=stop)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        level = form.said_level if "level" in form.fields else None
        if _tried(
            form,
            lambda: change_stop(by=user, stop=stop, said=said["said"], sensitivity=level, override=said["override"]),
        ):
            return _said(request, person, "Changed. Tell everybody it concerns.")
    return _show(request, form, person, "Change this stop", "Save")


@require_http_methods(EITHER)
def cancel_stop_page(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    stop = access_stop(user, ref, action=Action.RECORD)
    form = WhyForm(_data(request), label="Why is it called off?")
    if form.is_bound and form.is_valid() and _tried(
        form, lambda: cancel_stop(by=user, stop=stop, because=form.cleaned_data["because"])
    ):  # fmt: skip
        return _said(request, stop.day.person, "Called off. Tell everybody it concerns.")
    return _show(request, form, stop.day.person, f"Call off: {stop.title}", "Call it off")


@require_http_methods(EITHER)
def hold_stop_page(request: HttpRequest, ref: str) -> HttpResponse:
    """The times hold on the new day too. Asked back only where a restriction stands against that."""
    user = user_of(request)
    stop = access_stop(user, ref, action=Action.RECORD)
    form = HoldForm(_data(request))
    if form.is_bound and form.is_valid() and _tried(
        form, lambda: hold_stop(by=user, stop=stop, override=form.cleaned_data["override"])
    ):  # fmt: skip
        return _said(request, stop.day.person, "Noted: the times hold.")
    return _show(request, form, stop.day.person, f"The same times hold: {stop.title}", "They hold")


@require_POST
def earlier(request: HttpRequest, ref: str) -> HttpResponse:
    return _move(request, ref, -1)


@require_POST
def later(request: HttpRequest, ref: str) -> HttpResponse:
    return _move(request, ref, 1)


def _move(request: HttpRequest, ref: str, places: int) -> HttpResponse:
    user = user_of(request)
    stop = access_stop(user, ref, action=Action.RECORD)
    try:
        move_in_order(by=user, stop=stop, places=places)
    except DayError as problem:
        messages.info(request, str(problem))
        return redirect(day_url(stop.day.person))
    say_done(request, f"Moved {'earlier' if places < 0 else 'later'}.", _undo_url(stop.day.person))
    return redirect(day_url(stop.day.person))


@require_POST
def best(request: HttpRequest, ref: str) -> HttpResponse:
    user, person, row = _reach(request, ref)
    if put_best_order(by=user, day=row):
        say_done(request, "Put in the best order.", _undo_url(person))
    return redirect(day_url(person))


@require_POST
def undo_order(request: HttpRequest, ref: str) -> HttpResponse:
    user, person, row = _reach(request, ref)
    done = take_order_back(by=user, day=row)
    messages.info(request, "The order is as it was." if done else "Somebody has changed the order since.")
    return redirect(day_url(person))


@require_http_methods(EITHER)
def way(request: HttpRequest, ref: str) -> HttpResponse:
    user, person, row = _reach(request, ref)
    known = {"mode": row.gets_about} | {
        name: request.GET[name] for name in ("here", "there", "mode") if name in request.GET
    }
    look = look_at_day(row, user)
    form = WayForm(
        _data(request), spots=look.names, initial=known, estimate=lambda *way: estimate_of(look, *way)
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        said = form.cleaned_data

        typed: list[TypedWay] = []

        def act() -> None:
            typed.append(type_way(
                by=user, day=row, here=said["here_key"], there=said["there_key"], mode=said["mode"],
                minutes=said["minutes"], keeps_clear=said["keeps_clear"],
            ))  # fmt: skip

        if _tried(form, act):
            back = reverse("release:way_back", kwargs={"ref": person.ref, "pk": typed[0].pk})
            say_done(request, "Noted. The day is reckoned with it.", back)
            return redirect(day_url(person))
    return _show(request, form, person, "How long a way takes", "Save")


@require_POST
def way_back(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """One tap after it was typed in, or later from the day. Typed anew by somebody else, or gone: the page shows it."""
    user, person, row = _reach(request, ref)
    typed = TypedWay.objects.filter(day=row, pk=pk).first()
    if typed:
        take_way_back(by=user, way=typed, whole="whole" in request.GET)
        messages.info(request, "Taken back. The day is reckoned without it.")
    return redirect(day_url(person))


@require_http_methods(EITHER)
def zones(request: HttpRequest, ref: str) -> HttpResponse:
    user, person, row = _reach(request, ref)
    form = WhyForm(
        _data(request),
        label="How did you make sure that the day keeps out of places they may not enter?",
        hint="It is kept with your name, and holds until the plan changes.",
    )
    if form.is_bound and form.is_valid() and _tried(
        form, lambda: say_zones_clear(by=user, day=row, because=form.cleaned_data["because"])
    ):  # fmt: skip
        return _said(request, person, "Noted.")
    return _show(request, form, person, "Places they may not enter", "Save")


def _reach(request: HttpRequest, ref: str) -> tuple[User, Person, ReleaseDay]:
    """Raises Hidden, Forbidden; 404 where no day is planned yet."""
    user = user_of(request)
    person = reach_person(request, ref, "release day", Action.RECORD)
    _, row = find_day(user, person)
    if row is None:
        raise Http404()
    return user, person, check(user, Action.RECORD, row)


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _tried(form: AskedForm, act: Callable[[], Any]) -> bool:
    """What the rules say stands at its field."""
    try:
        act()
    except RestrictedError as refusal:
        form.refuse(refusal)
    except GateNotToldError as untold:
        form.blame(untold.field, str(untold))
        form.untold_url = consent_url(untold.person, untold.who) if untold.may_ask else ""
    except (DayError, BookingError) as problem:
        form.blame(problem.field, str(problem))
    except NotTheirCircleError as problem:
        form.blame("member", str(problem))
    else:
        return True
    return False


def _undo_url(person: Person) -> str:
    return reverse("release:undo_order", kwargs={"ref": person.ref})


def _said(request: HttpRequest, person: Person, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(day_url(person))


def _show(request: HttpRequest, form: AskedForm, person: Person, title: str, save: str) -> HttpResponse:
    context = {
        "form": form,
        "person": person,
        "title": title,
        "save_label": save,
        "cancel_url": day_url(person),
        "record_url": "",  # on a phone the frame's button would lie over the form
    }
    return render(request, "release/day_form.html", context)
