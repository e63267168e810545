from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

from throughgate.accounts.models import User


class SignInBackend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> User | None:
        """The user of a session, with `has_second_factor`, in one query: every page needs both."""
        totp = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
        user = User.objects.annotate(has_second_factor=Exists(totp)).filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
