"""Groups. Those of the world are at Send and led by the caseworker; the volunteer knows nobody in them."""

from typing import Any

from tests.access.matrix import ROLES, Row
from tests.access.world import World
from throughgate.common.clock import today
from throughgate.groups.models import AbsenceCall, Closure, Cohort, GroupLeader, GroupSession, Place, RegimeHours

NO_PEOPLE = {"evaluator": 403, "administrator": 403}
LISTS = {"manager": 200, "caseworker": 200, "counsellor": 200, "volunteer": 200, "elsewhere": 200} | NO_PEOPLE
READS = LISTS | {"elsewhere": 404}
PLANS = READS | {"volunteer": 403}
DOES = {"manager": 302, "caseworker": 302, "counsellor": 302, "volunteer": 403, "elsewhere": 404} | NO_PEOPLE
MAKES = {"manager": 200, "caseworker": 200, "counsellor": 200, "volunteer": 403, "elsewhere": 200} | NO_PEOPLE
MISSING = dict.fromkeys(("manager", "caseworker", "counsellor", "elsewhere"), 404) | {"volunteer": 403} | NO_PEOPLE
KEEPS = dict.fromkeys(ROLES, 403) | {"manager": 302}
PERSON = {"manager": 200, "caseworker": 200, "counsellor": 200, "volunteer": 404, "elsewhere": 404}
HIDDEN = {"evaluator": 404, "administrator": 404}


def _cohort(world: World) -> dict[str, Any]:
    return {"ref": Cohort.objects.filter(places__person=world.person, places__taken_on__isnull=False).first().ref}


def _session(world: World) -> dict[str, Any]:
    return {"ref": GroupSession.objects.get(cohort__ref=_cohort(world)["ref"]).ref}


def _leader(world: World) -> dict[str, Any]:
    return _cohort(world) | {"pk": GroupLeader.objects.get(cohort__ref=_cohort(world)["ref"]).pk}


def _place(world: World) -> dict[str, Any]:
    return _cohort(world) | {"place": Place.objects.get(cohort__ref=_cohort(world)["ref"]).ref}


def _moved(world: World) -> dict[str, Any]:
    return _cohort(world) | {"sessions": _session(world)["ref"]}


def _made_up(world: World) -> dict[str, Any]:
    """Made up one-to-one in this world: nothing is planned that could be dropped."""
    return _place(world) | {"number": 2}


def _waits(world: World) -> dict[str, Any]:
    row = Place.objects.filter(person=world.person, taken_on__isnull=True).first()
    return {"ref": row.cohort.ref, "place": row.ref}


def _call(world: World) -> dict[str, Any]:
    return {"ref": AbsenceCall.objects.filter(place__person=world.person).first().promise.ref}


def _site(world: World) -> dict[str, Any]:
    return {"code": world.person.site.code}


def _hours(world: World) -> dict[str, Any]:
    return _site(world) | {"pk": RegimeHours.objects.filter(site=world.person.site).first().pk}


def _closure(world: World) -> dict[str, Any]:
    return _site(world) | {"ref": Closure.objects.filter(site=world.person.site).first().ref}


def _why(world: World) -> dict[str, Any]:
    return {"because": "Moved on"}


def _shut(world: World) -> dict[str, Any]:
    return {"because": "lockdown"}


def _days(world: World) -> dict[str, Any]:
    return _shut(world) | {"from_on": today().isoformat(), "to_on": today().isoformat()}


def _spoke(world: World) -> dict[str, Any]:
    return {"kind": "phone-call", "reached": "yes"}


ROWS = [
    Row("groups:list", "get", LISTS),
    Row("groups:new", "get", MAKES),
    Row("groups:new", "post", MAKES),
    Row("groups:cohort", "get", READS, args=_cohort),
    Row("groups:pack", "get", READS, args=_cohort),
    Row("groups:pack_paper", "get", READS, args=_cohort),
    Row("groups:sheet", "get", PLANS, args=_cohort),
    Row("groups:sheet", "post", PLANS, args=_cohort),
    Row("groups:more", "post", DOES, args=_cohort),
    Row("groups:mend", "post", DOES, args=_cohort),
    Row("groups:close", "get", PLANS, args=_cohort),
    Row("groups:close", "post", DOES, args=_cohort, data=_why),
    Row("groups:register", "get", PLANS, args=_session),
    Row("groups:register", "post", PLANS, args=_session),
    Row("groups:correct", "get", DOES, args=_session),
    Row("groups:delivered", "get", PLANS, args=_session),
    Row(
        "groups:delivered",
        "post",
        DOES,
        args=_session,
    ),
    Row("groups:leaders", "get", PLANS, args=_cohort),
    Row("groups:leaders", "post", PLANS, args=_cohort),
    Row("groups:leader_ends", "get", PLANS, args=_leader),
    Row("groups:leader_ends", "post", PLANS, args=_leader),
    Row("groups:leader_stays", "post", DOES, args=_leader),
    Row("groups:move", "get", PLANS, args=_session),
    Row("groups:move", "post", PLANS, args=_session),
    Row("groups:cancel", "get", PLANS, args=_session),
    Row("groups:cancel", "post", DOES, args=_session, data=_shut),
    Row("groups:restore", "post", DOES, args=_session),
    Row("groups:move_back", "post", DOES, args=_moved),
    Row("groups:make_up_drop", "post", MISSING, args=_made_up),
    Row("groups:make_up_again", "post", MISSING, args=_made_up),
    Row("groups:ask", "get", PLANS, args=_cohort),
    Row("groups:ask", "post", PLANS, args=_cohort),
    Row("groups:offer", "post", DOES, args=_waits),
    Row("groups:take", "post", DOES, args=_waits),
    Row("groups:back", "post", DOES, args=_place),
    Row("groups:front", "get", dict.fromkeys(ROLES, 403) | {"manager": 200}, args=_waits),
    Row("groups:front", "post", KEEPS, args=_waits, data=_why),
    Row("groups:leave", "get", PLANS, args=_place),
    Row("groups:leave", "post", DOES, args=_place, data=_why),
    Row("groups:make_up", "get", PLANS, args=_place),
    Row("groups:make_up", "post", PLANS, args=_place),
    Row(
        "groups:due",
        "get",
        {r: 302 if c == 200 else c for r, c in PERSON.items()} | HIDDEN,
        args=lambda w: {"ref": w.person.ref},
    ),
    Row("groups:call", "get", PERSON | NO_PEOPLE, args=_call),
    Row(
        "groups:call",
        "post",
        {r: 302 if c == 200 else c for r, c in PERSON.items()} | NO_PEOPLE,
        args=_call,
        data=_spoke,
    ),
    Row("groups:calendar", "get", READS, args=_site),
    Row("groups:close_site", "get", PLANS, args=_site),
    Row("groups:close_site", "post", DOES, args=_site, data=_days),
    Row("groups:hours", "get", dict.fromkeys(ROLES, 403) | {"manager": 200}, args=_site),
    Row("groups:hours", "post", dict.fromkeys(ROLES, 403) | {"manager": 200}, args=_site),
    Row("groups:end_hours", "post", KEEPS, args=_hours),
    Row("groups:open_site", "post", DOES, args=_closure),
]
