from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughgate.audit import selectors
from throughgate.audit.forms import TrailForm
from throughgate.audit.models import Event
from throughgate.audit.people_source import people_source
from throughgate.audit.rules import action_words, detail_words, subject_words
from throughgate.audit.services import record_event
from throughgate.common.abilities import abilities

READ_AUDIT = "read the audit trail"


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    abilities.require(request.user, READ_AUDIT)
    form = TrailForm(request.GET if set(request.GET) - {"before"} else None, user=request.user)
    if form.is_bound and not form.is_valid():
        return render(request, "audit/trail.html", {"form": form, "rows": [], "before": None})
    filters = form.filters() if form.is_bound else selectors.Filters()
    before = _before(request)
    page = selectors.page_of(selectors.narrow(selectors.list_events(request.user), filters), before)
    if before is None:
        record_event(by=request.user, action="audit.read", filters=filters.names())
    context = {"form": form, "rows": _rows(page.events), "before": page.before, "is_first": before is None}
    return render(request, "audit/trail.html", context)


@require_safe
def person(request: HttpRequest, ref: str) -> HttpResponse:
    """Who read and who wrote one person's record, for those who may open it."""
    abilities.require(request.user, READ_AUDIT)
    found = people_source.person_for(request.user, ref)
    events = selectors.narrow(selectors.list_events(request.user), selectors.Filters(person_ref=found.ref))
    page = selectors.page_of(events, _before(request))
    context = {"person": found, "rows": _rows(page.events), "before": page.before, "is_first": _before(request) is None}
    return render(request, "audit/person.html", context)


def _before(request: HttpRequest) -> int | None:
    text = request.GET.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _rows(events: list[Event]) -> list[dict[str, Any]]:
    return [
        {
            "at": event.at,
            "who": event.by.name if event.by else "Nobody signed in",
            "what": action_words(event.action),
            "person_ref": event.person_ref,
            "subject": subject_words(event.action, event.subject),
            "details": detail_words(event.details),
        }
        for event in events
    ]
