"""What happened is asked of the restrictions too: at what hour and where, with whom, and when it is said anew."""

from datetime import date, time

import pytest

from throughgate.audit.models import Event
from throughgate.casework.rules.contacts import Meeting
from throughgate.casework.services import Attendance, UnexplainedError, correct_contact, record_contact
from throughgate.people.models import CircleMember, RestrictionOverride
from throughgate.people.services.restrictions import RestrictedError, add_restriction

TODAY = date(2026, 11, 20)


@pytest.fixture
def partner(person, alice) -> CircleMember:
    return CircleMember.objects.create(
        person=person, kind="partner", name="Sam Reed", from_on=date(2026, 1, 1), added_by=alice
    )


@pytest.fixture
def no_contact(person, alice, partner):
    terms = {"member": partner, "reach": "any"}
    return add_restriction(by=alice, person=person, kind="no_contact", source="court", from_on=TODAY, **terms)


@pytest.fixture
def curfew(person, alice):
    """At home from seven in the evening to seven in the morning."""
    return add_restriction(
        by=alice, person=person, kind="curfew", source="licence", from_on=date(2026, 11, 1), curfew_from=time(19),
        curfew_to=time(7),
    )  # fmt: skip


def test_hours_are_asked_of_what_happened_with_nobody_of_the_circle(alice, person, curfew):
    meeting = {"by": alice, "kind": "one-to-one", "on": TODAY, "place": "Café in Oak Road"}
    with pytest.raises(RestrictedError):
        record_contact(**meeting, at=time(20), people=[Attendance(person=person)])
    record_contact(**meeting, at=time(20), people=[Attendance(person=person, explained="He had leave from probation")])
    assert RestrictionOverride.objects.get().restriction == curfew
    assert record_contact(**meeting, at=time(11), people=[Attendance(person=person)])


def not_happened(by, person, partner):
    people = [Attendance(person=person, circle=(partner.pk,))]
    return record_contact(
        by=by, kind="family-meeting", on=TODAY, happened=False, why_not="logistics", place="Hall", people=people
    )


def as_happened(by, contact, person, explained=""):
    meeting = Meeting(kind="family-meeting", on=TODAY, medium="face", place="Hall")
    people = [Attendance(person=person, explained=explained)]
    return correct_contact(by=by, contact=contact, meeting=meeting, people=people, reason="It did happen")


def test_a_correction_does_not_go_round_a_restriction(alice, person, partner, no_contact):
    contact = not_happened(alice, person, partner)
    with pytest.raises(UnexplainedError):
        as_happened(alice, contact, person)
    later = as_happened(alice, contact, person, "He came to the door; we ended it at once")
    kept = RestrictionOverride.objects.get()
    assert (kept.kind, kept.booked_ref) == ("explained", later.ref)
    assert Event.objects.filter(action="restriction.explained", by=alice).exists()


def test_what_was_explained_once_is_not_asked_again_for_other_words(alice, person, partner, no_contact):
    contact = as_happened(alice, not_happened(alice, person, partner), person, "He came to the door; we ended it")
    as_happened(alice, contact, person)
    assert RestrictionOverride.objects.count() == 1


def test_each_is_told_of_what_stands_against_them(alice, person, sam, curfew):
    both = [Attendance(person=person), Attendance(person=sam)]
    with pytest.raises(UnexplainedError) as refused:
        record_contact(by=alice, kind="one-to-one", on=TODAY, at=time(20), place="Café", people=both)
    assert list(refused.value.refused) == [person.pk]
