"""Training and watching practice. The world's records and its observation are of Alice, the caseworker;
the manager watches.
"""

from typing import Any

from tests.access.matrix import ROLES, Row
from tests.access.world import World
from throughgate.practice.models import Observation, TrainingRecord

EVERYBODY = dict.fromkeys(ROLES, 200)
STAFF = EVERYBODY | {"evaluator": 403, "administrator": 403}
KEEPS = dict.fromkeys(ROLES, 403) | {"manager": 200}
THEIRS = dict.fromkeys(ROLES, 404) | {"manager": 200, "caseworker": 200}


def _alice(world: World) -> dict[str, Any]:
    return {"ref": TrainingRecord.objects.first().user.ref}


def _training(world: World) -> dict[str, Any]:
    return _alice(world) | {"training": "lone-working"}


def _record(world: World) -> dict[str, Any]:
    return {"ref": TrainingRecord.objects.first().ref}


def _observation(world: World) -> dict[str, Any]:
    return {"ref": Observation.objects.first().ref}


ROWS = [
    Row("practice:mine", "get", EVERYBODY),
    Row("practice:board", "get", KEEPS),
    Row("practice:colleague", "get", KEEPS, args=_alice),
    Row("practice:add", "get", KEEPS, args=_training),
    Row("practice:add", "post", KEEPS, args=_training),
    Row("practice:correct", "get", KEEPS, args=_record),
    Row("practice:correct", "post", KEEPS, args=_record),
    Row("practice:strike", "get", KEEPS, args=_record),
    Row("practice:strike", "post", KEEPS, args=_record),
    Row("practice:plan", "get", STAFF),
    Row("practice:plan", "post", STAFF),
    Row("practice:observation", "get", THEIRS, args=_observation),
    Row("practice:note", "get", THEIRS | {"caseworker": 403}, args=_observation),
    Row("practice:note", "post", THEIRS | {"caseworker": 403}, args=_observation),
    Row("practice:answer", "get", THEIRS | {"manager": 403}, args=_observation),
    Row("practice:answer", "post", THEIRS | {"manager": 403}, args=_observation),
    Row("practice:read", "post", THEIRS | {"manager": 302, "caseworker": 302}, args=_observation),
    Row("practice:drop", "get", THEIRS, args=_observation),
    Row("practice:drop", "post", THEIRS, args=_observation),
]
