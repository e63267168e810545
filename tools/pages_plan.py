"""Pages of the plan: as it stands, being changed, agreed to, on paper."""

from django.urls import reverse

from throughgate.accounts.models import User
from throughgate.casework.models import Plan
from throughgate.casework.selectors.plan import current_version, draft_version, goals_of
from throughgate.casework.services.plan import begin_change
from throughgate.common.references import new_reference
from throughgate.people.models import Assignment, Person


def plan_pages(worker: User) -> list[tuple[str, str]]:
    mine = Assignment.objects.filter(worker=worker, to_on=None).values("person")
    plan = Plan.objects.filter(person__in=mine, sensitivity="standard", versions__agreed_at__isnull=False).first()
    none = Person.objects.filter(pk__in=mine, plans=None).order_by("pk").first()
    if plan is None or none is None:
        raise RuntimeError("The demonstration has no agreed plan, or nobody without one.")
    begin_change(by=worker, plan=plan)
    whole = {"ref": plan.person.ref, "plan": plan.ref}
    version, draft = current_version(plan), draft_version(plan)
    agreed_goal, goal = goals_of(version)[0].key, goals_of(draft)[0].key
    named = [(f"plan {name}", reverse(f"plan:{name}", kwargs=whole)) for name in
             ("change", "words", "agree", "review", "versions", "print", "give_up")]  # fmt: skip
    return [
        ("plan", f"{reverse('plan:person', kwargs={'ref': plan.person.ref})}?plan={plan.ref}"),
        ("plan none", reverse("plan:person", kwargs={"ref": none.ref})),
        ("plan begin", reverse("plan:begin", kwargs={"ref": none.ref})),
        *named,
        ("plan goal", reverse("plan:goal", kwargs=whole | {"key": goal})),
        ("plan new goal", reverse("plan:goal", kwargs=whole | {"key": new_reference()})),
        ("plan remove goal", reverse("plan:remove_goal", kwargs=whole | {"key": goal})),
        ("plan goal state", reverse("plan:goal_state", kwargs=whole | {"key": agreed_goal})),
    ]
