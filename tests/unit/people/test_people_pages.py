import re
from datetime import date

import pytest
from django.urls import reverse

from throughgate.audit.models import Event
from throughgate.people.models import Assignment, Identifier, Person
from throughgate.people.services import add_identifier, add_to_circle, change_details, note_date
from throughgate.record.models import Entry

DAY = {"on_day": "2", "on_month": "2", "on_year": "2026"}
SURE = {"sure": "2026-02-02"}  # the day has passed


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def as_mona(client, mona):
    client.force_login(mona)
    return client


def url(name: str, person: Person | None = None, **more) -> str:
    return reverse(f"people:{name}", kwargs={**({"ref": person.ref} if person else {}), **more})


def adding(send, **more) -> dict[str, str]:
    return {"given_name": "Robin", "family_name": "Ash", "site": str(send.pk), **more}


PAGES = [
    "details",
    "identifiers",
    "custody",
    "note_date",
    "record_move",
    "add_condition",
    "record_sentence",
    "around",
    "add_to_circle",
]


@pytest.mark.parametrize("name", PAGES)
def test_pages_open_and_are_audited(name, as_alice, person):
    response = as_alice.get(url(name, person))
    assert response.status_code == 200
    assert Event.objects.filter(action="person.read", person_ref=person.ref).count() == 1


@pytest.mark.parametrize("name", PAGES)
def test_titles_name_nobody(name, as_alice, person):
    title = as_alice.get(url(name, person)).content.decode().split("<title>")[1].split("</title>")[0]
    assert not {"Jordan", "Vale", "Jo "} & set(title.split())


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_hidden_from_a_worker_elsewhere(name, client, charlie, person):
    client.force_login(charlie)
    assert client.get(url(name, person)).status_code == 404


def test_a_colleague_reads_custody_without_buttons(client, bob, person):
    client.force_login(bob)
    page = client.get(url("custody", person)).content.decode()
    assert url("record_move", person) not in page


def test_adding_a_person(as_alice, send):
    response = as_alice.post(url("add"), adding(send, pnc="81/34u", born_on="1990-03-12"))
    person = Person.objects.get()
    assert response.url == reverse("desk:person", kwargs={"ref": person.ref})
    assert person.identifiers.get().value == "1981/0000034U"


def test_adding_with_a_wrong_letter_keeps_what_was_typed(as_alice, send):
    page = as_alice.post(url("add"), adding(send, pnc="81/34K")).content.decode()
    assert "The check letter of this PNC should be U, not K." in page
    assert 'value="81/34K"' in page
    assert not Person.objects.exists()


def test_sending_the_form_twice_adds_one(as_alice, send):
    reserved = as_alice.get(url("add")).context["form"].initial["reserved"]
    first, second = (as_alice.post(url("add"), adding(send, reserved=reserved)) for _ in range(2))
    assert first.url == second.url
    assert Person.objects.count() == 1


def test_somebody_who_may_be_known_is_asked_about_first(as_alice, send, person):
    data = {"given_name": "Jordan", "family_name": "Vale", "site": str(send.pk)}
    page = as_alice.post(url("add"), data).content.decode()
    assert "We may know them already" in page
    assert Person.objects.count() == 1
    as_alice.post(url("add"), {**data, "someone_else": "on"})
    assert Person.objects.count() == 2


def test_a_number_on_another_record_leads_there(as_alice, alice, send, person):
    add_identifier(by=alice, person=person, kind="crn", text="X123456")
    page = as_alice.post(url("add"), adding(send, crn="X123456")).content.decode()
    assert reverse("desk:person", kwargs={"ref": person.ref}) in page
    assert Person.objects.count() == 1


def test_a_number_on_a_hidden_record_leads_nowhere(as_alice, charlie, downview, send):
    other = Person.objects.create(given_name="Hidden", family_name="Elm", site=downview, created_by=charlie)
    Identifier.objects.create(person=other, kind="crn", value="X123456", added_by=charlie)
    page = as_alice.post(url("add"), adding(send, crn="X123456")).content.decode()
    assert "ask a manager to look" in page
    assert not re.search(r"\bElm\b", page)
    assert other.ref not in page


@pytest.mark.parametrize(("typed", "answer"), [("81/34u", "Kept as 1981/0000034U"), ("81/34K", "should be U, not K")])
def test_a_number_is_checked_as_typed(typed, answer, as_alice):
    assert answer in as_alice.post(url("check_number"), {"pnc": typed}).content.decode()


def test_changing_details(as_alice, person, send):
    data = {"given_name": "Jordan", "family_name": "Reed", "site": str(send.pk), "version": "1"}
    assert as_alice.post(url("details", person), data).url == url("details", person)
    person.refresh_from_db()
    assert person.family_name == "Reed"


