"""How faithfully sites deliver a programme. That of the world is delivered at Send, with one thing done otherwise."""

from typing import Any

from tests.access.matrix import ROLES, Row, only
from tests.access.world import World
from throughgate.common.clock import today
from throughgate.fidelity.models import Adaptation, Rollout

READS = dict.fromkeys(ROLES, 403) | {
    "manager": 200, "caseworker": 200, "counsellor": 200, "evaluator": 200, "elsewhere": 200
}  # fmt: skip
OF_SITE = READS | {"elsewhere": 404}
KEEPS = dict.fromkeys(ROLES, 403) | {"manager": 302}
ASKS = dict.fromkeys(ROLES, 403) | {"manager": 200}

# Whoever adds programmes gives them away and takes them in.
PUBLISH = only("manager", "administrator")


def _version(world: World) -> dict[str, Any]:
    return _slug(world) | {"version": world.model.version}


def _slug(world: World) -> dict[str, Any]:
    return {"slug": world.model.slug}


def _site(world: World) -> dict[str, Any]:
    return _slug(world) | {"code": world.person.site.code}


def _rollout(world: World) -> dict[str, Any]:
    return {"ref": Rollout.objects.filter(site=world.person.site).first().ref}


def _adaptation(world: World) -> dict[str, Any]:
    return {"ref": Adaptation.objects.filter(rollout__site=world.person.site).first().ref}


def _day(world: World) -> dict[str, Any]:
    return {"begins_on": today().isoformat()}


ROWS = [
    Row("fidelity:programmes", "get", READS),
    Row("fidelity:compare", "get", READS, args=_slug),
    Row("fidelity:site", "get", OF_SITE, args=_site),
    Row("fidelity:begin", "get", dict.fromkeys(ROLES, 403) | {"manager": 200}, args=_site),
    Row("fidelity:begin", "post", dict.fromkeys(ROLES, 403) | {"manager": 200}, args=_site),
    Row("fidelity:adapt", "get", ASKS, args=_rollout),
    Row("fidelity:adapt", "post", ASKS, args=_rollout),
    Row("fidelity:end", "get", ASKS, args=_rollout),
    Row("fidelity:end", "post", ASKS, args=_rollout),
    Row("fidelity:end_adaptation", "post", KEEPS, args=_adaptation),
    Row("fidelity:go_on", "post", KEEPS, args=_adaptation),
    Row("fidelity:take_in", "get", PUBLISH),
    Row("fidelity:take_in", "post", PUBLISH),
    Row("fidelity:confirm_pack", "post", PUBLISH),
    Row("fidelity:pack", "get", PUBLISH, args=_version),
    Row("fidelity:download_pack", "post", PUBLISH, args=_version),
]
