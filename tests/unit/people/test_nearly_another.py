"""Who is nearly called as somebody to be told nothing is told nothing, until it is said that they are another."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from throughgate.audit.models import Event
from throughgate.people.models import CircleMember
from throughgate.people.selectors.sharing import recipient_of
from throughgate.people.selectors.sharing_many import meant_members
from throughgate.people.services import add_to_circle
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
