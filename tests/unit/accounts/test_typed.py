"""What is typed outlives a session that ended, and a second sign-in in another tab."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils.timezone import now

from throughgate.accounts import typed

PAGE = "/account/typed/"
WORDS = "Her sister\r\nwould like to come <b>too</b>"


@pytest.fixture
def tab(alice):
    """A browser in which alice has a form open."""
    client = Client(enforce_csrf_checks=True, headers={"accept": "text/html"})
    client.force_login(alice)
    client.get("/account/")
    client.fields = {"csrfmiddlewaretoken": _token(client), "name": WORDS, "ticked": ["1", "2"], "password": "secret"}
    return client


def _token(client) -> str:
    return re.search(r'csrfmiddlewaretoken" value="(\w+)"', client.get("/account/").text)[1]


def _send(client, **headers):
    return client.post("/people/add/?site=1", client.fields, headers=headers)


def _lose_session(client) -> None:
    del client.cookies["throughgate_session"]


def test_a_lost_session_keeps_what_was_typed(tab, alice):
    _lose_session(tab)
    assert _send(tab).url == PAGE
    tab.force_login(alice)
    page = tab.get(PAGE)
    assert 'action="/people/add/?site=1"' in page.text
    assert ("name", WORDS) in page.context["typed"].fields
    assert [value for name, value in page.context["typed"].fields if name == "ticked"] == ["1", "2"]
    assert {name for name, _ in page.context["typed"].fields} == {"name", "ticked"}
    assert "&lt;b&gt;too" in page.text


def test_it_is_sealed_where_it_waits_and_not_in_the_address(tab):
    _lose_session(tab)
    answer = _send(tab)
    kept = Session.objects.get(pk=tab.cookies["throughgate_session"].value).get_decoded()
    assert "typed" in kept
    assert "sister" not in f"{kept} {answer.url} {tab.cookies}"


def test_somebody_else_who_signs_in_gets_nothing(tab, bob):
    _lose_session(tab)
    _send(tab)
    tab.force_login(bob)
    page = tab.get(PAGE)
    assert page.context["typed"] is None
    assert "typed" not in tab.session


def test_it_waits_half_an_hour(tab, alice, monkeypatch):
    _lose_session(tab)
    _send(tab)
    tab.force_login(alice)
    later = now() + timedelta(minutes=31)
    monkeypatch.setattr(typed, "now", lambda: later)
    assert tab.get(PAGE).context["typed"] is None


def test_a_second_sign_in_in_another_tab_keeps_it_too(tab, alice):
    _sign_in_again(tab, alice)
    assert _send(tab, origin="http://testserver").url == PAGE
    assert ("name", WORDS) in tab.get(PAGE).context["typed"].fields


def test_nothing_is_offered_where_two_accounts_used_the_browser(tab, bob):
    _sign_in_again(tab, bob)
    answer = _send(tab, origin="http://testserver")
    assert answer.status_code == 403
    assert "Nothing was saved" in answer.text
    assert "sister" not in answer.text


def test_another_site_cannot_put_words_into_the_offer(tab, alice):
    tab.fields["csrfmiddlewaretoken"] = "x" * 64
    assert _send(tab, origin="https://elsewhere.example").status_code == 403
    assert _send(tab).status_code == 403
    assert tab.get(PAGE).context["typed"] is None


def test_what_a_script_sends_is_not_held(tab):
    _lose_session(tab)
    assert "/accounts/login/?next=/people/add/" in _send(tab, accept="*/*").url


def test_the_sign_in_page_is_never_held(tab):
    tab.fields["csrfmiddlewaretoken"] = "x" * 64
    answer = tab.post("/accounts/login/", tab.fields, headers={"origin": "http://testserver"})
    assert answer.status_code == 403
    assert "typed" not in tab.session


def _sign_in_again(client, user) -> None:
    """As another tab would, through the page: with a new token."""
    _lose_session(client)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', client.get("/accounts/login/").text)[1]
    sent = {"csrfmiddlewaretoken": token, "login": user.email, "password": "correct horse battery"}
    assert client.post("/accounts/login/", sent).status_code == 302
    client.get("/account/")


def test_a_crisis_that_was_not_raised_is_said_not_to_be(tab, alice):
    _lose_session(tab)
    tab.post("/crisis/raise/", tab.fields)
    tab.force_login(alice)
    assert "The crisis was not raised, and nobody has been told</h1>" in tab.get(PAGE).text


def test_the_sign_in_page_says_so_already_and_names_nobody(tab, person):
    _lose_session(tab)
    tab.post(f"/crisis/raise/?person={person.ref}", {**tab.fields, "kind": "missing"})
    page = tab.get("/accounts/login/").text
    assert "The crisis was not raised" in page and person.family_name not in page


def test_of_whom_and_what_it_is_is_said_to_whoever_typed_it(tab, alice, person):
    _lose_session(tab)
    tab.post(f"/crisis/raise/?person={person.ref}", {**tab.fields, "kind": "missing"})
    tab.force_login(alice)
    page = tab.get(PAGE)
    assert person.name in page.context["about"] and "govuk-button--warning" in page.text


def test_of_other_pages_it_is_not(tab, alice):
    _lose_session(tab)
    _send(tab)
    tab.force_login(alice)
    assert tab.get(PAGE).context["typed"].undone is None


LINE = "What you typed while you were signed out is kept"


@pytest.fixture
def kept(tab, alice):
    _lose_session(tab)
    _send(tab)
    tab.force_login(alice)
    tab.held = tab.get(PAGE).context["typed"]
    return tab


def _send_kept(client, **fields) -> int:
    token = {"csrfmiddlewaretoken": _token(client)}
    return client.post("/account/", token | {typed.SENT: client.held.at.isoformat()} | fields).status_code


def test_the_way_back_stands_on_every_page_but_its_own(kept):
    assert LINE in kept.get("/").text
    assert LINE in kept.get("/account/").text
    assert LINE not in kept.get(PAGE).text


def test_where_nothing_waits_no_page_speaks_of_it(tab):
    assert LINE not in tab.get("/").text


def test_once_it_went_through_nothing_waits(kept):
    assert _send_kept(kept, name="Alice Green") == 302
    assert LINE not in kept.get("/").text


def test_what_was_refused_waits_on(kept):
    assert _send_kept(kept, name="") == 200
    assert LINE in kept.get("/").text


def test_another_form_sent_meanwhile_leaves_it_waiting(kept):
    assert _send_kept(kept, name="Alice Green", **{typed.SENT: ""}) == 302
    assert LINE in kept.get("/").text


def test_it_can_be_thrown_away(kept):
    assert kept.post(PAGE, {"csrfmiddlewaretoken": _token(kept)}).status_code == 302
    assert LINE not in kept.get("/").text


def test_words_stand_with_what_they_were_asked_as(kept):
    assert kept.held.words == [("Name", WORDS)]
