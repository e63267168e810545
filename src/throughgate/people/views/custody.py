from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughgate.access.policy import Action
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.forms import NoteDateForm, RecallTermForm, RecordMoveForm
from throughgate.people.models import Confidence, CustodyDate, CustodyMove, DateKind, MoveKind, Person
from throughgate.people.rules.custody import (
    BACK_INTO_CUSTODY,
    FIXED_TERMS,
    RELEASE_KINDS,
    WHY_SHOWN,
    MoveOrderError,
    recalled_until,
    spells,
    stays,
)
from throughgate.people.selectors import (
    dates_of,
    days_known,
    hdc_steps_of,
    recall_to_reckon,
    sentences_of,
    withdrawn_moves_of,
)
from throughgate.people.selectors.custody import dates_ended_by_nothing
from throughgate.people.selectors.hearings import hearings_of
from throughgate.people.services import DateMovedMeanwhileError, note_date, record_move
from throughgate.people.views.licence import licence_context
from throughgate.people.views.pages import person_context, reach_person
from throughgate.sites.selectors import prisons
from throughgate.web.pictures import KnownDay, Stretch

# Asked of everybody; the others stand on the page once somebody has noted them.
ALWAYS = (DateKind.CONFIRMED_RELEASE, DateKind.CRD, DateKind.LICENCE_END, DateKind.SENTENCE_END)
ICONS = {MoveKind.RELEASED: "gate", MoveKind.TRANSFERRED: "travel"}


