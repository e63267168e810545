"""Asking for a place, and saying what became of it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms

from throughgate.access.policy import Sensitivity
from throughgate.casework.forms.days import chosen_day, recent_day_fields
from throughgate.casework.forms.levels import level_field
from throughgate.casework.forms.with_circle import reason_box
from throughgate.casework.selectors.bookings import circles_of
from throughgate.people.forms.restricted import RestrictedForm
from throughgate.people.models import CircleMember, Person
from throughgate.release.home_choices import choices_of
from throughgate.release.models import CheckAnswer, EndReason, HomeState, LivingKind
from throughgate.release.models.home import LEVELS
from throughgate.release.rules.home import ROOFLESS, Said
from throughgate.release.services.home import REASONS
from throughgate.release.services.living import MovedTo
from throughgate.web.fields import DayField, offer, unchosen
from throughgate.web.widgets import ClockInput

ROOFS = [(code, label) for code, label in LivingKind.choices if code not in ROOFLESS]
LIVES_ALL_THE_SAME = "What is known of that?"
OWN = {LivingKind.FAMILY, LivingKind.FAMILY_NOW, LivingKind.OWNER, LivingKind.PRIVATE, LivingKind.SOCIAL}
# Of each state: what the day it points to is called, and whether it must be said.
DAY_WORDS: dict[HomeState, tuple[str, bool]] = {
    HomeState.SENT: ("By when do they answer? (optional)", False),
    HomeState.REVIEW: ("By when do they answer? (optional)", False),
    HomeState.VIEWING: ("On which day is it viewed?", True),
    HomeState.OFFERED: ("Until when does the offer stand? (optional)", False),
    HomeState.CONFIRMED: ("From which day is the place theirs?", True),
}
# When it happened is asked where that is not now.
SAY_WHEN = frozenset(
    {
        HomeState.SENT,
        HomeState.REVIEW,
        HomeState.OFFERED,
        HomeState.ACCEPTED,
        HomeState.ARRIVED,
        HomeState.NOT_ARRIVED,
        HomeState.REFUSED,
    }
)


class AskedForm(RestrictedForm):
    mark_optional = False
    untold_url: str = ""  # where to note what they say, if somebody would be told who may not be yet

    def blame(self, field: str, words: str) -> None:
        shown = "other_on" if field == "on" and self.cleaned_data.get("on") == "other" else field
        self.add_error(shown if shown in self.fields else None, words)

    @property
    def said_level(self) -> Sensitivity:
        return Sensitivity(self.cleaned_data.get("level") or Sensitivity.STANDARD)

    @property
    def said_token(self) -> UUID | None:
        return self.cleaned_data.get("token")

    def _add_level(self, levels: list[Sensitivity]) -> None:
        known = [level for level in levels if level.value in dict(LEVELS)]
        if len(known) > 1:
            self.fields["level"] = level_field(known, initial=Sensitivity.STANDARD)
        self.fields["token"] = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)


def note_field() -> forms.CharField:
    return forms.CharField(
        label="Anything to note? (optional)", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ApplyForm(AskedForm):
    def __init__(self, data: Any = None, *, levels: list[Sensitivity], now: datetime, release_on: date | None) -> None:
        super().__init__(data)
        self.fields |= {
            "state": forms.ChoiceField(
                label="Has it been sent?",
                choices=[
                    (HomeState.SENT.value, "Yes, they have it"),
                    (HomeState.DRAFTED.value, "No, we have begun it"),
                ],
                widget=forms.RadioSelect,
                initial=HomeState.SENT.value,
            ),
            **recent_day_fields(now, (data or {}).get("on")),
            "wanted_on": DayField(
                label="From when is it needed? (optional)", subject="The day", required=False, initial=release_on
            ),
            "day": DayField(
                label="By when do they answer? (optional)",
                help_text="Without a day, you are reminded after a week.",
                subject="The day",
                required=False,
            ),
            "note": note_field(),
            "override": reason_box("Why is it asked for all the same?"),
        }
        self.fields["on"].label = "When was that?"
        self._add_level(levels)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if (on := chosen_day(self, "on", "other_on")) and said.get("state"):
            state = HomeState(said["state"])
            day = said.get("day") if state is HomeState.SENT else None
            said["said"] = Said(state=state, on=on, day=day, note=said.get("note", ""))
        return said


class ArrangeForm(AskedForm):
    """With family, in a flat of their own: nobody else has to be asked."""

    def __init__(
        self, data: Any = None, *, person: Person, levels: list[Sensitivity], today: date, release_on: date | None
    ) -> None:
        super().__init__(data)
        self.hosts: list[CircleMember] = circles_of([person], today).get(person, [])
        self.fields["kind"] = forms.ChoiceField(
            label="Where will they live?",
            choices=[one for one in ROOFS if one[0] in OWN],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose where they will live"},
        )
        if self.hosts:
            self.fields["host"] = forms.ChoiceField(
                label="With whom? (optional)",
                help_text="Their restrictions are asked for you.",
                choices=[("", "Nobody of their circle"), *((str(one.pk), one.name) for one in self.hosts)],
                required=False,
            )
        self.fields |= {
            "from_on": DayField(label="From which day?", subject="The day", initial=release_on),
            "address": forms.CharField(
                label="Address (optional)",
                help_text="Only their own workers and managers can read it. Say it where a licence condition names "
                "places.",
                max_length=200,
                required=False,
            ),
            "postcode": forms.CharField(label="Postcode (optional)", max_length=10, required=False),
            "note": note_field(),
            "override": reason_box("Why is it arranged all the same?"),
        }
        self._add_level(levels)

    @property
    def said_host(self) -> CircleMember | None:
        return next((one for one in self.hosts if str(one.pk) == self.cleaned_data.get("host")), None)


class StepForm(AskedForm):
    """What became of an application. Asks for what this state needs and nothing else."""

    def __init__(
        self,
        data: Any = None,
        *,
        state: HomeState,
        now: datetime,
        last_on: date | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.state, self.now, self.has_happened = state, now, state is HomeState.ARRIVED
        if state in REASONS:
            self.fields["reason"] = forms.ChoiceField(
                label="Why?",
                choices=choices_of(REASONS[state]),
                widget=forms.RadioSelect,
                error_messages={"required": "Choose why"},
            )
        if state in DAY_WORDS:
            words, required = DAY_WORDS[state]
            self.fields["day"] = DayField(label=words, subject="The day", required=required)
        if state is HomeState.VIEWING:
            self.fields["at"] = forms.TimeField(label="At what time? (optional)", required=False, widget=ClockInput)
        if state in SAY_WHEN:
            self.fields |= recent_day_fields(now, (data or {}).get("on"), not_before=last_on)
        self.fields["note"] = note_field()
        self.fields["override"] = reason_box("Why is it done all the same?")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        on = chosen_day(self, "on", "other_on") if self.state in SAY_WHEN else self.now.date()
        if on:
            said["said"] = Said(
                state=self.state,
                on=on,
                day=said.get("day"),
                at=said.get("at"),
                reason=said.get("reason", ""),
                note=said.get("note", ""),
            )
        return said


class LivesForm(AskedForm):
    """Where they live now, or that they have nowhere."""

    has_happened = True

    def __init__(self, data: Any = None, *, levels: list[Sensitivity], today: date) -> None:
        super().__init__(data)
        self.fields |= {
            "kind": forms.ChoiceField(
                label="Where do they live now?",
                choices=LivingKind.choices,
                widget=forms.RadioSelect,
                error_messages={"required": "Choose where they live"},
            ),
            "from_on": DayField(label="Since when?", subject="The day", initial=today),
            "address": forms.CharField(
                label="Address (optional)",
                help_text="With whom, too. Only their own workers and managers can read it.",
                max_length=200,
                required=False,
            ),
            "postcode": forms.CharField(label="Postcode (optional)", max_length=10, required=False),
            "override": reason_box(LIVES_ALL_THE_SAME),
        }
        self._add_level(levels)


class LeftForm(AskedForm):
    """That they left a place: when, why, and where they live now."""

    has_happened = True
    answer = forms.ChoiceField(
        label="What happened?",
        choices=[(one.value, one.label) for one in CheckAnswer if one is not CheckAnswer.STILL],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happened"},
    )
    on = DayField(label="On which day did they leave?", subject="The day")
    moved_to = forms.ChoiceField(label="Where do they live now?", choices=unchosen(ROOFS), required=False)
    address = forms.CharField(
        label="The new address (optional)",
        help_text="With whom, too. Only their own workers and managers can read it.",
        max_length=200,
        required=False,
    )
    postcode = forms.CharField(label="Postcode (optional)", max_length=10, required=False)
    reason = forms.ChoiceField(label="Why was it lost?", required=False)

    def __init__(self, data: Any = None, *, today: date, mistake: bool = False) -> None:
        super().__init__(data, initial={"on": today})
        self.fields["override"] = reason_box(LIVES_ALL_THE_SAME)
        offer(self, "reason", unchosen(choices_of("lost")))
        if mistake:
            self.fields["answer"].choices += [(EndReason.MISTAKE.value, EndReason.MISTAKE.label)]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("answer") == CheckAnswer.MOVED and not said.get("moved_to"):
            self.add_error("moved_to", "Choose where they live now")
        if said.get("answer") == CheckAnswer.LOST and not said.get("reason"):
            self.add_error("reason", "Choose why")
        return said

    @property
    def said_moved_to(self) -> MovedTo | None:
        said = self.cleaned_data
        if not said["moved_to"]:
            return None
        return MovedTo(said["moved_to"], said["address"], said["postcode"], said["override"])
