"""Everything about signing in ends in the audit trail. What was typed as an address never does."""

from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from throughgate.accounts.models import User
from throughgate.audit.services import record_event


def subject_of(user: User | None) -> str:
    return f"account {user.ref}" if user else ""


def signed_in(sender: Any, user: User, **kwargs: Any) -> None:
    record_event(by=user, action="session.signed_in", subject=subject_of(user))


def signed_out(sender: Any, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        record_event(by=user, action="session.signed_out", subject=subject_of(user))


def sign_in_failed(sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
    typed = credentials.get("email") or credentials.get("username") or ""
    if not getattr(request, "axes_locked_out", False):
        record_event(by=None, action="session.failed", subject=subject_of(_account_of(typed)))


def locked_out(sender: Any, request: Any, **kwargs: Any) -> None:
    credentials = getattr(request, "axes_credentials", None) or {}
    record_event(by=None, action="session.locked_out", subject=subject_of(_account_of(credentials.get("email") or "")))


def code_failed(sender: Any, user: User, **kwargs: Any) -> None:
    record_event(by=None, action="second_factor.failed", subject=subject_of(user))


def second_factor_added(sender: Any, user: User, authenticator: Any, **kwargs: Any) -> None:
    record_event(by=user, action="second_factor.added", subject=subject_of(user), kind=str(authenticator.type))


def second_factor_removed(sender: Any, user: User, authenticator: Any, **kwargs: Any) -> None:
    record_event(by=user, action="second_factor.removed", subject=subject_of(user), kind=str(authenticator.type))


def password_was_changed(sender: Any, user: User, **kwargs: Any) -> None:
    record_event(by=user, action="password.changed", subject=subject_of(user))


def password_was_reset(sender: Any, user: User, **kwargs: Any) -> None:
    record_event(by=user, action="password.reset", subject=subject_of(user))


def _account_of(typed: str) -> User | None:
    return User.objects.filter(email__iexact=str(typed).strip()).first() if typed else None


def connect() -> None:
    for signal, listener in (
        (user_logged_in, signed_in),
        (user_logged_out, signed_out),
        (user_login_failed, sign_in_failed),
        (user_locked_out, locked_out),
        (authentication_failed, code_failed),
        (authenticator_added, second_factor_added),
        (authenticator_removed, second_factor_removed),
        (password_changed, password_was_changed),
        (password_reset, password_was_reset),
    ):
        signal.connect(listener, dispatch_uid=f"accounts.audit.{listener.__name__}")
