"""The forms of recovery."""

from collections.abc import Collection
from typing import Any
from uuid import UUID, uuid4

from django import forms

from throughgate.casework.selectors.contacts import open_enrolments
from throughgate.programmes.models import Enrolment
from throughgate.recovery.models import Answered, Confirmed, Fellowship, Weekday, WhyEnded
from throughgate.recovery.sheets_file import sheets
from throughgate.web.fields import DayField, offer, unchosen
from throughgate.web.widgets import ClockInput

DAYS_ON_A_CARD = 8


def words(label: str, hint: str = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=f"{label} (optional)",
        help_text=hint,
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class OnceForm(forms.Form):
    """A form that, sent twice, is saved once."""

    mark_optional = False
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = str(uuid4())

    @property
    def said_token(self) -> UUID | None:
        try:
            return UUID(self.cleaned_data.get("token", ""))
        except ValueError:
            return None


class OutsideForm(OnceForm):
    with_whom = forms.CharField(
        label="With whom?", max_length=120, error_messages={"required": "Say with whom"},
        help_text="For example: the community drug service in Guildford, a rehab, their doctor.",
    )  # fmt: skip
    begun_on = DayField(label="Since which day?", subject="The day")


class EndOutsideForm(forms.Form):
    mark_optional = False
    on = DayField(label="On which day were they there for the last time?", subject="The day")
    because = forms.ChoiceField(
        label="Why did it end?", choices=WhyEnded, widget=forms.RadioSelect, error_messages={"required": "Choose why"}
    )


class CountForm(forms.Form):
    mark_optional = False
    on = DayField(label="From which day do they count?", help_text="As they say it. It can be said anew.")


class LapseForm(OnceForm):
    from_on = DayField(label="On which day?")
    to_on = DayField(label="Until which day, if more than one? (optional)", subject="The last day", required=False)
    happened = words("What happened?", "In their words, as much as they want to say.")
    tried = words("What did they try?")
    helped = words("What helped, even a little?")
    follows = words("What comes next?")
    step_up = forms.BooleanField(
        label="Step up support",
        help_text="Their own workers and managers are told that it is needed. They are not told what is written here.",
        required=False,
    )


class AnsweredForm(forms.Form):
    mark_optional = False
    how = forms.ChoiceField(
        label="What became of it?",
        choices=Answered,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what became of it"},
    )
    on = DayField(label="On which day?", subject="The day")


class SetSheetForm(forms.Form):
    mark_optional = False
    codes = forms.MultipleChoiceField(
        label="Which pages?",
        help_text="As many as they want to take. Those that are with them now are not offered again.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose the pages"},
    )
    on = DayField(label="Given on")

    def __init__(self, *args: Any, with_them: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Sent twice, the second finds them with the person already, and that is no error.
        hidden = () if self.is_bound else with_them
        offer(self, "codes", [(code, one.title) for code, one in sheets().items() if code not in hidden])


class ReturnSheetForm(forms.Form):
    mark_optional = False
    on = DayField(label="Brought back on")
    was_read = forms.BooleanField(label="Read by us", required=False)
    was_talked_about = forms.BooleanField(label="Talked about together", required=False)


class MeetingsForm(forms.Form):
    """One card with several weeks on it: one meeting, many days."""

    mark_optional = False
    fellowship = forms.ChoiceField(label="Which fellowship?", choices=Fellowship.choices, widget=forms.RadioSelect)
    meeting = forms.CharField(label="Which meeting? (optional)", max_length=120, required=False)
    where = forms.ChoiceField(
        label="Where?", choices=[("inside", "In the prison"), ("outside", "Outside")], widget=forms.RadioSelect
    )
    confirmed_by = forms.ChoiceField(label="How do we know?", choices=Confirmed.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(1, DAYS_ON_A_CARD + 1):
            label = "Day" if place == 1 else f"Day {place} (optional)"
            self.fields[f"day_{place}"] = DayField(label=label, required=place == 1)

    def said(self) -> dict[str, Any]:
        given = self.cleaned_data
        days = [given[f"day_{place}"] for place in range(1, DAYS_ON_A_CARD + 1)]
        said = {name: given[name] for name in ("fellowship", "meeting", "confirmed_by")}
        return said | {"inside": given["where"] == "inside", "days": [day for day in days if day]}


class HomeGroupForm(forms.Form):
    mark_optional = False
    fellowship = forms.ChoiceField(label="Which fellowship?", choices=Fellowship.choices, widget=forms.RadioSelect)
    name = forms.CharField(label="What is it called?", max_length=120)
    place = forms.CharField(label="Where does it meet? (optional)", max_length=120, required=False)
    weekday = forms.TypedChoiceField(label="On which day?", choices=unchosen(Weekday.choices), coerce=int)
    begins_at = forms.TimeField(label="At what time? (optional)", required=False, widget=ClockInput)
    found_on = DayField(label="Since when is it theirs?")

    def said(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "found_on"}


class SponsorForm(forms.Form):
    mark_optional = False
    name = forms.CharField(
        label="What is the sponsor called?",
        help_text="A first name is enough.",
        max_length=120,
    )
    phone = forms.CharField(label="Phone (optional)", max_length=20, required=False)
    on = DayField(label="Found on")


class TouchForm(forms.Form):
    mark_optional = False
    on = DayField(label="In touch on", help_text="Only the day. What they spoke of is theirs.")


def enrolment_of(user: Any, person: Any, ref: str) -> Enrolment | None:
    """The one that is asked for, else the only open one."""
    found = open_enrolments(user, [person])
    asked = next((one for one in found if one.ref == ref), None)
    return asked or (found[0] if len(found) == 1 else None)
