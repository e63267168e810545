"""How sign-in differs here from what allauth does by itself."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.urls import reverse

from throughgate.common.encryption import decrypt, encrypt

# allauth hands over a text without saying whose it is, so the token is bound to its use and not to a row.
SECOND_FACTOR = "accounts.second_factor"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right. Check both and try again",  # nosec B105  # words for a person to read
        "invalid_login": "The e-mail address or the password is not right. Check both and try again",
        "too_many_login_attempts": "There were too many tries. Wait five minutes, then try again",
        "rate_limited": "There were too many tries. Wait five minutes, then try again",
        "incorrect_password": "That is not your password",  # nosec B105  # words for a person to read
        "enter_current_password": "That is not your password now",  # nosec B105  # words for a person to read
        "account_inactive": "This account is closed. Ask your manager if you think that is a mistake",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by an administrator."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:me")


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right, or it was used already. Wait for the next one and try again",
    }

    def encrypt(self, text: str) -> str:
        return encrypt(text, about=SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text, about=SECOND_FACTOR)
