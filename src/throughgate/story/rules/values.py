"""What an answer to each type of question may hold, and how it is written down."""

from datetime import date

from throughgate.common.faults import UnreadableError
from throughgate.story.grammar import Item
from throughgate.story.rules.answers import Value

LONGEST = {"short": 200, "long": 10_000, "address": 500}  # characters
MOST_PENCE = 100_000_000

Stored = str | int | list[str] | None


def check_value(item: Item, value: Value | None) -> None:
    """Raises UnreadableError where the value is no answer to this question. None is “I'd rather not say”."""
    if value is None:
        if not item.may_decline:
            raise UnreadableError("this question needs an answer", "Choose or write one.")
    elif item.codes:
        _check_codes(item, value)
    elif item.type in LONGEST:
        _check_words(item, value)
    elif item.type == "date":
        if not isinstance(value, date):
            raise UnreadableError("this is not a day", "Give the day, the month and the year.")
    else:
        _check_number(item, value)


def _check_codes(item: Item, value: Value) -> None:
    several = item.type == "several"
    if isinstance(value, tuple) is not several or not isinstance(value, str | tuple):
        raise UnreadableError("this is not one of the choices", "Choose from the list.")
    chosen = value if isinstance(value, tuple) else (value,)
    if not chosen or len(set(chosen)) != len(chosen) or not set(chosen) <= set(item.codes):
        raise UnreadableError("this is not one of the choices", "Choose from the list, each one once.")
    if alone := item.alone_among(chosen):
        said = item.choices[alone].staff
        raise UnreadableError(f"“{said}” is chosen together with something else", "Choose that alone, or the others.")


def _check_words(item: Item, value: Value) -> None:
    if not isinstance(value, str) or not value.strip():
        raise UnreadableError("nothing is written here", "Write something, or say that you would rather not.")
    if len(value) > LONGEST[item.type]:
        raise UnreadableError("this is too long", f"Keep it under {LONGEST[item.type]:,} characters.")


def _check_number(item: Item, value: Value) -> None:
    lowest, highest = (item.scale.lowest, item.scale.highest) if item.scale else (0, MOST_PENCE)
    if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
        most = f"{highest}" if item.scale else f"£{highest // 100:,}"
        raise UnreadableError("this number does not fit", f"Give one from {lowest} to {most}.")


def to_stored(value: Value | None) -> Stored:
    """As JSON can hold it."""
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def from_stored(item: Item, stored: Stored) -> Value | None:
    """What `to_stored` wrote for this question."""
    if isinstance(stored, list):
        return tuple(stored)
    if item.type == "date" and isinstance(stored, str):
        return date.fromisoformat(stored)
    return stored
