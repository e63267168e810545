"""The counts of the database against counts made one by one."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import add_person
from tests.sharing import said_no_to_evaluation
from throughgate.access.policy import Forbidden
from throughgate.audit.models import Event
from throughgate.fidelity.rules.counting import Due, Share
from throughgate.fidelity.selectors.figures import by_element, by_practitioner, compare_sites
from throughgate.fidelity.selectors.rollouts import programme_for
from throughgate.groups.loading import plan_of
from throughgate.groups.models import Cohort, Delivery, GroupSession
from throughgate.people.services import note_date
from throughgate.programmes.models import Commitment

from .conftest import FIRST, LAST, TODAY

DAYS = st.dates(date(2026, 6, 20), date(2026, 10, 10))
ROW = st.tuples(
    st.integers(0, 3),
    st.sampled_from(["assessment", "sessions", "keeping-the-plan"]),
    DAYS,
    st.none() | DAYS,
    st.booleans(),
)


def compare(user, programme, *sites, today=TODAY):
    return compare_sites(user, programme, sites, FIRST, LAST, today)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROW, max_size=25))
def test_counts_equal_counting_one_by_one(rows, mona, programme, send, downview, joins, due):
    Commitment.objects.all().delete()
    people = [joins(send), joins(send), joins(downview), joins(downview)]
    laid = [
        (people[who], due(people[who], key, by, number, met_on=met, waived_on=None if met or not waived else by))
        for number, (who, key, by, met, waived) in enumerate(rows, 1)
    ]
    found = compare(mona, programme, send, downview)
    for site in (send, downview):
        mine = [one for enrolment, one in laid if enrolment.site == site and FIRST <= one.by_on <= LAST]
        met = [one for one in mine if one.met_on]
        late = [one for one in met if one.met_on > one.by_on]
        waived = [one for one in mine if one.waived_on]
        assert found.of_site[site.pk].due == Due(len(mine), len(waived), len(met), len(late))
        core = [one for one in mine if one.element in programme.core]
        lacking = {one.enrolment_id for one in core if not one.met_on and not one.waived_on}
        everybody = {one.enrolment_id for one in core}
        assert found.of_site[site.pk].core == Share(len(everybody - lacking), len(everybody))
        assert found.of_site[site.pk].people == len({one.enrolment_id for one in mine})


def test_what_is_due_today_is_not_missing_yet(mona, programme, send, joins, due):
    due(joins(send), "assessment", LAST)
    assert compare(mona, programme, send, today=LAST).of_site[send.pk].due == Due()
    assert compare(mona, programme, send, today=LAST + timedelta(1)).of_site[send.pk].due == Due(1)


def test_another_programme_counts_nowhere(mona, programme, send, joins, due, model):
    other = joins(send)
    type(other).objects.filter(pk=other.pk).update(model=type(model).objects.exclude(slug=model.slug).first())
    due(other, "assessment", FIRST)
    assert compare(mona, programme, send).of_site[send.pk].people == 0


def test_by_part_adds_up_to_the_site(mona, programme, send, joins, due):
    enrolment = joins(send)
    due(enrolment, "assessment", FIRST, met_on=FIRST)
    due(enrolment, "sessions", LAST)
    parts = by_element(programme, [send], FIRST, LAST, TODAY)[send.pk]
    assert parts == {"assessment": Due(1, 0, 1, 0), "sessions": Due(1)}


def test_reach_counts_who_could_join_and_who_did(mona, programme, send, alice, joins):
    inside, outside, nowhere = (add_person(send, alice) for _ in range(3))
    note_date(by=mona, person=inside, kind="crd", on=date(2026, 12, 20), source="OMU")
    note_date(by=mona, person=outside, kind="crd", on=date(2026, 7, 20), source="OMU")
    joins(send, inside), joins(send, outside), joins(send, nowhere)
    asked = add_person(send, alice)
    note_date(by=mona, person=asked, kind="crd", on=date(2027, 1, 5), source="OMU")
    found = compare(mona, programme, send).of_site[send.pk]
    assert (found.reach, found.outside) == (Share(1, 2), 1)


def _session(alice, site, steps, plan="family-course", number=1, on=FIRST):
    cohort = Cohort.objects.create(
        title="A course", plan=plan, site=site, place="Chapel", capacity=8, starts_on=on, at=time(14), minutes=120,
        made_by=alice,
    )  # fmt: skip
    session = GroupSession.objects.create(
        cohort=cohort, number=number, on=on, at=time(14), minutes=120, place="Chapel", made_by=alice
    )
    return Delivery.objects.create(session=session, steps=steps, by=alice)


def test_adherence_counts_ticked_steps_of_sessions_held_in_the_time(mona, programme, send, alice):
    steps = list(plan_of("family-course").session(1).steps)
    _session(alice, send, [*steps[:2], "gone-from-the-plan"])
    _session(alice, send, steps, on=FIRST - timedelta(1))
    _session(alice, send, ["anything"], plan="recovery-group")
    assert compare(mona, programme, send).of_site[send.pk].adherence == Share(2, len(steps))


@pytest.fixture
def two_workers(send, alice, bob, joins, due, worked_by):
    """One is Alice's from before the time, the other Bob's only after its middle. What the person does is nobody's."""
    hers, his = add_person(send, alice), add_person(send, alice)
    worked_by(hers, alice, FIRST - timedelta(5))
    worked_by(his, bob, FIRST + timedelta(40))
    for person, met_on in ((hers, FIRST), (his, None)):
        enrolment = joins(send, person)
        due(enrolment, "assessment", FIRST, met_on=met_on)
        due(enrolment, "sessions", LAST, met_on=met_on)
        due(enrolment, "connection-plan", LAST, who="person")


