"""Places in a group: who asks, who is offered one, who takes it, who leaves, and what is made up."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from throughgate.access.policy import Action, Forbidden, visible, writable_levels
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.casework.forms.levels import usual_level
from throughgate.casework.rules.contacts import ContactError
from throughgate.groups.forms import AnswerForm, JoinForm, MakeUpForm, WhyForm
from throughgate.groups.forms.places import ALONE
from throughgate.groups.loading import plan_of
from throughgate.groups.models import Cohort, MakeUp, Place
from throughgate.groups.rules.places import PlaceError, State, state_of
from throughgate.groups.selectors.cohorts import access_cohort, access_place, make_up_of
from throughgate.groups.selectors.joining import may_join, sessions_to_make_up
from throughgate.groups.services.make_ups import (
    drop_make_up,
    make_up_alone,
    make_up_elsewhere,
    plan_make_up_again,
)
from throughgate.groups.services.places import (
    ask_for_place,
    leave_group,
    move_to_front,
    offer_place,
    step_back,
    take_place,
)
from throughgate.groups.views.cohorts import cohort_url
from throughgate.groups.views.words import may_move_up, refusal_words, typed
from throughgate.people.models import Person
from throughgate.people.selectors import search_people
from throughgate.people.services.restrictions import RestrictedError
from throughgate.web.undo import say_done

FOUND = 8


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    cohort = access_cohort(user, ref, to_plan=True)
    looked_for = request.POST.get("find", "").strip() if request.method == "POST" else ""
    found = _found(user, looked_for)
    people = list(dict.fromkeys([*found, *may_join(user, cohort)]))
    is_looking = request.POST.get("action") == "find"
    form = JoinForm(None if is_looking else typed(request), people=people, looked_for=looked_for)
    if request.method == "POST" and not is_looking and form.is_valid():
        try:
            place = ask_for_place(by=user, cohort=cohort, person=form.cleaned_data["person"])
            messages.success(request, f"{place.person.first_name} is on the list.")
            return redirect(cohort_url(cohort))
        except PlaceError as problem:
            form.add_error(None, str(problem))
    context = {"form": form, "cohort": cohort, "back_url": cohort_url(cohort), "looked_for": looked_for}
    return render(request, "groups/join.html", context | {"found_none": bool(looked_for) and not found})


def _found(user: User, text: str) -> list[Person]:
    return list(visible(user, search_people(user, text[:100]), Action.RECORD)[:FOUND]) if text else []


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, ref: str, place: str) -> HttpResponse:
    return _step(request, ref, place, State.WAITING, offer_place, "A place is kept for {name}. Ask them.")


@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, ref: str, place: str) -> HttpResponse:
    return _step(request, ref, place, State.OFFERED, take_place, "{name} is in the group.")


def _step(
    request: HttpRequest, ref: str, place_ref: str, before: State, act: Callable[..., Place], words: str
) -> HttpResponse:
    """One tap where nothing stands against it; where something does, its words and, for a doubt, an answer."""
    user = user_of(request)
    cohort = access_cohort(user, ref, to_plan=True)
    place = access_place(user, cohort, place_ref)
    if request.method != "POST" or state_of(place) is not before:
        return redirect(cohort_url(cohort))
    form = AnswerForm(request.POST if "answer" in request.POST else None)
    try:
        done = act(by=user, place=place, answer=request.POST.get("answer", ""))
    except PlaceError as problem:
        messages.error(request, str(problem))
        return redirect(cohort_url(cohort))
    except RestrictedError as refusal:
        context = {"form": form, "refusal": refusal, "place": place, "cohort": cohort}
        return render(request, "groups/refused.html", context | {"back_url": cohort_url(cohort)})
    back_url = reverse("groups:back", kwargs={"ref": ref, "place": place_ref})
    say_done(request, words.format(name=done.person.first_name), back_url)
    return redirect(cohort_url(cohort))


@require_POST
def back(request: HttpRequest, ref: str, place: str) -> HttpResponse:
    user = user_of(request)
    cohort = access_cohort(user, ref, to_plan=True)
    row = access_place(user, cohort, place)
    try:
        step_back(by=user, place=row)
        messages.info(request, "Taken back.")
    except PlaceError as problem:
        messages.error(request, str(problem))
    return redirect(cohort_url(cohort))


@require_http_methods(["GET", "HEAD", "POST"])
def front(request: HttpRequest, ref: str, place: str) -> HttpResponse:
    if not may_move_up(user_of(request)):
        raise Forbidden(Action.DELIVER)
    return _with_reason(
        request, ref, place, move_to_front, "Move to the front", "Why do they come before those who asked earlier?"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, ref: str, place: str) -> HttpResponse:
    return _with_reason(request, ref, place, leave_group, "Leave the group", "Why do they leave, or wait no longer?")


def _with_reason(
    request: HttpRequest, ref: str, place_ref: str, act: Callable[..., Place], label: str, question: str
) -> HttpResponse:
    user = user_of(request)
    cohort = access_cohort(user, ref, to_plan=True)
    place = access_place(user, cohort, place_ref)
    form = WhyForm(typed(request), question=question)
    if request.method == "POST" and form.is_valid():
        try:
            act(by=user, place=place, because=form.cleaned_data["because"])
            messages.success(request, "Saved.")
            return redirect(cohort_url(cohort))
        except PlaceError as problem:
            form.add_error(None, str(problem))
    context = {
        "form": form,
        "title": f"{label}: {place.person.name}",
        "label": label,
        "page_url": request.get_full_path(),
        "back_url": cohort_url(cohort),
        "cohort": cohort,
    }
    return render(request, "groups/ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def make_up(request: HttpRequest, ref: str, place: str) -> HttpResponse:
    user = user_of(request)
    cohort = access_cohort(user, ref, to_plan=True)
    row = access_place(user, cohort, place)
    number = _number(request.GET.get("number", ""))
    form = MakeUpForm(
        typed(request), number=number, sessions=sessions_to_make_up(user, cohort, number), minutes=cohort.minutes
    )
    if request.method == "POST" and form.is_valid() and _made_up(user, cohort, row, number, form):
        messages.success(request, f"Session {number} is noted as made up, or going to be.")
        return redirect(cohort_url(cohort))
    context = {
        "form": form,
        "title": f"{row.person.first_name}: make up session {number}",
        "label": "Save",
        "page_url": request.get_full_path(),
        "back_url": cohort_url(cohort),
        "cohort": cohort,
    }
    return render(request, "groups/ask.html", context)


@require_POST
def drop(request: HttpRequest, ref: str, place: str, number: int) -> HttpResponse:
    """A make-up that was planned."""
    undo = reverse("groups:make_up_again", kwargs={"ref": ref, "place": place, "number": number})
    return _make_up_act(request, ref, place, number, drop_make_up, "It will not be made up then.", undo)


@require_POST
def again(request: HttpRequest, ref: str, place: str, number: int) -> HttpResponse:
    return _make_up_act(request, ref, place, number, plan_make_up_again, "It is planned again.", "")


def _make_up_act(
    request: HttpRequest, ref: str, place: str, number: int, act: Callable[..., MakeUp], words: str, undo: str
) -> HttpResponse:
    user = user_of(request)
    cohort = access_cohort(user, ref, to_plan=True)
    row = make_up_of(user, cohort, place, number)
    try:
        act(by=user, make_up=row)
    except PlaceError as problem:
        messages.error(request, f"{problem}.")
    except RestrictedError as refusal:
        messages.error(request, refusal_words(refusal))
    else:
        say_done(request, words, undo) if undo else messages.info(request, words)
    return redirect(cohort_url(cohort))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _made_up(user: User, cohort: Cohort, place: Place, number: int, form: MakeUpForm) -> bool:
    said = form.cleaned_data
    try:
        if said["how"] == ALONE:
            level = usual_level(user, plan_of(cohort.plan).kind, writable_levels(user, place.person))
            kept = {name: said[name] for name in ("on", "minutes", "note")}
            make_up_alone(by=user, place=place, number=number, sensitivity=level, **kept)
        else:
            make_up_elsewhere(by=user, place=place, session=form.sessions[said["how"]], answer=said["answer"])
        return True
    except (PlaceError, ContactError) as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
    except RestrictedError as refusal:
        form.add_error(None, refusal_words(refusal))
    return False
