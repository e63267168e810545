"""A list of people from a file: read, checked row by row, added all or not at all."""

import logging
from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from tests.unit.people.import_lists import HEADINGS, JO, ROBIN, add, as_csv, as_xlsx, check, check_again, upload, words
from tests.unit.people.merging_people import make_person
from throughgate.access.policy import Forbidden, Hidden
from throughgate.accounts.models import Role, User
from throughgate.audit.models import Event
from throughgate.common.clock import today
from throughgate.people.import_files import FileError
from throughgate.people.models import CaseloadImport, ImportState, Person
from throughgate.people.rules.importing import recognise
from throughgate.people.selectors.importing import access_import
from throughgate.people.services import add_identifier, add_person, assign_worker, note_date, record_move
from throughgate.people.services.import_undo import NotReadyError, undo_import
from throughgate.people.services.importing import ImportBusyError, discard_import, start_check
from throughgate.record.models import Entry


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """What is uploaded goes away with the test."""
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": default}


@pytest.fixture
def manager(mona, alice, send) -> User:
    send.is_prison = True
    send.save()
    return mona


# Reading files.

TWO = [HEADINGS, ROBIN, JO]


@pytest.mark.parametrize(
    "content",
    [
        as_csv(TWO),
        as_csv(TWO, "utf-8-sig"),
        as_csv(TWO, "utf-16"),
        as_csv(TWO, "cp1252", ";"),
        as_csv(TWO, "utf-8", "\t"),
        as_xlsx(TWO),
        b"\r\n" + as_csv(TWO),
    ],
    ids=["utf-8", "with a mark", "utf-16", "semicolons", "tabs", "Excel", "a blank line first"],
)
def test_lists_are_read_as_spreadsheets_write_them(content, manager):
    started = check_again(manager, upload(manager, content))
    assert (started.state, started.rows, started.rows_wrong) == (ImportState.CHECKED, 2, 0), words(started)
    assert [row["name"] for row in started.sample] == ["Robin Ash", "Jo Elm"]


def test_accents_survive_windows(manager):
    started = check_again(manager, upload(manager, as_csv([HEADINGS, ["Zoë", "Ó Súilleabháin", *ROBIN[2:]]], "cp1252")))
    assert started.sample[0]["name"] == "Zoë Ó Súilleabháin"


def test_days_in_excel_are_days(manager):
    row = ["Robin", "Ash", date(1988, 3, 27), "Send", "", "", "", date(2027, 6, 19)]
    started = check_again(manager, upload(manager, as_xlsx([HEADINGS, row])))
    assert started.sample[0]["born_on"] == "1988-03-27" and not started.rows_wrong


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"\r\n\r\n", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"%PDF-1.7", "not a list"),
        (b"PK\x03\x04 broken", "cannot be read as Excel"),
        (b"a,b\x00c\xff\xfe", "letters of this file"),
    ],
)
def test_what_is_no_list_is_refused_and_not_kept(content, message, manager):
    with pytest.raises(FileError, match=message):
        upload(manager, content)
    assert not CaseloadImport.objects.exists()
    assert not default_storage.exists("imports") or default_storage.listdir("imports") == ([], [])


def test_headings_are_recognised_by_what_people_call_them():
    found = recognise(["Name (first)", "SURNAME", "D.O.B.", "Shoe size", "noms no", "NOMIS ID", "Key-Worker"])
    assert found == {0: "given_name", 1: "family_name", 2: "born_on", 4: "prison_number", 6: "worker"}


def test_columns_can_be_chosen_otherwise(manager):
    started = upload(manager, as_csv([["A", "B", "C"], ["Robin", "Ash", "x"]]))
    chosen = {0: "given_name", 1: "family_name"}
    with pytest.raises(NotReadyError, match="first name and the family name"):
        start_check(by=manager, started=started, columns={2: "phone"}, default_site=None)
    site = manager.sites.get()
    assert start_check(by=manager, started=started, columns=chosen, default_site=site).rows_ok == 1


