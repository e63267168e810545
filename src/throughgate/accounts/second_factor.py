"""Secrets of authenticator apps and recovery codes, which allauth keeps and we encrypt."""

from allauth.mfa.models import Authenticator

from throughgate.accounts.adapters import SECOND_FACTOR
from throughgate.common.encryption import is_current, renew

# Where allauth puts a secret: the one of an app, and the seed that recovery codes are made from.
SECRETS = ("secret", "seed")


def renew_secrets() -> tuple[int, int]:
    """Encrypts every secret again with the newest key; how many there are and how many were renewed."""
    seen = renewed = 0
    for authenticator in Authenticator.objects.select_for_update().order_by("pk"):
        held = {name: authenticator.data[name] for name in SECRETS if name in authenticator.data}
        old = {name: token for name, token in held.items() if not is_current(token)}
        seen += len(held)
        if old:
            authenticator.data |= {name: renew(token, about=SECOND_FACTOR) for name, token in old.items()}
            authenticator.save(update_fields=["data"])
            renewed += len(old)
    return seen, renewed
