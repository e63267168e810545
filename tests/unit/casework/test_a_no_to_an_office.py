"""An official knows of somebody by their office, unless the person said no to that office."""

from datetime import timedelta

import pytest

from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.selectors.bookings import to_look_at
from throughgate.casework.services.bookings import book_contact
from throughgate.casework.services.spoken_with import NotToldError, untold_in
from throughgate.people.models import CircleMember
from throughgate.people.rules.sharing import Recipient
from throughgate.people.services.sharing import Hearing, give_consent


@pytest.fixture
def officer(person, alice, today) -> CircleMember:
    return CircleMember.objects.create(person=person, kind="com", name="Rosa Medina", from_on=today, added_by=alice)


@pytest.fixture
def say_no(alice, person, today):
    def _say_no(name="", says="no"):
        who, hearing = Recipient("probation", name), Hearing(today, "spoken")
        give_consent(
            by=alice, person=person, recipient=who, purpose="probation", says={"in-touch": says}, hearing=hearing
        )

    return _say_no


@pytest.fixture
def book(alice, person, today):
    def _book(**fields):
        what = Arrangement(kind="partner-conversation", on=today + timedelta(3), medium="phone", **fields)
        return book_contact(by=alice, person=person, arrangement=what)

    return _book


@pytest.mark.parametrize("name", ["", "Guildford probation office"])
@pytest.mark.parametrize("typed", [True, False])
def test_a_no_stops_meeting_them_alone(book, officer, say_no, name, typed):
    say_no(name)
    with pytest.raises(NotToldError, match="not to know that we are in touch"):
        book(**{"other_names": "Rosa Medina"} if typed else {"circle": (officer.pk,)})


def test_a_yes_or_nothing_said_stops_nobody(book, officer, say_no):
    assert book(circle=(officer.pk,)).pk
    say_no(says="yes")
    assert book(circle=(officer.pk,)).pk


def test_said_later_the_booking_is_to_be_looked_at(alice, person, book, officer, say_no, today):
    booking = book(circle=(officer.pk,))
    assert not to_look_at(alice, today, today + timedelta(9))
    say_no()
    (found,) = to_look_at(alice, today, today + timedelta(9))
    assert found.row == booking and "Rosa Medina is not to know" in found.untold[0]


def test_met_all_the_same_it_is_noted(person, officer, say_no):
    assert untold_in([(person, (officer.pk,), "")]) == []
    say_no()
    assert untold_in([(person, (officer.pk,), "")]) == [officer]
