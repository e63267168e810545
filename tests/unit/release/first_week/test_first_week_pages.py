"""The board of first weeks, why nobody saw somebody, and the day's page after the day."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.unit.release.first_week.conftest import OUT, TODAY
from throughgate.access.policy import Forbidden, Hidden
from throughgate.audit.models import Event
from throughgate.people.models import Assignment, CustodyMove, MoveKind, Person
from throughgate.people.services import record_move
from throughgate.record.models import Entry
from throughgate.record.selectors import effective
from throughgate.release.models import NotSeen
from throughgate.release.services.not_seen import NotSeenError, say_not_seen, take_not_seen_back
from throughgate.release.services.outcomes import say_outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(client):
    def _board(user, **asked):
        client.force_login(user)
        answer = client.get(reverse("release:first_week"), asked)
        assert answer.status_code == 200
        return answer

    return _board


def text(answer):
    return " ".join(answer.content.decode().split())


def people_out(user, site, number, on=OUT):
    people = Person.objects.bulk_create(
        Person(ref=f"FW{on:%j}{one:03d}", given_name="Ann", family_name=f"Number{one:03d}", site=site, created_by=user)
        for one in range(number)
    )
    for one in people:
        Assignment.objects.create(person=one, worker=user, role="caseworker", from_on=on, added_by=user)
        CustodyMove.objects.create(person=one, kind=MoveKind.RELEASED, on=on, added_by=user)
    return people


def test_who_was_not_seen_stands_first_with_what_to_do(board, alice, released):
    shown = text(board(alice))
    assert "Not seen yet, 3 days left" in shown
    assert f"/bookings/new/?person={released.ref}&amp;kind=first-visit" in shown


def test_seen_they_stand_among_the_others(board, alice, released, meet):
    meet()
    answer = board(alice)
    assert [row["state"] for row in answer.context["rest"]] == ["Seen Fri 20 Nov 2026"]
    assert not answer.context["waiting"]


@pytest.mark.parametrize(
    "how", [{"kind": "phone-call"}, {"attended": "no"}, {"medium": "phone"}, {"kind": "gate-meeting"}]
)
def test_what_is_no_meeting_leaves_them_there(board, alice, released, meet, how):
    meet(**how)
    assert board(alice).context["waiting"]


def test_after_the_week_they_stay_in_sight(board, alice, released, clock):
    clock(OUT + timedelta(days=60))
    assert "Not seen, 53 days late" in text(board(alice))


def test_a_release_from_before_we_knew_them_is_nobodys_to_have_met(board, alice, send):
    people_out(alice, send, 1, on=date(2026, 3, 2))
    assert not board(alice).context["waiting"]


def test_a_reason_takes_them_off_and_one_tap_brings_them_back(board, client, alice, released):
    board(alice)
    why = reverse("release:not_seen_why", args=[released.ref])
    asked = {"reason": "declined", "on": "2026-11-19", "level": "standard"}
    shown = text(client.post(why, asked, follow=True))
    assert "Noted. They count as not seen" in shown and "Not seen: they declined" in shown
    client.post(reverse("release:not_seen_undo", args=[released.ref]))
    assert board(alice).context["waiting"]


def test_the_reason_is_told_once_and_audited(alice, released):
    for _ in range(2):
        say_not_seen(by=alice, person=released, reason="moved", on=TODAY, words="To a sister")
    entry = effective().get(kind="not-seen")
    assert (entry.happened, entry.summary) == (False, "Not seen after release: they moved away")
    assert Event.objects.filter(action="first_week.not_seen", person_ref=released.ref).count() == 1


def test_another_reason_takes_its_place(alice, released):
    say_not_seen(by=alice, person=released, reason="moved", on=TODAY)
    say_not_seen(by=alice, person=released, reason="died", on=TODAY)
    assert effective().get(kind="not-seen").summary == "Not seen after release: they died"
    assert Entry.objects.filter(kind="not-seen", corrects=None).count() == NotSeen.objects.count() == 2


def test_taken_back_its_entry_is_void(alice, released):
    say_not_seen(by=alice, person=released, reason="moved", on=TODAY)
    assert take_not_seen_back(by=alice, person=released) and not take_not_seen_back(by=alice, person=released)
    assert not effective().filter(kind="not-seen").exists()


@pytest.mark.parametrize("on", [OUT - timedelta(days=1), TODAY + timedelta(days=1)])
def test_the_day_lies_between_the_release_and_today(alice, released, on):
    with pytest.raises(NotSeenError, match="between the release and today"):
        say_not_seen(by=alice, person=released, reason="moved", on=on)


def test_of_somebody_inside_there_is_nothing_to_say(alice, person):
    with pytest.raises(NotSeenError, match="No release"):
        say_not_seen(by=alice, person=person, reason="moved", on=TODAY)


def test_the_next_release_begins_anew(board, alice, released, send, clock):
    say_not_seen(by=alice, person=released, reason="moved", on=TODAY)
    record_move(by=alice, person=released, kind=MoveKind.RECALLED, on=TODAY, site=send)
    clock(TODAY + timedelta(days=40))
    record_move(by=alice, person=released, kind=MoveKind.RELEASED, on=TODAY + timedelta(days=38), site=None)
    assert board(alice).context["waiting"]


def test_who_may_not_record_may_not_say_why(released, victor, charlie):
    for user in (victor, charlie):
        with pytest.raises((Hidden, Forbidden)):
            say_not_seen(by=user, person=released, reason="moved", on=TODAY)


def test_back_in_custody_they_wait_for_nobody(board, alice, released, send):
    record_move(by=alice, person=released, kind=MoveKind.RECALLED, on=TODAY, site=send)
    assert "Jo Vale" not in text(board(alice))


def test_volunteers_see_only_theirs(board, alice, victor, released):
    assert "Jo Vale" not in text(board(victor))
    Assignment.objects.create(person=released, worker=victor, role="mentor", from_on=OUT, added_by=alice)
    assert "Jo Vale" in text(board(victor))


def test_nobody_elsewhere_sees_them(board, charlie, released):
    assert "Jo Vale" not in text(board(charlie, scope="site"))


def test_the_board_names_nobody_in_its_title_and_is_audited(board, alice, released):
    assert "<title>First week" in text(board(alice))
    assert Event.objects.get(action="first_week.listed").details == {"people": 1}


def test_what_nobody_has_said_is_asked_with_one_tap(board, client, alice, released, add):
    stop = add()
    assert "what became of it?" in text(board(alice))
    here = reverse("release:first_week")
    client.post(reverse("release:stop_outcome", args=[stop.ref]), {"became": "kept", "next": here})
    shown = text(board(alice))
    assert "what became of it?" not in shown and "Probation kept" in shown


def test_missed_is_asked_why_and_stays_until_rung(board, client, alice, released, add):
    stop = add()
    client.force_login(alice)
    page = reverse("release:stop_outcome", args=[stop.ref])
    assert "Choose why it was missed" in text(client.post(page, {"became": "missed"}))
    client.post(page, {"became": "missed", "why": "logistics"})
    assert "Ring them today" in text(board(alice))
    client.post(reverse("release:stop_rung", args=[stop.ref]))
    assert "Ring them" not in text(board(alice))


def test_a_closed_stop_has_no_name_on_the_board(board, alice, bob, released, add):
    say_outcome(by=alice, stop=add(title="Drug service", sensitivity="sensitive"), became="missed", why="acceptable")
    shown = text(board(bob, scope="site"))
    assert "an appointment missed" in shown and "Drug service" not in shown
    assert "Drug service missed" in text(board(alice))


def test_the_days_page_asks_after_the_day_and_undoes(client, alice, released, add):
    stop = add()
    client.force_login(alice)
    page = reverse("release:day", args=[released.ref])
    assert "outcome/" in text(client.get(page))
    said = text(client.post(reverse("release:stop_outcome", args=[stop.ref]), {"became": "late"}, follow=True))
    assert "Kept, late: noted." in said and f"{stop.ref}/outcome/undo/" in said
    client.post(reverse("release:stop_outcome_undo", args=[stop.ref]))
    assert "Kept, late" in text(client.get(page)) and "noted" not in text(client.get(page))


def test_to_ring_leads_to_the_day(client, alice, released, add):
    row = say_outcome(by=alice, stop=add(), became="missed", why="logistics")
    client.force_login(alice)
    answer = client.get(reverse("release:day_promised", args=[row.promise.ref]))
    assert answer.headers["Location"] == reverse("release:day", args=[released.ref])


def test_the_board_costs_the_same_for_many(board, alice, send, released, add, meet):
    def cost(**asked):
        with CaptureQueriesContext(connection) as seen:
            board(alice, **asked)
        return len(seen)

    add()
    cost()
    few = cost()
    people_out(alice, send, 35)
    assert cost() <= few
