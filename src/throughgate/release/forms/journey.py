"""Planning a journey, answering for one, and who drives."""

from typing import Any

from django import forms

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.casework.forms.with_circle import reason_box
from throughgate.common.clock import today
from throughgate.release.forms.home import AskedForm
from throughgate.release.models import Driver, Journey, Vehicle, Weekday
from throughgate.release.models.journey import MOST_MINUTES_FROM, MOST_SEATS
from throughgate.release.rules.journey import Hours, SaidJourney, journey_problems
from throughgate.web.fields import DayField, offer, unchosen
from throughgate.web.widgets import ClockInput

OURS, THEIRS = "ours", "theirs"
NARROW = {"class": "govuk-input--width-4"}
POSTCODE = {"class": "govuk-input--width-10"}
SAID = tuple(SaidJourney.__dataclass_fields__)


class JourneyForm(AskedForm):
    on = DayField(label="On which day?", subject="The day")
    pick_up_at = forms.TimeField(
        label="Picked up at", help_text="At a prison, the earliest that the gate opens.", widget=ClockInput,
        error_messages={"required": "Enter when they are picked up"},
    )  # fmt: skip
    from_place = forms.CharField(
        label="Where are they picked up?", max_length=120, error_messages={"required": "Say where they are picked up"}
    )
    from_address = forms.CharField(label="Street and town (optional)", max_length=200, required=False)
    from_postcode = forms.CharField(
        label="Postcode (optional)", max_length=10, required=False, widget=forms.TextInput(attrs=POSTCODE)
    )
    arrive_by = forms.TimeField(
        label="Expected there by", widget=ClockInput,
        help_text="If nobody has said by then that they arrived, we ask. After midnight is the next day.",
        error_messages={"required": "Enter by when they should be there"},
    )  # fmt: skip
    to_place = forms.CharField(
        label="Where are they taken?", max_length=120, error_messages={"required": "Say where they are taken"}
    )
    to_address = forms.CharField(label="Street and town (optional)", max_length=200, required=False)
    to_postcode = forms.CharField(
        label="Postcode (optional)", max_length=10, required=False, widget=forms.TextInput(attrs=POSTCODE)
    )
    driven_by = forms.ChoiceField(
        label="Who drives?",
        choices=[(OURS, "One of our drivers: I ask them next"), (THEIRS, "Somebody else, such as family or a taxi")],
        widget=forms.RadioSelect,
        initial=OURS,
    )
    other_driver = forms.CharField(label="Who is that?", max_length=120, required=False)
    leave_at = forms.TimeField(
        label="The driver sets off at (optional)", help_text="Left empty, it is reckoned from where they live.",
        widget=ClockInput, required=False,
    )  # fmt: skip
    passengers = forms.IntegerField(
        label="How many people travel, without the driver?", min_value=1, max_value=MOST_SEATS, initial=1,
        widget=forms.NumberInput(attrs=NARROW),
    )  # fmt: skip
    needs_wheelchair = forms.BooleanField(label="The vehicle has to take a wheelchair", required=False)
    notes = forms.CharField(
        label="What should the driver know? (optional)", max_length=200, required=False,
        help_text="Only what the person said may be told. Nothing about offences or health.",
    )  # fmt: skip
    ring = forms.CharField(
        label="Whom does the driver ring if something is wrong?", max_length=20, required=False,
        help_text="A number that is answered that day. It is printed on their sheet.",
    )  # fmt: skip
    way = forms.CharField(
        label="Which way is taken? (optional)", max_length=200, required=False,
        help_text="Needed where the straight way leads through a place that they may not enter.",
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, levels: list[Sensitivity], initial: dict[str, Any], is_change: bool = False
    ) -> None:
        super().__init__(data, initial=initial)
        if is_change:
            self.fields["because"] = forms.CharField(
                label="Why is it changed? (optional)", max_length=200, required=False
            )
        self._add_level(levels)
        self.fields["override"] = reason_box("Why is it planned all the same?")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.errors:
            return said
        is_ours = said["driven_by"] == OURS
        kept = {name: said[name] for name in SAID} | ({"other_driver": ""} if is_ours else {})
        said["said"] = SaidJourney(**kept)
        if not is_ours and not kept["other_driver"]:
            self.add_error("other_driver", "Say who drives")
        for problem in journey_problems(said["said"], today()):
            self.add_error(problem.field, str(problem))
        return said


def known_of(row: Journey) -> dict[str, Any]:
    known = {name: getattr(row, name) for name in SAID}
    return known | {"level": row.sensitivity, "driven_by": THEIRS if row.other_driver else OURS}


class DeclineForm(forms.Form):
    mark_optional = False
    words = forms.CharField(
        label="Anything to say? (optional)", help_text="Whoever plans reads it.", max_length=200, required=False
    )


