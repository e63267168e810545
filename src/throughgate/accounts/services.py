"""Writes of accounts. Each asks the policy first, changes, and audits in the same transaction."""

import hashlib
from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import transaction
from django.dispatch import Signal
from django.urls import reverse

from throughgate.accounts import rules
from throughgate.accounts.models import Role, User
from throughgate.accounts.selectors import refs_of_people_left_alone, sites_left_unmanaged
from throughgate.audit.services import record_event
from throughgate.common.abilities import abilities
from throughgate.common.clock import today
from throughgate.sites.models import Site

MANAGE_ACCOUNTS = "manage accounts"
SEE_PEOPLE = "see people"
# Sent in the transaction that closes an account, with `account` and `by`: a room above may end what hangs on it, or
# refuse by raising.
account_closing = Signal()


class AccountChangedMeanwhileError(rules.AccountRuleError):
    def __init__(self) -> None:
        super().__init__(
            "Someone else changed this account while you were writing. Compare what it says now, then save again."
        )


def version_of(account: User) -> str:
    """A fingerprint of what the form changes, so that of two administrators neither overwrites the other unseen."""
    sites = sorted(account.sites.values_list("pk", flat=True))
    own = (account.name, account.email, account.phone, str(account.role))
    parts = (*own, account.line_manager_id, sites, account.is_active)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


@transaction.atomic
def add_account(
    *,
    by: User | None,
    name: str,
    email: str,
    role: str,
    phone: str = "",
    sites: Iterable[Site] = (),
    line_manager: User | None = None,
) -> User:
    """An account without a password: its owner chooses one through the link that `send_password_link` sends.

    `by` is None only for the command that makes the first administrator.
    """
    if by is not None:
        abilities.require(by, MANAGE_ACCOUNTS)
    account = User.objects.create_user(email, None, name=name, role=role, phone=phone, line_manager=line_manager)
    account.sites.set(sites)
    record_event(by=by, action="account.added", subject=f"account {account.ref}", role=role, sites=_codes(account))
    return account


@transaction.atomic
def change_account(*, by: User, account: User, seen: str, changes: dict[str, Any]) -> User:
    """`changes` may hold name, email, role, phone, sites and line_manager; `seen` is `version_of` what the form was
    filled with.
    """
    abilities.require(by, MANAGE_ACCOUNTS)
    account = User.objects.select_for_update().get(pk=account.pk)
    if version_of(account) != seen:
        raise AccountChangedMeanwhileError()
    role = changes.get("role", account.role)
    _check_role(by, account, role)
    kept = set(changes.get("sites", account.sites.all())) if role == Role.MANAGER else set()
    _check_sites_managed(account, set(account.sites.all()) - kept)
    if "line_manager" in changes:
        _check_line(account, changes["line_manager"])
    changed = _apply(account, changes)
    if changed:
        details = {"role": role} if "role" in changed else {}
        record_event(by=by, action="account.changed", subject=f"account {account.ref}", fields=changed, **details)
    return account


@transaction.atomic
def close_account(*, by: User, account: User) -> User:
    """Nobody can sign in with it any more. What its owner did stays in the records under their name."""
    abilities.require(by, MANAGE_ACCOUNTS)
    account = User.objects.select_for_update().get(pk=account.pk)
    if not account.is_active:
        return account
    if account.pk == by.pk:
        raise rules.OwnAccountError()
    _check_administrator_left(account, stays=False)
    _check_nobody_left_alone(account)
    _check_sites_managed(account, account.sites.all())
    account_closing.send(sender=User, account=account, by=by)
    account.is_active = False
    account.save(update_fields=["is_active"])
    end_sessions(account)
    record_event(by=by, action="account.closed", subject=f"account {account.ref}")
    return account


@transaction.atomic
def reopen_account(*, by: User, account: User) -> User:
    abilities.require(by, MANAGE_ACCOUNTS)
    account = User.objects.select_for_update().get(pk=account.pk)
    if not account.is_active:
        account.is_active = True
        account.save(update_fields=["is_active"])
        record_event(by=by, action="account.reopened", subject=f"account {account.ref}")
    return account


