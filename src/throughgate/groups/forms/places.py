from collections.abc import Sequence
from typing import Any

from django import forms

from throughgate.casework.forms.reason import reason_field
from throughgate.casework.forms.who import person_choices
from throughgate.casework.forms.with_circle import reason_box
from throughgate.groups.models import GroupSession
from throughgate.people.models import Person
from throughgate.web.fields import DayField
from throughgate.web.words import day_words

ALONE = "alone"


class JoinForm(forms.Form):
    """Whom to put on the waiting list."""

    mark_optional = False
    find = forms.CharField(label="Find somebody else", help_text="Part of a name, or a number", required=False)

    def __init__(self, data: Any = None, *, people: Sequence[Person], looked_for: str = "") -> None:
        super().__init__(data, initial={"find": looked_for})
        self.people = {one.ref: one for one in people}
        self.fields = {
            "person": forms.ChoiceField(
                label="Who asks for a place?",
                choices=person_choices(list(self.people.values())),
                widget=forms.RadioSelect,
                required=False,
            ),
            **self.fields,
        }

    def clean_person(self) -> Person:
        found = self.people.get(self.cleaned_data["person"])
        if found is None:
            raise forms.ValidationError("Choose who asks for a place")
        return found


class AnswerForm(forms.Form):
    """Something may stand against it: what makes it right all the same."""

    answer = reason_box("Why is it right all the same?")


class WhyForm(forms.Form):
    def __init__(self, data: Any = None, *, question: str) -> None:
        super().__init__(data)
        self.fields["because"] = reason_field(question)


class MakeUpForm(forms.Form):
    """With another group, or one-to-one on a day that has been."""

    mark_optional = False

    def __init__(self, data: Any = None, *, number: int, sessions: Sequence[GroupSession], minutes: int) -> None:
        super().__init__(data, initial={"minutes": minutes})
        self.sessions = {one.ref: one for one in sessions}
        with_groups = [
            (one.ref, f"With {one.cohort.title}, {day_words(one.on)} at {one.at:%H:%M}")
            for one in self.sessions.values()
        ]
        self.fields |= {
            "how": forms.ChoiceField(
                label=f"How is session {number} made up?",
                choices=[*with_groups, (ALONE, "One-to-one, and it has taken place")],
                widget=forms.RadioSelect,
            ),
            "on": DayField(label="On which day was it?", subject="The day", required=False),
            "minutes": forms.IntegerField(
                label="How many minutes did it take?", min_value=1, max_value=480, required=False
            ),
            "note": forms.CharField(
                label="Anything to note? (optional)", widget=forms.Textarea(attrs={"rows": 3}), required=False
            ),
            "answer": reason_box(
                "If something stands against meeting that group: why is it right all the same? (optional)"
            ),
        }

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("how") == ALONE:
            for name, words in (("on", "Enter the day on which it was"), ("minutes", "Enter how long it took")):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return said
