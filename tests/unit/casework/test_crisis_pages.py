"""The pages of a crisis, as each reader gets them."""

from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughgate.access.policy import Sensitivity
from throughgate.audit.models import Event
from throughgate.casework.models import Crisis
from throughgate.casework.services import Attendance
from throughgate.casework.services.crisis import describe_crisis, raise_crisis, see_crisis, step_down_crisis
from throughgate.people.models import Assignment, AssignmentRole, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def crisis(bob, person):
    return raise_crisis(by=bob, person=person, kind="danger-to-self", what="Said that nothing is left")


def url(name, crisis):
    return reverse(f"crisis:{name}", kwargs={"ref": crisis.ref})


def queries(client, path):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


# -- raising --------------------------------------------------------------------------------------------------------


def test_from_a_persons_page_the_second_tap_raises(as_, alice, person):
    client = as_(alice)
    page = client.get(reverse("desk:person", kwargs={"ref": person.ref})).content.decode()
    link = f"{reverse('crisis:raise')}?person={person.ref}"
    assert link in page
    form = client.get(link).context["form"]
    answered = {name: form[name].value() for name in ("kind", "token")}
    raised = client.post(link, answered)
    assert raised.status_code == 302
    crisis = Crisis.objects.get()
    assert raised["Location"] == url("crisis", crisis)
    assert (crisis.kind, crisis.level, crisis.sensitivity) == ("other", "today", Sensitivity.SENSITIVE)


def test_the_same_form_sent_twice_raises_once(as_, alice, person):
    client, said = as_(alice), {"kind": "relapse", "token": str(uuid4())}
    for _ in range(2):
        assert client.post(f"{reverse('crisis:raise')}?person={person.ref}", said).status_code == 302
    assert Crisis.objects.count() == 1


def test_from_nowhere_in_particular_who_it_is_about_is_asked(as_, alice, person):
    client = as_(alice)
    refused = client.post(reverse("crisis:raise"), {"kind": "relapse"})
    assert "Choose who it is about" in refused.content.decode()
    client.post(reverse("crisis:raise"), {"kind": "relapse", "person": person.ref})
    assert Crisis.objects.get().person == person


def test_from_a_contact_it_says_which(as_, alice, person, record):
    contact = record()
    page = as_(alice).get(reverse("casework:contact", kwargs={"ref": contact.ref})).content.decode()
    link = f"{reverse('crisis:raise')}?person={person.ref}&amp;contact={contact.ref}"
    assert link in page
    as_(alice).post(link.replace("&amp;", "&"), {"kind": "relapse"})
    assert Crisis.objects.get().contact == contact


def test_the_record_form_leads_there(as_, alice, person):
    page = as_(alice).get(f"{reverse('casework:record')}?person={person.ref}").content.decode()
    assert f"{reverse('crisis:raise')}?person={person.ref}" in page


def test_what_more_is_said_is_kept(as_, alice, person):
    said = {"kind": "relapse", "level": "now", "what": "Drank", "sensitivity": "standard", "review_on": "2026-11-24"}
    as_(alice).post(f"{reverse('crisis:raise')}?person={person.ref}", said)
    crisis = Crisis.objects.get()
    assert (crisis.level, crisis.what, crisis.sensitivity, str(crisis.review_on)) == (
        "now",
        "Drank",
        "standard",
        "2026-11-24",
    )


def test_a_day_that_cannot_be_is_said_beside_it_with_the_details_open(as_, alice, person):
    path = f"{reverse('crisis:raise')}?person={person.ref}"
    answer = as_(alice).post(path, {"kind": "relapse", "review_on": "2026-01-01"})
    assert "cannot be in the past" in answer.content.decode()
    assert not Crisis.objects.exists()


def test_one_that_is_open_already_is_shown_before_another_is_raised(as_, alice, crisis, person):
    page = as_(alice).get(f"{reverse('crisis:raise')}?person={person.ref}").content.decode()
    assert "One is open already" in page and url("crisis", crisis) in page


