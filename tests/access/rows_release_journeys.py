"""Journeys and drivers. In the world every user is asked for the journey, and Alice has said yes to it."""

from typing import Any

from tests.access.matrix import Row, everyone, only
from tests.access.rows_bookings import HIDDEN, NOT_THEIRS
from tests.access.world import World
from throughgate.common.clock import today
from throughgate.release.models import Driver, Journey, JourneyAsk

AT_SEND = {"manager": 200, "caseworker": 200, "counsellor": 200} | NOT_THEIRS | HIDDEN
PLANNERS = ("manager", "caseworker", "elsewhere")
DIRECTORY = only(*PLANNERS)
# A driver at Send: whoever works elsewhere does not know of them.
THEIR_OWN = DIRECTORY | {"elsewhere": 404}
CHANGES = AT_SEND | {"counsellor": 403}
DONE = CHANGES | {"manager": 302, "caseworker": 302}
# Alice answers for herself; others who know the person are told that it is not theirs to answer.
ANSWERS = AT_SEND | {"manager": 403, "counsellor": 403}
# Asked, and having not said yes: led to the list. Whoever plans prints it.
SHEET = AT_SEND | {"counsellor": 302, "volunteer": 302, "elsewhere": 302}


def _person(world: World) -> dict[str, Any]:
    return {"ref": world.person.ref}


def _row(world: World) -> Journey:
    return Journey.objects.filter(person=world.person, on__gt=today(), asks__ended_at=None).first()


def _journey(world: World) -> dict[str, Any]:
    return {"ref": _row(world).ref}


def _promise(world: World) -> dict[str, Any]:
    return {"ref": _row(world).promise.ref}


def _ask(world: World) -> dict[str, Any]:
    return {"ref": JourneyAsk.objects.get(journey=_row(world), driver__user=world.users["caseworker"]).ref}


def _driver(world: World) -> dict[str, Any]:
    return {"ref": Driver.objects.get(user=world.users["caseworker"]).ref}


def _vehicle(world: World) -> dict[str, Any]:
    return _driver(world) | {"pk": Driver.objects.get(**_driver(world)).vehicles.get().pk}


def _plan(world: World) -> dict[str, Any]:
    return {
        "on": today().isoformat(), "from_place": "HMP Send", "to_place": "The clinic", "pick_up_at": "11:00",
        "arrive_by": "12:00", "driven_by": "ours", "passengers": "1", "level": "standard",
    }  # fmt: skip


def _why(world: World) -> dict[str, Any]:
    return {"because": "Family fetches them"}


def _pages(name: str, args: Any, data: Any, opens: dict[str, int], does: dict[str, int]) -> list[Row]:
    return [Row(name, "get", opens, args=args), Row(name, "post", does, args=args, data=data)]


def _kept(name: str, args: Any, data: Any) -> list[Row]:
    done = dict.fromkeys(("manager", "caseworker"), 302)
    return _pages(name, args, data, THEIR_OWN, THEIR_OWN | done)


ROWS = [
    Row("release:journeys", "get", DIRECTORY),
    Row("release:my_journeys", "get", everyone(200)),
    Row("release:their_journeys", "get", AT_SEND, args=_person),
    Row("release:journey", "get", AT_SEND, args=_journey),
    Row(
        "release:journey_promised",
        "get",
        everyone(302) | HIDDEN,
        args=_promise,
    ),
    Row("release:journey_sheet", "get", SHEET, args=_journey),
    *_pages("release:new_journey", _person, _plan, CHANGES, DONE),
    *_pages("release:change_journey", _journey, _plan, CHANGES, DONE),
    *_pages("release:call_off_journey", _journey, _why, CHANGES, DONE),
    Row("release:ask_drivers", "post", DONE, args=_journey),
    Row("release:answer_for", "post", DONE, args=_ask),
    Row("release:let_go", "post", DONE, args=_ask),
    Row("release:say_yes", "post", ANSWERS | {"caseworker": 302}, args=_ask),
    *_pages("release:say_no", _ask, lambda world: {}, ANSWERS, ANSWERS | {"caseworker": 302}),
    Row("release:no_undo", "post", everyone(404) | {"caseworker": 302}, args=_ask),
    Row("release:swap_journey", "get", everyone(404) | {"caseworker": 200}, args=_journey),
    Row("release:swap_journey", "post", everyone(404) | {"caseworker": 200}, args=_journey),
    Row("release:drivers", "get", DIRECTORY),
    Row("release:driver", "get", THEIR_OWN, args=_driver),
    *_pages(
        "release:add_driver", lambda world: {}, lambda world: {}, DIRECTORY, DIRECTORY
    ),  # everybody drives already: the form comes back
    *_kept("release:change_driver", _driver, lambda world: {"is_active": "on"}),
    *_kept("release:driver_hours", _driver, lambda world: {"from_1_0": "08:00", "to_1_0": "12:00"}),
    *_kept("release:pause_driver", _driver, lambda world: {"paused_from": today().isoformat()}),
    Row("release:driver_back", "post", THEIR_OWN | {"manager": 302, "caseworker": 302}, args=_driver),
    *_kept("release:add_vehicle", _driver, lambda world: {"words": "blue Fiesta", "seats": "3"}),
    *_kept("release:change_vehicle", _vehicle, lambda world: {"words": "red van", "seats": "7", "is_active": "on"}),
]
