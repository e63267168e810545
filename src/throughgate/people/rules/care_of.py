"""Who stands behind an address or a number: “c/o K. Costa”, “at Kelly’s mum’s”, whoever a number rings. Pure."""

import re
from collections.abc import Iterable

from throughgate.people.rules.same_words import may_be_same_name

_CARE = re.compile(
    r"(?:\bc\s*[/.\\-]\s*o\b\.?|\bcare\s+of\b|\bfao\b|\bstaying\s+with\b)\s*:?\s*([^,;/\n(]+)", re.IGNORECASE
)
_AT = re.compile(r"\bat\s+((?:[^\W\d_]+\.?\s+){0,3}?[^\W\d_]+)['’ʼ`](?:s\b|(?=\s|,|$))", re.IGNORECASE)
_NUMBER = re.compile(r"\+?\(?\d[\d\s().-]{5,}\d")
FEWEST_DIGITS = 7


def names_in_care(place: str) -> tuple[str, ...]:
    """Whose care or whose home an address says it is."""
    found = [match.group(1).strip() for pattern in (_CARE, _AT) for match in pattern.finditer(place)]
    return tuple(name for name in found if name)


def is_in_care_of(place: str, name: str) -> bool:
    return any(may_be_same_name(said, name) for said in names_in_care(place))


def rings(texts: Iterable[str], phone: str) -> bool:
    """Whether this number stands in one of these, however it is written: +44 is 0."""
    wanted = _digits(phone)
    if len(wanted) < FEWEST_DIGITS:
        return False
    return any(_digits(number) == wanted for text in texts for number in _NUMBER.findall(text))


def _digits(number: str) -> str:
    said = re.sub(r"\(0\)", "", number)
    digits = re.sub(r"\D", "", said)
    if said.strip().startswith("+44"):
        return "0" + digits[2:]
    return "0" + digits[4:] if digits.startswith("0044") else digits
