"""Of somebody to be kept apart from the person only a no is kept, whichever page it is said on."""

import pytest
from django.urls import reverse

from throughgate.common.clock import today
from throughgate.people.models import CircleMember, Consent
from throughgate.people.services import add_to_circle
from throughgate.people.services.restrictions import add_restriction

HEARD = {"given_on": "2026-11-02", "how": "spoken"}


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def nan(alice, person) -> CircleMember:
    return add_to_circle(by=alice, person=person, kind="family", name="Joan Vale", relation="my nan")


def url(name, person, **more) -> str:
    return reverse(f"people:{name}", kwargs={"ref": person.ref, **more})


def restrict(alice, person, **terms) -> None:
    add_restriction(by=alice, person=person, kind="no_contact", source="court", from_on=today(), reach="any", **terms)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def say_yes(client, person, member):
    """Thing by thing, at the address of this member."""
    return client.post(f"{url('say_consent', person)}?to=family/circle/{member.pk}", {**HEARD, "scope-plan": "yes"})


@pytest.mark.parametrize("by_step", [True, False], ids=["in one answer", "thing by thing"])
def test_a_yes_is_not_taken_about_somebody_to_be_kept_apart(by_step, as_alice, alice, person, nan):
    restrict(alice, person, member=nan)
    told = {**HEARD, "told": "plan"}
    page = as_alice.post(url("told", person, pk=nan.pk), told) if by_step else say_yes(as_alice, person, nan)
    assert "They may be told nothing: the two have to be kept apart." in text_of(page)
    assert not Consent.objects.exists()


def test_who_may_not_know_why_is_not_told_why(client, alice, bob, person, nan):
    restrict(alice, person, member=nan, sensitivity="sensitive")
    client.force_login(bob)
    page = text_of(say_yes(client, person, nan))
    assert "nothing before you have asked their worker or a manager" in page and "kept apart" not in page
    assert not Consent.objects.exists()


def test_a_no_is_kept_all_the_same(as_alice, alice, person, nan):
    restrict(alice, person, member=nan)
    as_alice.post(url("told", person, pk=nan.pk), {**HEARD, "told": "nothing"})
    assert Consent.objects.get().decision == "no"


def test_the_page_on_which_it_is_said_begins_with_what_stands(as_alice, alice, person, nan):
    address = f"{url('say_consent', person)}?to=family/circle/{nan.pk}"
    assert "have to be kept apart" not in text_of(as_alice.get(address))
    restrict(alice, person, member=nan)
    assert "have to be kept apart" in text_of(as_alice.get(address))
