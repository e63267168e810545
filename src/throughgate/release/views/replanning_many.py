"""Several releases are moved together: the same change for all, or a day for each, and one page of all that breaks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Ability, Hidden, require
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.audit.services import Happened, record_events
from throughgate.common.clock import today
from throughgate.people.selectors import Release
from throughgate.release.forms.replanning import ManyDatesForm
from throughgate.release.models import MovedThing
from throughgate.release.rules.broken import ClashError, ReplanError, chosen, clashes
from throughgate.release.selectors.replanning import Plan, Wanted, access_call, moved_together, plan_moves
from throughgate.release.selectors.replanning_list import Movable, read_movable
from throughgate.release.selectors.replanning_load import Load, load_of
from throughgate.release.services.replanning import NotMovedError, Order, Told, at_gates, move_releases
from throughgate.release.services.replanning_calls import may_hold, say_all_rung, take_all_back
from throughgate.release.views.replanning import SAID, doubt_row, is_sure, letter_links, plan_key, problem_words
from throughgate.release.views.replanning_list import is_listing, list_context, listed_for, said_of
from throughgate.release.views.replanning_words import (
    broken_words,
    call_groups,
    calls_of,
    done_of,
    kind_groups,
    resting,
)
from throughgate.web.undo import say_done
from throughgate.web.words import day_words

LIST = "release/replan_many.html"
EITHER = ["GET", "HEAD", "POST"]
Row = dict[str, Any]


@require_http_methods(EITHER)
def move_many(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    movable, said = read_movable(user, today()), said_of(request)
    step = request.POST.get("step", "")
    data: QueryDict | None = request.POST if request.method == "POST" else None
    listed = listed_for(user, movable, said)
    if data is not None and step in ("all", "none"):
        ticked = data.copy()
        too = {one.person.ref for one in listed} if step == "all" else set()
        ticked.setlist("person", sorted(too | set(data.getlist("person"))) if too else [])
        data = ticked
    form = ManyDatesForm(data, releases=movable.releases)
    context: Row = {"form": form, "today": today(), "record_url": "", "action": request.path, "filtered": said}
    if not form.is_bound or is_listing(step) or not form.is_valid() or step == "change":
        return render(request, LIST, context | _listed(user, movable, listed, form, said, step))
    plans = _plans(user, movable.releases, form)
    if step == "confirm":
        return _save(request, user, plans, form, context)
    return _show(request, plans, form, context)


def _listed(
    user: User, movable: Movable, listed: Sequence[Release], form: ManyDatesForm, said: Mapping[str, str], step: str
) -> Row:
    """What is listed anew is not complained about."""
    if form.is_bound and is_listing(step):
        form.full_clean()
        form.errors.clear()
    return list_context(user, movable, listed, form, said, step)


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
            is_sure=is_sure(request, plan_key(plan.person, plan.on)),
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
    here = [plan for plan in going if plan.person.ref not in request.POST.getlist("leave")]
    shown = {
        "load": _load(here, post),
        "said": form.cleaned_data,
        "token": post.get("token") or uuid4(),
        "plans": [_plan(request, plan, form) for plan in plans],
        "going": len(going),
        "groups": kind_groups(going, post),
        "problems": _problems(plans, post, request.POST.getlist("leave"), causes or {}),
        "was_refused": bool(causes),
        "broken_words": broken_words([one for plan in going for one in plan.broken], on),
    }
    return render(request, "release/replan_many_plan.html", context | shown)


def _load(plans: Sequence[Plan], post: Mapping[str, str]) -> list[Load]:
    """As it is chosen now; who it is of ours is said before anything is done."""
    try:
        picked = {plan.person.pk: chosen(plan.broken, _chosen(post, plan)) for plan in plans}
    except ReplanError:
        return []
    return load_of(plans, picked, at_gates(plans, picked))


def _plan(request: HttpRequest, plan: Plan, form: ManyDatesForm) -> Row:
    return {
        "doubt": doubt_row(request, plan),
        "own": form.cleaned_data.get(f"on-{plan.person.ref}"),
        "person": plan.person,
        "was": plan.move.was,
        "on": plan.on,
        "becomes": plan.move.becomes,
        "why_shown": plan.move.why_shown,
        "seen": plan.held,
        "mark": plan.mark,
        "broken": len(resting(plan.broken)),
        "barred": [one for one in plan.broken if one.barred],
        "warnings": [one.words for one in plan.warnings if one not in plan.doubts],
        "is_stopped": bool(plan.problems),
        "left_out": plan.person.ref in request.POST.getlist("leave"),
    }


@require_POST
def calls_done(request: HttpRequest, batch: UUID) -> HttpResponse:
    """One call about several people."""
    user, calls = user_of(request), _calls(request, batch, request.POST.getlist("call"))
    left = say_all_rung(by=user, calls=calls)
    done = [one for one in calls if one not in left]
    if left:
        messages.info(request, f"{len(left)} could not be noted like this. Look at each by itself.")
    if done:
        undo = reverse("release:calls_undo", kwargs={"batch": batch})
        asked = urlencode({"call": [one.ref for one in done if not may_hold(one)]}, doseq=True)
        words = f"{len(done)} noted."
        say_done(request, words, f"{undo}?{asked}") if asked else messages.success(request, words)
    return redirect("release:moved_many", batch=batch)


@require_POST
def calls_undo(request: HttpRequest, batch: UUID) -> HttpResponse:
    calls = _calls(request, batch, request.GET.getlist("call"))
    try:
        take_all_back(by=user_of(request), calls=calls)
        messages.info(request, "They are to be rung about again.")
    except ReplanError as problem:
        messages.info(request, str(problem))
    return redirect("release:moved_many", batch=batch)


def _calls(request: HttpRequest, batch: UUID, refs: Sequence[str]) -> list[MovedThing]:
    found = [access_call(user_of(request), ref) for ref in dict.fromkeys(refs)]
    if not found or any(one.move.batch != batch for one in found):
        raise Hidden()
    return found


@require_safe
def moved_many(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Those of one act: who moved to which day, whom to ring, what was done. Printed for whoever rings."""
    user, on = user_of(request), today()
    moves = moved_together(user, batch)
    calls = sorted((call for move in moves for call in calls_of(user, move, on)), key=lambda call: call["by_on"])
    context = {
        "moves": moves,
        "calls": calls,
        "groups": call_groups(calls),
        "batch": batch,
        "done": [(move, done_of(move)) for move in moves],
        "today": on,
        "here": reverse("release:moved_many", kwargs={"batch": batch}),
    }
    return render(request, "release/moved_many.html", context)
