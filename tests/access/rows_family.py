"""Family work. Behind its wall are the manager and who was given it by name: not the caseload, not the counsellor."""

from datetime import timedelta
from typing import Any

from tests.access.matrix import ROLES, Row, only
from tests.access.rows_story import READS, SAVES
from tests.access.world import World
from throughgate.common.clock import today
from throughgate.family.models import FamilyMember, SafetyCheck, Workshop
from throughgate.people.models import CircleMember

WALL = only("manager", others=404)
WRITES = only("manager", status=302, others=404)
DUE = WRITES | {"evaluator": 403, "administrator": 403}


def _person(world: World) -> dict[str, Any]:
    return {"ref": world.person.ref}


def _found(world: World) -> FamilyMember:
    return FamilyMember.objects.filter(person=world.person).order_by("pk").first()


def _member(world: World) -> dict[str, Any]:
    return _person(world) | {"member": _found(world).ref}


def _asked(world: World) -> SafetyCheck:
    return SafetyCheck.objects.get(member=_found(world), answer="")


def _check(world: World) -> dict[str, Any]:
    return _person(world) | {"check": _asked(world).ref}


def _promise(world: World) -> dict[str, Any]:
    return {"ref": _asked(world).promise.ref}


def _workshop(world: World) -> dict[str, Any]:
    return _person(world) | {"workshop": Workshop.objects.filter(person=world.person).order_by("pk").first().ref}


def _on(name: str, ahead: int = 0) -> dict[str, str]:
    day = today() + timedelta(days=ahead)
    return {f"{name}_day": f"{day.day}", f"{name}_month": f"{day.month}", f"{name}_year": f"{day.year}"}


def _with_members(**more: str) -> Any:
    return lambda world: {"members": [_found(world).ref], **more}


def _circle(world: World) -> dict[str, Any]:
    lou = CircleMember.objects.filter(person=world.person, name="Lou Winter").first()
    return {"circle": f"{lou.pk}"}


MEETING = {"kind": "family-meeting", "medium": "face"}
ANSWER = {"answer": "clear", **_on("on"), **_on("until", 90)}

ROWS = [
    Row("family:promised", "get", DUE, args=_promise),
    Row("family:person", "get", READS, args=_person),
    Row("family:due", "get", SAVES, args=_person, data=lambda world: {"kind": "family-meeting"}),
    Row("family:add", "get", WALL, args=_person),
    Row("family:add", "post", WRITES, args=_person, data=_circle),
    Row("family:book", "get", WALL, args=_person),
    Row("family:book", "post", WRITES, args=_person, data=_with_members(**MEETING, **_on("on", 7))),
    Row("family:meet", "get", WALL, args=_person),
    Row("family:meet", "post", WRITES, args=_person, data=_with_members(**MEETING, **_on("on"))),
    Row("family:copy", "get", WALL, args=_person),
    Row("family:arrange", "get", WALL, args=_person),
    Row("family:arrange", "post", WRITES, args=_person, data=_with_members(**_on("on", 7))),
    Row("family:workshop", "get", WALL, args=_workshop),
    Row("family:workshop", "post", WRITES, args=_workshop, data=_with_members()),
    Row("family:answer", "get", WALL, args=_check),
    Row("family:answer", "post", WRITES, args=_check, data=lambda world: ANSWER),
    Row("family:member", "get", WALL, args=_member),
    Row("family:kept", "get", WALL, args=_member),
    Row("family:reach", "get", WALL, args=_member),
    Row("family:reach", "post", WRITES, args=_member, data=lambda world: {"times": "After six"}),
    Row("family:ask", "get", WALL, args=_member),
    Row("family:ask", "post", WRITES, args=_member,
        data=lambda world: {"to": "plan", "answer": "no", "how": "phone", **_on("on")}),
    Row("family:agree", "get", dict.fromkeys(ROLES, 404), args=_member),  # there is no connection plan in the world
    Row("family:agree", "post", dict.fromkeys(ROLES, 404), args=_member),
    Row("family:safe", "get", WALL, args=_member),
    Row("family:safe", "post", WRITES, args=_member, data=lambda world: {"asked_of": "children", **_on("on")}),
    Row("family:said", "get", WALL, args=_member),
    Row("family:said", "post", WRITES, args=_member, data=lambda world: {"about_hopes": "Peace", **_on("on")}),
]  # fmt: skip
