from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from throughgate.people.forms.custody import check_order
from throughgate.people.models import (
    ChildLevel,
    CircleKind,
    CircleMember,
    ContactReach,
    LicenceCondition,
    RestrictionKind,
    RestrictionSource,
)
from throughgate.people.models.restrictions import LEVELS, MOST_KM
from throughgate.people.rules.zones import UnknownMiddleError, read_middle
from throughgate.sites.models import Site
from throughgate.web.fields import DayField
from throughgate.web.widgets import ClockInput

_WHOM = ("member", "other_name")
WHERE = ("place", "town", "postcode_areas", "middle", "radius_km")
# What is asked about each kind, beside what is asked about all.
ASKED: Mapping[str, tuple[str, ...]] = {
    RestrictionKind.NO_CONTACT: (*_WHOM, "reach"),
    RestrictionKind.LICENCE_PERSON: (*_WHOM, "reach"),
    RestrictionKind.BANNED: (*_WHOM, "site"),
    RestrictionKind.CHILD_CONTACT: ("child_level", "all_children", *_WHOM),
    RestrictionKind.CLOSED_VISITS: (),
    RestrictionKind.LICENCE_PLACE: WHERE,
    RestrictionKind.LICENCE_WITHIN: WHERE,
    RestrictionKind.CURFEW: ("curfew_from", "curfew_to"),
}
FOR_ALL = ("source", "condition", "from_on", "to_on", "review_on", "reason", "sensitivity", "token")
# Where a kind usually comes from.
USUAL_SOURCE: Mapping[str, str] = {
    RestrictionKind.BANNED: RestrictionSource.PRISON,
    RestrictionKind.CLOSED_VISITS: RestrictionSource.PRISON,
    RestrictionKind.LICENCE_PERSON: RestrictionSource.LICENCE,
    RestrictionKind.LICENCE_PLACE: RestrictionSource.LICENCE,
    RestrictionKind.LICENCE_WITHIN: RestrictionSource.LICENCE,
    RestrictionKind.CURFEW: RestrictionSource.LICENCE,
}
KIND_HINTS: Mapping[str, str] = {
    RestrictionKind.NO_CONTACT: "By a court, the prison, children’s services, or because the person wants it so",
    RestrictionKind.BANNED: "A visitor whom the prison does not let in",
    RestrictionKind.CHILD_CONTACT: "None, letters only, or with somebody supervising",
    RestrictionKind.CLOSED_VISITS: "Visitors are kept apart by a screen",
    RestrictionKind.LICENCE_PERSON: "Somebody they may not contact while on licence",
    RestrictionKind.LICENCE_PLACE: "An exclusion zone",
    RestrictionKind.LICENCE_WITHIN: "A town or an area that they may not leave",
    RestrictionKind.CURFEW: "Hours at home, tagged or not",
}


class MemberField(forms.ModelChoiceField):  # type: ignore[type-arg]  # cannot be subscripted at run time
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {CircleKind(obj.kind).label.partition(' (')[0].lower()}"


class ConditionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # cannot be subscripted at run time
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.wording[:80]}…" if len(obj.wording) > 80 else str(obj.wording)


