from datetime import date

import pytest
from django.urls import reverse

from throughgate.audit.models import Event
from throughgate.people.models import CircleMember, MoveKind
from throughgate.people.services.restrictions import add_restriction
from throughgate.record.services import correct_entry


def page(client, person, **asked) -> str:
    answer = client.get(reverse("desk:person", kwargs={"ref": person.ref}), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_heading_says_who_this_is(as_user, alice, person, releases):
    person.born_on, person.access_needs, person.phone = date(1990, 1, 1), "Reads better aloud", "07700 900123"
    person.save()
    releases(person, date(2026, 12, 13))
    html = page(as_user(alice), person)
    for words in (
        "Jo Vale",
        "Jordan on paper",
        "36 years old",
        "Send (HMP)",
        "Release in 23 days",
        "Reads better aloud",
    ):
        assert words in html
    assert 'href="tel:07700900123"' in html


def test_the_title_of_the_page_names_nobody(as_user, alice, person):
    html = page(as_user(alice), person)
    title = html[html.index("<title>") : html.index("</title>")]
    assert "Person" in title and "Vale" not in title


def test_the_page_is_audited_once(as_user, alice, person):
    page(as_user(alice), person)
    assert list(Event.objects.filter(action="person.read").values_list("by", "person_ref", "subject")) == [
        (alice.pk, person.ref, "person")
    ]


@pytest.mark.parametrize(
    ("name", "status"), [("alice", 200), ("bob", 200), ("mona", 200), ("victor", 404), ("charlie", 404), ("eve", 404)]
)
def test_who_may_open_it(as_user, request, person, name, status):
    client = as_user(request.getfixturevalue(name))
    assert client.get(reverse("desk:person", kwargs={"ref": person.ref})).status_code == status


def test_the_path_runs_to_release_day(as_user, alice, person, enrolment, releases):
    releases(person, date(2026, 12, 13))
    html = page(as_user(alice), person)
    assert "Release day: Sun 13 Dec 2026" in html and "Reached: Joined" in html


def test_back_in_custody_the_earlier_walk_is_said(as_user, alice, person, moves, write):
    moves(person, MoveKind.RELEASED, date(2026, 9, 1))
    write("first-visit", on=date(2026, 9, 3))
    moves(person, MoveKind.RECALLED, date(2026, 10, 1))
    html = page(as_user(alice), person)
    assert "Out through the gate on 1 September 2026, recalled to custody on 1 October 2026." in html
    assert "Reached before that: first meeting." in html


def test_a_release_date_that_passed_asks_to_be_put_right(as_user, alice, person, releases):
    releases(person, date(2026, 11, 18))
    assert "The release date has passed" in page(as_user(alice), person)


def test_next_holds_the_five_most_pressing(as_user, alice, person, due):
    for days, element in enumerate(("sessions", "gate", "first-visit", "diary", "therapy")):
        due(element, days)
    due("assessment", -3)
    html = page(as_user(alice), person)
    assert html.count("tg-due__row--") == 5 and "The first 5 of 6" in html
    assert html.index("First assessment") < html.index("Sessions, 1 of 4")


def test_a_volunteer_records_but_does_not_move_dates(as_user, victor, person, alice):
    person.assignments.create(worker=victor, role="mentor", from_on=date(2026, 1, 5), added_by=alice)
    html = page(as_user(victor), person)
    assert f"{reverse('casework:record')}?person={person.ref}" in html
    assert reverse("release:move_date", kwargs={"ref": person.ref}) not in html


def test_the_button_of_the_frame_knows_whom_it_is_about(as_user, alice, person):
    html = page(as_user(alice), person)
    header = html[: html.index("<main")]
    assert f"{reverse('casework:record')}?person={person.ref}" in header


def test_around_shows_ours_and_theirs(as_user, alice, person):
    CircleMember.objects.create(
        person=person, kind="parent", name="Rosa Vale", relation="Mum", from_on=date(2020, 1, 1), added_by=alice
    )
    html = page(as_user(alice), person)
    assert "Rosa Vale, Mum" in html and "Alice Example, Caseworker" in html


def test_a_programme_shows_how_far_they_are(as_user, alice, person, due):
    due("sessions", 5)
    due("sessions", 5, ordinal=2, is_next=False, met_on=date(2026, 10, 1))
    html = page(as_user(alice), person)
    assert "Through the desk" in html and "Sessions: 1 of 2" in html


def test_the_timeline_is_newest_first_with_its_note(as_user, alice, person, promise, write):
    write("home", on=date(2026, 11, 2), summary="A room with a cousin")
    promise("Ring the housing office", by_on=date(2026, 11, 19))
    html = page(as_user(alice), person)
    assert html.index("We talked") < html.index("A room with a cousin")


def test_what_was_promised_stands_in_what_is_next(as_user, alice, person, promise):
    ref = promise("Ring the housing office", by_on=date(2026, 11, 19)).ref
    html = page(as_user(alice), person)
    assert "Ring the housing office" in html and reverse("casework:follow_up_done", args=[ref]) in html


def test_a_sensitive_entry_is_not_there_for_a_colleague(as_user, alice, bob, person, write):
    write("one-to-one", summary="Said in confidence", sensitivity="sensitive")
    assert "Said in confidence" in page(as_user(alice), person)
    assert "Said in confidence" not in page(as_user(bob), person)


def test_a_correction_shows_its_reason_and_only_the_later_wording(as_user, alice, person, write):
    entry = write("home", summary="Room in Leeds")
    correct_entry(by=alice, entry=entry, reason="It was the other city", changes={"summary": "Room in York"})
    html = page(as_user(alice), person)
    assert "Room in York" in html and "It was the other city" in html and "Room in Leeds" not in html


def test_what_did_not_happen_is_marked(as_user, alice, person, write):
    write("visit", happened=False)
    assert "Did not happen" in page(as_user(alice), person)


def test_a_measure_says_which(as_user, alice, person, write):
    write("measure", subject="low-mood")
    assert "Measure: low mood" in page(as_user(alice), person)


def test_the_timeline_filters_by_kind(as_user, alice, person, write):
    write("home", summary="A room with a cousin")
    write("visit", summary="Visited in the hall")
    html = page(as_user(alice), person, group="home")
    assert "A room with a cousin" in html and "Visited in the hall" not in html


def test_older_entries_are_a_page_further(as_user, alice, person, write):
    for day in range(1, 25):
        write(on=date(2026, 10, day), summary=f"Entry number {day:02}")
    client = as_user(alice)
    first, second = page(client, person), page(client, person, page="2")
    assert "Entry number 24" in first and "Entry number 04" not in first and "Older" in first
    assert "Entry number 04" in second and "Entry number 24" not in second and "Newer" in second


def test_htmx_gets_the_timeline_alone(as_user, alice, person, write):
    write("home", summary="A room with a cousin")
    url = reverse("desk:person", kwargs={"ref": person.ref})
    html = as_user(alice).get(url, {"group": "home"}, headers={"HX-Request": "true"}).content.decode()
    assert "A room with a cousin" in html and "<html" not in html
    assert Event.objects.get(action="person.read").subject == "timeline"


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999", "²"])
def test_a_made_up_page_of_the_timeline_is_empty_or_the_first(as_user, alice, person, number):
    assert "Timeline" in page(as_user(alice), person, page=number)


def test_somebody_on_no_programme_is_asked_to_be_enrolled(as_user, alice, person):
    assert "Not on a programme yet" in page(as_user(alice), person)


def test_somebody_waiting_has_not_joined_yet(as_user, alice, person, enrolment):
    enrolment.stage = "waiting"
    enrolment.save()
    html = page(as_user(alice), person)
    assert "Waiting" in html and "Reached: Joined" not in html


def test_what_is_not_to_be_done_stands_under_the_name_before_the_path(as_user, alice, person):
    add_restriction(
        by=alice,
        person=person,
        kind="no_contact",
        source="court",
        from_on=date(2026, 1, 1),
        other_name="Sam Reed",
        reach="any",
    )
    html = page(as_user(alice), person)
    assert html.count(">Do not<") == 1
    assert html.index(">Do not<") < html.index('aria-label="From custody to a settled life"')
