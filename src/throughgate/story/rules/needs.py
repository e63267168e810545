"""Needs that are likely, and strengths that are shown, by what was answered. The worker and the person decide."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from throughgate.story.grammar import Condition, Questions
from throughgate.story.rules.answers import Answer, current_answers
from throughgate.story.rules.conditions import is_met


@dataclass(frozen=True, slots=True)
class Finding:
    """A need or a strength by its key, and the answers that speak for it."""

    key: str
    because: tuple[Answer, ...]


def likely_needs(questions: Questions, answers: Iterable[Answer]) -> tuple[Finding, ...]:
    rules = {key: need.likely_if for key, need in questions.needs.needs.items()}
    return _findings(questions, rules, answers)


def strengths_shown(questions: Questions, answers: Iterable[Answer]) -> tuple[Finding, ...]:
    rules = {key: strength.shown_if for key, strength in questions.needs.strengths.items()}
    return _findings(questions, rules, answers)


def _findings(
    questions: Questions, rules: Mapping[str, tuple[Condition, ...]], answers: Iterable[Answer]
) -> tuple[Finding, ...]:
    current = current_answers(answers)
    found = []
    for key, conditions in rules.items():
        met = dict.fromkeys(one.item for one in conditions if is_met(one, questions.items, current))
        if met:
            found.append(Finding(key, tuple(current[item] for item in met)))
    return tuple(found)
