from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from throughgate.accounts.requests import user_of
from throughgate.accounts.typed import drop_if_sent, hold, note_here

# What someone without a second factor may still open: turning one on, confirming the password for that, and leaving.
OPEN_TO_ALL = frozenset({"mfa_activate_totp", "account_reauthenticate", "account_logout", "web:accessibility"})


class SignedInMiddleware(LoginRequiredMiddleware):
    """Nobody comes in without signing in; what they were sending meanwhile waits for them."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        if hold(request, is_old_tab=False):
            return HttpResponseRedirect(reverse("accounts:typed"))
        return super().handle_no_permission(request, view_func)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        match = request.resolver_match
        if match and getattr(match.func, "login_required", True) and request.user.is_authenticated:
            note_here(request, response)
            drop_if_sent(request, response, user_of(request))
        return response


class SecondFactorMiddleware:
    """Where a second factor is required, sends whoever has none to the page that sets it up, and nowhere else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        match = request.resolver_match
        if getattr(request.user, "has_second_factor", False) or (match and match.view_name in OPEN_TO_ALL):
            return None
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
