"""One crisis, raised once and seen by whoever acts; the way back for somebody who may not read what they raised."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from throughgate.casework.models import Crisis
from throughgate.casework.selectors.crisis import unseen_by
from throughgate.casework.services.crisis import (
    describe_crisis,
    keep_crisis_promise,
    raise_crisis,
    review_crisis,
    step_down_crisis,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def crisis(bob, person) -> Crisis:
    """Bob works at the site and not with the person: he may raise it and not read it."""
    return raise_crisis(by=bob, person=person, kind="relapse")


@pytest.fixture
def page(client):
    def _page(user, name, **data) -> str:
        client.force_login(user)
        return client.get(reverse(f"crisis:{name}"), data).content.decode()

    return _page


def test_the_same_raised_again_is_the_one_that_is_open(crisis, bob, alice, person):
    assert raise_crisis(by=bob, person=person, kind="relapse") == crisis
    assert raise_crisis(by=bob, person=person, kind="relapse", what="And more") != crisis
    assert raise_crisis(by=alice, person=person, kind="relapse") != crisis


def test_who_raised_it_is_told_before_the_second_tap(crisis, bob, person, page):
    said = page(bob, "raise", person=person.ref)
    assert "You raised one" in said and reverse("crisis:crisis", args=[crisis.ref]) in said


def test_a_second_tap_says_that_it_is_open(crisis, bob, person, client):
    client.force_login(bob)
    answer = client.post(
        f"{reverse('crisis:raise')}?person={person.ref}", {"kind": "relapse", "token": str(uuid4())}, follow=True
    )
    assert "You raised this already" in answer.content.decode() and Crisis.objects.count() == 1


def test_the_board_leads_back_to_the_receipt_until_it_is_over(crisis, alice, bob, page):
    assert reverse("crisis:crisis", args=[crisis.ref]) in page(bob, "board")
    step_down_crisis(by=alice, crisis=crisis, learned="Ring early")
    assert reverse("crisis:crisis", args=[crisis.ref]) not in page(bob, "board")


@pytest.mark.parametrize("act", ["describe", "review", "promise"])
def test_who_acts_has_seen_it(crisis, alice, act):
    if act == "describe":
        describe_crisis(by=alice, crisis=crisis, kind="relapse", level=crisis.level, what="Spoke with him")
    elif act == "review":
        review_crisis(by=alice, crisis=crisis, because="It goes on", review_on=date(2026, 11, 24))
    else:
        keep_crisis_promise(by=alice, crisis=crisis, promise=crisis.promises.first())
    assert crisis.told.get(user=alice).seen_at is not None
    assert unseen_by(alice, timezone.now() + timedelta(hours=3)) == []


def test_one_stepped_down_waits_for_nobody(crisis, mona, client):
    step_down_crisis(by=mona, crisis=crisis, learned="Ring early")
    crisis.told.update(seen_at=None)
    client.force_login(mona)
    page = client.get(reverse("crisis:crisis", args=[crisis.ref])).content.decode()
    assert "Not seen yet" not in page and "Told if nobody" not in page
    assert "0 of 1" not in client.get(reverse("crisis:board")).content.decode()
