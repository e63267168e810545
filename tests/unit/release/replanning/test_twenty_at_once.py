"""The hard case: twenty are released early with two days' notice, and half of them are planned to the last thing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.unit.release.day.planned import RELEASE, TODAY
from tests.unit.release.replanning.conftest import TOLD
from tests.unit.release.replanning.full_plans import full_plan_for
from tests.unit.release.replanning.test_replanning_plan_pages import MANY, hidden_of, ticked
from tests.unit.release.replanning.test_replanning_services import MONDAY
from throughgate.access.policy import forget_reach
from throughgate.casework.models import Booking
from throughgate.people.models import Assignment, AssignmentRole, Person
from throughgate.people.services.custody import note_date
from throughgate.programmes.models import Promise
from throughgate.release.models import Journey, MovedRelease, MovedThing, ReleaseDay
from throughgate.release.rules.broken import chosen, clashes
from throughgate.release.selectors.replanning import Wanted, plan_moves
from throughgate.release.services.replanning import NotMovedError, Order, at_gates, move_releases

LATER = RELEASE + timedelta(days=1)
RUNG = {"medicine", "bed", "stop", "gate", "person"}


@pytest.fixture
def twenty(leaving, alice):
    people = leaving(20, RELEASE)
    for person in people[:10]:
        full_plan_for(alice, person, RELEASE)
    return people


def planned(alice, people):
    with CaptureQueriesContext(connection) as found:
        plans = plan_moves(alice, [Wanted(one, "crd", MONDAY) for one in people], TODAY)
    return plans, len(found)


def test_all_that_is_proposed_is_carried_out_in_one_act(alice, twenty):
    orders = [Order(person=one, kind="crd", on=MONDAY, told=TOLD) for one in twenty]
    assert len(move_releases(by=alice, orders=orders, batch=uuid4())) == 20
    assert set(ReleaseDay.objects.values_list("on", flat=True)) == {MONDAY}
    assert set(Journey.objects.filter(superseded_by=None).values_list("on", flat=True)) == {MONDAY}
    assert list(Booking.objects.filter(cancelled_at=None).values_list("on", flat=True)) == [MONDAY] * 10
    for person in twenty[:10]:
        to_ring = MovedThing.objects.filter(move__person=person, promise__by_on=TODAY)
        assert set(to_ring.values_list("kind", flat=True)) == RUNG
    told = Promise.objects.filter(moved_thing__kind="person", met_on=None, by_on=TODAY)
    assert told.values("person").distinct().count() == 20


def test_everything_of_a_full_plan_is_shown_and_no_more_is_asked_of_the_database_for_ten(alice, twenty):
    planned(alice, twenty[:1])  # who reaches whom is read once
    few, some = planned(alice, twenty[:2])
    all_of_them, as_many = planned(alice, twenty)
    assert {one.kind for one in few[0].broken} == RUNG | {"meeting", "journey"}
    assert as_many == some and len(all_of_them) == 20


@pytest.fixture
def two_gates(leaving, alice, downview):
    """Four planned to the last thing, two at each of two prisons, all of whom Alice was to meet."""
    alice.sites.add(downview)
    forget_reach(alice)
    near, far = leaving(2, RELEASE), []
    for each in range(2):
        one = Person.objects.create(given_name=f"Lee{each}", family_name="Fenn", site=downview, created_by=alice)
        Assignment.objects.create(
            person=one, worker=alice, role=AssignmentRole.CASEWORKER, from_on=TODAY, added_by=alice
        )
        forget_reach(alice)
        # On different days until now: nobody is at two gates on one.
        note_date(by=alice, person=one, kind="crd", on=LATER, source="OMU")
        far.append(one)
    for one, on in [*((one, RELEASE) for one in near), *((one, LATER) for one in far)]:
        full_plan_for(alice, one, on)
    return [*near, *far]


def orders_of(people, choices=None):
    return [Order(person=one, kind="crd", on=MONDAY, told=TOLD, choices=choices or {}) for one in people]


def test_nobody_is_proposed_for_two_gates_on_one_day(alice, two_gates):
    plans, _ = planned(alice, two_gates)
    assert clashes(at_gates(plans, {plan.person.pk: chosen(plan.broken, {}) for plan in plans})) == []
    assert [one.default for one in meetings(plans)][:2] == ["move", "move"]
    assert "would meet somebody at another prison" in meetings(plans)[3].why


def meetings(plans):
    return [one for plan in plans for one in plan.broken if one.kind == "meeting"]


def test_with_the_defaults_untouched_several_prisons_are_carried_out(alice, two_gates):
    assert len(move_releases(by=alice, orders=orders_of(two_gates), batch=uuid4())) == 4
    assert MovedRelease.objects.count() == 4
    gates = Booking.objects.filter(cancelled_at=None, on=MONDAY, superseded_by=None)
    assert len(set(gates.filter(worker=alice).values_list("person__site", flat=True))) == 1


def test_a_colleague_who_is_free_goes_to_the_other_gate(alice, bob, downview, two_gates):
    bob.sites.add(downview)
    move_releases(by=alice, orders=orders_of(two_gates), batch=uuid4())
    gates = Booking.objects.filter(cancelled_at=None, on=MONDAY, superseded_by=None)
    assert {(row.worker, row.person_id) for row in gates} == {
        (worker, one.pk) for worker, some in ((alice, two_gates[:2]), (bob, two_gates[2:])) for one in some
    }


def test_leaving_somebody_out_does_not_change_what_was_looked_at_of_the_others(alice, two_gates):
    plans, _ = planned(alice, two_gates)
    orders = [
        Order(person=plan.person, kind="crd", on=MONDAY, told=TOLD, mark=plan.mark, choices=defaults(plan))
        for plan in plans[1:]
    ]
    assert len(move_releases(by=alice, orders=orders, batch=uuid4())) == 3


def defaults(plan):
    return {one.field: one.default for one in plan.broken}


def test_only_those_who_would_be_at_two_gates_are_named(alice, two_gates, leaving):
    uninvolved, *_ = leaving(1, RELEASE)
    orders = orders_of([uninvolved, *two_gates], {one.field: "move" for one in meetings(planned(alice, two_gates)[0])})
    with pytest.raises(NotMovedError) as stopped:
        move_releases(by=alice, orders=orders, batch=uuid4())
    assert set(stopped.value.causes) == {one.pk for one in two_gates}


def confirmed(client, alice, people, **more):
    """The page opened and sent off as it stands, but for `more`."""
    client.force_login(alice)
    said = ticked(people) | {f"on-{one.ref}": MONDAY.isoformat() for one in people}
    html = client.post(MANY, said | {"step": "preview"}).content.decode()
    return client.post(MANY, said | hidden_of(html) | {"step": "confirm"} | more, follow=True).content.decode()


def test_on_the_page_the_refusal_stands_once(client, alice, two_gates):
    html = confirmed(client, alice, two_gates, **{"all-meeting": "move"})
    assert "Nothing was saved" in html and not MovedRelease.objects.exists()
    assert html.count("would be met by the same worker") == 1


def test_on_the_page_the_defaults_go_through(client, alice, two_gates):
    assert "4 releases are moved" in confirmed(client, alice, two_gates)
    assert MovedRelease.objects.count() == 4