# Checking rows.


def test_a_wrong_check_letter_is_named(manager):
    started = check(manager, ["Robin", "Ash", "81/34K", "Send"], headings=["Forename", "Surname", "PNC", "Prison"])
    assert words(started) == [
        "2 PNC: The check letter of this PNC should be U, not K. Check the serial number or the letter."
    ]


def test_rows_are_numbered_as_the_spreadsheet_shows_them(manager):
    wrong = ["", *ROBIN[1:]]
    started = upload(manager, as_csv([HEADINGS, JO, [], [" "] * 8, wrong]))
    assert [one["row"] for one in check_again(manager, started).problems] == [5]


def test_a_site_where_the_manager_does_not_work_is_refused(manager, downview):
    assert "You do not work at Downview" in words(check(manager, [*ROBIN[:3], "Downview (HMP & YOI)", *ROBIN[4:]]))[0]


def test_the_same_number_twice_is_wrong_in_both_rows(manager):
    started = check(manager, ROBIN, [*JO[:5], "X123456", "", ""])
    assert [one["row"] for one in started.problems] == [2, 3]
    assert "stands in row 3 too" in words(started)[0]


def test_two_rows_that_may_be_one_person_need_a_look(manager):
    started = check(manager, ROBIN[:5], ["Robin", "Ashe", *ROBIN[2:5]])
    assert (started.rows_wrong, started.rows_warned) == (0, 2)
    assert "the same person as row 3" in words(started)[0]


def test_somebody_we_know_is_named_to_who_may_see_them(manager, send):
    known = add_person(by=manager, given_name="Robin", family_name="Ash", born_on=date(1988, 3, 27), site=send)
    started = check(manager, ROBIN)
    assert started.rows_warned == 1
    assert started.problems[0]["ref"] == known.ref and "somebody we know already" in started.problems[0]["words"]


def test_somebody_known_elsewhere_is_not_named(manager, charlie, downview):
    add_person(by=charlie, given_name="Robin", family_name="Ash", born_on=date(1988, 3, 27), site=downview)
    started = check(manager, ROBIN)
    assert started.problems[0]["ref"] == started.problems[0]["name"] == ""
    assert "another site of ours" in started.problems[0]["words"]


def test_somebody_told_of_without_a_name_has_it_in_their_trail(manager, charlie, downview, send):
    robin = {"given_name": "Robin", "family_name": "Ash", "born_on": date(1988, 3, 27)}
    alike = [make_person(charlie, downview, "Robin", "Ash", born_on=robin["born_on"]) for _ in range(2)]
    kit = {"given_name": "Kit", "family_name": "Fell", "identifiers": [("crn", "X654321")]}
    number = add_person(by=charlie, site=downview, **kit)
    shown = add_person(by=manager, site=send, **robin)
    started = check(manager, ROBIN, JO)
    hinted = Event.objects.filter(action="duplicates.hinted_in_list", by=manager).values_list("person_ref", flat=True)
    assert sorted(hinted) == sorted(one.ref for one in [*alike, number])
    assert shown.ref in {one["ref"] for one in started.problems}
    said = [one for one in words(started) if "another site of ours" in one]
    assert len(said) == len(set(said)) == 2  # once for each row


def test_a_number_on_another_record_is_wrong(manager, send):
    known = make_person(manager, send, "Kit", "Fell")
    add_identifier(by=manager, person=known, kind="crn", text="X123456")
    started = check(manager, ROBIN)
    assert started.rows_wrong == 1 and started.problems[0]["ref"] == known.ref


def test_two_colleagues_of_one_name_are_told_apart_by_e_mail(manager, send):
    other = User.objects.create_user("alice2@example.org", name="Alice Example", role=Role.CASEWORKER)
    other.sites.add(send)
    assert "Several of us" in words(check(manager, ROBIN))[0]
    assert not check(manager, [*ROBIN[:4], "alice2@example.org", *ROBIN[5:]]).problems


# Adding.


