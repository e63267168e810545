import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughgate.audit.models import Event
from throughgate.story.models import PersonNeed, PersonStrength, SetAside
from throughgate.story.services.need_changes import change_status
from throughgate.story.services.needs import note_need, note_strength, take_up
from throughgate.story.services.setting_aside import set_aside

DAY = {"on_day": "1", "on_month": "6", "on_year": "2026"}


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def need(person, alice):
    return note_need(by=alice, person=person, key="safe-home")


def url(name, person, **more):
    return reverse(f"needs:{name}", kwargs={"ref": person.ref, **more})


def page(client, person):
    return client.get(url("person", person)).content.decode()


def test_an_empty_page_says_what_to_do_next(as_alice, person):
    shown = page(as_alice, person)
    assert "No strength is noted yet" in shown and "No need is noted yet" in shown
    assert url("add", person) in shown and url("add_strength", person) in shown


def test_strengths_stand_first_and_alike(as_alice, alice, person, need):
    note_strength(by=alice, person=person, key="belonging")
    shown = page(as_alice, person)
    headings = re.findall(r'<h2 class="([^"]+)" id="(strengths|needs)"', shown)
    assert headings == [("govuk-heading-l", "strengths"), ("govuk-heading-l", "needs")]


def test_opening_is_audited_and_the_title_names_nobody(as_alice, person, need):
    title = page(as_alice, person).split("<title>")[1].split("</title>")[0]
    assert Event.objects.filter(action="person.read", subject="needs and strengths").count() == 1
    assert not {"Jordan", "Vale", "Jo"} & set(title.split())


def test_a_suggestion_is_answered_with_one_tap(as_alice, person, told):
    told("living-now", "friends")
    shown = page(as_alice, person)
    assert "is this something they want help with?" in shown
    said = {"about": "need", "key": "safe-home", "said": "yes"}
    assert as_alice.post(url("suggested", person), said)["Location"].endswith("#needs")
    assert PersonNeed.objects.get().from_answer.item == "living-now"
    assert "is this something they want help with?" not in page(as_alice, person)


def test_not_now_is_kept_apart_and_can_be_brought_back(as_alice, person, told):
    told("living-now", "friends")
    as_alice.post(url("suggested", person), {"about": "need", "key": "safe-home", "said": "not_now"})
    assert "Put aside for now (1)" in page(as_alice, person)
    as_alice.post(url("show_again", person, pk=SetAside.objects.get().pk))
    assert "Put aside for now" not in page(as_alice, person)


def test_a_suggestion_that_is_gone_is_explained(as_alice, person):
    said = {"about": "need", "key": "safe-home", "said": "yes"}
    shown = as_alice.post(url("suggested", person), said, follow=True).content.decode()
    assert "no longer suggested" in shown


@pytest.mark.parametrize("said", [{}, {"about": "need", "key": "safe-home", "said": "perhaps"}, {"about": "risk"}])
def test_a_made_up_answer_is_not_found(as_alice, person, said):
    assert as_alice.post(url("suggested", person), said).status_code == 404


def test_only_a_few_suggestions_stand_there_at_once(as_alice, person, told):
    for item, value in (("living-now", "friends"), ("hope-now", 2), ("rent-owed", 100), ("lonely", "often")):
        told(item, value)
    assert "3 to begin with" in page(as_alice, person)


def test_a_need_of_the_list_is_added(as_alice, person):
    as_alice.post(url("add", person), {"what": "debt", "owners": ["charity", "person"], "level": "sensitive", **DAY})
    need = PersonNeed.objects.get()
    assert (need.key, need.owners, need.sensitivity) == ("debt", ["charity", "person"], "sensitive")


def test_a_need_in_own_words_is_added(as_alice, person):
    said = {"what": "own", "words": "My nan’s tablets", "pathway": "family", "owners": "charity", "level": "standard"}
    as_alice.post(url("add", person), said | DAY)
    assert "My nan’s tablets" in page(as_alice, person)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({}, "Choose one, or say it in their own words"),
        ({"what": "own"}, "Write it in their own words"),
        ({"what": "own", "words": "None"}, "If there is nothing, nothing has to be noted"),
        ({"what": "own", "words": "A dog"}, "Choose what it belongs to"),
        ({"what": "debt"}, "Choose who sees to it"),
        ({"what": "debt", "on_year": "2126"}, "cannot be in the future"),
    ],
)
def test_errors_say_how_to_mend(as_alice, person, said, error):
    full = {**DAY, "level": "standard", "owners": "charity", "pathway": "", **said}
    if error == "Choose who sees to it":
        del full["owners"]
    if "nothing has to be noted" in error:
        full["pathway"] = "family"
    shown = as_alice.post(url("add", person), full).content.decode()
    assert error in shown and "There is a problem" in shown
    assert not PersonNeed.objects.exists()


