"""The plan: begun, written, agreed to, looked at again, its steps done."""

from tests.access.everything_plan import GOAL
from tests.access.matrix import Row, everyone
from throughgate.common.clock import today

AT_SEND = {"manager": 200, "caseworker": 200, "counsellor": 200}
HIDDEN = {"volunteer": 404, "elsewhere": 404, "evaluator": 404, "administrator": 404}
READS = AT_SEND | HIDDEN
DOES = dict.fromkeys(AT_SEND, 302) | HIDDEN


def _person(world):
    return {"ref": world.person.ref}


def _plan(world):
    return _person(world) | {"plan": world.person.plans.get(title="Home").ref}


def _goal(world):
    return _plan(world) | {"key": GOAL}


def _promise(world):
    return {"promise": world.person.promises.get(source="step").ref}


def _written(world):
    return {"words": "A quiet place", "rows": "0"}


def _agreed(world):
    moment = {"on": today().isoformat(), "at": "00:00"}
    return moment | {"side": "worker", "how": "phone", "revision": "1"}


def _on(world):
    return {"on": today().isoformat()}


ROWS = [
    Row("plan:person", "get", READS, args=_person),
    Row("plan:begin", "get", READS, args=_person),
    Row("plan:begin", "post", DOES, args=_person, data=lambda w: {"subject": "own", "title": "A", "level": "standard"}),
    Row("plan:change", "get", READS, args=_plan),
    Row("plan:change", "post", DOES, args=_plan),
    Row("plan:give_up", "get", READS, args=_plan),
    Row("plan:give_up", "post", DOES, args=_plan),
    Row("plan:words", "get", READS, args=_plan),
    Row("plan:words", "post", DOES, args=_plan, data=lambda world: {"opening": "Home"}),
    Row("plan:goal", "get", READS, args=_goal),
    Row("plan:goal", "post", DOES, args=_goal, data=_written),
    Row("plan:remove_goal", "get", READS, args=_goal),
    Row("plan:remove_goal", "post", DOES, args=_goal),
    Row("plan:goal_state", "get", READS, args=_goal),
    Row("plan:goal_state", "post", DOES, args=_goal, data=lambda w: {"status": "completed"} | _on(w)),
    Row("plan:agree", "get", READS, args=_plan),
    Row("plan:agree", "post", DOES, args=_plan, data=_agreed),
    Row("plan:take_back", "post", DOES, args=_plan, data=lambda world: {"side": "person"}),
    Row("plan:review", "get", READS, args=_plan),
    Row("plan:review", "post", DOES, args=_plan, data=_on),
    Row("plan:versions", "get", READS, args=_plan),
    Row("plan:print", "get", READS, args=_plan),
    Row("plan:promise", "get", DOES, args=_promise),
    Row("plan:promise_done", "post", DOES, args=_promise),
    Row("plan:promise_undone", "post", DOES, args=_promise),
    # What is typed is everybody's own; of a plan that one may not write, nothing is kept, and nothing is said.
    Row("plan:draft", "post", everyone(204), data=lambda world: {"draft": f"plan:{world.person.ref}+NONE-NONE"}),
]
