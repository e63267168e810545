"""A provider hears of somebody only where they said so, and what it has is flagged once they take that back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.sharing import may_ask_for_homes
from tests.unit.release.home.homes import TODAY, said
from throughgate.people.rules.sharing import Recipient
from throughgate.people.services.sharing import withdraw_consent
from throughgate.release.models import HomeApplication, HomeState, Provider
from throughgate.release.rules.home import HomeError
from throughgate.release.services.home import apply_for_home, take_step
from throughgate.release.services.telling import HomeNotToldError


@pytest.fixture
def elm(alice) -> Provider:
    """Which nobody has spoken about."""
    return Provider.objects.create(name="Elm House", kind="supported", town="Guildford", added_by=alice)


@pytest.fixture
def read(client, alice, person):
    def _read(row=None):
        client.force_login(alice)
        name, ref = ("home_application", row.ref) if row else ("home", person.ref)
        return client.get(reverse(f"release:{name}", kwargs={"ref": ref})).content.decode()

    return _read


def take_back(alice, person):
    withdraw_consent(by=alice, person=person, recipient=Recipient("housing"), purpose="service", how="spoken")


def test_nothing_is_sent_before_they_said_yes(alice, person, elm):
    with pytest.raises(HomeNotToldError, match="Jo was not asked"):
        apply_for_home(by=alice, person=person, provider=elm, said=said())
    assert not HomeApplication.objects.exists()


def test_begun_it_is_nobody_elses_business_until_it_is_sent(alice, person, elm):
    row = apply_for_home(by=alice, person=person, provider=elm, said=said(HomeState.DRAFTED))
    with pytest.raises(HomeNotToldError):
        take_step(by=alice, application=row, said=said())
    may_ask_for_homes(alice, person)
    assert take_step(by=alice, application=row, said=said()).state == HomeState.SENT


def test_taken_back_nothing_more_is_sent(alice, person, elm):
    may_ask_for_homes(alice, person)
    take_back(alice, person)
    with pytest.raises(HomeError):
        apply_for_home(by=alice, person=person, provider=elm, said=said())


def test_the_form_leads_to_asking(client, alice, person, elm):
    client.force_login(alice)
    url = f"{reverse('release:apply_for_home', kwargs={'ref': person.ref})}?provider={elm.ref}"
    page = client.post(url, {"state": "sent", "on": TODAY.isoformat(), "level": "standard"}).content.decode()
    assert "We may not yet ask Elm House for Jo" in page and "sharing/say/?to=service/housing/" in page


def test_what_it_has_is_flagged_once_they_take_it_back(alice, person, elm, read):
    may_ask_for_homes(alice, person)
    row = apply_for_home(by=alice, person=person, provider=elm, said=said())
    words = "may be told nothing more"
    assert words not in read() and words not in read(row)
    take_back(alice, person)
    assert words in read() and words in read(row)


def test_withdrawn_it_is_flagged_no_more(alice, person, elm, read):
    may_ask_for_homes(alice, person)
    row = apply_for_home(by=alice, person=person, provider=elm, said=said())
    take_back(alice, person)
    take_step(by=alice, application=row, said=said(HomeState.WITHDRAWN, reason="elsewhere"))
    assert "may be told nothing more" not in read(row)


def test_queries_do_not_grow_with_the_applications(alice, person, elm, read):
    def queries():
        with CaptureQueriesContext(connection) as found:
            read()
        return len(found)

    may_ask_for_homes(alice, person)
    apply_for_home(by=alice, person=person, provider=elm, said=said())
    queries()
    few = queries()
    for number in range(4):
        other = Provider.objects.create(name=f"House {number}", kind="supported", added_by=alice)
        apply_for_home(by=alice, person=person, provider=other, said=said())
    assert queries() == few
