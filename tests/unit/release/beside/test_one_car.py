from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import add_person
from tests.unit.release.beside.conftest import ON, TODAY
from throughgate.audit.models import Event
from throughgate.people.models import ContactRestriction, RestrictionOverride
from throughgate.people.selectors.beside import BOOKED_THERE
from throughgate.people.services.restrictions import RestrictedError, add_restriction
from throughgate.release.models import Driver, Journey, Vehicle
from throughgate.release.rules.journey import JourneyError, SaidJourney
from throughgate.release.services.journey_asks import accept_journey, ask_drivers
from throughgate.release.services.journeys import call_off_journey, move_journey, plan_journey

WAY = {
    "on": ON, "from_place": "HMP Send", "from_postcode": "GU23 7LJ", "to_place": "Elm House", "to_postcode": "GU21 6HT",
    "pick_up_at": time(9, 30), "arrive_by": time(10, 15),
}  # fmt: skip
ELSEWHERE = {
    "from_place": "HMP Downview",
    "from_postcode": "SM2 5PD",
    "to_place": "Ash House",
    "to_postcode": "SM1 1AA",
}
BARRED = {"kind": "no_contact", "source": "court", "from_on": TODAY, "reach": "any"}


def plan(by, person, override="", **fields):
    return plan_journey(by=by, person=person, said=SaidJourney(**WAY | fields), override=override)


@pytest.mark.parametrize(
    "fields", [{}, {"pick_up_at": time(9, 50)}, {**ELSEWHERE, "to_place": "HMP Send", "to_postcode": "GU23 7LJ"}]
)
def test_picked_up_or_set_down_in_one_place(alice, charlie, person, samira, apart, fields):
    plan(charlie, samira)
    with pytest.raises(RestrictedError) as refused:
        plan(alice, person, **fields)
    assert refused.value.refuses and refused.value.reasons == (BOOKED_THERE,) and Journey.objects.count() == 1


@pytest.mark.parametrize("typed", ["Ravi Mann", "ravi  MANN"])
def test_driven_by_the_same_friend(alice, charlie, person, samira, apart, typed):
    plan(charlie, samira, other_driver="Ravi Mann")
    with pytest.raises(RestrictedError):
        plan(alice, person, other_driver=typed, **ELSEWHERE)


@pytest.mark.parametrize(
    "fields",
    [
        ELSEWHERE,
        {"pick_up_at": time(14), "arrive_by": time(15)},
        {"on": ON + timedelta(days=1)},
        {**ELSEWHERE, "to_place": "Elm House"},
    ],
)
def test_on_other_ways_they_do_not_meet(alice, charlie, person, samira, apart, fields):
    plan(charlie, samira)
    assert plan(alice, person, **fields).pk


def test_moved_beside_them(alice, charlie, person, samira, apart):
    plan(charlie, samira)
    row = plan(alice, person, on=ON + timedelta(days=1))
    with pytest.raises(RestrictedError):
        move_journey(by=alice, journey=row, on=ON)


def test_called_off_it_stands_in_nobodys_way(alice, charlie, person, samira, apart):
    call_off_journey(by=charlie, journey=plan(charlie, samira), because="Ill")
    assert plan(alice, person).pk


def test_a_manager_answers_for_it(alice, mona, send, person):
    other = add_person(send, alice)
    type(other).objects.filter(pk=other.pk).update(given_name="Kim", family_name="Ash", preferred_name="")
    other.refresh_from_db()
    stands = add_restriction(by=alice, person=other, other_name=person.name, **BARRED)
    plan(alice, other)
    made = plan(mona, person, override="Both know of it, and an officer stays with them")
    kept = RestrictionOverride.objects.get()
    assert (kept.restriction, kept.by, kept.booked_ref) == (stands, mona, made.ref)
    assert Event.objects.filter(action="restriction.overridden", person_ref=other.ref).exists()


@pytest.fixture
def driver(victor, mona):
    row = Driver.objects.create(user=victor, added_by=mona)
    Vehicle.objects.create(driver=row, words="blue Fiesta", seats=3)
    return row


def test_no_driver_takes_both_in_one_car(alice, victor, person, send, driver):
    """Of nobody: whoever drives another journey then cannot be asked, nor say yes."""
    other = add_person(send, alice)
    asks = [
        ask_drivers(by=alice, journey=row, drivers=[driver])[0]
        for row in (plan(alice, person), plan(alice, other, **ELSEWHERE))
    ]
    accept_journey(by=victor, ask=asks[0])
    with pytest.raises(JourneyError, match="drives another journey then"):
        accept_journey(by=victor, ask=asks[1])


def test_as_many_queries_for_one_as_for_many(alice, charlie, person, samira, send, apart):
    def cost():
        with CaptureQueriesContext(connection) as queries, pytest.raises(RestrictedError):
            plan(alice, person)
        return len(queries)

    others = [add_person(send, alice) for _ in range(3)]
    plan(charlie, samira)
    one = cost()
    for other in others:
        called = {"given_name": "Amy", "family_name": "Ash", "preferred_name": ""}
        type(other).objects.filter(pk=other.pk).update(**called)
        type(other).history.filter(id=other.pk).update(**called)
        other.refresh_from_db()
        ContactRestriction.objects.create(person=other, other_name="Rosa Lane", added_by=alice, **BARRED)
        plan(alice, other)
    assert cost() <= one
