"""Hand-overs of one person: what there was, what a hand-over would say today, and what the giver adds."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughgate.access.policy import Action, Forbidden, can, writable_levels
from throughgate.accounts.requests import user_of
from throughgate.casework.forms.levels import usual_level
from throughgate.common.clock import today
from throughgate.handover.forms import NoteForm
from throughgate.handover.models import HandOver, Why
from throughgate.handover.rules.document import freeze, read_sections
from throughgate.handover.selectors.documents import (
    access_hand_over,
    added_by_giver,
    hand_overs_of,
    notes_for,
    open_hand_over_of,
)
from throughgate.handover.selectors.pieces import pieces_for
from throughgate.handover.services import HandOverStateError, add_note, write_hand_over
from throughgate.handover.views.words import stage_tag_of
from throughgate.people.models import Assignment, Person
from throughgate.people.selectors import access_person, workers_around
from throughgate.programmes.doors import carried


@require_safe
def show_person(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    person = access_person(user, ref, page="hand-overs")
    workers = list(workers_around(person, today()))
    can_assign = can(user, Action.ASSIGN, person)
    mine = [row for row in workers if row.worker_id == user.pk and row.covers_id is None]
    context = {
        "person": person,
        "rows": [{"row": row, "stage": stage_tag_of(row)} for row in hand_overs_of(user, person)],
        "workers": [_worker(row, can_assign) for row in workers],
        "can_assign": can_assign,
        "write_url": reverse("handover:write", args=[ref]) if mine else "",
        "by_hand_url": _by_hand_url(request, person) if can(user, Action.RECORD, person) else "",
        "today": today(),
    }
    return render(request, "handover/person.html", context)


def _worker(row: Assignment, can_assign: bool) -> dict[str, Any]:
    url = f"{reverse('handover:caseload', args=[row.worker.ref])}?person={row.person.ref}"
    return {"row": row, "url": url if can_assign and row.covers_id is None else ""}


def _by_hand_url(request: HttpRequest, person: Person) -> str:
    """With what a line of a programme asked for, where one led here."""
    known = {"person": person.ref, "kind": "handover", **carried(request.GET)}
    return f"{reverse('casework:done')}?{urlencode(known)}"


@require_safe
def show_sheet(request: HttpRequest, ref: str) -> HttpResponse:
    """What a hand-over would say today, for whoever reads it: for a stand-in, or to see what is still missing."""
    user = user_of(request)
    person = access_person(user, ref, page="hand-over sheet")
    context = {
        "person": person,
        "sections": read_sections(freeze(pieces_for(user, person, today()))),
        "today": today(),
    }
    return render(request, "handover/sheet.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def show_write(request: HttpRequest, ref: str) -> HttpResponse:
    """The giver writes what the next worker should know, before a manager gives the hand-over."""
    user = user_of(request)
    person = access_person(user, ref, action=Action.RECORD, page="write a hand-over", audit=request.method != "POST")
    if not workers_around(person, today()).filter(worker=user, covers=None).exists():
        raise Forbidden(Action.RECORD, "Only somebody who works with them writes a hand-over.")
    begun = open_hand_over_of(person, user)
    form = _note_form(request, person)
    if request.method == "POST" and form.is_valid():
        hand_over = begun or write_hand_over(by=user, person=person, giver=user, why=Why.CHANGE)
        _save(request, hand_over, form)
        return redirect("handover:hand_over", ref=hand_over.ref)
    context = {
        "person": person,
        "form": form,
        "notes": added_by_giver(notes_for(user, begun)) if begun else [],
        "back_url": reverse("handover:person", args=[ref]),
        "title": "What the next worker should know",
        "today": today(),
    }
    return render(request, "handover/add.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def show_add(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    hand_over = access_hand_over(
        user, ref, action=Action.RECORD, page="add to a hand-over", audit=request.method != "POST"
    )
    if user.pk != hand_over.giver_id and not can(user, Action.ASSIGN, hand_over):
        raise Forbidden(Action.RECORD, "Only whoever hands over, or a manager, adds to it.")
    form = _note_form(request, hand_over.person)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, hand_over, form)
        except HandOverStateError as refusal:
            form.add_error(None, f"{refusal} What you wrote still stands below: copy it to where it is needed.")
        else:
            return redirect("handover:hand_over", ref=ref)
    context = {
        "person": hand_over.person,
        "form": form,
        "notes": added_by_giver(notes_for(user, hand_over)),
        "back_url": reverse("handover:hand_over", args=[ref]),
        "title": "Add to the hand-over",
        "today": today(),
    }
    return render(request, "handover/add.html", context)


def _note_form(request: HttpRequest, person: Person) -> NoteForm:
    user = user_of(request)
    levels = writable_levels(user, person)
    return NoteForm(request.POST or None, levels=levels, usual=usual_level(user, "", levels))


@transaction.atomic
def _save(request: HttpRequest, hand_over: HandOver, form: NoteForm) -> None:
    for prompt, words in form.said:
        add_note(by=user_of(request), hand_over=hand_over, prompt=prompt, words=words, sensitivity=form.sensitivity)
    messages.success(request, "Added to the hand-over.")
