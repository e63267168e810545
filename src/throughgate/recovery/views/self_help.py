"""A card read in one pass, the home group, the sponsor."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from throughgate.access.policy import Action, check
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.programmes.models import Enrolment
from throughgate.recovery.forms import HomeGroupForm, MeetingsForm, SponsorForm, TouchForm, enrolment_of
from throughgate.recovery.kinds import HOME_GROUP, MEETING, SPONSOR_FOUND
from throughgate.recovery.models import MeetingAttended
from throughgate.recovery.selectors.road import home_group_of
from throughgate.recovery.selectors.treatment import reads_sensitive
from throughgate.recovery.services.self_help import (
    find_home_group,
    find_sponsor,
    note_sponsor_contact,
    record_meetings,
)
from throughgate.recovery.views.pages import by_hand, form_page, reach


def _reach(request: HttpRequest, ref: str, kind: str) -> tuple[Person, HttpResponse | None]:
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    if request.method == "GET" and not reads_sensitive(user, person, Action.RECORD):
        return person, by_hand("casework:done", person, kind, request)
    check(user, Action.RECORD, MeetingAttended(person=person))
    return person, None


def _enrolment(request: HttpRequest, person: Person) -> Enrolment | None:
    return enrolment_of(user_of(request), person, request.GET.get("enrolment", ""))


@require_http_methods(["GET", "POST"])
def meetings(request: HttpRequest, ref: str) -> HttpResponse:
    person, elsewhere = _reach(request, ref, MEETING)
    if elsewhere:
        return elsewhere
    user, own = user_of(request), home_group_of(user_of(request), person)
    first = {"fellowship": own.fellowship, "meeting": own.name} if own else {}
    form = MeetingsForm(request.POST or None, initial=first | {"confirmed_by": "card"})
    return form_page(
        request, person, form,
        lambda: record_meetings(by=user, person=person, enrolment=_enrolment(request, person), **form.said()),
        title="Meetings they went to", done="Noted.", about="One meeting, and every day on the card.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def home_group(request: HttpRequest, ref: str) -> HttpResponse:
    person, elsewhere = _reach(request, ref, HOME_GROUP)
    if elsewhere:
        return elsewhere
    user = user_of(request)
    form = HomeGroupForm(request.POST or None, initial={"found_on": today()})
    return form_page(
        request, person, form,
        lambda: find_home_group(
            by=user, person=person, said=form.said(), found_on=form.cleaned_data["found_on"],
            enrolment=_enrolment(request, person),
        ),
        title="A home group", done="Noted.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def sponsor(request: HttpRequest, ref: str) -> HttpResponse:
    person, elsewhere = _reach(request, ref, SPONSOR_FOUND)
    if elsewhere:
        return elsewhere
    user = user_of(request)
    form = SponsorForm(request.POST or None, initial={"on": today()})
    return form_page(
        request, person, form,
        lambda: find_sponsor(
            by=user, person=person, enrolment=_enrolment(request, person), **form.cleaned_data
        ),
        title="A sponsor", done="Noted. They stand among the people around, too.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def touch(request: HttpRequest, ref: str) -> HttpResponse:
    person, elsewhere = _reach(request, ref, "sponsor-contact")
    if elsewhere:
        return elsewhere
    user = user_of(request)
    form = TouchForm(request.POST or None, initial={"on": today()})
    return form_page(
        request, person, form,
        lambda: note_sponsor_contact(
            by=user, person=person, on=form.cleaned_data["on"], enrolment=_enrolment(request, person)
        ),
        title="In touch with the sponsor", done="Noted.",
    )  # fmt: skip
