from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Action, Hidden, writable_levels
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.selectors import access_person, heading_of
from throughgate.story.forms.needs import ChangeNeedForm, EndForm, NeedForm, NotedForm, StrengthForm
from throughgate.story.models import About, PersonNeed, PersonStrength, Said, Status
from throughgate.story.rules.needing import NeedError
from throughgate.story.selectors.need_lines import NeedLine
from throughgate.story.selectors.need_reading import Reading
from throughgate.story.selectors.needs import access_need, access_set_aside, access_strength
from throughgate.story.services.need_changes import (
    AlreadyEndedError,
    NothingToTakeBackError,
    change_need,
    change_status,
    end_noted,
    hold_on_to,
    take_back_status,
)
from throughgate.story.services.needs import note_need, note_strength, take_up
from throughgate.story.services.setting_aside import NoLongerSuggestedError, bring_back, set_aside
from throughgate.story.shipping import current_questions

SUGGESTED_AT_ONCE = 3
YES = "yes"
ENDED_MEANWHILE = "Somebody else has ended this in the meantime."
SETTLED_MEANWHILE = "This is no longer suggested: an answer changed, or a colleague settled it first."


def _reach(request: HttpRequest, ref: str, page: str, action: Action = Action.VIEW) -> Person:
    """Opening a page is audited as a read; a POST is audited by the write it makes."""
    return access_person(user_of(request), ref, action=action, page=page, audit=request.method != "POST")


def _frame(user: User, person: Person) -> dict[str, Any]:
    return {"person": person, "heading": heading_of(user, person, today()), "tab": "needs", "today": today()}


@require_safe
def show_needs(request: HttpRequest, ref: str) -> HttpResponse:
    user, person = user_of(request), _reach(request, ref, "needs and strengths")
    reading = Reading(user, person)
    can_note = bool(writable_levels(user, person))
    context = {
        "strengths": reading.strengths,
        "pathways": reading.pathways,
        "met": reading.needs_in(Status.MET),
        "declined": reading.needs_in(Status.DECLINED),
        "ended": reading.ended_needs,
        "set_aside": reading.set_aside,
        "can_note": can_note,
        "suggested_strengths": _in_two(reading.suggested_strengths) if can_note else None,
        "suggested_needs": _in_two(reading.suggested_needs) if can_note else None,
    }
    return render(request, "story/needs.html", context | _frame(user, person))


def _in_two(suggestions: list[Any]) -> dict[str, Any]:
    """A few to begin with; the rest are folded away, so that nobody is faced with twenty at once."""
    open_to = [one for one in suggestions if one.can_note]
    return {"first": open_to[:SUGGESTED_AT_ONCE], "rest": open_to[SUGGESTED_AT_ONCE:]}


@require_POST
def answer_suggestion(request: HttpRequest, ref: str) -> HttpResponse:
    """Yes, not now or no to what their answers suggest."""
    user, person = user_of(request), _reach(request, ref, "", Action.RECORD)
    about, key, said = (request.POST.get(name, "") for name in ("about", "key", "said"))
    if about not in About.values or said not in (YES, *Said.values):
        raise Http404()
    try:
        if said == YES:
            take_up(by=user, person=person, about=about, key=key)
        else:
            set_aside(by=user, person=person, about=about, key=key, said=said)
        messages.success(request, _settled_words(about, said))
    except NoLongerSuggestedError:
        messages.warning(request, SETTLED_MEANWHILE)
    return redirect(_page(person, about))


def _settled_words(about: str, said: str) -> str:
    if said == YES:
        return "Noted as a need." if about == About.NEED else "Noted as a strength."
    return "Put aside. It comes back if they answer otherwise."


def _page(person: Person, about: str) -> str:
    """Back to the column one came from: on a phone the other one is far away."""
    place = "needs" if about == About.NEED else "strengths"
    return f"{reverse('needs:person', kwargs={'ref': person.ref})}#{place}"


