from typing import Any

from django import forms

from throughgate.notices.models import OwnNotices, Titles, WhoReads
from throughgate.people.models import ConsentHow


class OwnNoticesForm(forms.Form):
    """What one's own calendar shows, and which letters one gets."""

    titles = forms.ChoiceField(label="What does an entry say?", choices=Titles.choices, widget=forms.RadioSelect)
    with_place = forms.BooleanField(
        label="Show the area too",
        help_text="The first half of the postcode, such as GU22, where the place was typed with one. Never its name.",
        required=False,
    )
    with_due = forms.BooleanField(
        label="Show what is due", help_text="How many things, on each day. Not what they are.", required=False
    )
    morning = forms.BooleanField(
        label="In the morning: how many things are booked, due and overdue",
        help_text="On working days, if there is anything.",
        required=False,
    )
    gate_evening = forms.BooleanField(
        label="The evening before I meet somebody at the gate",
        help_text="On the last working day before it.",
        required=False,
    )

    def __init__(self, data: Any = None, *, chosen: OwnNotices) -> None:
        super().__init__(data, initial={name: getattr(chosen, name) for name in self.base_fields})


YES, NO = "yes", "no"


class TextsForm(forms.Form):
    """Whether somebody wants texts, and whether their phone is safe for them."""

    wants = forms.ChoiceField(
        label="Do they want a text before we meet?",
        choices=[(YES, "Yes"), (NO, "No, or not any more")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether they want texts"},
    )
    who_reads = forms.ChoiceField(
        label="Who may read what is sent to this number?",
        choices=WhoReads.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    how = forms.ChoiceField(
        label="How did they say so?",
        choices=ConsentHow.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how they said so"},
    )
    mark_optional = False

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("wants") == YES and not said.get("who_reads"):
            self.add_error("who_reads", "Ask who else may read it, and choose")
        return said

    @property
    def wants_texts(self) -> bool:
        return bool(self.cleaned_data["wants"] == YES)
