"""Who is nearly called as somebody to be told nothing is told nothing, until it is said that they are another."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from throughgate.audit.models import Event
from throughgate.people.models import CircleMember
from throughgate.people.rules.restrictions import Booking
from throughgate.people.selectors.restrictions import findings_for
from throughgate.people.selectors.sharing import recipient_of
from throughgate.people.selectors.sharing_many import meant_members
from throughgate.people.services import add_to_circle, change_circle_member
from throughgate.people.services.restrictions import add_restriction
from throughgate.people.services.sharing import Hearing, NearlyAnotherError, set_told, withdraw_consent

ON = date(2026, 11, 20)
SPOKEN = Hearing(ON, "spoken")
BAR = {"kind": "no_contact", "source": "court", "from_on": ON, "reach": "any"}


@pytest.fixture
def kerry(alice, person) -> CircleMember:
    return add_to_circle(by=alice, person=person, kind="partner", name="Kerry Costa", relation="wife")


def later(alice, person, name) -> CircleMember:
    return add_to_circle(by=alice, person=person, kind="friend", name=name)


def tell(alice, member, told="progress", **hearing):
    return set_told(by=alice, member=member, told=told, hearing=replace(SPOKEN, **hearing))


@pytest.mark.parametrize("name", ["Kerry Costa", "Kez Costa", "K Costa"])
def test_who_came_after_the_bar(alice, person, kerry, name):
    add_restriction(by=alice, person=person, member=kerry, **BAR)
    with pytest.raises(NearlyAnotherError):
        tell(alice, later(alice, person, name))


@pytest.mark.parametrize("name", ["Kerry Costa", "Kez Costa"])
def test_a_name_that_was_only_typed(alice, person, name):
    add_restriction(by=alice, person=person, other_name="Kerry Costa", **BAR)
    with pytest.raises(NearlyAnotherError):
        tell(alice, later(alice, person, name))


def test_who_came_after_it_was_taken_back(alice, person, kerry):
    tell(alice, kerry)
    withdraw_consent(by=alice, person=person, recipient=recipient_of(kerry, ON), purpose="family", how="spoken")
    kez = later(alice, person, "Kez Costa")
    with pytest.raises(NearlyAnotherError):
        tell(alice, kez)
    assert tell(alice, kerry)


def test_that_they_are_another_is_said_and_kept(alice, person, kerry):
    add_restriction(by=alice, person=person, member=kerry, **BAR)
    assert tell(alice, later(alice, person, "Kez Costa"), is_another=True)
    assert Event.objects.get(action="consent.given").details["is_another"] is True


def test_nobody_else_is_asked_about(alice, person, kerry):
    kez = later(alice, person, "Kez Costa")
    add_restriction(by=alice, person=person, member=kerry, **BAR)
    assert tell(alice, kez) and tell(alice, later(alice, person, "Lee Ash"))


def test_the_page_asks_only_then(client, alice, person, kerry):
    add_restriction(by=alice, person=person, member=kerry, **BAR)
    client.force_login(alice)
    url = reverse("people:told", args=[person.ref, later(alice, person, "Kez Costa").pk])
    said = {"told": "progress", "given_on": "2026-11-20", "how": "spoken"}
    assert b"is_another" not in client.get(url).content
    assert b'name="is_another"' in client.post(url, said).content
    assert client.post(url, said | {"is_another": "on"}).status_code == 302


def test_an_initial_may_be_whoever_took_it_back(alice, person, kerry):
    assert meant_members(person, "K Costa", ON) == [kerry] and meant_members(person, "his Mrs", ON) == [kerry]
    assert meant_members(person, "K Ash", ON) == []


@pytest.mark.parametrize("name", ["Kerry Costa", "Kez Costa"])
def test_who_came_after_it_was_said_to_tell_her_nothing(alice, person, kerry, name):
    tell(alice, kerry)
    tell(alice, kerry, told="nothing")
    with pytest.raises(NearlyAnotherError):
        tell(alice, later(alice, person, name))


def test_once_she_may_be_told_again_nobody_is_asked(alice, person, kerry):
    tell(alice, kerry)
    withdraw_consent(by=alice, person=person, recipient=recipient_of(kerry, ON), purpose="family", how="spoken")
    tell(alice, kerry)
    assert tell(alice, later(alice, person, "Kez Costa"))


def test_who_was_called_so_only_after_the_bar(alice, person, kerry):
    zed = later(alice, person, "Zed Alpha")
    add_restriction(by=alice, person=person, member=kerry, **BAR)
    assert tell(alice, zed)
    zed = change_circle_member(by=alice, member=zed, version=zed.version, changes={"name": "Kez Costa"})
    with pytest.raises(NearlyAnotherError):
        tell(alice, zed, told="plan")


def test_a_booking_asks_of_who_was_called_so_only_after_the_bar(alice, person, kerry):
    zed = later(alice, person, "Zed Alpha")
    add_restriction(by=alice, person=person, member=kerry, **BAR)
    there = Booking("family-meeting", ON, circle_member_ids=(zed.pk,))
    assert findings_for(alice, [(person, there)]) == [()]
    change_circle_member(by=alice, member=zed, version=zed.version, changes={"name": "Kez Costa"})
    assert [one.refuses for one in findings_for(alice, [(person, there)])[0]] == [False]
