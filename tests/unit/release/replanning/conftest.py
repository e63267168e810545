"""A planned release day that is going to be moved: everything stands for Thursday 10 December."""

from datetime import datetime, time
from uuid import uuid4

import pytest

from tests.unit.casework.clocks import set_clock
from tests.unit.desk import conftest as of_the_desk
from tests.unit.release.day import conftest as of_the_day
from tests.unit.release.day.planned import RELEASE, TODAY
from throughgate.access.policy import forget_reach
from throughgate.people.models import Assignment, AssignmentRole, Person
from throughgate.people.services.custody import note_date
from throughgate.people.services.sharing import Hearing, give_consent
from throughgate.release.models import HomeState, Provider
from throughgate.release.rules.home import Said
from throughgate.release.selectors.replanning import Wanted, plan_moves
from throughgate.release.selectors.telling import HOME, SERVICE, home_recipient
from throughgate.release.services.home import apply_for_home, take_step
from throughgate.release.services.replanning import Order, Told, move_releases

# What a release day and the desk are tested with.
add, day, gate, inside, meet = (
    of_the_day.add, of_the_day.day, of_the_day.gate, of_the_day.inside, of_the_day.meet,
)  # fmt: skip
as_user, enrol, enrolment, moves, programme, releases, someone = (
    of_the_desk.as_user, of_the_desk.enrol, of_the_desk.enrolment, of_the_desk.moves, of_the_desk.programme,
    of_the_desk.releases, of_the_desk.someone,
)  # fmt: skip
TOLD = Told(source="OMU by phone", confidence="confirmed", reason="Capacity")


@pytest.fixture(autouse=True)
def friday(monkeypatch) -> None:
    set_clock(monkeypatch, datetime.combine(TODAY, time(9, 30)))


@pytest.fixture
def elm(alice, person) -> Provider:
    """Elm House, which may be told of them."""
    elm = Provider.objects.create(name="Elm House", kind="supported", postcode="GU21 6HT", added_by=alice)
    told = Hearing(on=TODAY, how="spoken")
    give_consent(
        by=alice, person=person, recipient=home_recipient(elm), purpose=SERVICE, says={HOME: "yes"}, hearing=told
    )  # fmt: skip
    return elm


@pytest.fixture
def home(alice, person, elm):
    """A room there from that day on."""
    row = apply_for_home(by=alice, person=person, provider=elm, said=Said(state=HomeState.SENT, on=TODAY))
    for state in (HomeState.OFFERED, HomeState.CONFIRMED):
        take_step(by=alice, application=row, said=Said(state=state, on=TODAY, day=RELEASE))
    return row


@pytest.fixture
def planned(gate, home, add, meet, person):
    """Met by Alice, probation at 11:30, a room from that day on."""
    add(phone="01483 000001")
    meet()
    return person


@pytest.fixture
def plan(alice):
    def _plan(person, on, *, by=alice, kind="crd"):
        return plan_moves(by, [Wanted(person, kind, on)], TODAY)[0]

    return _plan


@pytest.fixture
def move(alice, plan):
    """`move(person, on, {"stop-…": "keep"})`; what is not chosen goes as proposed."""

    def _move(person, on, choices=None, *, by=alice, kind="crd", batch=None, override="", **fields):
        order = Order(person=person, kind=kind, on=on, told=TOLD, choices=choices or {}, **fields)
        return move_releases(by=by, orders=[order], batch=batch or uuid4(), override=override)[0]

    return _move


@pytest.fixture
def leaving(alice, send):
    """`leaving(3)`: so many people more, all on Alice's caseload, with their release date."""

    def _leaving(number: int, on) -> list[Person]:
        people = []
        for each in range(number):
            one = Person.objects.create(given_name=f"Kit{each}", family_name="Marsh", site=send, created_by=alice)
            Assignment.objects.create(
                person=one, worker=alice, role=AssignmentRole.CASEWORKER, from_on=TODAY, added_by=alice
            )
            forget_reach(alice)
            note_date(by=alice, person=one, kind="crd", on=on, source="OMU")
            people.append(one)
        return people

    return _leaving
