import pytest
from django.urls import reverse

from throughgate.audit.models import Event
from throughgate.people.services import add_identifier, index_people


@pytest.fixture
def found(as_user, person):
    index_people([person])

    def _found(user, words: str):
        return as_user(user).post(reverse("desk:search"), {"q": words})

    return _found


def test_part_of_a_name_finds_the_person(found, alice):
    html = found(alice, "val").content.decode()
    assert "Jo Vale" in html and "1 person found" in html and "Jordan on paper" in html


def test_a_number_typed_in_full_opens_the_record(found, alice, person):
    add_identifier(by=alice, person=person, kind="prison_number", text="A1234BC")
    answer = found(alice, "a1234bc")
    assert answer.status_code == 302
    assert answer.url == reverse("desk:person", kwargs={"ref": person.ref})


def test_a_reference_typed_in_full_opens_the_record(found, alice, person):
    assert found(alice, person.ref.lower()).status_code == 302


def test_somebody_elsewhere_is_not_found(found, charlie):
    html = found(charlie, "Vale").content.decode()
    assert "Nobody found" in html and "Jo Vale" not in html


def test_a_number_of_somebody_elsewhere_opens_nothing(found, charlie, alice, person):
    add_identifier(by=alice, person=person, kind="prison_number", text="A1234BC")
    assert "Nobody found" in found(charlie, "A1234BC").content.decode()


def test_the_search_is_audited_without_its_words(found, alice):
    found(alice, "Vale")
    event = Event.objects.get(action="people.searched")
    assert event.details == {"found": 1, "is_cut": False}
    assert "vale" not in f"{event.subject}{event.details}".lower()


def test_a_name_in_the_address_searches_nothing(as_user, alice, person):
    html = as_user(alice).get(reverse("desk:search"), {"q": "Vale"}).content.decode()
    assert "Jo Vale" not in html
    assert not Event.objects.filter(action="people.searched").exists()


def test_nothing_typed_asks_for_something(found, alice):
    assert "Enter a name or a number" in found(alice, "  ").content.decode()


def test_the_header_posts_its_search(as_user, alice):
    html = as_user(alice).get("/").content.decode()
    form = html[html.index('class="tg-search"') : html.index('name="q"')]
    assert 'method="post"' in form and "csrfmiddlewaretoken" in form


@pytest.mark.parametrize("name", ["eve", "ada"])
def test_a_role_without_people_may_not_search(found, request, name):
    assert found(request.getfixturevalue(name), "Vale").status_code == 403


def test_a_long_result_is_cut_and_says_so(found, alice, someone):
    people = [someone("Kit", f"Marsh{number:02}") for number in range(52)]
    index_people(people)
    html = found(alice, "kit").content.decode()
    assert html.count("tg-found__row") == 50 and "More than 50 people found" in html
