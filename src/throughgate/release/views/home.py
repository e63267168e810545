"""One person's way to a home: asked for, arranged, and what became of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.selectors import heading_of
from throughgate.people.services.restrictions import NotTheirCircleError, RestrictedError
from throughgate.people.views.pages import person_context, reach_person
from throughgate.release.forms.home import ApplyForm, ArrangeForm, AskedForm, StepForm
from throughgate.release.models import HomeApplication, HomeCheck, HomeState
from throughgate.release.rules.home import ASKED, STATES, HomeError
from throughgate.release.selectors.home import (
    Applied,
    access_application,
    addresses_of,
    applications_of,
    current_place,
    home_standings,
    of_promise,
    places_of,
)
from throughgate.release.selectors.providers import access_provider
from throughgate.release.selectors.telling import untold_homes
from throughgate.release.services.home import apply_for_home, arrange_home, take_step
from throughgate.release.services.telling import HomeNotToldError
from throughgate.release.views.home_words import (
    act_words,
    application_row,
    application_url,
    home_url,
    housing_consent_url,
    levels_of,
    place_row,
    step_words,
)


@require_safe
def home(request: HttpRequest, ref: str) -> HttpResponse:
    user, on = user_of(request), today()
    person = reach_person(request, ref, "home")
    addresses, applied = addresses_of(user, person), list(applications_of(user, person))
    untold = untold_homes(applied, on)
    standing = home_standings(user, [person], on)[person.pk]
    asked = [application_row(user, one, on, addresses, untold.get(one.row.pk), standing.release_on) for one in applied]
    places = places_of(user, person)
    current = current_place(places, on)
    context = {
        "standing": standing,
        "now": place_row(user, current, on, addresses) if current else None,
        "open": [row for row in asked if row["is_open"]],
        "closed": [row for row in asked if not row["is_open"]],
        "before": [place_row(user, one, on, addresses) for one in places if one is not current],
        "may_act": can(user, Action.RECORD, person),
    }
    return render(request, "release/home.html", context | person_context(request, person, "home"))


@require_safe
def application(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    found = access_application(user, ref)
    person = found.row.person
    context = {
        "person": person,
        "row": application_row(
            user,
            found,
            today(),
            addresses_of(user, person),
            untold_homes([found], today()).get(found.row.pk),
            home_standings(user, [person], today())[person.pk].release_on,
        ),
        "steps": [{"step": step, "words": step_words(step)} for step in reversed(found.steps)],
        "home_url": home_url(person),
        "today": today(),
    }
    return render(request, "release/home_application.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, ref: str) -> HttpResponse:
    """The provider stands in the address: it was chosen in the directory."""
    user = user_of(request)
    person = reach_person(request, ref, "ask for a home", Action.RECORD)
    provider = access_provider(request.GET.get("provider", ""), today())
    release_on = heading_of(user, person, today()).release_on
    data = request.POST if request.method == "POST" else None
    form = ApplyForm(data, levels=levels_of(user, person), now=timezone.localtime(), release_on=release_on)
    if data is not None and form.is_valid():
        try:
            made = apply_for_home(
                by=user,
                person=person,
                provider=provider.row,
                said=form.cleaned_data["said"],
                wanted_on=form.cleaned_data["wanted_on"],
                sensitivity=form.said_level,
                override=form.cleaned_data["override"],
                token=form.said_token,
            )
            return _said(request, made, "Noted. What comes next stands on Today.")
        except RestrictedError as refusal:
            form.refuse(refusal)
        except HomeNotToldError as untold:
            form.blame("state", str(untold))
            form.untold_url = housing_consent_url(person)
        except HomeError as problem:
            form.blame(problem.field, str(problem))
    title = f"Ask {provider.row.name} for a place"
    return _show(request, form, person, title, "Save", home_url(person), provider=provider)


@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    person = reach_person(request, ref, "arrange a home", Action.RECORD)
    release_on = heading_of(user, person, today()).release_on
    data = request.POST if request.method == "POST" else None
    form = ArrangeForm(data, person=person, levels=levels_of(user, person), today=today(), release_on=release_on)
    if data is not None and form.is_valid() and (made := _arranged(user, person, form)):
        return _said(request, made, "The home is arranged. On the day you are asked whether they moved in.")
    return _show(request, form, person, "A home of their own, or with family", "Save as arranged", home_url(person))


def _arranged(user: User, person: Any, form: ArrangeForm) -> HomeApplication | None:
    said = form.cleaned_data
    try:
        return arrange_home(
            by=user,
            person=person,
            kind=said["kind"],
            from_on=said["from_on"],
            host=form.said_host,
            address=said["address"],
            postcode=said["postcode"],
            note=said["note"],
            sensitivity=form.said_level,
            override=said["override"],
            token=form.said_token,
        )
    except RestrictedError as refusal:
        form.refuse(refusal)
    except HomeError as problem:
        form.blame(problem.field, str(problem))
    except NotTheirCircleError as problem:
        form.blame("host", str(problem))
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, ref: str, state: str) -> HttpResponse:
    """One page for each thing that can become of it now."""
    user = user_of(request)
    if state not in HomeState.values:
        raise Http404()
    found = access_application(user, ref, action=Action.RECORD, audit=request.method != "POST")
    after = HomeState(state)
    if after not in STATES[found.state].moves:
        messages.info(request, f"This is “{found.state.label}” now.")
        return redirect(application_url(ref))
    data = request.POST if request.method == "POST" else None
    form = StepForm(data, state=after, now=timezone.localtime(), last_on=found.last.on, initial=_known(found, after))
    if data is not None and form.is_valid() and _stepped(user, found, form):
        return _said(request, found.row, _after_words(after))
    title = act_words(found.state, after)
    return _show(request, form, found.row.person, title, "Save", application_url(ref), about=found.row.title)


def _known(found: Applied, after: HomeState) -> dict[str, Any]:
    if after is found.state and after in (HomeState.VIEWING, HomeState.OFFERED, HomeState.CONFIRMED):
        return {"day": found.last.day, "at": found.last.at}
    return {"day": found.row.wanted_on} if after is HomeState.CONFIRMED else {}


def _stepped(user: User, found: Applied, form: StepForm) -> bool:
    try:
        take_step(
            by=user,
            application=found.row,
            said=form.cleaned_data["said"],
            override=form.cleaned_data.get("override", ""),
        )
    except RestrictedError as refusal:
        form.refuse(refusal)
        return False
    except HomeNotToldError as untold:
        form.blame(untold.field, str(untold))
        form.untold_url = housing_consent_url(found.row.person)
        return False
    except HomeError as problem:
        form.blame(problem.field, str(problem))
        return False
    return True


def _after_words(state: HomeState) -> str:
    if state is HomeState.ARRIVED:
        return "Good news, noted. After 4, 13 and 26 weeks you are asked whether the home holds."
    if state in (HomeState.REFUSED, HomeState.NOT_ARRIVED, HomeState.WITHDRAWN):
        return "Noted. Look for another place if one is still needed."
    return "Noted. What comes next stands on Today."


@require_safe
def promised(request: HttpRequest, ref: str) -> HttpResponse:
    """Where what is due leads to."""
    user = user_of(request)
    found = of_promise(ref)
    if isinstance(found, HomeCheck):
        return redirect("release:home_check", ref=found.ref)
    access_application(user, found.ref, audit=False)
    return redirect(application_url(found.ref))


def _said(request: HttpRequest, made: HomeApplication, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(application_url(made.ref))


def _show(
    request: HttpRequest, form: AskedForm, person: Any, title: str, save: str, back: str, **more: Any
) -> HttpResponse:
    context = {
        "form": form,
        "person": person,
        "title": title,
        "save_label": save,
        "cancel_url": back,
        "is_asked": getattr(form, "state", None) in ASKED,
        "record_url": "",  # on a phone the frame's button would lie over the form
    }
    return render(request, "release/home_form.html", context | more)
