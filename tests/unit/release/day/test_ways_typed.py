"""What somebody typed in of a way is seen, asked about where it may be a slip, and taken back."""

from datetime import time

import pytest

from tests.unit.release.day.planned import PROBATION
from throughgate.release.models import TypedWay
from throughgate.release.rules.reasons import doubtful_minutes, minutes_words
from throughgate.release.selectors.day import estimate_of, look_at_day
from throughgate.release.services.day_stops import take_way_back, type_way

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, alice, person, gate, home, add):
    add(PROBATION)
    client.force_login(alice)

    def _page(rest="", data=None):
        url = f"/release/people/{person.ref}/day/{rest}"
        answer = client.post(url, data, follow=True) if data is not None else client.get(url)
        return " ".join(answer.content.decode().split())

    return _page


@pytest.fixture
def typed(alice, gate, page):
    """`typed(25)` from the gate to probation; as it stands in the form: from 0 to 1."""

    def _typed(minutes, mode="public"):
        here, there = list(look_at_day(gate).names)[:2]
        return type_way(by=alice, day=gate, here=here, there=there, mode=mode, minutes=minutes)

    return _typed


def way(minutes="", **more):
    return {"here": "0", "there": "1", "mode": "public", "minutes": minutes} | more


def first_leg(gate):
    return look_at_day(gate).verdict.legs[0].travel


def test_minutes_and_no_way_contradict_each_other(page):
    assert "or say that there is no way, not both" in page("way/", way("10", no_way="on"))
    assert not TypedWay.objects.exists()


@pytest.mark.parametrize("minutes", ["0", "1"])
def test_what_may_be_a_slip_is_asked_once(page, minutes):
    assert 'name="sure"' in page("way/", way(minutes))
    assert not TypedWay.objects.exists()
    page("way/", way(minutes, sure="on"))
    assert TypedWay.objects.get().minutes == int(minutes)


def test_what_is_likely_is_not_asked_about(page, gate):
    here, there = list(look_at_day(gate).names)[:2]
    page("way/", way(str(estimate_of(look_at_day(gate), here, there, "public") - 1)))
    assert TypedWay.objects.exists()


@pytest.mark.parametrize(
    ("minutes", "guess", "asked"),
    [(None, 60, False), (0, None, True), (19, 60, True), (20, 60, False), (1, None, False), (90, 60, False)],
)
def test_less_than_a_third_of_the_estimate_is_doubted(minutes, guess, asked):
    assert bool(doubtful_minutes(minutes, guess)) is asked


def test_a_slip_is_undone_at_once(page, gate):
    assert "Undo" in page("way/", way("1", sure="on"))
    page(f"way/{TypedWay.objects.get().pk}/back/", {})
    assert first_leg(gate).is_estimate


def test_what_was_taken_back_stays_with_who_took_it_back(alice, typed):
    way = typed(1)
    take_way_back(by=alice, way=way)
    way.refresh_from_db()
    assert (way.minutes, way.withdrawn_by) == (1, alice) and way.withdrawn_at


def test_what_was_typed_before_holds_again(alice, gate, typed):
    typed(25)
    take_way_back(by=alice, way=typed(1))
    assert first_leg(gate).minutes == 25


def test_the_estimate_comes_back_however_often_it_was_typed(page, gate, typed):
    typed(25)
    last = typed(None)
    page(f"way/{last.pk}/back/?whole=1", {})
    assert first_leg(gate).is_estimate


def test_the_day_says_who_typed_what(page, alice, typed):
    typed(1)
    html = page()
    assert "by public transport: 1 minute</strong>" in html and f"typed in by {alice.name}" in html


def test_whoever_may_not_plan_cannot_take_it_back(client, charlie, person, typed):
    client.force_login(charlie)
    assert client.post(f"/release/people/{person.ref}/day/way/{typed(25).pk}/back/").status_code == 404
    assert TypedWay.objects.exists()


def test_the_link_of_a_problem_knows_its_way_and_how_it_is_gone(page, add):
    add(kind="other", place="A shed", postcode="", at=time(15), is_mandatory=False)
    html = page()
    assert "It is not known how long it takes by public transport" in html
    assert '/day/way/?here=1&amp;there=2&amp;mode=public">Type in how long it takes' in html
    assert 'value="foot" id="id_mode_2" checked' in page("way/?here=1&there=2&mode=foot").replace(" required", "")


def test_a_way_of_what_is_tight_is_in_its_link(page, gate, typed, add):
    typed(25)
    add(kind="gp", place="Hillview Surgery", postcode="GU21 7QP", at=time(12, 51), is_mandatory=False)
    html = page()
    assert "to spare at Hillview Surgery" in html
    assert '/day/way/?here=1&amp;there=2&amp;mode=public">Type in how long it takes' in html


def test_one_minute_is_one():
    assert (minutes_words(1), minutes_words(0), minutes_words(2)) == ("1 minute", "0 minutes", "2 minutes")
