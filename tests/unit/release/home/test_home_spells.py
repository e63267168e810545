"""A home belongs to the spell in which it was made: after a return to custody it counts once it is said anew."""

from datetime import timedelta

import pytest

from tests.unit.release.home.homes import RELEASE, TODAY, due, told
from throughgate.people.models import CustodyDate
from throughgate.people.services.custody import record_move
from throughgate.people.services.withdrawing import withdraw_move
from throughgate.release.models import HomeCheck, LivingPlace
from throughgate.release.rules.home import HomeError
from throughgate.release.selectors.first_week import Release, read_weeks
from throughgate.release.selectors.home import access_application, home_standings
from throughgate.release.selectors.homes_kept import homes_kept
from throughgate.release.services.living import MovedTo, leave_place, record_living_place
from throughgate.release.views.home_words import application_row

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OUT_ON, BACK_ON = TODAY - 60 * DAY, TODAY - 8 * DAY


@pytest.fixture
def move(alice, person, send):
    def _move(kind, on):
        return record_move(by=alice, person=person, kind=kind, on=on, site=None if kind == "released" else send)

    return _move


@pytest.fixture
def lives(alice, person, move):
    move("received", OUT_ON - 300 * DAY)
    move("released", OUT_ON)
    return record_living_place(by=alice, person=person, kind="family", from_on=OUT_ON)


def stands(alice, person) -> str:
    return home_standings(alice, [person], TODAY)[person.pk].standing.value


def test_a_home_before_a_recall_is_none_after_it(alice, person, lives, move):
    assert stands(alice, person) == "living"
    move("recalled", BACK_ON)
    move("released", TODAY - DAY)
    assert stands(alice, person) == "nothing"


def test_back_inside_nobody_is_asked_whether_they_live_there(alice, person, lives, move):
    assert [title for title, _ in due(person)][:1] == ["Ask whether they still live there, 13 weeks on"]
    back = move("recalled", BACK_ON)
    assert due(person) == []
    withdraw_move(by=alice, move=back, because="It was somebody else")
    assert len(due(person)) == 2


def test_lived_there_again_the_earlier_time_ended_with_the_recall(alice, person, lives, move):
    move("recalled", BACK_ON)
    move("released", TODAY - DAY)
    record_living_place(by=alice, person=person, kind="family", from_on=TODAY - DAY)
    lives.refresh_from_db()
    assert (lives.to_on, lives.ended_because) == (BACK_ON, "inside")
    assert stands(alice, person) == "living"


def test_a_check_due_after_the_recall_is_counted_as_back_inside(alice, person, lives, move):
    HomeCheck.objects.filter(weeks=4).update(due_on=TODAY - DAY)
    move("recalled", BACK_ON)
    kept = homes_kept(alice, OUT_ON, TODAY)[0].after[4]
    assert (kept.inside, kept.missing) == (1, 0)


def test_a_place_that_was_sure_before_a_recall_is_sure_once_said_anew(alice, person, go, move):
    go("offered", "confirmed", day=TODAY)
    move("received", OUT_ON)
    move("released", TODAY)
    assert stands(alice, person) == "secured"
    move("recalled", TODAY)
    assert stands(alice, person) == "nothing"
    CustodyDate.objects.create(person=person, kind="crd", on=RELEASE, source="OMU", noted_by=alice)
    go("confirmed", day=TODAY)
    assert stands(alice, person) == "secured"


def test_nobody_moves_in_while_they_are_inside(alice, person, go, move):
    move("received", OUT_ON)
    CustodyDate.objects.create(person=person, kind="crd", on=RELEASE, source="OMU", noted_by=alice)
    with pytest.raises(HomeError, match="in custody"):
        go("offered", "confirmed", "arrived")
    with pytest.raises(HomeError, match="in custody"):
        record_living_place(by=alice, person=person, kind="family", from_on=TODAY)
    assert not LivingPlace.objects.exists()


def test_without_a_roof_now_the_home_is_lost_and_not_kept(alice, person, lives):
    record_living_place(by=alice, person=person, kind="street", from_on=TODAY - DAY)
    lives.refresh_from_db()
    assert lives.ended_because == "lost" and ("home-lost", TODAY - DAY) in told(person)
    assert set(HomeCheck.objects.filter(due_on__gte=TODAY).values_list("answer", flat=True)) == {"lost"}


def test_whoever_moved_on_counts_once_more_for_the_home_they_left(alice, person, lives):
    record_living_place(by=alice, person=person, kind="private", from_on=OUT_ON + 14 * DAY)
    HomeCheck.objects.filter(place=lives).update(due_on=TODAY - DAY)
    HomeCheck.objects.exclude(place=lives).update(due_on=TODAY + DAY)
    kept = homes_kept(alice, OUT_ON, TODAY)[0].after
    assert [kept[weeks].due for weeks in (4, 13, 26)] == [1, 0, 0]


def test_a_home_before_a_recall_is_none_for_the_next_release(alice, person, lives, move):
    move("recalled", BACK_ON)
    move("released", TODAY - DAY)
    (week,) = read_weeks([Release(person, TODAY - DAY)], TODAY)
    assert week.lived == () and lives.from_on == OUT_ON


def test_nobody_moves_on_to_the_street(alice, lives):
    with pytest.raises(HomeError, match="lost"):
        leave_place(by=alice, place=lives, on=TODAY, because="moved", moved_to=MovedTo("street"))
    lives.refresh_from_db()
    assert lives.to_on is None


def test_until_the_day_has_come_nothing_leads_to_moving_in(alice, person, go, asked):
    go("offered", "confirmed", day=RELEASE)
    row = application_row(alice, access_application(alice, asked.ref), TODAY)
    assert not any(act["is_first"] for act in row["acts"])


def test_after_a_recall_the_first_button_says_that_the_place_still_holds(alice, go, asked, move):
    go("offered", "confirmed", day=RELEASE)
    move("received", OUT_ON)
    move("released", BACK_ON)
    move("recalled", TODAY)
    row = application_row(alice, access_application(alice, asked.ref), TODAY)
    assert (row["acts"][0]["label"], row["acts"][0]["is_first"]) == ("It still holds", True)
    assert "came back into custody" in row["warning"]
