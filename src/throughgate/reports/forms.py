"""The forms of reports."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from throughgate.accounts.models import User
from throughgate.people.selectors.hearings import Hearing
from throughgate.reports.grammar import Section, Template
from throughgate.reports.models import How, LeftOut, Statement
from throughgate.web.fields import DayField, offer
from throughgate.web.words import day_words, in_passing


class NewForm(forms.Form):
    template = forms.ChoiceField(label="Which report?", widget=forms.RadioSelect)
    hearing = forms.ChoiceField(
        label="For which hearing? (a parole report only)", required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, offered: Iterable[Template], hearings: Iterable[Hearing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "template", [(one.slug, f"{one.title}, for {in_passing(one.to.words)}") for one in offered])
        self.hearings = {one.row.ref: one.row for one in hearings}
        days = [(one.row.ref, _hearing_words(one)) for one in hearings]
        if days:
            offer(self, "hearing", days)
        else:
            del self.fields["hearing"]


def _hearing_words(one: Hearing) -> str:
    day = f", {day_words(one.last.on)}" if one.last.on else ""
    return f"{one.row.get_kind_display()}{day}: {one.last.get_state_display().lower()}"


class SectionForm(forms.Form):
    """The statements of one section: in the author's words, or left out."""

    mark_optional = False

    def __init__(self, *args: Any, section: Section, statements: Sequence[Statement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = [one for one in statements if one.left_out in ("", LeftOut.AUTHOR)]
        for place, row in enumerate(self.rows, 1):
            label = section.ask or section.title if row.is_opinion else f"Statement {place}"
            hint = "" if row.is_opinion or row.words == row.drafted else f"As drafted: {row.drafted}"
            lines = 10 if row.is_opinion else 3
            self.fields[f"words-{row.pk}"] = forms.CharField(
                label=label, help_text=hint, initial=row.words, required=False, widget=forms.Textarea({"rows": lines})
            )
            if not row.is_opinion:
                self.fields[f"out-{row.pk}"] = forms.BooleanField(
                    label=f"Leave statement {place} out", required=False, initial=row.left_out == LeftOut.AUTHOR
                )

    def words(self) -> dict[int, str]:
        return {row.pk: self.cleaned_data[f"words-{row.pk}"] for row in self.rows}

    def left_out(self) -> dict[int, bool]:
        return {row.pk: self.cleaned_data[f"out-{row.pk}"] for row in self.rows if not row.is_opinion}


class BecauseForm(forms.Form):
    because = forms.CharField(label="Why?", max_length=200)


class GoneThroughForm(forms.Form):
    on = DayField(label="On which day?")
    how = forms.ChoiceField(label="How?", choices=How, widget=forms.RadioSelect)
    said = forms.CharField(
        label="What did they say? (optional)",
        help_text="In their words. Where it could not be gone through, say why.",
        required=False,
        widget=forms.Textarea({"rows": 5}),
    )
    is_added = forms.BooleanField(label="They want these words added to the report", required=False)


class SignerForm(forms.Form):
    signer = forms.ChoiceField(label="Who signs it off?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, signers: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signers = {one.ref: one for one in signers}
        offer(self, "signer", [(one.ref, f"{one.name}, {one.get_role_display()}") for one in self.signers.values()])


class SignForm(forms.Form):
    words = forms.CharField(
        label="What has to change? (optional)",
        help_text="Needed where you send it back.",
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )


class SendForm(forms.Form):
    on = DayField(label="On which day did it go out?")
    to_name = forms.CharField(label="To whom?", help_text="The office, or who there received it.", max_length=120)


class HearingForm(forms.Form):
    on = DayField(label="On which day were you there?")
    who = forms.CharField(label="Who was there? One on each line", widget=forms.Textarea({"rows": 5}))
    asked = forms.CharField(
        label="What was asked, and what was answered? (optional)", required=False, widget=forms.Textarea({"rows": 8})
    )