def test_nothing_is_added_while_anything_is_wrong(manager):
    started = check(manager, ROBIN, ["", *JO[1:]])
    with pytest.raises(NotReadyError, match="wrong"):
        add(manager, started)
    assert not Person.objects.exists()


def test_warnings_have_to_be_accepted(manager):
    started = check(manager, ROBIN[:5], ["Robin", "Ashe", *ROBIN[2:5]])
    with pytest.raises(NotReadyError, match="need a look"):
        add(manager, started, accepted=False)
    assert add(manager, started).state == ImportState.DONE
    assert Person.objects.count() == 2


def test_somebody_added_meanwhile_stops_the_whole_list(manager, send):
    started = check(manager, ROBIN, JO)
    known = make_person(manager, send, "Kit", "Fell")
    add_identifier(by=manager, person=known, kind="crn", text="X654321")
    started = add(manager, started)
    assert (started.state, started.rows_wrong) == (ImportState.CHECKED, 1)
    assert Person.objects.count() == 1


def test_the_file_and_what_was_read_from_it_are_gone_afterwards(manager):
    started = check(manager, ROBIN)
    place = started.file.name
    started = add(manager, started)
    assert not default_storage.exists(place)
    assert (started.file.name, started.problems, started.sample, started.headers) == ("", [], [], [])


def snapshot(person: Person) -> dict[str, list]:
    """Everything about a person but ids, references and moments."""
    person = Person.objects.get(pk=person.pk)

    def rows(queryset, *names):
        return sorted(queryset.values_list(*names))

    details = ("given_name", "family_name", "preferred_name", "born_on", "gender", "phone", "site", "created_by")
    return {
        "details": [getattr(person, name) for name in (*details, "version")],
        "history": rows(person.history, *details, "history_type", "history_user"),
        "numbers": rows(person.identifiers, "kind", "value", "source", "added_by"),
        "workers": rows(person.assignments, "worker", "role", "from_on", "to_on", "added_by"),
        "moves": rows(person.moves, "kind", "on", "site", "note", "added_by"),
        "dates": rows(person.custody_dates, "kind", "on", "source", "confidence", "reason", "noted_by"),
        "words": sorted(
            word for word in person.search_words.values_list("word", flat=True) if word != person.ref.lower()
        ),
        "entries": rows(Entry.objects.filter(person=person), "kind", "subject", "on", "summary", "sensitivity", "by"),
        "rows": [_points_at_its_row(entry, person) for entry in Entry.objects.filter(person=person)],
        "events": sorted(
            (event.action, event.subject.split(" ")[0], str(event.details), event.by_id)
            for event in Event.objects.filter(person_ref=person.ref)
        ),
    }


def _points_at_its_row(entry: Entry, person: Person) -> bool:
    rows = {
        "person-added": Person.objects.all(),
        "custody-date": person.custody_dates,
        "custody-move": person.moves,
        "worker-assigned": person.assignments,
    }
    return rows[entry.kind].filter(pk=entry.row_id).exists()


def test_a_row_of_a_list_is_what_adding_by_hand_would_have_made_of_it(manager, alice, send):
    headings = [*HEADINGS, "Known as", "Sex", "Mobile", "CRD", "With us since", "Received"]
    row = [*ROBIN, "Rob", "F", "07700 900123", "19/12/2027", "05/01/2026", "14/02/2025"]
    started = add(manager, check(manager, row, headings=headings))
    imported = Person.objects.get()
    listed = snapshot(imported)
    undo_import(by=manager, started=started)
    assert all(listed["rows"])

    by_hand = add_person(
        by=manager,
        given_name="Robin",
        family_name="Ash",
        preferred_name="Rob",
        born_on=date(1988, 3, 27),
        gender="woman",
        phone="07700 900123",
        site=send,
        identifiers=[("prison_number", "A1234BC"), ("crn", "X123456")],
        from_on=date(2026, 1, 5),
    )
    record_move(by=manager, person=by_hand, kind="received", on=date(2025, 2, 14), site=send)
    for kind, on in (("confirmed_release", date(2027, 6, 19)), ("crd", date(2027, 12, 19))):
        note_date(by=manager, person=by_hand, kind=kind, on=on, source="Imported list")
    assign_worker(by=manager, person=by_hand, worker=alice, role="caseworker", from_on=date(2026, 1, 5))
    assert listed == snapshot(by_hand)


