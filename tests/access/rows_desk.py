from tests.access.matrix import Row, everyone, only

READERS = ("manager", "caseworker", "counsellor")
# The person is not on the volunteer's caseload, and works with nobody elsewhere.
OPEN = only(*READERS, others=404)


def _person(world):
    return {"ref": world.person.ref}


ROWS = [
    Row("desk:today", "get", everyone(200)),
    Row("desk:search", "get", only(*READERS, "volunteer", "elsewhere")),
    Row("desk:search", "post", only(*READERS, "volunteer", "elsewhere"), data=lambda world: {"q": "Jo"}),
    Row("desk:person", "get", OPEN, args=_person),
]