def test_of_two_who_save_neither_loses_anything(as_alice, mona, person, send):
    change_details(by=mona, person=person, version=1, changes={"family_name": "Ash"})
    data = {"given_name": "Jordan", "family_name": "Reed", "site": str(send.pk), "version": "1"}
    response = as_alice.post(url("details", person), data)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Mona Example changed this while you were writing" in page
    assert 'value="Reed"' in page
    assert '<td class="govuk-table__cell" data-label="Theirs">Ash</td>' in page


def test_saving_again_after_comparing(as_alice, mona, person, send):
    change_details(by=mona, person=person, version=1, changes={"family_name": "Ash"})
    data = {"given_name": "Jordan", "family_name": "Reed", "site": str(send.pk), "version": "1"}
    version = as_alice.post(url("details", person), data).context["form"]["version"].value()
    as_alice.post(url("details", person), {**data, "version": version})
    person.refresh_from_db()
    assert person.family_name == "Reed"


def test_details_can_be_read_by_a_colleague(client, bob, person):
    client.force_login(bob)
    page = client.get(url("details", person)).content.decode()
    assert "Save the details" not in page
    assert client.post(url("details", person), {}).status_code == 403


def test_adding_and_withdrawing_a_number(as_alice, person):
    as_alice.post(url("identifiers", person), {"kind": "crn", "text": "x123456"})
    pk = person.identifiers.get().pk
    as_alice.post(url("withdraw_identifier", person, pk=pk), {"because": "Not hers"})
    assert person.identifiers.get().withdrawn_because == "Not hers"


def test_noting_a_date_goes_on_to_what_it_moves(as_alice, person):
    data = {**DAY, **SURE, "source": "OMU", "confidence": "expected", "seen": "0"}
    response = as_alice.post(url("note_date", person, kind="crd"), data)
    row = person.custody_dates.get()
    assert response.url == reverse("release:moved_date", kwargs={"ref": person.ref, "date_id": row.pk})


def test_noting_another_date_goes_back_to_custody(as_alice, person):
    data = {**DAY, "source": "OMU", "confidence": "expected", "seen": "0"}
    assert as_alice.post(url("note_date", person, kind="licence_end"), data).url == url("custody", person)


def test_moving_a_date_asks_why(as_alice, alice, person):
    row = note_date(by=alice, person=person, kind="crd", on=date(2027, 1, 1), source="OMU")
    data = {**DAY, **SURE, "source": "OMU", "confidence": "expected", "seen": str(row.pk)}
    assert "Say why it has changed" in as_alice.post(url("note_date", person, kind="crd"), data).content.decode()
    as_alice.post(url("note_date", person, kind="crd"), {**data, "reason": "Added days"})
    assert person.custody_dates.get(superseded_at__isnull=True).reason == "Added days"


def test_a_date_somebody_else_moved_meanwhile(as_alice, mona, person):
    note_date(by=mona, person=person, kind="crd", on=date(2027, 5, 1), source="Letter")
    data = {**DAY, **SURE, "source": "OMU", "confidence": "expected", "seen": "0"}
    page = as_alice.post(url("note_date", person, kind="crd"), data).content.decode()
    assert "Mona Example changed this while you were writing" in page
    assert person.custody_dates.count() == 1


def test_a_day_and_no_day(as_alice, alice, person):
    row = note_date(by=alice, person=person, kind="crd", on=date(2027, 1, 1), source="OMU")
    data = {**DAY, "no_day": "on", "source": "OMU", "confidence": "expected", "reason": "x", "seen": str(row.pk)}
    assert "not both" in as_alice.post(url("note_date", person, kind="crd"), data).content.decode()


def test_an_unknown_kind_of_date(as_alice, person):
    assert as_alice.get(url("note_date", person, kind="someday")).status_code == 404


def test_recording_a_move(as_alice, person, send):
    data = {**DAY, "kind": "received", "site": str(send.pk)}
    assert as_alice.post(url("record_move", person), data).url == url("custody", person)
    assert "Came into custody: Send (HMP)" in as_alice.get(url("custody", person)).content.decode()


def test_a_move_out_of_order_says_why(as_alice, person, send):
    page = as_alice.post(url("record_move", person), {**DAY, "kind": "recalled", "site": str(send.pk)}).content.decode()
    assert "Record the release first" in page
    assert not person.moves.exists()


def test_a_move_without_its_prison(as_alice, person):
    assert (
        "Choose the prison" in as_alice.post(url("record_move", person), {**DAY, "kind": "received"}).content.decode()
    )


TOKEN = "6e2b0f1c-29c8-4c6a-8a3f-0d3a0e9f3b11"


def condition_url(person) -> str:
    return reverse("people:add_condition", kwargs={"ref": person.ref, "kind": "residence"})


def test_a_condition_and_a_sentence(as_alice, person):
    as_alice.post(condition_url(person), {"wording": "Live where approved.", "token": TOKEN})
    as_alice.post(url("record_sentence", person), {"kind": "ipp"})
    page = as_alice.get(url("custody", person)).content.decode()
    assert "Live where approved." in page
    assert "<strong>IPP</strong>" in page


