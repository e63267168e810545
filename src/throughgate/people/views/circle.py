from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from throughgate.access.policy import Action
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.forms import ChangeCircleForm, CircleForm, EndCircleForm
from throughgate.people.forms.sharing import ToldForm
from throughgate.people.models import CircleKind, CircleMember, Person
from throughgate.people.rules.circle import OFFICES, is_official
from throughgate.people.selectors import circle_of
from throughgate.people.selectors.sharing import told_by_member
from throughgate.people.selectors.told import NOT_ASKED
from throughgate.people.services import (
    AlreadyEndedError,
    ChangedMeanwhileError,
    EndsBeforeStartError,
    add_to_circle,
    change_circle_member,
    end_circle_member,
)
from throughgate.people.services.circle import CIRCLE_WORDS
from throughgate.people.services.sharing import KeptApartError, NearlyAnotherError, set_told
from throughgate.people.views.pages import person_context, reach_person


@require_http_methods(["GET", "HEAD", "POST"])
def show_add_to_circle(request: HttpRequest, ref: str) -> HttpResponse:
    person = reach_person(request, ref, "add to the circle", Action.EDIT)
    form = CircleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        member = add_to_circle(by=user_of(request), person=person, **form.cleaned_data)
        messages.success(request, "Added. Now ask what they may be told.")
        return redirect("people:told", ref=person.ref, pk=member.pk)
    return render(request, "people/add_to_circle.html", {"form": form} | person_context(request, person, "around"))


@require_http_methods(["GET", "HEAD", "POST"])
def show_change_circle(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    person, member = _reach_member(request, ref, pk, "change somebody in the circle", Action.EDIT)
    if request.method != "POST":
        return _change_page(request, person, member, {"form": ChangeCircleForm.opened_on(member)})
    form = ChangeCircleForm(request.POST)
    if not form.is_valid():
        return _change_page(request, person, member, {"form": form})
    try:
        changes, version = form.changes(), form.cleaned_data["version"]
        change_circle_member(by=user_of(request), member=member, version=version, changes=changes)
    except ChangedMeanwhileError as clash:
        return _conflict(request, person, member, form, clash)
    messages.success(request, "Changed. What stood here before is kept.")
    return redirect("people:around", ref=person.ref)


@require_http_methods(["GET", "HEAD", "POST"])
def show_told(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    person, member = _reach_member(request, ref, pk, "what somebody may be told", Action.RECORD)
    if is_official(member.kind):
        purpose, kind = OFFICES[member.kind]
        return redirect(f"{reverse('people:say_consent', args=[person.ref])}?to={purpose}/{kind}/")
    now = told_by_member(user_of(request), person, today(), [member]).get(member.pk, NOT_ASKED)
    form = ToldForm(request.POST or None, today=today(), initial={"told": now.code})
    if request.method == "POST" and form.is_valid():
        try:
            set_told(by=user_of(request), member=member, told=form.cleaned_data["told"], hearing=form.hearing())
        except NearlyAnotherError as refusal:
            form.ask_another(str(refusal))
        except KeptApartError as refusal:
            form.add_error("told", str(refusal))
        else:
            messages.success(request, "Noted. It counts from now on, for everybody who works with them.")
            return redirect("people:around", ref=person.ref)
    context = {"form": form, "member": member, "now": now}
    return render(request, "people/told.html", context | person_context(request, person, "around"))


@require_http_methods(["GET", "HEAD", "POST"])
def show_end_circle(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    person, member = _reach_member(request, ref, pk, "end a place in the circle", Action.EDIT)
    form = EndCircleForm(request.POST) if request.method == "POST" else EndCircleForm.opened_on(today())
    if request.method == "POST" and form.is_valid():
        try:
            end_circle_member(by=user_of(request), member=member, to_on=form.cleaned_data["to_on"])
            messages.success(request, "Noted.")
            return redirect("people:around", ref=person.ref)
        except AlreadyEndedError as late:
            messages.info(request, str(late))
            return redirect("people:around", ref=person.ref)
        except EndsBeforeStartError as refusal:
            form.add_error("to_on", str(refusal))
    context = {"form": form, "member": member}
    return render(request, "people/end_circle.html", context | person_context(request, person, "around"))


def _reach_member(request: HttpRequest, ref: str, pk: int, page: str, action: Action) -> tuple[Person, CircleMember]:
    person = reach_person(request, ref, page, action)
    return person, get_object_or_404(circle_of(person, today()), pk=pk)


def _conflict(
    request: HttpRequest, person: Person, member: CircleMember, form: ChangeCircleForm, clash: ChangedMeanwhileError
) -> HttpResponse:
    """What was typed stays in the form, which now stands on the other's version: saving again is a decision."""
    form.data = {**form.data.dict(), "version": str(clash.version)}  # type: ignore[attr-defined]  # the QueryDict of a POST
    rows = [
        {
            "label": CIRCLE_WORDS[name].capitalize(),
            "yours": _shown(name, yours),
            "theirs": _shown(name, clash.current[name]),
        }
        for name, yours in form.changes().items()
        if yours != clash.current[name]
    ]
    conflict = {"who": clash.who, "at": clash.at, "rows": rows}
    return _change_page(request, person, member, {"form": form, "conflict": conflict}, status=409)


def _change_page(
    request: HttpRequest, person: Person, member: CircleMember, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    history = list(member.history.select_related("history_user")[:20])
    context |= {"member": member, "earlier": history[1:], **person_context(request, person, "around")}
    return render(request, "people/change_circle.html", context, status=status)


def _shown(name: str, value: Any) -> Any:
    if name == "kind":
        return CircleKind(value).label
    return ("yes" if value else "no") if name == "is_emergency" else value
