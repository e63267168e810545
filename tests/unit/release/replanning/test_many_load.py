"""Before several are moved it is said who of ours gets what, and afterwards whom to ring once about whom."""

from datetime import time
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.unit.release.day.planned import RELEASE, TODAY
from tests.unit.release.replanning.full_plans import full_plan_for
from tests.unit.release.replanning.test_replanning_plan_pages import MANY, ticked
from tests.unit.release.replanning.test_replanning_services import MONDAY
from tests.unit.release.replanning.test_twenty_at_once import orders_of
from throughgate.casework.models import Booking
from throughgate.programmes.models import Promise
from throughgate.release.models import MovedThing
from throughgate.release.services.replanning import move_releases

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(leaving, alice):
    people = leaving(3, RELEASE)
    for person in people[:2]:
        full_plan_for(alice, person, RELEASE)
    return people


def test_it_is_said_whom_each_of_ours_would_meet_that_day(client, alice, three):
    client.force_login(alice)
    html = client.post(MANY, ticked(three, all_on=MONDAY.isoformat(), step="preview")).content.decode()
    assert "Who of ours gets what" in html
    assert "2 to meet at the gate" in " ".join(html.split())


def test_what_is_booked_that_day_already_is_counted(client, alice, three):
    Booking.objects.create(
        person=three[2], worker=alice, kind="session", on=MONDAY, at=time(16), minutes=30, made_by=alice
    )
    client.force_login(alice)
    html = client.post(MANY, ticked(three[:2], all_on=MONDAY.isoformat(), step="preview")).content.decode()
    assert "2 to meet at the gate, 1 booked already" in " ".join(html.split())


@pytest.fixture
def moved(alice, three):
    move_releases(by=alice, orders=orders_of(three), batch=uuid4())
    return MovedThing.objects.exclude(promise=None)


def page(client, alice, moved):
    client.force_login(alice)
    url = reverse("release:moved_many", args=[moved[0].move.batch])
    return " ".join(client.get(url).content.decode().split())


def test_each_is_rung_once_about_all_whom_it_concerns(client, alice, moved):
    html = page(client, alice, moved)
    whom = moved.filter(kind="stop").first().whom
    assert moved.filter(kind="stop").count() > 1
    assert html.count(f'<h3 class="govuk-heading-s">{whom} ') == 1


def test_the_promise_on_today_leads_back_to_the_whole_list(client, alice, moved):
    client.force_login(alice)
    promise = Promise.objects.get(pk=moved[0].promise_id)
    answer = client.get(reverse("release:day_promised", args=[promise.ref]))
    assert answer.url.startswith(reverse("release:moved_many", args=[moved[0].move.batch]))


def test_all_of_one_call_are_done_in_one_tap_and_taken_back_in_one(client, alice, moved):
    client.force_login(alice)
    refs = [one.ref for one in moved.filter(kind="medicine")]
    url = reverse("release:calls_done", args=[moved[0].move.batch])
    client.post(url, {"call": refs})
    assert set(Promise.objects.filter(moved_thing__ref__in=refs).values_list("met_on", flat=True)) == {TODAY}
    client.post(reverse("release:calls_undo", args=[moved[0].move.batch], query={"call": refs}))
    assert set(Promise.objects.filter(moved_thing__ref__in=refs).values_list("met_on", flat=True)) == {None}
