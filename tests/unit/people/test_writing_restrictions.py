from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from throughgate.access.policy import Forbidden, Hidden
from throughgate.audit.models import Event
from throughgate.people.changes import restriction_added
from throughgate.people.models import CircleMember, ContactRestriction, Person, RestrictionOverride, RestrictionReason
from throughgate.people.rules.restrictions import Booking
from throughgate.people.selectors.restrictions import (
    CLOSED_TO_READER,
    findings_for,
    overrides_by_booking,
    overrides_of,
    past_restrictions_of,
    restrictions_of,
)
from throughgate.people.services import AlreadyEndedError, EndsBeforeStartError, add_to_circle, record_move
from throughgate.people.services.restrictions import (
    NotTheirCircleError,
    RestrictedError,
    ShortReasonError,
    add_restriction,
    ask_restrictions,
    end_restriction,
    review_restriction,
)
from throughgate.record.models import Entry

WHY = "Agreed with probation, who will be there"


@pytest.fixture
def partner(alice, person) -> CircleMember:
    return add_to_circle(by=alice, person=person, kind="partner", name="Darren Pike")


@pytest.fixture
def apart(alice, person, partner, today) -> ContactRestriction:
    return add_restriction(
        by=alice, person=person, kind="no_contact", source="wish", from_on=today, member=partner, reach="any"
    )


@pytest.fixture
def session(partner, today) -> Booking:
    return Booking("couple-session", today, circle_member_ids=(partner.pk,), words="Session for the couple", ref="B1")


def ask(by, person, booking, **more):
    return ask_restrictions(by=by, person=person, booking=booking, **more)


def test_what_nothing_stands_against_is_booked(alice, person, today):
    assert ask(alice, person, Booking("one-to-one", today)) == ()


def test_what_is_barred_is_refused_with_the_reason(alice, person, apart, session):
    with pytest.raises(RestrictedError) as refused:
        ask(alice, person, session)
    assert refused.value.refuses and not refused.value.may_answer
    said = "No contact with Darren Pike, direct or indirect. Source: the person’s own wish"
    assert refused.value.reasons[0].startswith(said)


def test_the_refusal_names_nobody_where_it_is_logged(alice, person, apart, session):
    with pytest.raises(RestrictedError) as refused:
        ask(alice, person, session)
    assert "Pike" not in str(refused.value)


def test_a_caseworker_cannot_override(alice, person, apart, session):
    with pytest.raises(RestrictedError):
        ask(alice, person, session, override=WHY)
    assert not RestrictionOverride.objects.exists()


def test_a_manager_overrides_with_a_reason_that_is_kept(mona, person, apart, session):
    (overridden,) = ask(mona, person, session, override=WHY)
    row = RestrictionOverride.objects.get()
    assert overridden.id == apart.pk == row.restriction_id
    assert (row.kind, row.reason, row.booked, row.booked_ref, row.by) == (
        "override", WHY, "Session for the couple", "B1", mona,
    )  # fmt: skip


def test_an_override_is_audited_and_stands_in_the_ledger_without_names(mona, person, apart, session):
    ask(mona, person, session, override=WHY)
    assert Event.objects.get(action="restriction.overridden").by == mona
    assert Entry.objects.get(kind="restriction-overridden").summary == "Booked in spite of a restriction"


def test_a_reason_of_a_few_letters_is_no_reason(mona, person, apart, session):
    with pytest.raises(ShortReasonError, match="at least 10 letters"):
        ask(mona, person, session, override=" ok fine ")
    assert not RestrictionOverride.objects.exists()


def test_overrides_are_shown_beside_the_booking_and_the_person(mona, alice, person, apart, session):
    ask(mona, person, session, override=WHY)
    assert [row.reason for row in overrides_by_booking(alice, ["B1", "B2"])["B1"]] == [WHY]
    assert overrides_of(alice, person).count() == 1


def test_a_doubt_is_answered_by_whoever_books(alice, person, apart, today):
    booking = Booking("one-to-one", today, other_names="D. Pike")
    with pytest.raises(RestrictedError) as asked:
        ask(alice, person, booking)
    assert asked.value.may_answer and not asked.value.refuses
    ask(alice, person, booking, override="This is Darren Moss, his uncle")
    assert RestrictionOverride.objects.get().kind == "answer"
    assert not Entry.objects.filter(kind="restriction-overridden").exists()


