"""What is said of a group when it is made, and of a session when it moves."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms

from throughgate.accounts.models import User
from throughgate.groups.loading import plans
from throughgate.groups.models import Shut
from throughgate.groups.services.cohorts import Terms
from throughgate.sites.models import Site
from throughgate.web.fields import DayField
from throughgate.web.widgets import ClockInput

EVERY = [("7", "Every week"), ("14", "Every two weeks"), ("1", "Every day"), ("3", "Every three days")]


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
            "starts_on": DayField(label="On which day is the first session?", subject="The first day"),
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
            "token": forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False),
        }

    @property
    def terms(self) -> Terms:
        said = self.cleaned_data
        return Terms(
            title=said["title"],
            plan=said["plan"],
            site=next(one for one in self.sites if one.code == said["site"]),
            place=said["place"],
            capacity=said["capacity"],
            leaders=[one for one in self.leaders if one.ref in said["leaders"]],
            starts_on=said["starts_on"],
            at=said["at"],
            minutes=said["minutes"] or plans()[said["plan"]].minutes,
            every=int(said["every"]),
        )


def _short() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"})


class WhyShutForm(forms.Form):
    """Why a session does not take place."""

    because = why_shut_field("Why?")


class MoveForm(WhyShutForm):
    on = DayField(label="To which day?", subject="The new day")
    at = forms.TimeField(label="At another time? (optional)", required=False, widget=ClockInput)
    mark_optional = False
