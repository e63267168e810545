"""Getting somebody ready for release: their basics, and what becomes of each."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Action, can, check
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.casework.views.asking import way_back
from throughgate.common.clock import today
from throughgate.people.selectors import access_person
from throughgate.release.basics_file import State
from throughgate.release.forms.basics import CorrectForm, StepForm, state_choices
from throughgate.release.rules.basics import BasicError, form_words
from throughgate.release.selectors.basics import Opened, Readiness, access_basic, basic_of_promise, readiness_of
from throughgate.release.selectors.home import applications_of
from throughgate.release.selectors.known_basics import known_basics
from throughgate.release.services.basics import open_basics, record_step, take_back
from throughgate.release.views.basic_words import (
    basic_url,
    card,
    cost_words,
    history,
    level_words,
    ready_url,
    release_words,
)
from throughgate.release.views.home_words import home_url, viewed_late
from throughgate.web.undo import say_done


@require_safe
def ready(request: HttpRequest, ref: str) -> HttpResponse:
    """Everything that one person needs in hand, the most pressing first."""
    user = user_of(request)
    person = access_person(user, ref, page="getting ready")
    on = today()
    found = readiness_of(user, person, on)
    may_act = can(user, Action.RECORD, person)
    cards = [card(user, person, line, found.standing, on) for line in found.lines]
    context = {
        "person": person,
        "today": on,
        "release": release_words(found.standing, on),
        "is_open": found.is_open,
        "open_cards": [one for one in cards if not one["is_done"]],
        "done_cards": [one for one in cards if one["is_done"]],
        "done": found.done,
        "of": len(found.lines),
        "costs": cost_words(found.costs),
        "viewed_late": viewed_late(applications_of(user, person), _release_to_come(found)),
        "home_url": home_url(person),
        "may_act": may_act,
        "may_begin_rest": may_act and found.is_open and not _has_whole_set(found),
        "here": request.path,
    }
    return render(request, "release/ready.html", context)


def _release_to_come(found: Readiness) -> date | None:
    return None if found.standing.is_out else found.standing.release_on


def _has_whole_set(found: Readiness) -> bool:
    return set(known_basics().whole) <= {line.code for line in found.lines}


@require_POST
def begin(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    person = access_person(user, ref, action=Action.RECORD, page="getting ready")
    codes = [code for code in request.POST.getlist("code") if code in known_basics().items]
    opened = open_basics(by=user, person=person, codes=codes)
    if opened and codes:
        messages.success(request, "Added. It has its own dates and costs; if it is not needed after all, say so there.")
        return redirect(basic_url(person, codes[0]))
    if opened:
        messages.success(request, "Begun. What is next of each stands here, and on Today when it is due.")
    else:
        messages.info(request, "All of it has been begun already.")
    return redirect(ready_url(person))


@require_safe
def sheet(request: HttpRequest, ref: str) -> HttpResponse:
    """For the person, on paper, in plain words: only what anybody who works with them may read."""
    user = user_of(request)
    person = access_person(user, ref, page="getting ready on paper")
    on = today()
    found = readiness_of(user, person, on)
    asked = [one for one in applications_of(user, person) if one.row.sensitivity == "standard"]
    context = {
        "person": person,
        "today": on,
        "viewed_late": viewed_late(asked, _release_to_come(found)),
        "release_on": found.standing.release_on,
        "lines": [line for line in found.lines if line.row and line.row.sensitivity == "standard"],
    }
    return render(request, "release/ready_sheet.html", context)


@require_safe
def basic(request: HttpRequest, ref: str, code: str) -> HttpResponse:
    user = user_of(request)
    found = access_basic(user, ref, code, today())
    return render(request, "release/basic.html", _about(request, user, found))


def _about(request: HttpRequest, user: User, found: Opened) -> dict[str, Any]:
    line, person = found.line, found.person
    return {
        "person": person,
        "line": line,
        "card": card(user, person, line, found.standing, today()) if line.row else None,
        "history": history(line),
        "level": level_words(line),
        "costs": cost_words(line.costs),
        "parts": [card(user, person, part, found.standing, today()) for part in found.parts],
        "addable": [(code, known_basics().items[code].title) for code in found.addable] if found.may_act else [],
        "release": release_words(found.standing, today()),
        "may_act": found.may_act,
        "may_correct": found.may_act and bool(line.steps),
        "today": today(),
        "here": request.path,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, ref: str, code: str) -> HttpResponse:
    """What became of it: one tap from a card, or a small form where something must be said."""
    user = user_of(request)
    found = access_basic(user, ref, code, today(), action=Action.RECORD)
    to = request.POST.get("to") or request.GET.get("to", "in-hand")
    state = found.line.item.states.get(to)
    if state is None:
        raise Http404()
    if found.line.item.by_home:
        return redirect("release:home", ref=found.person.ref)
    if found.line.item.by_contact and state.stage == "done":
        return redirect(f"{reverse('casework:record')}?person={found.person.ref}&kind={found.line.item.entry}")
    if request.method == "POST" and request.POST.get("quick") and state.is_one_tap:
        return _tapped(request, user, found, to)
    form = _form(request, user, found, state)
    if request.method == "POST" and form.is_valid() and _noted(request, user, found, form, to):
        return redirect(way_back_to(request, found))
    return _show(request, form, found, {"to": to, "state": state, "verb": form_words(to, state)})


def way_back_to(request: HttpRequest, found: Opened) -> str:
    asked = request.POST.get("next") or request.GET.get("next")
    return way_back(request, found.person) if asked else basic_url(found.person, found.line.code)


def _form(request: HttpRequest, user: User, found: Opened, state: State, kind: type[StepForm] = StepForm) -> StepForm:
    is_filled_in = request.method == "POST" and not request.POST.get("quick")
    return kind(
        request.POST if is_filled_in else None,
        user=user,
        person=found.person,
        item=found.line.item,
        state=state,
        now=timezone.localtime(),
        row=found.line.row,
        before=found.line.last,
    )


def _tapped(request: HttpRequest, user: User, found: Opened, to: str) -> HttpResponse:
    """Noted of today, with the tap that takes it back."""
    line = found.line
    try:
        record_step(by=user, person=found.person, code=line.code, to=to, on=today())
        words = f"{line.item.title}: {line.item.states[to].title.lower()}."
        say_done(request, words, reverse("release:undo_step", kwargs={"ref": found.person.ref, "code": line.code}))
    except BasicError as problem:
        messages.error(request, str(problem))
    return redirect(way_back_to(request, found))


def _noted(request: HttpRequest, user: User, found: Opened, form: StepForm, to: str) -> bool:
    try:
        record_step(
            by=user,
            person=found.person,
            code=found.line.code,
            to=to,
            on=form.cleaned_data["day"],
            said=form.cleaned_data["said"],
            because=form.cleaned_data.get("because", ""),
            sensitivity=form.said_level,
            token=form.said_token,
        )
    except BasicError as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        return False
    messages.success(request, "Noted. What is next stands here.")
    return True


def _show(request: HttpRequest, form: StepForm, found: Opened, more: dict[str, Any]) -> HttpResponse:
    context = {
        "form": form,
        "person": found.person,
        "item": found.line.item,
        "page_url": request.get_full_path(),
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "cancel_url": way_back_to(request, found),
        "record_url": "",
    }
    return render(request, "release/step.html", context | more)


@require_POST
def undo_step(request: HttpRequest, ref: str, code: str) -> HttpResponse:
    user = user_of(request)
    found = access_basic(user, ref, code, today(), action=Action.RECORD)
    if take_back(by=user, person=found.person, code=code):
        messages.info(request, f"{found.line.item.title}: taken back. It stands as it stood before.")
    else:
        messages.error(request, "Somebody has noted something since. Correct it instead.")
    return redirect(way_back_to(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, ref: str, code: str) -> HttpResponse:
    """First what it should say, then the rest of what that asks for."""
    user = user_of(request)
    found = access_basic(user, ref, code, today(), action=Action.RECORD)
    line = found.line
    if not line.steps:
        return redirect(basic_url(found.person, code))
    choices = state_choices(line.item, line.state_code)
    to = request.POST.get("to") or request.GET.get("to", "")
    if to not in dict(choices):
        context = {
            "person": found.person,
            "item": line.item,
            "line": line,
            "choices": [(word, f"{request.path}?to={name}") for name, word in choices],
            "cancel_url": basic_url(found.person, code),
        }
        return render(request, "release/correct_basic.html", context)
    state = line.item.states[to]
    form = _form(request, user, found, state, CorrectForm)
    if request.method == "POST" and form.is_valid() and _noted(request, user, found, form, to):
        return redirect(basic_url(found.person, code))
    return _show(request, form, found, {"to": to, "state": state, "verb": f"Correct to: {state.title.lower()}"})


@require_safe
def basic_promised(request: HttpRequest, ref: str) -> HttpResponse:
    """From a line on Today."""
    row = basic_of_promise(ref)
    check(user_of(request), Action.VIEW, row)
    return redirect(basic_url(row.person, row.code))
