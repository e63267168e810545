"""Observations: planned, noted, answered, read."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Ability, Forbidden, require
from throughgate.accounts.requests import user_of
from throughgate.audit.services import record_event
from throughgate.common.clock import today
from throughgate.groups.selectors.cohorts import plan_of_session
from throughgate.practice.forms.observation import AnswerForm, DropForm, PlanForm, SheetForm
from throughgate.practice.loading import sheet
from throughgate.practice.models import Observation
from throughgate.practice.rules.observation import SEEN, STATE_WORDS, TONES, State, agreement, state_of, whose_turn
from throughgate.practice.rules.training import PracticeError
from throughgate.practice.selectors.observation import (
    access_observation,
    observers_for,
    practitioners_for,
    sessions_to_watch,
    two_pairs,
)
from throughgate.practice.services import observation as services
from throughgate.practice.views.pages import form_page, saved


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    form = PlanForm(
        request.POST or None, practitioners=practitioners_for(user), observers=observers_for(user),
        sessions=sessions_to_watch(user, today()), user=user, today=today(),
    )  # fmt: skip
    made: list[Observation] = []
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen(today())
        if saved(form, lambda: made.append(services.plan_observation(by=user, **chosen))):
            messages.success(request, "Planned. It stands on Today of whoever does the next thing.")
            return redirect("practice:mine")
    context = {
        "form": form,
        "title": "Plan to watch practice",
        "button": "Plan it",
        "about": "To learn from each other. Only the two of you read what comes of it, and the line manager.",
        "back_url": reverse("practice:mine"),
    }
    return render(request, "practice/form.html", context)


@require_safe
def observation(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    row = access_observation(user, ref)
    record_event(by=user, action="observation.seen", subject=f"observation {row.ref}")
    pairs = two_pairs(row)
    words, tone, icon = STATE_WORDS[state_of(row)]
    context = {
        "row": row,
        "state": {"words": words, "tone": tone, "icon": icon},
        "looks": _looks(row),
        "pairs": pairs,
        "agreed": agreement(pairs),
        "to_note": state_of(row) is State.PLANNED and row.observer_id == user.pk and row.on <= today(),
        "to_answer": state_of(row) is State.OBSERVED and row.practitioner_id == user.pk,
        "to_read": state_of(row) is State.ANSWERED and row.observer_id == user.pk,
        "may_drop": state_of(row) is State.PLANNED,
        "turn": whose_turn(row),
    }
    return render(request, "practice/observation.html", context)


def _looks(row: Observation) -> list[dict[str, Any]]:
    """What was seen, in the order of the sheet; what has left the sheet by its key."""
    known = sheet().looks
    keys = [*(key for key in known if key in row.ratings), *(key for key in row.ratings if key not in known)]
    return [
        {
            "ask": known[key].ask if key in known else key.replace("-", " "),
            "words": SEEN.get(row.ratings[key], ""),
            "tone": TONES.get(row.ratings[key], "quiet"),
        }
        for key in keys
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    row = access_observation(user, ref)
    if row.observer_id != user.pk:
        raise Forbidden(Ability.READ_LEARNING, "Only whoever watched can note this.")
    form = SheetForm(request.POST or None, sheet=sheet(), plan=plan_of_session(row.session) if row.session else None)
    return form_page(
        request, form,
        lambda: services.note_observation(by=user, observation=row, **form.said),
        _back(row), title=sheet().title, button="Save what you saw",
        done=f"Saved. {row.practitioner.name} answers in their own words.", caption=row.practitioner.name,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    row = access_observation(user, ref)
    if row.practitioner_id != user.pk:
        raise Forbidden(Ability.READ_LEARNING, "Only whoever was watched can answer.")
    form = AnswerForm(request.POST or None)
    return form_page(
        request, form,
        lambda: services.answer_observation(by=user, observation=row, **form.cleaned_data),
        _back(row), title="Your answer", button="Save your answer", done="Saved.",
        caption=f"Watched by {row.observer.name}",
    )  # fmt: skip


@require_POST
def read(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    row = access_observation(user, ref)
    try:
        services.close_observation(by=user, observation=row)
        messages.success(request, "Both of you have read it now.")
    except PracticeError as problem:
        messages.error(request, str(problem))
    return redirect(_back(row))


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    row = access_observation(user, ref)
    form = DropForm(request.POST or None)
    return form_page(
        request, form,
        lambda: services.drop_observation(by=user, observation=row, **form.cleaned_data),
        _back(row), title="It does not take place", button="Save", done="Saved.", caption=row.practitioner.name,
    )  # fmt: skip


def _back(row: Observation) -> str:
    return reverse("practice:observation", kwargs={"ref": row.ref})
