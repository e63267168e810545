"""What is said of a group when it is made, and of a session when it moves."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from throughgate.accounts.models import User
from throughgate.casework.forms.with_circle import reason_box
from throughgate.groups.loading import plans
from throughgate.groups.models import Shut
from throughgate.groups.services.cohorts import Terms
from throughgate.people.rules.importing import CellError, read_day
from throughgate.sites.models import Site
from throughgate.web.fields import DayField
from throughgate.web.widgets import ClockInput

EVERY = [
    ("7", "Every week"),
    ("14", "Every two weeks"),
    ("1", "Every day"),
    ("3", "Every three days"),
    ("0", "On days that I list below"),
]
LISTED = "0"
WEEK = 7  # days: where one of the listed days has to move


def why_shut_field(question: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=question, choices=Shut.choices, widget=forms.RadioSelect, error_messages={"required": "Choose why"}
    )


class CohortForm(forms.Form):
    """`terms` is what was said, once it is valid."""

    mark_optional = False

    def __init__(self, data: Any = None, *, user: User, sites: Sequence[Site], leaders: Sequence[User]) -> None:
        super().__init__(data)
        self.sites, self.leaders = list(sites), list(leaders)
        self.fields |= {
            "title": forms.CharField(
                label="What is the group called?",
                help_text="It stands in people’s records and on printed sheets. For example: Family course, winter.",
                max_length=120,
            ),
            "plan": forms.ChoiceField(
                label="Which plan does it follow?",
                choices=[(one.slug, one.title) for one in plans().values()],
                widget=forms.RadioSelect,
            ),
            "site": forms.ChoiceField(
                label="At which site?",
                choices=[(one.code, one.name) for one in self.sites],
                widget=forms.RadioSelect if len(self.sites) < 6 else forms.Select,
                initial=self.sites[0].code if len(self.sites) == 1 else None,
            ),
            "place": forms.CharField(label="In which room?", max_length=60),
            "capacity": forms.IntegerField(
                label="For how many people?", min_value=1, max_value=60, widget=_short(), initial=10
            ),
            "leaders": forms.MultipleChoiceField(
                label="Who leads it?",
                choices=[(one.ref, "You" if one == user else one.name) for one in self.leaders],
                widget=forms.CheckboxSelectMultiple,
                initial=[user.ref],
                error_messages={"required": "Choose at least one of you"},
            ),
            "starts_on": DayField(
                label="On which day is the first session?",
                subject="The first day",
                help_text="Leave it empty where you list the days yourself.",
                required=False,
            ),
            "at": forms.TimeField(label="At what time does it begin?", widget=ClockInput),
            "minutes": forms.IntegerField(
                label="How many minutes does a session take? (optional)",
                help_text="As the plan says, if you leave it empty.",
                min_value=10,
                max_value=480,
                required=False,
                widget=_short(),
            ),
            "every": forms.ChoiceField(label="How often?", choices=EVERY, widget=forms.RadioSelect, initial="7"),
            "days": forms.CharField(
                label="On which days?",
                help_text="Only where they follow no rhythm: each day on a line of its own, like 27/03/2027.",
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 6}),
            ),
            "token": forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False),
        }

    def clean_days(self) -> list[date]:
        lines = [line.strip() for line in self.cleaned_data["days"].splitlines() if line.strip()]
        try:
            return [read_day(line) for line in lines]
        except CellError as problem:
            raise forms.ValidationError(str(problem)) from problem

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("every") == LISTED:
            if not said.get("days") and "days" not in self.errors:
                self.add_error("days", "List the days, each on a line of its own")
        elif not said.get("starts_on") and "starts_on" not in self.errors:
            self.add_error("starts_on", "Enter the day of the first session")
        return said

    @property
    def terms(self) -> Terms:
        said = self.cleaned_data
        days = said["days"] if said["every"] == LISTED else []
        return Terms(
            title=said["title"],
            plan=said["plan"],
            site=next(one for one in self.sites if one.code == said["site"]),
            place=said["place"],
            capacity=said["capacity"],
            leaders=[one for one in self.leaders if one.ref in said["leaders"]],
            starts_on=min(days) if days else said["starts_on"],
            at=said["at"],
            minutes=said["minutes"] or plans()[said["plan"]].minutes,
            every=WEEK if days else int(said["every"]),
            days=days,
        )


def _short() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"})


class WhyShutForm(forms.Form):
    """Why a session does not take place."""

    because = why_shut_field("Why?")


class MoveForm(WhyShutForm):
    on = DayField(label="To which day?", subject="The new day")
    at = forms.TimeField(label="At another time? (optional)", required=False, widget=ClockInput)
    answer = reason_box("If something stands against it for one of them: why is it right all the same? (optional)")
    mark_optional = False
