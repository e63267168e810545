"""The board of everybody who is to be released in the next weeks."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from throughgate.access.policy import Ability, Action, require
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.casework.views.asking import way_back
from throughgate.common.clock import today
from throughgate.people.models import Confidence, Person
from throughgate.people.rules.scopes import SCOPE_WORDS, Scope, scope_from
from throughgate.people.selectors import access_person
from throughgate.people.selectors.scopes import scopes_for
from throughgate.release.selectors.basics import Line
from throughgate.release.selectors.board import Board, Leaving, Week, board_for, monday_of
from throughgate.release.services.basics import open_many
from throughgate.release.views.basic_words import basic_url, chip, cost_words, home_chip, ready_url
from throughgate.web.words import day_words, short_day_words, when_words

PER_PAGE = 40
MUST_START = 12
PAST_SHOWN = 12
OPENED_AT_ONCE = 50
Row = dict[str, Any]


@require_safe
def show_board(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    on = today()
    offered = scopes_for(user)
    scope = scope_from(request.GET.get("scope", ""), offered)
    board = board_for(user, scope, on)
    monday = _day(request.GET.get("week", ""))
    chosen = [one for one in board.leaving if monday is None or monday_of(one.on) == monday]
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    weeks = board.weeks(on, list(page.object_list))
    must = board.must_start(on)
    context = {
        "today": on,
        "scopes": [_choice(each, scope) for each in Scope if each in offered],
        "strip": [_strip(week, on, scope, monday) for week in weeks],
        "weeks": [_week(week, on) for week in weeks if week.leaving],
        "must_start": [_must(one, line, on) for one, line in must[:MUST_START]],
        "must_rest": max(0, len(must) - MUST_START),
        "past": [_past(one, on) for one in board.past[:PAST_SHOWN]],
        "past_rest": max(0, len(board.past) - PAST_SHOWN),
        "unopened": [_unopened(one, on) for one in board.unopened[:OPENED_AT_ONCE]],
        "unopened_rest": max(0, len(board.unopened) - OPENED_AT_ONCE),
        "total": len(board.leaving),
        "week": monday,
        "all_url": _url(scope),
        "page_obj": page,
        "figures": _figures(board, len(must)),
        "costs": cost_words(board.costs),
        "here": request.get_full_path(),
    }
    return render(request, "release/board.html", context)


def _day(text: str) -> date | None:
    try:
        return monday_of(date.fromisoformat(text))
    except ValueError:
        return None


def _url(scope: Scope, monday: date | None = None) -> str:
    asked = {"scope": scope.value} | ({"week": monday.isoformat()} if monday else {})
    return f"{reverse('release:board')}?{urlencode(asked)}"


def _choice(each: Scope, scope: Scope) -> Row:
    return {"label": SCOPE_WORDS[each], "url": _url(each), "current": each is scope}


def _figures(board: Board, must: int) -> list[Row]:
    homeless = sum(bool(one.home and not one.home.is_secured) for one in board.leaving)
    return [
        {"number": len(board.leaving), "label": "to be released", "tone": "quiet", "url": "#weeks"},
        {"number": must, "label": "to begin this week", "tone": "due" if must else "done", "url": "#must-start"},
        {"number": homeless, "label": "without a home so far", "tone": "due" if homeless else "done", "url": "#weeks"},
    ]


def _strip(week: Week, on: date, scope: Scope, chosen: date | None) -> Row:
    """One arch of the picture: how many leave in the week, and how many of them have everything."""
    return {
        "label": week_words(week.monday, on),
        "total": week.total,
        "ready": week.ready,
        "url": _url(scope, week.monday) if week.total else "",
        "tone": "quiet" if not week.total else "done" if week.ready == week.total else "action",
        "current": week.monday == chosen,
    }


def week_words(monday: date, on: date) -> str:
    weeks = (monday - monday_of(on)).days // 7
    return ("This week", "Next week")[weeks] if weeks < 2 else f"{short_day_words(monday)}"


def _week(week: Week, on: date) -> Row:
    weeks = (week.monday - monday_of(on)).days // 7
    title = ("This week", "Next week")[weeks] if weeks < 2 else f"Week of {day_words(week.monday)}"
    return {
        "title": title,
        "id": week.monday.isoformat(),
        "total": week.total,
        "ready": week.ready,
        "rows": [_row(one, on) for one in week.leaving],
    }


def _row(one: Leaving, on: date) -> Row:
    person, release = one.person, one.release
    # Whoever has no home yet stands out by that, whatever else is pressing.
    open_lines = sorted((line for line in one.readiness.lines if not line.is_done), key=lambda line: line.home is None)
    is_unseen = one.home and not any(line.home for line in one.readiness.lines)
    home = [home_chip(one.home)] if one.home and is_unseen and not one.home.is_secured else []
    chips = [chip(person, line, on) for line in open_lines]
    return {
        "person": person,
        "url": ready_url(person),
        "day": day_words(release.on),
        "when": when_words(release.on, on),
        "sure": Confidence(release.date.confidence).label if release.date else "",
        "place": person.site.name,
        "is_open": one.readiness.is_open,
        "open_chips": [*home, *chips],
        "done_chips": [chip(person, line, on) for line in one.readiness.lines if line.is_done],
        "done": one.readiness.done,
        "of": len(one.readiness.lines),
        "costs": cost_words(one.readiness.costs),
    }


def _must(one: Leaving, line: Line, on: date) -> Row:
    by_on = line.next.by_on if line.next else on
    return {
        "title": line.next.title if line.next else line.item.title,
        "url": basic_url(one.person, line.code),
        "person_name": one.person.name,
        "person_url": ready_url(one.person),
        "note": f"released {when_words(one.on, on)}",
        "when": when_words(by_on, on, late=True),
        "tone": "overdue" if by_on < on else "due",
        "icon": line.item.icon,
        "action_url": basic_url(one.person, line.code),
        "action_label": "Open",
    }


def _past(one: Leaving, on: date) -> Row:
    return {
        "title": one.person.name,
        "url": reverse("desk:person", kwargs={"ref": one.person.ref}),
        "person_name": one.person.site.name,
        "note": f"was to be released on {day_words(one.on)}",
        "when": when_words(one.on, on),
        "tone": "overdue",
        "icon": "gate",
        "action_url": reverse("people:record_move", kwargs={"ref": one.person.ref}),
        "action_label": "Say what happened",
    }


def _unopened(one: Leaving, on: date) -> Row:
    return {"person": one.person, "day": day_words(one.on), "when": when_words(one.on, on)}


@require_POST
def begin_many(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    refs = list(dict.fromkeys(request.POST.getlist("person")))[:OPENED_AT_ONCE]
    people = [_person(user, ref) for ref in refs]
    opened = open_many(by=user, people=people) if people else 0
    if opened:
        messages.success(request, f"Begun for {opened} {'person' if opened == 1 else 'people'}.")
    else:
        messages.info(request, "Tick whom to begin with first.")
    return redirect(way_back(request) if request.POST.get("next") else reverse("release:board"))


def _person(user: User, ref: str) -> Person:
    return access_person(user, ref, action=Action.RECORD, page="getting ready")
