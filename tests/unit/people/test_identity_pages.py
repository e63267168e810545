"""The pages for records of one person, and for caseloads from a file."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.unit.people.import_lists import HEADINGS, JO, ROBIN, add, as_csv, as_xlsx, check
from tests.unit.people.merging_people import live_a_little, make_person
from throughgate.audit.models import Event
from throughgate.people.hanging import hanging_models
from throughgate.people.models import CaseloadImport, ImportState, Merge, Person, PossibleDuplicate
from throughgate.people.selectors.merging import count_left
from throughgate.people.services import add_person, record_move
from throughgate.people.services.merging import merge_people, undo_merge

BORN = date(1988, 3, 7)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": default}


@pytest.fixture
def as_mona(client, mona):
    client.force_login(mona)
    return client


@pytest.fixture
def pair(send, mona) -> tuple[Person, Person]:
    return (
        add_person(by=mona, given_name="Jordan", family_name="Vale", site=send, born_on=BORN),
        add_person(by=mona, given_name="Jordan", family_name="Vail", site=send, born_on=BORN, phone="07700 900123"),
    )


def page(client, name: str, *args, **data) -> str:
    answer = client.get(reverse(f"people:{name}", args=args), data)
    assert answer.status_code == 200
    return answer.content.decode()


def of(pair) -> list[str]:
    return [person.ref for person in pair]


def test_an_empty_list_says_what_will_stand_there(as_mona):
    assert "No records look like one person’s" in page(as_mona, "duplicates")


def test_pairs_say_why_in_words(as_mona, pair):
    html = page(as_mona, "duplicates")
    assert "The same date of birth" in html and "sounds the same" in html
    assert reverse("people:compare", args=of(pair)) in html


def test_a_pair_of_which_one_is_hidden_is_not_shown(as_mona, pair, downview):
    Person.objects.filter(pk=pair[1].pk).update(site=downview)
    assert "Vail" not in page(as_mona, "duplicates")
    assert as_mona.get(reverse("people:compare", args=of(pair))).status_code == 404


def test_the_comparison_reads_both_records_and_the_trail_says_so(as_mona, pair):
    html = page(as_mona, "compare", *of(pair))
    assert "7 Mar 1988" in html and "Only one says" in html and "The same" in html
    assert Event.objects.filter(action="person.read", subject="comparison").count() == 2


def test_two_people_are_set_aside_and_taken_back(as_mona, pair):
    as_mona.post(reverse("people:say_different", args=of(pair)))
    assert "Vail" not in page(as_mona, "duplicates") and "Vail" in page(as_mona, "duplicates", show="different")
    as_mona.post(reverse("people:suggest_again", args=of(pair)))
    assert "Vail" in page(as_mona, "duplicates")


def merging(kept: str = "one", **details) -> dict[str, str]:
    chosen = {"family_name": "one", "phone": "other"} | details
    return {"kept": kept, "why": "The same mother", **{f"detail_{name}": which for name, which in chosen.items()}}


def test_putting_together_asks_for_what_differs_and_says_what_moves(as_mona, pair, mona):
    live_a_little(pair[0], mona, crn="X111111", on=date(2027, 1, 1))
    html = page(as_mona, "merge", *of(pair))
    assert 'name="detail_family_name"' in html and 'name="detail_given_name"' not in html
    assert "entries of the record" in html and "1 number<" in html


@pytest.mark.parametrize(("kept", "name", "phone"), [("one", "Vale", "07700 900123"), ("other", "Vail", "")])
def test_each_detail_is_taken_from_the_record_that_was_chosen(kept, name, phone, as_mona, pair):
    details = {"family_name": kept, "phone": "other" if kept == "one" else "one"}
    answer = as_mona.post(reverse("people:merge", args=of(pair)), merging(kept, **details))
    assert answer.url == reverse("people:merged", args=[Merge.objects.get().ref])
    person = Person.objects.get()
    assert (person.family_name, person.phone) == (name, phone)


def test_why_has_to_be_said(as_mona, pair):
    answer = as_mona.post(reverse("people:merge", args=of(pair)), merging() | {"why": ""})
    assert "Say how you know that they are one person" in answer.content.decode()
    assert not Merge.objects.exists()


def test_an_old_link_leads_on_to_the_same_page(as_mona, pair, mona):
    merge_people(by=mona, kept=pair[0], gone=pair[1], why="One and the same")
    answer = as_mona.get(reverse("people:custody", args=[pair[1].ref]) + "?x=1")
    assert answer.status_code == 301 and answer["Cache-Control"] == "private, no-store"
    assert answer.url == reverse("people:custody", args=[pair[0].ref]) + "?x=1"
    assert Event.objects.filter(action="person.led_on", person_ref=pair[0].ref).count() == 1


def test_what_is_sent_to_an_old_link_is_not_saved_and_says_so(as_mona, pair, mona):
    merge_people(by=mona, kept=pair[0], gone=pair[1], why="One and the same")
    form = {"kind": "friend", "name": "Lee Elm"}
    answer = as_mona.post(reverse("people:add_to_circle", args=[pair[1].ref]), form, follow=True)
    assert "nothing was saved" in answer.content.decode()
    assert not pair[0].circle.exists() and not pair[1].circle.exists()


def test_an_old_link_is_hidden_from_who_may_not_see_the_record(client, charlie, pair, mona):
    merge_people(by=mona, kept=pair[0], gone=pair[1], why="One and the same")
    client.force_login(charlie)
    assert client.get(reverse("people:custody", args=[pair[1].ref])).status_code == 404


def test_the_trail_of_the_person_holds_what_was_done_on_both_records(as_mona, pair, mona):
    as_mona.get(reverse("people:custody", args=[pair[1].ref]))
    merge_people(by=mona, kept=pair[0], gone=pair[1], why="One and the same")
    html = as_mona.get(reverse("audit:person", args=[pair[0].ref])).content.decode()
    assert pair[1].ref in html and "Put two records together" in html


def test_taking_apart_lists_what_was_written_since(as_mona, pair, mona):
    merge = merge_people(by=mona, kept=pair[0], gone=pair[1], why="One and the same")
    live_a_little(pair[0], mona, crn="X111111", on=date(2027, 1, 1))
    html = page(as_mona, "undo_merge", merge.ref)
    assert "Conditional release date (CRD) noted as 1 Jan 2027" in html and "put together" not in html.split("<ul")[-1]
    as_mona.post(reverse("people:undo_merge", args=[merge.ref]), {"because": "Two cousins"})
    assert "Taken apart again" in page(as_mona, "merged", merge.ref)
    assert Person.objects.count() == 2


def test_once_taken_apart_a_merge_with_somebody_hidden_names_nobody(as_mona, pair, mona, downview):
    merge = merge_people(by=mona, kept=pair[0], gone=pair[1], why="One and the same")
    undo_merge(by=mona, merge=merge, because="Two cousins")
    assert "Vail" in page(as_mona, "merged", merge.ref) and merge.ref in page(as_mona, "duplicates")
    Person.objects.filter(pk=pair[1].pk).update(site=downview)
    read = Event.objects.filter(action="person.read").count()
    for name in ("merged", "undo_merge"):
        assert as_mona.get(reverse(f"people:{name}", args=[merge.ref])).status_code == 404
    assert merge.ref not in page(as_mona, "duplicates")
    assert Event.objects.filter(action="person.read").count() == read


def test_what_stayed_is_counted_as_far_as_it_may_be_read(as_mona, pair, mona, send, downview):
    for one, day in ((pair[0], 5), (pair[1], 9)):
        record_move(by=mona, person=one, kind="received", on=date(2025, 1, day), site=send)
    merge = merge_people(by=mona, kept=pair[0], gone=pair[1], why="One and the same")
    assert count_left(mona, merge) == sum(one.of(pair[1].pk).count() for one in hanging_models()) == 1
    assert "1 thing stayed" in page(as_mona, "merged", merge.ref)
    Person.everyone.filter(pk=pair[1].pk).update(site=downview)
    assert "stayed" not in page(as_mona, "merged", merge.ref)


@pytest.mark.parametrize("typed", ["ref", "X 111111", "x111111"])
def test_another_record_is_found_by_reference_or_number(typed, as_mona, pair, mona):
    live_a_little(pair[1], mona, crn="X111111", on=date(2027, 1, 1))
    text = pair[1].ref.lower() if typed == "ref" else typed
    answer = as_mona.post(reverse("people:another_record", args=[pair[0].ref]), {"text": text})
    assert answer.url == reverse("people:compare", args=of(pair))


def test_a_record_elsewhere_is_not_found(as_mona, pair, charlie, downview):
    hidden = make_person(charlie, downview)
    answer = as_mona.post(reverse("people:another_record", args=[pair[0].ref]), {"text": hidden.ref})
    assert "No record of your sites" in answer.content.decode()


def test_whoever_adds_somebody_known_elsewhere_is_told_to_ask(client, charlie, pair, downview):
    client.force_login(charlie)
    data = {"given_name": "Jordan", "family_name": "Vale", "site": str(downview.pk), "born_on": BORN.isoformat()}
    html = client.post(reverse("people:add"), data).content.decode()
    assert "may be known at another site" in html
    assert pair[0].ref not in html and "Send" not in html.split("<main")[1]
    assert Event.objects.filter(action="duplicates.hinted", person_ref=pair[0].ref, by=charlie).exists()
    client.post(reverse("people:add"), data | {"someone_else": "on"})
    assert Person.objects.count() == 3


def test_queries_do_not_grow_with_pairs(as_mona, send, mona, django_assert_max_num_queries):
    def fill(count: int) -> None:
        people = [make_person(mona, send, family=f"Fell{at}") for at in range(count + 1)]
        for other in people[1:]:
            PossibleDuplicate.objects.create(
                one=people[0], other=other, likeness="likely", weight=1, reasons=["names.given"]
            )

    fill(2)
    page(as_mona, "duplicates")
    with django_assert_max_num_queries(20) as few:
        page(as_mona, "duplicates")
    fill(15)
    with django_assert_max_num_queries(20) as many:
        page(as_mona, "duplicates")
    assert len(few) == len(many)


@pytest.mark.parametrize("name", ["compare", "merge"])
def test_queries_of_the_comparison_do_not_grow_with_the_record(
    name, as_mona, pair, mona, send, django_assert_max_num_queries
):
    live_a_little(pair[0], mona, crn="X111111", on=date(2027, 1, 1))
    page(as_mona, name, *of(pair))
    with django_assert_max_num_queries(50) as few:
        page(as_mona, name, *of(pair))
    for at in range(12):
        live_a_little(pair[0], mona, crn=f"X2222{at:02}", on=date(2027, 2, 1 + at))
    with django_assert_max_num_queries(50) as many:
        page(as_mona, name, *of(pair))
    assert len(few) == len(many)


# Caseloads from a file.


@pytest.fixture
def manager(mona, alice, send):
    send.is_prison = True
    send.save()
    return mona


def send_file(client, content: bytes, name: str = "list.csv"):
    return client.post(reverse("people:imports"), {"file": SimpleUploadedFile(name, content)})


def test_from_a_file_to_people(as_mona, manager):
    answer = send_file(as_mona, as_xlsx([HEADINGS, ROBIN, JO]), "list.xlsx")
    started = CaseloadImport.objects.get()
    assert answer.url == reverse("people:import_columns", args=[started.ref])
    assert "We know 8 of 8 columns" in page(as_mona, "import_columns", started.ref)
    chosen = {f"column_{place}": code for place, code in started.columns.items()}
    as_mona.post(answer.url, chosen)
    assert "Ready to add 2 people" in page(as_mona, "import", started.ref)
    as_mona.post(reverse("people:import_add", args=[started.ref]))
    assert "2 people are added" in page(as_mona, "import", started.ref)
    assert Person.objects.count() == 2


def test_no_file_no_list_and_too_much_are_said_kindly(as_mona, monkeypatch):
    assert "Choose the file with your list" in as_mona.post(reverse("people:imports")).content.decode()
    assert "This is not a list" in send_file(as_mona, b"%PDF-1.7").content.decode()
    monkeypatch.setattr("throughgate.people.views.importing.MOST_BYTES", 10)
    assert "The file is bigger than" in send_file(as_mona, as_csv([HEADINGS, ROBIN])).content.decode()
    assert not CaseloadImport.objects.exists()


def test_wrong_rows_stand_first_with_how_to_mend_them(as_mona, manager):
    started = check(manager, ROBIN[:5], ["Robin", "Ashe", *ROBIN[2:5]], ["", *JO[1:]])
    html = page(as_mona, "import", started.ref)
    assert html.index("Row 4") < html.index("Row 2")
    assert "Mend 1 row first" in html and reverse("people:import_add", args=[started.ref]) not in html


def test_rows_that_need_a_look_are_accepted_with_a_tick(as_mona, manager):
    started = check(manager, ROBIN[:5], ["Robin", "Ashe", *ROBIN[2:5]])
    url = reverse("people:import_add", args=[started.ref])
    assert "say that they are right" in as_mona.post(url).content.decode()
    assert as_mona.post(url, {"accepted": "on"}).status_code == 302
    assert Person.objects.count() == 2


def test_the_button_pressed_twice_adds_nobody_twice(as_mona, manager):
    started = check(manager, ROBIN)
    for _ in range(2):
        as_mona.post(reverse("people:import_add", args=[started.ref]))
    assert Person.objects.count() == 1


def test_columns_without_a_name_or_a_site_are_asked_for(as_mona, manager):
    send_file(as_mona, as_csv([["Shoe size"], ["43"]]))
    started = CaseloadImport.objects.get()
    html = as_mona.post(reverse("people:import_columns", args=[started.ref]), {"column_0": "phone"}).content.decode()
    assert "Say which columns hold the first name" in html and "Choose a site" in html


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ImportState.CHECKING, "Checking the list"),
        (ImportState.IMPORTING, "Adding the people"),
        (ImportState.FAILED, "The list could not be read or added"),
        (ImportState.EXPIRED, "The file is deleted"),
    ],
)
def test_every_state_has_its_page(state, words, as_mona, mona):
    started = CaseloadImport.objects.create(created_by=mona, file_kind="csv", size=1, state=state)
    html = page(as_mona, "import", started.ref)
    assert words in html
    assert ('http-equiv="refresh"' in html) is (state in (ImportState.CHECKING, ImportState.IMPORTING))


def test_taking_a_list_back_asks_first(as_mona, manager):
    started = add(manager, check(manager, ROBIN))
    assert "Take this list back?" in page(as_mona, "import_undo", started.ref)
    as_mona.post(reverse("people:import_undo", args=[started.ref]))
    assert "Taken back" in page(as_mona, "import", started.ref) and not Person.objects.exists()


def test_a_column_that_is_not_read_is_named(as_mona, manager):
    send_file(as_mona, as_xlsx([[*HEADINGS, "Shoe size"], [*ROBIN, "9"]]), "list.xlsx")
    started = CaseloadImport.objects.get()
    chosen = {f"column_{place}": code for place, code in started.columns.items()}
    as_mona.post(reverse("people:import_columns", args=[started.ref]), chosen)
    assert "“Shoe size”" in page(as_mona, "import", started.ref)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_reads_itself(kind, as_mona, manager):
    answer = as_mona.get(reverse("people:import_template", args=[kind]))
    assert answer["Content-Disposition"] == f'attachment; filename="caseload.{kind}"'
    sent = send_file(as_mona, answer.content, f"caseload.{kind}")
    started = CaseloadImport.objects.get()
    chosen = {f"column_{place}": code for place, code in started.columns.items()}
    assert len(chosen) == len(started.headers)
    as_mona.post(sent.url, chosen)
    assert "Ready to add 1 person" in page(as_mona, "import", started.ref)


@pytest.mark.parametrize("rows", [1, 60])
def test_queries_of_an_import_do_not_grow_with_its_rows(rows, as_mona, manager, django_assert_max_num_queries):
    started = check(manager, *[["", f"Fell{at}", *ROBIN[2:4]] for at in range(rows)])
    page(as_mona, "import", started.ref)
    with django_assert_max_num_queries(6):
        page(as_mona, "import", started.ref)


def test_titles_name_nobody(as_mona, pair):
    for name in ("compare", "merge"):
        title = page(as_mona, name, *of(pair)).split("<title>")[1].split("</title>")[0]
        assert not {"Jordan", "Vale", "Vail"} & set(title.split())
