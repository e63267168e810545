"""Two records of one person, each with a place to live; and how a home stands on pages of the person."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.unit.release.home.homes import TODAY
from throughgate.handover.selectors.pieces import Reader, read_ready
from throughgate.people.models import Person
from throughgate.people.services import record_move
from throughgate.people.services.merging import merge_people, undo_merge
from throughgate.programmes.models import Promise
from throughgate.release.models import HomeCheck, LivingPlace
from throughgate.release.selectors.home import home_of
from throughgate.release.services.living import record_living_place

WEEK = timedelta(weeks=1)


@pytest.fixture
def other(alice, send) -> Person:
    return Person.objects.create(given_name="Jordan", family_name="Vail", site=send, created_by=alice)


@pytest.fixture
def lives(mona):
    def _lives(person, kind, weeks_ago):
        return record_living_place(by=mona, person=person, kind=kind, from_on=TODAY - weeks_ago * WEEK)

    return _lives


def asked_about(place) -> int:
    return Promise.objects.filter(home_check__place=place, withdrawn_on=None, met_on=None).count()


@pytest.mark.parametrize(("here", "there"), [(3, 1), (1, 3)])
def test_the_place_they_came_to_last_stands_and_both_are_kept(mona, person, other, lives, here, there):
    places = lives(person, "family", here), lives(other, "private", there)
    merge_people(by=mona, kept=person, gone=other, why="One person")
    later = max(places, key=lambda place: place.from_on)
    earlier = min(places, key=lambda place: place.from_on)
    assert home_of(person, TODAY) == later
    earlier.refresh_from_db()
    assert (earlier.to_on, earlier.ended_because, earlier.person) == (later.from_on, "moved", person)
    assert asked_about(earlier) == 0 and asked_about(later) == HomeCheck.objects.filter(place=later).count()


def test_taken_apart_each_lives_where_they_did(mona, person, other, lives):
    mine, theirs = lives(person, "family", 3), lives(other, "private", 1)
    before = asked_about(mine), asked_about(theirs)
    merge = merge_people(by=mona, kept=person, gone=other, why="One person")
    undo_merge(by=mona, merge=merge, because="They are two")
    assert (home_of(person, TODAY), home_of(other, TODAY)) == (mine, theirs)
    assert LivingPlace.objects.filter(to_on=None).count() == 2
    assert (asked_about(mine), asked_about(theirs)) == before and min(before) > 0


def test_one_that_is_over_already_is_left_alone(mona, person, other, lives):
    lives(person, "family", 9)
    moved = lives(person, "private", 5)
    lives(other, "supported", 1)
    merge_people(by=mona, kept=person, gone=other, why="One person")
    days = list(LivingPlace.objects.order_by("from_on").values_list("to_on", flat=True))
    assert days == [moved.from_on, TODAY - WEEK, None]


@pytest.fixture
def out(alice, person, send) -> Person:
    record_move(by=alice, person=person, kind="received", on=TODAY - 90 * WEEK, site=send)
    record_move(by=alice, person=person, kind="released", on=TODAY - WEEK)
    return person


@pytest.mark.parametrize(
    ("kind", "words"), [("family", "Has a home"), ("none", "No fixed abode"), (None, "No home known")]
)
def test_how_the_home_stands_is_on_the_person_page(client, alice, out, lives, kind, words):
    if kind:
        lives(out, kind, 1)
    client.force_login(alice)
    page = client.get(reverse("desk:person", kwargs={"ref": out.ref}))
    assert page.context["home"].words == words and words in page.content.decode()


def test_long_before_release_nothing_is_said_of_it(client, alice, person, send):
    record_move(by=alice, person=person, kind="received", on=TODAY - 9 * WEEK, site=send)
    client.force_login(alice)
    assert client.get(reverse("desk:person", kwargs={"ref": person.ref})).context["home"] is None


def test_the_hand_over_says_how_the_home_stands(alice, out, lives):
    lives(out, "none", 1)
    first = next(iter(read_ready(Reader(alice, out, TODAY))))
    assert (first.words, first.tone) == ("Home: no fixed abode", "overdue")
