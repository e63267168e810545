"""Who came, what follows from it, and what is made up."""

from datetime import date
from uuid import uuid4

import pytest

from throughgate.casework.models import Contact
from throughgate.casework.rules.contacts import ContactError
from throughgate.casework.services import Attendance
from throughgate.groups.models import AbsenceCall
from throughgate.groups.rules.attendance import Mark, asks_for_a_call
from throughgate.groups.rules.places import PlaceError
from throughgate.groups.selectors.cohorts import read_sheet
from throughgate.groups.services.absence import record_call
from throughgate.groups.services.cohorts import make_cohort
from throughgate.groups.services.make_ups import drop_make_up, make_up_alone, make_up_elsewhere, plan_make_up_again
from throughgate.groups.services.registers import (
    RecordedError,
    correct_register,
    save_register,
    save_sheet,
    say_delivered,
)
from throughgate.programmes.models import Commitment, Promise
from throughgate.record.models import Entry

pytestmark = pytest.mark.django_db
M, C, N, U = Mark.MISSED, Mark.CAME, Mark.NONE, Mark.MADE_UP


@pytest.fixture
def two(cohort, person, others, join):
    """The person and Mila in the group."""
    return [join(cohort, person), join(cohort, others[0])]


def session(cohort, number):
    row = cohort.sessions.get(number=number, superseded_at=None)
    row.cohort = cohort
    return row


def came(one):
    return Attendance(person=one)


def missed(one):
    return Attendance(person=one, attended="no", why="not_acceptable")


@pytest.fixture
def saved(cohort, alice, on_day):
    def save(number, *people, **more):
        row = session(cohort, number)
        on_day(row.on)
        return save_register(by=alice, session=row, people=people, **more)

    return save


@pytest.mark.parametrize(
    ("marks", "asks"),
    [([M, M], True), ([M, N, M], True), ([M, C, M], False), ([M, M, U], False), ([M], False), ([M, M, N], True)],
)
def test_two_in_a_row_ask_for_a_call(marks, asks):
    assert asks_for_a_call(marks) is asks


def test_a_register_is_one_contact_and_an_entry_each(two, saved, person, others):
    contact = saved(1, came(person), missed(others[0]))
    assert contact.kind == "group-session" and contact.minutes == 120
    assert Entry.objects.get(person=person, kind="group-session").happened
    assert not Entry.objects.get(person=others[0], kind="group-session").happened


def test_saved_twice_with_one_token_it_stays_one(two, saved, person):
    token = uuid4()
    assert saved(1, came(person), token=token) == saved(1, came(person), token=token)
    with pytest.raises(RecordedError):
        saved(1, came(person), token=uuid4())
    assert Contact.objects.count() == 1


def test_a_session_to_come_has_no_register(two, cohort, alice, person):
    with pytest.raises(ContactError):
        save_register(by=alice, session=session(cohort, 1), people=[came(person)])


def test_missed_twice_a_call_is_due_and_the_contact_keeps_it(two, saved, person, alice):
    saved(1, missed(person))
    assert not AbsenceCall.objects.exists()
    saved(2, missed(person))
    call = AbsenceCall.objects.get()
    assert Commitment.objects.filter(promise=call.promise, closed_on=None).exists()
    record_call(by=alice, call=call, reached=False, kind="phone-call", note="")
    assert Promise.objects.get(pk=call.promise_id).met_on is None
    record_call(by=alice, call=call, reached=True, kind="phone-call", note="Back on Monday")
    assert Promise.objects.get(pk=call.promise_id).met_by.kind == "phone-call"


def test_corrected_the_call_is_withdrawn(two, saved, cohort, person, alice):
    saved(1, missed(person))
    saved(2, missed(person))
    correct_register(by=alice, session=session(cohort, 2), people=[came(person)], happened=True, reason="Wrong row")
    assert Promise.objects.get(source="group").withdrawn_on
    assert read_sheet(alice, cohort).marks[two[0].pk, 2] is Mark.CAME


def test_called_off_it_is_recorded_and_nobody_missed_it(two, saved, cohort, person, others, alice):
    for number in (1, 2):
        saved(number, Attendance(person=person, attended=""), happened=False, why_not="logistics")
    sheet = read_sheet(alice, cohort)
    assert len(sheet.called_off) == 2 and not AbsenceCall.objects.exists()


