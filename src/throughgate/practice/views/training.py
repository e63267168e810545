"""Who is trained in what: one's own, everybody's, and what is noted of a colleague."""

from collections.abc import Sequence
from math import ceil
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughgate.access.policy import Ability, Hidden, has, require
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.practice.forms.training import FOR_GOOD, OTHERWISE, USUAL, StrikeForm, TrainingForm
from throughgate.practice.loading import training_of, trainings
from throughgate.practice.models import TrainingRecord
from throughgate.practice.rules.observation import STATE_WORDS as STATES
from throughgate.practice.rules.observation import state_of
from throughgate.practice.rules.training import STATE_WORDS, State, last_day
from throughgate.practice.selectors.observation import next_due, observations_for
from throughgate.practice.selectors.training import (
    Colleague,
    Line,
    access_colleague,
    access_record,
    colleagues_trained,
    earlier_of,
    staff_for,
)
from throughgate.practice.services.training import correct_training, note_training, strike_training
from throughgate.practice.views.pages import form_page, places
from throughgate.sites.models import Site
from throughgate.web.pictures import MatrixLine, Spot, draw_matrix
from throughgate.web.pictures.svg import Svg

SHOWN = 20  # observations
AT_A_TIME = 8  # columns of a picture that fit a phone
ICONS = {State.HELD: "check", State.SOON: "clock", State.OVER: "warning", State.MISSING: ""}


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's own, whoever one is."""
    user = user_of(request)
    (own,) = colleagues_trained([user], today())
    may_watch = has(user, Ability.SEE_PEOPLE)
    context = {
        "lines": [_shown(one) for one in own.lines],
        "may_watch": may_watch,
        "observations": [(row, STATES[state_of(row)]) for row in observations_for(user)[:SHOWN]],
        "again_on": next_due(user, today()) if may_watch else None,
    }
    return render(request, "practice/mine.html", context | places(user, "mine"))


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.KEEP_TRAINING)
    site = request.GET.get("site", "")
    found = colleagues_trained(staff_for(user, site=site), today())
    keys = [key for key in trainings().trainings if any(one.line(key) for one in found)]
    context = {
        "rows": [_row(one, keys) for one in found],
        "columns": [(number, trainings().trainings[key].title) for number, key in enumerate(keys, 1)],
        "drawn": _drawn(found, keys),
        "figures": _figures(found),
        "sites": Site.objects.filter(pk__in=user.sites.all()).order_by("name"),
        "site": site,
    }
    return render(request, "practice/board.html", context | places(user, "board"))


def _row(one: Colleague, keys: Sequence[str]) -> dict[str, Any]:
    known = [one.line(key) for key in keys]
    open_lines = [_shown(line) for line in one.lines if line.needed and line.standing.state is not State.HELD]
    return {"user": one.user, "cells": [_shown(line) if line else None for line in known], "open": open_lines}


def _shown(line: Line) -> dict[str, Any]:
    words, tone, icon = STATE_WORDS[line.standing.state]
    return {"line": line, "words": words, "tone": tone if line.needed else "quiet", "icon": icon}


def _drawn(found: Sequence[Colleague], keys: Sequence[str]) -> list[Svg]:
    """As many columns in each, numbered as in the list below."""
    pictures = []
    wide = ceil(len(keys) / max(1, ceil(len(keys) / AT_A_TIME))) or 1
    for start in range(0, len(keys), wide):
        some = keys[start : start + wide]
        columns = [str(start + place + 1) for place in range(len(some))]
        lines = [MatrixLine(one.user.name, [_spot(one.line(key)) for key in some]) for one in found]
        if lines:
            pictures.append(draw_matrix(columns, lines, "Who is trained in what", room_for=wide))
    return pictures


def _spot(line: Line | None) -> Spot:
    if line is None:
        return Spot("", "quiet", "", "past")
    words, tone, _ = STATE_WORDS[line.standing.state]
    return Spot(ICONS[line.standing.state], tone, words)


def _figures(found: Sequence[Colleague]) -> list[dict[str, Any]]:
    said = [(State.OVER, "run out", "overdue"), (State.SOON, "run out soon", "due"), (State.MISSING, "not yet", "due")]
    counts = [(sum(one.count(state) for one in found), label, tone) for state, label, tone in said]
    return [
        {"number": number, "label": label, "tone": tone if number else "done", "url": "#people"}
        for number, label, tone in counts
    ]


@require_safe
def colleague(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    who = access_colleague(user, ref)
    (found,) = colleagues_trained([who], today())
    context = {
        "lines": [_shown(one) for one in found.lines],
        "who": who,
        "others": [(key, one.title) for key, one in trainings().trainings.items() if not found.line(key)],
        "earlier": earlier_of(who),
    }
    return render(request, "practice/colleague.html", context | places(user, ""))


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, ref: str, training: str) -> HttpResponse:
    user = user_of(request)
    who = access_colleague(user, ref)
    spec = training_of(training)
    if spec is None:
        raise Hidden()
    form = TrainingForm(request.POST or None, training=spec, initial={"done_on": today(), "holds": USUAL})
    return form_page(
        request, form,
        lambda: note_training(by=user, user=who, training=training, said=form.said),
        _back(who), title=spec.title, button="Save", done="Saved.", caption=who.name,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    record = access_record(user, ref)
    spec = training_of(record.training)
    if spec is None:
        raise Hidden()
    form = TrainingForm(request.POST or None, training=spec, corrects=True, initial=_initial(record))
    return form_page(
        request, form,
        lambda: correct_training(by=user, record=record, because=form.cleaned_data["because"], said=form.said),
        _back(record.user), title=f"Put right: {record.title}", button="Put it right",
        done="Put right. What stood before can be read below.", caption=record.user.name,
    )  # fmt: skip


def _initial(record: TrainingRecord) -> dict[str, Any]:
    spec = training_of(record.training)
    usual = last_day(spec, record.done_on) if spec else None
    holds = USUAL if record.until == usual else OTHERWISE if record.until else FOR_GOOD
    kept = {name: getattr(record, name) for name in ("done_on", "given_by", "proof", "until", "until_because")}
    return kept | {"holds": holds}


@require_http_methods(["GET", "HEAD", "POST"])
def strike(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    record = access_record(user, ref)
    form = StrikeForm(request.POST or None)
    return form_page(
        request, form,
        lambda: strike_training(by=user, record=record, **form.cleaned_data),
        _back(record.user), title=f"Strike out: {record.title}", button="Strike it out",
        done="Struck out. It can still be read below.", caption=record.user.name,
        about="For what was noted by mistake. A training that is renewed is simply added.",
    )  # fmt: skip


def _back(who: User) -> str:
    return reverse("practice:colleague", kwargs={"ref": who.ref})
