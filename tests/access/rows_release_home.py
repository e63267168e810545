"""Places to live. The application and the home of the world are open to whoever works with the person."""

from tests.access.matrix import Row, everyone
from throughgate.common.clock import today

AT_SEND = {"manager": 200, "caseworker": 200, "counsellor": 200}
NOT_THEIRS = {"volunteer": 404, "elsewhere": 404}
HIDDEN = {"evaluator": 404, "administrator": 404}
READS = AT_SEND | NOT_THEIRS | HIDDEN
DOES = {"manager": 302, "caseworker": 302, "counsellor": 302} | NOT_THEIRS | HIDDEN
NO_PEOPLE = {"evaluator": 403, "administrator": 403}
LOOKS = AT_SEND | {"volunteer": 200, "elsewhere": 200} | NO_PEOPLE
KEEPS = AT_SEND | {"volunteer": 403, "elsewhere": 200} | NO_PEOPLE
KEPT = {"manager": 302, "caseworker": 302, "counsellor": 302, "elsewhere": 302, "volunteer": 403} | NO_PEOPLE


def _person(world):
    return {"ref": world.person.ref}


def _asked(world):
    return world.person.home_applications.get()


def _asked_ref(world):
    return {"ref": _asked(world).ref}


def _place(world):
    return world.person.living_places.get()


def _check_ref(world):
    return {"ref": _place(world).checks.get().ref}


def _provider(world):
    return {"ref": _asked(world).provider.ref}


def _state(state):
    return lambda world: {"ref": _asked(world).ref, "state": state}


def _left(world):
    on = today()
    return {"answer": "lost", "reason": "rent", "on_day": on.day, "on_month": on.month, "on_year": on.year}


def _lives(world):
    on = today()
    return {"kind": "private", "level": "standard", "from_on_day": on.day, "from_on_month": on.month,
            "from_on_year": on.year}  # fmt: skip


NAMED = {"name": "Oak House", "kind": "supported", "is_active": "on"}

ROWS = [
    Row("release:homes", "get", LOOKS),
    Row("release:homes", "get", AT_SEND | NOT_THEIRS | NO_PEOPLE, data=lambda world: {"for": world.person.ref}),
    Row("release:provider", "get", LOOKS, args=_provider),
    Row("release:new_provider", "get", KEEPS),
    Row("release:new_provider", "post", KEPT, data=lambda world: NAMED),
    Row("release:edit_provider", "get", KEEPS, args=_provider),
    Row("release:edit_provider", "post", KEPT, args=_provider, data=lambda world: NAMED | {"version": 1}),
    Row("release:say_places", "post", KEPT, args=_provider, data=lambda world: {"places": 3}),
    Row("release:home_applications", "get", LOOKS),
    Row("release:homes_kept", "get", LOOKS),
    Row("release:home", "get", READS, args=_person),
    Row(
        "release:apply_for_home",
        "get",
        READS,
        args=_person,
        data=lambda world: {"provider": _asked(world).provider.ref},
    ),
    # To post, the provider stands in the address.
    Row("release:apply_for_home", "post", everyone(404), args=_person),
    Row("release:arrange_home", "get", READS, args=_person),
    Row("release:arrange_home", "post", DOES, args=_person, data=_lives),
    Row("release:record_living_place", "get", READS, args=_person),
    Row("release:record_living_place", "post", DOES, args=_person, data=_lives),
    Row("release:home_application", "get", READS, args=_asked_ref),
    Row("release:home_step", "get", READS, args=_state("offered")),
    Row(
        "release:home_step",
        "post",
        DOES,
        args=_state("offered"),
        data=lambda world: {"on": today().isoformat()},
    ),
    Row(
        "release:home_promised",
        "get",
        DOES,
        args=lambda world: {"ref": _asked(world).promise.ref},
    ),
    Row("release:home_check", "get", READS, args=_check_ref),
    Row("release:home_check", "post", DOES, args=_check_ref, data=lambda world: {"answer": "still"}),
    Row("release:leave_home", "get", READS, args=lambda world: {"ref": _place(world).ref}),
    Row("release:leave_home", "post", DOES, args=lambda world: {"ref": _place(world).ref}, data=_left),
]