def test_under_whoever_was_the_worker_on_the_day(mona, programme, send, two_workers):
    found = {one.worker.name: one.due for one in by_practitioner(mona, programme, send, FIRST, LAST, TODAY)}
    assert found == {"Alice Example": Due(2, 0, 2, 0), "Bob Example": Due(1)}


def test_a_practitioner_reads_their_own_beside_colleagues_together(bob, programme, send, two_workers):
    found = by_practitioner(bob, programme, send, FIRST, LAST, TODAY)
    assert [(one.worker, one.due) for one in found] == [(bob, Due(1)), (None, Due(2, 0, 2, 0))]


@pytest.mark.parametrize("name", ["victor", "ada"])
def test_only_whoever_may_compare(name, request, model):
    with pytest.raises(Forbidden):
        programme_for(request.getfixturevalue(name), model.slug)


def test_small_counts_are_withheld_from_who_opens_no_record(eve, programme, send, downview, joins, due):
    for site, people in ((send, 6), (downview, 2)):
        for _ in range(people):
            due(joins(site), "keeping-the-plan", FIRST, met_on=FIRST)
    found = compare(eve, programme, send, downview)
    assert found.told == frozenset()  # six told beside all eight would tell of the two
    assert found.tells_together


def test_an_evaluator_does_not_count_who_said_no_to_it(eve, mona, alice, programme, send, joins, due):
    enrolments = [joins(send) for _ in range(7)]
    for one in enrolments:
        due(one, "keeping-the-plan", FIRST, met_on=FIRST)
    said_no_to_evaluation(enrolments[0].person, alice, on=FIRST)
    assert compare(eve, programme, send).of_site[send.pk].people == 6
    assert compare(mona, programme, send).of_site[send.pk].people == 7


def test_queries_grow_with_nothing(mona, programme, send, downview, joins, due, django_assert_num_queries):
    with CaptureQueriesContext(connection) as one:
        compare(mona, programme, send)
    for site in (send, downview, send, downview):
        due(joins(site), "assessment", FIRST)
    with django_assert_num_queries(len(one)):
        compare(mona, programme, send, downview)


def test_reading_is_audited(mona, programme, send):
    compare(mona, programme, send)
    assert Event.objects.filter(action="fidelity.compared").count() == 1
