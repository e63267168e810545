"""References that people read out over the phone and that may stand in a URL: they say nothing about anyone."""

import secrets

# No I and no O; a reference that holds both halves of a pair that looks alike is thrown away.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LOOKALIKES = (("5", "S"), ("8", "B"))
LENGTH = 8


def is_readable(reference: str) -> bool:
    return not any(a in reference and b in reference for a, b in LOOKALIKES)


def new_reference() -> str:
    """Eight characters, about 38 bits: too many to guess, and the policy guards what a reference leads to anyway."""
    while True:
        reference = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if is_readable(reference):
            return reference
