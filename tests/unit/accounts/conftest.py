import pytest

PASSWORD = "correct horse battery"


@pytest.fixture
def sign_in(client):
    """Signs in through the page, as a person does."""

    def post(email: str, password: str = PASSWORD, **extra):
        return client.post("/accounts/login/", {"login": email, "password": password, **extra})

    return post


@pytest.fixture
def with_totp():
    """Turns the second factor on for a user; returns the secret of their app."""

    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

    def turn_on(user) -> str:
        from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
        from allauth.mfa.totp.internal.auth import TOTP

        TOTP.activate(user, secret)
        RecoveryCodes.activate(user)
        return secret

    return turn_on


@pytest.fixture
def code_now():
    def compute(secret: str) -> str:
        from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

        return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))

    return compute
