"""Answers are statements: who said what, to whom, when. A later one takes the place of an earlier; both are kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from throughgate.story.terms import Source, Sure

Value = str | int | date | tuple[str, ...]
"""Words, or the code of a choice or of yes and no; a number of a scale; pence; a day; the codes of several choices."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One statement. No `value` means that the person would rather not say. `form` is the form it was given in.

    `row` is where it is kept; 0 where it is not kept yet.
    """

    item: str
    value: Value | None
    answered_on: date
    heard_by: str
    source: Source = Source.PERSON
    sure: Sure = Sure.SURE
    form: str = ""
    superseded: bool = False
    row: int = 0

    @property
    def declined(self) -> bool:
        return self.value is None


def current_answers(answers: Iterable[Answer]) -> Mapping[str, Answer]:
    """The answer that stands for each question: of those not superseded the latest, and of one day the last written."""
    found: dict[str, Answer] = {}
    for answer in answers:
        standing = found.get(answer.item)
        if not answer.superseded and (standing is None or answer.answered_on >= standing.answered_on):
            found[answer.item] = answer
    return found


def take(answers: Sequence[Answer], new: Answer) -> tuple[Answer, ...]:
    """All answers with a new one after them. What was heard longest ago gives way, whenever it was written down."""
    standing = current_answers(answers).get(new.item)
    older = standing is not None and new.answered_on < standing.answered_on
    if older:
        return (*answers, replace(new, superseded=True))
    kept = (replace(one, superseded=True) if one.item == new.item else one for one in answers)
    return (*kept, replace(new, superseded=False))


def confirmed(answer: Answer, *, on: date, heard_by: str, form: str) -> Answer:
    """“Is this still so?” – “Yes.” The same words, heard anew from the person."""
    return replace(
        answer,
        answered_on=on,
        heard_by=heard_by,
        form=form,
        source=Source.PERSON,
        sure=Sure.SURE,
        superseded=False,
        row=0,
    )
