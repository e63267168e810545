"""A licence condition, with what of it stands against bookings."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from throughgate.people.forms.custody import check_order, confidence_field, refuse_day, source_field
from throughgate.people.forms.restrictions import ASKED, RestrictionForm
from throughgate.people.models import CircleMember, ConditionKind, LicenceCondition
from throughgate.people.rules.licence import BARS
from throughgate.sites.models import Site
from throughgate.web.fields import DayField

BAR, WORDS_ONLY, AS_BEFORE = "yes", "no", "same"
KIND_HINTS: dict[str, str] = {
    ConditionKind.PLACE_AWAY: "An exclusion zone. Bookings and release day are held against it",
    ConditionKind.PLACE_WITHIN: "A town or area that they may not leave",
    ConditionKind.PERSON: "Bookings that bring them together are refused",
    ConditionKind.CHILDREN: "No contact, letters only, or with somebody supervising",
    ConditionKind.RESIDENCE: "To live where probation approves",
    ConditionKind.CURFEW: "Hours at home, tagged or not",
    ConditionKind.REPORTING: "To keep in touch with probation",
    ConditionKind.TESTING: "Drugs, alcohol, or an alcohol tag",
    ConditionKind.WORK: "What work they may do, or must tell of",
    ConditionKind.INTERNET: "Phones, computers, accounts",
    ConditionKind.TRAVEL: "Going abroad, a passport handed in",
    ConditionKind.PROGRAMME: "Something that they have to take part in",
    ConditionKind.OTHER: "Anything else that the licence asks",
}


class ConditionForm(RestrictionForm):
    """Of a kind that was chosen before. Where the kind can stand against bookings, what a restriction needs is asked on
    the same page; `varies` is the condition whose place it takes.
    """

    wording = forms.CharField(
        label="The condition",
        help_text="As it stands in the licence. Nothing about a victim belongs here.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": "Enter the condition"},
    )
    from_on = DayField(label="From (optional)", subject="The first day", required=False)
    to_on = DayField(
        label="Until (optional)",
        subject="The last day",
        help_text="Leave it empty if it holds as long as the licence",
        required=False,
    )
    source = source_field("a copy of the licence, the community offender manager", required=False)
    confidence = confidence_field()
    because = forms.CharField(
        label="Why is it varied?", max_length=200, error_messages={"required": "Say why it is varied"}
    )
    bars = forms.ChoiceField(
        label="Shall it stand against bookings?",
        choices=[
            (BAR, "Yes: whoever books for them is stopped or told"),
            (WORDS_ONLY, "Not yet: only its words are kept"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it stands against bookings"},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        condition_kind: str,
        circle: Iterable[CircleMember],
        sites: Iterable[Site],
        varies: LicenceCondition | None = None,
    ) -> None:
        self.condition_kind, self.varies = condition_kind, varies
        initial: dict[str, Any] = {"token": uuid4(), "bars": AS_BEFORE if varies else BAR}
        if varies:
            initial |= {"wording": varies.wording, "to_on": varies.to_on}
        kind = BARS.get(condition_kind, "")
        super().__init__(data, kind=kind, circle=circle, conditions=[], sites=sites, initial=initial)
        if varies:
            self._as_variation()
        if self.is_bound and not self._is_barring():
            for name in ASKED.get(kind, ()):
                self.fields[name].required = False

    def asked(self, kind: str) -> tuple[str, ...]:
        of_bar = ("bars", *ASKED[kind], "reason", "sensitivity") if kind else ()
        why = ("because",) if self.varies else ()
        return ("wording", "from_on", "to_on", "source", "confidence", *why, *of_bar, "token")

    def clean(self) -> dict[str, Any]:
        cleaned = forms.Form.clean(self) or {}
        check_order(cleaned.get("from_on"), cleaned.get("to_on"))
        for name in ("from_on", "to_on"):
            refuse_day(self, name, cleaned.get(name))
        if self._is_barring():
            self.check_terms(cleaned)
        return cleaned

    def said(self) -> dict[str, Any]:
        """What the service is given."""
        names = ("wording", "from_on", "to_on", "source", "confidence", "because", "token")
        said = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return said | {"bars": self.bar_terms()}

    def bar_terms(self) -> dict[str, Any] | None:
        if not self._is_barring():
            return None
        names = (*ASKED[self.kind], "latitude", "longitude", "reason", "sensitivity")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def _is_barring(self) -> bool:
        return "bars" in self.fields and self.data.get("bars") == BAR

    def _as_variation(self) -> None:
        first = self.fields["from_on"]
        first.required, first.label = True, "From which day does it read so?"
        if "bars" in self.fields:
            field = self.fields["bars"]
            field.label = "What it bars"
            field.choices = [  # type: ignore[attr-defined]  # a ChoiceField, declared above
                (AS_BEFORE, "Stays as it is"),
                (BAR, "Changes: what is said below takes its place"),
            ]


class EndConditionForm(forms.Form):
    on = DayField(label="The last day on which it holds", subject="The last day")
    because = forms.CharField(
        label="Why does it end?",
        help_text="For example: lifted by probation, the licence ended, entered by mistake",
        max_length=200,
        error_messages={"required": "Say why it ends"},
    )
    restrictions_too = forms.BooleanField(label="What it bars ends with it", required=False)

    def __init__(self, data: Any = None, *, today: date, has_restrictions: bool) -> None:
        super().__init__(data, initial={"on": today, "restrictions_too": True})
        if not has_restrictions:
            del self.fields["restrictions_too"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        refuse_day(self, "on", cleaned.get("on"))
        return cleaned
