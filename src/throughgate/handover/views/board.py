from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughgate.access.policy import Ability, Action, Forbidden, require
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.groups.selectors.leading import alone_soon
from throughgate.handover.rules.continuity import FEWEST_FOR_A_SHARE, Measured
from throughgate.handover.selectors import board as reads
from throughgate.handover.selectors.caseload import manages_workers
from throughgate.handover.selectors.continuity import continuity_over
from throughgate.handover.selectors.groups import changing_hands
from throughgate.web.pictures import Bar

PER_PAGE = 40
LISTS = {
    "read": (reads.waiting_to_be_read, "Given and not read yet"),
    "tell": (reads.waiting_to_be_told, "The person has not been told yet"),
    "written": (reads.being_written, "Begun, and to be given"),
}


@require_safe
def show_board(request: HttpRequest) -> HttpResponse:
    """For a manager everything that could let somebody fall; for a worker what is theirs to read, tell and add. With
    `list` one of its lists, all of it.
    """
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    on = today()
    if request.GET.get("list") in LISTS:
        return _whole_list(request, user, request.GET["list"])
    context: dict[str, Any] = {
        "today": on,
        "manages": manages_workers(user),
        "to_read": reads.first_of(reads.waiting_to_be_read(user)),
        "to_tell": reads.first_of(reads.waiting_to_be_told(user)),
        "written": reads.first_of(reads.being_written(user)),
    }
    if context["manages"]:
        context |= _manager(user, on)
    context["figures"] = _figures(context)
    return render(request, "handover/board.html", context)


def _whole_list(request: HttpRequest, user: User, which: str) -> HttpResponse:
    rows, title = LISTS[which]
    page = Paginator(rows(user), PER_PAGE).get_page(request.GET.get("page"))
    what = which if which != "written" else "give" if manages_workers(user) else "read"
    context = {"today": today(), "page_obj": page, "title": title, "what": what}
    return render(request, "handover/list.html", context)


def _manager(user: User, on: date) -> dict[str, Any]:
    people, total = reads.without_worker(user, on)
    return {
        "without": people,
        "without_total": total,
        "soon": reads.without_worker_soon(user, on),
        "away": reads.times_away(user, on),
        "leavers": reads.leavers(user, on),
        "groups_alone": alone_soon(user, on),
        "changing": changing_hands(user, on),
        "caseloads": reads.caseload_counts(user, on),
    }


def _figures(context: dict[str, Any]) -> list[dict[str, Any]]:
    """The counts at the top: the most serious first."""
    found = []
    if context["manages"]:
        uncovered = sum(len(one.uncovered) for one in context["away"])
        found = [
            _figure(context["without_total"], "without a worker", "#without", "overdue"),
            _figure(uncovered, "not covered while their worker is away", "#away", "overdue"),
        ]
    return [
        *found,
        _figure(context["to_read"].total, "not read yet", "#read", "due"),
        _figure(context["to_tell"].total, "not told yet", "#tell", "due"),
    ]


def _figure(number: int, label: str, url: str, tone: str) -> dict[str, Any]:
    return {"number": number, "label": label, "url": url, "tone": tone if number else "done"}


@require_safe
def show_continuity(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    if not manages_workers(user):
        raise Forbidden(Action.ASSIGN)
    seen = continuity_over(user, today())
    context = {
        "seen": seen,
        "today": today(),
        "fewest": FEWEST_FOR_A_SHARE,
        "quarter_bars": _bars(seen.quarters),
        "site_bars": _bars(seen.sites),
        "board_url": reverse("handover:board"),
    }
    return render(request, "handover/continuity.html", context)


def _bars(rows: Iterable[Measured]) -> list[Bar]:
    """A bar only where there are enough people for a share; the words are there always."""
    return [
        Bar(row.label, 100 * row.share, row.words)
        if row.share is not None
        else Bar(row.label, None, f"{row.words}, too few for a share" if row.of else row.words)
        for row in rows
    ]