@transaction.atomic
def reset_second_factor(*, by: User, account: User) -> None:
    """For a lost phone: removes the app and the recovery codes and ends the sessions, so that both are set up anew."""
    abilities.require(by, MANAGE_ACCOUNTS)
    removed, _ = Authenticator.objects.filter(user=account).delete()
    end_sessions(account)
    record_event(by=by, action="second_factor.reset", subject=f"account {account.ref}", removed=removed)


@transaction.atomic
def change_own_account(*, by: User, name: str, phone: str) -> User:
    account = User.objects.select_for_update().get(pk=by.pk)
    if changed := _apply(account, {"name": name, "phone": phone}):
        record_event(by=by, action="account.changed", subject=f"account {account.ref}", fields=changed)
    return account


def send_password_link(*, by: User, account: User, request: Any) -> None:
    """E-mails the link with which the owner chooses a password. It works for three days and once."""
    abilities.require(by, MANAGE_ACCOUNTS)
    key = f"{user_pk_to_url_str(account)}-{default_token_generator.make_token(account)}"
    url = get_adapter(request).get_reset_password_from_key_url(key)
    record_event(by=by, action="account.link_sent", subject=f"account {account.ref}")
    context = {
        "account": account,
        "by": by,
        "password_url": url,
        "sign_in_url": request.build_absolute_uri(reverse("account_login")),
    }
    get_adapter(request).send_mail("accounts/email/welcome", account.email, context)


def end_sessions(account: User) -> int:
    """Signs the account out everywhere. Sessions do not say whose they are, so each is opened; there are as many as
    people signed in.
    """
    ended = 0
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(account.pk):
            session.delete()
            ended += 1
    return ended


def _apply(account: User, changes: dict[str, Any]) -> list[str]:
    """Writes what differs; the names of the fields that did."""
    if "email" in changes:
        changes = changes | {"email": changes["email"].lower()}
    changed: list[str] = [
        name
        for name in ("name", "email", "role", "phone", "line_manager")
        if name in changes and getattr(account, name) != changes[name]
    ]
    for name in changed:
        setattr(account, name, changes[name])
    if changed:
        account.save(update_fields=changed)
    if "email" in changed:
        # allauth keeps addresses of its own; an old one must not open the account any more.
        EmailAddress.objects.filter(user=account).delete()
    if "sites" in changes and set(account.sites.all()) != set(changes["sites"]):
        account.sites.set(changes["sites"])
        changed.append("sites")
    return changed


def _check_role(by: User, account: User, role: str) -> None:
    if role == account.role:
        return
    if account.pk == by.pk:
        raise rules.OwnAccountError()
    _check_administrator_left(account, stays=role == Role.ADMINISTRATOR)
    if rules.stops_working_with_people(account.role, role):
        _check_nobody_left_alone(account)


def _check_administrator_left(account: User, *, stays: bool) -> None:
    administrators = User.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True)
    rules.check_administrator_left(
        is_administrator=account.role == Role.ADMINISTRATOR and account.is_active,
        stays_administrator=stays,
        other_administrators=len([other for other in administrators if other.pk != account.pk]),
    )


def _check_nobody_left_alone(account: User) -> None:
    refs = refs_of_people_left_alone(account, today())
    if refs:
        raise rules.PeopleLeftAloneError(refs)


def _check_sites_managed(account: User, lost: Iterable[Site]) -> None:
    if account.role != Role.MANAGER or not account.is_active:
        return
    if left := sites_left_unmanaged(account, lost):
        raise rules.SitesLeftUnmanagedError(left)


def _check_line(account: User, manager: User | None) -> None:
    rules.check_line(
        account.pk, manager.pk if manager else None, dict(User.objects.values_list("pk", "line_manager_id"))
    )


def _codes(account: User) -> list[str]:
    return list(account.sites.values_list("code", flat=True))
