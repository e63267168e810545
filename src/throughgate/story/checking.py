"""What must hold between the parts of the question bank: names that exist, conditions that can be met, no circles."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from throughgate.access.policy import Sensitivity
from throughgate.common.faults import Path, Problem, check_known
from throughgate.story.grammar import MAY_HEAR, WITH_CHOICES, WITH_NUMBERS, Condition, Form, Item, Need, Strength


@dataclass(frozen=True, slots=True)
class Known:
    """A part that could not be read is None; its name is still known, so that it is not reported twice."""

    items: Mapping[str, Item | None]
    forms: Mapping[str, Form | None]
    pathways: Collection[str]
    informed: Collection[str]
    """The names of pathways, needs and strengths."""

    @property
    def sound_items(self) -> dict[str, Item]:
        return {key: item for key, item in self.items.items() if item}


def check_item(key: str, item: Item, known: Known) -> Iterator[Problem]:
    path: Path = ("items", key)
    words = f"question “{key}”"
    yield from _check_shape(path, words, item)
    for name in item.informs:
        yield from check_known((*path, "informs"), f"{words}: the pathway, need or strength", name, known.informed)
    if not item.may_decline and item.seen_by != Sensitivity.STANDARD:
        yield Problem(
            (*path, "may_decline"), f"{words} is {item.seen_by} and must be answered", "Let people decline it."
        )
    if item.asked_if:
        yield from check_condition((*path, "asked_if"), words, item.asked_if, known.items)
        if _comes_back(key, known.sound_items):
            yield Problem((*path, "asked_if"), f"{words} waits in a circle", "Let one of them be asked always.")
        yield from _check_no_telling(path, words, item, known.items.get(item.asked_if.item))


def _check_no_telling(path: Path, words: str, item: Item, before: Item | None) -> Iterator[Problem]:
    """That a question is asked tells the answer that it hangs on."""
    order = list(Sensitivity)
    if before and order.index(item.seen_by) < order.index(before.seen_by):
        yield Problem(
            (*path, "seen_by"),
            f"{words} is {item.seen_by} and hangs on one that is {before.seen_by}: that it is asked would tell",
            f"Make it {before.seen_by} too.",
        )


def _check_shape(path: Path, words: str, item: Item) -> Iterator[Problem]:
    if item.type in WITH_CHOICES and len(item.choices) < 2:
        yield Problem(path, f"{words} is “{item.type}” and has fewer than two choices", "Add choices: code and words.")
    if item.type not in WITH_CHOICES and item.choices:
        yield Problem(
            (*path, "choices"), f"{words} is “{item.type}” and has choices", "Make it choice or several, or drop them."
        )
    yield from _check_alone((*path, "alone"), words, item)
    if (item.type == "scale") != (item.scale is not None):
        has = "has a scale" if item.scale else "has no “scale”"
        yield Problem(path, f"{words} is “{item.type}” and {has}", "A scale, and only a scale, has lowest and highest.")
    seen: dict[str, str] = {}
    for code, both in item.choices.items():
        for said in {both.staff, both.person}:
            if seen.setdefault(said.casefold(), code) != code:
                yield Problem(
                    (*path, "choices", code), f"{words}: two choices say “{said}”", "Say what sets them apart."
                )


def _check_alone(path: Path, words: str, item: Item) -> Iterator[Problem]:
    if item.alone is None:
        return
    if item.type != "several":
        yield Problem(path, f"{words} is “{item.type}” and has “alone”", "Only of several choices can one stand alone.")
        return
    for code in item.alone:
        yield from check_known(path, f"{words}: the choice", code, item.choices)
    if set(item.choices) <= set(item.alone):
        yield Problem(path, f"{words}: every choice stands alone", "Make it a choice instead.")


def check_condition(
    path: Path, words: str, condition: Condition, items: Mapping[str, Item | None]
) -> Iterator[Problem]:
    if len(condition.said) != 1:
        yield Problem(
            path,
            f"{words}: the condition says {len(condition.said)} things",
            "Say one of is, is_not, at_least, at_most.",
        )
    yield from check_known((*path, "item"), f"{words}: the question", condition.item, items)
    asked = items.get(condition.item)
    if asked is None:
        return
    for name in condition.said:
        yield from _check_comparison((*path, name), words, name, condition, asked)


def _check_comparison(path: Path, words: str, name: str, condition: Condition, asked: Item) -> Iterator[Problem]:
    if name in ("is", "is_not"):
        if not asked.codes:
            yield Problem(path, f"{words}: “{condition.item}” has no choices to compare with", "Ask one that has.")
            return
        for code in condition.codes:
            yield from check_known(path, f"{words}: in “{condition.item}”, the choice", code, asked.codes)
        return
    if asked.type not in WITH_NUMBERS:
        yield Problem(path, f"{words}: “{condition.item}” is not answered with a number", "Use is or is_not.")
    bound = condition.at_least if name == "at_least" else condition.at_most
    if asked.scale and bound is not None and not asked.scale.lowest <= bound <= asked.scale.highest:
        ends = f"{asked.scale.lowest} to {asked.scale.highest}"
        yield Problem(path, f"{words}: {bound} is not on the scale of “{condition.item}”", f"It goes from {ends}.")


def _comes_back(key: str, items: Mapping[str, Item]) -> bool:
    at, seen = items.get(key), {key}
    while at and at.asked_if:
        if at.asked_if.item == key:
            return True
        if at.asked_if.item in seen:
            return False
        seen.add(at.asked_if.item)
        at = items.get(at.asked_if.item)
    return False


NO_NEEDS = frozenset({"other", "none", "none-identified", "nothing"})


def check_need(key: str, need: Need, known: Known) -> Iterator[Problem]:
    words = f"need “{key}”"
    if key in NO_NEEDS:
        yield Problem(("needs", key), f"“{key}” is not a need", "Name what the person needs, or leave it out.")
    yield from check_known(("needs", key, "pathway"), f"{words}: the pathway", need.pathway, known.pathways)
    path: Path = ("needs", key, "likely_if")
    yield from _check_rules(path, words, need.likely_if, {key, need.pathway}, known)


def check_strength(key: str, strength: Strength, known: Known) -> Iterator[Problem]:
    path: Path = ("strengths", key, "shown_if")
    yield from _check_rules(path, f"strength “{key}”", strength.shown_if, {key}, known)


def _check_rules(
    path: Path, words: str, rules: Collection[Condition], names: Collection[str], known: Known
) -> Iterator[Problem]:
    """Each rule can be met, and the question it asks says that it informs what the rule is for."""
    for place, condition in enumerate(rules):
        yield from check_condition((*path, place), words, condition, known.items)
        asked = known.items.get(condition.item)
        if asked and not set(names) & set(asked.informs):
            yield Problem(
                (*path, place),
                f"{words}: “{condition.item}” does not say that it informs this",
                "Add it to its informs.",
            )


def check_form(key: str, form: Form, known: Known) -> Iterator[Problem]:
    words = f"form “{key}”"
    before: set[str] = set()
    for name, section in form.sections.items():
        for place, asked in enumerate(section.items):
            path: Path = ("sections", name, "items", place)
            yield from check_known(path, f"{words}: the question", asked, known.items)
            if asked in before:
                yield Problem(path, f"{words} asks “{asked}” twice", "Keep the first.")
            item = known.items.get(asked)
            if item:
                yield from _check_place(path, words, asked, item, before, form)
            before.add(asked)
    yield from _check_replaced(key, form, known)


def _check_place(
    path: Path, words: str, asked: str, item: Item, before: Collection[str], form: Form
) -> Iterator[Problem]:
    if item.asked_if and item.asked_if.item not in before:
        yield Problem(
            path, f"{words}: “{asked}” hangs on “{item.asked_if.item}”, which is not asked before it", "Put that first."
        )
    deaf = [filler for filler in form.filled_by if item.seen_by not in MAY_HEAR[filler]]
    if deaf:
        yield Problem(
            path,
            f"{words}: “{asked}” is {item.seen_by}, and a {' or '.join(deaf)} who fills it in may not hear that",
            "Take it out, or let others fill the form in.",
        )


def _check_replaced(key: str, form: Form, known: Known) -> Iterator[Problem]:
    for other in form.replaces:
        yield from check_known(("replaces",), f"form “{key}”: the form", other, known.forms)
        replaced = known.forms.get(other)
        missing = [asked for asked in replaced.item_keys if asked not in form.item_keys] if replaced else []
        if missing:
            left = ", ".join(missing[:5])
            yield Problem(("replaces",), f"form “{key}” replaces “{other}” and does not ask {left}", "Add or drop it.")
