"""The family of somebody: what is next, where each member stands, the plan and the workshop."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughgate.access.policy import Ability, Action, can, require
from throughgate.accounts.requests import user_of
from throughgate.casework.selectors.crisis import open_contact_ref
from throughgate.casework.selectors.plan import show_version
from throughgate.common.clock import today
from throughgate.family.forms import AddForm, BookForm, CameForm, MeetForm, WorkshopForm
from throughgate.family.kinds import MEETINGS
from throughgate.family.models import Workshop
from throughgate.family.rules.standing import TITLES, WAY
from throughgate.family.selectors.members import (
    CONNECTION,
    Member,
    access_workshop,
    by_place,
    check_of_promise,
    circle_to_add,
    connection_plan,
    may_read,
    members_of,
    workshop_waived,
    workshops_of,
)
from throughgate.family.services.meetings import Held, arrange_workshop, book_meeting, record_meeting, record_workshop
from throughgate.family.services.members import add_member
from throughgate.family.views.pages import form_page, frame, reach
from throughgate.people.selectors import access_person


@require_safe
def of_person(request: HttpRequest, ref: str) -> HttpResponse:
    """Whoever does not work with this family reads why, and whom to ask; nothing of the family."""
    user = user_of(request)
    person = access_person(user, ref, page="family")
    if not may_read(user, person):
        return render(request, "family/closed.html", frame(request, person))
    members, workshops = members_of(user, person), workshops_of(user, person)
    plan, version = connection_plan(user, person)
    context = {
        "members": [_line(one) for one in members],
        "next": next((one for one in members if one.standing.next), None),
        "drawn": _drawn(members),
        "places": [TITLES[place] for place in WAY],
        "open_workshop": _open(workshops),
        "waived": workshop_waived(user, person),
        "plan": plan,
        "version": version,
        "agreed": [one.name for one in members if version and version.pk in {a.version_id for a in one.agreements}],
        "plan_url": f"{reverse('plan:person', kwargs={'ref': ref})}?{urlencode({'subject': CONNECTION})}",
        "may_write": may_read(user, person, Action.RECORD),
        "may_add": bool(circle_to_add(person)),
    }
    return render(request, "family/person.html", context | frame(request, person))


def _open(workshops: Sequence[Workshop]) -> Workshop | None:
    rows = (one for one in workshops if one.booking.contact_id is None and one.booking.cancelled_at is None)
    return next(rows, None)


def _line(one: Member) -> dict[str, Any]:
    return {
        "member": one,
        "marks": [one.standing.reached.get(place) for place in WAY],
    }


def _drawn(members: Sequence[Member]) -> list[dict[str, Any]]:
    """How far the family is: a place is behind them once each of them reached it."""
    count = by_place(members)
    done = [bool(members) and count.get(place, 0) == len(members) for place in WAY]
    now = done.index(False) if False in done else len(WAY)
    return [
        {
            "label": f"{TITLES[place]}: {count.get(place, 0)} of {len(members)}",
            "tone": "done" if done[at] else "now" if at == now else "next",
            "icon": "family",
        }
        for at, place in enumerate(WAY)
    ]


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, ref: str) -> HttpResponse:
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    form = AddForm(request.POST or None, circle=circle_to_add(person))
    return form_page(
        request, person, form,
        lambda: add_member(by=user, person=person, circle=form.rows[form.cleaned_data["circle"]]),
        title="Who of the family", done="Added. Ask them for themselves next.",
        about="Family and friends are chosen from the people around them. Whoever is missing is added there first.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, ref: str) -> HttpResponse:
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    form = BookForm(request.POST or None, members=members_of(user, person), initial=_asked_for(request))
    return form_page(
        request, person, form,
        lambda: book_meeting(
            by=user, person=person, kind=form.cleaned_data["kind"], members=form.chosen(), when=form.when(),
            override=form.cleaned_data["override"], token=form.cleaned_data["token"],
        ),
        title="Book a meeting", done="Booked.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def meet(request: HttpRequest, ref: str) -> HttpResponse:
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    form = MeetForm(
        request.POST or None, members=members_of(user, person), initial={"on": today(), **_asked_for(request)}
    )
    return form_page(
        request, person, form, lambda: _record(user, person, form), title="Record a meeting",
        done="Recorded. What one of them said in confidence is written on their own page.",
        about="The record will say that you met, and nothing of what was said.",
    )  # fmt: skip


def _record(user: Any, person: Any, form: MeetForm) -> None:
    given = form.cleaned_data
    held = Held(kind=given["kind"], when=form.when(), prepared=given["prepared"])
    record_meeting(by=user, person=person, members=form.chosen(), held=held, token=given["token"])


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    """What a link has filled in: whom, and what kind."""
    kind, member = request.GET.get("kind", ""), request.GET.get("member", "")
    return {"kind": kind if kind in MEETINGS else "", "members": [member] if member else []}


@require_http_methods(["GET", "POST"])
def arrange(request: HttpRequest, ref: str) -> HttpResponse:
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    form = WorkshopForm(request.POST or None, members=members_of(user, person))
    names = ("security", "travel", "keeper", "override", "token")
    return form_page(
        request, person, form,
        lambda: arrange_workshop(
            by=user, person=person, members=form.chosen(), when=form.when(),
            **{name: form.cleaned_data[name] for name in names},
        ),
        title="Arrange the workshop", done="Arranged. It stands among what is due.",
        about="Each member is invited only after a yes to the workshop, and while a safeguarding check holds.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def workshop(request: HttpRequest, ref: str, workshop: str) -> HttpResponse:
    """Before it: what was arranged. Afterwards: who came, and who agreed to the plan."""
    user, person = user_of(request), reach(request, ref)
    row = access_workshop(user, person, workshop, Action.RECORD if request.method == "POST" else Action.VIEW)
    row.person = person
    _, version = connection_plan(user, person)
    ready = bool(version and version.agreed_at)
    form = CameForm(request.POST or None, members=members_of(user, person), has_plan=ready)
    return form_page(
        request, person, form, lambda: _came(user, row, form, version if ready else None),
        title="Family workshop", done="Recorded. Ask each of them how it was within two weeks.",
        template="family/workshop.html", workshop=row, button="Save who came",
        contact_ref=open_contact_ref(user, row.booking.contact),
        may_write=can(user, Action.RECORD, row) and row.booking.contact_id is None and row.booking.on <= today(),
    )  # fmt: skip


def _came(user: Any, row: Workshop, form: CameForm, version: Any) -> None:
    agreed = form.chosen("agreed") if version else []
    record_workshop(
        by=user, row=row, came=form.chosen(), agreed=agreed, version=version, minutes=form.cleaned_data["minutes"]
    )


@require_safe
def copy(request: HttpRequest, ref: str) -> HttpResponse:
    """The connection plan for taking away: its steps alone, and nothing that either side said in confidence."""
    user, person = user_of(request), reach(request, ref)
    plan, version = connection_plan(user, person)
    shown = show_version(user, plan, version, today()) if plan and version else None
    return render(request, "family/copy.html", {"person": person, "shown": shown, "today": today()})


@require_safe
def promised(request: HttpRequest, ref: str) -> HttpResponse:
    """From a line on Today to the check that waits for its answer, or to the page on which to ask again."""
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    row = check_of_promise(user, ref)
    if row.answer:
        return redirect("family:safe", ref=row.member.person.ref, member=row.member.ref)
    return redirect("family:answer", ref=row.member.person.ref, check=row.ref)


@require_safe
def due(request: HttpRequest, ref: str) -> HttpResponse:
    """From a line on Today: to the family, for those who work with it; else to casework’s form of a contact."""
    user = user_of(request)
    person = access_person(user, ref, action=Action.RECORD, audit=False)
    kind = request.GET.get("kind", "")
    if may_read(user, person, Action.RECORD):
        return redirect("family:person", ref=person.ref)
    known = {"person": person.ref, "kind": kind, "enrolment": request.GET.get("enrolment", "")}
    return redirect(f"{reverse('casework:record')}?{urlencode({k: v for k, v in known.items() if v})}")
