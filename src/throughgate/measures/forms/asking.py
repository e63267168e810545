"""The questions of one page, each with the answers its instrument offers."""

from collections.abc import Iterable
from typing import Any

from django import forms

from throughgate.measures.grammar import Instrument
from throughgate.measures.rules.asking import Given, Step

LEFT_OUT = "-"


def field_name(step: Step) -> str:
    return f"{step.rater}-{step.item}"


class AskForm(forms.Form):
    """A question passed by stays as it was, unless `must_answer`: then the page is that one question."""

    mark_optional = False

    def __init__(
        self,
        data: Any = None,
        *,
        instrument: Instrument,
        steps: Iterable[Step],
        given: Given,
        must_answer: bool = False,
    ) -> None:
        super().__init__(data)
        self.steps = list(steps)
        for step in self.steps:
            item = instrument.items[step.item]
            choices = [(str(points), words) for points, words in instrument.choices(step.item).items()]
            self.fields[field_name(step)] = forms.ChoiceField(
                label=item.ask or step.item,
                choices=[*choices, (LEFT_OUT, instrument.left_out)],
                required=must_answer,
                widget=forms.RadioSelect,
                error_messages={"required": f"Choose an answer, or “{instrument.left_out}”"},
            )
            if (step.rater, step.item) in given:
                points = given[step.rater, step.item]
                self.initial[field_name(step)] = LEFT_OUT if points is None else str(points)

    def said(self) -> dict[tuple[str, str], int | None]:
        """Of a form that was checked: what was chosen, and what will do of a page that is half done."""
        chosen = ((step, self.cleaned_data.get(field_name(step))) for step in self.steps)
        return {(step.rater, step.item): None if word == LEFT_OUT else int(word) for step, word in chosen if word}
