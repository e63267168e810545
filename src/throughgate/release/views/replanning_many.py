"""Several releases are moved together: the same change for all, or a day for each, and one page of all that breaks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughgate.access.policy import Ability, Action, require, visible
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.audit.services import Happened, record_events
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.rules.scopes import SCOPE_WORDS, Scope, scope_from
from throughgate.people.selectors import Release, releases_between
from throughgate.people.selectors.scopes import is_in, scopes_for
from throughgate.release.forms.replanning import ManyDatesForm
from throughgate.release.rules.broken import ClashError, ReplanError, chosen, clashes
from throughgate.release.selectors.board import last_day
from throughgate.release.selectors.replanning import Plan, Wanted, moved_together, plan_moves
from throughgate.release.services.replanning import NotMovedError, Order, Told, at_gates, move_releases
from throughgate.release.views.replanning import SAID, letter_links, problem_words
from throughgate.release.views.replanning_words import broken_words, calls_of, done_of, kind_groups, resting
from throughgate.web.words import day_words, when_words

MOST = 50  # moved in one act
EITHER = ["GET", "HEAD", "POST"]
Row = dict[str, Any]


@require_http_methods(EITHER)
def move_many(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    offered = scopes_for(user)
    scope = scope_from(request.GET.get("scope", ""), offered)
    releases = _releases(user, scope)
    form = ManyDatesForm(request.POST if request.method == "POST" else None, releases=releases)
    scopes = [{"label": SCOPE_WORDS[each], "url": f"?scope={each.value}", "current": each is scope} for each in offered]
    context: Row = {
        "form": form,
        "scopes": scopes,
        "today": today(),
        "record_url": "",
        "action": request.get_full_path(),
    }
    if not form.is_bound or not form.is_valid() or request.POST.get("step") == "change":
        rows = [_row(form, one) for one in releases[:MOST]]
        return render(
            request, "release/replan_many.html", context | {"rows": rows, "rest": max(0, len(releases) - MOST)}
        )
    plans = _plans(user, releases[:MOST], form)
    if request.POST.get("step") == "confirm":
        return _save(request, user, plans, form, context)
    return _show(request, plans, form, context)


def _releases(user: User, scope: Scope) -> list[Release]:
    """Of those still inside whose dates the user may note."""
    inside = is_in(user, scope, today())
    found = [one for one in releases_between(user, today(), last_day(today())) if one.date and inside(one.person)]
    people = Person.objects.filter(pk__in=[one.person.pk for one in found])
    mine = set(visible(user, people, Action.EDIT).values_list("pk", flat=True))
    return [one for one in found if one.person.pk in mine]


def _row(form: ManyDatesForm, one: Release) -> Row:
    return {
        "person": one.person,
        "day": day_words(one.on),
        "when": when_words(one.on, today()),
        "ticked": one.person.ref in form.ticked,
        "field": form[f"on-{one.person.ref}"],
    }


def _plans(user: User, releases: Sequence[Release], form: ManyDatesForm) -> list[Plan]:
    """Of those who are ticked, each read audited."""
    days = form.cleaned_data["days"]
    wanted = [
        Wanted(one.person, one.date.kind, days[one.person.ref])
        for one in releases
        if one.person.ref in days and one.date
    ]
    record_events(by=user, events=[Happened("person.read", one.person, "release dates") for one in wanted])
    return [_unless_it_stays(plan) for plan in plan_moves(user, wanted, today())]


def _unless_it_stays(plan: Plan) -> Plan:
    if plan.problems or not plan.stays:
        return plan
    return replace(plan, problems=[f"{day_words(plan.on)} is their day already: nothing would change."])


def _chosen(post: Mapping[str, str], plan: Plan) -> dict[str, str]:
    """By field of this person: what was chosen for all of a kind goes before what was chosen for one. What a
    restriction stands against goes on for nobody unseen.
    """
    found = {}
    for one in plan.broken:
        own = post.get(f"{plan.person.ref}--{one.field}", "")
        for_all = post.get(f"all-{one.kind}", "")
        same = next((each.code for each in one.proposals if each.effect == for_all), "") if for_all else ""
        found[one.field] = own if one.barred or not same else same
    return found


def _problems(
    plans: Sequence[Plan], post: Mapping[str, str], left_out: Sequence[str], causes: Mapping[int, Exception]
) -> list[Row]:
    """Named per person, before anything is written; what stands against several together, once."""
    rows = [
        {"person": plan.person, "words": words} for plan in plans for words in [*plan.problems, *_causes(causes, plan)]
    ]
    together = [cause.words for cause in causes.values() if isinstance(cause, ClashError)]
    going = [plan for plan in plans if not plan.problems and plan.person.ref not in left_out]
    try:
        picked = {plan.person.pk: chosen(plan.broken, _chosen(post, plan)) for plan in going}
    except ReplanError:
        picked = {}
    if picked:
        together += [clash.words for clash in clashes(at_gates(going, picked))]
    return rows + [{"person": None, "words": words} for words in dict.fromkeys(together)]


def _causes(causes: Mapping[int, Exception], plan: Plan) -> list[str]:
    cause = causes.get(plan.person.pk)
    return [] if cause is None or isinstance(cause, ClashError) else [problem_words(cause)]


def _save(
    request: HttpRequest, user: User, plans: Sequence[Plan], form: ManyDatesForm, context: Row
) -> HttpResponse:  # fmt: skip
    said, post = form.cleaned_data, request.POST.dict()
    going = [plan for plan in plans if not plan.problems and plan.person.ref not in request.POST.getlist("leave")]
    orders = [
        Order(
            person=plan.person,
            kind=plan.kind,
            on=plan.on,
            told=Told(**{name: said[name] for name in SAID}),
            seen=_number(post.get(f"{plan.person.ref}--seen", "")),
            mark=post.get(f"{plan.person.ref}--mark", ""),
            choices=_chosen(post, plan),
        )
        for plan in going
    ]
    if not orders:
        return _show(request, plans, form, context)
    batch = _token(post.get("token", ""))
    try:
        move_releases(by=user, orders=orders, batch=batch, links=letter_links(request))
    except NotMovedError as stop:
        return _show(request, plans, form, context, stop.causes)
    messages.success(request, f"{len(orders)} {'release is' if len(orders) == 1 else 'releases are'} moved.")
    return redirect("release:moved_many", batch=batch)


def _number(text: str) -> int | None:
    return int(text) or None if text.isdecimal() else None


def _token(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _show(
    request: HttpRequest,
    plans: Sequence[Plan],
    form: ManyDatesForm,
    context: Row,
    causes: Mapping[int, Exception] | None = None,
) -> HttpResponse:
    on, post = today(), request.POST.dict()
    going = [plan for plan in plans if not plan.problems]
    shown = {
        "said": form.cleaned_data,
        "token": post.get("token") or uuid4(),
        "plans": [_plan(plan, request.POST.getlist("leave")) for plan in plans],
        "going": len(going),
        "groups": kind_groups(going, post),
        "problems": _problems(plans, post, request.POST.getlist("leave"), causes or {}),
        "was_refused": bool(causes),
        "broken_words": broken_words([one for plan in going for one in plan.broken], on),
    }
    return render(request, "release/replan_many_plan.html", context | shown)


def _plan(plan: Plan, left_out: Sequence[str]) -> Row:
    return {
        "person": plan.person,
        "was": plan.move.was,
        "on": plan.on,
        "becomes": plan.move.becomes,
        "why_shown": plan.move.why_shown,
        "seen": plan.held,
        "mark": plan.mark,
        "broken": len(resting(plan.broken)),
        "barred": [one for one in plan.broken if one.barred],
        "warnings": [one.words for one in plan.warnings],
        "is_stopped": bool(plan.problems),
        "left_out": plan.person.ref in left_out,
    }


@require_safe
def moved_many(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Those of one act: who moved to which day, whom to ring, what was done. Printed for whoever rings."""
    user, on = user_of(request), today()
    moves = moved_together(user, batch)
    calls = [call for move in moves for call in calls_of(user, move, on)]
    context = {
        "moves": moves,
        "calls": calls,
        "done": [(move, done_of(move)) for move in moves],
        "today": on,
        "here": reverse("release:moved_many", kwargs={"batch": batch}),
    }
    return render(request, "release/moved_many.html", context)
