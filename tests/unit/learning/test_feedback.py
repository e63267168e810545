"""What a person says of us, and who reads it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cast import add_person, assign
from throughgate.access.policy import Action, Forbidden, Hidden, can, visible
from throughgate.audit.models import Event
from throughgate.common.clock import today
from throughgate.common.quarters import quarter_of
from throughgate.learning.loading import questions
from throughgate.learning.models import Feedback, KeptAnswer, OpenAnswer
from throughgate.learning.rules.feedback import FeedbackError
from throughgate.learning.selectors.feedback import feedback_of, voice_for, voices_for
from throughgate.learning.services.feedback import (
    decline_feedback,
    finish_feedback,
    give_answer,
    open_feedback,
    stop_feedback,
)
from throughgate.people.models import AssignmentRole
from throughgate.programmes.models import Commitment, Enrolment
from throughgate.programmes.services import load_shipped_models, refresh_commitments
from throughgate.record.models import Entry

WORDS = "Ring when you say you will"
pytestmark = pytest.mark.django_db


def said_of(user, person):
    return [answer.said for one in feedback_of(user, person) for answer in one.answers]


def test_told_openly_own_workers_read_it_and_managers_without_a_name(gives, alice, bob, mona, person):
    gives(alice, person)
    assert WORDS in said_of(alice, person)
    assert said_of(mona, person) == []
    assert [one["said"] for one in voices_for(mona)] == [WORDS, WORDS]
    assert said_of(bob, person) == []


def test_kept_from_the_worker_only_managers_read_it(gives, alice, bob, mona, person):
    gives(alice, person, is_kept=True)
    assert OpenAnswer.objects.count() == 0
    row = KeptAnswer.objects.filter(choice="").first()
    assert [can(user, Action.VIEW, row) for user in (alice, bob, mona)] == [False, False, True]
    assert [one["said"] for one in voices_for(mona)] == [WORDS, WORDS]
    assert said_of(alice, person) == []


def test_a_manager_who_works_with_the_person_does_not_read_what_is_kept(gives, alice, mona, person):
    gives(alice, person, is_kept=True)
    assign(person, mona, AssignmentRole.CASEWORKER)
    assert list(voices_for(mona)) == []
    with pytest.raises(Hidden):
        voice_for(mona, KeptAnswer.objects.first().ref)


def test_nobody_who_may_read_it_may_write_it(gives, alice, mona, person):
    gives(alice, person, is_kept=True)
    row = KeptAnswer.objects.first()
    assert not any(can(mona, action, row) for action in Action if action is not Action.VIEW)
    assert list(visible(mona, KeptAnswer.objects.all(), Action.RECORD)) == []


def test_nothing_of_the_words_is_in_the_ledger_or_the_trail(gives, alice, person):
    gives(alice, person)
    entry = Entry.objects.get(kind="feedback")
    assert entry.summary == "Gave feedback on how we are doing"
    trail = " ".join(f"{one.subject} {one.details}" for one in Event.objects.all())
    assert WORDS not in trail and "never" not in trail.lower()


def test_the_moment_of_the_programme_is_met_by_an_answer_and_by_a_no(gives, alice, bob, person, send):
    model = next(row for row in load_shipped_models() if row.slug == "jobs-and-relationships")
    on = today() - timedelta(days=200)
    for act in ("answer", "no"):
        other = add_person(send, alice)
        known = {"person": other, "model": model, "site": send, "stage": "on_programme", "enrolled_on": on}
        enrolment = Enrolment.objects.create(**known, added_by=alice)
        refresh_commitments(other)
        key = next(key for key in Commitment.objects.values_list("element", flat=True) if "feedback" in key)
        rows = Commitment.objects.filter(enrolment=enrolment, element=key, met_on__isnull=False)
        assert not rows.exists()
        if act == "answer":
            gives(alice, other, enrolment=enrolment)
        else:
            decline_feedback(by=bob, person=other, how="asked", on=today(), enrolment=enrolment)
        assert rows.exists()


def test_a_no_is_written_down_and_holds_no_words(alice, person):
    row = decline_feedback(by=alice, person=person, how="alone", on=today())
    assert row.declined and row.entry.summary == "Was asked for feedback and chose to say nothing"


def test_whoever_passes_over_everything_said_nothing(alice, person):
    row = open_feedback(by=alice, person=person, how="alone", on=today(), is_kept=False)
    give_answer(by=alice, feedback=row, question="respect")
    assert finish_feedback(by=alice, feedback=row).declined


def test_stopped_half_way_nothing_of_it_is_kept(alice, person):
    row = open_feedback(by=alice, person=person, how="alone", on=today(), is_kept=True)
    give_answer(by=alice, feedback=row, question="differently", words=WORDS)
    assert stop_feedback(by=alice, feedback=row).declined
    assert KeptAnswer.objects.count() == 0


def test_what_is_finished_takes_nothing_more(gives, alice, person):
    row = gives(alice, person)
    with pytest.raises(FeedbackError, match="finished"):
        give_answer(by=alice, feedback=row, question="respect", choice="always")
    assert finish_feedback(by=alice, feedback=row).entry_id == row.entry_id
    assert Entry.objects.filter(kind="feedback").count() == 1


def test_own_workers_do_not_ask_and_colleagues_elsewhere_know_nobody(alice, bob, charlie, person):
    with pytest.raises(FeedbackError, match="colleague"):
        open_feedback(by=alice, person=person, how="asked", on=today(), is_kept=False)
    with pytest.raises(Hidden):
        open_feedback(by=charlie, person=person, how="asked", on=today(), is_kept=False)
    assert open_feedback(by=bob, person=person, how="asked", on=today(), is_kept=True).is_kept


def test_half_an_answer_is_read_by_nobody(alice, mona, person):
    row = open_feedback(by=alice, person=person, how="alone", on=today(), is_kept=True)
    give_answer(by=alice, feedback=row, question="differently", words=WORDS)
    assert list(voices_for(mona)) == []


def test_only_managers_read_quotes(alice, person):
    with pytest.raises(Forbidden):
        voices_for(alice)


def test_an_own_file_takes_the_place_of_the_shipped_one(settings, tmp_path):
    settings.VAR = tmp_path
    own = "feedback: ours\nversion: 2\ntitle: Ours\nquestions:\n  well:\n    ask: What is good?\n"
    (tmp_path / "feedback.yaml").write_text(own)
    assert list(questions().questions) == ["well"]
    (tmp_path / "feedback.yaml").write_text("feedback: ours")
    assert list(questions().questions)[0] == "respect"


# Pages


def url(name, person, *rest):
    return reverse(f"learning:{name}", args=[person.ref, *rest])


def test_the_person_is_told_first_and_what_is_kept_is_not_shown_again(client, alice, person):
    client.force_login(alice)
    page = client.get(url("before", person) + "?how=alone").content.decode()
    for words in ("It changes nothing about the help you get", "You may say nothing at all", "without your name"):
        assert words in page
    client.post(url("before", person) + "?how=alone", {"reads": "keep", "act": "go"})
    row = Feedback.objects.get()
    client.post(url("ask", person, row.ref), {"at": "differently", "answer": WORDS})
    assert WORDS not in client.get(url("ask", person, row.ref) + "?at=differently").content.decode()
    client.post(url("ask", person, row.ref), {"at": "anything", "answer": ""})
    for page_url in (url("person", person), url("thanks", person, row.ref), reverse("desk:person", args=[person.ref])):
        assert WORDS not in client.get(page_url).content.decode()


def test_what_is_told_openly_is_there_to_look_at_again(client, alice, person):
    client.force_login(alice)
    client.post(url("before", person) + "?how=alone", {"reads": "tell", "act": "go"})
    row = Feedback.objects.get()
    client.post(url("ask", person, row.ref), {"at": "differently", "answer": WORDS})
    assert WORDS in client.get(url("ask", person, row.ref) + "?at=differently").content.decode()


def test_a_worker_who_would_ask_is_told_why_not(client, alice, bob, person):
    client.force_login(alice)
    said = {"how": "asked", "on": today().isoformat()}
    assert "let a colleague ask" in client.post(url("start", person), said).content.decode()
    client.force_login(bob)
    assert client.post(url("start", person), said).status_code == 302


def test_the_choice_must_be_made(client, alice, person):
    client.force_login(alice)
    page = client.post(url("before", person), {"act": "go"}).content.decode()
    assert "Choose yes or no" in page
    assert not Feedback.objects.exists()


def test_saying_nothing_needs_no_choice(client, alice, person):
    client.force_login(alice)
    answer = client.post(url("before", person), {"act": "nothing"}, follow=True)
    assert "Nobody will press you" in answer.content.decode()
    assert Feedback.objects.get().declined


def _many(gives, alice, send, number):
    on = quarter_of(today()) - timedelta(days=1)
    for _ in range(number):
        gives(alice, add_person(send, alice), on=on, is_kept=True)


def test_figures_withhold_few_and_tell_many(client, gives, alice, mona, send):
    client.force_login(mona)
    _many(gives, alice, send, 4)
    assert "Withheld" in client.get(reverse("learning:figures")).content.decode()
    _many(gives, alice, send, 2)
    page = client.get(reverse("learning:figures")).content.decode()
    assert "100%" in page and WORDS not in page


@pytest.mark.parametrize("name", ["figures", "voices"])
def test_queries_do_not_grow(client, gives, alice, mona, send, name, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(mona)
    _many(gives, alice, send, 1)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(reverse(f"learning:{name}"))
    _many(gives, alice, send, 7)
    with django_assert_num_queries(len(one)):
        client.get(reverse(f"learning:{name}"))


def test_the_page_of_a_person_asks_as_much_for_many(client, gives, alice, person, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(alice)
    gives(alice, person)
    with CaptureQueriesContext(connection) as one:
        client.get(url("person", person))
    for _ in range(4):
        gives(alice, person)
    with django_assert_num_queries(len(one)):
        client.get(url("person", person))
