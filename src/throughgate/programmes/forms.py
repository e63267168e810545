from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from throughgate.people.models import Person
from throughgate.programmes.models import ProgrammeModel
from throughgate.programmes.rules import LEAVING, STAGES, TRANSITIONS
from throughgate.web.fields import DayField, offer
from throughgate.web.widgets import HintedRadios

LARGEST_FILE = 400_000  # bytes
START_HINTS = {
    "enrolled": "The clock starts: what the programme promises is laid out from the day they join.",
    "on_programme": "They have begun already.",
    "waiting": "Nothing is due while they wait.",
    "not_ready": "It would suit them, later. Nothing is due.",
    "applied": "They have asked. Nothing is due.",
}


class ModelFileForm(forms.Form):
    """A programme model, as a file or pasted."""

    file = forms.FileField(label="The file", help_text="YAML, as the shipped programmes are written", required=False)
    text = forms.CharField(
        label="Or paste it here",
        required=False,
        strip=False,
        max_length=LARGEST_FILE,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "class": "tg-yaml"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST_FILE:
            raise forms.ValidationError("The file is too large for a programme model: at most 400 kB")
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if file:
            try:
                cleaned["text"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", "The file is not plain text. Save it as text in UTF-8")
        elif not (cleaned.get("text") or "").strip() and not self.errors:
            self.add_error("file", "Choose a file, or paste the text")
        return cleaned

    @property
    def filename(self) -> str:
        file = self.cleaned_data.get("file")
        return file.name if file else "pasted text"


class EnrolForm(forms.Form):
    model = forms.ModelChoiceField(
        label="Which programme?",
        queryset=ProgrammeModel.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a programme"},
    )
    stage = forms.ChoiceField(
        label="Where are they with it?",
        choices=[(code, STAGES[code]) for code in START_HINTS],
        widget=HintedRadios(hints=START_HINTS),
        initial="enrolled",
    )
    enrolled_on = DayField(label="From which day?", subject="The day they join")

    def __init__(self, *args: Any, models: QuerySet[ProgrammeModel], person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["model"].queryset = models  # type: ignore[attr-defined]  # a ModelChoiceField has one
        self.fields["model"].label_from_instance = lambda row: row.title  # type: ignore[attr-defined]  # as above
        self.fields["enrolled_on"].help_text = f"{person.site.name} is where it counts for"


class StageForm(forms.Form):
    stage = forms.ChoiceField(label="What is the next step?", widget=forms.RadioSelect)
    on = DayField(label="On which day?", subject="The day")

    def __init__(self, *args: Any, now: str, offered: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, STAGES[code]) for code in TRANSITIONS[now] if code in offered]
        offer(self, "stage", choices)


class HoldForm(forms.Form):
    from_on = DayField(label="From which day?", subject="The day")
    reason = forms.CharField(
        label="Why?",
        max_length=200,
        help_text="Short, and fit to be read by colleagues: not a diagnosis, not an offence",
    )


class ResumeForm(forms.Form):
    on = DayField(label="From which day does it go on?", subject="The day")


class LeaveForm(forms.Form):
    reason = forms.ChoiceField(
        label="Why do they leave?",
        choices=[(code, words) for code, (words, _) in LEAVING.items()],
        widget=forms.RadioSelect(attrs={"data-small": True}),
    )
    note = forms.CharField(label="Anything to add?", max_length=200, required=False)
    on = DayField(label="On which day?", subject="The day")


class WaiveForm(forms.Form):
    reason = forms.ChoiceField(label="Why will it not be done?", widget=forms.RadioSelect)
    note = forms.CharField(label="Anything to add?", max_length=200, required=False)

    def __init__(self, *args: Any, reasons: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "reason", list(reasons.items()))


class VersionForm(forms.Form):
    model = forms.ModelChoiceField(
        label="To which version?",
        queryset=ProgrammeModel.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a version"},
    )
    reason = forms.CharField(label="Why?", max_length=200)

    def __init__(self, *args: Any, models: QuerySet[ProgrammeModel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["model"].queryset = models  # type: ignore[attr-defined]  # a ModelChoiceField has one
        self.fields["model"].label_from_instance = lambda row: f"Version {row.version}"  # type: ignore[attr-defined]  # as above
