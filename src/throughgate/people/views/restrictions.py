from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Action, can, visible
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.forms.restrictions import (
    KIND_HINTS,
    EndRestrictionForm,
    RestrictionForm,
    ReviewRestrictionForm,
    SaidEndForm,
)
from throughgate.people.models import ContactRestriction, Person, RestrictionEnd, RestrictionKind
from throughgate.people.models.restrictions import NOT_IMPOSED
from throughgate.people.selectors import circle_of, conditions_of
from throughgate.people.selectors.ending_restrictions import said_ends
from throughgate.people.selectors.restrictions import (
    Standing,
    all_restrictions,
    as_rule,
    overrides_of,
    past_restrictions_of,
    reads_every_restriction,
    restrictions_of,
)
from throughgate.people.selectors.words_to_do import barred_words
from throughgate.people.services import AlreadyEndedError, EndsBeforeStartError
from throughgate.people.services.ending_restrictions import (
    EarlyEndError,
    NotWaitingError,
    OwnWordError,
    confirm_restriction_end,
    said_to_have_ended,
    take_back_restriction_end,
)
from throughgate.people.services.restrictions import add_restriction, end_restriction, review_restriction
from throughgate.people.views.pages import person_context, reach_person
from throughgate.sites.selectors import prisons


@require_safe
def show_restrictions(request: HttpRequest, ref: str) -> HttpResponse:
    person = reach_person(request, ref, "restrictions")
    user = user_of(request)
    standing, past = restrictions_of(user, person, today()), past_restrictions_of(user, person, today())
    said = said_ends([one.row.pk for one in (*standing, *past)])
    context = {
        "standing": [(one, _said_end(user, one, said)) for one in standing],
        "past": [(one, _said_end(user, one, said)) for one in past],
        "overrides": list(overrides_of(user, person)),
        "reads_all": reads_every_restriction(user, person),
        "parts": (("day", 2), ("month", 2), ("year", 4)),
    }
    return render(request, "people/restrictions.html", context | person_context(request, person, "around"))


def _said_end(user: User, one: Standing, said: Mapping[int, RestrictionEnd]) -> dict[str, Any] | None:
    end = said.get(one.row.pk)
    if end is None:
        return None
    manages = can(user, Action.OVERRIDE, one.row)
    may_take_back = manages or (end.said_by_id == user.pk and end.confirmed_at is None)
    return {"end": end, "may_confirm": manages and end.confirmed_at is None, "may_take_back": may_take_back}


