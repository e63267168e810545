"""The page on which one goal of a plan is written, with its steps; and what is typed there and not yet saved."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.casework.forms.plan import GoalForm, doer_choices
from throughgate.casework.models import Goal, Plan
from throughgate.casework.rules.plan import (
    AgreedMeanwhileError,
    GoalText,
    PlanError,
    StepText,
    WrittenMeanwhileError,
)
from throughgate.casework.selectors.plan import current_version, draft_version, fingerprint, goal_of, goal_text
from throughgate.casework.services import plan as services
from throughgate.casework.views.drafts import kept_fields
from throughgate.casework.views.plan import own_url, plan_url
from throughgate.casework.views.plan_writing import ASK, conflict_of, writable
from throughgate.common.clock import today
from throughgate.people.selectors import workers_around
from throughgate.people.selectors.restrictions import do_not_of
from throughgate.people.services.restrictions import RestrictedError
from throughgate.record.selectors import draft_of
from throughgate.record.services import discard_draft, keep_draft
from throughgate.story.selectors.need_reading import Reading
from throughgate.web.words import short_day_words

DRAFT = re.compile(r"plan:([0-9A-Z]{1,12})\+([0-9A-Z]{1,12})-([0-9A-Z]{1,12})")
NOT_KEPT = ("csrfmiddlewaretoken", "action")


@ASK
def goal(request: HttpRequest, ref: str, plan: str, key: str) -> HttpResponse:
    """One goal with its steps; a key that is not there yet is a new goal."""
    user, row = writable(request, ref, plan, "a goal of the plan")
    version = draft_version(row)
    if version is None and request.method != "POST":
        return redirect(own_url(row))
    there = goal_of(version, key) if version else _agreed_goal(row, key)
    return _GoalPage(request, user, row, key, there).answer()


def _agreed_goal(plan: Plan, key: str) -> Goal | None:
    version = current_version(plan)
    return goal_of(version, key) if version else None


class _GoalPage:
    """The page on which one goal is written."""

    def __init__(self, request: HttpRequest, user: User, plan: Plan, key: str, there: Goal | None) -> None:
        self.request, self.user, self.plan, self.key, self.there = request, user, plan, key, there
        self.draft_name = f"plan:{plan.person.ref}+{plan.ref}-{key}"
        self.kept = draft_of(user, self.draft_name) if request.method != "POST" else None
        self.reading = Reading(user, plan.person)
        self.conflict: dict[str, Any] | None = None
        self.agreed_meanwhile = False

    def answer(self) -> HttpResponse:
        posted, action = self.request.POST, self.request.POST.get("action")
        if self.request.method != "POST":
            return self.show(self.form(kept=kept_fields(self.kept) if self.kept else None))
        if action == "discard":
            discard_draft(by=self.user, form=self.draft_name)
            messages.info(self.request, "The draft was thrown away.")
            return redirect(self.request.path)
        if action == "more":
            return self.show(self.form(kept=posted, more=1))
        if action == "draft":
            _keep(self.user, posted)
            messages.success(self.request, "Saved as a draft. It waits for you on Today and on this page.")
            return redirect(plan_url("change", self.plan))
        form = self.form(data=posted)
        if form.is_valid() and self.saved(form):
            messages.success(self.request, "Saved.")
            return redirect(plan_url("change", self.plan))
        return self.show(form)

    def form(self, *, data: Any = None, kept: Any = None, more: int = 0) -> GoalForm:
        workers = [row.worker for row in workers_around(self.plan.person, today())]
        doers = doer_choices(self.plan.person, self.user, workers, self.there)
        return GoalForm(
            data, person=self.plan.person, goal=self.there, doers=doers, links=self.links(), kept=kept, more=more
        )

    def links(self) -> dict[str, list[tuple[str, str]]]:
        return {
            "need": [(line.row.ref, line.row.words) for line in self.reading.needs],
            "strength": [(line.row.ref, line.row.words) for line in self.reading.strengths],
        }

    def linked(self, form: GoalForm, name: str) -> Any:
        """What was chosen; a link that this writer may not know of stays as it is."""
        standing = getattr(self.there, name) if self.there else None
        lines: list[Any] = self.reading.needs if name == "need" else self.reading.strengths
        known = {line.row.ref: line.row for line in lines}
        if standing and standing.ref not in known:
            return standing
        return known.get(form.cleaned_data.get(name, ""))

    def saved(self, form: GoalForm) -> bool:
        posted = self.request.POST
        seen: str | None = posted.get("seen")
        try:
            if posted.get("action") == "begin":
                services.begin_change(by=self.user, plan=self.plan)
                seen = None
            services.save_goal(
                by=self.user,
                plan=self.plan,
                key=self.key,
                words=form.cleaned_data["words"],
                steps=form.said_steps,
                need=self.linked(form, "need"),
                strength=self.linked(form, "strength"),
                seen=seen,
                draft=self.draft_name,
                override=form.cleaned_data["override"],
            )
        except RestrictedError as refusal:
            form.refuse(refusal)
        except WrittenMeanwhileError:
            self.conflict = self.compare(form)
        except AgreedMeanwhileError:
            self.agreed_meanwhile = True
        except PlanError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            return True
        return False

    def seen(self) -> str:
        """What the writer had before them: with a draft, when it was begun, unless they have now been shown more."""
        if self.kept:
            return str((self.kept.fields.get("seen") or [""])[0])
        if self.request.method == "POST" and self.conflict is None and self.request.POST.get("seen") is not None:
            return str(self.request.POST["seen"])
        return fingerprint(self.there)

    def compare(self, form: GoalForm) -> dict[str, Any] | None:
        version = draft_version(self.plan)
        if version is None:
            return None
        self.there = goal_of(version, self.key)
        mine = GoalText(self.key, form.cleaned_data["words"], form.said_steps)
        theirs = goal_text(self.there, self.plan.person) if self.there else GoalText(self.key, "")
        doers = dict(form.doers)
        rows = [{"label": "The goal", "yours": mine.words, "theirs": theirs.words}]
        before, after = {s.key: s for s in theirs.steps}, {s.key: s for s in mine.steps}
        for number, key in enumerate({**after, **before}, 1):
            rows.append(
                {
                    "label": f"Step {number}",
                    "yours": _step_words(after.get(key), doers),
                    "theirs": _step_words(before.get(key), doers),
                }
            )
        return conflict_of(version, rows)

    def show(self, form: GoalForm) -> HttpResponse:
        context = {
            "form": form,
            "draft_form": self.draft_name,
            "kept": self.kept,
            "plan": self.plan,
            "person": self.plan.person,
            "do_not": do_not_of(self.user, [self.plan.person], today()),
            "is_new": self.there is None,
            "key": self.key,
            "seen": self.seen(),
            "conflict": self.conflict,
            "agreed_meanwhile": self.agreed_meanwhile,
            "back": plan_url("change", self.plan),
            "page_url": self.request.path,
            "record_url": "",  # on a phone the frame's button would lie over the form
        }
        return render(self.request, "casework/plan_goal.html", context)


def _step_words(step: StepText | None, doers: dict[str, str]) -> str:
    if step is None:
        return ""
    who = doers.get(f"{step.who}:{step.worker}" if step.worker else step.who, step.doer)
    return f"{step.what}. {who}, by {short_day_words(step.by_on)}"


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keep what is typed so far. Answers 204; 400 where the form is not one of ours."""
    if not DRAFT.fullmatch(request.POST.get("draft", "")):
        return HttpResponse(status=400)
    _keep(user_of(request), request.POST)
    return HttpResponse(status=204)


def _keep(user: User, posted: Any) -> None:
    """Unless the form was saved already: the last words of a draft may arrive after the form they were typed into."""
    name = posted.get("draft", "")
    found = DRAFT.fullmatch(name)
    if found is None or not _still_open(user, found[1], found[2], found[3], posted.get("seen", "")):
        return
    fields = {key: values for key, values in posted.lists() if key not in NOT_KEPT}
    keep_draft(by=user, form=name, fields=fields)


def _still_open(user: User, person: str, plan: str, key: str, seen: str) -> bool:
    """Whether it is there to be written by this user; a plan closed to them is as if there were none."""
    row = Plan.objects.select_related("person__site").filter(ref=plan, person__ref=person).first()
    if row is None or not can(user, Action.RECORD, row):
        return False
    version = draft_version(row)
    return version is not None and fingerprint(goal_of(version, key)) == seen
