from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from throughgate.access.policy import Ability, Action, require, visible
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.casework.forms import ContactForm, FindForm, WhoForm
from throughgate.casework.models import Booking, Contact
from throughgate.casework.rules.bookings import WITH_CIRCLE, WITHOUT_PERSON
from throughgate.casework.rules.contacts import ContactError
from throughgate.casework.selectors.bookings import Booked, access_booking
from throughgate.casework.selectors.contacts import (
    open_enrolments,
    people_by_refs,
    suggested_people,
    titles_met_by,
    usual_minutes,
)
from throughgate.casework.services import UnexplainedError, record_contact
from throughgate.casework.services.spoken_with import untold_in
from throughgate.casework.views.asking import way_back
from throughgate.casework.views.booking_words import as_recorded, minutes_choice
from throughgate.casework.views.drafts import about_drafts, keep_for_later
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.selectors import access_person, search_people
from throughgate.people.selectors.restrictions import do_not_of
from throughgate.programmes.models import Enrolment
from throughgate.record.kinds import all_kinds

MOST_PEOPLE = 12
FOUND = 8


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    if request.method == "POST":
        return _posted(request, user)
    booked = _asked_booking(request, user)
    refs = [booked.row.person.ref] if booked else request.GET.getlist("person")[:MOST_PEOPLE]
    if not refs:
        return _show_who(request, WhoForm(people=suggested_people(user)))
    people = [access_person(user, ref, action=Action.RECORD, page="record a contact") for ref in dict.fromkeys(refs)]
    page = about_drafts(request, user, f"contact:{people[0].ref}")
    if page["kept"] is not None:
        people = people_by_refs(user, page["kept"].getlist("person")) or people
    return _show(request, _form(request, user, people, kept=page["kept"]), page)


@require_http_methods(["GET", "POST"])
def who(request: HttpRequest) -> HttpResponse:
    """The first step: choose people, or look for them. Names are posted, so that none stands in an address."""
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    if request.method == "GET":
        return redirect("casework:record")
    chosen = people_by_refs(user, request.POST.getlist("person"))
    looked_for = request.POST.get("find", "").strip()
    found = _found(user, looked_for)
    offered = _together(chosen, found, suggested_people(user))
    if request.POST.get("action") == "find":
        form = WhoForm(
            people=offered, initial={"person": [p.ref for p in chosen], "find": request.POST.get("find", "")}
        )
        return render(request, "casework/who.html", {"form": form, "looked_for": request.POST.get("find", "")})
    form = WhoForm(request.POST, people=offered)
    if not form.is_valid():
        return _show_who(request, form)
    query = [("person", ref) for ref in form.cleaned_data["person"][:MOST_PEOPLE]]
    return redirect(f"{reverse('casework:record')}?{urlencode(query)}")


def _show_who(request: HttpRequest, form: WhoForm, **found: Any) -> HttpResponse:
    return render(request, "casework/who.html", found | {"form": form, "record_url": ""})


def _posted(request: HttpRequest, user: User) -> HttpResponse:
    people = people_by_refs(user, request.POST.getlist("person")[:MOST_PEOPLE])
    page = about_drafts(request, user, "contact")
    action = request.POST.get("action")
    if action == "draft":
        return keep_for_later(request, user, people[0] if people else None)
    if action in ("find", "more"):
        return _show(request, _form(request, user, people, kept=_asked_for_more(request)), page)
    form = _form(request, user, people, data=request.POST)
    booked = _asked_booking(request, user)
    booking = booked.row if booked else None
    if form.is_valid() and (contact := _save(form, user, request.POST.get("draft", ""), booking)):
        return _saved(request, user, contact, form)
    return _show(request, form, page)


def _asked_for_more(request: HttpRequest) -> Any:
    kept = request.POST.copy()
    if request.POST.get("action") == "more":
        rows = kept.get("rows", "1")
        kept["rows"] = str(int(rows) + 1) if rows.isascii() and rows.isdigit() else "2"
    return kept


