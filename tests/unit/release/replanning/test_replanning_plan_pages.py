"""The page of all that breaks, whom to ring afterwards, and several people at once."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.unit.release.day.planned import RELEASE, TODAY
from throughgate.audit.models import Event
from throughgate.people.models import Assignment, CustodyDate
from throughgate.people.services.custody import note_date
from throughgate.people.services.restrictions import add_restriction
from throughgate.programmes.models import Promise
from throughgate.release.models import DayStop, HomeStep, MovedRelease, MovedThing, ReleaseDay
from throughgate.release.services.day_stops import cancel_stop

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)
NEW = {"kind": "crd", "on": MONDAY.isoformat(), "confidence": "confirmed", "source": "OMU", "reason": ""}
MANY = reverse("release:move_many")


@pytest.fixture
def page(client, alice, planned):
    """`page()` asks what breaks, `page(step="confirm", …)` does it; the answer, followed, as text."""

    def _page(data=None, *, user=alice, url="", **said):
        client.force_login(user)
        url = url or reverse("release:move_date", args=[planned.ref])
        answer = client.post(url, NEW | {"step": "preview"} | (data or {}) | said, follow=True)
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split())

    return _page


@pytest.fixture
def asked(page):
    """What the page that shows what breaks would send."""

    def _asked(**said):
        return hidden(page(**said)) | {"step": "confirm"}

    return _asked


def hidden(html):
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html))


def test_everything_that_breaks_stands_with_its_proposals(page):
    html = page()
    assert "6 things are to be seen to, all of them today: 5 rest on the old day, and 1 person is to be told." in html
    for words in ("Ask for the same time on Mon 23 Nov", "Ask for it from Mon 23 Nov", "Alice Example, on Mon 23 Nov"):
        assert words in html
    assert 'href="tel:01483000001"' in html


def test_looking_saves_nothing(page):
    page()
    assert not MovedRelease.objects.exists() and CustodyDate.objects.count() == 1


def test_confirmed_it_says_what_was_done_and_whom_to_ring(page, asked):
    html = page(asked())
    assert "Left to ring or to see to" in html and "01483 000001" in html
    assert "Alice Example is booked for Mon 23 Nov" in html
    assert "Move it back to" in html and "Thu 10 Dec 2026" in html


def test_what_was_chosen_is_done(page, asked, planned):
    stop = DayStop.objects.get(day__person=planned)
    html = page(asked() | {f"stop-{stop.thread}": "call-off"})
    assert "Called off. Tell them" in html


def test_confirmed_twice_it_is_one_act(page, asked):
    said = asked()
    page(said)
    page(said | {"reason": "Again"})
    assert MovedRelease.objects.count() == 1


def test_a_plan_that_changed_meanwhile_is_shown_anew(page, asked, planned, alice):
    said = asked()
    cancel_stop(by=alice, stop=DayStop.objects.get(day__person=planned), because="Closed")
    assert "Something changed while you were looking" in page(said)
    assert not MovedRelease.objects.exists()


def test_a_restriction_asks_for_a_reason_and_keeps_what_was_chosen(page, asked, planned, alice, mona):
    add_restriction(
        by=alice, person=planned, kind="licence_place", source="licence", from_on=TODAY, place="Woking Probation Office"
    )
    stop = DayStop.objects.get(day__person=planned)
    said = asked(user=mona) | {f"stop-{stop.thread}": "keep"}
    html = page(said, user=mona)
    assert "A restriction stands against this" in html and "Why is it arranged all the same?" in html
    assert "Left to ring" in page(said | {"override": "Probation agreed by phone today"}, user=mona)


def test_a_day_that_passed_is_refused(page):
    assert "That day has passed" in page(on="2026-11-19")


@pytest.fixture
def closed(add, planned, mona, victor):
    """A sensitive stop that Alice added; a volunteer who drives may not read it."""
    Assignment.objects.create(person=planned, worker=victor, role="driver", from_on=TODAY, added_by=mona)
    return add(title="Clinic", phone="01483 999999", sensitivity="sensitive"), victor


def test_a_stop_closed_to_the_reader_is_only_asked_about(plan, closed):
    stop, reader = closed
    one = next(one for one in plan(stop.day.person, MONDAY, by=reader).broken if one.key == stop.thread)
    assert (one.title, one.phone, [each.code for each in one.proposals]) == ("An appointment", "", ["ask"])


def test_a_call_is_done_and_taken_back(client, page, asked, planned):
    page(asked())
    call = MovedThing.objects.get(kind="gate")
    client.post(reverse("release:call_done", args=[call.ref]))
    call.promise.refresh_from_db()
    assert call.promise.met_on == TODAY
    client.post(reverse("release:call_undo", args=[call.ref]))
    call.promise.refresh_from_db()
    assert call.promise.met_on is None


def test_they_said_yes_is_noted_where_it_belongs(client, page, asked, planned, home):
    page(asked())
    for kind in ("stop", "bed"):
        client.post(reverse("release:call_holds", args=[MovedThing.objects.get(kind=kind).ref]))
    assert DayStop.objects.get(day__person=planned, superseded_by=None).on == MONDAY
    assert HomeStep.objects.filter(application=home).last().day == MONDAY
    assert not Promise.objects.filter(moved_thing__kind__in=["stop", "bed"], met_on=None).exists()


def test_what_is_due_leads_to_whom_to_ring(client, page, asked, planned):
    page(asked())
    promise = MovedThing.objects.get(kind="gate").promise
    answer = client.get(reverse("release:day_promised", args=[promise.ref]))
    assert answer.url == reverse("release:moved_date", args=[planned.ref, MovedRelease.objects.get().date_id])


def test_a_date_noted_elsewhere_is_caught_up(client, alice, planned):
    note_date(by=alice, person=planned, kind="crd", on=MONDAY, source="OMU")
    client.force_login(alice)
    html = client.get(reverse("release:day", args=[planned.ref])).content.decode()
    url = reverse("release:catch_up", args=[planned.ref])
    assert url in html
    said = hidden(client.get(url).content.decode())
    client.post(url, {"mark": said["mark"], "token": said["token"]})
    assert ReleaseDay.objects.get(person=planned).on == MONDAY


# -- several at once ------------------------------------------------------------------------------------------------


def ticked(people, **more):
    return {"person": [one.ref for one in people], "source": "Early release", "confidence": "confirmed"} | more


@pytest.fixture
def many(client, alice):
    def _many(data=None):
        client.force_login(alice)
        answer = client.post(MANY, data, follow=True) if data else client.get(MANY)
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split())

    return _many


def test_several_are_moved_by_the_same_number_of_days(many, leaving):
    people = leaving(3, RELEASE)
    said = ticked(people, shift="7")
    html = many(said | {"step": "preview"})
    assert html.count('<strong><time datetime="2026-12-17">Thu 17 Dec 2026</time></strong>') == 3
    assert "3 releases moved" in many(said | {"step": "confirm"} | hidden_of(html))
    assert set(CustodyDate.objects.filter(superseded_at=None).values_list("on", flat=True)) == {date(2026, 12, 17)}


def hidden_of(html):
    return {
        name: value for name, value in hidden(html).items() if name.endswith(("--seen", "--mark")) or name == "token"
    }


def test_a_day_of_their_own_counts_first(many, leaving):
    people = leaving(2, RELEASE)
    html = many(ticked(people, shift="7", step="preview") | {f"on-{people[0].ref}": "2026-12-15"})
    assert "Tue 15 Dec 2026" in html and "Thu 17 Dec 2026" in html


def test_without_a_day_it_is_asked_for_by_name(many, leaving):
    people = leaving(1, RELEASE)
    assert f"Enter the new day for {people[0].name}" in many(ticked(people, step="preview"))


def test_nobody_ticked_is_said(many, leaving):
    leaving(1, RELEASE)
    assert "Tick at least one person" in many(
        {"source": "OMU", "confidence": "confirmed", "shift": "3", "step": "preview"}
    )


def test_whoever_cannot_be_moved_is_named_and_left_out(many, leaving):
    one, other = leaving(2, RELEASE)
    said = ticked([one, other], shift="-30", step="preview") | {f"on-{one.ref}": "2026-12-15"}
    html = many(said)
    assert f"<strong>{other.name}</strong>: That day has passed" in html
    many(said | {"step": "confirm"} | hidden_of(html))
    assert MovedRelease.objects.get().person == one


def test_a_day_that_stays_is_left_out_with_words(many, leaving):
    one, other = leaving(2, RELEASE)
    said = ticked([one, other], shift="7") | {f"on-{other.ref}": RELEASE.isoformat()}
    html = many(said | {"step": "preview"})
    assert f"<strong>{other.name}</strong>: Thu 10 Dec 2026 is their day already" in html
    many(said | {"step": "confirm"} | hidden_of(html))
    assert MovedRelease.objects.get().person == one


def test_the_headline_counts_what_the_groups_count(many, leaving):
    people = leaving(3, RELEASE)
    html = many(ticked(people, shift="7", step="preview"))
    assert "3 people are to be told" in html and '<span class="tg-muted">(3)</span>' in html


def test_one_choice_for_all_of_a_kind(many, planned, leaving):
    (other,) = leaving(1, RELEASE)
    said = ticked([planned, other], shift="7")
    html = many(said | {"step": "preview"})
    assert "As proposed: 1 to be rung about" in html
    many(said | {"step": "confirm", "all-stop": "call-off"} | hidden_of(html))
    assert DayStop.objects.get(day__person=planned).cancelled_because


def test_one_changed_meanwhile_stops_all_and_is_named(many, leaving, alice):
    one, other = leaving(2, RELEASE)
    said = ticked([one, other], shift="7")
    html = many(said | {"step": "preview"})
    note_date(by=alice, person=one, kind="crd", on=MONDAY, source="OMU")
    again = many(said | {"step": "confirm"} | hidden_of(html))
    assert "Nothing was saved" in again and f"<strong>{one.name}</strong>: Somebody else noted this date" in again
    assert not MovedRelease.objects.exists()


def test_only_those_whose_record_one_may_change_are_listed(client, leaving, bob):
    (person,) = leaving(1, RELEASE)
    client.force_login(bob)
    assert person.name not in client.get(MANY + "?scope=site").content.decode()


def test_each_read_of_several_is_audited(many, leaving):
    people = leaving(3, RELEASE)
    many(ticked(people, shift="7", step="preview"))
    read = Event.objects.filter(action="person.read", subject="release dates").values_list("person_ref", flat=True)
    assert set(read) == {one.ref for one in people}


def queries_of(client, people, data, url=MANY):
    with CaptureQueriesContext(connection) as found:
        assert client.post(url, data, follow=False).status_code == 200
    return len(found)


def test_as_many_queries_for_twenty_as_for_two(client, leaving, alice):
    two = leaving(2, RELEASE)
    client.force_login(alice)
    few = queries_of(client, two, ticked(two, shift="7", step="preview"))
    twenty = [*two, *leaving(18, RELEASE)]
    client.force_login(alice)
    assert queries_of(client, twenty, ticked(twenty, shift="7", step="preview")) == few


def test_the_list_of_calls_takes_as_many_queries_for_twenty(client, leaving, alice, many):
    def moved(people):
        said = ticked(people, shift="7")
        html = many(said | {"step": "preview"})
        many(said | {"step": "confirm"} | hidden_of(html))
        url = reverse("release:moved_many", args=[MovedRelease.objects.first().batch])
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    assert moved(leaving(2, RELEASE)) == moved(leaving(12, RELEASE))