def test_what_happened_already_is_explained_by_anybody(alice, person, apart, session):
    with pytest.raises(RestrictedError):
        ask(alice, person, session, happened=True)
    ask(alice, person, session, happened=True, override="He was there before I came")
    assert RestrictionOverride.objects.get().kind == "explained"
    assert Event.objects.filter(action="restriction.explained").exists()


@pytest.fixture
def closed(alice, person, partner, today) -> ContactRestriction:
    return add_restriction(
        by=alice, person=person, kind="no_contact", source="court", from_on=today, member=partner, reach="any",
        sensitivity="sensitive", reason="An order of the family court",
    )  # fmt: skip


def test_one_that_the_reader_may_not_read_bars_and_is_not_described(bob, person, closed, session):
    with pytest.raises(RestrictedError) as refused:
        ask(bob, person, session, override=WHY)
    assert refused.value.reasons == (CLOSED_TO_READER,) and not refused.value.may_answer


def test_a_doubt_that_cannot_be_read_cannot_be_answered(bob, person, closed, today):
    with pytest.raises(RestrictedError):
        ask(bob, person, Booking("one-to-one", today, other_names="Darren"), override=WHY)


def test_a_closed_one_is_closed_in_the_ledger_too(bob, person, closed):
    assert Entry.objects.get(kind="restriction").sensitivity == "sensitive"
    assert restrictions_of(bob, person, date(2026, 11, 20)) == []


def test_the_reason_is_for_their_own_workers(alice, bob, person, partner, today):
    add_restriction(by=alice, person=person, kind="closed_visits", source="prison", from_on=today, reason="A parcel")
    assert [one.why for one in restrictions_of(alice, person, today)] == ["A parcel"]
    assert [one.why for one in restrictions_of(bob, person, today)] == [""]


def test_asking_needs_somebody_who_may_record(charlie, person, apart, session):
    with pytest.raises(Hidden):
        ask(charlie, person, session)


def test_people_of_another_circle_cannot_be_named(alice, send, person, apart, today):
    other = Person.objects.create(given_name="A", family_name="B", site=send, created_by=alice)
    stranger = CircleMember.objects.create(person=other, kind="friend", name="X", from_on=today, added_by=alice)
    with pytest.raises(NotTheirCircleError):
        ask(alice, person, Booking("one-to-one", today, circle_member_ids=(stranger.pk,)))
    with pytest.raises(NotTheirCircleError):
        add_restriction(by=alice, person=person, kind="banned", source="prison", from_on=today, member=stranger)


def test_the_prison_is_known_from_the_custody_history(alice, person, partner, send, today):
    record_move(by=alice, person=person, kind="received", on=date(2026, 1, 5), site=send)
    add_restriction(by=alice, person=person, kind="banned", source="prison", from_on=today, member=partner)
    with pytest.raises(RestrictedError) as refused:
        ask(alice, person, Booking("family-meeting", today, circle_member_ids=(partner.pk,)))
    assert refused.value.refuses


def test_somebody_who_may_be_out_by_then_is_looked_at(alice, person, partner, send, today):
    record_move(by=alice, person=person, kind="received", on=date(2026, 1, 5), site=send)
    person.custody_dates.create(kind="crd", on=today, source="OMU", noted_by=alice)
    add_restriction(by=alice, person=person, kind="banned", source="prison", from_on=today, member=partner)
    with pytest.raises(RestrictedError) as asked:
        ask(alice, person, Booking("family-meeting", today, circle_member_ids=(partner.pk,)))
    assert not asked.value.refuses


def test_a_place_of_ours_lies_in_its_town(alice, person, downview, today):
    downview.is_prison, downview.town = False, "Sutton"
    downview.save()
    add_restriction(by=alice, person=person, kind="licence_place", source="licence", from_on=today, town="Sutton")
    with pytest.raises(RestrictedError):
        ask(alice, person, Booking("one-to-one", today, place="Room 2", site_id=downview.pk))