@require_POST
def show_again(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    user, person = user_of(request), _reach(request, ref, "", Action.RECORD)
    aside = access_set_aside(user, person, pk)
    bring_back(by=user, aside=aside)
    messages.success(request, "It is among the suggestions again.")
    return redirect(_page(person, aside.about))


@require_http_methods(["GET", "HEAD", "POST"])
def show_add_need(request: HttpRequest, ref: str) -> HttpResponse:
    user, person = user_of(request), _reach(request, ref, "note a need", Action.RECORD)
    form = NeedForm(
        request.POST or None,
        listed=current_questions().needs,
        name=person.first_name,
        noted={line.row.key for line in Reading(user, person).needs},
        levels=writable_levels(user, person),
        today=today(),
    )
    if request.method == "POST" and form.is_valid() and _note_need(form, user, person):
        messages.success(request, "The need is noted.")
        return redirect(_page(person, About.NEED))
    return _render_add(request, form, person, About.NEED)


def _note_need(form: NotedForm, user: User, person: Person) -> PersonNeed | None:
    try:
        return note_need(by=user, person=person, **form.said)
    except NeedError as problem:
        _say_problem(form, problem)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def show_add_strength(request: HttpRequest, ref: str) -> HttpResponse:
    user, person = user_of(request), _reach(request, ref, "note a strength", Action.RECORD)
    form = StrengthForm(
        request.POST or None,
        listed=current_questions().needs.strengths,
        noted={line.row.key for line in Reading(user, person).strengths},
        levels=writable_levels(user, person),
        today=today(),
    )
    if request.method == "POST" and form.is_valid() and _note_strength(form, user, person):
        messages.success(request, "The strength is noted.")
        return redirect(_page(person, About.STRENGTH))
    return _render_add(request, form, person, About.STRENGTH)


def _note_strength(form: NotedForm, user: User, person: Person) -> PersonStrength | None:
    try:
        return note_strength(by=user, person=person, **form.said)
    except NeedError as problem:
        _say_problem(form, problem)
        return None


def _say_problem(form: Any, problem: NeedError) -> None:
    form.add_error(problem.field if problem.field in form.fields else None, str(problem))


def _render_add(request: HttpRequest, form: NotedForm, person: Person, about: About) -> HttpResponse:
    # On a phone the frame's own button would lie over the form.
    context = {"form": form, "about": about.value, "back_url": _page(person, about), "record_url": ""}
    return render(request, "story/needs_add.html", context | _frame(user_of(request), person))


@require_http_methods(["GET", "HEAD", "POST"])
def show_need(request: HttpRequest, ref: str, need: str) -> HttpResponse:
    """One need with its history; changing how it stands and who sees to it."""
    user, person = user_of(request), _reach(request, ref, "a need", Action.RECORD)
    row = access_need(user, person, need, action=Action.RECORD)
    line = _line_of(user, person, row)
    form = ChangeNeedForm(
        request.POST or None, need=line.row, now=line.now, levels=writable_levels(user, person), today=today()
    )
    if request.method == "POST" and form.is_valid() and _change_need(request, form, user, line.row):
        return redirect(_page(person, About.NEED))
    context = {"form": form, "line": line, "back_url": _page(person, About.NEED), "record_url": ""}
    return render(request, "story/needs_change.html", context | _frame(user, person))


def _line_of(user: User, person: Person, row: PersonNeed) -> NeedLine:
    reading = Reading(user, person)
    found = [line for line in (*reading.needs, *reading.ended_needs) if line.row.pk == row.pk]
    if not found:
        raise Hidden()
    return found[0]


def _change_need(request: HttpRequest, form: ChangeNeedForm, user: User, need: PersonNeed) -> bool:
    said = form.cleaned_data
    try:
        change_need(
            by=user,
            need=need,
            status=said["status"],
            on=said["on"],
            note=said["note"],
            owners=said["owners"],
            sensitivity=said.get("level") or need.sensitivity,
        )
    except NeedError as problem:
        _say_problem(form, problem)
        return False
    except AlreadyEndedError:
        form.add_error(None, ENDED_MEANWHILE)
        return False
    messages.success(request, "Saved.")
    return True


@require_POST
def move_need(request: HttpRequest, ref: str, need: str) -> HttpResponse:
    """One tap: the next status."""
    user, person = user_of(request), _reach(request, ref, "", Action.RECORD)
    row = access_need(user, person, need, action=Action.RECORD)
    try:
        moved = change_status(by=user, need=row, status=request.POST.get("status", ""))
        messages.success(request, f"{moved.get_status_display()}. “Take back” undoes it.")
    except (NeedError, AlreadyEndedError):
        messages.warning(request, "It stands differently by now. Look again before you change it.")
    return redirect(_page(person, About.NEED))


@require_POST
def take_back(request: HttpRequest, ref: str, need: str) -> HttpResponse:
    user, person = user_of(request), _reach(request, ref, "", Action.RECORD)
    row = access_need(user, person, need, action=Action.RECORD)
    try:
        now = take_back_status(by=user, need=row)
        messages.success(request, f"Taken back. It is “{now.get_status_display().lower()}” again.")
    except (NothingToTakeBackError, AlreadyEndedError):
        messages.warning(request, "There is nothing to take back any more.")
    return redirect(_page(person, About.NEED))


def _noted(request: HttpRequest, person: Person, about: str, noted: str) -> PersonNeed | PersonStrength:
    if about == About.NEED:
        return access_need(user_of(request), person, noted, action=Action.RECORD)
    return access_strength(user_of(request), person, noted, action=Action.RECORD)


@require_POST
def keep_noted(request: HttpRequest, ref: str, about: str, noted: str) -> HttpResponse:
    """The answer changed, and it is still a need, or still a strength."""
    person = _reach(request, ref, "", Action.RECORD)
    row = _noted(request, person, about, noted)
    try:
        hold_on_to(by=user_of(request), row=row)
        messages.success(request, "Kept.")
    except AlreadyEndedError:
        messages.warning(request, ENDED_MEANWHILE)
    return redirect(_page(person, about))


@require_http_methods(["GET", "HEAD", "POST"])
def show_end(request: HttpRequest, ref: str, about: str, noted: str) -> HttpResponse:
    user, person = user_of(request), _reach(request, ref, "end a need or strength", Action.RECORD)
    row = _noted(request, person, about, noted)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_noted(by=user, row=row, because=form.cleaned_data["because"])
            messages.success(request, "It is no longer listed. What was noted stays in the record.")
        except AlreadyEndedError:
            messages.warning(request, ENDED_MEANWHILE)
        return redirect(_page(person, about))
    context = {"form": form, "row": row, "about": about, "back_url": _page(person, about), "record_url": ""}
    return render(request, "story/needs_end.html", context | _frame(user, person))
