"""What a driver sees: their journeys, and of each as much as the day needs. Never the person's record."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Ability, Action, Forbidden, Hidden, check, has
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.release.forms.journey import AskForm, DeclineForm
from throughgate.release.forms.reporting import ReportForm
from throughgate.release.models import Journey, JourneyAsk
from throughgate.release.rules.journey import JourneyError, is_in_charge
from throughgate.release.selectors.drivers import driver_of, drivers_for
from throughgate.release.selectors.journeys import (
    access_ask,
    access_journey,
    be_in_by,
    keep_away,
    look_at_journey,
    my_ask,
    my_journeys,
    no_longer_mine,
)
from throughgate.release.selectors.on_the_way import stops_on_the_way
from throughgate.release.services.journey_asks import accept_journey, ask_drivers, decline_journey, take_no_back
from throughgate.release.views.journey_words import (
    arrival_words,
    choice_rows,
    may_plan,
    mine_row,
    passenger_words,
    rest_words,
    times_words,
    vehicle_words,
    where_words,
)
from throughgate.release.views.outside_words import for_outsider
from throughgate.release.views.report_words import report_part
from throughgate.web.undo import say_done
from throughgate.web.words import day_words

EITHER = ["GET", "HEAD", "POST"]


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    driver = driver_of(user)
    rows = [mine_row(one, today()) for one in my_journeys(user, today())] if driver else []
    context = {
        "driver": driver,
        "to_answer": [row for row in rows if row["is_to_answer"] and not row["is_past"]],
        "agreed": [row for row in rows if not row["is_to_answer"]],
        "gone": [f"{day_words(on)}: {words}" for on, words in no_longer_mine(user, today())] if driver else [],
        "rest": rest_words(driver, today()) if driver else "",
        "record_url": "",  # on a phone the frame's button would lie over what is read here
    }
    return render(request, "release/my_journeys.html", context)


@require_safe
def sheet(request: HttpRequest, ref: str) -> HttpResponse:
    """For the phone and for paper; for the driver, and for whoever plans and prints it."""
    user = user_of(request)
    row = access_journey(user, ref)
    one = my_ask(user, row)
    plans = may_plan(user, row.person)
    if one is None and not plans:
        raise Hidden()
    look = look_at_journey(row)
    if one is not None and not is_in_charge(one) and not plans:
        return redirect("release:my_journeys")  # whoever has not said yes need not know who it is
    context: dict[str, Any] = {
        "row": row,
        "ask": one,
        "look": look,
        "is_mine": look.driver is not None and look.driver.user_id == user.pk,
        "has_driver": look.has_driver,
        "driver_name": row.other_driver or (look.driver.user.name if look.driver else ""),
        "who": passenger_words(row.person),
        "first_name": row.person.first_name,
        "times": times_words(row),
        "arrives": arrival_words(row),
        "from_words": where_words(row, "from"),
        "to_words": where_words(row, "to"),
        "notes": row.notes,
        "way": row.way,
        "stops": stops_on_the_way(row),
        "keep_away": keep_away(row),
        "be_in_by": be_in_by(row),
        "vehicles": [vehicle_words(v) for v in look.driver.vehicles.filter(is_active=True)] if look.driver else [],
        "report": report_part(user, row) | {"form": ReportForm()} if look.has_driver else None,
        "back_url": _back_url(user, row, one),
        "may_say": one is not None and not look.reports and row.on >= today(),
        "journey": row,
        "record_url": "",
    }
    return render(request, "release/journey_sheet.html", context | (for_outsider(row) if row.other_driver else {}))


def _back_url(user: User, row: Journey, one: JourneyAsk | None) -> str:
    if one is not None:
        return reverse("release:my_journeys")
    return reverse("release:journey", kwargs={"ref": row.ref})


@require_POST
def say_yes(request: HttpRequest, ref: str) -> HttpResponse:
    user, one = _reach(request, ref)
    try:
        accept_journey(by=user, ask=one, link=_list_link(request))
    except JourneyError as problem:
        messages.info(request, str(problem))
        return redirect("release:my_journeys")
    messages.success(request, "Thank you. You drive this journey.")
    return redirect("release:journey_sheet", ref=one.journey.ref)


@require_http_methods(EITHER)
def say_no(request: HttpRequest, ref: str) -> HttpResponse:
    """One tap; with a reason where they had said yes, on a page of its own."""
    user, one = _reach(request, ref)
    had_it = bool(one.answer) or one.said_before
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        board = request.build_absolute_uri(reverse("release:journeys"))
        try:
            said = decline_journey(by=user, ask=one, words=form.cleaned_data["words"], link=board)
        except JourneyError as problem:
            messages.info(request, str(problem))
        else:
            _thank(request, said, had_it)
        return redirect("release:my_journeys")
    context = {"form": form, "ask": one, "had_it": had_it, "cancel_url": reverse("release:my_journeys")}
    context["record_url"] = ""
    return render(request, "release/journey_decline.html", context)


def _thank(request: HttpRequest, said: JourneyAsk, had_it: bool) -> None:
    if said.answer == "declined" and not had_it:
        say_done(request, "Thank you for telling us.", reverse("release:no_undo", kwargs={"ref": said.ref}))
    else:
        messages.success(request, "Thank you for telling us. Whoever plans it looks for somebody else.")


@require_POST
def undo_no(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    one = JourneyAsk.objects.filter(ref=ref, driver__user=user, answered_by=user).first()
    if one is None:
        raise Hidden()
    try:
        take_no_back(by=user, ask=one)
    except (JourneyError, Forbidden) as problem:
        messages.info(request, str(problem))
    else:
        messages.info(request, "You are asked again, as before.")
    return redirect("release:my_journeys")


@require_http_methods(EITHER)
def swap(request: HttpRequest, ref: str) -> HttpResponse:
    """The driver who has it asks others; until one says yes it stays theirs."""
    user = user_of(request)
    row = access_journey(user, ref, action=Action.RECORD)
    look = look_at_journey(row)
    if look.driver is None or look.driver.user_id != user.pk:
        raise Hidden()
    asked = drivers_for(user, row)
    back = reverse("release:journey_sheet", kwargs={"ref": row.ref})
    form = AskForm(request.POST, drivers=[one.driver for one in asked if not one.is_barred]) if request.POST else None
    if form and form.is_valid() and form.chosen:
        try:
            ask_drivers(by=user, journey=row, drivers=form.chosen, link=_list_link(request))
        except JourneyError as problem:
            messages.info(request, str(problem))
        else:
            messages.success(request, "Asked. It stays yours until somebody has said yes.")
        return redirect(back)
    free, _ = choice_rows([one for one in asked if one.driver.user_id != user.pk])
    context = {"row": row, "free": free, "back_url": back, "missed": form is not None, "day": day_words(row.on)}
    context["record_url"] = ""
    return render(request, "release/journey_swap.html", context)


def _reach(request: HttpRequest, ref: str) -> tuple[User, JourneyAsk]:
    """A driver's own. Raises Hidden, Forbidden."""
    user = user_of(request)
    one = access_ask(user, ref, action=Action.RECORD)
    if one.driver.user_id != user.pk:
        check(user, Action.VIEW, one.journey.person)
        raise Forbidden(Ability.PLAN_JOURNEYS if not has(user, Ability.PLAN_JOURNEYS) else Action.RECORD)
    return user, one


def _list_link(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("release:my_journeys"))
