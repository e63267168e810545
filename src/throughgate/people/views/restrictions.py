from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Action, visible
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.forms.restrictions import (
    KIND_HINTS,
    EndRestrictionForm,
    RestrictionForm,
    ReviewRestrictionForm,
)
from throughgate.people.models import ContactRestriction, Person, RestrictionKind
from throughgate.people.selectors import circle_of, conditions_of
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
from throughgate.people.services.restrictions import add_restriction, end_restriction, review_restriction
from throughgate.people.views.pages import person_context, reach_person
from throughgate.sites.selectors import prisons


@require_safe
def show_restrictions(request: HttpRequest, ref: str) -> HttpResponse:
    person = reach_person(request, ref, "restrictions")
    user = user_of(request)
    context = {
        "standing": restrictions_of(user, person, today()),
        "past": past_restrictions_of(user, person, today()),
        "overrides": list(overrides_of(user, person)),
        "reads_all": reads_every_restriction(user, person),
        "parts": (("day", 2), ("month", 2), ("year", 4)),
    }
    return render(request, "people/restrictions.html", context | person_context(request, person, "around"))


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
