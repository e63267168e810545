from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from throughgate.learning.grammar import Question
from throughgate.learning.models import How
from throughgate.release.forms.first_week import PeriodForm
from throughgate.release.rules.gate_figures import whole_quarters
from throughgate.web.fields import DayField
from throughgate.web.widgets import HintedRadios

HINTS: dict[str, str] = {
    How.ALONE: "Hand them the phone: one question on each page, and nothing else of the record on it",
    How.ASKED: "By phone or face to face, by somebody who does not work with them. Read each question out as it stands",
    How.PAPER: "Typed in by somebody who does not work with them",
}
NEXT, NOTHING = "go", "nothing"
TELL, KEEP = "tell", "keep"


class StartForm(forms.Form):
    mark_optional = False

    def __init__(self, data: Any = None, *, today: date, moments: list[tuple[str, str]], chosen: str = "") -> None:
        usual = chosen or (moments[0][0] if moments else "")
        super().__init__(data, initial={"how": How.ALONE, "on": today, "enrolment": usual})
        self.today = today
        if moments:
            self.fields["enrolment"] = forms.ChoiceField(
                label="For which programme?", required=False, choices=[*moments, ("", "For none in particular")]
            )
        self.fields["how"] = forms.ChoiceField(
            label="How is it asked?", choices=How.choices, widget=HintedRadios(hints=HINTS)
        )
        self.fields["on"] = DayField(label="On which day?", subject="The day")

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise ValidationError("The day cannot be in the future")
        if day.year < 1980:
            raise ValidationError("The day must be after 1980")
        return day


class WhoReadsForm(forms.Form):
    """The person's own choice, before the first question."""

    reads = forms.ChoiceField(
        label="May the people who work with you read it too?",
        choices=[(TELL, "Yes, they may read it"), (KEEP, "No, do not tell my worker what I said")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no"},
    )

    mark_optional = False


class AnswerForm(forms.Form):
    mark_optional = False

    def __init__(self, data: Any = None, *, question: Question, said: str = "", name: str = "answer") -> None:
        super().__init__(data, initial={name: said})
        self.name = name
        if question.is_open:
            self.fields[name] = forms.CharField(
                label=question.ask, required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
            )
        else:
            self.fields[name] = forms.ChoiceField(
                label=question.ask, required=False, choices=list(question.answers.items()), widget=forms.RadioSelect
            )

    @property
    def given(self) -> str:
        return str(self.cleaned_data.get(self.name, ""))


class AskedForm(PeriodForm):
    """Quarters that are over: they do not overlap, so nothing can be worked out from two."""

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data, offered=whole_quarters(today), free=False)
        self.fields["period"].label = "Asked in"
        if self.is_bound:
            self.full_clean()
