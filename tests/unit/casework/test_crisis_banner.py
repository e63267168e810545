"""The banner: one crisis in full, the others in a line, and no name where the person sits beside the screen."""

from datetime import timedelta

import pytest
from django.urls import get_resolver
from django.utils import timezone

from throughgate.casework.services.crisis import raise_crisis
from throughgate.casework.views.crisis_words import BESIDE, banner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(bob, alice, person):
    kinds = ("relapse", "missing", "danger-to-self")
    return [raise_crisis(by=bob, person=person, kind=kind) for kind in kinds]


def banner(user, view="desk:today"):
    return banner_of(user, timezone.now() + timedelta(seconds=1), "/", view)


def test_one_in_full_and_the_rest_in_a_line(three, alice):
    found = banner(alice)
    assert len(found["rows"]) == 1 and found["more"] == ("2 more", "crises wait for somebody")


@pytest.mark.parametrize("view", sorted(BESIDE))
def test_beside_the_person_nobody_else_is_named(three, alice, view):
    (row,) = banner(alice, view)["rows"]
    assert row["title"] == "A crisis waits for you" and "Vale" not in str(row)


def test_every_page_beside_the_person_exists():
    story = next(one for one in get_resolver().url_patterns if getattr(one, "namespace", "") == "story")
    assert {f"story:{one.name}" for one in story.url_patterns} >= BESIDE
