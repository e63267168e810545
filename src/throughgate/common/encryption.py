"""Fields that stay unreadable in a stolen database or backup: AES-256-GCM, with the id of the key in the token.

A token is `v1.<key id>.<nonce and cipher text>`. What it is about (a room, a field, a row) is bound into it as
associated data, so a token that is moved elsewhere opens there no more. `settings.FIELD_KEYS` holds the keys, newest
first: the first one writes, all of them read. A token that cannot be opened is an error that says why; it is never
handed on as if it were the text.
"""

import os
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

VERSION = "v1"
NONCE_BYTES = 12
KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")


class EncryptionError(Exception):
    """A token cannot be opened. The message names key ids, never what is inside."""


class UnknownKeyError(EncryptionError):
    def __init__(self, key_id: str):
        super().__init__(
            f"A field was encrypted with the key {key_id!r}, which is not among THROUGHGATE_FIELD_KEYS. "
            "Put that key back at the end of the list, run `manage.py rotate_field_keys`, then remove it."
        )


class WrongKeyError(EncryptionError):
    def __init__(self, key_id: str):
        super().__init__(
            f"A field cannot be opened with the key {key_id!r}: the secret behind this id is not the one it was "
            "encrypted with, or the value was altered or moved to another place."
        )


class NotATokenError(EncryptionError):
    def __init__(self) -> None:
        super().__init__("A field that should hold an encrypted value holds something else. It was not read.")


def parse_keys(text: str) -> dict[str, str]:
    """`id:secret,id:secret` as a mapping in the same order, newest first."""
    keys: dict[str, str] = {}
    for part in text.split(","):
        key_id, _, secret = part.strip().partition(":")
        if not KEY_ID.fullmatch(key_id) or not secret:
            raise ImproperlyConfigured(
                "THROUGHGATE_FIELD_KEYS must be `id:secret`, or several of them joined with commas, newest first. "
                "An id has letters, digits, - and _ only; a secret has no comma."
            )
        if key_id in keys:
            raise ImproperlyConfigured(
                f"THROUGHGATE_FIELD_KEYS names the key {key_id!r} twice. Give each key an id of its own."
            )
        keys[key_id] = secret
    return keys


def encrypt(text: str, *, about: str) -> str:
    """A token that opens with the same `about` only."""
    key_id, secret = next(iter(parse_keys(settings.FIELD_KEYS).items()))
    nonce = os.urandom(NONCE_BYTES)
    sealed = _cipher(secret).encrypt(nonce, text.encode(), _bound(key_id, about))
    return f"{VERSION}.{key_id}.{urlsafe_b64encode(nonce + sealed).decode()}"


def decrypt(token: str, *, about: str) -> str:
    """The text; raises EncryptionError where the token, the key or the place is not the right one."""
    key_id, sealed = _take_apart(token)
    secret = parse_keys(settings.FIELD_KEYS).get(key_id)
    if secret is None:
        raise UnknownKeyError(key_id)
    try:
        return _cipher(secret).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound(key_id, about)).decode()
    except InvalidTag as error:
        raise WrongKeyError(key_id) from error


def is_current(token: str) -> bool:
    """Whether the newest key wrote this token."""
    return _take_apart(token)[0] == next(iter(parse_keys(settings.FIELD_KEYS)))


def renew(token: str, *, about: str) -> str:
    """The same text under the newest key; a token of the newest key stays as it is."""
    return token if is_current(token) else encrypt(decrypt(token, about=about), about=about)


def _take_apart(token: str) -> tuple[str, bytes]:
    version, _, rest = token.partition(".")
    key_id, _, body = rest.partition(".")
    if version != VERSION or not KEY_ID.fullmatch(key_id):
        raise NotATokenError()
    try:
        sealed = urlsafe_b64decode(body)
    except ValueError as error:
        raise NotATokenError() from error
    if len(sealed) < NONCE_BYTES + 16:
        raise NotATokenError()
    return key_id, sealed


def _bound(key_id: str, about: str) -> bytes:
    return f"{VERSION}\0{key_id}\0{about}".encode()


@lru_cache(maxsize=16)
def _cipher(secret: str) -> AESGCM:
    # HKDF, not a password hash: a secret is a long random value (`make check-deploy` refuses a short one).
    return AESGCM(
        HKDF(algorithm=SHA256(), length=32, salt=None, info=b"throughgate encrypted field").derive(secret.encode())
    )


# What a room with encrypted values gives `rotate_field_keys`: a name, and a function that renews them all and returns
# how many values it looked at and how many it renewed.
Renewal = Callable[[], tuple[int, int]]
renewals: dict[str, Renewal] = {}


def register_renewal(name: str, renewal: Renewal) -> None:
    renewals[name] = renewal