# -- the banner -----------------------------------------------------------------------------------------------------


def test_it_stands_on_top_of_every_page_of_those_told_until_seen(as_, alice, crisis):
    client = as_(alice)
    for path in ("/", reverse("people:list")):
        assert "Danger to themselves: Jo Vale" in client.get(path).content.decode()
    answer = client.post(url("seen", crisis), {"next": "/"})
    assert answer["Location"] == "/"
    assert "Danger to themselves: Jo Vale" not in client.get("/").content.decode()


def test_nobody_else_has_it(as_, bob, charlie, eve, crisis):
    for user in (bob, charlie, eve):
        assert "anger to themselves" not in as_(user).get("/").content.decode()


def test_the_banner_costs_the_same_for_one_as_for_many(as_, alice, mona, bob, person):
    client = as_(alice)
    raise_crisis(by=bob, person=person)
    client.get("/")
    one = queries(client, reverse("people:list"))
    for _ in range(4):
        raise_crisis(by=bob, person=person)
    assert queries(client, reverse("people:list")) == one


def test_with_nothing_open_a_page_asks_one_query_more(as_, alice):
    client = as_(alice)
    client.get(reverse("web:accessibility"))
    with CaptureQueriesContext(connection) as caught:
        client.get(reverse("web:accessibility"))
    assert sum("crisistold" in query["sql"] for query in caught) == 1


def test_a_name_is_never_in_a_title(as_, alice, crisis):
    for path in (url("crisis", crisis), "/crisis/", url("step_down", crisis)):
        title = as_(alice).get(path).content.decode().partition("<title>")[2].partition("</title>")[0]
        assert "Jo" not in title and "Vale" not in title and "themselves" not in title


# -- one crisis -----------------------------------------------------------------------------------------------------


def test_its_page_says_what_to_do_first_and_whom_to_ring(as_, alice, crisis):
    page = as_(alice).get(url("crisis", crisis)).content.decode()
    assert "Asking does not make it likelier" in page
    assert 'href="tel:116123"' in page and 'href="tel:999"' in page
    assert "Said that nothing is left" in page and "Not seen yet" in page


def test_whoever_raised_it_and_may_not_read_it_gets_no_word_of_it(as_, bob, crisis):
    page = as_(bob).get(url("crisis", crisis)).content.decode()
    assert "Asking does not make it likelier" in page and "Alice Example" in page
    assert "nothing is left" not in page and "Step down" not in page
    assert as_(bob).get(url("describe", crisis)).status_code == 404


def test_what_others_say_of_it_since_does_not_reach_whoever_raised_it(as_, alice, bob, crisis):
    as_(alice).post(url("describe", crisis), {"kind": "missing", "level": "week", "what": "Not at home"})
    page = as_(bob).get(url("crisis", crisis)).content.decode()
    assert "Asking does not make it likelier" in page
    assert "hospital" not in page and "This week" not in page


def test_after_it_is_stepped_down_whoever_raised_it_learns_only_that(as_, alice, bob, crisis):
    step_down_crisis(by=alice, crisis=crisis, learned="Ask on Fridays")
    page = as_(bob).get(url("crisis", crisis)).content.decode()
    assert "Stepped down" in page and "Ask on Fridays" not in page


def test_whoever_steps_down_second_keeps_their_words(as_, alice, mona, crisis):
    step_down_crisis(by=mona, crisis=crisis, learned="Ask on Fridays")
    client, words = as_(alice), {"learned": "Ring his sister first", "helped": "His nan"}
    page = client.post(url("step_down", crisis), words, follow=True).content.decode()
    assert "Mona Example had stepped it down before. What you wrote stands beside what they wrote." in page
    page = client.get(url("crisis", crisis)).content.decode()
    assert all(said in page for said in ("Ask on Fridays", "Ring his sister first", "His nan"))


