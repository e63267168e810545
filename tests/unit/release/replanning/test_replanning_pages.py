"""Move a release date and watch what is due change."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from tests.unit.release.day.planned import TODAY
from throughgate.people.models import CustodyDate, MoveKind
from throughgate.people.services import note_date
from throughgate.programmes.models import Commitment
from throughgate.programmes.services import refresh_commitments
from throughgate.release.selectors.replanning_dates import all_moved, date_move, parts_moved, releases_now

NEW = {"kind": "confirmed_release", "on": "2026-12-01", "confidence": "confirmed", "source": "OMU", "reason": ""}


@pytest.fixture
def url(person, enrolment, releases) -> str:
    releases(person, date(2027, 1, 15))
    refresh_commitments(person)
    return reverse("release:move_date", kwargs={"ref": person.ref})


def by_on(element: str) -> date | None:
    return Commitment.objects.filter(element=element).order_by("ordinal").first().by_on


def test_the_preview_shows_each_commitment_before_and_after(as_user, alice, url):
    html = as_user(alice).post(url, NEW | {"step": "preview"}).content.decode()
    assert "8 commitments move, 5 become overdue." in html
    assert "Sessions (4 times)" in html
    assert "Fri 1 Jan 2027" in html and "Tue 17 Nov 2026" in html


def test_the_preview_saves_nothing(as_user, alice, url, person):
    as_user(alice).post(url, NEW | {"step": "preview"})
    assert CustodyDate.objects.filter(person=person).count() == 1
    assert by_on("sessions") == date(2027, 1, 1)


def confirm(client, url, **changes):
    seen = CustodyDate.objects.get(kind="confirmed_release", superseded_at=None).pk
    return client.post(url, NEW | {"step": "confirm", "seen": seen} | changes)


def test_confirming_moves_what_is_due_and_says_how_much(as_user, alice, url):
    answer = confirm(as_user(alice), url)
    assert by_on("sessions") == date(2026, 11, 17)
    assert by_on("first-visit") == date(2026, 12, 8)
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [
        "Release moved from Fri 15 Jan 2027 to Tue 1 Dec 2026: 8 commitments moved, 5 are now overdue."
    ]


def test_the_list_of_what_moved_can_be_opened_again(as_user, alice, url):
    client = as_user(alice)
    html = client.get(confirm(client, url).url).content.decode()
    assert "8 commitments moved, 5 are now overdue." in html
    assert "Release moved from Fri 15 Jan 2027 to Tue 1 Dec 2026" in html


def test_what_the_preview_promised_is_what_happened(as_user, alice, url, person):
    now = releases_now([person.pk], TODAY)[person.pk]
    moved = date_move(now, "confirmed_release", date(2026, 12, 1))
    promised = all_moved(parts_moved({person.pk: moved}, TODAY)[person.pk])
    confirm(as_user(alice), url)
    stands = {(row.element, row.ordinal): row.by_on for row in Commitment.objects.all()}
    assert promised
    assert all(stands[row.element, ordinal] == row.becomes for row in promised for ordinal in row.ordinals)


def test_confirming_twice_is_confirming_once(as_user, alice, url, person):
    client = as_user(alice)
    seen = CustodyDate.objects.get(superseded_at=None).pk
    for _ in range(2):
        client.post(url, NEW | {"step": "confirm", "seen": seen})
    assert CustodyDate.objects.filter(person=person).count() == 2


def test_a_date_noted_meanwhile_is_shown_and_not_overwritten(as_user, alice, bob, mona, url, person):
    seen = CustodyDate.objects.get(superseded_at=None).pk
    note_date(by=mona, person=person, kind="confirmed_release", on=date(2027, 2, 1), source="The prison")
    html = as_user(alice).post(url, NEW | {"step": "confirm", "seen": seen}).content.decode()
    assert "Somebody else noted this date" in html and "Mona Example" in html and "Mon 1 Feb 2027" in html
    assert CustodyDate.objects.get(superseded_at=None).on == date(2027, 2, 1)


def test_after_a_clash_the_new_preview_can_be_confirmed(as_user, alice, mona, url, person):
    note_date(by=mona, person=person, kind="confirmed_release", on=date(2027, 2, 1), source="The prison")
    assert confirm(as_user(alice), url).status_code == 302


def test_a_kind_that_is_not_shown_changes_nothing_that_is_due(as_user, alice, url):
    html = as_user(alice).post(url, NEW | {"kind": "crd", "step": "preview"}).content.decode()
    assert "The release date shown stays another one" in html and "Nothing of their programmes changes" in html


def test_a_missing_day_is_asked_for_and_nothing_typed_is_lost(as_user, alice, url):
    html = as_user(alice).post(url, NEW | {"on": "", "reason": "A letter came", "step": "preview"}).content.decode()
    assert "Enter the new day" in html and "A letter came" in html


def test_what_was_said_can_be_changed_after_the_preview(as_user, alice, url):
    html = as_user(alice).post(url, NEW | {"step": "change"}).content.decode()
    assert "See what changes" in html and 'value="OMU"' in html


def test_the_same_day_from_the_same_source_is_pointed_out(as_user, alice, url):
    html = as_user(alice).post(url, NEW | {"on": "2027-01-15", "step": "preview"}).content.decode()
    assert "Nothing would change" in html


def test_a_friday_is_pointed_out(as_user, alice, url):
    html = as_user(alice).post(url, NEW | {"on": "2026-12-04", "step": "preview"}).content.decode()
    assert "is a Friday" in html


def test_someone_out_has_no_release_to_move(as_user, alice, url, person, moves):
    moves(person, MoveKind.RELEASED, date(2026, 11, 2))
    assert "no release is ahead" in as_user(alice).get(url).content.decode()


@pytest.mark.parametrize(
    ("name", "status"), [("alice", 200), ("mona", 200), ("bob", 403), ("charlie", 404), ("eve", 404)]
)
def test_who_may_move_it(as_user, request, url, name, status):
    assert as_user(request.getfixturevalue(name)).get(url).status_code == status


def test_a_date_of_somebody_else_shows_nothing(as_user, alice, url, someone, releases):
    other = releases(someone(), date(2027, 1, 1))
    answer = as_user(alice).get(f"{url}{other.pk}/")
    assert answer.status_code == 302 and "/date/" not in answer.url
