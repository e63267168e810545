"""Planning a release day: the gate, who meets them, the stops, the ways."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from django import forms

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import Role, User
from throughgate.casework.forms.with_circle import reason_box
from throughgate.casework.selectors.bookings import circles_of, doers_for
from throughgate.common.clock import today
from throughgate.common.postcodes import point_of_postcode
from throughgate.people.models import CircleMember, Person
from throughgate.release.forms.home import AskedForm
from throughgate.release.models import DayStop, GetsAbout, MetBy, NotMet, ReleaseDay, StopKind
from throughgate.release.models.day import LONGEST_STOP
from throughgate.release.rules.reasons import doubtful_minutes, minutes_words
from throughgate.release.rules.release_day import SaidMeeting, SaidStop, gate_problems, meeting_problems, stop_problems
from throughgate.web.fields import DayField, unchosen
from throughgate.web.widgets import ClockInput

OURS = (MetBy.WORKER, MetBy.VOLUNTEER)


class GateForm(AskedForm):
    """Which day, when the gate opens, how they get about."""

    on = DayField(label="Which day is it?", subject="The day")
    gate_from = forms.TimeField(
        label="The earliest that the gate opens", help_text="As the prison says. Leave both empty until you know.",
        required=False, widget=ClockInput,
    )  # fmt: skip
    gate_to = forms.TimeField(
        label="The latest that the gate opens", help_text="The day is reckoned for this time, to be safe.",
        required=False, widget=ClockInput,
    )  # fmt: skip
    gets_about = forms.ChoiceField(
        label="How do they get about that day?", choices=GetsAbout.choices, widget=forms.RadioSelect
    )
    override = reason_box("Why is it planned all the same?")

    def __init__(self, data: Any = None, *, day: ReleaseDay, on: Any = None) -> None:
        known = {name: getattr(day, name) for name in ("gate_from", "gate_to", "gets_about")}
        super().__init__(data, initial=known | {"on": on or day.on})

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors:
            for problem in gate_problems(said.get("gate_from"), said.get("gate_to")):
                self.add_error(problem.field, str(problem))
        return said


class MeetingForm(AskedForm):
    """Who meets them at the gate, or why nobody does."""

    def __init__(self, data: Any = None, *, user: User, person: Person, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.person = person
        doers = doers_for(user, person, today())
        self.workers = [one for one in doers if one.role != Role.VOLUNTEER]
        self.volunteers = [one for one in doers if one.role == Role.VOLUNTEER]
        self.members: list[CircleMember] = circles_of([person], today()).get(person, [])
        self._add_who(user)
        self._add_why()

    def _add_who(self, user: User) -> None:
        left_out = () if self.volunteers else (MetBy.VOLUNTEER,)
        self.fields["met_by"] = forms.ChoiceField(
            label="Who meets them at the gate?",
            choices=[one for one in MetBy.choices if one[0] not in left_out],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose who meets them"},
        )
        for name, label, people in (
            ("worker", "Who of us?", self.workers),
            ("volunteer", "Which volunteer?", self.volunteers),
        ):
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=unchosen((one.ref, "You" if one == user else one.name) for one in people),
                required=False,
            )
        self.fields["member"] = member_field(self.members, "Who of their circle?")
        self.fields["name"] = forms.CharField(
            label="Their name, or the organisation’s", max_length=120, required=False
        )  # fmt: skip
        self.fields["phone"] = forms.CharField(
            label="A number to ring on the day (optional)", help_text="It is printed on both sheets.",
            max_length=20, required=False,
        )  # fmt: skip

    def _add_why(self) -> None:
        self.fields["reason"] = forms.ChoiceField(
            label="Why does nobody meet them?", choices=NotMet.choices, widget=forms.RadioSelect, required=False
        )
        self.fields["words"] = forms.CharField(label="Anything to add? (optional)", max_length=200, required=False)
        self.fields["override"] = reason_box("Why is it arranged all the same?")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("met_by"):
            said["said"] = self._said(said)
            for problem in meeting_problems(said["said"]):
                field = (
                    "volunteer" if problem.field == "worker" and said["met_by"] == MetBy.VOLUNTEER else problem.field
                )
                self.add_error(field, str(problem))
        return said

    def _said(self, said: Mapping[str, Any]) -> SaidMeeting:
        met_by = said["met_by"]
        ours = {MetBy.WORKER: ("worker", self.workers), MetBy.VOLUNTEER: ("volunteer", self.volunteers)}.get(met_by)
        worker = next((one.pk for one in ours[1] if one.ref == said.get(ours[0])), None) if ours else None
        member = int(said["member"]) if met_by == MetBy.FAMILY and said.get("member") else None
        return SaidMeeting(
            met_by=met_by,
            worker=worker,
            member=member,
            name=said.get("name", "") if met_by in (MetBy.FAMILY, MetBy.AGENCY) and member is None else "",
            phone=said.get("phone", "") if met_by != MetBy.NOBODY else "",
            reason=said.get("reason", "") if met_by == MetBy.NOBODY else "",
            words=said.get("words", ""),
        )


def member_field(members: Sequence[CircleMember], label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", "Nobody of their circle"), *((str(one.pk), one.name) for one in members)],
        required=False,
    )


class StopForm(AskedForm):
    kind = forms.ChoiceField(
        label="What is it?",
        choices=StopKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is"},
    )
    title = forms.CharField(
        label="What to call it (optional)", help_text="As the person will read it on their sheet.",
        max_length=80, required=False,
    )  # fmt: skip
    at = forms.TimeField(label="Booked for what time? (optional)", required=False, widget=ClockInput)
    opens = forms.TimeField(
        label="Opens that day at", help_text="Without a booked time: when they are open on that day.",
        required=False, widget=ClockInput,
    )  # fmt: skip
    closes = forms.TimeField(label="Closes that day at", required=False, widget=ClockInput)
    opens_again = forms.TimeField(label="Opens again at", required=False, widget=ClockInput)
    closes_again = forms.TimeField(label="Closes then at", required=False, widget=ClockInput)
    minutes = forms.IntegerField(
        label="How many minutes does it take?", min_value=0, max_value=LONGEST_STOP, required=False,
        help_text="Left empty, what is usual for it.",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )  # fmt: skip
    place = forms.CharField(
        label="Where is it?", help_text="The name of the place, such as Woking Probation Office.", max_length=120,
        error_messages={"required": "Say where it is", "max_length": "Where it is must be 120 characters or fewer"},
    )  # fmt: skip
    address = forms.CharField(label="Street and town (optional)", max_length=200, required=False)
    postcode = forms.CharField(
        label="Postcode", help_text="With it, how long the way takes can be estimated.", max_length=10, required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )  # fmt: skip
    latitude = forms.FloatField(
        label="Latitude (optional)",         min_value=-90, max_value=90, required=False,
    )  # fmt: skip
    longitude = forms.FloatField(label="Longitude (optional)", min_value=-180, max_value=180, required=False)
    phone = forms.CharField(label="Their number (optional)", max_length=20, required=False)
    is_mandatory = forms.BooleanField(
        label="It must not be missed, such as the first probation appointment", required=False
    )
    with_whom = forms.CharField(label="With whom? (optional)", max_length=120, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        person: Person,
        levels: list[Sensitivity],
        usual: Mapping[str, int],
        stop: DayStop | None = None,
    ) -> None:
        super().__init__(data, initial=_known(stop) if stop else None)
        self.usual = usual
        members = circles_of([person], today()).get(person, [])
        if members:
            self.fields["member"] = member_field(members, "Somebody of their circle? (optional)")
        self._add_level(levels)
        self.fields.setdefault("token", forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False))
        self.fields["override"] = reason_box("Why is it planned all the same?")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.errors:
            return said
        minutes = said.get("minutes")
        said["said"] = SaidStop(
            **{name: said[name] for name in STOP_FIELDS if name != "minutes"},
            minutes=self.usual[said["kind"]] if minutes is None else minutes,
            member=int(said["member"]) if said.get("member") else None,
        )
        for problem in stop_problems(said["said"]):
            self.add_error(problem.field, str(problem))
        return said


def _known(stop: DayStop) -> dict[str, Any]:
    """A spot that the postcode gives is not shown as one that somebody typed: changed with it, it would stay."""
    known = {name: getattr(stop, name) for name in STOP_FIELDS}
    known |= {"member": str(stop.member_id or ""), "level": stop.sensitivity}
    if (stop.latitude, stop.longitude) == (point_of_postcode(stop.postcode) or (None, None)):
        known |= {"latitude": None, "longitude": None}
    return known


STOP_FIELDS = (
    "kind", "title", "place", "address", "postcode", "latitude", "longitude", "phone", "at", "opens", "closes",
    "opens_again", "closes_again", "minutes", "is_mandatory", "with_whom",
)  # fmt: skip


class WhyForm(AskedForm):
    """One reason, in a few words."""

    because = forms.CharField(max_length=400, error_messages={"required": "Say why, in a few words"})

    def __init__(self, data: Any = None, *, label: str, hint: str = "") -> None:
        super().__init__(data)
        self.fields["because"].label, self.fields["because"].help_text = label, hint


class HoldForm(AskedForm):
    """The same times on another day: only asked where a restriction stands against it."""

    override = reason_box("Why is it planned all the same?")


class WayForm(AskedForm):
    mode = forms.ChoiceField(
        label="How?",
        choices=[("public", "Bus or train"), ("car", "By car"), ("foot", "On foot")],
        widget=forms.RadioSelect,
    )
    minutes = forms.IntegerField(
        label="How many minutes does it take, with the waiting?", min_value=0, max_value=LONGEST_STOP, required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )  # fmt: skip
    no_way = forms.BooleanField(label="There is no way at all like that", required=False)
    keeps_clear = forms.BooleanField(
        label="I have made sure that it keeps out of places they may not enter", required=False
    )

    def __init__(
        self,
        data: Any = None,
        *,
        spots: Mapping[str, str],
        initial: dict[str, Any],
        estimate: Callable[[str, str, str], int | None],
    ) -> None:
        super().__init__(data, initial=initial)
        self.estimate = estimate
        places = unchosen((str(number), name) for number, name in enumerate(spots.values()))
        self.spots = list(spots)
        wrong = {"required": "Choose a place"}
        self.fields = {
            "here": forms.ChoiceField(label="From", choices=places, error_messages=wrong),
            "there": forms.ChoiceField(label="To", choices=places, error_messages=wrong),
            **self.fields,
        }

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("minutes") is None and not said.get("no_way") and "minutes" not in self.errors:
            self.add_error("minutes", "Enter how long it takes, or say that there is no way")
        elif said.get("minutes") is not None and said.get("no_way"):
            self.add_error("minutes", "Enter how long it takes, or say that there is no way, not both")
        for name in ("here", "there"):
            if said.get(name):
                said[f"{name}_key"] = self.spots[int(said[name])]
        if not self.errors:
            self._ask_if_sure(said)
        return said

    def _ask_if_sure(self, said: dict[str, Any]) -> None:
        """Once: a slip of the finger makes a day possible that is not."""
        guess = self.estimate(said["here_key"], said["there_key"], said["mode"])
        words = doubtful_minutes(said["minutes"], guess) if said["here_key"] != said["there_key"] else ""
        if not words:
            return
        self.fields["sure"] = forms.BooleanField(
            label=f"Yes, it takes {minutes_words(said['minutes'])}", required=False
        )
        if not self.data.get("sure"):
            self.add_error("sure", words)
