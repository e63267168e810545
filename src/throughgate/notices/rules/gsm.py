"""How long a text is, as the networks count it (3GPP TS 23.038): 160 characters of a small alphabet, some of which
count twice. One character outside it, and there is room for 70.
"""

from unicodedata import combining, normalize

PLAIN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = frozenset("\f^{}\\[~]|€")
ROOM = 160


def strange(text: str) -> list[str]:
    """The characters that the small alphabet does not have."""
    return sorted(set(text) - PLAIN - TWICE)


def length_of(text: str) -> int:
    """In characters of the small alphabet; one outside it is a ValueError."""
    if found := strange(text):
        raise ValueError(f"not in the alphabet of texts: {' '.join(found)}")
    return sum(2 if character in TWICE else 1 for character in text)


def fits(text: str) -> bool:
    return not strange(text) and length_of(text) <= ROOM


def in_alphabet(name: str) -> str:
    """`Zoë` is `Zoe`; a name that cannot be written in it is nothing."""
    written = "".join(
        c if c in PLAIN else "".join(part for part in normalize("NFKD", c) if not combining(part)) for c in name
    ).replace("’", "'")
    return "" if strange(written) else written
