"""Whose releases are to be moved together: listed, narrowed down, ticked over several pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from throughgate.accounts.models import User
from throughgate.common.clock import today
from throughgate.people.rules.scopes import SCOPE_WORDS, Scope, scope_from
from throughgate.people.selectors import Release
from throughgate.people.selectors.scopes import is_in, scopes_for
from throughgate.release.forms.replanning import MOST, ManyDatesForm
from throughgate.release.selectors.board import monday_of
from throughgate.release.selectors.replanning_list import Movable, Wished
from throughgate.release.views.board import week_words
from throughgate.web.words import day_words, when_words

PER_PAGE = 40
PAGE = "page-"  # a button that turns to a page is called so, with its number
LISTS = ("list", "all", "none")  # buttons that only list anew
FILTERS = ("scope", "prison", "week", "programme")
Row = dict[str, Any]


def is_listing(step: str) -> bool:
    return step in LISTS or step.startswith(PAGE)


def said_of(request: HttpRequest) -> dict[str, str]:
    """By what the list is narrowed down; what was sent goes before what the address says."""
    return {name: request.POST.get(name, request.GET.get(name, "")) for name in FILTERS}


def listed_for(user: User, movable: Movable, said: Mapping[str, str]) -> list[Release]:
    scope = scope_from(said["scope"], scopes_for(user))
    inside = is_in(user, scope, today())
    return movable.listed(Wished(inside, said["prison"], said["week"], said["programme"]))


def list_context(
    user: User, movable: Movable, listed: Sequence[Release], form: ManyDatesForm, said: Mapping[str, str], step: str
) -> Row:
    """Those ticked who are not on this page go with it unseen."""
    number = step.removeprefix(PAGE) if step.startswith(PAGE) else form.data.get("page", "1")
    page = Paginator(listed, PER_PAGE).get_page(number if step not in LISTS else 1)
    form.offer(one for one in movable.releases if one in page.object_list or one.person.ref in form.ticked)
    shown = {one.person.ref for one in page.object_list}
    away = [one for one in movable.releases if one.person.ref in form.ticked - shown]
    return {
        "rows": [_row(form, one) for one in page.object_list],
        "carried": [(one.person, form[f"on-{one.person.ref}"].value() or "") for one in away],
        "filters": _filters(user, movable, said),
        "page_obj": page,
        "pages": _pages(page),
        "number": len(movable.releases),
        "listed": len(listed),
        "ticked": len(form.ticked),
        "most": MOST,
    }


def _pages(page: Page[Release]) -> list[Row]:
    turns = [("Previous page", page.number - 1, page.has_previous()), ("Next page", page.number + 1, page.has_next())]
    return [{"words": words, "value": f"{PAGE}{number}"} for words, number, is_there in turns if is_there]


def _row(form: ManyDatesForm, one: Release) -> Row:
    return {
        "person": one.person,
        "day": day_words(one.on),
        "when": when_words(one.on, today()),
        "ticked": one.person.ref in form.ticked,
        "field": form[f"on-{one.person.ref}"],
    }


def _filters(user: User, movable: Movable, said: Mapping[str, str]) -> list[Row]:
    offered = scopes_for(user)
    sites = {str(one.person.site_id): one.person.site.name for one in movable.releases}
    mondays = sorted({monday_of(one.on) for one in movable.releases})
    weeks = {monday.isoformat(): week_words(monday, today()) for monday in mondays}
    scope = scope_from(said["scope"], offered)
    found = [
        ("scope", "Whose people", {each.value: SCOPE_WORDS[each] for each in Scope if each in offered}, scope.value),
        ("prison", "Prison", {"": "Every prison"} | _by_words(sites), said["prison"]),
        ("week", "Week of release", {"": "Every week"} | weeks, said["week"]),
        ("programme", "Programme", {"": "Every programme"} | _by_words(movable.titles), said["programme"]),
    ]
    return [
        {"name": name, "label": label, "choices": list(choices.items()), "value": value}
        for name, label, choices, value in found
        if len(choices) > 1
    ]


def _by_words(choices: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(choices.items(), key=lambda one: one[1]))