@require_safe
def show_choose_restriction(request: HttpRequest, ref: str) -> HttpResponse:
    person = reach_person(request, ref, "add a restriction", Action.EDIT)
    kinds = [{"code": kind.value, "label": kind.label, "hint": KIND_HINTS[kind]} for kind in RestrictionKind]
    context = {"kinds": kinds} | person_context(request, person, "around")
    return render(request, "people/choose_restriction.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def show_add_restriction(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """The form, then what it means in plain words, then it is added."""
    person = reach_person(request, ref, "add a restriction", Action.EDIT)
    if kind not in RestrictionKind.values:
        raise Http404()
    circle, conditions, sites = circle_of(person, today()), conditions_of(person), prisons()
    if request.method != "POST":
        form = RestrictionForm.opened_on(today(), kind, circle=circle, conditions=conditions, sites=sites)
        return _form_page(request, person, kind, form)
    form = RestrictionForm(request.POST, kind=kind, circle=circle, conditions=conditions, sites=sites)
    if not form.is_valid() or request.POST.get("step") == "change":
        return _form_page(request, person, kind, form)
    if request.POST.get("step") != "add":
        return _preview(request, person, kind, form)
    row = add_restriction(by=user_of(request), person=person, **form.terms())
    messages.success(request, "The restriction stands. It is asked about whenever somebody books for them.")
    _say_what_was_typed_before(request, row)
    return redirect("people:restrictions", ref=person.ref)


def _say_what_was_typed_before(request: HttpRequest, row: ContactRestriction) -> None:
    for one in barred_words(user_of(request), row, today()):
        words = format_html('This was written before, and may be against it: <a href="{}">{}</a>.', one.url, one.words)
        messages.warning(request, words)


@require_http_methods(["GET", "HEAD", "POST"])
def show_end_restriction(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    person = reach_person(request, ref, "end a restriction", Action.EDIT)
    row = _reach_restriction(request, person, pk)
    if row.source not in NOT_IMPOSED:
        return _show_said_end(request, person, row)
    form = EndRestrictionForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            end_restriction(by=user_of(request), restriction=row, **form.cleaned_data)
            messages.success(request, "Ended. It stays on record, with the reason.")
            return redirect("people:restrictions", ref=person.ref)
        except AlreadyEndedError as late:
            messages.info(request, str(late))
            return redirect("people:restrictions", ref=person.ref)
        except EndsBeforeStartError as refusal:
            form.add_error("on", str(refusal))
    context = {"form": form, "one": Standing(row, as_rule(row), "", today())}
    return render(request, "people/end_restriction.html", context | person_context(request, person, "around"))


def _show_said_end(request: HttpRequest, person: Person, row: ContactRestriction) -> HttpResponse:
    user = user_of(request)
    form = SaidEndForm(request.POST or None, today=today(), name=user.name, to_on=row.to_on)
    if request.method == "POST" and form.is_valid():
        try:
            said_to_have_ended(by=user, restriction=row, **form.cleaned_data)
            messages.success(request, "Noted. It binds as before until a manager confirms it: they see it on Today.")
            return redirect("people:restrictions", ref=person.ref)
        except AlreadyEndedError as late:
            messages.info(request, str(late))
            return redirect("people:restrictions", ref=person.ref)
        except EndsBeforeStartError as refusal:
            form.add_error("on", str(refusal))
        except EarlyEndError as refusal:
            form.add_error("early_because", str(refusal))
    context = {"form": form, "one": Standing(row, as_rule(row), "", today()), "imposed": True}
    return render(request, "people/end_restriction.html", context | person_context(request, person, "around"))


@require_POST
def confirm_end(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """A manager confirms that what was imposed has ended."""
    person = reach_person(request, ref, "restrictions", Action.EDIT)
    row = _reach_restriction(request, person, pk)
    try:
        confirm_restriction_end(by=user_of(request), restriction=row)
        messages.success(request, "Confirmed. After its last day it bars nothing. You can take this back below.")
    except (AlreadyEndedError, NotWaitingError, OwnWordError) as refusal:
        messages.info(request, str(refusal))
    return redirect("people:restrictions", ref=person.ref)


@require_POST
def take_back_end(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    person = reach_person(request, ref, "restrictions", Action.EDIT)
    row = _reach_restriction(request, person, pk)
    try:
        take_back_restriction_end(by=user_of(request), restriction=row)
        messages.success(request, "Taken back. The restriction stands, as if nobody had said that it ended.")
    except NotWaitingError as refusal:
        messages.info(request, str(refusal))
    return redirect("people:restrictions", ref=person.ref)


@require_POST
def review(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Somebody looked at it today, and it still stands."""
    person = reach_person(request, ref, "restrictions", Action.EDIT)
    row = _reach_restriction(request, person, pk)
    form = ReviewRestrictionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "The day to look at it again was not understood. Enter day, month and year.")
        return redirect("people:restrictions", ref=person.ref)
    try:
        review_restriction(by=user_of(request), restriction=row, on=today(), review_on=form.cleaned_data["review_on"])
        messages.success(request, "Noted that you looked at it today.")
    except AlreadyEndedError as late:
        messages.info(request, str(late))
    return redirect("people:restrictions", ref=person.ref)


def _reach_restriction(request: HttpRequest, person: Person, pk: int) -> ContactRestriction:
    rows = visible(user_of(request), all_restrictions().filter(person=person), Action.EDIT)
    return get_object_or_404(rows, pk=pk)


def _form_page(request: HttpRequest, person: Person, kind: str, form: RestrictionForm) -> HttpResponse:
    context = {"form": form, "kind": RestrictionKind(kind)} | person_context(request, person, "around")
    return render(request, "people/add_restriction.html", context)


def _preview(request: HttpRequest, person: Person, kind: str, form: RestrictionForm) -> HttpResponse:
    given = {name: value for name, value in form.terms().items() if name not in ("reason", "token")}
    row = ContactRestriction(person=person, added_by=user_of(request), **given)
    one = Standing(row, as_rule(row), form.cleaned_data["reason"], today())
    typed = [(name, value) for name, value in request.POST.items() if name not in ("csrfmiddlewaretoken", "step")]
    context: dict[str, Any] = {"one": one, "typed": typed, "kind": RestrictionKind(kind)}
    return render(request, "people/look_at_restriction.html", context | person_context(request, person, "around"))
