"""Answers in words, as staff read them."""

from datetime import date

from throughgate.story.grammar import Item
from throughgate.story.rules.answers import Value
from throughgate.web.words import day_words

WOULD_RATHER_NOT = "They would rather not say"


def say_value(item: Item, value: Value | None) -> str:
    if value is None:
        return WOULD_RATHER_NOT
    if item.codes:
        return say_codes(item, value)
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, int):
        return say_number(item, value)
    return str(value)


def say_codes(item: Item, value: Value) -> str:
    codes = value if isinstance(value, tuple) else (str(value),)
    words = [item.choices[code].staff if code in item.choices else str(code).capitalize() for code in codes]
    return "; ".join(words)


def say_number(item: Item, value: int) -> str:
    if item.type == "money":
        pounds, pence = divmod(value, 100)
        return f"£{pounds:,}.{pence:02d}" if pence else f"£{pounds:,}"
    if item.scale is None:
        return str(value)
    ends = {item.scale.lowest: item.scale.low.staff, item.scale.highest: item.scale.high.staff}
    return f"{value} of {item.scale.highest}" + (f" ({ends[value].lower()})" if value in ends else "")


def kept_words(item: Item, value: Value | None) -> str:
    """The words that have to be kept beside a value, since it does not say them itself."""
    return say_value(item, value) if value is not None and (item.codes or isinstance(value, int)) else ""