@require_safe
def show_custody(request: HttpRequest, ref: str) -> HttpResponse:
    person = reach_person(request, ref, "custody")
    context = person_context(request, person, "custody")
    heading, ever = context["heading"], list(dates_of(person, earlier=True))
    recall = recall_to_reckon(heading.moves)
    kinds = _kinds(ever, heading.release)
    withdrawn = list(withdrawn_moves_of(person))
    context |= {
        "why_shown": WHY_SHOWN.get(heading.release.kind, "") if heading.release else "",
        "kinds": [row for row in kinds if row["now"] or row["earlier"] or row["kind"] in ALWAYS],
        "other_kinds": [row for row in kinds if not (row["now"] or row["earlier"] or row["kind"] in ALWAYS)],
        "asks_term": bool(recall and not recall.recall),
        "asks_end": bool(recall and recall.recall in FIXED_TERMS and not heading.release),
        "history": [_as_item(move) for move in reversed(heading.moves)],
        "withdrawn": withdrawn,
        "again": [day for _, day in dates_ended_by_nothing(person, heading.moves)] if withdrawn else [],
        "spells": [spell for spell in spells(heading.moves) if spell.release_on],
        "stretches": _stretches(heading.moves, context["today"]),
        "days_ahead": _days_ahead(ever, None if heading.released_on else heading.release, context["today"]),
        "hearings": hearings_of(person),
        "hdc": hdc_steps_of(person, heading.moves),
        "sentences": sentences_of(person),
        **licence_context(user_of(request), person, context["today"]),
    }
    return render(request, "people/custody.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def show_note_date(request: HttpRequest, ref: str, kind: str = "") -> HttpResponse:
    person = reach_person(request, ref, "note a date", Action.EDIT)
    if not kind and request.method != "POST":
        kinds = _kinds(list(dates_of(person)), None)
        return render(
            request, "people/note_date_kind.html", person_context(request, person, "custody") | {"kinds": kinds}
        )
    if kind not in DateKind.values:
        raise Http404
    if kind == DateKind.PAROLE_HEARING:
        # It has its day with the hearing, and is put off there.
        waiting = next((one.row.ref for one in hearings_of(person) if one.is_open), "")
        if waiting:
            return redirect("people:hearing_outcome", hearing=waiting)
        return redirect("people:list_hearing", ref=person.ref)
    holding = _seen_by_writer(request, person, kind)
    reckoned = _reckoned(person) if kind == DateKind.RECALL_RELEASE and not (holding and holding.on) else {}
    form = _date_form(request.POST or None, person, kind, holding=holding, initial=reckoned)
    context: dict[str, Any] = {"form": form, "holding": holding, "kind": DateKind(kind), "reckoned": reckoned}
    if request.method == "POST" and form.is_valid():
        try:
            return _note(request, person, kind, form)
        except DateMovedMeanwhileError as clash:
            form = context["form"] = _on_theirs(request, person, kind, clash.current)
            context |= {"conflict": _date_conflict(form, clash.current), "holding": clash.current}
    return render(request, "people/note_date.html", context | person_context(request, person, "custody"))


@require_http_methods(["GET", "HEAD", "POST"])
def show_record_move(request: HttpRequest, ref: str) -> HttpResponse:
    person = reach_person(request, ref, "record a move", Action.EDIT)
    form = RecordMoveForm(request.POST or None, sites=prisons(), initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            move = record_move(by=user_of(request), person=person, **form.cleaned_data)
            messages.success(request, _move_words(person, move))
            return _after_move(person, move)
        except MoveOrderError as refusal:
            form.add_error(None, str(refusal))
    return render(request, "people/record_move.html", {"form": form} | person_context(request, person, "custody"))


@require_http_methods(["GET", "HEAD", "POST"])
def show_recall_term(request: HttpRequest, ref: str) -> HttpResponse:
    """For how long they are recalled, where nobody knew it when the recall was recorded."""
    person = reach_person(request, ref, "record a move", Action.EDIT)
    context = person_context(request, person, "custody")
    recall = recall_to_reckon(context["heading"].moves)
    if recall is None or recall.recall:
        messages.info(request, "Nothing is left to say about a recall.")
        return redirect("people:custody", ref=person.ref)
    form = RecallTermForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        term = form.cleaned_data["recall"]
        move = record_move(
            by=user_of(request), person=person, kind=recall.kind, on=recall.on, site=recall.site, recall=term
        )
        messages.success(request, "Noted for how long they are recalled.")
        return _after_move(person, move)
    return render(request, "people/recall_term.html", context | {"form": form, "recall": recall})


def _date_form(data: Any, person: Person, kind: str, **more: Any) -> NoteDateForm:
    return NoteDateForm(data, kind=kind, known=days_known(person) if data else {}, **more)


def _after_move(person: Person, move: CustodyMove) -> HttpResponse:
    """A recall for a fixed term says when they are out again: that day is proposed at once."""
    if move.recall in FIXED_TERMS:
        return redirect("people:note_date", ref=person.ref, kind=DateKind.RECALL_RELEASE)
    return redirect("people:custody", ref=person.ref)


def _reckoned(person: Person) -> dict[str, Any]:
    recall = recall_to_reckon(list(person.moves.all()))
    ends = recalled_until(recall.on, recall.recall) if recall else None
    if recall is None or ends is None:
        return {}
    crd = dates_of(person).filter(kind=DateKind.CRD).first()
    on = recalled_until(recall.on, recall.recall, crd.on if crd else None)
    days = FIXED_TERMS[recall.recall]
    source = f"Reckoned: {days} days from the recall"
    if on != ends:
        source = f"Reckoned: not before the conditional release date, with {days} days of recall"
    return {"on": on, "source": source, "confidence": Confidence.EXPECTED, "ends": ends, "is_later": on != ends}


def _kinds(ever: list[CustodyDate], shown: CustodyDate | None) -> list[dict[str, Any]]:
    """Every kind of date with the row that holds now and the ones before it."""
    return [
        {
            "kind": kind,
            "now": next((row for row in ever if row.kind == kind and row.superseded_at is None), None),
            "earlier": [row for row in ever if row.kind == kind and row.superseded_at is not None],
            "is_shown": shown is not None and shown.kind == kind,
            "is_release": kind in RELEASE_KINDS,
        }
        for kind in DateKind
    ]


def _as_item(move: CustodyMove) -> dict[str, Any]:
    where = f": {move.site.name}" if move.site else ""
    return {
        "title": f"{move.get_kind_display()}{where}{f'. {move.get_recall_display()}' if move.recall else ''}",
        "on": move.on,
        "who": f"noted by {move.added_by.name}",
        "body": ". ".join(part for part in (move.told_words, move.note) if part),
        "icon": ICONS.get(MoveKind(move.kind), "lock"),
        "tone": "action" if move.kind == MoveKind.RELEASED else "quiet",
    }


def _stretches(moves: Sequence[CustodyMove], today: date) -> list[Stretch]:
    names = {move.site_id: move.site.name for move in moves if move.site}
    return [
        Stretch(
            f"{names.get(stay.site_id, 'Outside')}{', recalled' if stay.is_recall else ''}",
            stay.from_on,
            stay.to_on,
            "inside" if stay.site_id else "outside",
        )
        for stay in stays(moves, today)
    ]


def _days_ahead(ever: list[CustodyDate], shown: CustodyDate | None, today: date) -> list[KnownDay]:
    """The days to come that hold; of the release days the one that is shown, if any is."""
    rows = [row for row in ever if row.superseded_at is None and row.on and row.on >= today]
    wanted = [row for row in rows if row.kind not in RELEASE_KINDS or (shown and row.pk == shown.pk)]
    return [
        KnownDay("Release" if row.kind in RELEASE_KINDS else row.get_kind_display(), row.on) for row in wanted if row.on
    ]


def _note(request: HttpRequest, person: Person, kind: str, form: NoteDateForm) -> HttpResponse:
    said = form.cleaned_data
    row = note_date(
        by=user_of(request),
        person=person,
        kind=kind,
        on=None if said.get("no_day") else said["on"],
        source=said["source"],
        confidence=said["confidence"],
        reason=said.get("reason", ""),
        seen=said["seen"] or None,
    )
    if kind in RELEASE_KINDS and row.on:
        messages.success(request, "The date is noted. Below is what it does to what is due.")
        return redirect("release:moved_date", ref=person.ref, date_id=row.pk)
    messages.success(request, "The date is noted.")
    return redirect("people:custody", ref=person.ref)


def _seen_by_writer(request: HttpRequest, person: Person, kind: str) -> CustodyDate | None:
    """The date that holds; in a form sent back, the one that held when it was opened: it may have been moved since."""
    if request.method != "POST":
        return dates_of(person).filter(kind=kind).first()
    seen = request.POST.get("seen", "")
    return dates_of(person, earlier=True).filter(kind=kind, pk=int(seen)).first() if seen.isdecimal() else None


def _on_theirs(request: HttpRequest, person: Person, kind: str, theirs: CustodyDate | None) -> NoteDateForm:
    """The form as typed, now standing on the row that holds: saving it again is a decision."""
    data = request.POST.copy()
    data["seen"] = str(theirs.pk if theirs else 0)
    form = _date_form(data, person, kind, holding=theirs)
    form.is_valid()
    return form


def _date_conflict(form: NoteDateForm, theirs: CustodyDate | None) -> dict[str, Any]:
    said = form.cleaned_data
    return {
        "who": theirs.noted_by.name if theirs else "",
        "at": theirs.noted_at if theirs else None,
        "rows": [
            {"label": "Day", "yours": said.get("on"), "theirs": theirs.on if theirs else None},
            {"label": "Who told us", "yours": said.get("source"), "theirs": theirs.source if theirs else ""},
        ],
    }


def _move_words(person: Person, move: CustodyMove) -> str:
    if move.kind in BACK_INTO_CUSTODY:
        return "The return is recorded. The earlier release dates no longer hold: note the new ones when you know them."
    if move.site_id and move.site_id == person.site_id and move.kind != MoveKind.RELEASED:
        return "The move is recorded. The team there sees the record."
    return "The move is recorded."
