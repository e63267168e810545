"""Whose releases are moved together: anybody with a release ahead, narrowed down and ticked over several pages."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.unit.release.day.planned import RELEASE, TODAY
from tests.unit.release.replanning.test_replanning_plan_pages import MANY, hidden_of, ticked
from throughgate.access.policy import forget_reach
from throughgate.people.models import Assignment, AssignmentRole, Person
from throughgate.people.services.custody import note_date
from throughgate.release.models import MovedRelease
from throughgate.release.views import replanning_list

pytestmark = pytest.mark.django_db
FAR = TODAY + timedelta(weeks=40)


@pytest.fixture
def many(client, alice):
    def _many(data=None):
        client.force_login(alice)
        answer = client.post(MANY, data, follow=True) if data else client.get(MANY)
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split())

    return _many


def boxes(html):
    return set(re.findall(r'type="checkbox" name="person" value="([^"]+)"', html))


def checked(html):
    return set(re.findall(r'type="checkbox" name="person" value="([^"]+)" id="[^"]+" checked', html))


def carried(html):
    return set(re.findall(r'type="hidden" name="person" value="([^"]+)"', html))


def test_whoever_is_released_in_a_year_is_listed_too(many, leaving):
    (person,) = leaving(1, FAR)
    assert boxes(many()) == {person.ref}


def test_it_is_said_how_many_there_are_and_how_many_at_most(many, leaving):
    leaving(3, RELEASE)
    html = many()
    assert "3 people have a release ahead. Up to 50 are moved in one act." in html


def test_only_those_of_a_week_are_listed_and_ticks_are_kept(many, leaving):
    far, near = leaving(1, FAR), leaving(1, RELEASE)
    monday = RELEASE - timedelta(days=RELEASE.weekday())
    html = many({"person": [far[0].ref], "step": "list", "week": monday.isoformat()})
    assert boxes(html) == {near[0].ref} and carried(html) == {far[0].ref}
    assert "There is a problem" not in html


def test_only_those_of_a_prison_are_listed(many, leaving, alice, downview):
    leaving(2, RELEASE)
    alice.sites.add(downview)
    other = Person.objects.create(given_name="Lee", family_name="Fenn", site=downview, created_by=alice)
    Assignment.objects.create(person=other, worker=alice, role=AssignmentRole.CASEWORKER, from_on=TODAY, added_by=alice)
    forget_reach(alice)
    note_date(by=alice, person=other, kind="crd", on=RELEASE, source="OMU")
    assert boxes(many({"step": "list", "prison": str(downview.pk)})) == {other.ref}


def test_only_those_on_a_programme_are_listed(many, leaving, enrolment):
    leaving(2, RELEASE)
    note_date(by=enrolment.added_by, person=enrolment.person, kind="crd", on=RELEASE, source="OMU")
    assert boxes(many({"step": "list", "programme": enrolment.model.slug})) == {enrolment.person.ref}


def test_all_that_are_listed_are_ticked_in_one_tap_on_every_page(many, leaving, monkeypatch):
    monkeypatch.setattr(replanning_list, "PER_PAGE", 2)
    people = leaving(5, RELEASE)
    html = many({"step": "all"})
    assert len(checked(html)) == 2 and checked(html) | carried(html) == {one.ref for one in people}
    assert carried(many({"step": "none", "person": [people[0].ref]})) == set()


def test_turning_the_page_keeps_what_was_ticked_and_typed(many, leaving, monkeypatch):
    monkeypatch.setattr(replanning_list, "PER_PAGE", 2)
    one, *_ = leaving(3, RELEASE)
    html = many({"step": "page-2", "person": [one.ref], f"on-{one.ref}": "2026-12-15"})
    assert carried(html) == {one.ref} and f'name="on-{one.ref}" value="2026-12-15"' in html


def test_more_than_fit_into_one_act_are_refused_with_words(many, leaving, monkeypatch):
    monkeypatch.setattr("throughgate.release.forms.replanning.MOST", 2)
    people = leaving(3, RELEASE)
    html = many(ticked(people, shift="3", step="preview"))
    assert "You ticked 3 people, and up to 2 are moved in one act" in html


def test_the_same_new_day_for_everybody(many, leaving):
    people = [*leaving(1, RELEASE), *leaving(1, FAR)]
    said = ticked(people, all_on="2026-11-24")
    many(said | {"step": "confirm"} | hidden_of(many(said | {"step": "preview"})))
    assert set(MovedRelease.objects.values_list("becomes", flat=True)) == {date(2026, 11, 24)}


def test_what_was_said_for_all_can_be_changed_afterwards(many, leaving):
    said = ticked(leaving(1, RELEASE), shift="7")
    html = many(said | {"step": "preview"})
    assert 'name="shift" value="7"' in html and 'type="hidden" name="on-' not in html


# -- an unlikely day ---------------------------------------------------------------------------------------------------

TOO_FAR = RELEASE.replace(year=RELEASE.year + 60)


def test_nobody_is_moved_to_an_unlikely_day_unseen(many, leaving):
    one, other = leaving(2, RELEASE)
    said = ticked([one, other], shift="3") | {f"on-{other.ref}": TOO_FAR.isoformat()}
    html = many(said | {"step": "preview"})
    assert f'name="sure" value="{other.ref} {TOO_FAR}"' in html and f'value="{one.ref} ' not in html
    refused = many(said | {"step": "confirm"} | hidden_of(html))
    assert "Nothing was saved" in refused and not MovedRelease.objects.exists()
    many(said | {"step": "confirm", "sure": f"{other.ref} {TOO_FAR}"} | hidden_of(html))
    assert MovedRelease.objects.count() == 2


def test_a_tick_for_one_day_answers_for_no_other(many, leaving):
    (one,) = leaving(1, RELEASE)
    said = ticked([one], all_on=TOO_FAR.isoformat(), sure=f"{one.ref} 2026-12-01")
    many(said | {"step": "confirm"} | hidden_of(many(said | {"step": "preview"})))
    assert not MovedRelease.objects.exists()


def test_of_one_person_it_is_asked_too(client, alice, leaving):
    (one,) = leaving(1, RELEASE)
    client.force_login(alice)
    url = reverse("release:move_date", args=[one.ref])
    said = {"kind": "crd", "on": TOO_FAR.isoformat(), "confidence": "confirmed", "source": "OMU"}
    assert 'name="sure"' in client.post(url, said | {"step": "preview"}).content.decode()
    seen = one.custody_dates.get().pk
    assert client.post(url, said | {"step": "confirm", "seen": seen}).status_code == 200
    assert client.post(url, said | {"step": "confirm", "seen": seen, "sure": f"{one.ref} {TOO_FAR}"}).status_code == 302
