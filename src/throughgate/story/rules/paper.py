"""A form on paper: only what is still to ask, with what hangs on it."""

from collections.abc import Iterable
from dataclasses import dataclass

from throughgate.story.grammar import Condition, Item, Questions
from throughgate.story.rules.asking import OPEN, ItemState, State


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """`number` counts what is printed. `only_if`: the number of an earlier question, and the answers that open this."""

    number: int
    key: str
    section: str
    item: Item
    after: int = 0
    only_if: str = ""

    @property
    def lines(self) -> range:
        """To write on, where there is nothing to tick."""
        return range({"long": 4, "address": 4}.get(self.item.type, 1))

    @property
    def boxes(self) -> tuple[str, ...]:
        """What is ticked or ringed, as the person reads it; nothing where words are written."""
        if self.item.type == "yes-no":
            return ("Yes", "No")
        if self.item.scale:
            low, high = self.item.scale.lowest, self.item.scale.highest
            ends = {low: f"{low}: {self.item.scale.low.person}", high: f"{high}: {self.item.scale.high.person}"}
            return tuple(ends.get(n, str(n)) for n in range(low, high + 1))
        return tuple(both.person for both in self.item.choices.values())


def paper_of(questions: Questions, states: Iterable[ItemState]) -> tuple[PaperQuestion, ...]:
    """What is to ask, and what will be once a question on the paper is answered: the pen cannot wait for the server."""
    printed: dict[str, PaperQuestion] = {}
    for one in states:
        item = questions.items[one.item]
        before = printed.get(item.asked_if.item) if item.asked_if else None
        if one.state in OPEN or (one.state is State.NOT_ASKED and before and not item.asked_while):
            words = _opens(item.asked_if, before.item) if item.asked_if and before else ""
            number = before.number if before else 0
            printed[one.item] = PaperQuestion(len(printed) + 1, one.item, one.section, item, number, words)
    return tuple(printed.values())


def _opens(condition: Condition, asked: Item) -> str:
    """As the person reads it: “Yes”, “not “Never””, “3 or more”."""
    if condition.at_least is not None:
        return f"{condition.at_least} or more"
    if condition.at_most is not None:
        return f"{condition.at_most} or less"
    words = " or ".join(
        f"“{asked.choices[code].person if code in asked.choices else code.capitalize()}”" for code in condition.codes
    )
    return words if condition.is_ else f"anything but {words}"
