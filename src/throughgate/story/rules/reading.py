"""A form as one reader may know it: what is closed to them is not asked, not shown, and not to be worked out."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from throughgate.access.policy import Sensitivity
from throughgate.story.grammar import Form, Item, Questions
from throughgate.story.rules.answers import Answer, current_answers
from throughgate.story.rules.asking import ItemState, State, state_of_form
from throughgate.story.rules.conditions import is_asked
from throughgate.story.rules.freshness import Happenings


def is_closed(key: str, items: Mapping[str, Item], levels: Collection[Sensitivity], told: Collection[str] = ()) -> bool:
    """Whether a reader of these levels may know nothing of the answer.

    `told`: questions with an answer that is kept from them. What hangs on a closed question is closed too: that it is
    asked would tell the answer.
    """
    item = items[key]
    if item.seen_by not in levels or key in told:
        return True
    return item.asked_if is not None and is_closed(item.asked_if.item, items, levels, told)


def state_for_reader(
    questions: Questions,
    form: Form,
    answers: Iterable[Answer],
    told: Collection[str],
    happenings: Happenings,
    today: date,
    levels: Collection[Sensitivity],
) -> tuple[ItemState, ...]:
    """Each question of the form, in its order, given the `answers` that the reader may see.

    The same as `state_of_form` for whoever may see everything; otherwise the same whatever the closed answers say.
    """
    kept = [answer for answer in answers if not is_closed(answer.item, questions.items, levels, told)]
    current = current_answers(kept)
    return tuple(
        _closed_state(state, questions.items, current, told, happenings.inside(today), levels)
        if is_closed(state.item, questions.items, levels, told)
        else state
        for state in state_of_form(questions, form, kept, happenings, today)
    )


def _closed_state(
    one: ItemState,
    items: Mapping[str, Item],
    current: Mapping[str, Answer],
    told: Collection[str],
    inside: bool | None,
    levels: Collection[Sensitivity],
) -> ItemState:
    item = items[one.item]
    hangs_on_closed = item.asked_if is not None and is_closed(item.asked_if.item, items, levels, told)
    if hangs_on_closed or not is_asked(item, items, current, inside=inside):
        return ItemState(one.item, one.section, State.NOT_ASKED)
    return ItemState(one.item, one.section, State.TOLD if one.item in told else State.LEFT)
