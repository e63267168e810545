"""The directory of places to live, and the boards of homes."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Ability, Action, has, require
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.selectors import access_person
from throughgate.release.forms.providers import FindForm, PlacesForm, ProviderForm
from throughgate.release.home_choices import home_choices
from throughgate.release.models import Provider
from throughgate.release.rules.home import HomeError, Kept
from throughgate.release.selectors.home import nowhere_to_go, open_applications, releases_to_come
from throughgate.release.selectors.homes_kept import homes_kept
from throughgate.release.selectors.providers import (
    Listed,
    Wanted,
    access_provider,
    is_known_postcode,
    list_providers,
    vacancies_of,
)
from throughgate.release.services.providers import (
    ProviderChangedError,
    SameNameError,
    add_provider,
    change_provider,
    say_vacancies,
)
from throughgate.release.views.home_words import nowhere_rows, waiting_row
from throughgate.web.pictures import Bar, draw_bar

PER_PAGE = 40
KEPT_OVER = timedelta(days=365)
FEW_PLACES = range(6)
# A home is looked for round where somebody is to live: a bar is full at this distance.
FAR = 50  # kilometres


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """`for` names the person for whom a place is looked for."""
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    ref = request.GET.get("for", "")
    person = access_person(user, ref, action=Action.RECORD, page="the directory of homes") if ref else None
    form = FindForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    wanted = Wanted(**{name: said[name] for name in _ASKED if said.get(name)})
    page = Paginator(list_providers(wanted, today()), PER_PAGE).get_page(request.GET.get("page"))
    rows = [_row(one, person) for one in page.object_list]
    near = wanted.near.strip()
    context = {
        "form": form,
        "rows": rows,
        "page_obj": page,
        "total": page.paginator.count,
        "person": person,
        "near": near,
        "near_unknown": bool(near) and not is_known_postcode(near),
        "is_asked": any(request.GET.get(name) for name in _ASKED),
        "may_keep": has(user, Ability.KEEP_DIRECTORY),
        "few_places": FEW_PLACES,
        "page_url": request.get_full_path(),
        "clear_url": f"{reverse('release:homes')}?{urlencode({'for': person.ref})}" if person else "",
    }
    return render(request, "release/homes.html", context)


_ASKED = ("kind", "takes", "town", "near", "free", "closed")


def _row(one: Listed, person: Any) -> dict[str, Any]:
    apply_url = ""
    if person and one.row.is_active:
        page = reverse("release:apply_for_home", kwargs={"ref": person.ref})
        apply_url = f"{page}?{urlencode({'provider': one.row.ref})}"
    return {
        "row": one.row,
        "words": one.words,
        "tone": one.tone,
        "is_stale": one.is_stale,
        "url": reverse("release:provider", kwargs={"ref": one.row.ref}),
        "apply_url": apply_url,
        "takes": _words(one.row.takes),
        "not_taken": _words(one.row.not_taken),
        "away": _away(one.away) if one.away is not None else None,
    }


def _away(kilometres: float) -> dict[str, Any]:
    return {
        "bar": draw_bar(min(kilometres, FAR), FAR, "action"),
        "words": f"{kilometres:.0f} km away" if kilometres >= 1 else "less than 1 km away",
    }


def _words(codes: list[str]) -> str:
    known = home_choices()["takes"]
    said = [known[code].lower() for code in codes if code in known]
    return ", ".join(said)


@require_safe
def provider(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    found = access_provider(ref, today())
    context = {
        "one": found,
        "facts": _facts(found.row),
        "vacancies": vacancies_of(found.row),
        "form": PlacesForm(),
        "few_places": FEW_PLACES,
        "may_keep": has(user, Ability.KEEP_DIRECTORY),
        "changes": found.row.history.select_related("history_user").order_by("-history_date")[:10],
    }
    return render(request, "release/provider.html", context)


def _facts(row: Provider) -> list[dict[str, str]]:
    where = ", ".join(part for part in (row.address, row.town, row.postcode) if part)
    rows = [
        ("What it is", row.get_kind_display()),
        ("Where", where),
        ("E-mail", row.email),
        ("How to ask", row.route),
        ("Takes", _words(row.takes).capitalize()),
        ("Does not take", _words(row.not_taken).capitalize()),
        ("In their own words", row.own_words),
        ("Good to know", row.notes),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


@require_http_methods(["GET", "HEAD", "POST"])
def new_provider(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.KEEP_DIRECTORY)
    form = ProviderForm(request.POST if request.method == "POST" else None)
    same: Sequence[Provider] = ()
    if form.is_bound and form.is_valid():
        try:
            said = form.cleaned_data
            made = add_provider(by=user, token=said["token"], is_another=said["is_another"], **form.said)
            messages.success(request, "Added to the directory. Say how many places they have.")
            return redirect("release:provider", ref=made.ref)
        except SameNameError as problem:
            form.add_error("is_another", "Look whether it is this one. If it is not, tick that it is another place")
            same = problem.found
        except (HomeError, ValidationError) as problem:
            _blame(form, problem)
    return _form(request, form, "Add a place to live", reverse("release:homes"), same)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_provider(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.KEEP_DIRECTORY)
    found = access_provider(ref, today()).row
    form = ProviderForm(request.POST if request.method == "POST" else None, instance=found)
    if form.is_bound and form.is_valid():
        try:
            change_provider(by=user, provider=found, version=form.cleaned_data["version"] or 0, **form.said)
            messages.success(request, "Changed. What it was before stays in its history.")
            return redirect("release:provider", ref=ref)
        except ProviderChangedError:
            form.add_error(None, "Somebody else changed this while you were typing. Open it again and look at theirs.")
        except (HomeError, ValidationError) as problem:
            _blame(form, problem)
    return _form(request, form, "Change a place to live", reverse("release:provider", kwargs={"ref": ref}))


@require_POST
def say_places(request: HttpRequest, ref: str) -> HttpResponse:
    """One tap on a number; the form asks for larger ones."""
    user = user_of(request)
    require(user, Ability.KEEP_DIRECTORY)
    found = access_provider(ref, today()).row
    form = PlacesForm(request.POST)
    if form.is_valid():
        say_vacancies(by=user, provider=found, places=form.cleaned_data["places"], said_by=form.cleaned_data["said_by"])
        messages.success(request, f"{found.name}: noted, said today.")
    else:
        long = "said_by" in form.errors
        words = (
            "Who said so must be 80 characters or fewer." if long else "Enter how many places they have, as a number."
        )
        messages.error(request, words)
    return redirect("release:provider", ref=ref)


def _form(
    request: HttpRequest, form: ProviderForm, title: str, back: str, same: Sequence[Provider] = ()
) -> HttpResponse:
    context = {"form": form, "title": title, "cancel_url": back, "same": same}
    return render(request, "release/provider_form.html", context)


def _blame(form: ProviderForm, problem: HomeError | ValidationError) -> None:
    if isinstance(problem, HomeError):
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
    else:
        form.add_error(None, problem.messages)


@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """Who has nowhere to go, and every application that waits for something."""
    user, on = user_of(request), today()
    require(user, Ability.SEE_PEOPLE)
    mine = request.GET.get("scope") == "me"
    shown, asked = open_applications(user, mine=mine, page=request.GET.get("page"))
    inside = releases_to_come([one.row.person for one in asked], on)
    rows = [waiting_row(user, one, on, inside.get(one.row.person_id)) for one in asked]
    page = reverse("release:home_applications")
    context = {
        "page_obj": shown,
        "total": shown.paginator.count,
        "nowhere": nowhere_rows(nowhere_to_go(user, on), on) if shown.number == 1 else [],
        "late": [row for row in rows if row["tone"] != "quiet"],
        "coming": [row for row in rows if row["tone"] == "quiet"],
        "scopes": [
            {"label": "Everybody", "url": page, "current": not mine},
            {"label": "Mine", "url": f"{page}?scope=me", "current": mine},
        ],
        "today": on,
    }
    return render(request, "release/home_applications.html", context)


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """How many still had their home, of those whose day to ask has come in the last year."""
    user, on = user_of(request), today()
    require(user, Ability.SEE_PEOPLE)
    sites = homes_kept(user, on - KEPT_OVER, on)
    context = {"sites": [{"site": one.site, "bars": [_bar(*after) for after in one.after.items()]} for one in sites]}
    return render(request, "release/homes_kept.html", context)


def _bar(weeks: int, kept: Kept) -> Bar:
    """A full bar is everybody whose day to ask has come."""
    said = [
        (kept.still, "still there"),
        (kept.moved, "moved on to another home"),
        (kept.lost, "lost it"),
        (kept.inside, "back in custody"),
        (kept.missing, "not known"),
    ]
    words = ", ".join(f"{number} {what}" for number, what in said if number)
    label = f"After {weeks} weeks: {words}" if kept.due else f"After {weeks} weeks"
    share = kept.kept / kept.due if kept.due else 0
    return Bar(label, share, f"{kept.kept} of {kept.due}" if kept.due else "None due yet")
