"""What axes asks of us: what to count failures by, and what someone sees who has to wait."""

from typing import Any

from allauth.account.adapter import get_adapter
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac


def client_ip(request: HttpRequest) -> str | None:
    """The address that allauth counts by too: behind a proxy of ours, the one that the proxy saw.

    None where nobody came over a network.
    """
    if "REMOTE_ADDR" not in request.META:
        return None
    return str(get_adapter(request).get_client_ip(request))


def fingerprint(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """A keyed hash of the address that was typed, the same in capitals; nothing can be read from it."""
    given = credentials or {}
    typed = given.get("email") or given.get("login") or given.get("username") or request.POST.get("login") or ""
    return salted_hmac("throughgate.accounts.lockout", str(typed).strip().lower(), algorithm="sha256").hexdigest()


def show_locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    cool_off = get_cool_off(request)
    tries = AccessAttempt.objects.filter(
        username=fingerprint(request, credentials), ip_address=getattr(request, "axes_ip_address", None)
    )
    last = tries.aggregate(last=Max("attempt_time"))["last"] or timezone.now()
    again_at = last + cool_off if cool_off else None
    return render(request, "accounts/locked_out.html", {"again_at": again_at}, status=429)
