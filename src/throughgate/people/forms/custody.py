from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from throughgate.common.clock import today
from throughgate.people.forms.sure import SureForm
from throughgate.people.models import Confidence, CustodyDate, MoveKind, RecallTerm, SentenceKind
from throughgate.people.rules.day_sense import (
    DaySenseError,
    check_day,
    doubt_of_date,
    doubt_of_last_day,
    doubt_of_sentence,
)
from throughgate.sites.models import Site
from throughgate.web.fields import DayField
from throughgate.web.widgets import HintedRadios

MOVE_HINTS: dict[str, str] = {
    MoveKind.RECEIVED: "From court, at the beginning",
    MoveKind.TRANSFERRED: "From one prison to another",
    MoveKind.RELEASED: "Out, on licence or at the end",
    MoveKind.RECALLED: "Back inside on the same sentence",
    MoveKind.RETURNED: "Back inside on a new one",
}


def source_field(examples: str, *, required: bool = True) -> forms.CharField:
    """Who told us; the same wherever something of custody is noted."""
    return forms.CharField(
        label="Who told us?" if required else "Who told us? (optional)",
        help_text=f"For example {examples}",
        max_length=80,
        required=required,
        error_messages={"required": "Say who told us"},
    )


def confidence_field() -> forms.ChoiceField:
    """Of what has happened: mostly it is sure, and then nothing has to be said."""
    return forms.ChoiceField(
        label="How sure is it?", choices=Confidence.choices, initial=Confidence.CONFIRMED, required=False
    )


def refuse_day(form: forms.Form, field: str, on: date | None) -> None:
    """A day that cannot be is refused beside its field."""
    try:
        check_day(field, on, today())
    except DaySenseError as refusal:
        form.add_error(field, str(refusal))


class NoteDateForm(SureForm):
    """One date as somebody told us it. `seen` is the id of the row that held when the form was opened, or 0."""

    # Neither is optional: which one is asked for depends on the other, and on what held before.
    mark_optional = False

    on = DayField(label="The day", required=False)
    no_day = forms.BooleanField(label="No day is known now", required=False)
    source = source_field("the offender management unit, a letter from the Parole Board, the person")
    confidence = forms.ChoiceField(
        label="How sure is it?",
        choices=Confidence.choices,
        widget=forms.RadioSelect,
        initial=Confidence.EXPECTED,
        error_messages={"required": "Choose how sure it is"},
    )
    reason = forms.CharField(label="Why has it changed?", max_length=200, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        holding: CustodyDate | None,
        kind: str = "",
        known: Mapping[str, date] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.holding, self.kind, self.known = holding, kind, known or {}
        self.fields["seen"].initial = holding.pk if holding else 0
        if not holding or holding.on is None:
            del self.fields["reason"]
            del self.fields["no_day"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        on, no_day = cleaned.get("on"), cleaned.get("no_day", False)
        if "on" not in self.errors:
            if on and no_day:
                self.add_error("on", "Enter a day, or say that none is known: not both")
            if not on and not no_day:
                self.add_error("on", "Enter the day")
        if self.holding and self.holding.on and on != self.holding.on and not cleaned.get("reason"):
            self.add_error("reason", "Say why it has changed")
        refuse_day(self, "on", on)
        if on and not self.errors and not (self.holding and self.holding.on == on):
            self.ask_whether_right("on", doubt_of_date(self.kind, on, self.known, today()), on)
        return cleaned


class RecordMoveForm(forms.Form):
    # The prison is asked for or not, by what happened.
    mark_optional = False

    kind = forms.ChoiceField(
        label="What happened?",
        choices=MoveKind.choices,
        widget=HintedRadios(hints=MOVE_HINTS),
        error_messages={"required": "Choose what happened"},
    )
    on = DayField(label="On which day?", subject="The day")
    site = forms.ModelChoiceField(
        label="Prison",
        help_text="The prison they came to. For a release it can stay empty.",
        queryset=Site.objects.none(),
        required=False,
        empty_label="Choose a prison",
    )
    recall = forms.ChoiceField(
        label="If they were recalled: for how long?",
        choices=[("", "Not known yet"), *RecallTerm.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    source = source_field("the offender management unit, the family, the person", required=False)
    confidence = forms.ChoiceField(
        label="How sure is it?", choices=[("", "Nobody has said"), *Confidence.choices], required=False
    )
    note = forms.CharField(label="Note (optional)", max_length=200, required=False)

    def __init__(self, *args: Any, sites: Iterable[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]  # a ModelChoiceField, declared above

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") and cleaned["kind"] != MoveKind.RELEASED and not cleaned.get("site"):
            self.add_error("site", "Choose the prison they came to")
        if (
            cleaned.get("confidence") == Confidence.CONFIRMED
            and not cleaned.get("source")
            and "source" not in self.errors
        ):
            self.add_error("source", "Say who confirmed it, or choose another answer to how sure it is")
        if cleaned.get("recall") and cleaned.get("kind") not in (None, MoveKind.RECALLED):
            self.add_error("recall", "Only a recall has a length. Choose not known yet, or recalled to custody")
        refuse_day(self, "on", cleaned.get("on"))
        return cleaned


class RecallTermForm(forms.Form):
    recall = forms.ChoiceField(
        label="For how long are they recalled?",
        choices=RecallTerm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose for how long"},
    )


class SentenceForm(SureForm):
    kind = forms.ChoiceField(
        label="Kind of sentence",
        choices=SentenceKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of sentence"},
    )
    started_on = DayField(label="Began on", subject="The day it began", required=False)
    ended_on = DayField(
        label="Ends on", subject="The day it ends", help_text="Leave empty if it has no end", required=False
    )
    source = source_field("the offender management unit, the court, the person", required=False)
    confidence = confidence_field()
    token = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("started_on"), cleaned.get("ended_on")
        check_order(first, last)
        refuse_day(self, "started_on", first)
        refuse_day(self, "ended_on", last)
        if not self.errors and (endless := doubt_of_last_day(cleaned["kind"], last)):
            self.ask_whether_right("ended_on", endless, f"{cleaned['kind']} {last}")
        elif not self.errors:
            self.ask_whether_right("started_on", doubt_of_sentence(first, last, today()), f"{first} {last}")
        return cleaned


class StopSentenceForm(forms.Form):
    on = DayField(label="On which day did it end?", subject="The day")
    because = forms.CharField(
        label="Why did it end early?",
        help_text="For example: quashed on appeal, the licence was ended by the Parole Board, entered by mistake",
        max_length=200,
        error_messages={"required": "Say why it ended"},
    )


def check_order(first: date | None, last: date | None) -> None:
    if first and last and last < first:
        raise ValidationError("The last day cannot be before the first", code="order")
