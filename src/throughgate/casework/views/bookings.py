"""Booking a contact, and what becomes of it until it is recorded."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughgate.access.policy import Ability, Action, can, check, require
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.casework.booking_facts import more_facts
from throughgate.casework.forms.booking import BookForm, CancelForm, MoveForm
from throughgate.casework.models import Booking
from throughgate.casework.rules.bookings import BookingError
from throughgate.casework.selectors.bookings import (
    Booked,
    access_booking,
    booking_of_promise,
    bookings_between,
    bookings_of,
    not_recorded,
)
from throughgate.casework.selectors.contacts import open_enrolments, usual_minutes
from throughgate.casework.services.bookings import book_contact, cancel_booking, move_booking
from throughgate.casework.services.spoken_with import NotToldError
from throughgate.casework.views.asking import way_back
from throughgate.casework.views.booking_words import booking_row, booking_url, facts_of, record_url
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.selectors import access_person
from throughgate.people.selectors.restrictions import do_not_of
from throughgate.people.services.restrictions import RestrictedError
from throughgate.programmes.models import Enrolment
from throughgate.record.kinds import all_kinds

AHEAD = timedelta(days=14)


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """What is booked for the user in the next two weeks, and what nobody has said the outcome of."""
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    on = today()
    coming = bookings_between(user, on, on + AHEAD, mine=True)
    context = {
        "coming": [booking_row(user, one, on) for one in coming if not one.is_to_look_at],
        "look_at": [booking_row(user, one, on) for one in coming if one.is_to_look_at],
        "past": [booking_row(user, one, on) for one in not_recorded(user, on)],
        "today": on,
    }
    return render(request, "casework/bookings.html", context)


@require_safe
def of_person(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    person = access_person(user, ref, page="bookings")
    on = today()
    rows = [booking_row(user, one, on) for one in bookings_of(user, person)]
    context = {
        "person": person,
        "coming": [row for row in reversed(rows) if row["is_open"]],
        "past": [row for row in rows if not row["is_open"]],
        "book_url": f"{reverse('bookings:book')}?person={person.ref}" if can(user, Action.RECORD, person) else "",
        "today": on,
    }
    return render(request, "casework/bookings_of_person.html", context)


@require_safe
def booking(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    found = access_booking(user, ref)
    again = {"person": found.row.person.ref, "kind": found.row.kind}
    context = {
        "booked": found,
        "person": found.row.person,
        "row": booking_row(user, found, today()),
        "facts": [*facts_of(found), *more_facts(user, found.row)],
        "today": today(),
        "all_url": reverse("bookings:of_person", kwargs={"ref": found.row.person.ref}),
        "again_url": f"{reverse('bookings:book')}?{urlencode(again)}",
    }
    return render(request, "casework/booking.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest) -> HttpResponse:
    """Person and, if known, kind and enrolment stand in the address."""
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    person = access_person(user, request.GET.get("person", ""), action=Action.RECORD, page="book a contact")
    form = _book_form(request, user, person)
    if request.method == "POST" and form.is_valid() and (made := _booked(user, person, form)):
        messages.success(request, "Booked. It stands on Today on its day.")
        return redirect(booking_url(made))
    return _show(request, form, person, {"cancel_url": way_back(request, person)})


def _book_form(request: HttpRequest, user: User, person: Person) -> BookForm:
    kind = request.GET.get("kind", "")
    kind = kind if kind in all_kinds() and all_kinds()[kind].contact else ""
    enrolment = _asked_enrolment(user, person, request.GET.get("enrolment", ""))
    minutes = usual_minutes(enrolment, kind) if enrolment and kind else None
    data = request.POST if request.method == "POST" else None
    initial = {"minutes": minutes, "medium": "phone" if kind == "phone-call" else "face"}
    return BookForm(data, user=user, person=person, today=today(), kind=kind, enrolment=enrolment, initial=initial)


def _asked_enrolment(user: User, person: Person, ref: str) -> Enrolment | None:
    return next((one for one in open_enrolments(user, [person]) if one.ref == ref), None) if ref else None


def _booked(user: User, person: Person, form: BookForm) -> Booking | None:
    try:
        return book_contact(
            by=user,
            person=person,
            arrangement=form.cleaned_data["arrangement"],
            worker=form.said_worker,
            enrolment=form.said_enrolment,
            sensitivity=form.said_level,
            override=form.cleaned_data.get("override", ""),
            token=form.said_token,
        )
    except RestrictedError as refusal:
        form.refuse(refusal)
    except NotToldError as untold:
        form.refuse_untold(untold)
    except BookingError as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    found = access_booking(user, ref, action=Action.RECORD)
    if not found.is_open:
        return redirect(booking_url(found.row))
    person = found.row.person
    data = request.POST if request.method == "POST" else None
    form = MoveForm(data, user=user, person=person, today=today(), kind=found.row.kind, initial=_as_booked(found))
    if data is not None and form.is_valid() and (moved := _moved(user, found.row, form)):
        messages.success(request, "Moved. Tell everybody who was to come.")
        return redirect(booking_url(moved))
    return _show(request, form, person, {"cancel_url": booking_url(found.row), "moving": found.row})


def _as_booked(found: Booked) -> dict[str, Any]:
    row = found.row
    return {
        "kind": row.kind,
        "on": row.on.isoformat(),
        "at": row.at,
        "minutes": row.minutes,
        "medium": row.medium,
        "place": row.place,
        "other_names": row.other_names,
        "circle": [str(member.pk) for member in found.circle],
        "worker": row.worker.ref,
    }


def _moved(user: User, row: Booking, form: MoveForm) -> Booking | None:
    said = form.cleaned_data
    try:
        return move_booking(
            by=user,
            booking=row,
            arrangement=said["arrangement"],
            asked_by=said["asked_by"],
            because=said["because"],
            worker=form.said_worker,
            override=said.get("override", ""),
        )
    except RestrictedError as refusal:
        form.refuse(refusal)
    except NotToldError as untold:
        form.refuse_untold(untold)
    except BookingError as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
    return None


def _show(request: HttpRequest, form: BookForm, person: Person, more: dict[str, Any]) -> HttpResponse:
    context = {
        "form": form,
        "person": person,
        "do_not": do_not_of(form.user, [person], form.today),
        "page_url": request.get_full_path(),
        "record_url": "",
        "moving": None,
    }
    return render(request, "casework/book.html", context | more)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    found = access_booking(user, ref, action=Action.RECORD)
    if not found.is_open:
        return redirect(booking_url(found.row))
    form = CancelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_booking(by=user, booking=found.row, **form.cleaned_data)
            messages.success(request, "Cancelled. Tell everybody who was to come.")
            return redirect(booking_url(found.row))
        except BookingError as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
    context = {
        "form": form,
        "person": found.row.person,
        "row": booking_row(user, found, today()),
        "page_url": request.get_full_path(),
        "cancel_url": booking_url(found.row),
        "record_url": "",
    }
    return render(request, "casework/cancel_booking.html", context)


@require_safe
def promised(request: HttpRequest, ref: str) -> HttpResponse:
    """From a line on Today: on its day to the form that records it, before that to the booking."""
    row = booking_of_promise(ref)
    check(user_of(request), Action.VIEW, row)
    return redirect(record_url(row) if row.on <= today() and row.contact_id is None else booking_url(row))