def test_a_printed_sheet_is_saved_whole_or_not_at_all(two, cohort, alice, person, on_day):
    on_day(date(2026, 12, 1))
    rows = [(session(cohort, 1), [came(person)]), (session(cohort, 3), [came(person)])]
    with pytest.raises(ContactError):  # the third is still to come
        save_sheet(by=alice, cohort_sessions=rows)
    assert not Contact.objects.exists()
    assert save_sheet(by=alice, cohort_sessions=[rows[0], (session(cohort, 2), [missed(person)])]) == 2


def test_made_up_one_to_one_it_counts_once_and_no_call_is_due(two, saved, cohort, person, alice):
    saved(1, missed(person))
    saved(2, missed(person))
    make_up_alone(by=alice, place=two[0], number=2, on=date(2026, 11, 30), minutes=60, note="")
    assert read_sheet(alice, cohort).marks[two[0].pk, 2] is Mark.MADE_UP
    assert Entry.objects.filter(person=person, kind="group-session", happened=True).count() == 1
    assert Promise.objects.get(source="group").withdrawn_on
    with pytest.raises(PlaceError):
        make_up_alone(by=alice, place=two[0], number=2, on=date(2026, 11, 30), minutes=60, note="")


def test_made_up_with_another_group_its_register_says_so(two, saved, terms, cohort, person, alice, on_day):
    saved(1, missed(person))
    other = make_cohort(by=alice, terms=terms(starts_on=date(2026, 11, 26)))
    with pytest.raises(PlaceError):
        make_up_elsewhere(by=alice, place=two[0], session=session(other, 2))  # they did not miss the second
    make_up_elsewhere(by=alice, place=two[0], session=session(other, 1))
    assert read_sheet(alice, cohort).marks[two[0].pk, 1] is Mark.MISSED
    on_day(date(2026, 11, 26))
    save_register(by=alice, session=session(other, 1), people=[came(person)])
    assert read_sheet(alice, cohort).marks[two[0].pk, 1] is Mark.MADE_UP


@pytest.fixture
def planned(two, saved, terms, person, alice):
    """The first session, missed, is to be made up with another group on Thursday."""
    saved(1, missed(person))
    other = make_cohort(by=alice, terms=terms(starts_on=date(2026, 11, 26)))
    return make_up_elsewhere(by=alice, place=two[0], session=session(other, 1))


def test_a_planned_make_up_is_dropped_and_planned_again(planned, cohort, two, alice):
    assert read_sheet(alice, cohort).planned[two[0].pk, 1] == planned
    drop_make_up(by=alice, make_up=planned)
    assert read_sheet(alice, cohort).planned == {}
    again = plan_make_up_again(by=alice, make_up=planned)
    assert (again.session, again.dropped_at) == (planned.session, None)


def test_not_come_to_it_another_may_be_planned(planned, cohort, person, two, alice, on_day):
    on_day(date(2026, 11, 26))
    save_register(by=alice, session=planned.session, people=[missed(person)])
    drop_make_up(by=alice, make_up=planned)
    make_up_alone(by=alice, place=two[0], number=1, on=date(2026, 11, 26), minutes=60, note="")
    assert read_sheet(alice, cohort).marks[two[0].pk, 1] is Mark.MADE_UP


def test_what_was_made_up_is_not_dropped(planned, person, alice, on_day):
    on_day(date(2026, 11, 26))
    save_register(by=alice, session=planned.session, people=[came(person)])
    with pytest.raises(PlaceError):
        drop_make_up(by=alice, make_up=planned)


def test_made_up_with_another_group_no_call_is_due_any_more(two, saved, terms, cohort, person, alice, on_day):
    saved(1, missed(person))
    saved(2, missed(person))
    other = make_cohort(by=alice, terms=terms(starts_on=date(2026, 11, 26)))
    make_up_elsewhere(by=alice, place=two[0], session=session(other, 2))
    on_day(date(2026, 12, 3))
    save_register(by=alice, session=session(other, 2), people=[came(person)])
    assert Promise.objects.get(source="group").withdrawn_on


def test_what_was_delivered_is_said_of_the_plan_and_counts_have_no_names(two, saved, cohort, person, alice):
    saved(1, came(person))
    row = say_delivered(
        by=alice, session=session(cohort, 1), steps=["map", "round"], feedback={"useful": {"yes": 1, "no": 0}}
    )
    assert (row.steps, row.feedback) == (["map", "round"], {"useful": {"yes": 1}})
    with pytest.raises(ContactError):
        say_delivered(by=alice, session=session(cohort, 1), steps=["nothing-of-the-kind"], feedback={})
