"""What happened is asked of the restrictions too: at what hour and where, with whom, and when it is said anew."""

from datetime import date, time

import pytest
from django.urls import reverse

from throughgate.audit.models import Event
from throughgate.casework.models import Contact
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.rules.contacts import Meeting
from throughgate.casework.services import Attendance, UnexplainedError, correct_contact, record_contact, void_contact
from throughgate.casework.services.bookings import book_contact
from throughgate.people.models import CircleMember, RestrictionOverride
from throughgate.people.selectors.beside import WAS_THERE
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


# -- a correction asks of all who were there ---------------------------------------------------------------------------


@pytest.fixture
def apart(alice, person, sam):
    """What stands between the two, in the record that is named."""

    def _apart(of_person):
        of, name = (person, "Samira Okoro") if of_person else (sam, person.name)
        terms = {"other_name": name, "reach": "any"}
        return add_restriction(by=alice, person=of, kind="no_contact", source="court", from_on=TODAY, **terms)

    return _apart


def both(person, sam, **of_sam):
    return [Attendance(person=person), Attendance(person=sam, **of_sam)]


def say_anew(by, contact, *people):
    meeting = Meeting(kind="group-session", on=TODAY, medium="face", place="Hub")
    return correct_contact(by=by, contact=contact, meeting=meeting, people=people, reason="Who was there")


def group(by, people):
    return record_contact(by=by, kind="group-session", on=TODAY, place="Hub", people=people)


@pytest.mark.parametrize("of_person", [True, False], ids=["their record", "the other record"])
@pytest.mark.parametrize("came", ["person", "sam"])
def test_said_of_one_alone_it_is_asked_of_both(alice, person, sam, apart, of_person, came):
    kept = apart(of_person)
    away = {"attended": "no", "why": "logistics"}
    absent, there = (person, sam) if came == "person" else (sam, person)
    contact = group(alice, [Attendance(person=there), Attendance(person=absent, **away)])
    with pytest.raises(UnexplainedError) as refused:
        say_anew(alice, contact, Attendance(person=absent))
    assert list(refused.value.refused) == [absent.pk]
    say_anew(alice, contact, Attendance(person=absent, explained="They met by chance in the hall"))
    assert RestrictionOverride.objects.get().restriction == kept


def test_who_may_not_know_the_other_is_told_no_more_than_that(alice, bob, person, sam, apart):
    apart(of_person=False)
    contact = group(alice, [Attendance(person=person, attended="no", why="logistics"), Attendance(person=sam)])
    with pytest.raises(UnexplainedError) as refused:
        say_anew(bob, contact, Attendance(person=person))
    assert refused.value.reasons == (WAS_THERE,)
    later = say_anew(bob, contact, Attendance(person=person, explained="They met by chance in the hall"))
    assert RestrictionOverride.objects.get().booked_ref == later.ref


def test_one_after_the_other_they_were_there_together(alice, person, sam, apart):
    """Each was away at first; the contact now stands in two wordings, one for each."""
    apart(of_person=False)
    away = {"attended": "no", "why": "logistics"}
    contact = group(alice, [Attendance(person=person, **away), Attendance(person=sam, **away)])
    say_anew(alice, contact, Attendance(person=sam))
    with pytest.raises(UnexplainedError):
        say_anew(alice, contact, Attendance(person=person))


def test_who_is_taken_out_was_not_there(alice, person, sam, apart):
    apart(of_person=False)
    contact = group(alice, [Attendance(person=person, attended="no", why="logistics"), Attendance(person=sam)])
    void_contact(by=alice, part=contact.people.get(person=sam), reason="Another group")
    assert say_anew(alice, contact, Attendance(person=person)).pk


@pytest.mark.parametrize("corrected", [False, True])
def test_whoever_came_with_another_was_met_too(alice, person, sam, partner, corrected):
    terms = {"other_name": "Sam Reed", "reach": "any"}
    add_restriction(by=alice, person=sam, kind="no_contact", source="court", from_on=TODAY, **terms)
    people = [Attendance(person=person, circle=(partner.pk,)), Attendance(person=sam)]
    if corrected:
        people[1] = Attendance(person=sam, attended="no", why="logistics")
        contact = group(alice, people)
    with pytest.raises(UnexplainedError) as refused:
        say_anew(alice, contact, Attendance(person=sam)) if corrected else group(alice, people)
    assert list(refused.value.refused) == [sam.pk]


# -- names typed -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["Sam Reed", "Sam", "an aunt, sam reed"])
def test_who_else_was_there_is_asked(alice, person, no_contact, typed):
    who = Attendance(person=person, other_names=typed)
    with pytest.raises(UnexplainedError):
        record_contact(by=alice, kind="one-to-one", on=TODAY, people=[who])


def test_who_else_was_there_is_kept_and_carried_over(alice, person):
    contact = group(alice, [Attendance(person=person, other_names="Rosa Lane")])
    later = say_anew(alice, contact, Attendance(person=person, note="More"))
    assert later.people.get().other_names == "Rosa Lane"


def test_a_note_is_not_asked(alice, person, no_contact):
    """To speak of somebody is not to meet them."""
    who = Attendance(person=person, note="We talked of Sam Reed, and why they must be kept apart")
    assert record_contact(by=alice, kind="one-to-one", on=TODAY, people=[who]).pk


def test_who_was_booked_stands_in_the_form_and_who_was_there_on_the_page(client, alice, person):
    what = Arrangement(kind="one-to-one", on=TODAY, other_names="Rosa Lane")
    booking = book_contact(by=alice, person=person, arrangement=what)
    client.force_login(alice)
    url = reverse("casework:record")
    form = client.get(url, {"booking": booking.ref}).context["form"]
    assert form[f"{person.ref}-other_names"].value() == "Rosa Lane"
    said = {"person": person.ref, "kind": "one-to-one", "on": TODAY.isoformat(), "happened": "yes", "rows": "1"}
    said |= {"level": "standard", f"{person.ref}-attended": "yes", f"{person.ref}-other_names": "Lee Elm"}
    client.post(url, said)
    page = client.get(reverse("casework:contact", kwargs={"ref": Contact.objects.get().ref})).content.decode()
    assert "Also there: Lee Elm" in page
