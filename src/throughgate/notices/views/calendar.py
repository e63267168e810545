from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Ability, Forbidden, has, require
from throughgate.accounts.lockout import client_ip
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.accounts.selectors import get_account
from throughgate.common.clock import today
from throughgate.notices.forms import OwnNoticesForm
from throughgate.notices.models import FeedFetch
from throughgate.notices.rules.feed import calendar_text
from throughgate.notices.selectors.feed import events_of, open_feed, own_notices, team_feeds
from throughgate.notices.services.feed import (
    TooOftenError,
    choose_notices,
    end_feed,
    feed_of,
    make_feed,
    may_end_feed,
    note_fetch,
)

PRIVATE = "private, no-store"


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself. The address is all that it asks for; everything that does not open one is answered alike."""
    found = feed_of(token)
    if found is None:
        return _plain("Not found", 404)
    try:
        note_fetch(feed=found, address=client_ip(request) or "", now=timezone.now())
    except TooOftenError:
        answer = _plain("Too often. Try again in an hour.", 429)
        answer["Retry-After"] = "3600"
        return answer
    text = calendar_text(events_of(found.user, today(), request.build_absolute_uri))
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="throughgate.ics"'
    return _private(answer)


def _plain(words: str, status: int) -> HttpResponse:
    return _private(HttpResponse(words, content_type="text/plain; charset=utf-8", status=status))


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = PRIVATE
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def own(request: HttpRequest) -> HttpResponse:
    """Calendar and reminders: the switches, and the address if it has just been made."""
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    form = OwnNoticesForm(request.POST or None, chosen=own_notices(user))
    if form.is_valid():
        choose_notices(by=user, **form.cleaned_data)
        messages.success(request, "Saved. A calendar shows it when it next asks, usually within the hour.")
        return redirect("notices:own")
    return _show(request, user, form)


@require_POST
@never_cache
def make(request: HttpRequest) -> HttpResponse:
    """The one page that ever shows the address; it is not kept in the session, where it would be readable later."""
    user = user_of(request)
    token = make_feed(by=user)
    url = request.build_absolute_uri(reverse("notices:feed", args=[token]))
    form = OwnNoticesForm(None, chosen=own_notices(user))
    return _show(request, user, form, {"address": url, "webcal": f"webcal://{url.partition('://')[2]}"})


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    if end_feed(by=user, owner=user):
        messages.success(request, "The address opens nothing any more. Remove the calendar from your phone as well.")
    return redirect("notices:own")


@require_http_methods(["GET", "HEAD", "POST"])
def end_for(request: HttpRequest, ref: str) -> HttpResponse:
    """For a phone that was lost, by a manager or an administrator."""
    user, owner = user_of(request), get_account(ref)
    require(user, Ability.READ_AUDIT)
    if not may_end_feed(user, owner):
        raise Forbidden(Ability.MANAGE_ACCOUNTS)
    if request.method == "POST":
        done = end_feed(by=user, owner=owner)
        words = "The address opens nothing any more." if done else "They have no calendar that is open."
        messages.success(request, words)
        return redirect(_after(user, ref))
    context = {"account": owner, "feed": open_feed(owner), "back_url": _after(user, ref)}
    return render(request, "notices/end_for.html", context)


def _after(user: User, ref: str) -> str:
    return reverse("accounts:account", args=[ref]) if has(user, Ability.MANAGE_ACCOUNTS) else reverse("notices:own")


def _show(request: HttpRequest, user: User, form: OwnNoticesForm, more: dict[str, Any] | None = None) -> HttpResponse:
    found = open_feed(user)
    fetches = list(FeedFetch.objects.filter(feed=found)[:30]) if found else []
    context = {
        "form": form,
        "feed": found,
        "fetched": fetches[0] if fetches else None,
        "places_today": sum(one.on == today() for one in fetches),
        "address": "",
        "team": team_feeds(user),
    }
    return render(request, "notices/own.html", context | (more or {}))
