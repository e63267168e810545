"""What is done with a plan: agreed to, looked at again, its steps done, a goal reached or put aside."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from throughgate.access.policy import Action
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.casework.forms.plan import AgreeForm, GoalStateForm, ReviewForm
from throughgate.casework.models import GoalStatus, How, Plan, PlanVersion, Side, Step
from throughgate.casework.rules.plan import AgreedMeanwhileError, PlanError, WrittenMeanwhileError
from throughgate.casework.selectors.contacts import titles_met_by
from throughgate.casework.selectors.plan import (
    access_promise,
    current_version,
    draft_version,
    goal_of,
    goal_states,
    show_version,
)
from throughgate.casework.selectors.plan_asked import look_again
from throughgate.casework.services import plan as services
from throughgate.casework.services import plan_progress
from throughgate.casework.views.asking import way_back
from throughgate.casework.views.plan import missing_words, own_url, plan_url
from throughgate.casework.views.plan_writing import ASK, writable
from throughgate.common.clock import today
from throughgate.record.models import Entry


@require_safe
def promise(request: HttpRequest, promise: str) -> HttpResponse:
    """Where a promise stands: its step in the plan. For links of what is due, which know the promise alone."""
    plan, row = access_promise(user_of(request), promise)
    if plan.review_promise_id == row.pk:
        return redirect(own_url(plan))
    step = Step.objects.filter(promise=row).order_by("-pk").values_list("key", flat=True).first()
    return redirect(f"{own_url(plan)}#step-{step}")


@require_POST
def promise_done(request: HttpRequest, promise: str) -> HttpResponse:
    """One tap: done today. That the plan was looked at again asks for a word, so it leads to its page."""
    user = user_of(request)
    plan, row = access_promise(user, promise, action=Action.RECORD)
    if plan.review_promise_id == row.pk:
        return redirect(plan_url("review", plan))
    try:
        plan_progress.do_step(by=user, promise=row, on=today())
        messages.success(request, f"Done: {row.title}. If that was a mistake, take it back in the plan.")
    except PlanError as refused:
        messages.error(request, str(refused))
    return redirect(_back(request, plan))


@require_POST
def promise_undone(request: HttpRequest, promise: str) -> HttpResponse:
    user = user_of(request)
    plan, row = access_promise(user, promise, action=Action.RECORD)
    plan_progress.undo_step(by=user, promise=row)
    messages.success(request, f"Not done yet: {row.title}. It is due again.")
    return redirect(_back(request, plan))


def _back(request: HttpRequest, plan: Plan) -> str:
    return way_back(request) if request.POST.get("next") else own_url(plan)


@ASK
def agree(request: HttpRequest, ref: str, plan: str) -> HttpResponse:
    """The whole draft, and who says yes to it."""
    user, row = writable(request, ref, plan, "agree to the plan")
    version = draft_version(row)
    if version is None:
        return redirect(own_url(row))
    shown = show_version(user, row, version, today())
    data = request.POST if request.method == "POST" else None
    form = AgreeForm(data, person=row.person, missing=shown.missing, now=timezone.localtime(), user=user)
    written_meanwhile = False
    if data is not None and form.is_valid():
        try:
            agreed = _agreed(user, row, form, data.get("revision", ""))
        except WrittenMeanwhileError:
            written_meanwhile = True
        except AgreedMeanwhileError:
            return redirect(own_url(row))
        except PlanError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, _agreed_words(user, row, agreed))
            return redirect(own_url(row) if agreed.agreed_at else plan_url("change", row))
    context = {
        "form": form,
        "plan": row,
        "person": row.person,
        "shown": shown,
        "written_meanwhile": written_meanwhile,
        "back": plan_url("change", row),
    }
    return render(request, "casework/plan_agree.html", context)


def _agreed(user: User, plan: Plan, form: AgreeForm, revision: str) -> PlanVersion:
    seen = int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 9 else 0
    moment, how = form.said_moment, How(form.cleaned_data["how"])
    agreed = [
        services.agree(by=user, plan=plan, side=side, how=how, agreed_at=moment, revision=seen)
        for side in form.said_sides
    ]
    return agreed[-1]


def _agreed_words(user: User, plan: Plan, version: PlanVersion) -> str:
    if not version.agreed_at:
        return f"Noted. Still needed: {missing_words(plan, version)}."
    entries = Entry.objects.filter(person=plan.person, row_id=version.pk, kind__in=("plan", "plan-review"))
    met = titles_met_by(user, [plan.person], entries.values_list("pk", flat=True))
    meets = f" This meets: {', '.join(met)}." if met else ""
    return f"Agreed by both sides. Its steps are due now.{meets}"


@require_POST
def take_back(request: HttpRequest, ref: str, plan: str) -> HttpResponse:
    user, row = writable(request, ref, plan, "take back an agreement")
    side = request.POST.get("side", "")
    try:
        if side in Side.values:
            services.take_back_agreement(by=user, plan=row, side=Side(side))
            messages.info(request, "Taken back. They can be asked again.")
    except PlanError as refused:
        messages.error(request, str(refused))
    return redirect(plan_url("change", row))


@ASK
def review(request: HttpRequest, ref: str, plan: str) -> HttpResponse:
    user, row = writable(request, ref, plan, "look at the plan again")
    version = current_version(row)
    if version is None:
        return redirect(plan_url("change", row))
    due = look_again(user, row)
    data = request.POST if request.method == "POST" else None
    form = ReviewForm(data, today=today(), asks_next=not due.by_programme)
    if data is not None and form.is_valid():
        try:
            made = plan_progress.review_plan(by=user, plan=row, **form.cleaned_data)
        except PlanError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            met = titles_met_by(user, [row.person], [made.entry_id])
            messages.success(request, f"Recorded. This meets: {', '.join(met)}." if met else "Recorded.")
            return redirect(own_url(row))
    context = {
        "form": form,
        "plan": row,
        "person": row.person,
        "shown": show_version(user, row, version, today()),
        "due": due,
        "today": today(),
        "back": own_url(row),
    }
    return render(request, "casework/plan_review.html", context)


@ASK
def goal_state(request: HttpRequest, ref: str, plan: str, key: str) -> HttpResponse:
    """A goal of the agreed plan: reached, put aside, or taken up again."""
    user, row = writable(request, ref, plan, "a goal of the plan")
    version = current_version(row)
    goal = goal_of(version, key) if version else None
    if goal is None:
        return redirect(own_url(row))
    said = goal_states(row).get(key)
    data = request.POST if request.method == "POST" else None
    form = GoalStateForm(data, today=today(), now=GoalStatus(said.status) if said else GoalStatus.ACTIVE)
    if data is not None and form.is_valid():
        try:
            _set_state(user, row, key, form.cleaned_data)
        except PlanError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, "Saved.")
            return redirect(own_url(row))
    context = {"form": form, "plan": row, "person": row.person, "goal": goal, "back": own_url(row)}
    return render(request, "casework/plan_goal_state.html", context)


def _set_state(user: User, plan: Plan, key: str, said: dict[str, Any]) -> None:
    plan_progress.set_goal_state(
        by=user, plan=plan, key=key, status=GoalStatus(said["status"]), on=said["on"], because=said["because"]
    )
