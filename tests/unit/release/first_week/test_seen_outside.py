"""On the day of release a contact counts once they were out: before that it was in the prison."""

from datetime import UTC, datetime, time

import pytest
from django.urls import reverse

from tests.unit.release.first_week.conftest import OUT
from tests.unit.release.first_week.weeks import COUNTS
from throughgate.people.models import MoveKind
from throughgate.people.rules.scopes import Scope
from throughgate.people.services import record_move
from throughgate.release.models import Journey, JourneyReport
from throughgate.release.rules.outside import OnTheDay, was_outside
from throughgate.release.selectors.first_week import Release, not_seen, read_weeks

TODAY = OUT.replace(day=20)


def outside(**known):
    row = OnTheDay(**{"kind": "one-to-one", "at": None, "place": "", "prison": "HMP Send", "out_at": None} | known)
    return was_outside(row, COUNTS)


@pytest.mark.parametrize(
    ("known", "counts"),
    [
        ({}, False),  # nobody has said
        ({"at": time(8, 30)}, False),
        ({"at": time(14)}, True),  # by then they are out
        ({"at": time(10, 30), "out_at": time(10)}, True),
        ({"at": time(9, 30), "out_at": time(10)}, False),
        ({"at": time(14), "out_at": time(15)}, False),  # let out late
        ({"at": time(14), "place": "Visits hall, HMP Send"}, False),
        ({"at": time(14), "place": "send"}, False),
        ({"at": time(14), "place": "Sendmail Ltd"}, True),
        ({"kind": "first-visit"}, True),  # says by itself that it was after
        ({"kind": "first-visit", "at": time(8, 30), "out_at": time(10)}, False),
        ({"kind": "first-visit", "place": "HMP Send, wing 2"}, False),
        ({"kind": "gate-meeting", "place": "HMP Send"}, True),  # at the gate is out of it
        ({"at": time(14), "is_back": True}, False),  # the day they went back: nobody knows the hour
    ],
)
def test_where_a_contact_was_on_the_day(known, counts):
    assert outside(**known) is counts


def lists(user):
    return [person.pk for person, _ in not_seen(user, Scope.ME, TODAY, 5)]


@pytest.mark.django_db
@pytest.mark.parametrize(("at", "waits"), [(None, True), (time(8, 30), True), (time(9, 30), True), (time(11), False)])
def test_a_talk_in_the_prison_that_morning_is_not_seen(alice, released, meet, at, waits):
    """The gate opens from nine to ten."""
    meet("one-to-one", OUT, at=at)
    (week,) = read_weeks([Release(released, OUT)], TODAY)
    assert (released.pk in lists(alice), week.seen_on is None, week.is_unsure) == (waits, waits, waits)


@pytest.mark.django_db
def test_whoever_was_picked_up_early_is_out_early(alice, released, planned, meet):
    on = {"person": released, "on": OUT, "release_day": planned, "made_by": alice, "thread": "T1"}
    ride = Journey.objects.create(**on, from_place="Gate", to_place="Home", pick_up_at=time(9), arrive_by=time(11))
    JourneyReport.objects.create(
        journey=ride, kind="picked_up", at=datetime(2026, 11, 16, 9, 10, tzinfo=UTC), said_by=alice
    )
    meet("one-to-one", OUT, at=time(9, 30))
    assert lists(alice) == []


@pytest.mark.django_db
def test_a_talk_on_the_day_they_went_back_is_not_seen(alice, released, send, meet):
    meet("one-to-one", TODAY, at=time(14))
    record_move(by=alice, person=released, kind=MoveKind.RECALLED, on=TODAY, site=send)
    (week,) = read_weeks([Release(released, OUT)], TODAY)
    assert week.seen_on is None


@pytest.mark.django_db
def test_the_board_asks_where_it_was(client, alice, released, meet):
    contact = meet("one-to-one", OUT)
    client.force_login(alice)
    page = " ".join(client.get(reverse("release:first_week")).content.decode().split())
    assert "on the day of release: nobody has said that it was outside" in page
    assert reverse("casework:correct", args=[contact.people.get().entry_id]) in page
