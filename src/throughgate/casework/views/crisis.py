"""Raising a crisis, in two taps, and the board of what is open."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Ability, Action, require
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.audit.services import record_event
from throughgate.casework.forms.crisis import RaiseForm
from throughgate.casework.models import Contact, Crisis
from throughgate.casework.rules.crisis import CrisisError, first_seen, speed_of
from throughgate.casework.selectors.contacts import access_contact, suggested_people
from throughgate.casework.selectors.crisis import (
    access_crisis,
    board_of,
    crises_of,
    open_for_raising,
)
from throughgate.casework.selectors.crisis_rules import crisis_rules
from throughgate.casework.services.crisis import levels_for_raising, raise_crisis, see_crisis
from throughgate.casework.views.asking import way_back
from throughgate.casework.views.crisis_words import board_row, is_over_in_time, learned_groups, open_row, receipt_row
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.selectors import access_person


@require_http_methods(["GET", "HEAD", "POST"])
def raise_(request: HttpRequest) -> HttpResponse:
    """One page: the second tap raises. From nowhere in particular, who it is about is a third."""
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    person = _asked_person(request, user)
    offered = [] if person else suggested_people(user)
    levels = levels_for_raising(user, person) if person else ()
    data = request.POST if request.method == "POST" else None
    form = RaiseForm(data, rules=crisis_rules(), people=offered, levels=levels)
    if data is not None and form.is_valid():
        about = person or next((one for one in offered if one.ref == form.cleaned_data.get("person")), None)
        if about and (crisis := _raised(request, user, about, form)):
            if crisis.token != form.said_token:
                messages.info(request, "You raised this already, and it is open. Those who were told still know of it.")
            return redirect("crisis:crisis", ref=crisis.ref)
    context = {
        "form": form,
        "person": person,
        "nobody": not person and not offered,
        "open_now": [open_row(user, one) for one in open_for_raising(user, person)] if person else [],
        "out_of_hours": crisis_rules().out_of_hours,
        "emergency": crisis_rules().lines.get("emergency"),
        "page_url": request.get_full_path(),
        "cancel_url": way_back(request, person),
        "crisis_url": "",
        "record_url": "",  # on a phone the frame's buttons would lie over the form
        "today": today(),
    }
    return render(request, "casework/crisis_raise.html", context)


def _asked_person(request: HttpRequest, user: User) -> Person | None:
    ref = request.GET.get("person", "")
    return access_person(user, ref, action=Action.RECORD, page="raise a crisis") if ref else None


def _asked_contact(request: HttpRequest, user: User, person: Person) -> Contact | None:
    """Where it was raised from; a contact that is not this reader's or not this person's is left out."""
    ref = request.GET.get("contact", "")
    if not ref:
        return None
    read = access_contact(user, ref, audit=False)
    return read.contact if any(part.person_id == person.pk for part in read.parts) else None


def _raised(request: HttpRequest, user: User, person: Person, form: RaiseForm) -> Crisis | None:
    said = form.cleaned_data
    try:
        return raise_crisis(
            by=user,
            person=person,
            kind=said["kind"],
            level=said.get("level", ""),
            what=said.get("what", ""),
            sensitivity=form.said_sensitivity,
            contact=_asked_contact(request, user, person),
            review_on=said.get("review_on"),
            token=form.said_token,
            link=request.build_absolute_uri(reverse("crisis:board")),
        )
    except CrisisError as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
        return None


@require_POST
def seen(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    crisis = access_crisis(user, ref)
    try:
        see_crisis(by=user, crisis=crisis)
        messages.success(request, "Noted that you have seen it. What to do first stands on its page.")
    except CrisisError as problem:
        messages.error(request, str(problem))
    return redirect(request.POST.get("next") and way_back(request) or reverse("crisis:crisis", kwargs={"ref": ref}))


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Everything open that the reader may know of, how fast it was seen, and what was learned."""
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    now, rules = timezone.now(), crisis_rules()
    found = board_of(user, now)
    both = [*found.open, *found.past]
    moments = [
        (one.told_since, rules.levels[one.level].see_within, first_seen(one.told.all(), one.told_since))
        for one in both
        if not is_over_in_time(one, rules)
    ]
    record_event(by=user, action="crisis.listed", crises=len(both))
    context = {
        "open": [board_row(user, one, rules, now) for one in found.open],
        "raised": [receipt_row(one, rules, now) for one in found.raised],
        "past": [board_row(user, one, rules, now) for one in found.past],
        "learned": learned_groups(found.learned, rules),
        "speed": speed_of(moments, now).words,
        "rules": rules,
        "today": today(),
    }
    return render(request, "casework/crisis_board.html", context)


@require_safe
def of_person(request: HttpRequest, ref: str) -> HttpResponse:
    """Every crisis of one person that the reader may know of; straight to it where only one is open."""
    user = user_of(request)
    person = access_person(user, ref, page="crises")
    crises = crises_of(user, person)
    running = [one for one in crises if one.is_open]
    if len(running) == 1 and request.GET.get("all") is None:
        return redirect("crisis:crisis", ref=running[0].ref)
    rules, now = crisis_rules(), timezone.now()
    context: dict[str, Any] = {
        "person": person,
        "rows": [board_row(user, one, rules, now) for one in crises],
        "raise_url": f"{reverse('crisis:raise')}?person={person.ref}",
        "today": today(),
    }
    return render(request, "casework/crisis_of_person.html", context)
