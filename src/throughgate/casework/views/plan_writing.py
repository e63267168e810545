"""Writing a plan: begun, its words, a goal taken out, a change given up. Its goals are written in `plan_goal`."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.casework.forms.plan import BeginForm, WordsForm
from throughgate.casework.models import Plan, PlanVersion
from throughgate.casework.plan_kinds import plan_room_of
from throughgate.casework.rules.plan import PlanError, WrittenMeanwhileError
from throughgate.casework.selectors.plan import access_plan, draft_version, goal_of, show_version
from throughgate.casework.selectors.plan_asked import look_again, plans_wanted
from throughgate.casework.services import plan as services
from throughgate.casework.views.plan import missing_words, own_url, plan_url
from throughgate.common.clock import today
from throughgate.common.references import new_reference
from throughgate.people.models import Person
from throughgate.people.selectors import access_person
from throughgate.people.selectors.restrictions import do_not_of

ASK = require_http_methods(["GET", "HEAD", "POST"])


def writable(request: HttpRequest, ref: str, plan: str, page: str) -> tuple[User, Plan]:
    user = user_of(request)
    return user, access_plan(user, access_person(user, ref, page=page), plan, action=Action.RECORD)


@ASK
def begin(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    person = access_person(user, ref, action=Action.RECORD, page="begin a plan")
    if room := plan_room_of(request.GET.get("subject", "")):
        return redirect(room(ref))
    wanted = [one for one in plans_wanted(user, person) if plan_room_of(one.subject) is None]
    data = request.POST if request.method == "POST" else None
    form = BeginForm(data, user=user, person=person, wanted=wanted, subject=request.GET.get("subject", ""))
    if data is not None and form.is_valid():
        plan = _begun(user, person, form)
        return redirect(plan_url("change", plan))
    back = reverse("plan:person", kwargs={"ref": ref})
    do_not = do_not_of(user, [person], today())
    return render(request, "casework/plan_begin.html", {"form": form, "person": person, "back": back, "do_not": do_not})


def _begun(user: User, person: Person, form: BeginForm) -> Plan:
    wanted = form.wanted.get(form.cleaned_data["subject"])
    return services.begin_plan(
        by=user,
        person=person,
        title=form.said_title,
        subject=wanted.subject if wanted else "",
        enrolment=wanted.enrolment if wanted else None,
        opening=form.cleaned_data["opening"],
        sensitivity=form.said_level,
    )


@ASK
def change(request: HttpRequest, ref: str, plan: str) -> HttpResponse:
    """The draft as it stands, with everything that can be done to it. Posted to, it begins one."""
    user = user_of(request)
    action = Action.RECORD if request.method == "POST" else Action.VIEW
    row = access_plan(user, access_person(user, ref, page="plan being written"), plan, action=action)
    if request.method == "POST":
        services.begin_change(by=user, plan=row)
        return redirect(plan_url("change", row))
    version = draft_version(row)
    if version is None:
        return redirect(own_url(row))
    return render(request, "casework/plan_change.html", _draft_page(user, row, version))


def _draft_page(user: User, plan: Plan, version: PlanVersion) -> dict[str, Any]:
    shown = show_version(user, plan, version, today())
    return {
        "plan": plan,
        "person": plan.person,
        "do_not": do_not_of(user, [plan.person], today()),
        "shown": shown,
        "missing": missing_words(plan, version),
        "is_first": version.number == 1,
        "may_write": can(user, Action.RECORD, plan),
        "can_agree": any(line.steps for line in shown.goals),
        "new_goal": plan_url("goal", plan, key=new_reference()),
        "back": own_url(plan) if version.number > 1 else reverse("desk:person", kwargs={"ref": plan.person.ref}),
        "look_again": look_again(user, plan),
        "today": today(),
    }


@ASK
def give_up(request: HttpRequest, ref: str, plan: str) -> HttpResponse:
    user, row = writable(request, ref, plan, "give up a change of the plan")
    if request.method == "POST":
        try:
            services.give_up_change(by=user, plan=row)
            messages.info(request, "The change was thrown away. What you both agreed to stands.")
        except PlanError as refused:
            messages.error(request, str(refused))
        return redirect(own_url(row))
    return render(request, "casework/plan_give_up.html", {"plan": row, "person": row.person})


@ASK
def words(request: HttpRequest, ref: str, plan: str) -> HttpResponse:
    user, row = writable(request, ref, plan, "words of the plan")
    version = draft_version(row)
    if version is None:
        return redirect(own_url(row))
    data = request.POST if request.method == "POST" else None
    asks_review = not look_again(user, row).by_programme
    initial = {"opening": version.opening, "review_by": version.review_by}
    form = WordsForm(data, person=row.person, asks_review=asks_review, initial=initial)
    context: dict[str, Any] = {"form": form, "plan": row, "person": row.person, "back": plan_url("change", row)}
    if data is not None and form.is_valid():
        try:
            _save_words(user, row, form, data.get("seen"))
            return redirect(plan_url("change", row))
        except WrittenMeanwhileError:
            version.refresh_from_db()
            rows = [{"label": "In their words", "yours": data.get("opening"), "theirs": version.opening}]
            context["conflict"] = conflict_of(version, rows)
        except PlanError as refused:
            form.add_error(None, str(refused))
    return render(request, "casework/plan_words.html", context | {"seen": version.opening})


def _save_words(user: User, plan: Plan, form: WordsForm, seen: str | None) -> None:
    opening, review_by = form.cleaned_data["opening"], form.cleaned_data.get("review_by")
    seen = seen.replace("\r\n", "\n") if seen is not None else None
    services.save_words(by=user, plan=plan, opening=opening.replace("\r\n", "\n"), review_by=review_by, seen=seen)


def conflict_of(version: PlanVersion, rows: list[dict[str, Any]]) -> dict[str, Any]:
    who = version.saved_by.name if version.saved_by else version.written_by.name
    return {"who": who, "at": version.saved_at, "rows": [row for row in rows if row["yours"] != row["theirs"]]}


@ASK
def remove(request: HttpRequest, ref: str, plan: str, key: str) -> HttpResponse:
    user, row = writable(request, ref, plan, "a goal of the plan")
    version = draft_version(row)
    there = goal_of(version, key) if version else None
    if request.method == "POST" and there:
        services.remove_goal(by=user, plan=row, key=key)
        messages.success(request, "The goal is out of this draft.")
    if request.method == "POST" or there is None:
        return redirect(plan_url("change", row))
    context = {
        "plan": row,
        "person": row.person,
        "goal": there,
        "is_first": version is not None and version.number == 1,
    }
    return render(request, "casework/plan_remove_goal.html", context)
