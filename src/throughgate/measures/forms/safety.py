from typing import Any

from django import forms

from throughgate.measures.rules.safety import DONE, SafetyError, check_followed_up


class SafetyForm(forms.Form):
    done = forms.MultipleChoiceField(
        label="What was done?", choices=list(DONE.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(
        label="What did they say, and what happens next?", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    done_by = forms.CharField(label="Who did it?", required=False, max_length=120)

    mark_optional = False

    def __init__(self, data: Any = None, *, me: str, crisis: bool) -> None:
        super().__init__(data, initial={"done_by": me})
        self.crisis = crisis

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        try:
            check_followed_up(said.get("done", ()), said.get("words", ""), said.get("done_by", ""), crisis=self.crisis)
        except SafetyError as problem:
            self.add_error(problem.field, str(problem))
        return said
