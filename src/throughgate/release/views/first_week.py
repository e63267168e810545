"""The board of first weeks, and why nobody saw somebody."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Ability, Action, require
from throughgate.accounts.requests import user_of
from throughgate.casework.views.asking import way_back
from throughgate.common.clock import today
from throughgate.people.rules.scopes import SCOPE_WORDS, Scope, scope_from
from throughgate.people.selectors.scopes import scopes_for
from throughgate.people.views.pages import reach_person
from throughgate.release.forms.first_week import NotSeenForm
from throughgate.release.known_first_week import counted
from throughgate.release.selectors.first_week import Out, board_for
from throughgate.release.selectors.week_details import details_of
from throughgate.release.services.not_seen import NotSeenError, say_not_seen, take_not_seen_back
from throughgate.release.views.first_week_words import LEGEND, board_row
from throughgate.release.views.home_words import levels_of
from throughgate.web.undo import say_done

PER_PAGE = 40
Row = dict[str, Any]


@require_safe
def show_board(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    on, counts = today(), counted()
    offered = scopes_for(user)
    scope = scope_from(request.GET.get("scope", ""), offered)
    days = counts.shown_for if request.GET.get("days") == str(counts.shown_for) else counts.window
    out = board_for(user, scope, on)
    waiting = [one for one in out if one.is_not_seen]
    lately = [one for one in out if not one.is_not_seen and (on - one.week.released_on).days <= days]
    page = Paginator([*waiting, *reversed(lately)], PER_PAGE).get_page(request.GET.get("page"))
    shown: list[Out] = list(page.object_list)
    details = details_of(user, shown, on)
    rows = [board_row(user, one, details, on) | {"is_waiting": one.is_not_seen} for one in shown]
    context = {
        "today": on,
        "scopes": [_choice(SCOPE_WORDS[each], _url(each, days), each is scope) for each in Scope if each in offered],
        "spans": [_choice(f"{number} days", _url(scope, number), number == days) for number in _spans()],
        "days": days,
        "waiting": [row for row in rows if row["is_waiting"]],
        "rest": [row for row in rows if not row["is_waiting"]],
        "rows": rows,
        "figures": _figures(out, waiting, on),
        "page_obj": page,
        "is_empty": not out,
        "legend": LEGEND,
        "here": request.get_full_path(),
    }
    return render(request, "release/first_week.html", context)


def _spans() -> tuple[int, int]:
    return counted().window, counted().shown_for


def _url(scope: Scope, days: int) -> str:
    return f"{reverse('release:first_week')}?{urlencode({'scope': scope.value, 'days': days})}"


def _choice(label: str, url: str, current: bool) -> Row:
    return {"label": label, "url": url, "current": current}


def _figures(out: list[Out], waiting: list[Out], on: Any) -> list[Row]:
    window = counted().window
    late = sum((on - one.week.released_on).days > window for one in waiting)
    new = sum((on - one.week.released_on).days <= window for one in out)
    return [
        {"number": new, "label": f"released in the last {window} days", "tone": "quiet"},
        {"number": len(waiting), "label": "not seen yet", "tone": "due" if waiting else "done", "url": "#waiting"},
        {"number": late, "label": "past their first week", "tone": "overdue" if late else "done", "url": "#waiting"},
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def why_not(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    person = reach_person(request, ref, "first week", Action.RECORD)
    form = NotSeenForm(
        request.POST if request.method == "POST" else None, levels=levels_of(user, person), today=today()
    )
    if form.is_bound and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("reason", "on", "words")}
        try:
            say_not_seen(by=user, person=person, sensitivity=form.said_level, **said)
        except NotSeenError as problem:
            form.blame(problem.field, str(problem))
        else:
            return _said(request, person.ref)
    context = {
        "form": form,
        "person": person,
        "title": "Why nobody will see them",
        "save_label": "Save",
        "cancel_url": reverse("release:first_week"),
        "record_url": "",
    }
    return render(request, "release/first_week_form.html", context)


def _said(request: HttpRequest, ref: str) -> HttpResponse:
    say_done(
        request,
        "Noted. They count as not seen, and leave the list of those to be seen.",
        reverse("release:not_seen_undo", kwargs={"ref": ref}),
    )
    return redirect(reverse("release:first_week"))


@require_POST
def undo_why_not(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    person = reach_person(request, ref, "first week", Action.RECORD)
    done = take_not_seen_back(by=user, person=person)
    messages.info(request, "They stand on the list again." if done else "There is nothing to take back.")
    return redirect(way_back(request) if request.POST.get("next") else reverse("release:first_week"))
