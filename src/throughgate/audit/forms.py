from typing import Any

from django import forms

from throughgate.audit.rules import NOUNS
from throughgate.audit.selectors import Filters, list_staff_of
from throughgate.web.fields import DayField


class TrailForm(forms.Form):
    """Which part of the trail to show."""

    mark_optional = False

    person = forms.CharField(label="Person’s reference", required=False, max_length=12)
    worker: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label="Who did it", required=False, empty_label="Anyone"
    )
    about = forms.ChoiceField(label="What it was about", required=False, choices=[("", "Anything"), *NOUNS.items()])
    from_on = DayField(label="From", required=False)
    to_on = DayField(label="To", required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = list_staff_of(user)  # type: ignore[attr-defined]  # a ModelChoiceField, by name
        self.fields["person"].widget.attrs["class"] = "govuk-input--width-10"

    def clean_person(self) -> str:
        return str(self.cleaned_data["person"]).strip().upper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("from_on") and cleaned.get("to_on") and cleaned["to_on"] < cleaned["from_on"]:
            self.add_error("to_on", "The last day must not be before the first")
        return cleaned

    def filters(self) -> Filters:
        cleaned = self.cleaned_data
        return Filters(cleaned["person"], cleaned["worker"], cleaned["about"], cleaned["from_on"], cleaned["to_on"])
