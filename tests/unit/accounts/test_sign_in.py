import pytest

from throughgate.audit.models import Event

pytestmark = pytest.mark.django_db


def actions() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("action", flat=True))


def test_right_password_opens(sign_in, alice):
    response = sign_in("alice@example.org")
    assert (response.status_code, response.url) == (302, "/")
    assert actions() == ["session.signed_in"]


def test_capitals_in_the_address_do_not_matter(sign_in, alice):
    assert sign_in("Alice@Example.org").status_code == 302


def test_wrong_password_is_said_in_plain_words(sign_in, alice):
    response = sign_in("alice@example.org", "wrong")
    assert response.status_code == 200
    assert "The e-mail address or the password is not right" in response.content.decode()
    assert 'value="alice@example.org"' in response.content.decode()


def test_failed_sign_in_is_audited_without_the_address(sign_in, alice):
    sign_in("alice@example.org", "wrong")
    sign_in("my-password-typed-here@x.org", "alice@example.org")
    known, unknown = Event.objects.order_by("pk")
    assert (known.action, known.by, known.subject) == ("session.failed", None, f"account {alice.ref}")
    assert (unknown.subject, unknown.details) == ("", {})


def test_unknown_address_answers_like_a_wrong_password(sign_in, alice):
    known, unknown = sign_in("alice@example.org", "wrong"), sign_in("nobody@example.org", "wrong")
    strip = lambda page, mail: page.content.decode().replace(mail, "").split("<main")[1].split("csrf")[0]  # noqa: E731 – one use
    assert strip(known, "alice@example.org") == strip(unknown, "nobody@example.org")


def test_next_page_is_followed_at_home_only(sign_in, alice):
    assert sign_in("alice@example.org", next="/people/").url == "/people/"


def test_next_page_elsewhere_is_not_followed(sign_in, alice):
    assert sign_in("alice@example.org", next="https://elsewhere.example/").url == "/"


def test_sign_out_is_audited(client, alice):
    client.force_login(alice)
    client.post("/accounts/logout/")
    assert actions() == ["session.signed_in", "session.signed_out"]


def test_signing_out_takes_a_post(client, alice):
    client.force_login(alice)
    assert client.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in client.session


def test_closed_account_cannot_sign_in(sign_in, alice, client):
    alice.is_active = False
    alice.save()
    sign_in("alice@example.org")
    assert "_auth_user_id" not in client.session


def test_account_closed_while_signed_in_is_out(client, alice):
    client.force_login(alice)
    alice.is_active = False
    alice.save()
    assert client.get("/account/").status_code == 302


def test_six_failures_lock_out_and_say_when_to_come_back(sign_in, alice):
    for _ in range(5):
        assert sign_in("alice@example.org", "wrong").status_code == 200
    locked = sign_in("ALICE@example.org", "wrong")
    assert locked.status_code == 429
    assert "You can try again from" in locked.content.decode()
    assert actions()[-1] == "session.locked_out"


def test_right_password_does_not_open_while_locked_out(sign_in, alice, client):
    for _ in range(6):
        sign_in("alice@example.org", "wrong")
    assert sign_in("alice@example.org").status_code == 429
    assert "_auth_user_id" not in client.session