class RestrictionForm(forms.Form):
    """One restriction of a kind that was chosen before: only what belongs to that kind is asked."""

    # Of several ways to say who or where one is enough: the labels say what may stay empty.
    mark_optional = False

    child_level = forms.ChoiceField(
        label="What contact is allowed?",
        choices=ChildLevel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what contact is allowed"},
    )
    all_children = forms.BooleanField(label="This is about all children", required=False)
    member = MemberField(
        label="Who?", queryset=CircleMember.objects.none(), required=False, empty_label="Nobody of their circle"
    )
    other_name = forms.CharField(
        label="Somebody who is not in their circle",
        help_text="The full name, so that it is recognised when somebody books",
        max_length=120,
        required=False,
    )
    reach = forms.ChoiceField(
        label="Which contact?",
        choices=ContactReach.choices,
        widget=forms.RadioSelect,
        initial=ContactReach.ANY,
        error_messages={"required": "Choose which contact"},
    )
    site = forms.ModelChoiceField(
        label="At which prison?", queryset=Site.objects.none(), required=False, empty_label="At any prison"
    )
    place = forms.CharField(
        label="Which place?", help_text="As the licence calls it: a street, a park, a part of town", required=False
    )
    town = forms.CharField(label="In which town?", max_length=60, required=False)
    postcode_areas = forms.CharField(
        label="Which postcode areas?",
        help_text="The first half of postcodes, for example GU1, GU2",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    middle = forms.CharField(
        label="The middle of the zone",
        help_text="A postcode near the middle, or latitude and longitude such as 51.24, -0.57. With it, bookings and "
        "the ways of release day are held against the zone. Never the address of somebody who is protected by it.",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    radius_km = forms.FloatField(
        label="How many kilometres around the middle?",
        help_text="For example 1.5. Rather a little too far than too near",
        min_value=0.05,
        max_value=MOST_KM,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4", "step": "any"}),
        error_messages={
            "min_value": "A zone reaches at least 0.05 kilometres",
            "max_value": f"A zone reaches at most {MOST_KM} kilometres",
        },
    )
    curfew_from = forms.TimeField(
        label="At home from", widget=ClockInput, error_messages={"required": "Enter when the curfew begins"}
    )
    curfew_to = forms.TimeField(
        label="Until", widget=ClockInput, error_messages={"required": "Enter when the curfew ends"}
    )
    source: forms.Field = forms.ChoiceField(
        label="Who says so?",
        choices=RestrictionSource.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who says so"},
    )
    condition = ConditionField(
        label="Which licence condition is it? (optional)",
        queryset=LicenceCondition.objects.none(),
        required=False,
        empty_label="None, or not recorded",
    )
    from_on = DayField(label="From which day?", subject="The first day")
    to_on = DayField(
        label="Until which day? (optional)",
        subject="The last day",
        help_text="Leave empty if no end is set",
        required=False,
    )
    review_on = DayField(label="When should somebody look at it again? (optional)", required=False)
    reason = forms.CharField(
        label="Why? (optional)",
        help_text="Only their own workers and managers can read this. Nothing about a victim belongs here.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    sensitivity = forms.ChoiceField(
        label="Who may read that it stands?", choices=LEVELS, widget=forms.RadioSelect, initial=LEVELS[0][0]
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        kind: str,
        circle: Iterable[CircleMember],
        conditions: Iterable[LicenceCondition],
        sites: Iterable[Site],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields = {name: self.fields[name] for name in self.asked(kind)}
        given = {"member": circle, "condition": conditions, "site": sites}
        for name, rows in given.items():
            if name in self.fields:
                self.fields[name].queryset = rows  # type: ignore[attr-defined]  # a ModelChoiceField, declared above
        if kind == RestrictionKind.CHILD_CONTACT:
            self.fields["member"].label = "Which child?"
            self.fields["other_name"].label = "A child who is not in their circle"
        if not conditions:
            self.fields.pop("condition", None)

    def asked(self, kind: str) -> tuple[str, ...]:
        return (*ASKED[kind], *FOR_ALL)

    @classmethod
    def opened_on(cls, today: date, kind: str, **known: Any) -> "RestrictionForm":
        initial = {"from_on": today, "token": uuid4(), "source": USUAL_SOURCE.get(kind)}
        return cls(kind=kind, initial=initial, **known)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        check_order(cleaned.get("from_on"), cleaned.get("to_on"))
        self.check_terms(cleaned)
        return cleaned

    def check_terms(self, cleaned: dict[str, Any]) -> None:
        if "member" in self.fields:
            self._check_whom(cleaned)
        if "place" in self.fields:
            self._check_where(cleaned)

    def _check_where(self, cleaned: dict[str, Any]) -> None:
        if not any(cleaned.get(name) for name in WHERE[:-1]) and not {"middle", "radius_km"} & set(self.errors):
            self.add_error("place", "Enter the place, the town, the postcode areas or the middle of the zone")
        if cleaned.get("radius_km") and not cleaned.get("middle"):
            self.add_error("middle", "Enter the middle that this is around")
        if not cleaned.get("middle"):
            return
        if not cleaned.get("radius_km") and "radius_km" not in self.errors:
            self.add_error("radius_km", "Enter how many kilometres around the middle")
        try:
            cleaned["latitude"], cleaned["longitude"] = read_middle(cleaned["middle"])
        except UnknownMiddleError as unknown:
            self.add_error("middle", str(unknown))

    def _check_whom(self, cleaned: dict[str, Any]) -> None:
        named = [cleaned.get(name) for name in ("member", "other_name", "all_children") if cleaned.get(name)]
        who = "which child, or all children" if "all_children" in self.fields else "who it is about"
        if not named:
            self.add_error("member", f"Say {who}")
        elif cleaned.get("other_name") and not any(letter.isalpha() for letter in cleaned["other_name"]):
            self.add_error("other_name", "Write a name with letters, so that it can be found again")
        elif len(named) > 1:
            self.add_error("member", "Name one at a time, and add another restriction for the next")

    def terms(self) -> dict[str, Any]:
        """What the service is given."""
        return {"kind": self.kind, **self.cleaned_data}


class EndRestrictionForm(forms.Form):
    on = DayField(label="The last day on which it holds", subject="The last day")
    because = forms.CharField(
        label="Why does it end?",
        help_text="For example: the condition was lifted, the order ran out, entered by mistake",
        max_length=200,
        error_messages={"required": "Say why it ends"},
    )


class SaidEndForm(forms.Form):
    """The end of what an authority imposed."""

    on = DayField(label="The last day on which it holds", subject="The last day")
    proof = forms.CharField(
        label="Which document, or who, says that it ended?",
        help_text="For example: the court’s letter of 3 May, the police officer who rang",
        max_length=200,
        error_messages={"required": "Say which document, or who, says that it ended"},
    )
    office = forms.CharField(
        label="Of which office?",
        help_text="For example: Guildford Crown Court, the probation office in Woking",
        max_length=120,
        error_messages={"required": "Say of which court, office or prison they are"},
    )
    seen_by = forms.CharField(
        label="Who of us saw or heard it?",
        max_length=120,
        error_messages={"required": "Say who of us saw the document, or heard it said"},
    )
    early_because = forms.CharField(
        label="Why does it end before the day that was ordered?", max_length=200, required=False
    )

    def __init__(self, data: Any = None, *, today: date, name: str, to_on: date | None) -> None:
        super().__init__(data, initial={"on": today, "seen_by": name})
        if to_on is None:
            del self.fields["early_because"]
        else:
            self.fields["early_because"].help_text = f"It was ordered until {to_on.day} {to_on:%B %Y}."

    def _letters(self, name: str, words: str) -> str:
        said: str = self.cleaned_data[name]
        if len(set(said.lower()) - {" "}) < 3 or not any(letter.isalpha() for letter in said):
            raise forms.ValidationError(words)
        return said

    def clean_proof(self) -> str:
        return self._letters("proof", "Say which document it is and of which day, or the name of who said it")

    def clean_office(self) -> str:
        return self._letters("office", "Write the name of the court, office or prison")


class ReviewRestrictionForm(forms.Form):
    review_on = DayField(label="When should somebody look at it again?", required=False)