class NewDriverForm(forms.Form):
    """Who of ours; the rest is asked of every driver."""

    mark_optional = False
    user = forms.ChoiceField(label="Who drives?", error_messages={"required": "Choose who drives"})
    phone = forms.CharField(label="Their number (optional)", max_length=20, required=False)
    minutes_from = forms.IntegerField(
        label="How many minutes does it take them to get to a prison? (optional)", min_value=0,
        max_value=MOST_MINUTES_FROM, required=False, widget=forms.NumberInput(attrs=NARROW),
    )  # fmt: skip
    notes = forms.CharField(
        label="Good to know (optional)", max_length=200, required=False,
        help_text="How far they like to drive, or whom they would rather not have with them.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, users: list[User] | None = None, driver: Driver | None = None) -> None:
        known = (
            {name: getattr(driver, name) for name in ("phone", "minutes_from", "notes", "is_active")} if driver else {}
        )
        super().__init__(data, initial=known)
        self.users = {one.ref: one for one in users or []}
        if driver:
            del self.fields["user"]
            self.fields["is_active"] = forms.BooleanField(label="They drive for us", required=False)
        else:
            choices = [(one.ref, f"{one.name}, {one.get_role_display().lower()}") for one in self.users.values()]
            offer(self, "user", unchosen(choices))


class PauseForm(forms.Form):
    mark_optional = False
    paused_from = DayField(label="From which day?", subject="The first day", required=False)
    paused_to = DayField(label="Until which day? (optional)", subject="The last day", required=False)


class VehicleForm(forms.Form):
    mark_optional = False
    words = forms.CharField(
        label="What is it?", help_text="So that one finds it, such as “blue Fiesta”.", max_length=60,
        error_messages={"required": "Say what it is"},
    )  # fmt: skip
    seats = forms.IntegerField(
        label="Seats for passengers", min_value=1, max_value=MOST_SEATS, widget=forms.NumberInput(attrs=NARROW),
        error_messages={"required": "Enter how many passengers it seats"},
    )  # fmt: skip
    registration = forms.CharField(
        label="Registration (optional)", max_length=12, required=False, widget=forms.TextInput(attrs=POSTCODE)
    )
    takes_wheelchair = forms.BooleanField(label="It takes a wheelchair", required=False)

    def __init__(self, data: Any = None, *, vehicle: Vehicle | None = None) -> None:
        names = ("words", "seats", "registration", "takes_wheelchair", "is_active")
        super().__init__(data, initial={name: getattr(vehicle, name) for name in names} if vehicle else None)
        if vehicle:
            self.fields["is_active"] = forms.BooleanField(label="They still have it", required=False)


SPANS = 2  # in a day, in the form


class HoursForm(forms.Form):
    """A week: for each day from when to when, twice, for those who have a break at noon."""

    mark_optional = False

    def __init__(self, data: Any = None, *, driver: Driver) -> None:
        super().__init__(data)
        for day in Weekday:
            known = [one for one in driver.hours.all() if one.weekday == day]
            for number in range(SPANS):
                span = known[number] if number < len(known) else None
                again = "again " if number else ""
                self.fields[f"from_{day}_{number}"] = forms.TimeField(
                    label=f"{day.label}, {again}from", required=False, widget=ClockInput,
                    initial=span.from_at if span else None,
                )  # fmt: skip
                self.fields[f"to_{day}_{number}"] = forms.TimeField(
                    label=f"{day.label}, {again}to", required=False, widget=ClockInput,
                    initial=span.to_at if span else None,
                )  # fmt: skip

    @property
    def days(self) -> list[dict[str, Any]]:
        """For the page: each day with its pairs of fields."""
        return [
            {"label": day.label, "spans": [(self[f"from_{day}_{n}"], self[f"to_{day}_{n}"]) for n in range(SPANS)]}
            for day in Weekday
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        hours = []
        for day in Weekday:
            for n in range(SPANS):
                begins, ends = said.get(f"from_{day}_{n}"), said.get(f"to_{day}_{n}")
                if begins and ends and ends > begins:
                    hours.append(Hours(day, begins, ends))
                elif begins and ends:
                    self.add_error(f"to_{day}_{n}", f"{day.label}: the end must be after the beginning")
                elif (begins or ends) and not self.errors:
                    self.add_error(
                        f"{'to' if begins else 'from'}_{day}_{n}", f"{day.label}: give both times, or neither"
                    )
        said["hours"] = hours
        return said


class AskForm(forms.Form):
    """Which drivers are asked; the fields stand in the list of drivers."""

    drivers = forms.MultipleChoiceField(required=False)

    def __init__(self, data: Any, *, drivers: list[Driver]) -> None:
        super().__init__(data)
        self.known = {one.ref: one for one in drivers}
        offer(self, "drivers", [(ref, ref) for ref in self.known])

    @property
    def chosen(self) -> list[Driver]:
        return [self.known[ref] for ref in self.cleaned_data.get("drivers", [])]
