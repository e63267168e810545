"""The forms of work with a family."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms

from throughgate.casework.models import How, Medium
from throughgate.family.models import About, Agency, Answer, AskedTo, AskedWay, Reach, Safety
from throughgate.family.selectors.members import Member
from throughgate.family.services.meetings import When
from throughgate.web.fields import DayField, offer
from throughgate.web.widgets import ClockInput

MEETING_KINDS = [
    ("family-meeting", "A meeting with family"),
    ("partner-conversation", "A conversation with the partner about how the family will cope"),
    ("couple-session", "A session for the couple"),
]
WHY = "Only a manager can. Kept with your name, and shown."


class AddForm(forms.Form):
    mark_optional = False
    circle = forms.ChoiceField(label="With whom will you work?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, circle: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {f"{one.pk}": one for one in circle}
        offer(self, "circle", [(key, f"{one.name} ({one.get_kind_display()})") for key, one in self.rows.items()])


class ReachForm(forms.Form):
    mark_optional = False
    phone = forms.CharField(
        label="Their phone (optional)", help_text="Only what they gave you themselves.", max_length=20, required=False
    )
    address = forms.CharField(label="Their address (optional)", max_length=200, required=False)
    prefers = forms.ChoiceField(
        label="How do they want to be reached?",
        choices=[*Reach.choices, ("", "They have not said")],
        required=False,
        widget=forms.RadioSelect,
    )
    times = forms.CharField(label="When is it safe to reach them? (optional)", max_length=120, required=False)
    no_messages = forms.BooleanField(label="Leave no messages", required=False)
    language = forms.CharField(label="Which language do they speak best? (optional)", max_length=60, required=False)


class ConsentForm(forms.Form):
    mark_optional = False
    to = forms.ChoiceField(label="What did you ask?", choices=AskedTo.choices, widget=forms.RadioSelect)
    answer = forms.ChoiceField(label="What did they say?", choices=Answer.choices, widget=forms.RadioSelect)
    on = DayField(label="When was that?")
    how = forms.ChoiceField(label="How did you ask?", choices=AskedWay.choices, widget=forms.RadioSelect)


class AgreeForm(forms.Form):
    mark_optional = False
    on = DayField(label="When did they agree?")
    how = forms.ChoiceField(
        label="How?", choices=[one for one in How.choices if one[0] != How.OWN_PAGES], widget=forms.RadioSelect
    )


class AskCheckForm(forms.Form):
    mark_optional = False
    asked_of = forms.ChoiceField(label="Whom did you ask?", choices=Agency.choices, widget=forms.RadioSelect)
    on = DayField(label="When did you ask?")


class AnswerCheckForm(forms.Form):
    mark_optional = False
    answer = forms.ChoiceField(label="What did they say?", choices=Safety.choices, widget=forms.RadioSelect)
    on = DayField(label="When did they answer?")
    until = DayField(label="Until when does the answer hold?", subject="The last day")
    words = forms.CharField(
        label="Conditions, and what else they said (optional)", max_length=300, required=False, widget=forms.Textarea
    )


class MembersForm(forms.Form):
    mark_optional = False
    members = forms.MultipleChoiceField(label="Who of the family?", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, members: Sequence[Member] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {one.row.ref: one.row for one in members}
        offer(self, "members", [(one.row.ref, f"{one.name} ({one.relation})") for one in members])

    def chosen(self, name: str = "members") -> list[Any]:
        return [self.rows[ref] for ref in self.cleaned_data[name]]


class WhenForm(MembersForm):
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    on = DayField(label="On which day?")
    at = forms.TimeField(label="At what time? (optional)", required=False, widget=ClockInput)
    minutes = forms.IntegerField(label="How many minutes? (optional)", min_value=1, max_value=1440, required=False)
    place = forms.CharField(label="Where? (optional)", max_length=80, required=False)

    def when(self) -> When:
        given = self.cleaned_data
        return When(
            on=given["on"], at=given["at"], minutes=given["minutes"], medium=given.get("medium", ""),
            place=given["place"],
        )  # fmt: skip


class BookForm(WhenForm):
    kind = forms.ChoiceField(label="What do you book?", choices=MEETING_KINDS, widget=forms.RadioSelect)
    medium = forms.ChoiceField(label="How?", choices=Medium.choices, widget=forms.RadioSelect, initial="face")
    override = forms.CharField(
        label="If something stands against it: why all the same? (optional)", help_text=WHY, max_length=400,
        required=False,
    )  # fmt: skip
    field_order = ("kind", "members", "on", "at", "minutes", "medium", "place", "override")


class WorkshopForm(WhenForm):
    """Arranged with the prison."""

    security = forms.CharField(
        label="What did the prison’s security agree? (optional)", max_length=300, required=False, widget=forms.Textarea
    )
    travel = forms.CharField(
        label="How do they get there and home? (optional)", max_length=300, required=False, widget=forms.Textarea
    )
    keeper = forms.CharField(label="Whose task is it to keep it safe? (optional)", max_length=120, required=False)
    override = forms.CharField(
        label="If something stands against it: why all the same? (optional)", help_text=WHY, max_length=400,
        required=False,
    )  # fmt: skip


class MeetForm(WhenForm):
    """What was said is written afterwards, on the page of each of them: so that the words of one never stand with
    another’s.
    """

    kind = forms.ChoiceField(label="What was it?", choices=MEETING_KINDS, widget=forms.RadioSelect)
    medium = forms.ChoiceField(label="How?", choices=Medium.choices, widget=forms.RadioSelect, initial="face")
    prepared = forms.BooleanField(label="It prepared them for the workshop", required=False)
    field_order = ("kind", "members", "on", "at", "minutes", "medium", "place", "prepared")


class WordsForm(forms.Form):
    mark_optional = False
    on = DayField(label="When did they say it?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for about in About:
            self.fields[f"about_{about.value}"] = forms.CharField(
                label=f"{about.label} (optional)",
                max_length=4000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def said(self) -> dict[str, str]:
        return {about.value: self.cleaned_data[f"about_{about.value}"] for about in About}


class CameForm(MembersForm):
    """After the workshop, on a phone."""

    agreed = forms.MultipleChoiceField(
        label="Who of them agreed to the connection plan?", required=False, widget=forms.CheckboxSelectMultiple
    )
    minutes = forms.IntegerField(
        label="How many minutes did it last? (optional)", min_value=1, max_value=1440, required=False
    )

    def __init__(self, *args: Any, has_plan: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].label = "Who of the family came?"
        offer(self, "agreed", [(ref, row.circle.name) for ref, row in self.rows.items()])
        if not has_plan:
            del self.fields["agreed"]
