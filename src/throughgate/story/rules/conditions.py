"""Whether something that hangs on another answer holds."""

from collections.abc import Mapping

from throughgate.story.grammar import Condition, Item
from throughgate.story.rules.answers import Answer, Value


def is_asked(
    item: Item, items: Mapping[str, Item], current: Mapping[str, Answer], *, inside: bool | None = None
) -> bool:
    """Whether the question is asked at all, given the answers that stand. What is not known meets no condition
    but one that says `or_unknown`.

    `inside`: whether the person is in custody; where nobody knows, or it does not matter, nothing is left out for it.
    """
    if item.asked_while and inside is not None and inside is not (item.asked_while == "inside"):
        return False
    return item.asked_if is None or is_met(item.asked_if, items, current, inside=inside)


def is_met(
    condition: Condition, items: Mapping[str, Item], current: Mapping[str, Answer], *, inside: bool | None = None
) -> bool:
    """An old answer to a question that would not be asked any more counts for nothing."""
    answer = current.get(condition.item)
    if answer is None or answer.value is None:
        return condition.or_unknown
    return _holds(condition, answer.value) and is_asked(items[condition.item], items, current, inside=inside)


def _holds(condition: Condition, value: Value) -> bool:
    if isinstance(value, int):
        over = condition.at_least is None or value >= condition.at_least
        return over and (condition.at_most is None or value <= condition.at_most) and not condition.codes
    said = {value} if isinstance(value, str) else set(value) if isinstance(value, tuple) else set()
    if condition.is_ is not None:
        return bool(said & set(condition.is_))
    return condition.is_not is not None and not said & set(condition.is_not)