def test_two_lists_at_once_do_not_disturb_each_other(manager):
    first, second = check(manager, ROBIN), check(manager, JO)
    assert add(manager, second).state == add(manager, first).state == ImportState.DONE


def test_a_list_is_added_once(manager):
    started = add(manager, check(manager, ROBIN))
    with pytest.raises(NotReadyError):
        add(manager, started)
    assert Person.objects.count() == 1


# Taking back, throwing away, forgetting.


def test_an_import_can_be_taken_back(manager):
    started = add(manager, check(manager, ROBIN, JO))
    assert undo_import(by=manager, started=started).state == ImportState.UNDONE
    assert not Person.everyone.exists() and not Entry.objects.exists() and not Person.history.exists()
    assert Event.objects.filter(action="import.undone").exists()


def test_not_once_something_was_written_about_these_people(manager):
    started = add(manager, check(manager, ROBIN, JO))
    note_date(by=manager, person=Person.objects.first(), kind="crd", on=today(), source="OMU")
    with pytest.raises(NotReadyError, match="would be lost"):
        undo_import(by=manager, started=started)
    assert Person.objects.count() == 2


def test_not_after_a_day(manager):
    started = add(manager, check(manager, ROBIN))
    CaseloadImport.objects.update(finished_at=timezone.now() - timedelta(days=1, minutes=1))
    with pytest.raises(NotReadyError, match="More than a day"):
        undo_import(by=manager, started=started)


def test_a_list_can_be_thrown_away(manager, django_capture_on_commit_callbacks):
    started = check(manager, ROBIN)
    with django_capture_on_commit_callbacks(execute=True):
        discard_import(by=manager, started=started)
    assert not default_storage.exists(started.file.name) and not CaseloadImport.objects.exists()


def test_but_not_once_its_people_were_added(manager):
    started = add(manager, check(manager, ROBIN))
    with pytest.raises(ImportBusyError):
        discard_import(by=manager, started=started)


def test_after_seven_days_the_file_is_forgotten(manager):
    old, new = check(manager, ROBIN), check(manager, JO)
    CaseloadImport.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=8))
    call_command("expire_imports")
    old.refresh_from_db()
    assert (old.state, old.sample, old.problems) == (ImportState.EXPIRED, [], [])
    assert default_storage.exists(new.file.name)


@pytest.mark.parametrize("who", ["alice", "carol", "victor", "eve", "ada"])
def test_only_managers_import(who, request, db):
    with pytest.raises(Forbidden):
        upload(request.getfixturevalue(who), as_csv(TWO))


def test_an_import_is_its_uploaders_alone(manager, send):
    other = User.objects.create_user("max@example.org", name="Max Example", role=Role.MANAGER)
    other.sites.add(send)
    with pytest.raises(Hidden):
        access_import(other, check(manager, ROBIN).ref)


def test_nothing_personal_is_logged_when_a_worker_breaks(manager, monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise RuntimeError("Robin Ash X123456")

    monkeypatch.setattr("throughgate.people.services.importing.check_against_people", broken)
    with caplog.at_level(logging.DEBUG):
        started = check(manager, ROBIN)
    assert started.state == ImportState.FAILED and "Nothing was added" in started.problem
    assert "Robin" not in caplog.text and "RuntimeError" in caplog.text


def test_a_phone_number_may_begin_with_its_country(manager):
    started = check(manager, [*ROBIN, "+44 7700 900123"], headings=[*HEADINGS, "Phone"])
    assert (started.rows_wrong, started.rows_ok) == (0, 1)
