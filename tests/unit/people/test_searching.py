from datetime import date

import pytest

from throughgate.people.models import Identifier, Person, SearchWord
from throughgate.people.rules.duplicates import identity_of
from throughgate.people.rules.searching import asked_words, fold, words_of_name
from throughgate.people.selectors import search_people
from throughgate.people.selectors.duplicates import known_already
from throughgate.people.services import change_details, index_people, rebuild_search_words, withdraw_identifier

TODAY = date(2026, 11, 20)


@pytest.fixture
def sinead(send, alice) -> Person:
    person = Person.objects.create(
        given_name="Sinéad", family_name="O'Brien-Łuk", site=send, born_on=date(1990, 3, 12), created_by=alice
    )
    for kind, value in [("pnc", "1981/0000034U"), ("nhs", "9434765919"), ("prison_number", "A1234BC")]:
        Identifier.objects.create(person=person, kind=kind, value=value, added_by=alice)
    return person


@pytest.mark.parametrize(
    ("text", "folded"),
    [("SINÉAD", "sinead"), ("Łukasz", "lukasz"), ("Søren", "soren"), ("Weiß", "weiss"), ("Çelik", "celik")],
)
def test_folding(text, folded):
    assert fold(text) == folded


def test_words_of_a_name():
    assert words_of_name("O'Brien-Smith") == {"o", "brien", "smith", "obriensmith"}


@pytest.mark.parametrize(
    "typed",
    [
        "sin",
        "SINÉAD",
        "Sinéad O'Brien",
        "obrien",
        "brien sinead",
        "luk",
        "81/34u",
        "1981/0000034U",
        "198134U",
        "943 476 5919",
        "a1234 bc",
        "A1234",
        "12/03/1990",
        "12.3.1990",
        "1990-03-12",
        "12 March 1990",
        "12th mar 1990",
        "sinead 12/3/1990",
        "brien 81/34U",
    ],
)
def test_found_by(typed, sinead, person, alice):
    assert list(search_people(alice, typed, TODAY)) == [sinead]


@pytest.mark.parametrize("typed", ["", "   ", "sinead vale", "nead", "81/34K", "13/03/1990", "%", "_", "'"])
def test_not_found_by(typed, sinead, alice):
    assert not search_people(alice, typed, TODAY).exists()


def test_found_by_reference(person, alice):
    assert list(search_people(alice, person.ref.lower(), TODAY)) == [person]


def test_found_by_preferred_and_given_name(person, alice):
    assert [list(search_people(alice, name, TODAY)) for name in ("jo", "jordan vale")] == [[person], [person]]


def test_nobody_is_found_by_a_worker_elsewhere(person, charlie):
    assert not search_people(charlie, "jordan", TODAY).exists()


def test_an_old_name_finds_nobody(person, alice):
    change_details(by=alice, person=person, version=1, changes={"family_name": "Reed"})
    assert not search_people(alice, "vale", TODAY).exists()
    assert search_people(alice, "reed", TODAY).exists()


def test_a_withdrawn_number_finds_nobody(sinead, alice):
    sinead.assignments.create(worker=alice, role="caseworker", from_on=date(2026, 1, 1), added_by=alice)
    withdraw_identifier(by=alice, identifier=sinead.identifiers.get(kind="nhs"), because="Not hers")
    assert not search_people(alice, "943 476 5919", TODAY).exists()


def test_a_bulk_load_is_indexed_afterwards(send, alice):
    people = Person.objects.bulk_create(
        [Person(given_name="Kit", family_name=f"Fell{n}", site=send, created_by=alice) for n in range(3)]
    )
    assert not search_people(alice, "kit", TODAY).exists()
    index_people(people)
    assert search_people(alice, "kit", TODAY).count() == 3


def test_rebuilding_finds_everything_in_order_or_mends_it(person, alice):
    assert rebuild_search_words() == 0
    SearchWord.objects.all().delete()
    assert rebuild_search_words() == 4  # jo, jordan, vale and the reference
    assert search_people(alice, "vale", TODAY).exists()


def test_search_is_one_query(sinead, person, alice, django_assert_num_queries):
    list(search_people(alice, "warm up", TODAY))
    with django_assert_num_queries(1):
        list(search_people(alice, "brien sinead", TODAY))


def test_numbers_typed_in_groups_are_one_word():
    assert asked_words("943 476 5919", today=TODAY) == (frozenset({"9434765919"}),)


def test_likely_the_same(sinead, alice):
    def asked(given: str, born_on: date | None) -> bool:
        asked = identity_of(0, given, "O'Brien-Luk", born_on=born_on)
        return bool(known_already(alice, asked, names=(given, "O'Brien-Luk")).people)

    assert asked("Sinead", None)
    assert asked("Shin", date(1990, 3, 12))
    assert not asked("Shin", date(1991, 3, 12))
    assert not asked("Shin", None)
