from datetime import date, timedelta

import pytest

from throughgate.access.policy import Forbidden, Hidden
from throughgate.casework.services import Attendance, record_contact, void_contact
from throughgate.people.models import CustodyDate, Person
from throughgate.people.services import note_date, record_move
from throughgate.people.services.merging import merge_people, undo_merge
from throughgate.programmes.models import Commitment
from throughgate.record.models import Entry
from throughgate.record.selectors import effective
from throughgate.record.services import write_entry
from throughgate.release.models import Basic, BasicStep
from throughgate.release.rules.basics import BasicError, Said
from throughgate.release.selectors.known_basics import known_basics
from throughgate.release.services.basics import open_basics, record_step, take_back

pytestmark = pytest.mark.usefixtures("friday")
WEEK = timedelta(weeks=1)
ALL = {
    "id-documents",
    "bank-account",
    "benefits",
    "gp-and-prescription",
    "phone",
    "clothes",
    "partner-conversation",
    "home",
}


@pytest.fixture
def inside(person, alice, send, today):
    record_move(by=alice, person=person, kind="received", on=today - 40 * WEEK, site=send)
    return person


@pytest.fixture
def leaving(inside, alice, today):
    """Released in fourteen weeks, as noted half a year ago: the set opened by itself."""
    note_date(by=alice, person=inside, kind="crd", on=today + 14 * WEEK, source="OMU")
    return inside


@pytest.fixture
def step(alice, leaving, today):
    def _step(to, code="id-documents", **fields):
        said = fields.pop("said", Said(document="passport") if code == "id-documents" else Said())
        wanted = {"by": alice, "person": leaving, "code": code, "to": to, "on": today, "said": said} | fields
        return record_step(**wanted)

    return _step


def basic(person, code="id-documents"):
    return Basic.objects.filter(person=person, code=code).latest("spell")


def due_on(person, code="id-documents"):
    row = Commitment.objects.filter(promise__basic=basic(person, code), is_next=True).first()
    return row and row.by_on


def test_the_set_opens_by_itself_when_a_near_release_is_noted(leaving, today):
    assert set(leaving.basics.values_list("code", flat=True)) == ALL
    assert due_on(leaving) == today + 2 * WEEK


def test_it_does_not_open_for_a_release_far_away(inside, alice, today):
    note_date(by=alice, person=inside, kind="crd", on=today + 27 * WEEK, source="OMU")
    assert not inside.basics.exists()


def test_nor_for_somebody_who_is_out(inside, alice, today):
    record_move(by=alice, person=inside, kind="released", on=today - WEEK)
    note_date(by=alice, person=inside, kind="crd", on=today + WEEK, source="OMU")
    assert not inside.basics.exists()


def test_opening_again_changes_nothing(leaving, alice):
    assert open_basics(by=alice, person=leaving) == []


def test_what_is_due_follows_the_release_date_in_the_same_act(leaving, alice, today):
    note_date(by=alice, person=leaving, kind="confirmed_release", on=today + 20 * WEEK, source="OMU")
    assert due_on(leaving) == today + 8 * WEEK
    note_date(by=alice, person=leaving, kind="confirmed_release", on=today + 2 * WEEK, source="OMU")
    assert due_on(leaving) == today + timedelta(days=3)


def test_each_open_basic_has_exactly_one_open_promise(leaving, step):
    step("pending")
    step("in-hand", code="phone")
    assert Commitment.objects.filter(person=leaving, is_next=True, promise__source="readiness").count() == len(ALL) - 1


def test_an_application_is_chased_after_its_time(leaving, step, today):
    step("pending", said=Said(document="passport", cost_pence=9450, paid_by="us"))
    assert due_on(leaving) == today + 3 * WEEK


def test_in_hand_writes_one_entry_and_meets_the_promise(leaving, step, today):
    step("pending")
    made = step("in-hand", said=Said(proof="stored"))
    entry = Entry.objects.get(person=leaving, kind="id-documents")
    promise = basic(leaving).promise
    assert (entry.summary, made.document, made.entry) == ("Passport in hand", "passport", entry)
    assert (promise.met_on, promise.met_by, due_on(leaving)) == (today, entry, None)


def test_not_needed_says_why_and_is_due_no_more(leaving, step):
    with pytest.raises(BasicError):
        step("not-needed", code="phone")
    step("not-needed", code="phone", said=Said(reason="has"))
    assert due_on(leaving, "phone") is None
    step("to-start", code="phone")
    assert due_on(leaving, "phone") is not None


def test_lost_after_all_is_due_again_and_the_entry_stands(leaving, step, today):
    step("in-hand", said=Said(document="passport"))
    step("lost")
    assert due_on(leaving) == today + WEEK
    assert effective().filter(person=leaving, kind="id-documents").count() == 1


def test_undo_takes_the_tap_back_with_its_entry(leaving, step, alice, today):
    step("pending", on=today - WEEK)
    before = due_on(leaving)
    step("in-hand")
    assert take_back(by=alice, person=leaving, code="id-documents").state == "pending"
    assert due_on(leaving) == before
    assert not effective().filter(person=leaving, kind="id-documents").exists()


def test_only_the_last_tap_of_ones_own_can_be_taken_back(leaving, step, alice, bob):
    step("pending", by=bob)
    assert take_back(by=alice, person=leaving, code="id-documents") is None


def test_a_correction_says_why_and_may_lead_anywhere(leaving, step):
    step("in-hand", said=Said(document="passport"))
    step("rejected", said=Said(reason="mistake"), because="It was somebody else’s")
    assert not effective().filter(person=leaving, kind="id-documents").exists()
    assert [one.state for one in basic(leaving).steps.all()] == ["in-hand", "rejected"]


