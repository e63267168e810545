"""What is said of an observation."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from throughgate.accounts.models import User
from throughgate.groups.grammar import SessionPlan
from throughgate.groups.models import GroupSession
from throughgate.practice.grammar import Sheet
from throughgate.practice.rules.observation import SEEN
from throughgate.web.fields import DayField

NO_GROUP = "none"


def _long(label: str, missing: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": missing},
    )  # fmt: skip


class PlanForm(forms.Form):
    mark_optional = False

    def __init__(
        self, data: Any = None, *, practitioners: Sequence[User], observers: Sequence[User],
        sessions: Sequence[GroupSession], user: User, today: date,
    ) -> None:  # fmt: skip
        super().__init__(data, initial={"on": today})
        self.practitioners, self.observers, self.sessions = practitioners, observers, sessions
        if len(practitioners) > 1:
            self.fields["practitioner"] = forms.ChoiceField(
                label="Whose practice is watched?", choices=_choices(practitioners, user),
                error_messages={"required": "Choose whose practice is watched"},
            )  # fmt: skip
        self.fields["observer"] = forms.ChoiceField(
            label="Who watches?", choices=_choices(observers, user), error_messages={"required": "Choose who watches"}
        )
        if sessions:
            days = [
                (one.ref, f"{one.cohort.title}, {one.on.day} {one.on:%B}, session {one.number}") for one in sessions
            ]
            self.fields["session"] = forms.ChoiceField(
                label="At which session of a group?", choices=[(NO_GROUP, "No group: a one-to-one"), *days]
            )
        self.fields["on"] = DayField(
            label="On which day? (optional)", subject="The day", required=False,
            help_text="Only where it is no session of a group.",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("session", NO_GROUP) == NO_GROUP and not said.get("on") and "on" not in self.errors:
            self.add_error("on", "Enter the day")
        return said

    def chosen(self, today: date) -> dict[str, Any]:
        said = self.cleaned_data
        session = next((one for one in self.sessions if one.ref == said.get("session")), None)
        return {
            "practitioner": _of(self.practitioners, said["practitioner"])
            if "practitioner" in said
            else self.practitioners[0],
            "observer": _of(self.observers, said["observer"]),
            "session": session,
            "on": session.on if session else said["on"] or today,
        }


def _choices(users: Sequence[User], user: User) -> list[tuple[str, str]]:
    return [("", "Choose somebody"), *((one.ref, "You" if one == user else one.name) for one in users)]


def _of(users: Sequence[User], ref: str) -> User:
    return next(one for one in users if one.ref == ref)


class SheetForm(forms.Form):
    """One question for each thing that is looked for; with the plan of a group's session, its steps too."""

    mark_optional = False

    def __init__(self, data: Any = None, *, sheet: Sheet, plan: SessionPlan | None) -> None:
        super().__init__(data)
        self.sheet = sheet
        self.fields["told_how"] = forms.CharField(
            label="How was everybody there told that you watch?", max_length=200,
            help_text="Whoever does not want it is not watched.",
            error_messages={"required": "Say how everybody there was told that you watch"},
        )  # fmt: skip
        for key, look in sheet.looks.items():
            self.fields[f"look-{key}"] = forms.ChoiceField(
                label=look.ask, choices=list(SEEN.items()),
                widget=forms.RadioSelect(attrs={"data-inline": True, "data-small": True}),
                error_messages={"required": f"Say whether you saw it: {look.ask.lower()}"},
            )  # fmt: skip
        if plan:
            self.fields["steps"] = forms.MultipleChoiceField(
                label="Which steps of the plan did you see? (optional)", choices=list(plan.steps.items()),
                widget=forms.CheckboxSelectMultiple, required=False,
            )  # fmt: skip
        self.fields["went_well"] = _long("What went well?", "Say what went well", "Without names of those it was for.")
        self.fields["to_try"] = _long("One thing to try", "Name one thing to try")

    @property
    def said(self) -> dict[str, Any]:
        known = self.cleaned_data
        return {
            "told_how": known["told_how"],
            "ratings": {key: known[f"look-{key}"] for key in self.sheet.looks},
            "went_well": known["went_well"],
            "to_try": known["to_try"],
            "steps": known.get("steps", []),
        }


class AnswerForm(forms.Form):
    mark_optional = False

    answer = _long(
        "What do you take from it?", "Say what you take from it", "In your own words. It stays as you write it."
    )


class DropForm(forms.Form):
    mark_optional = False

    because = forms.CharField(
        label="Why does it not take place?", max_length=200,
        error_messages={"required": "Say why it does not take place"},
    )  # fmt: skip