def test_lock_out_ends_and_is_not_drawn_out_by_trying(sign_in, alice):
    from datetime import timedelta

    from axes.models import AccessAttempt
    from django.utils import timezone

    for _ in range(8):
        sign_in("alice@example.org", "wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=31))
    assert sign_in("alice@example.org").status_code == 302


def test_lock_out_of_one_does_not_lock_a_colleague(sign_in, alice, bob):
    for _ in range(6):
        sign_in("alice@example.org", "wrong")
    assert sign_in("bob@example.org").status_code == 302


def test_made_up_address_does_not_escape_the_lock_out(client, alice, settings):
    """Behind a proxy the last address of the header is the proxy's word; what stands before it is the visitor's."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    typed = {"login": "alice@example.org", "password": "wrong"}
    for number in range(6):
        answer = client.post(
            "/accounts/login/", typed, headers={"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.9"}
        )
    assert answer.status_code == 429


def test_success_forgets_earlier_mistakes(sign_in, alice, client):
    for _ in range(5):
        sign_in("alice@example.org", "wrong")
    sign_in("alice@example.org")
    client.post("/accounts/logout/")
    assert sign_in("alice@example.org", "wrong").status_code == 200


def test_counting_failures_keeps_neither_address_nor_password(sign_in, alice):
    from axes.models import AccessAttempt

    sign_in("alice@example.org", "my other password")
    kept = str(AccessAttempt.objects.values().get())
    assert "alice" not in kept and "my other password" not in kept


@pytest.mark.parametrize(
    "page", ["email/", "confirm-email/", "3rdparty/", "social/connections/", "sessions/", "login/code/"]
)
def test_pages_of_allauth_not_in_use_do_not_exist(client, alice, page):
    client.force_login(alice)
    assert client.get(f"/accounts/{page}").status_code == 404


def test_nobody_signs_up_by_themselves(client, db):
    page = client.post(
        "/accounts/signup/",
        {"email": "new@example.org", "password1": "a long password", "password2": "a long password"},
    )
    assert "Accounts are made for you" in page.content.decode()
    from throughgate.accounts.models import User

    assert not User.objects.exists()


@pytest.mark.parametrize(
    "page", ["login", "signup", "password/reset", "password/reset/done", "password/reset/key/1-abc", "inactive"]
)
def test_pages_before_signing_in_are_ours(client, db, page):
    html = client.get(f"/accounts/{page}/").content.decode()
    assert "tg-header--plain" in html and "style=" not in html


def test_csp_of_the_sign_in_page_allows_no_inline_style(client, db):
    policy = client.get("/accounts/login/").headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy and "frame-ancestors 'none'" in policy


def test_forgotten_password_leads_to_a_new_one(client, sign_in, alice, mailoutbox):
    client.post("/accounts/password/reset/", {"email": "alice@example.org"})
    link = next(word for word in mailoutbox[0].body.split() if "/password/reset/key/" in word)
    form = client.get(link, follow=True)
    saved = client.post(
        form.redirect_chain[-1][0],
        {"password1": "three green lanterns", "password2": "three green lanterns"},
        follow=True,
    )
    assert "Your password is saved" in saved.content.decode()
    assert sign_in("alice@example.org", "three green lanterns").status_code == 302
    assert "password.reset" in actions()


def test_forgotten_password_of_a_stranger_sends_nothing_and_says_the_same(client, db, mailoutbox):
    page = client.post("/accounts/password/reset/", {"email": "nobody@example.org"}, follow=True)
    assert "Look in your e-mail" in page.content.decode() and mailoutbox == []


def test_reset_link_works_once(client, alice, mailoutbox):
    client.post("/accounts/password/reset/", {"email": "alice@example.org"})
    link = next(word for word in mailoutbox[0].body.split() if "/password/reset/key/" in word)
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "three green lanterns", "password2": "three green lanterns"})
    assert "This link no longer works" in client.get(link, follow=True).content.decode()


def test_short_password_is_refused_with_the_reason(client, alice):
    client.force_login(alice)
    typed = {"oldpassword": "correct horse battery", "password1": "short", "password2": "short"}
    page = client.post("/accounts/password/change/", typed).content.decode()
    assert "at least 12 characters" in page


def test_changed_password_signs_out_elsewhere(client, alice):
    from django.test import Client

    elsewhere = Client()
    elsewhere.force_login(alice)
    client.force_login(alice)
    typed = {
        "oldpassword": "correct horse battery",
        "password1": "three green lanterns",
        "password2": "three green lanterns",
    }
    assert client.post("/accounts/password/change/", typed).url == "/account/"
    assert elsewhere.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200
