"""Reports. Standard in this world, and Alice's: she alone writes what she began."""

from typing import Any

from tests.access.matrix import Row
from tests.access.rows_story import HIDDEN, READS, SAVES
from tests.access.world import World
from throughgate.accounts.models import Role, User
from throughgate.common.clock import today
from throughgate.people.models import ParoleHearing
from throughgate.programmes.models import Promise
from throughgate.reports.models import Report, ReportVersion, Statement

OTHERS = {"manager": 403, "counsellor": 403} | HIDDEN
OWN, OWN_SAVES, OWN_TYPED = ({"caseworker": code} | OTHERS for code in (200, 302, 204))
SIGNS = {"manager": 200, "caseworker": 403, "counsellor": 403} | HIDDEN


def _person(world: World) -> dict[str, Any]:
    return {"ref": world.person.ref}


def _report(world: World, template: str) -> Report:
    return Report.objects.get(person=world.person, template=template)


def _draft(world: World) -> dict[str, Any]:
    return {"ref": _report(world, "end-of-programme").ref, "number": 1}


def _done(world: World) -> dict[str, Any]:
    return {"ref": _report(world, "rehabilitation-plan").ref, "number": 1}


def _done_ref(world: World) -> dict[str, Any]:
    return {"ref": _report(world, "rehabilitation-plan").ref}


def _section(world: World) -> dict[str, Any]:
    return _draft(world) | {"key": "done"}


def _statement(world: World) -> dict[str, Any]:
    return _draft(world) | {"pk": Statement.objects.get(version__report=_report(world, "end-of-programme")).pk}


def _waiting(world: World) -> dict[str, Any]:
    signer = User.objects.get(role=Role.MANAGER, sites=world.person.site)
    rows = ReportVersion.objects.filter(report=_report(world, "end-of-programme"))
    rows.update(asked_at=world.person.created_at, signer=signer)
    return _draft(world)


def _hearing(world: World) -> dict[str, Any]:
    return {"ref": ParoleHearing.objects.filter(person=world.person).first().ref}


def _promise(world: World) -> dict[str, Any]:
    return {"ref": Promise.objects.get(person=world.person, source="report").ref}


def _because(world: World) -> dict[str, Any]:
    return {"because": "It is needed"}


def _today(**said: str) -> Any:
    def day(world: World) -> dict[str, str]:
        on = today()
        return {"on_day": str(on.day), "on_month": str(on.month), "on_year": str(on.year)} | said

    return day


BACK = {"action": "back", "words": "Say more"}

ROWS = [
    Row("reports:person", "get", READS, args=_person),
    Row("reports:new", "get", READS, args=_person),
    Row("reports:new", "post", SAVES, args=_person, data=lambda world: {"template": "rehabilitation-plan"}),
    Row("reports:promised", "get", SAVES, args=_promise),
    Row("reports:latest", "get", SAVES, args=_done_ref),
    Row("reports:version", "get", READS, args=_draft),
    Row("reports:version", "get", READS, args=_done),
    Row("reports:paper", "get", READS, args=_done),
    Row("reports:compare", "get", READS, args=_done_ref),
    Row("reports:sources", "get", READS, args=_statement),
    Row("reports:section", "get", OWN, args=_section),
    Row("reports:section", "post", OWN_SAVES, args=_section),
    Row("reports:typed", "post", OWN_TYPED, args=_section),
    Row("reports:put_back", "get", OWN, args=_statement),
    Row("reports:put_back", "post", OWN_SAVES, args=_statement, data=_because),
    Row("reports:anew", "post", OWN_SAVES, args=_draft),
    Row("reports:gone_through", "get", OWN, args=_draft),
    Row("reports:gone_through", "post", OWN_SAVES, args=_draft, data=_today(how="face")),
    Row("reports:ask", "get", OWN, args=_draft),
    # Nothing of the author's own is written yet: the page comes back and says so.
    Row("reports:ask", "post", OWN, args=_draft),
    Row("reports:take_back", "post", OWN_SAVES, args=_waiting),
    Row("reports:sign", "get", SIGNS, args=_waiting),
    Row(
        "reports:sign",
        "post",
        SIGNS | {"manager": 302},
        args=_waiting,
        data=lambda world: {"action": "back", "words": "x"},
    ),
    Row("reports:freeze", "post", OWN_SAVES, args=_draft),
    Row("reports:send", "get", READS, args=_done),
    Row("reports:send", "post", SAVES, args=_done, data=_today(to_name="OMU")),
    Row("reports:again", "get", READS, args=_done_ref),
    Row("reports:again", "post", SAVES, args=_done_ref, data=_because),
    Row("reports:hearing", "get", READS, args=_hearing),
    Row("reports:hearing", "post", SAVES, args=_hearing, data=_today(who="The panel")),
]
