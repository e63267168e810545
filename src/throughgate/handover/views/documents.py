"""One hand-over: its document, and what is done with it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Action, Hidden, can, writable_levels
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.casework.forms.levels import usual_level
from throughgate.common.clock import today
from throughgate.handover.forms import MetForm, TakeBackForm, TellForm
from throughgate.handover.models import HandOver
from throughgate.handover.rules.moving import can_take_back
from throughgate.handover.rules.telling import words_to_say
from throughgate.handover.selectors.documents import (
    access_hand_over,
    added_by_giver,
    hand_over_built_on,
    hand_over_of_promise,
    live_sections_for,
    notes_for,
    passed_on,
    sections_for,
    written_on,
)
from throughgate.handover.services import (
    HandOverStateError,
    LaterHandOverError,
    TooLateToTakeBackError,
    acknowledge_hand_over,
    record_meeting,
    record_telling,
    record_told_of_staying,
    take_back_hand_over,
    take_over_promises,
)
from throughgate.handover.views.words import Stage, stage, stage_tag_of


@require_safe
def show_hand_over(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    hand_over = access_hand_over(user, ref)
    notes = notes_for(user, hand_over)
    given = hand_over.given_at is not None
    passed = passed_on(user, hand_over, today())
    context = {
        "hand_over": hand_over,
        "person": hand_over.person,
        "stage": stage_tag_of(hand_over),
        "sections": sections_for(user, hand_over) if given else (),
        "live": live_sections_for(user, hand_over.person, today()) if given else (),
        "notes": added_by_giver(notes),
        "said": [note for note in notes if note.prompt == "said"],
        "passed": passed.handed,
        "left": passed.left,
        "may": _may(user, hand_over),
        "today": today(),
    }
    return render(request, "handover/hand_over.html", context)


def _may(user: User, row: HandOver) -> dict[str, Any]:
    """Which buttons this reader has: the same questions that the services ask."""
    record, assign = can(user, Action.RECORD, row), can(user, Action.ASSIGN, row)
    running = stage(row) in (Stage.GIVEN, Stage.READ)
    on = today()
    return {
        "read": running and row.receiver_id == user.pk and row.acknowledged_at is None and record,
        "tell": running and record,
        "meet": running and record and row.met_on is None,
        "add": row.undone_at is None and record and (row.giver_id == user.pk or assign),
        "take_back": assign
        and can_take_back(from_on=row.from_on, given=row.given_at is not None, undone=not running, today=on),
        "stays": record and row.promise_stays is not None and row.promise_stays.met_on is None,
        "take_over": running
        and row.receiver_id == user.pk
        and record
        and row.from_on is not None
        and row.from_on <= on,
        "give_url": f"{reverse('handover:caseload', args=[row.giver.ref])}?person={row.person.ref}"
        if assign and stage(row) is Stage.WRITTEN
        else "",
    }


@require_safe
def show_promise(request: HttpRequest, ref: str) -> HttpResponse:
    """Where the line of Today leads: the hand-over that made it due."""
    found = hand_over_of_promise(ref)
    if found is None:
        raise Hidden()
    access_hand_over(user_of(request), found.ref, audit=False)
    return redirect("handover:hand_over", ref=found.ref)


@require_POST
def acknowledge(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    hand_over = access_hand_over(user, ref, action=Action.RECORD, audit=False)
    try:
        acknowledge_hand_over(by=user, hand_over=hand_over)
        messages.success(request, "Thank you. It is noted that you have read it.")
    except HandOverStateError as refusal:
        messages.error(request, str(refusal))
    return redirect("handover:hand_over", ref=ref)


@require_POST
def take_over(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    hand_over = access_hand_over(user, ref, action=Action.RECORD, audit=False)
    try:
        count = take_over_promises(by=user, hand_over=hand_over)
        messages.success(request, f"{count} {'promise is' if count == 1 else 'promises are'} yours now.")
    except HandOverStateError as refusal:
        messages.error(request, str(refusal))
    return redirect("handover:hand_over", ref=ref)


@require_http_methods(["GET", "HEAD", "POST"])
def show_tell(request: HttpRequest, ref: str) -> HttpResponse:
    """The words to say, and then when and how they were said."""
    user = user_of(request)
    hand_over = _reach(request, ref, "tell of a hand-over")
    levels = writable_levels(user, hand_over.person)
    form = TellForm(
        request.POST or None,
        since=written_on(hand_over),
        today=today(),
        levels=levels,
        usual=usual_level(user, "", levels),
        initial={"on": today()},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            record_telling(
                by=user,
                hand_over=hand_over,
                on=said["on"],
                how=said["how"],
                words=said["words"],
                sensitivity=form.sensitivity,
            )
            messages.success(request, "Noted that they were told.")
            return redirect("handover:hand_over", ref=ref)
        except HandOverStateError as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "words": _words(hand_over), "hand_over": hand_over, "person": hand_over.person}
    return render(request, "handover/tell.html", context)


@require_safe
def show_letter(request: HttpRequest, ref: str) -> HttpResponse:
    """The same words, large and plain, to print and give."""
    hand_over = _reach(request, ref, "letter of a hand-over")
    context = {"words": _words(hand_over), "hand_over": hand_over, "person": hand_over.person, "today": today()}
    return render(request, "handover/letter.html", context)


def _words(row: HandOver) -> tuple[str, ...]:
    if row.receiver is None or row.from_on is None:
        raise Hidden()
    return words_to_say(
        first_name=row.person.first_name,
        giver=row.giver.name,
        receiver=row.receiver.name,
        roles=[one.role for one in row.roles.all()],
        why=row.why,
        from_on=row.from_on,
        organisation=settings.ORGANISATION,
        is_read=row.acknowledged_at is not None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def show_met(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    hand_over = _reach(request, ref, "first meeting of a hand-over")
    form = MetForm(request.POST or None, since=written_on(hand_over), today=today(), initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            record_meeting(by=user, hand_over=hand_over, on=form.cleaned_data["on"])
            messages.success(request, "Noted that they met.")
            return redirect("handover:hand_over", ref=ref)
        except HandOverStateError as refusal:
            form.add_error(None, str(refusal))
    return render(request, "handover/met.html", {"form": form, "hand_over": hand_over, "person": hand_over.person})


@require_http_methods(["GET", "HEAD", "POST"])
def show_take_back(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    hand_over = access_hand_over(
        user, ref, action=Action.ASSIGN, page="take back a hand-over", audit=request.method != "POST"
    )
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            take_back_hand_over(by=user, hand_over=hand_over, because=form.cleaned_data["because"])
            told = (
                " They had been told of it: to tell them that nothing changes is due now." if hand_over.told_on else ""
            )
            messages.success(request, f"Taken back.{told}")
            return redirect("handover:hand_over", ref=ref)
        except (TooLateToTakeBackError, LaterHandOverError) as refusal:
            form.add_error(None, str(refusal))
    later = hand_over_built_on(hand_over)
    context = {"form": form, "hand_over": hand_over, "person": hand_over.person, "today": today(), "later": later}
    return render(request, "handover/take_back.html", context)


@require_POST
def told_of_staying(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    hand_over = access_hand_over(user, ref, action=Action.RECORD, audit=False)
    record_told_of_staying(by=user, hand_over=hand_over)
    messages.success(request, "Noted that they know.")
    return redirect("handover:hand_over", ref=ref)


def _reach(request: HttpRequest, ref: str, page: str) -> HandOver:
    """One that is given and holds; audited as a read unless something is written."""
    found = access_hand_over(user_of(request), ref, action=Action.RECORD, page=page, audit=request.method != "POST")
    if stage(found) not in (Stage.GIVEN, Stage.READ):
        raise Hidden()
    return found
