import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from throughgate.accounts.second_factor import renew_secrets
from throughgate.audit.models import Event
from throughgate.common.encryption import UnknownKeyError, WrongKeyError

pytestmark = pytest.mark.django_db


def test_password_alone_does_not_open_an_account_with_a_second_factor(sign_in, client, alice, with_totp):
    with_totp(alice)
    assert sign_in("alice@example.org").url == "/accounts/second-factor/authenticate/"
    assert "_auth_user_id" not in client.session


def test_password_and_code_open_it(sign_in, client, alice, with_totp, code_now):
    secret = with_totp(alice)
    sign_in("alice@example.org")
    assert client.post("/accounts/second-factor/authenticate/", {"code": code_now(secret)}).url == "/"


def test_code_works_once(sign_in, client, alice, with_totp, code_now):
    code = code_now(with_totp(alice))
    sign_in("alice@example.org")
    client.post("/accounts/second-factor/authenticate/", {"code": code})
    client.post("/accounts/logout/")
    sign_in("alice@example.org")
    assert (
        "not right, or it was used already"
        in client.post("/accounts/second-factor/authenticate/", {"code": code}).content.decode()
    )


def test_wrong_codes_are_audited_and_held_back(sign_in, client, alice, with_totp):
    with_totp(alice)
    sign_in("alice@example.org")
    for _ in range(11):
        page = client.post("/accounts/second-factor/authenticate/", {"code": "000000"}).content.decode()
    assert "Wait five minutes" in page
    assert Event.objects.filter(action="second_factor.failed", subject=f"account {alice.ref}").count() == 10


def test_recovery_code_opens_once(sign_in, client, alice, with_totp):
    with_totp(alice)
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    sign_in("alice@example.org")
    assert client.post("/accounts/second-factor/authenticate/", {"code": code}).url == "/"
    client.post("/accounts/logout/")
    sign_in("alice@example.org")
    assert client.post("/accounts/second-factor/authenticate/", {"code": code}).status_code == 200


def test_setting_it_up(client, sign_in, alice, code_now):
    sign_in("alice@example.org")
    client.post("/accounts/reauthenticate/", {"password": "correct horse battery"})
    page = client.get("/accounts/second-factor/activate/")
    secret = page.context["form"].secret
    assert secret in page.content.decode() and "data:image/svg+xml;base64," in page.content.decode()
    response = client.post("/accounts/second-factor/activate/", {"code": code_now(secret)})
    assert response.url == "/accounts/second-factor/recovery-codes/"
    assert client.get(response.url).content.decode().count('<code class="tg-code">') == 10


def test_setting_it_up_asks_for_the_password_again(client, alice):
    client.force_login(alice)
    assert client.get("/accounts/second-factor/activate/").url.startswith("/accounts/reauthenticate/")


@pytest.mark.parametrize("page", ["", "recovery-codes/", "recovery-codes/generate/", "deactivate/"])
def test_pages_of_the_second_factor_are_ours(client, sign_in, alice, with_totp, code_now, page):
    secret = with_totp(alice)
    sign_in("alice@example.org")
    client.post("/accounts/second-factor/authenticate/", {"code": code_now(secret)})
    client.post("/accounts/reauthenticate/", {"password": "correct horse battery"})
    response = client.get(f"/accounts/second-factor/{page}")
    assert response.status_code == 200 and "tg-main--narrow" in response.content.decode()


def test_secrets_cannot_be_read_in_the_database(alice, with_totp):
    secret = with_totp(alice)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept and kept.count("v1.") == 2


def test_secret_under_a_lost_key_is_an_error_and_not_a_wrong_code(sign_in, client, alice, with_totp, settings):
    with_totp(alice)
    settings.FIELD_KEYS = "other:quite another secret than before"
    sign_in("alice@example.org")
    with pytest.raises(UnknownKeyError):
        client.post("/accounts/second-factor/authenticate/", {"code": "123456"})


def test_rotation_moves_every_secret_to_the_newest_key(alice, bob, with_totp, settings):
    settings.FIELD_KEYS = "a:the older secret"
    secret = with_totp(alice)
    with_totp(bob)
    settings.FIELD_KEYS = "b:the newer secret,a:the older secret"
    call_command("rotate_field_keys", verbosity=0)
    settings.FIELD_KEYS = "b:the newer secret"
    assert renew_secrets() == (4, 0)
    from throughgate.accounts.adapters import MFAAdapter

    assert MFAAdapter().decrypt(Authenticator.objects.get(user=alice, type="totp").data["secret"]) == secret


def test_rotation_that_meets_a_wrong_key_changes_nothing(alice, bob, with_totp, settings):
    settings.FIELD_KEYS = "a:the older secret"
    with_totp(alice)
    settings.FIELD_KEYS = "lost:gone"
    with_totp(bob)
    before = list(Authenticator.objects.order_by("pk").values_list("data", flat=True))
    settings.FIELD_KEYS = "b:the newer secret,a:the older secret"
    with pytest.raises(CommandError, match="Nothing was changed.*'lost'"):
        call_command("rotate_field_keys")
    assert list(Authenticator.objects.order_by("pk").values_list("data", flat=True)) == before


def test_secret_of_one_use_does_not_open_as_another(alice, with_totp):
    from throughgate.common.encryption import decrypt

    with_totp(alice)
    with pytest.raises(WrongKeyError):
        decrypt(Authenticator.objects.get(type="totp").data["secret"], about="people.note")


@pytest.mark.parametrize(
    "path", ["/", "/account/", "/staff/", "/accounts/second-factor/", "/accounts/password/change/"]
)
def test_where_it_is_required_nothing_else_opens_before_it_is_set_up(client, ada, settings, path):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(ada)
    assert client.get(path).url == "/accounts/second-factor/activate/"


def test_where_it_is_required_setting_up_and_leaving_stay_open(client, sign_in, alice, settings, code_now):
    settings.SECOND_FACTOR_REQUIRED = True
    sign_in("alice@example.org")
    client.post("/accounts/reauthenticate/", {"password": "correct horse battery"})
    secret = client.get("/accounts/second-factor/activate/").context["form"].secret
    client.post("/accounts/second-factor/activate/", {"code": code_now(secret)})
    assert client.get("/account/").status_code == 200
    assert client.post("/accounts/logout/").status_code == 302


def test_where_it_is_required_it_costs_no_query(client, alice, with_totp, settings):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/account/").status_code == 200
        return len(queries)

    with_totp(alice)
    client.force_login(alice)
    optional = count()
    settings.SECOND_FACTOR_REQUIRED = True
    assert count() == optional
