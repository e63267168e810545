"""Measures. What is open and what is finished is standard in this world; to take a sensitive one is another matter."""

from typing import Any

from tests.access.everything_measures import FINISHED, OPEN
from tests.access.matrix import Row, only
from tests.access.rows_story import READS, SAVES
from tests.access.world import World
from throughgate.measures.models import Safeguard, Sitting

SEES_PEOPLE = ("manager", "caseworker", "counsellor", "volunteer", "elsewhere")
# AUDIT-C is sensitive: whoever works with the person, and the manager of the site.
TAKES = READS


def _person(world: World) -> dict[str, Any]:
    return {"ref": world.person.ref}


def _slug(world: World) -> dict[str, Any]:
    return _person(world) | {"slug": "audit-c"}


def _begun(world: World) -> dict[str, Any]:
    return _person(world) | {"sitting": Sitting.objects.get(person=world.person, instrument=OPEN).ref}


def _finished(world: World) -> dict[str, Any]:
    return _person(world) | {"sitting": Sitting.objects.get(person=world.person, instrument=FINISHED).ref}


def _guard(world: World) -> dict[str, Any]:
    return _person(world) | {"pk": Safeguard.objects.get(sitting__person=world.person).pk}


def _promise(world: World) -> dict[str, Any]:
    return {"ref": Safeguard.objects.get(sitting__person=world.person).promise.ref}


def _start(world: World) -> dict[str, Any]:
    return {"how": "asked", "on_day": "2", "on_month": "3", "on_year": "2026"}


def _done(world: World) -> dict[str, Any]:
    return {"done": ["talked"], "words": "They are safe today.", "done_by": "Alice"}


def _why(world: World) -> dict[str, Any]:
    return {"reason": "Another one was meant"}


ANSWER = {"step": "person.interest", "person-interest": "1"}
STAYS = READS  # an answer that tells of danger is not followed up yet: the page comes back

ROWS = [
    Row("measures:library", "get", only(*READS)),
    Row("measures:figures", "get", only(*SEES_PEOPLE, "evaluator")),
    Row("measures:figures_csv", "get", only(*SEES_PEOPLE, "evaluator")),
    Row("measures:told", "get", only(*SEES_PEOPLE)),
    Row("measures:promised", "get", SAVES, args=_promise),
    Row("measures:person", "get", READS, args=_person),
    Row("measures:start", "get", TAKES, args=_slug),
    Row("measures:start", "post", SAVES, args=_slug, data=_start),
    Row("measures:paper", "get", TAKES, args=_slug),
    Row("measures:over_time", "get", READS, args=_slug),
    Row("measures:result", "get", READS, args=_finished),
    Row("measures:ask", "get", READS, args=_begun),
    Row("measures:ask", "post", SAVES, args=_begun, data=lambda world: ANSWER),
    Row("measures:typed", "post", {role: 204 if code == 200 else code for role, code in READS.items()}, args=_begun),
    Row("measures:thanks", "get", READS, args=_begun),
    Row("measures:finish", "get", READS, args=_begun),
    Row("measures:finish", "post", STAYS, args=_begun, data=lambda world: {"leaving": "on"}),
    Row("measures:put_away", "get", READS, args=_begun),
    Row("measures:put_away", "post", STAYS, args=_begun, data=_why),
    Row("measures:correct", "get", READS, args=_finished),
    Row("measures:correct", "post", SAVES, args=_finished, data=_why),
    Row("measures:safety", "get", READS, args=_guard),
    Row("measures:safety", "post", SAVES, args=_guard, data=_done),
    Row("measures:safety_crisis", "post", SAVES, args=_guard),
    # Alice was told; nobody else waits to read it.
    Row("measures:safety_seen", "post", dict.fromkeys(SAVES, 404) | {"caseworker": 302}, args=_guard),
]