def test_with_the_same_token_it_stays_one(leaving, step):
    token = "8a1e1b7e-6f0f-4a53-9f6e-0e1f2a3b4c5d"
    assert step("pending", token=token) == step("pending", token=token)
    assert BasicStep.objects.filter(basic__person=leaving).count() == 1


def test_the_second_of_two_taps_is_told(step):
    step("pending")
    with pytest.raises(BasicError, match="faster"):
        step("pending")


def test_a_conversation_recorded_as_a_contact_is_in_hand_by_itself(leaving, alice, today):
    who = Attendance(person=leaving, attended="yes")
    contact = record_contact(by=alice, kind="partner-conversation", on=today, people=[who])
    row = basic(leaving, "partner-conversation")
    assert (row.steps.get().state, due_on(leaving, "partner-conversation")) == ("in-hand", None)
    void_contact(by=alice, part=contact.people.get(), reason="Another person")
    assert due_on(leaving, "partner-conversation") is not None


def test_a_conversation_cannot_be_ticked_off(step):
    with pytest.raises(BasicError, match="contact"):
        step("in-hand", code="partner-conversation")


def test_released_without_it_stays_due(leaving, step, alice, today):
    step("pending", code="bank-account", on=today - WEEK)
    record_move(by=alice, person=leaving, kind="released", on=today)
    promise = basic(leaving, "bank-account").promise
    assert promise.title.endswith("they are out without it") and promise.withdrawn_on is None


def test_a_recall_begins_a_fresh_set(leaving, step, alice, send, today):
    step("in-hand", said=Said(document="passport"), on=today - 2 * WEEK)
    record_move(by=alice, person=leaving, kind="released", on=today - WEEK)
    record_move(by=alice, person=leaving, kind="recalled", on=today - timedelta(days=2), site=send)
    due = Commitment.objects.filter(person=leaving, is_next=True, promise__source="readiness")
    assert set(due.values_list("promise__basic__spell", flat=True)) == {1} and due.count() == len(ALL)
    assert basic(leaving).spell == 1 and due_on(leaving) == today + 2 * WEEK


def test_what_was_recorded_before_the_set_opened_counts(inside, alice, today):
    record_step(by=alice, person=inside, code="phone", to="in-hand", on=today)
    assert list(inside.basics.values_list("code", flat=True)) == ["phone"]
    Entry.objects.create(person=inside, kind="benefits", on=today - WEEK, summary="Done", by=alice)
    note_date(by=alice, person=inside, kind="crd", on=today + WEEK, source="OMU")
    assert due_on(inside, "benefits") is None and due_on(inside, "clothes") is not None


def test_whoever_may_not_record_may_not_note(leaving, charlie, eve, today):
    for user in (charlie, eve):
        with pytest.raises(Hidden):
            record_step(by=user, person=leaving, code="phone", to="in-hand", on=today)


def test_one_closed_to_others_is_due_to_them_no_more(leaving, step, bob, alice, today):
    step("pending", code="gp-and-prescription", sensitivity="sensitive")
    assert basic(leaving, "gp-and-prescription").promise.sensitivity == "sensitive"
    with pytest.raises((Hidden, Forbidden)):
        record_step(by=bob, person=leaving, code="gp-and-prescription", to="in-hand", on=today)


def test_a_day_to_come_is_refused(step, today):
    with pytest.raises(BasicError, match="future"):
        step("in-hand", code="phone", on=today + WEEK)


def test_old_days_are_kept_as_days(leaving, step):
    assert step("in-hand", code="clothes", on=date(2026, 11, 2)).on == date(2026, 11, 2)


def test_two_records_put_together_go_on_with_one_set(leaving, alice, mona, send, today):
    other = Person.objects.create(given_name="Jordan", family_name="Vail", site=send, created_by=alice)
    note_date(by=mona, person=other, kind="crd", on=today + 10 * WEEK, source="OMU")
    record_step(by=mona, person=other, code="phone", to="pending", on=today)
    merge = merge_people(by=mona, kept=leaving, gone=other, why="One person")
    due = Commitment.objects.filter(person=leaving, is_next=True, promise__source="readiness")
    assert due.count() == len(ALL) and leaving.basics.count() == 2 * len(ALL)
    undo_merge(by=mona, merge=merge, because="They are two")
    again = Commitment.objects.filter(person=other, is_next=True, promise__source="readiness")
    assert again.count() == len(ALL) == due.count()


@pytest.mark.parametrize("begun", [False, True])
def test_two_records_taken_apart_leave_no_step_that_rests_on_the_others_record(leaving, mona, send, today, step, begun):
    """What the other record said had done it, and what was begun before stands as it stood."""
    if begun:
        step("pending", "phone", on=today - WEEK)
    before = [(one.pk, one.state) for one in BasicStep.objects.all()]
    other = Person.objects.create(given_name="Jordan", family_name="Vail", site=send, created_by=mona)
    kind = known_basics().items["phone"].entry
    write_entry(by=mona, person=other, kind=kind, on=today, summary="Has a phone")
    merge = merge_people(by=mona, kept=leaving, gone=other, why="One person")
    row = leaving.basics.get(code="phone")
    assert row.steps.last().state == "in-hand" and row.promise.met_on
    undo_merge(by=mona, merge=merge, because="They are two")
    row.refresh_from_db()
    assert [(one.pk, one.state) for one in BasicStep.objects.all()] == before
    assert row.promise.met_on is None and row.promise.withdrawn_on is None


def test_the_first_thing_noted_before_a_near_release_opens_the_whole_set(inside, alice, today):
    CustodyDate.objects.create(person=inside, kind="crd", on=today + 5 * WEEK, source="OMU", noted_by=alice)
    record_step(by=alice, person=inside, code="phone", to="in-hand", on=today)
    assert set(inside.basics.values_list("code", flat=True)) == ALL
