"""Plans of invented people: written, agreed to by both sides, changed now and then, their steps done or not yet."""

from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.casework.models import Goal, GoalStatus, How, Plan, PlanVersion, Side
from throughgate.casework.rules.plan import StepText
from throughgate.casework.selectors.plan import goals_of, stand_of
from throughgate.casework.services.plan import agree, begin_change, begin_plan, save_goal
from throughgate.casework.services.plan_progress import do_step, review_plan, set_goal_state
from throughgate.common.references import new_reference
from throughgate.common.yaml_lines import plain_data
from throughgate.demo.stories import weekday
from throughgate.programmes.asking import asked_by
from throughgate.programmes.compiled import compiled_model

if TYPE_CHECKING:
    from throughgate.demo.life import Life
    from throughgate.demo.stories import Deed

KINDS = ("plan", "plan-review")
CLINICAL_PLANS = ("treatment",)
CHANGED_EVERY = 8  # of every so many times that it is looked at, something changes once
DONE_BY = 18  # days after which a step of a demonstration has been done, or its goal was put aside


@cache
def plan_words() -> Any:
    return plain_data(files("throughgate.demo").joinpath("data/plans.yaml").read_text())


class Plans:
    """The plans of one life. Draws its own lots, so that the rest of the life stays as it is."""

    def __init__(self, life: "Life") -> None:
        self.life, self.today = life, life.charity.today
        self.chance = Random(f"plans of {life.number}")  # noqa: S311 - repeatable on purpose  # nosec B311
        self.made: dict[str, Plan] = {}

    def record(self, deed: "Deed") -> None:
        if deed.kind == "plan":
            self.write(deed.subject, deed.on)
        else:
            self.look_again(deed.subject, deed.on)

    def write(self, subject: str, on: date) -> None:
        if subject in self.made:
            self.change(self.made[subject], on)
            return
        by, level = self._by(subject)
        said = plan_words().get(subject) or plan_words()[""]
        plan = begin_plan(
            by=by,
            person=self.life.person,
            title=self._title(subject),
            subject=subject,
            sensitivity=level,
            enrolment=self.life.enrolment,
            opening=self.chance.choice(said["openings"]),
        )
        self.made[subject] = plan
        _begun_on(plan, on)
        goals = said["goals"]
        for goal in self.chance.sample(goals, k=min(len(goals), self.chance.randint(2, 3))):
            steps = [self._step(by, step, on) for step in goal["steps"]]
            save_goal(by=by, plan=plan, key=new_reference(), words=goal["words"], steps=steps)
        self._agree(by, plan, on)

    def look_again(self, subject: str, on: date) -> None:
        plan = self.made.get(subject) or (next(iter(self.made.values()), None) if not subject else None)
        if plan is None:
            self.write(subject, on)
            plan = self.made[subject]
        if self.chance.randrange(CHANGED_EVERY) == 0:
            self.change(plan, on)
        else:
            by, _ = self._by(plan.subject)
            review_plan(by=by, plan=plan, on=on, note=self.chance.choice(plan_words()["reviews"]))

    def change(self, plan: Plan, on: date) -> None:
        by, _ = self._by(plan.subject)
        draft = begin_change(by=by, plan=plan)
        _begun_on(plan, on)
        goal = Goal.objects.filter(version=draft).prefetch_related("steps").first()
        if goal is None:
            return
        steps = [StepText(step.key, step.what, step.who, step.by_on, step.worker_id) for step in goal.steps.all()]
        more = [self._step(by, said, on) for said in self.chance.sample(plan_words()["changes"], k=2)]
        save_goal(by=by, plan=plan, key=goal.key, words=goal.words, steps=[*steps, *more])
        self._agree(by, plan, on)

    def finish(self) -> None:
        """What has been done by today: most of what is due, late now and then."""
        for number, plan in enumerate(self.made.values()):
            if number == 0 and self.life.course.left_on is None:
                self.change(plan, self.today - timedelta(days=self.chance.randint(1, 13)))
            version = stand_of(plan).current
            if version:
                self._do_steps(plan, version)

    def _do_steps(self, plan: Plan, version: PlanVersion) -> None:
        by, _ = self._by(plan.subject)
        goals = goals_of(version)
        for goal in goals:
            for step in goal.steps.all():
                due_for = (self.today - step.by_on).days
                if step.promise and due_for >= -3 and (due_for > DONE_BY or self.chance.random() < 0.8):
                    late = self.chance.randint(-4, 3)
                    do_step(by=by, promise=step.promise, on=min(self.today, weekday(step.by_on + timedelta(days=late))))
        for goal in goals:
            if all(step.promise and step.promise.met_on for step in goal.steps.all()) and self.chance.random() < 0.5:
                set_goal_state(by=by, plan=plan, key=goal.key, status=GoalStatus.COMPLETED, on=self.today)

    def _agree(self, by: User, plan: Plan, on: date) -> None:
        draft = stand_of(plan).draft
        if draft is None:
            return
        how = self.chance.choice([How.IN_PERSON, How.IN_PERSON, How.PAPER, How.PHONE])
        for side, at in ((Side.PERSON, time(10, 30)), (Side.WORKER, time(10, 45))):
            moment = timezone.make_aware(datetime.combine(on, at))
            agree(
                by=by,
                plan=plan,
                side=side,
                how=how,
                agreed_at=min(moment, timezone.localtime()),
                revision=draft.revision,
            )

    def _by(self, subject: str) -> tuple[User, Sensitivity]:
        counsellor = self.life.round.counsellor
        if subject in CLINICAL_PLANS and counsellor:
            return self.life.charity.users[counsellor], Sensitivity.CLINICAL
        return self.life.worker, Sensitivity.STANDARD

    def _title(self, subject: str) -> str:
        model = compiled_model(self.life.model)
        asked = (asked_by(model, key) for key in model.elements)
        return next((one.title for one in asked if one.kinds == ("plan",) and one.subject == subject), "Their plan")

    def _step(self, by: User, said: tuple[str, str, int], on: date) -> StepText:
        what, who, days = said
        worker = by.pk if who == "worker" else None
        return StepText(new_reference(), what, "staff" if worker else who, weekday(on + timedelta(days=days)), worker)


def _begun_on(plan: Plan, on: date) -> None:
    """As if it had been typed in on the day on which it was agreed."""
    began = timezone.make_aware(datetime.combine(on, time(10)))
    PlanVersion.objects.filter(plan=plan, agreed_at=None).update(written_at=min(began, timezone.now()))
