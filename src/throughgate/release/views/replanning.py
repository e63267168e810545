"""A release is moved: the new day said, what breaks shown with a proposal for each, and all of it done in one act."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.models import CustodyDate, Person
from throughgate.people.selectors import access_person, dates_of
from throughgate.people.services import DateMovedMeanwhileError
from throughgate.people.services.restrictions import RestrictedError
from throughgate.release.forms.day import HoldForm
from throughgate.release.forms.replanning import ReleaseDateForm
from throughgate.release.models import MovedThing
from throughgate.release.rules.broken import ReplanError
from throughgate.release.rules.home import HomeError
from throughgate.release.rules.moving import moved_words
from throughgate.release.rules.release_day import DayError
from throughgate.release.selectors.replanning import (
    Plan,
    Wanted,
    access_call,
    is_left_behind,
    moved_with,
    plan_moves,
)
from throughgate.release.selectors.replanning_dates import all_moved, move_made_by, parts_moved, releases_now
from throughgate.release.selectors.standing import standings_of
from throughgate.release.services.replanning import NotMovedError, Order, Told, move_releases
from throughgate.release.services.replanning_calls import say_it_holds, say_rung, take_ring_back
from throughgate.release.views.replanning_words import (
    broken_groups,
    broken_words,
    calls_of,
    done_of,
    due_words,
    headline,
    moved_url,
)
from throughgate.web.undo import say_done

FORM = "release/replan_date.html"
PLAN = "release/replan.html"
EITHER = ["GET", "HEAD", "POST"]
SAID = ("source", "confidence", "reason")


def letter_links(request: HttpRequest) -> dict[str, str]:
    found = {"today": request.build_absolute_uri(reverse("desk:today"))}
    try:
        found["journeys"] = request.build_absolute_uri(reverse("release:my_journeys"))
    except NoReverseMatch:
        found["journeys"] = found["today"]
    return found


@dataclass(frozen=True)
class Asked:
    """One request to move one person's release."""

    request: HttpRequest
    user: User
    person: Person
    form: ReleaseDateForm

    def plan(self) -> Plan:
        said = self.form.cleaned_data
        return plan_moves(self.user, [Wanted(self.person, said["kind"], said["on"])], today())[0]


@require_http_methods(EITHER)
def move_date(request: HttpRequest, ref: str) -> HttpResponse:
    """Say the new day, see what breaks and what is proposed, confirm. Nothing is saved before the last."""
    user = user_of(request)
    person = access_person(user, ref, action=Action.EDIT, page="release date")
    now = releases_now([person.pk], today())[person.pk]
    context: dict[str, Any] = {"person": person, "now": now, "today": today(), "record_url": ""}
    if request.method != "POST":
        back_to = _earlier(person, request.GET.get("back", ""))
        return render(request, FORM, context | {"form": ReleaseDateForm.opened_on(now.shown, back_to)})
    form = ReleaseDateForm(request.POST, holding=now.holding)
    if not form.is_valid() or request.POST.get("step") == "change":
        return render(request, FORM, context | {"form": form})
    asked = Asked(request, user, person, form)
    plan = asked.plan()
    if plan.problems:
        form.add_error("on", plan.problems[0])
        return render(request, FORM, context | {"form": form})
    if request.POST.get("step") == "confirm":
        return _save(asked, context)
    return _show(asked, plan, context)


def _earlier(person: Person, number: str) -> CustodyDate | None:
    """A date that held before, to go back to."""
    rows = dates_of(person, earlier=True).filter(on__gte=today())
    return rows.filter(pk=int(number)).first() if number.isdecimal() else None


