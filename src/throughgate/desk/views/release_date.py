from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughgate.access.policy import Action
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.desk.forms import ReleaseDateForm
from throughgate.desk.rules.moving import moved_words
from throughgate.desk.rules.words import day_words
from throughgate.desk.selectors.moving import (
    ReleaseMove,
    move_made_by,
    preview_move,
    release_now,
)
from throughgate.people.models import CustodyDate, Person
from throughgate.people.selectors import access_person
from throughgate.people.services import DateMovedMeanwhileError, note_date

TEMPLATE = "desk/release_date.html"
PREVIEW = "desk/release_date_preview.html"


@require_http_methods(["GET", "HEAD", "POST"])
def move_release_date(request: HttpRequest, ref: str) -> HttpResponse:
    """Three steps: say the new day, see what it does to what is due, confirm. Nothing is saved before the last."""
    user = user_of(request)
    person = access_person(user, ref, action=Action.EDIT, page="release date")
    now = release_now(person, today())
    context: dict[str, Any] = {"person": person, "now": now, "today": today()}
    if request.method != "POST":
        return render(request, TEMPLATE, context | {"form": ReleaseDateForm.opened_on(now.shown)})
    form = ReleaseDateForm(request.POST, holding=now.holding)
    if not form.is_valid():
        return render(request, TEMPLATE, context | {"form": form})
    move = preview_move(person, form.cleaned_data["kind"], form.cleaned_data["on"], today())
    if request.POST.get("step") == "confirm":
        return _save(request, user, person, form, move, context)
    if request.POST.get("step") == "change":
        return render(request, TEMPLATE, context | {"form": form})
    held = now.holding.get(form.cleaned_data["kind"])
    return render(request, PREVIEW, context | _preview(form, move, held))


def _save(
    request: HttpRequest, user: User, person: Person, form: ReleaseDateForm, move: ReleaseMove, context: dict[str, Any]
) -> HttpResponse:
    said = {name: form.cleaned_data[name] for name in ("kind", "on", "source", "confidence", "reason")}
    try:
        row = note_date(by=user, person=person, seen=form.cleaned_data["seen"] or None, **said)
    except DateMovedMeanwhileError as clash:
        return render(request, PREVIEW, context | _preview(form, move, clash.current) | {"meanwhile": clash.current})
    except ValidationError as problem:
        form.add_error(None, problem)
        return render(request, TEMPLATE, context | {"form": form})
    messages.success(request, f"{_headline(move)}: {moved_words(move.all_moved, done=True)}.")
    return redirect("desk:moved_date", ref=person.ref, date_id=row.pk)


def _headline(move: ReleaseMove) -> str:
    if move.was == move.becomes:
        return "The date is noted and the release date shown stays"
    if move.was and move.becomes:
        return f"Release moved from {day_words(move.was)} to {day_words(move.becomes)}"
    return f"Release is noted for {day_words(move.becomes)}" if move.becomes else "No release date is known now"


def _preview(form: ReleaseDateForm, move: ReleaseMove, held: CustodyDate | None) -> dict[str, Any]:
    seen = held.pk if held else 0
    return {"form": form, "said": form.cleaned_data, "move": move, "words": moved_words(move.all_moved), "seen": seen}


@require_safe
def show_moved_date(request: HttpRequest, ref: str, date_id: int) -> HttpResponse:
    """What the date that holds now did to what is due, worked out from the dates: it can be opened again tomorrow."""
    user = user_of(request)
    person = access_person(user, ref, page="moved release date")
    move = move_made_by(person, date_id, today())
    if move is None:
        return redirect("desk:person", ref=person.ref)
    context = {
        "person": person,
        "move": move,
        "headline": _headline(move),
        "words": moved_words(move.all_moved, done=True),
    }
    return render(request, "desk/moved_date.html", context | {"today": today()})
