"""What the views of this room share: who asks, the heading of a person's page, and how many questions a page has."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from throughgate.access.policy import Action
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.selectors import access_person, heading_of
from throughgate.story.models import FormRun
from throughgate.story.rules.paging import By
from throughgate.story.terms import Source, Sure

BY = "story_by"
HEARD = "story_heard"
NARROW = "tg_narrow"


def reach(request: HttpRequest, ref: str, page: str, action: Action = Action.VIEW) -> Person:
    """Opening a page is audited as a read; a POST is audited by the write it makes."""
    return access_person(user_of(request), ref, action=action, page=page, audit=request.method != "POST")


def frame(request: HttpRequest, person: Person) -> dict[str, Any]:
    return {"person": person, "heading": heading_of(user_of(request), person, today()), "tab": "told", "today": today()}


def pages_by(request: HttpRequest) -> By:
    """One question a page on a phone and in a narrow window, one section on a desk; or what was asked for, until they
    sign out. The window's width only a script can tell: app.js says it in a cookie.
    """
    asked = request.GET.get("by")
    if asked in ("one", "section"):
        request.session[BY] = asked
    kept = request.session.get(BY)
    if kept in ("one", "section"):
        return "one" if kept == "one" else "section"
    if request.COOKIES.get(NARROW) == "1":
        return "one"
    hint = request.headers.get("Sec-CH-UA-Mobile", "")
    is_phone = hint == "?1" or (not hint and "Mobi" in request.headers.get("User-Agent", ""))
    return "one" if is_phone else "section"


def vary(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["User-Agent", "Sec-CH-UA-Mobile", "Cookie"])
    return response


def heard_before(request: HttpRequest, run: FormRun) -> dict[str, Any]:
    """How the answers of this form were heard so far, where it was not face to face, today and surely."""
    kept = request.session.get(HEARD, {})
    if kept.get("run") != run.ref:
        return {}
    return {"heard_on": date.fromisoformat(kept["on"]), "source": Source(kept["source"]), "sure": Sure(kept["sure"])}


def keep_heard(request: HttpRequest, run: FormRun, heard: dict[str, Any]) -> None:
    usual = (heard["heard_on"], heard["source"], heard["sure"]) == (today(), Source.PERSON, Sure.SURE)
    if usual:
        request.session.pop(HEARD, None)
    else:
        kept = {"run": run.ref, "on": heard["heard_on"].isoformat(), "source": heard["source"], "sure": heard["sure"]}
        request.session[HEARD] = kept


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The page of ours they came from."""
    asked = request.POST.get("next") or ""
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if ours else otherwise