def test_a_condition_that_ends_before_it_begins(as_alice, person):
    data = {"wording": "Tag", "from_on": "2026-03-01", "to_on": "2026-02-01"}
    assert "cannot be before" in as_alice.post(condition_url(person), data).content.decode()


def test_assigning_and_ending(as_mona, bob, person):
    as_mona.post(url("assign", person), {"worker": str(bob.pk), "role": "caseworker", "from_on": "2026-11-02"})
    row = Assignment.objects.get(worker=bob)
    data = {"to_on": "2026-11-20", "because": "Handed over"}
    assert as_mona.post(url("end_assignment", person, pk=row.pk), data).url == url("around", person)
    row.refresh_from_db()
    assert (row.to_on, row.ended_because) == (date(2026, 11, 20), "Handed over")


def test_only_a_manager_assigns(as_alice, person):
    assert as_alice.get(url("assign", person)).status_code == 403


def test_a_volunteer_cannot_be_a_caseworker(as_mona, victor, person):
    data = {"worker": str(victor.pk), "role": "caseworker", "from_on": "2026-11-02"}
    assert "A volunteer cannot be a caseworker." in as_mona.post(url("assign", person), data).content.decode()


def test_the_circle(as_alice, alice, person):
    as_alice.post(url("add_to_circle", person), {"kind": "partner", "name": "Chris Oak"})
    member = person.circle.get()
    assert "Chris Oak" in as_alice.get(url("around", person)).content.decode()
    as_alice.post(url("end_circle", person, pk=member.pk), {"to_on": "2030-01-01"})
    member.refresh_from_db()
    assert member.to_on == date(2030, 1, 1)


def test_a_member_of_another_circle_is_not_found(as_alice, alice, person, send):
    other = Person.objects.create(given_name="A", family_name="B", site=send, created_by=alice)
    other.assignments.create(worker=alice, role="caseworker", from_on=date(2026, 1, 1), added_by=alice)
    member = add_to_circle(by=alice, person=other, kind="partner", name="Chris Oak")
    assert as_alice.get(url("end_circle", person, pk=member.pk)).status_code == 404


@pytest.mark.parametrize("whose", ["me", "team", "sites", "everyone"])
def test_lists_of_people(whose, as_alice, person):
    assert "Jo Vale" in as_alice.get(url("list"), {"whose": whose}).content.decode()


def test_an_empty_list(client, bob):
    client.force_login(bob)
    assert "Nobody is on your caseload yet" in client.get(url("list")).content.decode()


def test_a_manager_sees_who_has_no_worker(as_mona, person):
    Assignment.objects.all().delete()
    assert url("unassigned") in as_mona.get(url("list")).content.decode()
    assert url("assign", person) in as_mona.get(url("unassigned")).content.decode()


def test_everybody_has_a_worker(as_mona, person):
    assert "Everybody has a worker" in as_mona.get(url("unassigned")).content.decode()


@pytest.mark.parametrize("who", ["eve", "ada"])
@pytest.mark.parametrize("name", ["list", "add", "unassigned"])
def test_who_sees_no_people(who, name, client, db, request):
    client.force_login(request.getfixturevalue(who))
    assert client.get(url(name)).status_code == 403


def fill(person: Person, by, send, count: int) -> None:
    for number in range(count):
        other = Person.objects.create(given_name="Kit", family_name=f"Fell{number}", site=send, created_by=by)
        other.assignments.create(worker=by, role="caseworker", from_on=date(2026, 1, 1), added_by=by)
        other.moves.create(kind="received", on=date(2025, 1, 1), site=send, added_by=by)
        person.moves.create(kind="transferred", on=date(2025, 1, 1), site=send, added_by=by)
        person.circle.create(kind="friend", name=f"Friend {number}", from_on=date(2025, 1, 1), added_by=by)
        person.identifiers.create(kind="crn", value=f"X{number:06}", added_by=by)
        person.assignments.create(
            worker=by, role="driver", from_on=date(2025, 1, 1), to_on=date(2025, 2, 1), added_by=by
        )
        person.licence_conditions.create(wording="Live where approved.", added_by=by)


@pytest.mark.parametrize("name", ["list", "unassigned", "custody", "around", "details", "identifiers"])
def test_queries_stay_the_same_as_data_grows(name, as_mona, mona, person, send, django_assert_max_num_queries):
    page = url(name, None if name in ("list", "unassigned") else person)
    fill(person, mona, send, 3)
    Assignment.objects.filter(person__family_name__startswith="Fell").delete()
    as_mona.get(page)
    with django_assert_max_num_queries(17) as few:
        assert as_mona.get(page).status_code == 200
    Identifier.objects.all().delete()
    fill(person, mona, send, 20)
    Assignment.objects.filter(person__family_name__startswith="Fell").delete()
    with django_assert_max_num_queries(17) as many:
        as_mona.get(page)
    assert len(many) == len(few)


def test_a_page_that_fails_writes_nothing(as_alice, person):
    as_alice.post(condition_url(person), {"wording": ""})
    assert not Entry.objects.exists()