@require_http_methods(EITHER)
def catch_up(request: HttpRequest, ref: str) -> HttpResponse:
    """The date was noted elsewhere, and what rests on the day before waits to be moved."""
    user = user_of(request)
    person = access_person(user, ref, action=Action.EDIT, page="release date")
    now = releases_now([person.pk], today())[person.pk]
    if now.shown is None or now.shown.on is None or now.released_on:
        return redirect("release:move_date", ref=person.ref)
    shown = now.shown
    said = {name: getattr(shown, name) for name in ("kind", "on", *SAID)} | {"seen": shown.pk}
    kept = {name: request.POST.get(name, "") for name in ("mark", "token", "override")}
    form = ReleaseDateForm(said | kept)
    context: dict[str, Any] = {"person": person, "now": now, "today": today(), "record_url": "", "is_noted": True}
    if not form.is_valid():
        return redirect("release:move_date", ref=person.ref)
    asked = Asked(request, user, person, form)
    plan = asked.plan()
    if plan.problems or plan.move.was == plan.move.becomes:
        return redirect(moved_url(person, shown.pk))
    return _save(asked, context) if request.method == "POST" else _show(asked, plan, context)


def _save(asked: Asked, context: dict[str, Any]) -> HttpResponse:
    request, person, form = asked.request, asked.person, asked.form
    said = form.cleaned_data
    order = Order(
        person=person,
        kind=said["kind"],
        on=said["on"],
        told=Told(**{name: said[name] for name in SAID}),
        seen=said["seen"] or None,
        mark=said["mark"],
        is_sure=is_sure(request, plan_key(person, said["on"])),
        choices=request.POST.dict(),
    )
    try:
        (row,) = move_releases(
            by=asked.user, orders=[order], batch=said["token"] or uuid4(), override=said["override"],
            links=letter_links(request),
        )  # fmt: skip
    except NotMovedError as stop:
        return _again(asked, stop.causes[person.pk], context)
    plan_words = moved_words(all_moved(_parts(person, row.date_id)), done=True)
    messages.success(request, f"{headline_of(person, row.date_id)}: {plan_words}.")
    return redirect(moved_url(person, row.date_id or 0))


def plan_key(person: Person, on: date) -> str:
    """What a tick that an unlikely day is right stands for: for another day it has to be set anew."""
    return f"{person.ref} {on.isoformat()}"


def is_sure(request: HttpRequest, key: str) -> bool:
    return key in request.POST.getlist("sure")