def _form(
    request: HttpRequest, user: User, people: Sequence[Person], *, data: Any = None, kept: Any = None
) -> ContactForm:
    booked = _asked_booking(request, user)
    kind = booked.row.kind if booked else request.GET.get("kind", "")
    kind = kind if kind in all_kinds() and all_kinds()[kind].contact else ""
    of_booking = booked.row.enrolment.ref if booked and booked.row.enrolment else ""
    enrolment = _asked_enrolment(user, people, of_booking or request.GET.get("enrolment", ""))
    known = {person.ref for person in people}
    others = [ref for ref in request.GET.getlist("person")[:MOST_PEOPLE] if ref not in known]
    asked = people_by_refs(user, others) if others and request.method == "POST" else ()
    offered = _together(asked, _found(user, request.POST.get("find", "")))
    return ContactForm(
        data,
        user=user,
        now=timezone.localtime(),
        people=people,
        offered=[person for person in offered if person not in people],
        kind=kind,
        enrolment=enrolment,
        kept=kept,
        initial=_usual_minutes(enrolment, kind) | (as_recorded(booked, today()) if booked else {}),
    )


def _asked_enrolment(user: User, people: Sequence[Person], ref: str) -> Enrolment | None:
    return next((one for one in open_enrolments(user, people) if one.ref == ref), None) if ref else None


def _asked_booking(request: HttpRequest, user: User) -> Booked | None:
    """The booking whose outcome is recorded; one that is closed already is left out."""
    ref = request.GET.get("booking", "")
    found = access_booking(user, ref, action=Action.RECORD) if ref else None
    return found if found and found.is_open else None


def _usual_minutes(enrolment: Enrolment | None, kind: str) -> dict[str, Any]:
    minutes = usual_minutes(enrolment, kind) if enrolment and kind else None
    return minutes_choice(minutes) if minutes is not None else {}


def _found(user: User, text: str) -> list[Person]:
    return list(visible(user, search_people(user, text[:100]), Action.RECORD)[:FOUND]) if text.strip() else []


def _together(*lists: Sequence[Person]) -> list[Person]:
    return list(dict.fromkeys(person for people in lists for person in people))


def _save(form: ContactForm, user: User, draft: str, booking: Booking | None) -> Contact | None:
    meeting = form.cleaned_data["meeting"]
    try:
        return record_contact(
            by=user,
            kind=meeting.kind,
            on=meeting.on,
            people=form.cleaned_data["people"],
            at=meeting.at,
            minutes=meeting.minutes,
            medium=meeting.medium,
            place=meeting.place,
            happened=meeting.happened,
            why_not=meeting.why_not,
            follow_ups=form.cleaned_data["follow_ups"],
            booking=booking,
            token=form.said_token,
            draft=draft,
        )
    except ContactError as problem:
        form.blame(problem)
    except UnexplainedError as unexplained:
        form.explain(unexplained)
    return None


def _saved(request: HttpRequest, user: User, contact: Contact, form: ContactForm) -> HttpResponse:
    people = [one.person for one in form.cleaned_data["people"]]
    met = titles_met_by(user, people, contact.people.values_list("entry_id", flat=True))
    messages.success(request, say_recorded(met))
    _warn_of_untold(request, contact, form)
    return redirect(way_back(request, people[0]))


def _warn_of_untold(request: HttpRequest, contact: Contact, form: ContactForm) -> None:
    """Somebody was met without the person, who has not said that they may know of us: asked as soon as can be. Or it
    is not said who was met.
    """
    people = form.cleaned_data["people"]
    if contact.happened and contact.kind in WITH_CIRCLE and not any(one.circle for one in people):
        messages.warning(request, "It does not say who it was with. Add them to the circle, so that it can be said.")
    if contact.happened and contact.kind in WITHOUT_PERSON:
        untold = untold_in((one.person, one.circle, one.other_names) for one in form.cleaned_data["people"])
        for member in untold:
            first = member.person.first_name
            words = f"{first} has not said that {member.name} may know of us. Ask {first} as soon as you can."
            messages.warning(request, words)


def say_recorded(met: Sequence[str]) -> str:
    return f"Recorded. This meets: {', '.join(met)}." if met else "Recorded."


def _show(request: HttpRequest, form: ContactForm, page: dict[str, Any]) -> HttpResponse:
    looked_for = request.POST.get("find", "").strip() if request.POST.get("action") == "find" else ""
    context = page | {
        "form": form,
        "do_not": do_not_of(form.user, form.people, form.now.date()),
        "find_form": FindForm(initial={"find": looked_for}),
        "looked_for": looked_for,
        "found_none": not _found(form.user, looked_for),
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "page_url": request.get_full_path(),
        "cancel_url": way_back(request, form.people[0] if form.people else None),
        "record_url": "",  # the frame's button leads here
    }
    return render(request, "casework/record.html", context)
