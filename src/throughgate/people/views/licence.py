"""The licence, and the sentences it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from throughgate.access.policy import Action, visible
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.forms import SentenceForm, StopSentenceForm
from throughgate.people.forms.licence import KIND_HINTS, ConditionForm, EndConditionForm
from throughgate.people.models import ConditionKind, LicenceCondition, Person, Sentence
from throughgate.people.rules.day_sense import DaySenseError
from throughgate.people.rules.licence import BARS, is_over, last_day
from throughgate.people.selectors import circle_of, conditions_of, sentences_of
from throughgate.people.selectors.restrictions import Standing, restrictions_by_condition
from throughgate.people.services import (
    AlreadyEndedError,
    EndsBeforeStartError,
    add_licence_condition,
    end_licence_condition,
    record_sentence,
    stop_sentence,
    vary_licence_condition,
)
from throughgate.people.views.pages import person_context, reach_person
from throughgate.sites.selectors import prisons
from throughgate.web.pictures import Band

UNTIL_CONFIRMED = "What it barred binds until a manager confirms that it ended: they see it on Today."


@dataclass(frozen=True)
class ConditionLine:
    """`bars`: the restrictions that it sets, as far as the reader may read them."""

    row: LicenceCondition
    bars: list[Standing]
    today: date

    @property
    def until(self) -> date | None:
        return last_day(self.row)

    @property
    def is_to_come(self) -> bool:
        return self.row.from_on is not None and self.row.from_on > self.today

    @property
    def may_bar(self) -> bool:
        return self.row.kind in BARS


def licence_context(user: User, person: Person, today: date) -> dict[str, Any]:
    """Two queries, however many conditions."""
    rows = {row.pk: row for row in conditions_of(person)}
    bars: dict[int, list[Standing]] = {}
    for one in restrictions_by_condition(user, person, today):
        if one.row.condition_id:
            bars.setdefault(_current(rows, one.row.condition_id), []).append(one)
    lines = [ConditionLine(row, bars.get(row.pk, []), today) for row in rows.values()]
    standing = [line for line in lines if not is_over(line.row, today)]
    return {
        "conditions": standing,
        "past_conditions": [line for line in lines if is_over(line.row, today)],
        "condition_bands": [
            Band(line.row.get_kind_display(), line.row.from_on, line.until, "inside" if line.is_to_come else "outside")
            for line in standing
            if line.row.from_on or line.until
        ],
    }


def _current(rows: dict[int, LicenceCondition], pk: int) -> int:
    """The condition that took its place, if it was varied: what it bars was left standing."""
    later = {row.replaces_id: row.pk for row in rows.values() if row.replaces_id}
    while pk in later:
        pk = later[pk]
    return pk


@require_http_methods(["GET", "HEAD", "POST"])
def show_add_condition(request: HttpRequest, ref: str, kind: str = "") -> HttpResponse:
    person = reach_person(request, ref, "add a licence condition", Action.EDIT)
    if not kind:
        kinds = [{"code": one.value, "label": one.label, "hint": KIND_HINTS[one]} for one in ConditionKind]
        context = {"kinds": kinds} | person_context(request, person, "custody")
        return render(request, "people/choose_condition.html", context)
    if kind not in ConditionKind.values:
        raise Http404
    form = _form(request, person, kind)
    if request.method == "POST" and form.is_valid():
        try:
            add_licence_condition(by=user_of(request), person=person, kind=kind, **form.said())
            messages.success(request, _added_words(form))
            return redirect("people:custody", ref=person.ref)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {"form": form, "kind": ConditionKind(kind)} | person_context(request, person, "custody")
    return render(request, "people/add_condition.html", context)


def _bars(request: HttpRequest, person: Person, row: LicenceCondition) -> Sequence[Standing]:
    """What it bars, as far as the reader may read that."""
    standing: Sequence[ConditionLine] = licence_context(user_of(request), person, today())["conditions"]
    return next((line.bars for line in standing if line.row.pk == row.pk), [])


@require_http_methods(["GET", "HEAD", "POST"])
def show_vary_condition(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    person = reach_person(request, ref, "vary a licence condition", Action.EDIT)
    row = _reach(request, person, pk)
    form = _form(request, person, row.kind, row)
    barred = _bars(request, person, row)
    if request.method == "POST" and form.is_valid():
        try:
            vary_licence_condition(by=user_of(request), condition=row, **form.said())
            waits = f" {UNTIL_CONFIRMED}" if barred else ""
            messages.success(request, f"The condition is varied. How it read before stays on record.{waits}")
            return redirect("people:custody", ref=person.ref)
        except AlreadyEndedError as late:
            messages.info(request, str(late))
            return redirect("people:custody", ref=person.ref)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {"form": form, "kind": ConditionKind(row.kind), "varies": row}
    return render(request, "people/add_condition.html", context | person_context(request, person, "custody"))


@require_http_methods(["GET", "HEAD", "POST"])
def show_end_condition(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    person = reach_person(request, ref, "end a licence condition", Action.EDIT)
    row = _reach(request, person, pk)
    bars = _bars(request, person, row)
    form = EndConditionForm(request.POST or None, today=today(), has_restrictions=bool(bars))
    if request.method == "POST" and form.is_valid():
        try:
            end_licence_condition(by=user_of(request), condition=row, **form.cleaned_data)
            waits = f" {UNTIL_CONFIRMED}" if form.cleaned_data.get("restrictions_too") else ""
            messages.success(request, f"Ended. It stays on record, with the reason.{waits}")
            return redirect("people:custody", ref=person.ref)
        except AlreadyEndedError as late:
            messages.info(request, str(late))
            return redirect("people:custody", ref=person.ref)
        except EndsBeforeStartError as refusal:
            form.add_error("on", str(refusal))
    context = {"form": form, "condition": row, "bars": bars}
    return render(request, "people/end_condition.html", context | person_context(request, person, "custody"))


@require_http_methods(["GET", "HEAD", "POST"])
def show_record_sentence(request: HttpRequest, ref: str) -> HttpResponse:
    person = reach_person(request, ref, "record a sentence", Action.EDIT)
    form = SentenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            record_sentence(by=user_of(request), person=person, **form.cleaned_data)
            messages.success(request, "The sentence is recorded.")
            return redirect("people:custody", ref=person.ref)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return render(request, "people/record_sentence.html", {"form": form} | person_context(request, person, "custody"))


@require_http_methods(["GET", "HEAD", "POST"])
def show_stop_sentence(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    person = reach_person(request, ref, "end a sentence early", Action.EDIT)
    row: Sentence = get_object_or_404(visible(user_of(request), sentences_of(person), Action.EDIT), pk=pk)
    form = StopSentenceForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            stop_sentence(by=user_of(request), sentence=row, **form.cleaned_data)
            messages.success(request, "Noted. It stays on record, with the reason.")
            return redirect("people:custody", ref=person.ref)
        except AlreadyEndedError as late:
            messages.info(request, str(late))
            return redirect("people:custody", ref=person.ref)
        except (EndsBeforeStartError, DaySenseError) as refusal:
            form.add_error("on", str(refusal))
    context = {"form": form, "sentence": row} | person_context(request, person, "custody")
    return render(request, "people/stop_sentence.html", context)


def _form(request: HttpRequest, person: Person, kind: str, varies: LicenceCondition | None = None) -> ConditionForm:
    circle = circle_of(person, today())
    return ConditionForm(request.POST or None, condition_kind=kind, circle=circle, sites=prisons(), varies=varies)


def _reach(request: HttpRequest, person: Person, pk: int) -> LicenceCondition:
    rows = visible(user_of(request), conditions_of(person), Action.EDIT)
    row: LicenceCondition = get_object_or_404(rows.select_related("person__site"), pk=pk)
    return row


def _added_words(form: ConditionForm) -> str:
    if form.bar_terms() is not None:
        return "The licence condition is added. What it bars is asked about whenever somebody books for them."
    return "The licence condition is added."