def doubt_row(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    key = plan_key(plan.person, plan.on)
    return {"words": " ".join(one.words for one in plan.doubts), "key": key, "checked": is_sure(request, key)}


def _parts(person: Person, date_id: int | None) -> Any:
    move = move_made_by(person, date_id or 0)
    return parts_moved({person.pk: move}, today())[person.pk] if move else []


def headline_of(person: Person, date_id: int | None) -> str:
    move = move_made_by(person, date_id or 0)
    return headline(move) if move else "The date is noted"


def _again(asked: Asked, cause: Exception, context: dict[str, Any]) -> HttpResponse:
    """As it stands now, with what stands against it."""
    form, more = asked.form, {}
    if isinstance(cause, DateMovedMeanwhileError):
        more = {"meanwhile": cause.current}
    elif isinstance(cause, RestrictedError):
        form.refuse(cause)
    else:
        form.add_error(None, problem_words(cause))
    return _show(asked, asked.plan(), context | more)


def problem_words(cause: Exception) -> str:
    if isinstance(cause, RestrictedError):
        return " ".join(cause.reasons)
    if isinstance(cause, DateMovedMeanwhileError):
        return "Somebody else noted this date while you were looking."
    said = getattr(cause, "messages", None)
    return " ".join(said) if said else str(cause)


def _show(asked: Asked, plan: Plan, context: dict[str, Any]) -> HttpResponse:
    """`seen` is what holds now: whoever confirms after a clash decides anew."""
    said, on = asked.form.cleaned_data, today()
    chosen = asked.request.POST.dict() if asked.request.method == "POST" else {}
    shown = {
        "form": asked.form,
        "said": said,
        "token": said.get("token") or uuid4(),
        "seen": plan.held,
        "mark": plan.mark,
        "move": plan.move,
        "parts": plan.parts,
        "warnings": plan.warnings,
        "doubt": doubt_row(asked.request, plan),
        "words": due_words(plan),
        "broken": len(plan.broken),
        "broken_words": broken_words(plan.broken, on),
        "groups": broken_groups(plan.broken, chosen, on),
        "days": (plan.on - on).days,
    }
    return render(asked.request, PLAN, context | shown)


@require_safe
def moved_date(request: HttpRequest, ref: str, date_id: int) -> HttpResponse:
    """What the date that holds now did, what is left to ring, and what was done: it can be opened again tomorrow."""
    user = user_of(request)
    person = access_person(user, ref, page="moved release date")
    move, on = move_made_by(person, date_id), today()
    if move is None:
        return redirect("desk:person", ref=person.ref)
    made = moved_with(user, person, date_id)
    standing = standings_of([person.pk], on)[person.pk]
    parts = parts_moved({person.pk: move}, on)[person.pk]
    context = {
        "person": person,
        "today": on,
        "move": move,
        "headline": headline(move),
        "parts": parts,
        "words": moved_words(all_moved(parts), done=True),
        "made": made,
        "calls": calls_of(user, made, on) if made else [],
        "done": done_of(made) if made else [],
        "left_behind": can(user, Action.EDIT, person) and is_left_behind(person, standing.release_on, standing.spell),
        "back_to": _replaced(person, date_id) if can(user, Action.EDIT, person) else None,
        "here": request.get_full_path(),
    }
    return render(request, "release/moved_date.html", context)


def _replaced(person: Person, date_id: int) -> CustodyDate | None:
    """The date of that kind that held before, if its day can still come."""
    rows = list(dates_of(person, earlier=True))
    made = next(row for row in rows if row.pk == date_id)
    earlier = [row for row in rows if row.kind == made.kind and row.pk < made.pk and row.on and row.on >= today()]
    return max(earlier, key=lambda row: row.pk, default=None)


@require_POST
def call_done(request: HttpRequest, ref: str) -> HttpResponse:
    call = _call(request, ref)
    if _tried(request, lambda: say_rung(by=user_of(request), call=call)):
        say_done(request, "Noted.", reverse("release:call_undo", kwargs={"ref": ref}))
    return _back(request, call)


@require_POST
def call_undo(request: HttpRequest, ref: str) -> HttpResponse:
    call = _call(request, ref)
    if _tried(request, lambda: take_ring_back(by=user_of(request), call=call)):
        messages.info(request, "It is to be rung about again.")
    return _back(request, call)


@require_http_methods(EITHER)
def call_holds(request: HttpRequest, ref: str) -> HttpResponse:
    """They said yes. Asked back only where a restriction stands against that."""
    call = _call(request, ref)
    form = HoldForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            say_it_holds(by=user_of(request), call=call, override=form.cleaned_data["override"])
        except RestrictedError as refusal:
            form.refuse(refusal)
        except (ReplanError, DayError, HomeError) as problem:
            messages.info(request, str(problem))
            return _back(request, call)
        else:
            messages.success(request, "Noted: it holds on the new day.")
            return _back(request, call)
    context: Mapping[str, Any] = {
        "form": form,
        "person": call.move.person,
        "title": f"It holds on the new day: {call.title}",
        "save_label": "It holds",
        "cancel_url": _back_url(request, call),
        "record_url": "",
    }
    return render(request, "release/day_form.html", context)


def _call(request: HttpRequest, ref: str) -> MovedThing:
    return access_call(user_of(request), ref)


def _tried(request: HttpRequest, act: Callable[[], None]) -> bool:
    try:
        act()
    except ReplanError as problem:
        messages.info(request, str(problem))
        return False
    return True


def _back_url(request: HttpRequest, call: MovedThing) -> str:
    """To the list of those moved together where they came from it, else to the person's."""
    batch = reverse("release:moved_many", kwargs={"batch": call.move.batch})
    if request.POST.get("next", "") == batch:
        return batch
    return moved_url(call.move.person, call.move.date_id) if call.move.date_id else batch


def _back(request: HttpRequest, call: MovedThing) -> HttpResponse:
    return redirect(_back_url(request, call))
