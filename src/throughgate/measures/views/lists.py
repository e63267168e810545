from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughgate.access.policy import Ability, Action, can, require, writable_levels
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.measures.forms import AskForm, StartForm
from throughgate.measures.grammar import PERSON, Instrument
from throughgate.measures.models import Sitting
from throughgate.measures.rules.asking import steps_of
from throughgate.measures.selectors.instruments import instrument_of, instruments
from throughgate.measures.selectors.sittings import Asked, asked_of, latest_of, open_sittings
from throughgate.measures.services.sittings import SittingError, check_level, open_sitting
from throughgate.measures.views.pages import frame, reach
from throughgate.measures.views.words import result_words
from throughgate.people.models import Person


@dataclass(frozen=True)
class Last:
    """The last result of one instrument, in words."""

    sitting: Sitting
    words: str


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Every instrument, where it comes from, and which ones still lack their wording."""
    require(user_of(request), Ability.SEE_PROGRAMMES)
    every = sorted(instruments().values(), key=lambda one: (not one.is_usable, one.title.lower()))
    return render(request, "measures/library.html", {"instruments": every})


@require_safe
def of_person(request: HttpRequest, ref: str) -> HttpResponse:
    """What is due to be measured, what is open, and the last result of each in words."""
    user, person = user_of(request), reach(request, ref)
    begun = open_sittings(user, person)
    may = {level.value for level in writable_levels(user, person)} if can(user, Action.RECORD, person) else set()
    asked = [one for one in asked_of(user, person) if one.instrument.sensitivity in may]
    busy = {row.instrument for row in begun}
    context = {
        "begun": begun,
        "due": [one for one in asked if one.is_next and one.instrument.slug not in busy],
        "last": [Last(row, result_words(row)) for row in latest_of(user, person)],
        "others": _others(may, busy, asked),
    }
    return render(request, "measures/person.html", context | frame(request, person))


def _others(may: set[str], busy: set[str], asked: list[Asked]) -> list[Instrument]:
    due = {one.instrument.slug for one in asked if one.is_next}
    usable = (one for one in instruments().values() if one.is_usable and one.sensitivity in may)
    return sorted((one for one in usable if one.slug not in busy | due), key=lambda one: one.title.lower())


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    instrument = instrument_of(slug)
    check_level(user, person, instrument)
    if begun := next((row for row in open_sittings(user, person) if row.instrument == slug), None):
        return redirect("measures:ask", ref=ref, sitting=begun.ref)
    form = StartForm(request.POST if request.method == "POST" else None, today=today())
    if request.method == "POST" and form.is_valid():
        sitting = _opened(user, person, slug, form, request.GET.get("for", ""))
        if sitting:
            return redirect("measures:ask", ref=ref, sitting=sitting.ref)
    context = {"instrument": instrument, "form": form, "record_url": ""}
    return render(request, "measures/start.html", context | frame(request, person))


def _opened(user: User, person: Person, slug: str, form: StartForm, subject: str) -> Sitting | None:
    how: str = form.cleaned_data["how"]
    on: date = form.cleaned_data["on"]
    try:
        return open_sitting(by=user, person=person, instrument=slug, how=how, on=on, subject=subject)
    except SittingError as problem:
        form.add_error(problem.field or None, str(problem))
        return None


@require_safe
def paper(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """The questions to print, without a name."""
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    instrument = instrument_of(slug)
    check_level(user, person, instrument)
    form = AskForm(instrument=instrument, steps=steps_of(instrument, (PERSON,)), given={})
    context = {"instrument": instrument, "questions": list(form), "record_url": ""}
    return render(request, "measures/paper.html", context | frame(request, person))
