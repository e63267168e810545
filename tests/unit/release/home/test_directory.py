"""The directory of places to live: asked, paged, kept by several at once."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.unit.release.home.homes import TODAY
from tests.unit.release.home.test_home_pages import page, posted
from throughgate.release.models import Provider
from throughgate.release.selectors.providers import Wanted, list_providers
from throughgate.release.services.providers import (
    ProviderChangedError,
    SameNameError,
    add_provider,
    change_provider,
    say_vacancies,
)

pytestmark = pytest.mark.django_db


def test_the_latest_word_of_vacancies_holds(alice, elm):
    for places, ago in ((4, 3), (9, 20)):
        say_vacancies(by=alice, provider=elm, places=places, said_on=TODAY - timedelta(days=ago))
    (found,) = list_providers(Wanted(), TODAY)
    assert (found.words, found.is_stale) == ("4 places, said 3 days ago", False)


def test_two_taps_say_how_many_are_free(as_user, alice, elm):
    client = as_user(alice)
    assert 'name="places" value="3"' in client.get(reverse("release:homes")).content.decode()
    posted(client, "say_places", {"places": 3}, ref=elm.ref)
    assert "3 places, said today" in page(client, "provider", ref=elm.ref)


def test_the_directory_is_asked_by_kind_and_whom_they_take(alice):
    add_provider(by=alice, name="Ash", kind="rehab", takes=["women"], not_taken=["dogs"])
    add_provider(by=alice, name="Oak", kind="private", takes=["men"])
    add_provider(by=alice, name="Yew", kind="private")
    assert [one.row.name for one in list_providers(Wanted(kind="private"), TODAY)] == ["Oak", "Yew"]
    assert [one.row.name for one in list_providers(Wanted(takes="women"), TODAY)] == ["Ash", "Yew"]
    assert [one.row.name for one in list_providers(Wanted(free=True), TODAY)] == []


def test_the_nearest_comes_first_and_what_lies_nowhere_last(alice):
    add_provider(by=alice, name="Here", kind="private", postcode="GU1 4LY")
    add_provider(by=alice, name="Far", kind="private", postcode="M1 1AE")
    add_provider(by=alice, name="Anywhere", kind="private")
    found = list_providers(Wanted(near="GU1 1AA"), TODAY)
    assert [one.row.name for one in found] == ["Here", "Far", "Anywhere"]
    assert found[0].away < 5 and found[2].away is None


def test_of_two_who_change_it_the_second_is_told(alice, elm):
    change_provider(by=alice, provider=elm, version=1, name="Elm Lodge")
    with pytest.raises(ProviderChangedError):
        change_provider(by=alice, provider=elm, version=1, name="Elm Court")
    assert [one.name for one in Provider.history.order_by("history_id")] == ["Elm House", "Elm Lodge"]


def test_one_no_longer_used_is_asked_for_nothing(as_user, alice, person, elm):
    change_provider(by=alice, provider=elm, version=1, is_active=False)
    assert list_providers(Wanted(), TODAY) == [] and len(list_providers(Wanted(closed=True), TODAY)) == 1


def test_taken_and_not_taken_is_a_mistake(as_user, alice):
    both = {"name": "Ash", "kind": "rehab", "takes": ["dogs"], "not_taken": ["dogs"], "is_active": "on"}
    assert b"Taken and not taken: Dogs" in posted(as_user(alice), "new_provider", both).content
    assert not Provider.objects.exists()


def test_one_of_a_known_name_is_asked_about_and_may_be_another(mona, alice):
    known = add_provider(by=mona, name="Elm Lodge", kind="supported", town="Guildford")
    with pytest.raises(SameNameError) as problem:
        add_provider(by=alice, name="elm  LODGE", kind="supported", town="Woking")
    assert list(problem.value.found) == [known]
    assert add_provider(by=alice, name="elm lodge", kind="supported", town="Woking", is_another=True) != known


def test_sent_twice_a_place_is_added_once(mona):
    token = uuid4()
    first = add_provider(by=mona, name="Elm Lodge", kind="supported", token=token)
    assert add_provider(by=mona, name="Elm Lodge", kind="supported", token=token) == first


def test_the_page_leads_to_the_one_of_the_same_name_and_lets_it_be_another(as_user, mona, alice):
    known = add_provider(by=mona, name="Elm Lodge", kind="supported", town="Guildford")
    client, url = as_user(alice), reverse("release:new_provider")
    data = {"name": "Elm lodge", "kind": "supported", "town": "Woking", "token": str(uuid4())}
    asked = client.post(url, data).content.decode()
    assert reverse("release:provider", args=[known.ref]) in asked and 'name="is_another"' in asked
    for _ in range(2):
        client.post(url, data | {"is_another": "on"})
    assert Provider.objects.filter(name="Elm lodge").count() == 1


def test_the_directory_is_paged(as_user, alice, monkeypatch):
    monkeypatch.setattr("throughgate.release.views.providers.PER_PAGE", 2)
    for name in ("Ash", "Oak", "Yew"):
        add_provider(by=alice, name=name, kind="private")
    client, url = as_user(alice), reverse("release:homes")
    assert "3 found" in (first := client.get(url).content.decode()) and not re.search(r"\bYew\b", first)
    assert "Yew" in client.get(url, {"page": 2}).content.decode()
