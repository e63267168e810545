"""Whoever moves on: what the figures of homes kept say of each way that can go."""

from datetime import timedelta

import pytest

from tests.unit.release.home.homes import TODAY
from throughgate.people.services.custody import record_move
from throughgate.release.models import LivingPlace
from throughgate.release.rules.home import HomeError
from throughgate.release.selectors.homes_kept import homes_kept
from throughgate.release.services.living import MovedTo, leave_place, record_living_place

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)
OUT_ON = TODAY - 28 * WEEK

# What happened, and in which week after they came out; then for 4, 13 and 26 weeks how many homes are due, and of them
# how many are still theirs, moved on from, lost, and not known.
CASES = [
    ("moved on before week 4", ["moved 2"], "2: 0 1 0 1", "1: 0 0 0 1", "1: 0 0 0 1"),
    ("moved on in week 2, lost in week 5", ["moved 2", "lost 5"], "2: 0 1 1 0", "1: 0 0 1 0", "1: 0 0 1 0"),
    ("moved on in week 5", ["moved 5"], "2: 1 0 0 1", "2: 0 1 0 1", "0: 0 0 0 0"),
    ("moved on twice", ["moved 2", "moved 10"], "3: 1 1 0 1", "2: 0 1 0 1", "0: 0 0 0 0"),
    ("two moves on one day", ["moved 2", "moved 2"], "2: 0 1 0 1", "1: 0 0 0 1", "1: 0 0 0 1"),
    ("to the street in week 2", ["street 2"], "1: 0 0 1 0", "1: 0 0 1 0", "1: 0 0 1 0"),
    ("to the street, then a home", ["street 2", "home 5"], "2: 0 0 1 1", "2: 0 0 1 1", "1: 0 0 1 0"),
    ("moved on and to the street on one day", ["moved 2", "street 2"], "2: 0 1 1 0", "1: 0 0 1 0", "1: 0 0 1 0"),
    ("moved on, which was a mistake", ["moved 2", "mistake 2"], "1: 0 1 0 0", "0: 0 0 0 0", "0: 0 0 0 0"),
]


@pytest.fixture
def first(alice, person, send):
    record_move(by=alice, person=person, kind="received", on=OUT_ON - 40 * WEEK, site=send)
    record_move(by=alice, person=person, kind="released", on=OUT_ON)
    return record_living_place(by=alice, person=person, kind="family", from_on=OUT_ON)


def happens(alice, person, what):
    verb, week = what.split()
    on, place = OUT_ON + int(week) * WEEK, LivingPlace.objects.filter(person=person, to_on=None).first()
    if verb in ("street", "home"):
        record_living_place(by=alice, person=person, kind={"home": "private"}.get(verb, verb), from_on=on)
    else:
        to = MovedTo("private") if verb == "moved" else None
        leave_place(by=alice, place=place, on=on, because=verb, moved_to=to)


def words(kept):
    return f"{kept.due}: {kept.still} {kept.moved} {kept.lost} {kept.missing}"


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_the_figures_of_homes_that_were_moved_on_from(alice, person, first, case):
    _, happened, *expected = case
    for what in happened:
        happens(alice, person, what)
    after = homes_kept(alice, OUT_ON, TODAY)[0].after
    assert [words(after[weeks]) for weeks in (4, 13, 26)] == expected


def test_moving_on_to_the_street_is_refused_and_leaves_all_as_it_was(alice, first):
    with pytest.raises(HomeError, match="lost"):
        leave_place(by=alice, place=first, on=TODAY, because="moved", moved_to=MovedTo("street"))
    first.refresh_from_db()
    assert first.to_on is None and set(first.checks.values_list("answer", flat=True)) == {""}
