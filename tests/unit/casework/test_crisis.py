"""Raising, telling, seeing, looking again and stepping down."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from throughgate.access.policy import Action, Forbidden, Hidden, Sensitivity, can
from throughgate.audit.models import Event
from throughgate.casework.models import Crisis, CrisisTold
from throughgate.casework.rules.crisis import CrisisError
from throughgate.casework.selectors.crisis import access_receipt, board_of, open_crises_of, unseen_by
from throughgate.casework.services.crisis import (
    describe_crisis,
    keep_crisis_promise,
    raise_crisis,
    review_crisis,
    see_crisis,
    step_down_crisis,
)
from throughgate.people.changes import facts_changed
from throughgate.people.models import Assignment, AssignmentRole
from throughgate.programmes.models import Commitment, ProgrammeModel
from throughgate.programmes.services import enrol, load_shipped_models
from throughgate.record.selectors import effective


@pytest.fixture
def matched(person, victor):
    """Victor is the person's mentor."""
    Assignment.objects.create(
        person=person, worker=victor, role=AssignmentRole.MENTOR, from_on=date(2026, 1, 5), added_by=victor
    )
    return person


def after(crisis, minutes):
    return crisis.raised_at + timedelta(minutes=minutes)


def told(crisis):
    return {
        one.user.get_short_name(): int((one.told_at - crisis.raised_at).total_seconds() // 60)
        for one in crisis.told.select_related("user")
    }


def test_it_writes_one_entry_that_says_nothing_of_what_it_is(alice, person):
    crisis = raise_crisis(by=alice, person=person, kind="danger-to-self", what="Said something worrying")
    entry = effective().get()
    assert entry == crisis.entry
    assert (entry.kind, entry.summary, entry.sensitivity) == ("crisis-step-up", "Support stepped up", "sensitive")
    assert (crisis.level, crisis.review_on) == ("now", date(2026, 11, 21))


def test_sent_twice_it_is_raised_once(alice, person):
    token = uuid4()
    first = raise_crisis(by=alice, person=person, token=token)
    assert raise_crisis(by=alice, person=person, token=token) == first
    assert (Crisis.objects.count(), effective().count(), CrisisTold.objects.count()) == (1, 1, 1)


def test_those_who_work_with_them_and_their_managers_are_told(bob, person, alice, carols):
    crisis = raise_crisis(by=bob, person=person, kind="relapse")
    assert told(crisis) == {"Alice": 0, "Carol": 0, "Mona": 120}


def test_now_the_line_manager_is_told_at_once(bob, person, alice):
    assert told(raise_crisis(by=bob, person=person, kind="danger-to-self")) == {"Alice": 0, "Mona": 0}


def test_whoever_raises_it_is_not_told_so_the_next_in_line_are(alice, person, mona):
    assert told(raise_crisis(by=alice, person=person, kind="relapse")) == {"Mona": 0}


def test_nobody_is_told_of_what_they_may_not_read(matched, alice, victor, bob):
    crisis = raise_crisis(by=bob, person=matched, kind="relapse")
    assert "Victor" not in told(crisis)
    standard = raise_crisis(by=bob, person=matched, kind="relapse", sensitivity=Sensitivity.STANDARD)
    assert "Victor" in told(standard)


def test_a_closed_account_is_not_told(person, alice, bob):
    alice.is_active = False
    alice.save()
    assert "Alice" not in told(raise_crisis(by=bob, person=person, kind="relapse"))


def test_a_volunteer_raises_what_they_cannot_read_and_learns_whether_it_was_seen(matched, victor, alice):
    crisis = raise_crisis(by=victor, person=matched, kind="danger-to-self", what="Rang in tears")
    assert not can(victor, Action.VIEW, crisis)
    assert access_receipt(victor, crisis.ref) == (crisis, False)
    assert open_crises_of(victor, matched) == []
    assert access_receipt(alice, crisis.ref) == (crisis, True)


def test_nobody_else_gets_a_receipt(matched, bob, charlie, alice):
    crisis = raise_crisis(by=alice, person=matched)
    for user in (bob, charlie):
        with pytest.raises(Hidden):
            access_receipt(user, crisis.ref)


def test_whoever_may_not_know_of_the_person_raises_nothing(charlie, person, eve):
    for user in (charlie, eve):
        with pytest.raises(Hidden):
            raise_crisis(by=user, person=person)


def test_clinical_is_for_those_who_may_write_it(alice, carol, carols):
    with pytest.raises(Forbidden):
        raise_crisis(by=alice, person=carols, sensitivity=Sensitivity.CLINICAL)
    crisis = raise_crisis(by=carol, person=carols, sensitivity=Sensitivity.CLINICAL)
    assert told(crisis) == {"Mona": 0}  # Carol's line manager; Alice may not read what is clinical


@pytest.mark.parametrize(
    "wrong", [{"kind": "tired"}, {"level": "soon"}, {"review_on": date(2026, 11, 1)}, {"review_on": date(2027, 6, 1)}]
)
def test_what_cannot_be_is_refused_and_nothing_is_written(alice, person, wrong):
    with pytest.raises(CrisisError):
        raise_crisis(by=alice, person=person, **wrong)
    assert not Crisis.objects.exists() and not effective().exists() and not Commitment.objects.exists()


def test_the_contact_it_comes_from_is_one_with_this_person(alice, person, record, sam):
    contact = record()
    assert raise_crisis(by=alice, person=person, contact=contact).contact == contact
    with pytest.raises(CrisisError):
        raise_crisis(by=alice, person=sam, contact=contact)


def test_the_letter_holds_nothing_about_anybody(alice, person, mona, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        raise_crisis(by=alice, person=person, kind="relapse", what="Drank", link="https://example.org/crisis/")
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([mona.email], "Somebody needs you")
    assert "https://example.org/crisis/" in letter.body
    assert not [word for word in ("Jo", "Vale", person.ref, "relapse", "Drank", "Alice") if word in letter.body]


def test_those_next_in_line_get_no_letter_before_their_moment(bob, person, alice, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        raise_crisis(by=bob, person=person, kind="relapse")
    assert [letter.to for letter in mail.outbox] == [[alice.email]]


# -- seeing ---------------------------------------------------------------------------------------------------------


def test_it_waits_for_those_told_until_they_say_that_they_have_seen_it(bob, alice, person):
    crisis = raise_crisis(by=bob, person=person, kind="relapse")
    assert unseen_by(alice, timezone.now()) == [crisis]
    first = see_crisis(by=alice, crisis=crisis).seen_at
    assert see_crisis(by=alice, crisis=crisis).seen_at == first
    assert unseen_by(alice, timezone.now()) == []
    assert Event.objects.filter(action="crisis.seen").count() == 1


def test_not_seen_in_time_it_goes_to_the_next_in_line(bob, alice, mona, person):
    crisis = raise_crisis(by=bob, person=person, kind="relapse")
    assert unseen_by(mona, after(crisis, 119)) == []
    assert unseen_by(mona, after(crisis, 120)) == [crisis]


def test_seen_in_time_it_does_not(bob, alice, mona, person):
    crisis = raise_crisis(by=bob, person=person, kind="relapse")
    see_crisis(by=alice, crisis=crisis)
    assert unseen_by(mona, after(crisis, 240)) == []


def test_each_of_those_told_at_once_says_so_for_themselves(bob, alice, mona, person):
    crisis = raise_crisis(by=bob, person=person, kind="danger-to-self")
    see_crisis(by=alice, crisis=crisis)
    assert unseen_by(mona, timezone.now()) == [crisis]


def test_whoever_lost_access_is_shown_nothing(bob, alice, person):
    raise_crisis(by=bob, person=person, kind="relapse")
    person.assignments.update(to_on=date(2026, 11, 19))
    fresh = type(alice).objects.get(pk=alice.pk)
    assert unseen_by(fresh, timezone.now()) == []


def test_nothing_waiting_costs_one_query(alice, django_assert_num_queries):
    with django_assert_num_queries(1):
        unseen_by(alice, timezone.now())


def test_a_manager_who_looks_unasked_counts_as_having_seen_it(alice, bob, mona, person):
    crisis = raise_crisis(by=bob, person=person, kind="relapse")
    see_crisis(by=mona, crisis=crisis)
    assert crisis.told.get(user=mona).seen_at


def test_whoever_raised_it_cannot_say_that_it_was_seen(bob, alice, mona, person):
    crisis = raise_crisis(by=alice, person=person, kind="relapse")
    with pytest.raises(CrisisError):
        see_crisis(by=alice, crisis=crisis)
    assert unseen_by(mona, timezone.now()) == [crisis] and not crisis.told.filter(user=alice).exists()


def test_a_colleague_who_happened_to_look_does_not_keep_it_from_the_managers(alice, bob, mona, person):
    crisis = raise_crisis(by=alice, person=person, kind="relapse", sensitivity=Sensitivity.STANDARD)
    crisis.told.filter(user=mona).update(told_at=after(crisis, 120))  # as where a worker is told at once
    assert see_crisis(by=bob, crisis=crisis).whom == "themselves"
    assert unseen_by(mona, after(crisis, 120)) == [crisis] and unseen_by(bob, after(crisis, 120)) == []


def test_who_may_not_read_it_cannot_have_seen_it(alice, bob, person):
    crisis = raise_crisis(by=alice, person=person)
    with pytest.raises(Hidden):
        see_crisis(by=bob, crisis=crisis)


# -- what follows ---------------------------------------------------------------------------------------------------


def due(person):
    rows = Commitment.objects.filter(person=person, is_next=True).select_related("promise")
    return {(row.promise.title if row.promise else row.element): row.by_on for row in rows}


def test_on_no_programme_the_rules_for_a_crisis_say_what_is_promised(alice, person):
    raise_crisis(by=alice, person=person, kind="danger-to-self")
    assert due(person) == {
        "Look again at how things are": date(2026, 11, 21),
        "Seen or spoken with at once": date(2026, 11, 21),
        "Whoever else helps them knows what they need to know": date(2026, 11, 22),
    }


def test_what_is_promised_is_as_closed_as_the_crisis(alice, person):
    raise_crisis(by=alice, person=person)
    assert set(Commitment.objects.values_list("sensitivity", flat=True)) == {"sensitive"}


@pytest.mark.parametrize(
    "slug", ["addiction-recovery", "mentoring-through-the-gate", "restorative-family", "jobs-and-relationships"]
)
def test_each_shipped_programme_asks_for_a_contact_within_a_day_and_a_review(alice, ada, person, slug):
    load_shipped_models(by=ada)
    model = ProgrammeModel.objects.get(slug=slug)
    enrol(by=alice, person=person, model=model, enrolled_on=date(2026, 11, 1))
    before = due(person)
    crisis = raise_crisis(by=alice, person=person, kind="relapse")
    new = {name: on for name, on in due(person).items() if name not in before}
    assert new == {
        "step-up-contact": date(2026, 11, 21),
        "step-up-review": date(2026, 12, 4),
        "Look again at how things are": date(2026, 11, 23),
    }
    assert not crisis.promises.exists()


def test_raising_settles_once(alice, person):
    heard = []

    def hear(**kwargs):
        heard.extend(kwargs["people"])

    facts_changed.connect(hear)
    try:
        raise_crisis(by=alice, person=person, kind="danger-to-self")
    finally:
        facts_changed.disconnect(hear)
    assert heard == [person]


def test_something_promised_for_it_is_done(alice, person):
    crisis = raise_crisis(by=alice, person=person, kind="relapse")
    promise = crisis.promises.get()
    keep_crisis_promise(by=alice, crisis=crisis, promise=promise)
    keep_crisis_promise(by=alice, crisis=crisis, promise=promise)
    assert set(due(person)) == {"Look again at how things are"}
    assert Event.objects.filter(action="crisis.promise_kept").count() == 1


def test_what_was_promised_for_another_is_not(alice, person, sam):
    crisis, other = (raise_crisis(by=alice, person=each, kind="relapse") for each in (person, sam))
    with pytest.raises(CrisisError):
        keep_crisis_promise(by=alice, crisis=crisis, promise=other.promises.get())


def test_worse_than_was_thought_tells_those_not_told_yet(bob, alice, mona, person):
    crisis = raise_crisis(by=bob, person=person, kind="missing", level="week")
    assert told(crisis) == {"Alice": 0, "Mona": 1440}
    crisis.told.filter(user=mona).delete()
    describe_crisis(by=alice, crisis=crisis, kind="danger-to-self", level="now", what="Rang from a bridge")
    crisis.refresh_from_db()
    assert (crisis.kind, crisis.level, told(crisis)) == ("danger-to-self", "now", {"Alice": 0, "Mona": 0})


def test_the_trail_does_not_say_what_kind_of_crisis_it_is(bob, alice, person):
    crisis = raise_crisis(by=bob, person=person, kind="missing", level="week")
    describe_crisis(by=alice, crisis=crisis, kind="danger-to-self", level="now", what="")
    said = " ".join(str(event.details) for event in Event.objects.filter(action__startswith="crisis."))
    assert said and not [word for word in ("missing", "danger", "'week'", "'now'") if word in said]


def test_it_goes_on_with_a_reason_and_a_day(alice, person):
    crisis = raise_crisis(by=alice, person=person, kind="relapse")
    for _ in range(2):
        review_crisis(by=alice, crisis=crisis, because="Still drinking", review_on=date(2026, 11, 27))
    crisis.refresh_from_db()
    assert (crisis.review_on, crisis.reviews.count()) == (date(2026, 11, 27), 1)
    assert due(person)["Look again at how things are"] == date(2026, 11, 27)
    with pytest.raises(CrisisError):
        review_crisis(by=alice, crisis=crisis, because=" ", review_on=date(2026, 11, 27))


def test_stepping_down_says_what_was_learned_and_ends_what_was_promised(alice, person):
    crisis = raise_crisis(by=alice, person=person, kind="danger-to-self")
    step_down_crisis(by=alice, crisis=crisis, learned="Ask on Fridays", helped="His nan came")
    crisis.refresh_from_db()
    assert (crisis.is_open, crisis.learned, crisis.helped) == (False, "Ask on Fridays", "His nan came")
    assert due(person) == {}
    assert crisis.review_promise.met_by.kind == "crisis-step-down"
    assert set(crisis.promises.values_list("withdrawn_because", flat=True)) == {"Support was stepped down"}


def test_stepped_down_twice_the_first_stands(alice, mona, person):
    crisis = raise_crisis(by=alice, person=person)
    step_down_crisis(by=alice, crisis=crisis, learned="Ask")
    step_down_crisis(by=mona, crisis=crisis, learned="Ask ")
    for _ in range(2):
        step_down_crisis(by=mona, crisis=crisis, learned="Other words", helped="His nan")
    crisis.refresh_from_db()
    said = crisis.learned_since.values_list("by", "learned", "helped")
    assert list(said) == [(mona.pk, "Other words", "His nan")]
    assert (crisis.stepped_down_by, crisis.learned) == (alice, "Ask")
    assert effective().filter(kind="crisis-step-down").count() == 1


def test_without_what_was_learned_it_is_not_stepped_down(alice, person):
    crisis = raise_crisis(by=alice, person=person)
    with pytest.raises(CrisisError):
        step_down_crisis(by=alice, crisis=crisis, learned="  ")


def test_what_is_stepped_down_is_described_no_more(alice, person):
    crisis = raise_crisis(by=alice, person=person)
    step_down_crisis(by=alice, crisis=crisis, learned="Ask")
    with pytest.raises(CrisisError):
        describe_crisis(by=alice, crisis=crisis, kind="relapse", level="now", what="")
    with pytest.raises(CrisisError):
        review_crisis(by=alice, crisis=crisis, because="On", review_on=date(2026, 11, 27))


def test_only_who_may_read_it_acts_on_it(alice, bob, matched, victor):
    crisis = raise_crisis(by=victor, person=matched)
    for user in (bob, victor):
        with pytest.raises(Hidden):
            step_down_crisis(by=user, crisis=crisis, learned="x")


def test_the_board_holds_what_the_reader_may_know_of(alice, bob, mona, person, sam):
    mine = raise_crisis(by=alice, person=person)
    raise_crisis(by=alice, person=sam)
    assert board_of(bob, timezone.now()).open == []
    assert board_of(mona, timezone.now()).open == [mine]
    assert len(board_of(alice, timezone.now()).open) == 2


def test_the_board_reads_as_often_for_one_as_for_many(alice, person):
    def count():
        with CaptureQueriesContext(connection) as queries:
            for one in board_of(alice, timezone.now()).open:
                [told.user.name for told in one.told.all()]
        return len(queries)

    raise_crisis(by=alice, person=person)
    one = count()
    for _ in range(4):
        raise_crisis(by=alice, person=person)
    assert count() == one
