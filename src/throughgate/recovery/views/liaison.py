"""Prison and probation, in one place: before release, on licence and beyond."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughgate.access.policy import Action, can
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.selectors.sharing import sharing_lines
from throughgate.programmes.asking import Asked, record_url
from throughgate.recovery.kinds import LIAISON
from throughgate.recovery.selectors.liaison import liaison_of, talks_of
from throughgate.recovery.selectors.road import next_of
from throughgate.recovery.views.pages import frame, reach

OFFICES = frozenset({"probation", "prison"})
PER_PAGE = 20


@require_safe
def liaison(request: HttpRequest, ref: str) -> HttpResponse:
    user, person = user_of(request), reach(request, ref)
    due = next((one for one in next_of(user, person) if one.kind == LIAISON), None)
    asked = due.url if due else record_url(person, Asked("In touch", kinds=(LIAISON,)), "")
    record = f"{asked}&{urlencode({'next': request.path})}"
    context = {
        "stand": liaison_of(person, today()),
        "due": due,
        "record_url": record if can(user, Action.RECORD, person) else "",
        "offices": [line for line in sharing_lines(user, person, today()) if line.recipient.kind in OFFICES],
        "page": Paginator(talks_of(user, person), PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "recovery/liaison.html", context | frame(request, person))
