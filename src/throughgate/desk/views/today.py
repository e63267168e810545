from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from throughgate.access.policy import Ability, has
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.desk.frame import navigation_of
from throughgate.desk.rules.today import (
    GROUP_WORDS,
    SHOWN_PER_GROUP,
    Group,
    group_from,
    week_words,
)
from throughgate.desk.selectors.drafts import open_drafts
from throughgate.desk.selectors.due import (
    DueGroup,
    due_counts,
    due_groups,
    group_rows,
    lines_for,
)
from throughgate.desk.selectors.unattended import not_met_since_release, without_worker
from throughgate.desk.selectors.week import dates_of_week, folded, released, with_gates
from throughgate.desk.views.boards import boards_of, learning_rows, look_at_rows, training_rows
from throughgate.desk.views.rows import not_met_rows, rows_of, unattended_rows
from throughgate.notices.selectors.texts import not_sent
from throughgate.people.rules.scopes import SCOPE_WORDS, Scope, scope_from
from throughgate.people.selectors.scopes import manages_others, scopes_for
from throughgate.release.selectors.at_gate import Gates
from throughgate.release.selectors.home import nowhere_to_go
from throughgate.release.views.home_words import nowhere_rows

PER_PAGE = 50
FEW = 3
FEW_OF_MANY = 5  # lines of a group for whoever answers for others' work: the pages behind hold all of them
SOON = timedelta(days=7)
TONES = {Group.OVERDUE: "overdue", Group.DUE: "due", Group.COMING: "quiet"}


