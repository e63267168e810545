"""What the pages cost, what is counted, and which programmes a form meets."""

from datetime import date
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.unit.casework.conftest import MODEL
from tests.unit.story.telling.conftest import FORM
from throughgate.programmes.models import Enrolment, ModelStatus, ProgrammeModel
from throughgate.programmes.services import refresh_commitments
from throughgate.story.models import FormRun
from throughgate.story.services.forms import finish_form


@pytest.mark.parametrize("path", ["told", "form", "paper"])
def test_as_many_queries_however_much_is_known(as_alice, url, told_url, path, tell, django_assert_num_queries, run):
    page = told_url if path == "told" else url(path)
    few = _queries(as_alice, page)
    for item in ("proud-of", "told-too-often", "what-brings-you", "what-matters-most"):
        first = tell(item, "Words")
        tell(item, "Other words", days=1, seen=first.pk, run=run)
    assert _queries(as_alice, page) == few


def _queries(client, page) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(page).status_code == 200
    return len(seen)


def test_asking_takes_as_many_queries_for_a_page_of_one_as_of_many(as_alice, url, run):
    one = _queries(as_alice, f"{url('ask')}?by=one")
    assert _queries(as_alice, f"{url('ask')}?by=section&at=talking") == one


def test_figures_for_a_manager_and_for_a_worker(as_user, alice, bob, mona, tell, run):
    page = reverse("story:figures")
    assert "Nothing to count" in as_user(mona).get(page).content.decode()
    tell("proud-of", "Her daughter", days=0, run=run)
    tell("proud-of", "Her drawings", by=bob, days=0)
    finish_form(by=alice, run=run, leaving=True)
    whole = as_user(mona).get(page).context
    assert [(one.name, one.forms, one.asked, one.twice) for one in whole["workers"]] == [
        ("Alice Example", 1, 1, 0),
        ("Bob Example", 0, 0, 1),
    ]
    own = as_user(bob).get(page).context
    assert (own["whole"].forms, own["whole"].twice, own["workers"]) == (0, 1, [])


def test_a_programme_that_asks_for_the_form_is_met(as_alice, url, person, programme, run, tell):
    enrolment = programme("made-up")
    assert "Made up asks for it" in as_alice.get(url("form")).content.decode()
    tell("proud-of", "Her daughter", days=0, run=run)
    answer = as_alice.post(url("finish"), {"leaving": "on"})
    assert FormRun.objects.get().enrolment == enrolment
    assert "Their story" in as_alice.get(answer["Location"]).content.decode()


def test_two_programmes_that_ask_are_both_met_by_one_filling_in(as_alice, url, person, programme, run, tell):
    both = [programme("made-up"), programme("made-up-too")]
    tell("proud-of", "Her daughter", days=0, run=run)
    as_alice.post(url("finish"), {"leaving": "on"})
    assert FormRun.objects.get().entry.enrolment is None
    met = [enrolment.commitments.get(element="story").met_by_id for enrolment in both]
    assert met == [FormRun.objects.get().entry_id] * 2


@pytest.fixture
def programme(person, alice):
    """A programme that asks for this form."""

    def _programme(slug: str) -> Enrolment:
        text = MODEL.replace("form: their-story", f"form: {FORM}").replace("model: made-up", f"model: {slug}")
        model = ProgrammeModel.objects.create(
            slug=slug, version=1, title="Made up", source=text, sha256=sha256(text.encode()).hexdigest(),
            status=ModelStatus.PUBLISHED,
        )  # fmt: skip
        enrolment = Enrolment.objects.create(
            person=person, model=model, site=person.site, stage="on_programme", enrolled_on=date(2026, 9, 1),
            added_by=alice,
        )  # fmt: skip
        refresh_commitments(person)
        return enrolment

    return _programme
