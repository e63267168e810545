from typing import Any, get_args

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughgate.access.policy import Ability, Action, can, has, require, role_may
from throughgate.accounts.models import Role, User
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.selectors import Whose, list_alone_soon, list_people, list_unassigned, summaries_of
from throughgate.people.selectors.duplicates import list_pairs

PER_PAGE = 25
LABELS: dict[Whose, str] = {"me": "My caseload", "team": "My team", "sites": "My sites"}


@require_safe
def show_people(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    whose = _whose(request, user)
    page = Paginator(list_people(user, whose, today()), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": summaries_of(page.object_list, today()),
        "today": today(),
        "whose": whose,
        "tabs": [
            {"url": f"{reverse('people:list')}?whose={key}", "label": label, "current": key == whose}
            for key, label in _labels(user)
        ],
        "can_add": has(user, Ability.ADD_PERSON),
        "can_import": has(user, Ability.IMPORT_PEOPLE),
        "pairs": _pairs_words(list_pairs(user).count()) if role_may(user, Action.MERGE) else "",
        "unassigned": _unassigned_words(list_unassigned(user, today()).count()),
    }
    return render(request, "people/list.html", context)


@require_safe
def show_unassigned(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    page = Paginator(list_unassigned(user, today()), PER_PAGE).get_page(request.GET.get("page"))
    rows = summaries_of(page.object_list, today())
    context: dict[str, Any] = {
        "page_obj": page,
        "rows": [{"summary": row, "can_assign": can(user, Action.ASSIGN, row.person)} for row in rows],
        "soon": _alone_soon(user),
        "today": today(),
    }
    return render(request, "people/unassigned.html", context)


def _alone_soon(user: User) -> list[dict[str, Any]]:
    found = list_alone_soon(user, today())
    rows = summaries_of([one.person for one in found], today())
    return [
        {"summary": row, "from_on": one.from_on, "can_assign": can(user, Action.ASSIGN, row.person)}
        for row, one in zip(rows, found, strict=True)
    ]


def _labels(user: User) -> list[tuple[Whose, str]]:
    """A volunteer sees the people they are matched with and nobody else: one list."""
    return [("me", "People I am matched with")] if user.role == Role.VOLUNTEER else list(LABELS.items())


def _unassigned_words(count: int) -> str:
    if count == 0:
        return ""
    return "1 person has no worker" if count == 1 else f"{count} people have no worker"


def _pairs_words(count: int) -> str:
    if count == 0:
        return ""
    return "1 pair of records may be one person’s" if count == 1 else f"{count} pairs of records may be one person’s"


def _whose(request: HttpRequest, user: User) -> Whose:
    asked = request.GET.get("whose", "")
    known = [key for key, _ in _labels(user)]
    default: Whose = "sites" if user.role == Role.MANAGER else "me"
    return next((key for key in get_args(Whose) if key == asked and key in known), default)
