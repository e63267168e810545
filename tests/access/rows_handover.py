"""Hand-overs. Alice works with the person; Mona decides who works with them; Carol takes over from Alice here."""

from tests.access.matrix import Row, everyone, only
from throughgate.common.clock import today
from throughgate.handover.models import Cover, HandOver

READERS = ("manager", "caseworker", "counsellor")
SEES = only(*READERS, "volunteer", "elsewhere")
READS = only(*READERS, others=404)
# Whoever decides nothing of the kind is refused before it is asked whether the worker is theirs to see.
MANAGES = {**everyone(403), "manager": 200}
FINDS = {**everyone(404), "manager": 200}
DECIDES = {**everyone(404), "manager": 200, "caseworker": 403, "counsellor": 403}


def _person(world):
    return {"ref": world.person.ref}


def _worker(world):
    return {"ref": world.users["caseworker"].ref}


def _hand_over(world):
    """Given, from Alice to Carol."""
    return {"ref": HandOver.objects.get(person=world.person, given_at__isnull=False).ref}


def _cover(world):
    return {"ref": Cover.objects.get(worker=world.users["caseworker"]).ref}


def _promise(world):
    return {"ref": HandOver.objects.get(person=world.person, given_at__isnull=False).promise_read.ref}


ROWS = [
    Row("handover:board", "get", SEES),
    Row("handover:continuity", "get", MANAGES),
    Row("handover:caseload", "get", MANAGES, args=_worker),
    Row("handover:caseload", "post", MANAGES, args=_worker, data=lambda world: {"why": "change"}),
    Row("handover:away", "get", MANAGES, args=_worker),
    Row("handover:away", "post", MANAGES, args=_worker, data=lambda world: {"why": "leave"}),
    Row("handover:cover", "get", FINDS, args=_cover),
    Row("handover:end_cover", "get", FINDS, args=_cover),
    Row("handover:end_cover", "post", {**everyone(404), "manager": 302}, args=_cover),
    Row("handover:person", "get", READS, args=_person),
    Row("handover:sheet", "get", READS, args=_person),
    # Whoever works with the person writes what the next one should know.
    Row(
        "handover:write",
        "get",
        {**everyone(404), "manager": 403, "caseworker": 200, "counsellor": 200},
        args=_person,
    ),
    Row("handover:promise", "get", only(*READERS, status=302, others=404), args=_promise),
    Row("handover:hand_over", "get", READS, args=_hand_over),
    Row(
        "handover:add",
        "get",
        {**everyone(404), "manager": 200, "caseworker": 200, "counsellor": 403},
        args=_hand_over,
    ),
    Row(
        "handover:add",
        "post",
        {**everyone(404), "manager": 302, "caseworker": 302, "counsellor": 403},
        args=_hand_over,
        data=lambda world: {"works": "Tea", "sensitivity": "standard"},
    ),
    Row(
        "handover:acknowledge",
        "post",
        {**everyone(404), "manager": 403, "caseworker": 403, "counsellor": 302},
        args=_hand_over,
    ),
    Row("handover:tell", "get", READS, args=_hand_over),
    Row(
        "handover:tell",
        "post",
        only(*READERS, status=302, others=404),
        args=_hand_over,
        data=lambda world: {"on": today().isoformat(), "how": "face", "sensitivity": "standard"},
    ),
    Row("handover:letter", "get", READS, args=_hand_over),
    Row("handover:met", "get", READS, args=_hand_over),
    Row(
        "handover:met",
        "post",
        only(*READERS, status=302, others=404),
        args=_hand_over,
        data=lambda world: {"on": today().isoformat()},
    ),
    Row(
        "handover:take_over",
        "post",
        {**everyone(404), "manager": 403, "caseworker": 403, "counsellor": 302},
        args=_hand_over,
    ),
    Row("handover:told_of_staying", "post", only(*READERS, status=302, others=404), args=_hand_over),
    Row("handover:take_back", "get", DECIDES, args=_hand_over),
    Row(
        "handover:take_back", "post", {**DECIDES, "manager": 302}, args=_hand_over, data=lambda world: {"because": "No"}
    ),
]
