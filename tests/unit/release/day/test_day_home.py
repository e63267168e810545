"""Which home a release day counts on: one that is theirs from that day, not the bed of an earlier release."""

from datetime import date, timedelta

import pytest

from tests.unit.release.day.planned import RELEASE, TODAY
from throughgate.release.models import HomeStep
from throughgate.release.selectors.day import home_after


def said_last(home, alice, state: str, on: date, day: date | None = None) -> None:
    HomeStep.objects.create(application=home, state=state, on=on, day=day, noted_by=alice)


@pytest.mark.parametrize(("days", "counts"), [(-1, False), (0, True), (30, True)])
def test_a_place_that_is_kept_from_a_later_day_is_no_home_yet(home, person, days, counts):
    assert (home_after(person, RELEASE + timedelta(days=days)) == home) is counts


def test_where_they_came_to_that_day_is_their_home(home, alice, person):
    said_last(home, alice, "arrived", RELEASE)
    assert home_after(person, RELEASE) == home


def test_where_they_came_to_after_an_earlier_release_is_not(home, alice, person):
    said_last(home, alice, "arrived", TODAY - timedelta(days=200))
    assert home_after(person, RELEASE) is None
