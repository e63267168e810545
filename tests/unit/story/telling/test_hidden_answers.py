"""What a reader may not see reaches no page, no count and no paper. Roles × sensitivity."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from throughgate.people.models import Assignment, AssignmentRole
from throughgate.story.models import Answer, FormRun
from throughgate.story.selectors.answers import current_answers_of
from throughgate.story.services.answering import keep_unfinished
from throughgate.story.services.forms import finish_form, open_form

SECRETS = {"standard": "Her daughter Wren", "sensitive": "A letter from Kestrel", "clinical": "A dream of Heron"}
ITEMS = {"standard": "proud-of", "sensitive": "better-not", "clinical": "trigger-plan"}
SEES = {
    "alice": {"standard", "sensitive"},  # the caseworker
    "bob": {"standard"},  # their colleague on the team
    "carol": {"standard", "sensitive", "clinical"},  # the counsellor
    "mona": {"standard", "sensitive", "clinical"},  # manages Carol
    "victor": {"standard"},  # the mentor
}


@pytest.fixture
def told(tell, carols, carol, person, victor, alice):
    """One answer of each sensitivity, an earlier one before each, and a few words typed and not saved."""
    Assignment.objects.create(
        person=person, worker=victor, role=AssignmentRole.MENTOR, from_on="2026-01-05", added_by=alice
    )
    for level, item in ITEMS.items():
        first = tell(item, f"{SECRETS[level]} before", by=carol)
        tell(item, SECRETS[level], by=carol, days=2, seen=first.pk)
    run = open_form(by=carol, person=person, form="first-meeting")
    keep_unfinished(by=carol, run=run, item="safe-now", fields={"q-safe-now": ["yes"]})
    return person


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def everything(client: Client, person) -> str:
    """Every page that could show an answer, one after another."""
    pages = [reverse("story:told", kwargs={"ref": person.ref}), reverse("needs:person", kwargs={"ref": person.ref})]
    for slug in ("first-meeting", "triggers", "health"):
        given = {"ref": person.ref, "slug": slug}
        pages += [reverse(f"story:{name}", kwargs=given) for name in ("form", "paper", "finish")]
    asking = reverse("story:ask", kwargs={"ref": person.ref, "slug": "first-meeting"})
    pages += [f"{asking}?at={item}" for item in (*ITEMS.values(), "safe-now")]
    pages += [reverse("story:answer", kwargs={"ref": person.ref, "item": item}) for item in ITEMS.values()]
    pages += [reverse("story:run", kwargs={"ref": person.ref, "run": run.ref}) for run in FormRun.objects.all()]
    return "\n".join(client.get(page, follow=True).content.decode() for page in pages)


@pytest.mark.parametrize("who", SEES)
def test_each_reader_reads_what_is_theirs_and_nothing_else(who, told, request):
    text = everything(client_of(request.getfixturevalue(who)), told)
    assert {level for level, secret in SECRETS.items() if secret in text} == SEES[who]


@pytest.mark.parametrize("who", SEES)
def test_so_do_the_rules_for_needs(who, told, request):
    items = {one.item for one in current_answers_of(request.getfixturevalue(who), told)}
    assert items == {ITEMS[level] for level in SEES[who]}


def plain(client: Client, person) -> str:
    """The pages without what differs from one request to the next."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", everything(client, person))


@pytest.mark.parametrize("who", ["bob", "victor"])
def test_a_page_does_not_change_with_what_a_closed_answer_says(who, told, tell, carol, request):
    """“Do they take medicine” opens another question; that it is open would tell the answer."""
    reader = client_of(request.getfixturevalue(who))
    first = tell("medication-now", "no", by=carol, days=3)
    tell("self-harm-thoughts", "no", by=carol, days=3)
    before = plain(reader, told)
    tell("medication-now", "yes", by=carol, days=2, seen=first.pk)
    tell("medication-on-release", "not-yet", by=carol, days=2)
    assert plain(reader, told) == before


def test_that_it_was_told_is_said_and_nothing_more(told, bob):
    page = client_of(bob).get(reverse("story:form", kwargs={"ref": told.ref, "slug": "first-meeting"})).content.decode()
    assert "Already told to a colleague. No need to ask." in page
    assert "for one of Jo’s own workers to ask" in " ".join(page.split())


def test_the_story_does_not_hint_at_what_is_closed(told, bob):
    page = client_of(bob).get(reverse("story:told", kwargs={"ref": told.ref})).content.decode()
    assert "Already told" not in page
    assert page.count("tg-told__question") == 1


def test_a_form_that_only_counsellors_fill_in_is_not_named_to_others(carols, carol, alice, tell, person):
    run = open_form(by=carol, person=person, form="triggers")
    tell("what-winds-up", "Queues", by=carol, run=run, days=0)
    finish_form(by=carol, run=run, leaving=True)
    page = client_of(alice).get(reverse("story:told", kwargs={"ref": person.ref})).content.decode()
    assert "Triggers" not in page
    assert client_of(alice).get(reverse("story:run", kwargs={"ref": person.ref, "run": run.ref})).status_code == 404


def test_a_question_that_became_more_closed_closes_its_answers(tell, bob, person):
    """Written down in an earlier bank, which called it standard."""
    tell("better-not", "Her brother")
    Answer.objects.update(sensitivity="standard")
    assert "Her brother" not in everything(client_of(bob), person)
    assert current_answers_of(bob, person) == []


def test_nobody_is_asked_or_answers_what_they_may_not_hear(told, bob):
    """Not even by posting what the page did not offer."""
    page = reverse("story:ask", kwargs={"ref": told.ref, "slug": "first-meeting"})
    client_of(bob).post(page, {"item": "safe-now", "q-safe-now": "yes", "action": "save"})
    assert not Answer.objects.filter(item="safe-now").exists()
    answer = reverse("story:answer", kwargs={"ref": told.ref, "item": "safe-now"})
    assert client_of(bob).get(answer).status_code == 404
