"""A restriction is written with the name of its day: whoever is renamed or put together with another stays barred."""

from datetime import date, timedelta

import pytest

from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.selectors.bookings import to_look_at
from throughgate.casework.services import Attendance, record_contact
from throughgate.casework.services.bookings import book_contact
from throughgate.people.models import Assignment, CircleMember
from throughgate.people.selectors.restrictions import CLOSED_TO_READER
from throughgate.people.services import change_circle_member, change_details
from throughgate.people.services.merging import merge_people
from throughgate.people.services.restrictions import RestrictedError, add_restriction, ask_words

TODAY = date(2026, 11, 20)


def apart(by, person, **terms):
    return add_restriction(by=by, person=person, kind="no_contact", source="court", from_on=TODAY, reach="any", **terms)


def rename(by, person, **changes):
    return change_details(by=by, person=person, version=person.version, changes=changes)


def both(by, *people):
    there = [Attendance(person=one, note="We met") for one in people]
    return record_contact(by=by, kind="group-session", on=TODAY, people=there)


def test_a_renamed_person_is_still_the_one(alice, person, sam):
    apart(alice, person, other_name=sam.name)
    with pytest.raises(RestrictedError):
        both(alice, person, rename(alice, sam, family_name="Pike"))


def test_so_is_the_record_that_theirs_went_into(alice, mona, person, sam, send):
    apart(alice, person, other_name=sam.name)
    kept = type(sam).objects.create(given_name="Carly", family_name="Barnes", site=person.site, created_by=alice)
    type(sam).objects.filter(pk=sam.pk).update(site=person.site)
    merge_people(by=mona, kept=kept, gone=sam, why="One and the same")
    with pytest.raises(RestrictedError):
        both(mona, person, type(sam).objects.get(pk=kept.pk))


def test_an_old_name_typed_finds_who_has_a_bar_of_their_own(alice, person, sam):
    apart(alice, sam, other_name=person.name)
    before = sam.name
    rename(alice, sam, given_name="Carly", family_name="Barnes")
    with pytest.raises(RestrictedError):
        book_contact(
            by=alice,
            person=person,
            arrangement=Arrangement(kind="visit", on=TODAY + timedelta(2), other_names=before),
        )


@pytest.mark.parametrize("typed", ["Katherine Costa", "Mrs Costa", "Katherine Pike"])
def test_somebody_of_the_circle_under_their_earlier_name(alice, person, typed):
    costa = CircleMember.objects.create(
        person=person, kind="family", name="Katherine Costa", from_on=TODAY, added_by=alice
    )
    apart(alice, person, member=costa)
    change_circle_member(by=alice, member=costa, version=costa.version, changes={"name": "Katherine Pike"})
    arrangement = Arrangement(kind="family-meeting", on=TODAY + timedelta(2), other_names=typed)
    with pytest.raises(RestrictedError):
        book_contact(by=alice, person=person, arrangement=arrangement)


def booked(by, person, **fields):
    arrangement = Arrangement(**{"kind": "visit", "on": TODAY + timedelta(2)} | fields)
    return book_contact(by=by, person=person, arrangement=arrangement)


@pytest.mark.parametrize("typed", [{"other_names": "Quentin Zeta"}, {"place": "Quentin’s flat"}])
def test_the_new_name_of_who_is_barred_by_their_old_one(alice, person, sam, typed):
    apart(alice, person, other_name=sam.name)
    assert booked(alice, person, other_names="Carly Barnes")
    rename(alice, sam, given_name="Quentin", family_name="Zeta", preferred_name="")
    with pytest.raises(RestrictedError):
        booked(alice, person, **typed)


def test_that_somebody_was_renamed_is_not_told_to_who_may_not_know_of_them(alice, charlie, person, sam):
    Assignment.objects.filter(person=sam, worker=alice).delete()
    apart(alice, person, other_name=sam.name)
    rename(charlie, sam, given_name="Quentin", family_name="Zeta", preferred_name="")
    with pytest.raises(RestrictedError) as refused:
        booked(alice, person, other_names="Quentin Zeta")
    assert refused.value.reasons == (CLOSED_TO_READER,)


def test_a_bar_in_the_record_of_who_was_typed_shows_on_what_is_booked(alice, person, sam):
    made = booked(alice, person, other_names=sam.name)
    stands = apart(alice, sam, other_name=person.name)
    (seen,) = to_look_at(alice, made.on, made.on)
    assert [one.restriction_id for one in seen.against] == [stands.pk]


def test_words_that_name_somebody_whose_own_record_holds_the_bar_are_a_doubt(alice, person, sam):
    stands = apart(alice, sam, other_name=person.name)
    said = {"by": alice, "person": person, "until": TODAY, "title": "Step", "ref": "R1"}
    with pytest.raises(RestrictedError) as asked:
        ask_words(words=[f"Take him to see {sam.name}"], **said)
    assert [(one.restriction_id, one.refuses) for one in asked.value.findings] == [(stands.pk, False)]
    assert ask_words(words=["Take him to see Lee Ash"], **said) == ()


def test_a_long_text_is_looked_through_to_its_end(alice, person, sam):
    apart(alice, sam, other_name=person.name)
    before = sam.name
    rename(alice, sam, given_name="Carly", family_name="Barnes")
    words = " ".join(f"Word{chr(97 + at // 26)}{chr(97 + at % 26)}" for at in range(600))
    with pytest.raises(RestrictedError):
        ask_words(by=alice, person=person, until=TODAY, title="Step", ref="R1", words=[f"{words} with {before}"])
