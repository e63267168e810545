"""What was closed, taken out or withdrawn after a hand-over was given is not read on in its document."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.casework.models import ContactPerson, FollowUp
from throughgate.casework.rules.contacts import Meeting
from throughgate.casework.services import Attendance, Promise, correct_contact, record_contact, void_contact
from throughgate.handover.models import HandOverSection
from throughgate.handover.rules.document import Part, leave_out
from throughgate.handover.selectors.documents import open_promises, passed_on, sections_for
from throughgate.people.models import CircleMember, ContactRestriction
from throughgate.programmes.services.promising import make_promise, reword_promise, withdraw_promise
from throughgate.story.services.answering import record_answer, take_back_answer
from throughgate.story.services.forms import open_form
from throughgate.story.services.need_changes import close_further
from throughgate.story.services.needs import note_need, note_strength

NOTE, WHAT = "We spoke of the trial", "Ring the solicitor"


def words_of(sections):
    return " | ".join(f"{line['words']} {line['note']}" for section in sections for line in section.lines)


@pytest.fixture
def need(person, alice):
    return note_need(by=alice, person=person, words="A place of my own", pathway="accommodation")


@pytest.fixture
def part(person, alice, today):
    promised = Promise(what=WHAT, by_on=today + timedelta(days=20))
    about = [Attendance(person=person, note=NOTE)]
    record_contact(by=alice, kind="one-to-one", on=today, people=about, follow_ups=[promised])
    return ContactPerson.objects.get()


@pytest.fixture
def reads(send):
    """What a colleague of the site, not on the caseload, reads of the document and of what went with it."""
    dora = User.objects.create_user("dora@example.org", "correct horse", name="Dora Example", role="caseworker")
    dora.sites.add(send)

    def _reads(row, user=dora):
        passed = passed_on(user, row, row.from_on)
        handed = [one.promise.title for one in passed.handed]
        return words_of(sections_for(user, row)), handed

    return _reads


def test_a_need_closed_further_leaves_the_document(need, give, alice, reads):
    row = give(days=10)
    assert "A place of my own" in reads(row)[0]
    close_further(by=alice, need=need, sensitivity="sensitive")
    assert "A place of my own" not in reads(row)[0]


def test_a_contact_closed_further_takes_its_note_and_what_was_promised(part, give, alice, person, today, reads):
    row = give(days=10)
    words, handed = reads(row)
    assert NOTE in words and WHAT in words and handed == [WHAT]
    closed = Attendance(person=person, note=NOTE, sensitivity=Sensitivity.SENSITIVE)
    meeting = Meeting(kind="one-to-one", on=today)
    correct_contact(by=alice, contact=part.contact, meeting=meeting, people=[closed], reason="To be closed")
    words, handed = reads(row)
    assert NOTE not in words and WHAT not in words and handed == []


def test_a_contact_taken_out_is_read_by_nobody(part, give, alice, mona, bob, person, reads):
    row = give(days=0)
    void_contact(by=alice, part=part, reason="Somebody else’s")
    for user in (alice, mona, bob):
        words, handed = reads(row, User.objects.get(pk=user.pk))
        assert NOTE not in words and WHAT not in words and handed == []
    assert FollowUp.objects.get().promise.withdrawn_on
    assert WHAT not in [one.title for one in open_promises(person, bob)]


def test_a_promise_closed_or_withdrawn_since_is_not_listed(give, person, alice, bob, today, reads):
    one, two = (
        make_promise(by=alice, person=person, source="step", title=t, worker=alice, by_on=today + timedelta(days=20))
        for t in ("Go along", "Write a letter")
    )
    row = give(days=10)
    assert reads(row)[1] == ["Go along", "Write a letter"]
    reword_promise(by=alice, promise=one, title=one.title, who=one.who, worker=bob, sensitivity=Sensitivity.SENSITIVE)
    withdraw_promise(by=alice, promise=two, because="Not wanted")
    assert reads(row)[1] == []


def test_an_answer_put_down_by_mistake_leaves_it_and_one_that_changed_stays(give, person, alice, today, reads):
    run = open_form(by=alice, person=person, form="first-meeting")
    for item, value in (("what-matters-most", "My girls"), ("proud-of", "My trade")):
        record_answer(by=alice, person=person, item=item, value=value, answered_on=today, run=run)
    row = give(days=0)
    alice = User.objects.get(pk=alice.pk)
    assert "My girls" in reads(row, alice)[0]
    record_answer(by=alice, person=person, item="what-matters-most", value="My garden", answered_on=today)
    assert "My girls" in reads(row, alice)[0]
    answer = person.answers.get(item="proud-of")
    take_back_answer(by=alice, answer=answer, reason="Somebody else’s")
    assert "My trade" not in reads(row, alice)[0]


def test_a_line_that_does_not_say_where_it_is_from_is_not_shown():
    lines = [{"words": "a", "of": "x:1"}, {"words": "b"}, {"words": "c", "of": "x:2"}, {"words": "2", "of": "counted"}]
    part = Part(1, "needs", "standard", lines)
    assert [one["words"] for one in leave_out(part, {"x:1": "standard", "x:2": "sensitive"}).lines] == ["a", "2"]
    assert leave_out(part, {"x:2": "clinical"}).lines == []


def test_as_many_queries_however_long_it_is(give, person, alice, mona, need, part):
    def count(row):
        user = User.objects.get(pk=mona.pk)
        with CaptureQueriesContext(connection) as seen:
            assert sections_for(user, row)
        return len(seen)

    note_strength(by=alice, person=person, words="Cooks")
    row = give(days=10)
    before = count(row)
    section = HandOverSection.objects.get(hand_over=row, code="strengths")
    more = [note_strength(by=alice, person=person, words=f"Strength {n}") for n in range(5)]
    longer = [*section.lines, *({**section.lines[0], "of": f"story.personstrength:{one.pk}"} for one in more)]
    HandOverSection.objects.bulk_create([HandOverSection(
        hand_over=row, place=section.place, code="strengths", sensitivity="sensitive", lines=longer
    )])  # fmt: skip
    assert count(row) == before


def test_restrictions_and_what_each_may_be_told_are_read_as_they_stand_today(give, person, alice, bob, today):
    pat = CircleMember.objects.create(
        person=person, kind="parent", name="Pat Vale", from_on=date(2026, 1, 1), added_by=alice
    )
    row = give(days=0)
    assert not HandOverSection.objects.filter(code__in=("restrictions", "circle")).exists()
    ContactRestriction.objects.create(
        person=person, kind="no_contact", source="court", from_on=today, member=pat, reach="any", added_by=alice
    )
    CircleMember.objects.create(person=person, kind="friend", name="Sam Oak", from_on=today, added_by=alice)
    client = Client()
    client.force_login(bob)
    page = client.get(reverse("handover:hand_over", args=[row.ref])).content.decode()
    assert page.index("As it stands today") < page.index("No contact") < page.index("As it stood on")
    assert page.index("Sam Oak") < page.index("As it stood on")


def test_what_an_older_document_froze_of_them_is_not_shown(give, alice):
    row = give(days=0)
    HandOverSection.objects.create(
        hand_over=row, place=8, code="circle", sensitivity="standard", lines=[{"words": "May be told", "of": "person"}]
    )
    assert "May be told" not in words_of(sections_for(alice, row))
