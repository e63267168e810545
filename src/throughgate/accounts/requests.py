from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from throughgate.accounts.models import User


def user_of(request: HttpRequest) -> User:
    """Who asks. LoginRequiredMiddleware lets nobody else in; a view that forgot it must still not serve a visitor."""
    if not isinstance(request.user, User):
        raise PermissionDenied()
    return request.user
