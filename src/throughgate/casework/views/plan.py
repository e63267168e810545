"""Reading a plan: as it stands, its versions side by side, on paper."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.casework.models import Plan, PlanVersion, Side
from throughgate.casework.rules.plan import compare_versions
from throughgate.casework.selectors.plan import (
    ShownVersion,
    access_plan,
    current_version,
    draft_version,
    plans_of,
    reviews_of,
    show_version,
    text_of,
    versions_of,
)
from throughgate.casework.selectors.plan_asked import look_again, plans_wanted
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.selectors import access_person, heading_of
from throughgate.people.selectors.restrictions import do_not_of
from throughgate.story.selectors.needs import strengths_of

SIDE_WORDS = {Side.PERSON: "{name}’s yes", Side.WORKER: "our yes"}


@require_safe
def person(request: HttpRequest, ref: str) -> HttpResponse:
    """The plan of a person: the one asked for by reference or subject, else the first."""
    user = user_of(request)
    whose = access_person(user, ref, page="plan")
    plans = plans_of(user, whose)
    plan = _asked_for(request, plans)
    if plan is None:
        return _none_yet(request, user, whose, plans)
    version = current_version(plan)
    if version is None:
        return redirect(plan_url("change", plan))
    return render(request, "casework/plan.html", _shown(user, plan, version, plans))


def plan_url(name: str, plan: Plan, **more: str) -> str:
    return reverse(f"plan:{name}", kwargs={"ref": plan.person.ref, "plan": plan.ref} | more)


def own_url(plan: Plan) -> str:
    return f"{reverse('plan:person', kwargs={'ref': plan.person.ref})}?plan={plan.ref}"


def _asked_for(request: HttpRequest, plans: list[Plan]) -> Plan | None:
    """A subject that no plan has is a plan still to be begun."""
    if subject := request.GET.get("subject", ""):
        return next((plan for plan in plans if plan.subject == subject), None)
    asked = request.GET.get("plan", "")
    return next((plan for plan in plans if plan.ref == asked), plans[0] if plans else None)


def _none_yet(request: HttpRequest, user: User, whose: Person, plans: list[Plan]) -> HttpResponse:
    may_write = can(user, Action.RECORD, whose)
    if request.GET.get("subject") and may_write:
        return redirect(f"{reverse('plan:begin', kwargs={'ref': whose.ref})}?{request.GET.urlencode()}")
    wanted = plans_wanted(user, whose)
    context = {
        "person": whose,
        "heading": heading_of(user, whose, today()),
        "tab": "plan",
        "do_not": do_not_of(user, [whose], today()),
        "wanted": wanted,
        "may_write": may_write,
        "plans": tabs_of(plans, None),
    }
    return render(request, "casework/plan_none.html", context)


def tabs_of(plans: list[Plan], current: Plan | None) -> list[dict[str, Any]]:
    return [{"label": plan.title, "url": own_url(plan), "current": plan == current} for plan in plans]


def _shown(user: User, plan: Plan, version: PlanVersion, plans: list[Plan]) -> dict[str, Any]:
    shown = show_version(user, plan, version, today())
    draft = draft_version(plan)
    return {
        "plan": plan,
        "person": plan.person,
        "heading": heading_of(user, plan.person, today()),
        "tab": "plan",
        "do_not": do_not_of(user, [plan.person], today()),
        "shown": shown,
        "next": shown.next_step,
        "draft": draft,
        "draft_missing": missing_words(plan, draft) if draft else "",
        "strengths": [line.row.words for line in strengths_of(user, plan.person)],
        "look_again": look_again(user, plan),
        "reviews": reviews_of(plan)[:3],
        "plans": tabs_of(plans, plan),
        "may_write": can(user, Action.RECORD, plan),
        "here": own_url(plan),
        "today": today(),
    }


def missing_words(plan: Plan, version: PlanVersion) -> str:
    """Whose yes is still needed, as a sentence would say it."""
    missing = ShownVersion(version, ()).missing
    return " and ".join(SIDE_WORDS[Side(side)].format(name=plan.person.first_name) for side in missing)


@require_safe
def versions(request: HttpRequest, ref: str, plan: str) -> HttpResponse:
    """Any two versions side by side; the last two unless others are asked for."""
    user = user_of(request)
    row = access_plan(user, access_person(user, ref, page="plan versions"), plan)
    found = versions_of(row)
    new = _numbered(found, request.GET.get("to"), 0)
    old = _numbered(found, request.GET.get("from"), 1)
    compared = None
    if old and new and old != new:
        compared = compare_versions(text_of(old, row.person, user), text_of(new, row.person, user))
    context = {
        "plan": row,
        "person": row.person,
        "versions": found,
        "old": old,
        "new": new,
        "compared": compared,
        "back": own_url(row),
    }
    return render(request, "casework/plan_versions.html", context)


def _numbered(found: list[PlanVersion], asked: str | None, place: int) -> PlanVersion | None:
    usual = found[place] if place < len(found) else None
    return next((version for version in found if str(version.number) == asked), usual)


@require_safe
def print_plan(request: HttpRequest, ref: str, plan: str) -> HttpResponse:
    """One page for the person: large, plain, theirs."""
    user = user_of(request)
    row = access_plan(user, access_person(user, ref, page="plan on paper"), plan)
    version = current_version(row) or draft_version(row)
    shown = show_version(user, row, version, today()) if version else None
    context = {
        "plan": row,
        "person": row.person,
        "shown": shown,
        "look_again": look_again(user, row),
        "back": own_url(row),
        "today": today(),
    }
    return render(request, "casework/plan_print.html", context)