def test_findings_of_many_bookings_ask_no_more_queries(alice, person, apart, session, today, django_assert_num_queries):
    bookings = [(person, session)] * 20 + [(person, Booking("one-to-one", today))] * 20
    findings_for(alice, [(person, session)])
    with django_assert_num_queries(3):
        found = findings_for(alice, bookings)
    assert [bool(one) for one in found] == [True] * 20 + [False] * 20


def test_adding_is_announced_audited_and_heard(alice, person, partner, today):
    heard = []

    def hear(sender, restriction, **kwargs):
        heard.append(restriction)

    restriction_added.connect(hear)
    row = add_restriction(by=alice, person=person, kind="closed_visits", source="prison", from_on=today)
    restriction_added.disconnect(hear)
    assert heard == [row]
    assert Entry.objects.get(kind="restriction").summary == "Restriction added: closed visits. Source: the prison"
    assert Event.objects.filter(action="restriction.added").count() == 1


def test_sent_twice_it_is_added_once(alice, person, today):
    said = {"by": alice, "person": person, "kind": "closed_visits", "source": "prison", "from_on": today}
    token = uuid4()
    assert add_restriction(**said, token=token) == add_restriction(**said, token=token)
    assert ContactRestriction.objects.count() == 1


@pytest.mark.parametrize(
    "terms",
    [
        {"kind": "no_contact"},
        {"kind": "no_contact", "reach": "any"},
        {"kind": "no_contact", "other_name": "Lee"},
        {"kind": "banned"},
        {"kind": "child_contact", "child_level": "none"},
        {"kind": "child_contact", "all_children": True},
        {"kind": "closed_visits", "child_level": "none"},
        {"kind": "licence_place"},
        {"kind": "curfew", "curfew_from": time(19)},
        {"kind": "closed_visits", "to_on": date(2026, 1, 1)},
        {"kind": "rumour"},
    ],
    ids=str,
)
def test_one_that_says_too_little_is_not_kept(terms, alice, person, today):
    with pytest.raises(ValidationError):
        add_restriction(by=alice, person=person, source="prison", from_on=today, **terms)


def test_who_may_not_add(bob, charlie, person, today):
    for user, refusal in ((bob, Forbidden), (charlie, Hidden)):
        with pytest.raises(refusal):
            add_restriction(by=user, person=person, kind="closed_visits", source="prison", from_on=today)


def test_an_ended_one_binds_until_its_last_day(alice, person, apart, session, today):
    end_restriction(by=alice, restriction=apart, on=today, because="The condition was lifted")
    with pytest.raises(RestrictedError):
        ask(alice, person, session)
    tomorrow = Booking("one-to-one", today + timedelta(days=1), circle_member_ids=session.circle_member_ids)
    assert ask(alice, person, tomorrow) == ()


def test_an_ended_one_stays_on_record(alice, person, apart, today):
    end_restriction(by=alice, restriction=apart, on=today, because="The condition was lifted")
    (past,) = past_restrictions_of(alice, person, today + timedelta(days=1))
    assert past.row.ended_because == "The condition was lifted" and past.rule.until == today


def test_it_ends_once_and_not_before_it_began(alice, apart, today):
    with pytest.raises(EndsBeforeStartError):
        end_restriction(by=alice, restriction=apart, on=today - timedelta(days=1), because="Wrong")
    end_restriction(by=alice, restriction=apart, on=today, because="Lifted")
    with pytest.raises(AlreadyEndedError):
        end_restriction(by=alice, restriction=apart, on=today, because="Lifted")


def test_it_is_looked_at_again(alice, bob, person, apart, today):
    review_restriction(by=alice, restriction=apart, on=today, review_on=today + timedelta(days=30))
    (one,) = restrictions_of(alice, person, today + timedelta(days=30))
    assert one.row.reviewed_by == alice and one.is_review_due
    with pytest.raises(Forbidden):
        review_restriction(by=bob, restriction=apart, on=today)


def test_reasons_belong_to_one_restriction(alice, person, apart):
    assert not RestrictionReason.objects.filter(restriction=apart).exists()
