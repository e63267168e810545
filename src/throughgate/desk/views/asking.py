from typing import cast

from django.http import HttpRequest

from throughgate.accounts.models import User


def user_of(request: HttpRequest) -> User:
    """Who asks: LoginRequiredMiddleware lets nobody else in."""
    return cast(User, request.user)
