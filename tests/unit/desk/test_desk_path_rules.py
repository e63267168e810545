"""The path between custody and a settled life: which stops stand on it, and where the person is."""

from dataclasses import replace
from datetime import date

import pytest

from throughgate.desk.rules.landmarks import (
    LANDMARKS,
    MARKED_KINDS,
    MOST_AFTER,
    MOST_BEFORE,
    WORTH,
    Walk,
    mark_path,
    walked_before,
)
from throughgate.record.kinds import kind_of

TODAY = date(2026, 11, 20)
PROMISED = frozenset(
    {"plan", "id-documents", "home", "gate-meeting", "first-visit", "job-started", "job-check", "measure"}
)
INSIDE = Walk(
    today=TODAY,
    inside=True,
    release_on=date(2026, 12, 18),
    enrolled_on=date(2026, 9, 1),
    promised=PROMISED,
    core_done=4,
    core_of=6,
)
OUT = replace(
    INSIDE,
    inside=False,
    release_on=date(2026, 10, 2),
    released_on=date(2026, 10, 2),
    days={"gate-meeting": [date(2026, 10, 2)], "first-visit": [date(2026, 10, 6)], "home": [date(2026, 9, 28)]},
)


def labels(walk: Walk, *, reached: bool) -> list[str]:
    return [stop.label for stop in mark_path(walk)[0] if stop.reached is reached]


def test_someone_inside_has_joined_and_sees_what_is_ahead():
    assert labels(INSIDE, reached=True) == ["Joined"]
    assert labels(INSIDE, reached=False) == [
        "Core: 4 of 6",
        "A home",
        "Met at the gate",
        "First meeting",
        "A job",
        "A year out",
    ]


def test_the_gate_stands_between_custody_and_community():
    stops, here = mark_path(INSIDE)
    assert [stop.code for stop in stops if stop.where < 0] == ["joined", "core", "home"]
    assert [stop.code for stop in stops if stop.where > 0] == ["gate", "first", "job", "year"]
    assert -1 < here < 0


def test_the_walked_path_ends_between_the_last_stop_reached_and_the_next():
    stops, here = mark_path(OUT)
    assert all(stop.where < here for stop in stops if stop.reached)
    assert all(stop.where > here for stop in stops if not stop.reached)


def test_what_was_not_reached_inside_comes_along_into_the_community():
    stops, _ = mark_path(OUT)
    assert next(stop.where for stop in stops if stop.code == "core") > 0
    assert next(stop.where for stop in stops if stop.code == "home") < 0


@pytest.mark.parametrize("inside", [True, False])
def test_on_the_day_of_release_they_stand_in_the_arch(inside):
    walk = replace(INSIDE, inside=inside, release_on=TODAY, released_on=None if inside else TODAY)
    assert mark_path(walk)[1] == 0


def test_a_gate_meeting_that_was_missed_is_not_drawn_as_ahead():
    assert "gate" not in [stop.code for stop in mark_path(replace(OUT, days={}))[0]]


def test_a_year_out_is_reached_a_year_after_release():
    walk = replace(OUT, released_on=date(2025, 11, 20), core_of=0, promised=frozenset())
    assert "A year out" in labels(walk, reached=True)
    assert "A year out" in labels(replace(walk, released_on=date(2025, 11, 21)), reached=False)


def test_there_are_never_more_than_seven_stops_and_always_something_ahead():
    days = {kind: [date(2026, 10, 10)] for kind in MARKED_KINDS}
    walk = replace(OUT, days=days, core_done=6, core_done_on=date(2026, 9, 20))
    stops, _ = mark_path(walk)
    assert sum(stop.where < 0 for stop in stops) <= MOST_BEFORE
    assert sum(stop.where > 0 for stop in stops) <= MOST_AFTER
    assert not stops[-1].reached


def test_what_no_programme_promises_is_not_drawn_as_ahead():
    assert labels(replace(INSIDE, promised=frozenset(), core_of=0), reached=False) == ["A year out"]


def test_nobody_enrolled_yet_sees_joining_first():
    assert labels(replace(INSIDE, enrolled_on=None), reached=False)[0] == "Join a programme"


BACK = replace(OUT, inside=True, released_on=None, release_on=date(2027, 3, 1), returned_on=date(2026, 11, 2))


def test_back_in_custody_the_earlier_walk_is_kept_in_words_and_off_the_path():
    stops, here = mark_path(BACK)
    assert here < 0
    assert "Met at the gate" not in labels(BACK, reached=True)
    assert walked_before(BACK) == "Reached before that: home arranged, met at the gate and first meeting."


def test_back_in_custody_what_lasts_stays_reached():
    walk = replace(BACK, days={**BACK.days, "id-documents": [date(2026, 9, 10)]})
    assert "ID in hand" in labels(walk, reached=True)


def test_a_first_walk_has_nothing_before_it():
    assert walked_before(OUT) == ""


def test_every_marked_kind_is_registered_and_every_landmark_has_its_worth():
    assert {kind_of(kind).code for kind in MARKED_KINDS} == set(MARKED_KINDS)
    assert sorted(WORTH) == sorted(landmark.code for landmark in LANDMARKS)
