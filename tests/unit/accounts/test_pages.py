import pytest

from throughgate.accounts.models import User

pytestmark = pytest.mark.django_db

FILLED = {"name": "Nora New", "email": "nora@example.org", "role": "caseworker"}


def test_staff_list_shows_who_has_an_account(client, ada, alice, bob):
    client.force_login(ada)
    page = client.get("/staff/").content.decode()
    assert "Alice Example" in page and "Bob Example" in page


def test_staff_list_costs_the_same_for_3_and_30(client, ada, send):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/staff/")
        return len(queries)

    client.force_login(ada)
    first = count()
    for n in range(30):
        User.objects.create_user(
            f"w{n}@example.org", None, name=f"W {n}", role="caseworker", line_manager=ada
        ).sites.add(send)
    assert count() == first


@pytest.mark.parametrize("who", ["mona", "alice", "carol", "victor", "eve"])
@pytest.mark.parametrize("page", ["", "add/", "{ref}/", "{ref}/change/", "{ref}/close/", "{ref}/second-factor/"])
def test_others_do_not_see_staff_accounts(client, request, who, page, bob):
    client.force_login(request.getfixturevalue(who))
    assert client.get(f"/staff/{page.format(ref=bob.ref)}").status_code == 403


def test_added_person_gets_a_link_and_chooses_a_password(client, ada, send, mailoutbox):
    client.force_login(ada)
    client.post("/staff/add/", {**FILLED, "sites": [send.pk]})
    nora = User.objects.get(email="nora@example.org")
    assert list(nora.sites.all()) == [send]
    link = next(word for word in mailoutbox[0].body.split() if "/password/reset/key/" in word)
    client.post("/accounts/logout/")
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "three green lanterns", "password2": "three green lanterns"})
    signed_in = client.post("/accounts/login/", {"login": "nora@example.org", "password": "three green lanterns"})
    assert signed_in.url == "/"


def test_mistakes_come_back_filled_in(client, ada, bob):
    client.force_login(ada)
    page = client.post("/staff/add/", {**FILLED, "email": "BOB@example.org"}).content.decode()
    assert "There is an account with this address already" in page
    assert 'value="Nora New"' in page
    assert not User.objects.filter(name="Nora New").exists()


def test_changing_an_account(client, ada, bob, downview):
    client.force_login(ada)
    seen = client.get(f"/staff/{bob.ref}/change/").context["form"].initial["seen"]
    typed = {"name": "Robert", "email": bob.email, "role": "volunteer", "sites": [downview.pk], "seen": seen}
    assert client.post(f"/staff/{bob.ref}/change/", typed).url == f"/staff/{bob.ref}/"
    bob.refresh_from_db()
    assert (bob.name, bob.role, list(bob.sites.all())) == ("Robert", "volunteer", [downview])


def test_changed_meanwhile_shows_both_and_loses_nothing(client, ada, bob):
    client.force_login(ada)
    seen = client.get(f"/staff/{bob.ref}/change/").context["form"].initial["seen"]
    User.objects.filter(pk=bob.pk).update(role="volunteer")
    typed = {"name": "Robert", "email": bob.email, "role": "counsellor", "seen": seen}
    page = client.post(f"/staff/{bob.ref}/change/", typed)
    html = page.content.decode()
    assert "Someone else changed this account" in html and "Bob Example" in html and 'value="Robert"' in html
    again = {**typed, "seen": page.context["form"]["seen"].value()}
    assert client.post(f"/staff/{bob.ref}/change/", again).status_code == 302


def test_closing_says_whom_it_would_leave(client, ada, alice, person):
    client.force_login(ada)
    assert person.ref in client.get(f"/staff/{alice.ref}/close/").content.decode()
    page = client.post(f"/staff/{alice.ref}/close/").content.decode()
    assert "1 person would be left without a worker" in page
    assert person.given_name not in page
    alice.refresh_from_db()
    assert alice.is_active


def test_closing_and_opening_again(client, ada, bob):
    client.force_login(ada)
    client.post(f"/staff/{bob.ref}/close/")
    assert "Bob Example" in client.get("/staff/?closed=1").content.decode()
    client.post(f"/staff/{bob.ref}/reopen/")
    bob.refresh_from_db()
    assert bob.is_active


def test_unknown_account_is_nothing(client, ada):
    client.force_login(ada)
    assert client.get("/staff/XXXXXXXX/").status_code == 404


def test_own_page_is_for_everyone(client, victor):
    client.force_login(victor)
    assert "victor@example.org" in client.get("/account/").content.decode()
    client.post("/account/", {"name": "Vic"})
    victor.refresh_from_db()
    assert victor.name == "Vic"


def test_link_can_be_sent_again(client, ada, bob, mailoutbox):
    client.force_login(ada)
    client.post(f"/staff/{bob.ref}/link/")
    assert mailoutbox[0].to == ["bob@example.org"]


def test_first_administrator_is_made_on_the_command_line(monkeypatch, client):
    from django.core.management import call_command

    monkeypatch.setattr("getpass.getpass", lambda prompt: "three green lanterns")
    call_command("add_administrator", "first@example.org", "Fay First", verbosity=0)
    response = client.post("/accounts/login/", {"login": "first@example.org", "password": "three green lanterns"})
    assert response.url == "/"


def test_first_administrator_needs_a_real_password(monkeypatch, db):
    from django.core.management import CommandError, call_command

    monkeypatch.setattr("getpass.getpass", lambda prompt: "short")
    with pytest.raises(CommandError, match="12 characters"):
        call_command("add_administrator", "first@example.org", "Fay First")
    assert not User.objects.exists()
