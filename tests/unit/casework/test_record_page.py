from datetime import date, datetime, time, timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.unit.casework.clocks import set_clock
from throughgate.access.policy import Sensitivity
from throughgate.audit.models import Event
from throughgate.casework.models import Contact, ContactPerson, FollowUp
from throughgate.people.models import Assignment, Person
from throughgate.record.models import Draft
from throughgate.record.selectors import effective

URL = "/contacts/record/"


@pytest.fixture
def day(today) -> str:
    return today.isoformat()


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def said(person, day):
    """What a browser posts for the shortest contact."""
    first = {"person": person.ref, "kind": "one-to-one", "on": day, "happened": "yes", "note": "We talked"}
    return first | {"level": "standard", "rows": "1"}


def _messages(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_a_contact_is_recorded_and_leads_back_to_the_person(as_alice, person, said):
    answer = as_alice.post(URL, said)
    assert (answer.status_code, answer.url) == (302, reverse("desk:person", kwargs={"ref": person.ref}))
    assert ContactPerson.objects.get().note == "We talked"
    assert _messages(answer) == ["Recorded."]


def test_it_leads_back_to_where_one_came_from_and_nowhere_else(as_alice, person, said):
    assert as_alice.post(URL, said | {"next": "/"}).url == "/"
    assert as_alice.post(URL, said | {"next": "https://evil.example/"}).url == reverse(
        "desk:person", kwargs={"ref": person.ref}
    )


def test_the_page_is_filled_in_from_its_address(as_alice, person, enrolment):
    page = as_alice.get(URL, {"person": person.ref, "kind": "visit"}).content.decode()
    assert "with Jo Vale" in page
    assert 'value="visit"' in page
    assert "Jo" not in page[page.index("<title>") : page.index("</title>")]


def test_opening_the_page_is_audited(as_alice, alice, person):
    as_alice.get(URL, {"person": person.ref})
    assert Event.objects.get(action="person.read").by == alice


@pytest.mark.parametrize(
    ("user", "status"), [("alice", 200), ("bob", 200), ("mona", 200), ("carol", 200), ("charlie", 404)]
)
def test_who_may_open_it(client, user, status, person, request):
    client.force_login(request.getfixturevalue(user))
    assert client.get(URL, {"person": person.ref}).status_code == status


@pytest.mark.parametrize("user", ["eve", "ada"])
def test_those_without_people_record_nothing(client, user, person, said, request):
    client.force_login(request.getfixturevalue(user))
    assert client.get(URL).status_code == client.post(URL, said).status_code == 403


def test_an_id_that_was_slipped_in_records_nothing(client, charlie, said):
    client.force_login(charlie)
    answer = client.post(URL, said)
    assert answer.status_code == 200
    assert "Choose at least one person" in answer.content.decode() or "not one of the people" in answer.content.decode()
    assert not Contact.objects.exists()


def test_errors_keep_what_was_typed(as_alice, said, day):
    answer = as_alice.post(URL, said | {"happened": "no", "minutes": "other", "on": "other", "other_on_day": "31"})
    page = answer.content.decode()
    assert "There is a problem" in page
    assert "We talked" in page
    assert 'value="31"' in page
    assert not Contact.objects.exists()


def test_all_that_is_wrong_is_said_at_once(as_alice, said, person, day):
    tomorrow = timezone.localdate() + timedelta(days=1)
    late = {"on": tomorrow.isoformat(), f"{person.ref}-attended": "late", "minutes": "other", "promise0-what": "Ring"}
    errors = as_alice.post(URL, said | late).context["form"].errors
    assert set(errors) == {"on", f"{person.ref}-reason", "minutes_other"}
    assert set(as_alice.post(URL, said | {"kind": "other", "happened": "no"}).context["form"].errors) == {
        "other_kind",
        "why_not",
    }


def test_called_off_needs_no_answers_about_who_came(as_alice, said, person):
    as_alice.post(
        URL, said | {"happened": "no", "why_not": "logistics", f"{person.ref}-attended": "late", "minutes": "60"}
    )
    assert not effective().get().happened


def test_did_not_come_with_the_reason(as_alice, said, person):
    as_alice.post(
        URL, said | {f"{person.ref}-attended": "no", f"{person.ref}-why": "acceptable", f"{person.ref}-reason": "Ill"}
    )
    part = ContactPerson.objects.get()
    assert (part.attended, part.why, part.reason) == ("no", "acceptable", "Ill")


def test_a_day_chosen_before_midnight_holds_after_it(as_alice, said):
    yesterday = timezone.localdate() - timedelta(days=1)
    as_alice.post(URL, said | {"on": yesterday.isoformat()})
    assert Contact.objects.get().on == yesterday


def test_after_midnight_the_evening_before_is_offered_first(as_alice, person, said, monkeypatch, today):
    set_clock(monkeypatch, datetime.combine(today, time(0, 20)))
    form = as_alice.get(URL, {"person": person.ref}).context["form"]
    assert form["on"].value() == "2026-11-19"
    assert [label for _, label in form.fields["on"].choices] == [
        "Last night, Thu 19 Nov",
        "Since midnight, Fri 20 Nov",
        "Another day",
    ]
    as_alice.post(URL, said | {"on": "2026-11-19", "at": "23:45", "minutes": "60"})
    assert (Contact.objects.get().on, Contact.objects.get().at) == (date(2026, 11, 19), time(23, 45))


def test_something_else_another_length_another_day_another_time(as_alice, said):
    other = {"kind": "other", "other_kind": "couple-session", "minutes": "other", "minutes_other": "75", "at": "23:45"}
    as_alice.post(
        URL, said | other | {"on": "other", "other_on_day": "3", "other_on_month": "Nov", "other_on_year": "2025"}
    )
    contact = Contact.objects.get()
    assert (contact.kind, contact.minutes, contact.on, contact.at.hour) == ("couple-session", 75, date(2025, 11, 3), 23)


def test_a_double_tap_saves_one_contact(as_alice, said):
    token = "0c5d9f5e-5a0f-4a4e-9d4b-0a6f7a8d1e11"
    for _ in range(2):
        assert as_alice.post(URL, said | {"token": token}).status_code == 302
    assert Contact.objects.count() == 1


def test_it_is_for_the_programme_chosen_and_says_what_it_met(as_alice, said, enrolment):
    answer = as_alice.post(URL, said | {"programme": "made-up"})
    assert effective().get().enrolment == enrolment
    assert _messages(answer) == ["Recorded. This meets: First meeting."]


def test_programme_and_minutes_are_filled_in_from_the_enrolment(as_alice, person, enrolment):
    asked = {"person": person.ref, "kind": "one-to-one", "enrolment": enrolment.ref}
    form = as_alice.get(URL, asked).context["form"]
    assert form["programme"].value() == "made-up"
    assert (form["minutes"].value(), form["minutes_other"].value()) == ("other", 75)


def test_promises_stand_with_their_day(as_alice, alice, said, day):
    as_alice.post(URL, said | {"promise0-what": "Ring OMU", "promise0-on": day})
    row = FollowUp.objects.get().promise
    assert (row.title, row.by_on.isoformat(), row.worker) == ("Ring OMU", day, alice)


def test_a_promise_without_a_day_is_asked_for_it(as_alice, said):
    answer = as_alice.post(URL, said | {"promise0-what": "Ring OMU", "promise0-on": "other"})
    assert "promise0-day" in answer.context["form"].errors


def test_another_promise_is_one_button_away_and_nothing_is_lost(as_alice, said):
    page = as_alice.post(URL, said | {"action": "more", "promise0-what": "Ring OMU"}).content.decode()
    assert "promise1-what" in page
    assert "Ring OMU" in page
    assert "There is a problem" not in page


def test_somebody_else_is_found_and_added_without_script(as_alice, said, sam, person):
    page = as_alice.post(URL, said | {"action": "find", "find": "samir"}).content.decode()
    assert f'value="{sam.ref}"' in page
    assert "We talked" in page
    as_alice.post(URL, said | {"person": [person.ref, sam.ref], f"{sam.ref}-note": "Quiet"})
    notes = {part.person: part.note for part in ContactPerson.objects.all()}
    assert notes == {person: "We talked", sam: "We talked\n\nQuiet"}


def test_people_who_may_not_be_known_are_not_found(client, bob, said, sam):
    client.force_login(bob)
    assert sam.ref not in client.post(URL, said | {"action": "find", "find": "samir"}).content.decode()


def test_a_shared_note_that_names_one_of_them_is_stopped_until_it_is_meant(as_alice, said, sam, person):
    both = said | {"person": [person.ref, sam.ref], "note": "Samira and Jo talked"}
    answer = as_alice.post(URL, both)
    assert "names Samira" in answer.content.decode()
    assert not Contact.objects.exists()
    assert as_alice.post(URL, both | {"names_meant": "on"}).status_code == 302


def test_a_counsellors_note_is_clinical_unless_they_say_otherwise(client, carol, carols, said):
    client.force_login(carol)
    page = client.get(URL, {"person": carols.ref})
    assert page.context["form"]["level"].value() == Sensitivity.CLINICAL
    assert client.post(URL, said | {"level": ""}).context["form"].errors["level"]
    client.post(URL, said | {"level": "clinical"})
    assert effective().get().sensitivity == Sensitivity.CLINICAL


def test_levels_are_offered_only_to_those_who_may_write_them(as_alice, client, bob, person, said):
    assert [code for code, _ in as_alice.get(URL, {"person": person.ref}).context["form"].fields["level"].choices] == [
        "standard",
        "sensitive",
    ]
    client.force_login(bob)
    assert "level" not in client.get(URL, {"person": person.ref}).context["form"].fields
    client.post(URL, said | {"level": "clinical"})
    assert effective().get().sensitivity == Sensitivity.STANDARD


def test_from_nowhere_in_particular_one_chooses_who_first(as_alice, person, sam):
    assert person.ref in as_alice.get(URL).content.decode()
    answer = as_alice.post("/contacts/record/who/", {"person": [person.ref, sam.ref], "action": "choose"})
    assert answer.url == f"{URL}?person={person.ref}&person={sam.ref}"
    assert "Choose at least one person" in as_alice.post("/contacts/record/who/", {"action": "choose"}).content.decode()


def test_looking_for_somebody_puts_no_name_in_an_address(client, bob, person):
    client.force_login(bob)
    answer = client.post("/contacts/record/who/", {"find": "vale", "action": "find"})
    assert person.ref in answer.content.decode()
    assert answer.wsgi_request.GET.urlencode() == ""


def test_the_page_costs_the_same_however_many_people_there_are(as_alice, alice, send, person):

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert as_alice.get(URL, {"person": person.ref}).status_code == 200
            assert as_alice.get(URL).status_code == 200
        return len(queries)

    def add(number: int) -> None:
        for n in range(number):
            one = Person.objects.create(given_name="A", family_name=f"B{n}", site=send, created_by=alice)
            Assignment.objects.create(
                person=one, worker=alice, role="caseworker", from_on=date(2026, 1, 1), added_by=alice
            )

    add(3)
    first = cost()
    add(27)
    assert cost() == first


# Drafts


def test_what_is_typed_is_kept_and_offered_again(as_alice, alice, said, person):
    draft = said | {
        "draft": f"contact:{person.ref}",
        "asked": "kind=visit",
        "token": "0c5d9f5e-5a0f-4a4e-9d4b-0a6f7a8d1e11",
    }
    assert as_alice.post("/contacts/draft/", draft).status_code == 204
    page = as_alice.get(URL, {"person": person.ref})
    assert "You have an unfinished" in page.content.decode()
    again = as_alice.get(f"/contacts/draft/{Draft.objects.get().pk}/", follow=True)
    assert again.redirect_chain[0][0] == f"{URL}?person={person.ref}&kind=visit&resume={Draft.objects.get().pk}"
    assert "We talked" in again.content.decode()
    assert draft["token"] in again.content.decode()
    assert "There is a problem" not in again.content.decode()


def test_a_session_that_ends_loses_nothing(as_alice, alice, said, person):
    as_alice.post("/contacts/draft/", said | {"draft": f"contact:{person.ref}"})
    as_alice.logout()
    assert as_alice.post(URL, said).status_code == 302
    as_alice.force_login(alice)
    assert "We talked" in as_alice.get(f"/contacts/draft/{Draft.objects.get().pk}/", follow=True).content.decode()


def test_beginning_anew_does_not_write_over_the_draft_that_waits(as_alice, said, person):
    as_alice.post("/contacts/draft/", said | {"draft": f"contact:{person.ref}"})
    fresh = as_alice.get(URL, {"person": person.ref}).context["draft_form"]
    assert fresh == f"contact:{person.ref}+2"
    as_alice.post("/contacts/draft/", said | {"draft": fresh, "note": "Another talk"})
    assert {d.fields["note"][0] for d in Draft.objects.all()} == {"We talked", "Another talk"}
    assert len(as_alice.get(URL, {"person": person.ref}).context["drafts"]) == 2
    as_alice.post(URL, said | {"draft": fresh})
    assert Draft.objects.get().fields["note"] == ["We talked"]


def test_saving_uses_the_draft_up_even_if_its_last_words_come_late(as_alice, said, person):
    draft = said | {"draft": f"contact:{person.ref}", "token": "0c5d9f5e-5a0f-4a4e-9d4b-0a6f7a8d1e11"}
    as_alice.post("/contacts/draft/", draft)
    as_alice.post(URL, draft)
    assert not Draft.objects.exists()
    assert as_alice.post("/contacts/draft/", draft).status_code == 204
    assert not Draft.objects.exists()


def test_without_script_there_is_a_button(as_alice, said, person):
    answer = as_alice.post(URL, said | {"draft": f"contact:{person.ref}", "action": "draft"})
    assert answer.status_code == 302
    assert Draft.objects.get().fields["note"] == ["We talked"]
    assert not Contact.objects.exists()


def test_a_draft_can_be_thrown_away(as_alice, said, person):
    as_alice.post("/contacts/draft/", said | {"draft": f"contact:{person.ref}"})
    answer = as_alice.post("/contacts/draft/discard/", {"draft": f"contact:{person.ref}", "next": URL})
    assert answer.url == URL
    assert not Draft.objects.exists()


def test_drafts_of_others_and_of_unknown_forms_are_refused(as_alice, client, bob, said, person):
    as_alice.post("/contacts/draft/", said | {"draft": f"contact:{person.ref}"})
    assert as_alice.post("/contacts/draft/", said | {"draft": "anything:x"}).status_code == 400
    client.force_login(bob)
    assert client.get(f"/contacts/draft/{Draft.objects.get().pk}/").status_code == 404
    client.post("/contacts/draft/discard/", {"draft": f"contact:{person.ref}"})
    assert Draft.objects.count() == 1
    assert "unfinished" not in client.get(URL, {"person": person.ref}).content.decode()