def test_once_it_is_over_anybody_working_with_them_adds_what_they_learned(as_, alice, mona, crisis):
    step_down_crisis(by=mona, crisis=crisis, learned="Ask on Fridays")
    client = as_(alice)
    assert url("step_down", crisis) in client.get(url("crisis", crisis)).content.decode()
    assert "Mona Example has stepped it down. What you write" in client.get(url("step_down", crisis)).content.decode()
    client.post(url("step_down", crisis), {"learned": "Ring his sister first"})
    assert "Ring his sister first" in client.get("/crisis/").content.decode().partition("What we learned")[2]
    assert "crisis.learned_more" in Event.objects.values_list("action", flat=True)


def test_what_is_written_of_one_that_is_over_still_stands_there(as_, alice, mona, crisis):
    step_down_crisis(by=mona, crisis=crisis, learned="Ask on Fridays")
    page = as_(alice).post(url("review", crisis), {"because": "Still low", "review_on": "2026-11-25"}).content.decode()
    assert "Still low</textarea>" in page and "Add what you learned" in page


def test_outside_our_hours_it_says_whom_to_ring_after_what_to_do_first(as_, alice, crisis, monkeypatch):
    monkeypatch.setattr("throughgate.casework.views.crisis_words.is_out_of_hours", lambda now, hours: True)
    page = as_(alice).get(url("crisis", crisis)).content.decode()
    assert page.index("Do this first") < page.index("nobody is set who is on then") < page.index("Ring Mona Example")


def test_a_managers_number_stands_among_those_to_ring(as_, alice, mona, crisis, monkeypatch):
    monkeypatch.setattr("throughgate.casework.views.crisis_words.is_out_of_hours", lambda now, hours: True)
    type(mona).objects.filter(pk=mona.pk).update(phone="01483 000111")
    page = as_(alice).get(url("crisis", crisis)).content.decode()
    assert 'href="tel:01483000111"' in page and "Ring a manager at the number above" in page


def test_its_step_down_says_what_is_stepped_down(as_, alice, crisis):
    assert "Step the crisis down</h1>" in as_(alice).get(url("step_down", crisis)).content.decode()


def test_its_page_and_the_persons_page_say_that_it_is_a_crisis(as_, alice, crisis, person):
    type(crisis).objects.filter(pk=crisis.pk).update(kind="other")
    for address in (url("crisis", crisis), reverse("desk:person", args=[person.ref])):
        assert "Crisis: something else, or not sure yet" in as_(alice).get(address).content.decode()


def test_said_more_of_it_is_read_anew(as_, alice, crisis):
    answer = as_(alice).post(url("describe", crisis), {"kind": "missing", "level": "today", "what": "Not at home"})
    assert answer["Location"] == url("crisis", crisis)
    assert "Not at home" in as_(alice).get(url("crisis", crisis)).content.decode()


def test_it_goes_on_and_is_stepped_down(as_, alice, crisis):
    client = as_(alice)
    client.post(url("review", crisis), {"because": "Still low", "review_on": "2026-11-25"})
    assert "Still low" in client.get(url("crisis", crisis)).content.decode()
    assert "Say what was learned" in client.post(url("step_down", crisis), {"learned": ""}).content.decode()
    client.post(url("step_down", crisis), {"learned": "Ask on Fridays", "helped": "His nan"})
    page = client.get(url("crisis", crisis)).content.decode()
    assert "Ask on Fridays" in page and "His nan" in page and "Do this first" not in page


def test_a_line_of_today_leads_to_the_right_page(as_, alice, crisis):
    client = as_(alice)
    review, promise = crisis.review_promise, crisis.promises.first()
    to_review = client.get(reverse("crisis:promised", kwargs={"ref": review.ref}))
    assert to_review["Location"] == url("review", crisis)
    assert client.post(reverse("crisis:promise_kept", kwargs={"ref": review.ref}))["Location"] == url("review", crisis)
    client.post(reverse("crisis:promise_kept", kwargs={"ref": promise.ref}))
    promise.refresh_from_db()
    assert promise.met_on


# -- lists ----------------------------------------------------------------------------------------------------------


