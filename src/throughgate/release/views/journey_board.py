"""The board of journeys, for whoever plans them."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughgate.access.policy import Ability, require
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.rules.scopes import SCOPE_WORDS, Scope, scope_from
from throughgate.people.selectors.scopes import scopes_for
from throughgate.release.rules.journey import State
from throughgate.release.selectors.journeys import Looked, journeys_between
from throughgate.release.views.journey_words import journey_row
from throughgate.web.words import day_words, when_words

Row = dict[str, Any]
AHEAD = timedelta(days=28)
BEFORE = timedelta(days=1)  # what was on the road at midnight is still looked at
# Codes of the filter, what they show, and how a figure of them is toned where there are any.
SHOWS: dict[str, tuple[str, frozenset[State], str]] = {
    "nobody": ("without a driver", frozenset({State.NOBODY_ASKED, State.NOBODY_FREE}), "overdue"),
    "unanswered": ("not answered yet", frozenset({State.ASKED, State.TO_CONFIRM}), "due"),
    "found": ("with a driver", frozenset({State.AGREED, State.UNDER_WAY, State.ARRIVED}), "done"),
}


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.PLAN_JOURNEYS)
    on = today()
    offered = scopes_for(user)
    scope = scope_from(request.GET.get("scope", ""), offered)
    show = request.GET.get("show", "") if request.GET.get("show", "") in SHOWS else ""
    found = journeys_between(user, scope, on - BEFORE, on + AHEAD, on)
    chosen = [one for one in found if not show or one.state in SHOWS[show][1]]
    context = {
        "scopes": [
            {"label": SCOPE_WORDS[each], "url": _url(each, show), "current": each is scope}
            for each in Scope
            if each in offered
        ],
        "figures": [_figure(code, found, scope, show) for code in SHOWS],
        "days": list(_days(user, chosen, on)),
        "is_asked": bool(show),
        "whole_url": _url(scope, ""),
        "total": len(found),
    }
    return render(request, "release/journeys.html", context)


def _days(user: User, looks: Iterable[Looked], on: date) -> Iterable[Row]:
    for day, found in groupby(looks, key=lambda one: one.row.on):
        rows = [journey_row(one, user, on, one.row.person.name) for one in found]
        yield {"title": day_words(day), "when": when_words(day, on), "id": day.isoformat(), "rows": rows}


def _figure(code: str, found: Iterable[Looked], scope: Scope, show: str) -> Row:
    label, states, tone = SHOWS[code]
    number = sum(one.state in states for one in found)
    return {
        "number": number,
        "label": label,
        "tone": tone if number else "quiet",
        "url": _url(scope, code),
        "current": code == show,
    }


def _url(scope: Scope, show: str) -> str:
    asked = {"scope": scope.value} | ({"show": show} if show else {})
    return f"{reverse('release:journeys')}?{urlencode(asked)}"
