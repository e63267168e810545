from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from throughgate.people.models import CircleKind, CircleMember, ConsentHow, Decision
from throughgate.people.rules.circle import is_official
from throughgate.people.rules.purposes import CIRCLE, GROUNDS, Grounds, Purpose, sharing_terms
from throughgate.people.rules.sharing import Recipient
from throughgate.people.services.sharing import Hearing
from throughgate.web.fields import DayField
from throughgate.web.widgets import HintedRadios

SCOPE = "scope-"
NOT_SAID = ""


class HearingForm(forms.Form):
    """How something was said."""

    given_on = DayField(label="When did they say so?", subject="The day")
    how = forms.ChoiceField(
        label="How?",
        choices=ConsentHow.choices,
        widget=forms.RadioSelect,
        initial=ConsentHow.SPOKEN,
        error_messages={"required": "Choose how they said so"},
    )
    witness = forms.CharField(label="Who else heard it?", max_length=120, required=False)
    until = DayField(label="Until which day does it hold?", subject="The last day", required=False)
    note = forms.CharField(label="In their own words", max_length=300, required=False)

    is_another = forms.BooleanField(label="I have made sure that this is somebody else", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["given_on"].initial = today
        self.asks_another = bool(self.data.get("is_another"))

    def ask_another(self, why: str) -> None:
        """The question that is asked only of somebody nearly called as another."""
        self.asks_another = True
        self.add_error("is_another", why)

    def clean_given_on(self) -> date:
        given: date = self.cleaned_data["given_on"]
        if given > self.today:
            raise forms.ValidationError("The day cannot be in the future")
        return given

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given, until = cleaned.get("given_on"), cleaned.get("until")
        if given and until and until < given:
            self.add_error("until", "The last day cannot be before the day they said so")
        return cleaned

    def hearing(self) -> Hearing:
        kept = self.cleaned_data
        return Hearing(kept["given_on"], kept["how"], kept["witness"], kept["until"], kept["note"], kept["is_another"])

    def hearing_fields(self) -> list[BoundField]:
        names = ("given_on", "how", "witness", "until", "note", *(("is_another",) if self.asks_another else ()))
        return [self[name] for name in names]


class ToldForm(HearingForm):
    """What one of the circle may be told."""

    told = forms.ChoiceField(
        label="What may they be told?",
        widget=HintedRadios,
        error_messages={"required": "Choose what they may be told"},
    )

    field_order = ("told",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = sharing_terms().told.values()
        self.fields["told"].widget.hints = {told.code: told.hint for told in terms}
        self.fields["told"].choices = [(told.code, told.title) for told in terms]  # type: ignore[attr-defined]  # a ChoiceField


class ConsentForm(HearingForm):
    """What the person says to one purpose: yes, ask me or no to each thing, nothing to what was not spoken of."""

    name = forms.CharField(
        label="Which one?",
        help_text="The name, or leave it empty for all of this kind",
        max_length=120,
        required=False,
    )

    def __init__(
        self, *args: Any, purpose: Purpose, recipient: Recipient, said: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.purpose, self.recipient = purpose, recipient
        if recipient.kind == CIRCLE:
            del self.fields["name"]
        else:
            self.fields["name"].initial = recipient.name
        for code in purpose.scopes:
            self.fields[f"{SCOPE}{code}"] = forms.ChoiceField(
                label=sharing_terms().scopes[code].title,
                choices=[*Decision.choices, (NOT_SAID, "Not spoken of")],
                widget=forms.RadioSelect(attrs={"data-inline": True, "data-small": True}),
                initial=(said or {}).get(code, NOT_SAID),
                required=False,
            )
            self.fields[f"{SCOPE}{code}"].label_suffix = ""

    # Each question says for itself that it may be left open.
    mark_optional = False

    def scope_fields(self) -> Iterator[BoundField]:
        return (self[name] for name in self.fields if name.startswith(SCOPE))

    def says(self) -> dict[str, str]:
        given = self.cleaned_data
        return {name.removeprefix(SCOPE): given[name] for name in given if name.startswith(SCOPE) and given[name]}

    def for_whom(self) -> Recipient:
        if self.recipient.kind == CIRCLE:
            return self.recipient
        return Recipient(self.recipient.kind, self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not any(value for name, value in cleaned.items() if name.startswith(SCOPE)):
            raise forms.ValidationError("Say yes, no or ask me to at least one thing")
        return cleaned


class AskConsentForm(forms.Form):
    """The first step: with whom, and for what."""

    to = forms.ChoiceField(
        label="With whom?", widget=forms.RadioSelect, error_messages={"required": "Choose with whom"}
    )

    def __init__(self, *args: Any, circle: Iterable[CircleMember], purpose: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = sharing_terms()
        purposes = [one for one in terms.purposes.values() if one.consent != "never" and purpose in ("", one.code)]
        choices: list[tuple[str, list[tuple[str, str]]]] = []
        for one in purposes:
            offered = [
                (f"{one.code}/{CIRCLE}/{member.pk}", f"{member.name}, {CircleKind(member.kind).label.lower()}")
                for member in circle
                if CIRCLE in one.recipients and not is_official(member.kind)
            ]
            offered += [(f"{one.code}/{kind}/", terms.recipients[kind]) for kind in one.recipients if kind != CIRCLE]
            if offered:
                choices.append((one.title, offered))
        self.fields["to"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField, declared above


class WithdrawForm(forms.Form):
    how = forms.ChoiceField(
        label="How did they say so?",
        choices=ConsentHow.choices,
        widget=forms.RadioSelect,
        initial=ConsentHow.SPOKEN,
        error_messages={"required": "Choose how they said so"},
    )
    words = forms.CharField(label="In their own words", max_length=300, required=False)


class BasisForm(forms.Form):
    """The lawful grounds of one purpose."""

    mark_optional = False

    article_6 = forms.ChoiceField(
        label="Lawful basis (Article 6)",
        widget=HintedRadios,
        error_messages={"required": "Choose a lawful basis"},
    )
    article_9 = forms.ChoiceField(
        label="For health, ethnicity, religion and sex life (Article 9)", widget=HintedRadios, required=False
    )
    schedule_1 = forms.ChoiceField(
        label="For sentence, licence and custody (Schedule 1)", widget=HintedRadios, required=False
    )
    why = forms.CharField(
        label="Why does this fit?",
        help_text="One or two sentences that you would say to the person, or to the Information Commissioner",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
        error_messages={"required": "Say why it fits"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in GROUNDS:
            known = sharing_terms().grounds(name).values()
            none = [] if name == "article_6" else [("", "None: nothing of this kind is held or shared for it")]
            self.fields[name].widget.hints = {ground.code: ground.plain for ground in known}
            self.fields[name].choices = [*((g.code, g.title) for g in known), *none]  # type: ignore[attr-defined]  # a ChoiceField

    def grounds(self) -> Grounds:
        return Grounds(**{name: self.cleaned_data[name] for name in GROUNDS})