def test_the_board_shows_what_is_open_and_what_was_learned_without_names(as_, mona, alice, person, bob):
    old = raise_crisis(by=bob, person=person, kind="relapse")
    step_down_crisis(by=alice, crisis=old, learned="Ring on the day of the benefit")
    raise_crisis(by=bob, person=person, kind="missing")
    page = as_(mona).get("/crisis/").content.decode()
    assert "Missing, or no contact" in page and "Ring on the day of the benefit" in page
    learned = page.partition("What we learned")[2].partition("Stepped down in the last year")[0]
    assert "Jo Vale" not in learned


def test_the_board_of_somebody_elsewhere_is_empty(as_, charlie, crisis):
    page = as_(charlie).get("/crisis/").content.decode()
    assert "Nothing is open" in page and "Vale" not in page


def test_the_board_asks_as_often_for_one_as_for_many(as_, mona, bob, alice, send, person):
    client = as_(mona)
    raise_crisis(by=bob, person=person)
    client.get("/crisis/")
    one = queries(client, "/crisis/")
    for name in ("Ann", "Ben", "Cat"):
        other = Person.objects.create(given_name=name, family_name="Moss", site=send, created_by=alice)
        Assignment.objects.create(
            person=other, worker=alice, role=AssignmentRole.CASEWORKER, from_on="2026-01-05", added_by=alice
        )
        raise_crisis(by=bob, person=other)
    assert queries(client, "/crisis/") == one


def test_a_persons_crises(as_, alice, bob, person, crisis):
    client = as_(alice)
    path = reverse("crisis:of_person", kwargs={"ref": person.ref})
    assert client.get(path)["Location"] == url("crisis", crisis)
    assert "Danger to themselves" in client.get(path + "?all=1").content.decode()
    assert "Nothing was raised" in as_(bob).get(path).content.decode()


def test_the_letter_leads_to_the_board(as_, bob, alice, person, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        as_(bob).post(f"{reverse('crisis:raise')}?person={person.ref}", {"kind": "relapse"})
    assert mail.outbox[0].to == [alice.email]
    assert "http://testserver/crisis/" in mail.outbox[0].body


def test_whoever_raised_it_has_no_button_to_say_that_it_was_seen(as_, alice, person):
    crisis = raise_crisis(by=alice, person=person, kind="relapse")
    client = as_(alice)
    assert url("seen", crisis) not in client.get(url("crisis", crisis)).content.decode()
    page = client.post(url("seen", crisis), follow=True).content.decode()
    assert "It waits for somebody else to see it" in page and "Not seen yet" in page


def test_the_page_says_who_saw_it_before_it_got_worse(as_, bob, alice, person):
    crisis = raise_crisis(by=bob, person=person, kind="missing", level="week")
    see_crisis(by=alice, crisis=crisis)
    describe_crisis(by=alice, crisis=crisis, kind="missing", level="now", what="")
    page = as_(alice).get(url("crisis", crisis)).content.decode()
    assert "Seen before it got worse" in page and "Worse than was thought" in page and url("seen", crisis) in page


def test_the_contact_it_was_raised_from_is_a_link_only_for_its_readers(as_, carol, alice, carols, record):
    part = Attendance(person=carols, note="Said in therapy", sensitivity=Sensitivity.CLINICAL)
    contact = record(by=carol, kind="individual-therapy", people=[part])
    crisis = raise_crisis(by=carol, person=carols, kind="relapse", contact=contact)
    link = reverse("casework:contact", kwargs={"ref": contact.ref})
    assert link in as_(carol).get(url("crisis", crisis)).content.decode()
    assert link not in as_(alice).get(url("crisis", crisis)).content.decode()


def test_looking_at_the_board_is_audited_and_names_nobody(as_, alice, crisis):
    as_(alice).get(reverse("crisis:board"))
    event = Event.objects.get(action="crisis.listed")
    assert (event.by, event.person_ref, event.details) == (alice, "", {"crises": 1})