def test_a_strength_is_added(as_alice, person):
    as_alice.post(url("add_strength", person), {"what": "own", "words": "Sings", "level": "standard", **DAY})
    assert PersonStrength.objects.get().words == "Sings"


def test_what_is_noted_already_is_not_offered(as_alice, person, need):
    assert 'value="safe-home"' not in as_alice.get(url("add", person)).content.decode()


def test_a_need_moves_on_with_one_tap_and_back(as_alice, person, need):
    as_alice.post(url("move", person, need=need.ref), {"status": "in_progress"})
    shown = page(as_alice, person)
    assert "In progress" in shown and "Take back" in shown
    as_alice.post(url("take_back", person, need=need.ref))
    assert need.statuses.latest("pk").status == "not_started"


@pytest.mark.parametrize("name", ["move", "take_back"])
def test_a_tap_on_what_changed_meanwhile_is_explained(as_alice, person, need, name):
    shown = as_alice.post(url(name, person, need=need.ref), {"status": "done"}, follow=True).content.decode()
    assert "tg-notification--overdue" in shown


def test_a_need_is_changed_on_its_page(as_alice, alice, person, need, ago):
    day = {"on_day": ago(0).day, "on_month": ago(0).month, "on_year": ago(0).year}
    said = {"status": "in_progress", "note": "Rang the council", "owners": ["probation"], "level": "sensitive", **day}
    assert as_alice.post(url("need", person, need=need.ref), said).status_code == 302
    need.refresh_from_db()
    assert (need.owners, need.sensitivity) == (["probation"], "sensitive")
    assert "Rang the council" in page(as_alice, person)


def test_a_need_is_ended_with_a_reason(as_alice, person, need):
    where = url("end", person, about="need", noted=need.ref)
    assert "Say why" in as_alice.post(where, {"because": ""}).content.decode()
    as_alice.post(where, {"because": "Noted by mistake"})
    assert "No longer needs (1)" in page(as_alice, person)


def test_a_changed_answer_asks_whether_it_is_still_a_need(as_alice, alice, person, told):
    told("living-now", "friends")
    need = take_up(by=alice, person=person, about="need", key="safe-home")
    told("living-now", "own", days=1)
    assert "Still a need?" in page(as_alice, person)
    as_alice.post(url("keep", person, about="need", noted=need.ref))
    assert "Still a need?" not in page(as_alice, person)


@pytest.mark.parametrize("reader", ["alice", "bob", "victor"])
def test_what_a_reader_may_not_know_is_nowhere_on_the_page(reader, request, client, carols, carol, person, told):
    told("craving-now", 8, by=carol)
    told("fellowship-going", "never", by=carol)
    take_up(by=carol, person=person, about="need", key="staying-clean")
    client.force_login(request.getfixturevalue(reader))
    shown = re.sub('<nav class="moj-sub-navigation.*?</nav>', "", page(client, person), flags=re.DOTALL)
    assert not re.search("clean|recover|craving|fellowship|clinical|Put aside", shown, re.IGNORECASE)


def test_somebody_elses_need_is_not_found_under_this_person(as_alice, alice, person, send):
    other = type(person).objects.create(given_name="A", family_name="B", site=send, created_by=alice)
    need = note_need(by=alice, person=other, key="debt")
    assert as_alice.get(url("need", person, need=need.ref)).status_code == 404


def queries_of(client, person):
    page(client, person)
    with CaptureQueriesContext(connection) as seen:
        page(client, person)
    return len(seen)


def test_the_page_costs_the_same_however_much_is_noted(as_alice, alice, person, told):
    for item, value in (("living-now", "friends"), ("someone-to-ring", "yes"), ("sleep", "nightmares")):
        told(item, value)
    take_up(by=alice, person=person, about="need", key="safe-home")
    set_aside(by=alice, person=person, about="strength", key="someone-who-cares", said="no")
    few = queries_of(as_alice, person)
    for key in ("debt", "benefits", "hope", "company"):
        change_status(by=alice, need=note_need(by=alice, person=person, key=key), status="in_progress")
    for item, value in (("hope-now", 2), ("rent-owed", 100), ("lonely", "often"), ("longest-job", "years")):
        told(item, value)
    set_aside(by=alice, person=person, about="strength", key="work-experience", said="no")
    assert queries_of(as_alice, person) == few