@require_safe
def show_today(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    if not has(user, Ability.SEE_PEOPLE):
        return render(request, "desk/today_places.html", {"places": navigation_of(user, ("desk", "today"))[1:]})
    offered = scopes_for(user)
    scope = scope_from(request.GET.get("scope", ""), offered)
    group = group_from(request.GET.get("group", ""))
    frame = {"today": today(), "scope": scope, "scopes": _switch(offered, scope, group)}
    if group:
        return render(request, "desk/today_group.html", frame | _one_group(request, user, scope, group))
    return render(request, "desk/today.html", frame | _whole_day(user, scope))


def _whole_day(user: User, scope: Scope) -> dict[str, Any]:
    on = today()
    dates = dates_of_week(user, scope, on)
    gates = Gates(user, (line.person.pk for line in released(dates)))
    groups = due_groups(user, scope, on, gates)
    week = with_gates(dates, gates, on)
    lines = folded(week)
    for_others = manages_others(user)
    shown = FEW_OF_MANY if for_others and scope is not Scope.ME else SHOWN_PER_GROUP
    not_met = _few(not_met_since_release(user, scope, on), lambda rows: not_met_rows(user, rows))
    unattended = _unattended(user, on) if for_others else None
    nowhere = _nowhere(user, on) if for_others else None
    return {
        "week": lines[:FEW_OF_MANY],
        "week_rest": lines[FEW_OF_MANY:],
        "week_words": week_words([line.kind for line in week]),
        "figures": [
            *_first_figures(nowhere, not_met, unattended),
            *(_figure(group.group, group.total, scope) for group in groups),
        ],
        "groups": [_group(group, scope, on, shown) for group in groups if group.total],
        "not_met": not_met,
        "drafts": open_drafts(user),
        "unattended": unattended,
        "nowhere": nowhere,
        "look_at": look_at_rows(user, on),
        "learning": learning_rows(user, on),
        "training": training_rows(user, on),
        "not_reached": not_sent(user, on).count(),
        "boards": boards_of(user, on),
        "may_add": has(user, Ability.ADD_PERSON),
    }


class CountedPaginator(Paginator[Any]):
    """The cards above the list have counted the rows already."""

    def __init__(self, rows: Any, per_page: int, total: int) -> None:
        super().__init__(rows, per_page)
        self.total = total

    @cached_property
    def count(self) -> int:
        return self.total


def _unattended(user: User, on: date) -> dict[str, Any]:
    few = _few(without_worker(user, on), unattended_rows)
    return few | {"url": reverse("people:unassigned"), "label": "Everybody without a worker"}


def _nowhere(user: User, on: date) -> dict[str, Any]:
    """Whoever comes out within a week stands there unfolded, however many they are. Whoever is still to come is on the
    page in any case, one tap away: theirs can still be changed in time.
    """
    found = nowhere_to_go(user, on)
    to_come = sum(not one.home.is_out for one in found)
    rows = nowhere_rows(found, on)
    first = max(sum(not one.home.is_out and one.on <= on + SOON for one in found), min(FEW, len(rows)))
    last = max(first, to_come, SHOWN_PER_GROUP)
    return {
        "first": rows[:first],
        "rest": rows[first:last],
        "to_come": to_come,
        "out": len(rows) - to_come,
        "is_cut": len(rows) > last,
    }


def _first_figures(*few: dict[str, Any] | None) -> list[dict[str, Any]]:
    """What somebody who answers for others sees to before all else, counted, each leading to its part of the page."""
    nowhere, not_met, unattended = few
    if nowhere is None or not_met is None or unattended is None:
        return []
    said = [
        (nowhere["to_come"] + nowhere["out"], "with nowhere to go", "#nowhere"),
        (_number(not_met), "released and not met", "#not-met"),
        (_number(unattended), "without a worker", "#unattended"),
    ]
    return [{"number": number, "label": label, "tone": "overdue", "url": url} for number, label, url in said if number]


def _number(few: dict[str, Any]) -> str | int:
    number = len(few["first"]) + len(few["rest"])
    return f"{number}+" if few["is_cut"] else number


def _few(found: Iterable[Any], as_rows: Callable[[list[Any]], list[dict[str, Any]]]) -> dict[str, Any]:
    """The first few, the rest folded away. The selectors give one row more than is shown: so a cut list says so."""
    rows = list(found)
    shown = as_rows(rows[:SHOWN_PER_GROUP])
    return {"first": shown[:FEW], "rest": shown[FEW:], "is_cut": len(rows) > SHOWN_PER_GROUP}


def _one_group(request: HttpRequest, user: User, scope: Scope, group: Group) -> dict[str, Any]:
    on = today()
    counts = due_counts(user, scope, on)
    page = CountedPaginator(group_rows(user, scope, group, on), PER_PAGE, counts[group]).get_page(
        request.GET.get("page")
    )
    return {
        "group": group,
        "title": GROUP_WORDS[group],
        "figures": [_figure(each, counts[each], scope, current=each is group) for each in Group],
        "rows": rows_of(lines_for(user, list(page.object_list), on), on),
        "page_obj": page,
        "whole_url": f"{reverse('desk:today')}?{urlencode({'scope': scope})}",
    }


def _group(due: DueGroup, scope: Scope, on: date, shown: int) -> dict[str, Any]:
    return {
        "code": due.group.value,
        "title": GROUP_WORDS[due.group],
        "rows": rows_of(due.lines[:shown], on),
        "total": due.total,
        "more": due.more + max(len(due.lines) - shown, 0),
        "url": _url(scope, due.group),
    }


def _figure(group: Group, number: int, scope: Scope, *, current: bool = False) -> dict[str, Any]:
    tone = TONES[group] if number else "quiet"
    return {"number": number, "label": GROUP_WORDS[group], "tone": tone, "url": _url(scope, group), "current": current}


def _switch(offered: tuple[Scope, ...], scope: Scope, group: Group | None) -> list[dict[str, Any]]:
    in_order = [each for each in Scope if each in offered]
    return [{"label": SCOPE_WORDS[each], "url": _url(each, group), "current": each is scope} for each in in_order]


def _url(scope: Scope, group: Group | None) -> str:
    asked = {"scope": scope.value} | ({"group": group.value} if group else {})
    return f"{reverse('desk:today')}?{urlencode(asked)}"
