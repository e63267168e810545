"""What is said when something becomes of one of the basics: only what its state asks for."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.casework.forms.days import OTHER, chosen_day, recent_day_fields
from throughgate.casework.forms.levels import common_levels, level_field
from throughgate.people.models import Person
from throughgate.release.basics_file import Item, State
from throughgate.release.models import Basic, BasicStep, Payer
from throughgate.release.rules.basics import Said, button_words, money_words, step_problems
from throughgate.web.fields import DayField

FIELDS = {"cost": "cost", "refund": "refund", "on": "other_on"}
_AMOUNT = {
    "invalid": "Enter an amount in pounds, for example 12.50",
    "min_value": "The amount cannot be below £0",
    "max_value": "The amount cannot be above £10,000",
    **dict.fromkeys(
        ("max_digits", "max_decimal_places", "max_whole_digits"),
        "Enter an amount in pounds and pence, for example 12.50",
    ),
}


class StepForm(forms.Form):
    """`state` says what is asked for; where something was said before of the document, it is offered again."""

    mark_optional = False

    def __init__(
        self,
        data: Any = None,
        *,
        user: User,
        person: Person,
        item: Item,
        state: State,
        now: datetime,
        row: Basic | None = None,
        before: BasicStep | None = None,
    ) -> None:
        super().__init__(data)
        self.user, self.item, self.state, self.now = user, item, state, now
        last_on = before.on if before else None
        self.fields |= recent_day_fields(now, (data or {}).get("on"), not_before=last_on)
        self._add_reason()
        for ask in state.asks:
            getattr(self, f"_add_{ask}")(before)
        self.fields["note"] = forms.CharField(
            label="Anything to note? (optional)",
            widget=forms.Textarea(attrs={"rows": 3}),
            max_length=400,
            required=False,
        )
        levels = common_levels(user, [person])
        if len(levels) > 1:
            kept = row.sensitivity if row else item.sensitivity
            self.fields["level"] = level_field(levels, initial=kept)
        self.fields["token"] = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)

    def _add_reason(self) -> None:
        if self.state.reasons:
            self.fields["reason"] = forms.ChoiceField(
                label="Why?",
                choices=list(self.state.reasons.items()),
                widget=forms.RadioSelect,
                error_messages={"required": "Choose why"},
            )

    def _add_document(self, before: BasicStep | None) -> None:
        if self.item.documents:
            self.fields["document"] = forms.ChoiceField(
                label="Which document?",
                choices=list(self.item.documents.items()),
                widget=forms.RadioSelect,
                required="document" in self.state.needs,
                initial=before.document if before else "",
                error_messages={"required": "Choose which document"},
            )

    def _add_cost(self, before: BasicStep | None) -> None:
        usual = self.item.cost
        self.fields["cost"] = _pounds(
            "What does it cost, in pounds? (optional)", f"Usually {money_words(usual)}." if usual else ""
        )
        self.fields["paid_by"] = forms.ChoiceField(
            label="Who pays? (optional)",
            choices=Payer.choices,
            widget=forms.RadioSelect,
            required=False,
            initial=(before.paid_by if before else "") or self.item.pays,
        )

    def _add_refund(self, before: BasicStep | None) -> None:
        self.fields["refund"] = _pounds("How much is paid back, in pounds? (optional)", "")

    def _add_priority(self, before: BasicStep | None) -> None:
        self.fields["priority"] = forms.BooleanField(label="It was sent as urgent", required=False)

    def _add_reference(self, before: BasicStep | None) -> None:
        self.fields["reference"] = forms.CharField(
            label="Their reference (optional)",
            max_length=60,
            required=False,
            initial=before.reference if before else "",
        )

    def _add_proof(self, before: BasicStep | None) -> None:
        if self.item.proofs:
            self.fields["proof"] = forms.ChoiceField(
                label="How do we know? (optional)",
                choices=list(self.item.proofs.items()),
                widget=forms.RadioSelect,
                required=False,
            )

    def _add_due(self, before: BasicStep | None) -> None:
        self.fields["due_on"] = DayField(
            label="When is an answer or the appointment expected? (optional)",
            help_text=f"Without a day it comes up again after {self.state.after}." if self.state.after else "",
            subject="The day",
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        on = chosen_day(self, "on", "other_on")
        if on is None:
            return said
        said["day"], said["said"] = on, self._said(said)
        for problem in step_problems(self.item, self.state, on, said["said"], self.now.date()):
            field = FIELDS.get(problem.field, problem.field)
            if field == "other_on" and said.get("on") != OTHER:
                field = "on"
            if field not in self.errors:
                self.add_error(field if field in self.fields else None, str(problem))
        return said

    def _said(self, said: dict[str, Any]) -> Said:
        return Said(
            note=said.get("note", "").strip(),
            reason=said.get("reason", ""),
            document=said.get("document", ""),
            reference=said.get("reference", "").strip(),
            cost_pence=_pence(said.get("cost")),
            paid_by=_payer(said),
            refund_pence=_pence(said.get("refund")),
            is_priority=bool(said.get("priority")),
            proof=said.get("proof", ""),
            due_on=said.get("due_on"),
        )

    @property
    def said_level(self) -> Sensitivity | None:
        level = self.cleaned_data.get("level")
        return Sensitivity(level) if level else None

    @property
    def said_token(self) -> UUID | None:
        return self.cleaned_data.get("token")


class CorrectForm(StepForm):
    """The same, where what was noted was wrong: why is asked, and it may lead to any state."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["because"] = forms.CharField(
            label="Why do you correct it?",
            help_text="What was noted before stays in the history.",
            max_length=200,
            error_messages={"required": "Say why, in a few words"},
        )


def state_choices(item: Item, now: str) -> list[tuple[str, str]]:
    """For a correction: every state but the one it stands in, and those that come of themselves."""
    return [
        (code, button_words(code, state))
        for code, state in item.states.items()
        if code != now and not (item.by_contact and state.stage == "done")
    ]


class PoundsField(forms.DecimalField):
    """Takes what people write: £1,250 and 88.50 alike."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace("£", "").replace(",", "") if isinstance(value, str) else value)


def _pounds(label: str, hint: str) -> forms.DecimalField:
    return PoundsField(
        label=label,
        help_text=hint,
        min_value=0,
        max_value=10_000,
        decimal_places=2,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5"}),
        error_messages=_AMOUNT,
    )


def _payer(said: dict[str, Any]) -> str:
    """Who pays goes with an amount; that it costs nothing can be said without one."""
    paid_by: str = said.get("paid_by", "")
    return paid_by if said.get("cost") or paid_by == Payer.NOBODY else ""


def _pence(pounds: Any) -> int | None:
    return None if pounds is None else int(pounds * 100)
