from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughgate.access.policy import SENSITIVITY_CHOICES, Action, Hidden, can
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.casework.models import ContactPerson
from throughgate.casework.rules.contacts import say_minutes
from throughgate.casework.rules.crisis import names_words
from throughgate.casework.selectors.bookings import explained_of
from throughgate.casework.selectors.contacts import OpenContact, access_contact, latest_ref_of
from throughgate.common.clock import today
from throughgate.people.rules.same_words import names_in
from throughgate.record.kinds import kind_of

LEVELS = dict(SENSITIVITY_CHOICES)


@require_safe
def contact(request: HttpRequest, ref: str) -> HttpResponse:
    """One contact. What was corrected since is shown in its latest wording."""
    user = user_of(request)
    try:
        read = access_contact(user, ref)
    except Hidden:
        if later := latest_ref_of(user, ref):
            return redirect("casework:contact", ref=later)
        raise
    explained = explained_of(user, ref)
    context = {
        "contact": read.contact,
        "kind": kind_of(read.contact.kind),
        "facts": _facts(read),
        "parts": [_part(user, part) | {"despite": explained.get(part.person_id, [])} for part in read.parts],
        "several": len(read.parts) > 1,
        "promised": [{"row": row, "may_tick": can(user, Action.RECORD, row)} for row in read.promised],
        "today": today(),
    }
    return render(request, "casework/contact.html", context)


def _facts(read: OpenContact) -> list[dict[str, object]]:
    contact = read.contact
    rows = [
        ("Where", contact.place),
        ("How", contact.get_medium_display()),
        ("Began at", f"{contact.at:%H:%M}" if contact.at else ""),
        ("How long", say_minutes(contact.minutes) if contact.minutes else ""),
        ("Why not", contact.get_why_not_display()),
        ("Recorded by", contact.by.name),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def _part(user: User, part: ContactPerson) -> dict[str, object]:
    return {
        "row": part,
        "why": part.get_why_display(),
        "level": LEVELS[part.sensitivity],
        "circle": names_words([*(member.name for member in part.with_circle.all()), *names_in(part.other_names)]),
        "crisis_url": _crisis_url(part),
        "may_correct": can(user, Action.RECORD, part),
        "corrected": part.entry.corrects_id is not None,
    }


def _crisis_url(part: ContactPerson) -> str:
    return f"{reverse('crisis:raise')}?{urlencode({'person': part.person.ref, 'contact': part.contact.ref})}"
