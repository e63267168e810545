"""One's own calendar and letters, and texts to people. The text of the world is one about a booking of Alice's."""

from typing import Any

from tests.access.matrix import Row, everyone, only
from tests.access.rows_bookings import HIDDEN, NOT_THEIRS
from tests.access.world import World
from throughgate.notices.models import TextMessage

WORKING = ("manager", "caseworker", "counsellor", "volunteer", "elsewhere")
OPENS = {"manager": 200, "caseworker": 200, "counsellor": 200} | NOT_THEIRS | HIDDEN
DOES = {"manager": 302, "caseworker": 302, "counsellor": 302} | NOT_THEIRS | HIDDEN


def _person(world: World) -> dict[str, Any]:
    return {"ref": world.person.ref}


def _text(world: World) -> dict[str, Any]:
    return {"ref": TextMessage.objects.get(person=world.person).ref}


def _bob(world: World) -> dict[str, Any]:
    return {"ref": world.users["caseworker"].ref}


ROWS = [
    # Nobody's: the address alone opens it, and this one was never made.
    Row("notices:feed", "get", everyone(404), args=lambda world: {"token": "x" * 43}, public=True),
    Row("notices:own", "get", only(*WORKING)),
    Row("notices:own", "post", only(*WORKING, status=302), data=lambda world: {"titles": "initials"}),
    Row("notices:make", "post", only(*WORKING)),
    Row("notices:end", "post", everyone(302)),
    Row("notices:end_for", "get", only("manager", "administrator"), args=_bob),
    Row("notices:end_for", "post", only("manager", "administrator", status=302), args=_bob),
    Row("notices:texts", "get", OPENS, args=_person),
    Row(
        "notices:texts",
        "post",
        DOES,
        args=_person,
        data=lambda world: {"wants": "no", "how": "spoken", "who_reads": ""},
    ),
    Row("notices:not_reached", "get", only(*WORKING)),
    Row("notices:told", "post", DOES, args=_text),
    Row("notices:untold", "post", DOES, args=_text),
]
