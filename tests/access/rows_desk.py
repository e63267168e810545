from tests.access.matrix import Row, everyone, only

READERS = ("manager", "caseworker", "counsellor")
# The person is not on the volunteer's caseload, and works with nobody elsewhere.
OPEN = only(*READERS, others=404)


def _person(world):
    return {"ref": world.person.ref}


def _new_date(world):
    return {
        "kind": "confirmed_release",
        "on": "2027-01-15",
        "confidence": "expected",
        "source": "OMU",
        "step": "confirm",
    }


ROWS = [
    Row("desk:today", "get", everyone(200)),
    Row("desk:search", "get", only(*READERS, "volunteer", "elsewhere")),
    Row("desk:search", "post", only(*READERS, "volunteer", "elsewhere"), data=lambda world: {"q": "Jo"}),
    Row("desk:person", "get", OPEN, args=_person),
    Row("desk:move_release_date", "get", OPEN, args=_person),
    Row("desk:move_release_date", "post", only(*READERS, status=302, others=404), args=_person, data=_new_date),
    Row(
        "desk:moved_date",
        "get",
        OPEN,
        args=lambda world: _person(world) | {"date_id": world.person.custody_dates.get(kind="crd").pk},
    ),
]
