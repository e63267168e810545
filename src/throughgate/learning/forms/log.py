from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from django import forms

from throughgate.accounts.models import User
from throughgate.learning.models import Finding, Source
from throughgate.learning.rules.plain import hard_places, names_words
from throughgate.web.fields import DayField, offer, unchosen

Names = Callable[..., Collection[str]]


class WithoutNames(forms.Form):
    """Asks back where a text holds the name of somebody in the record: `texts` are the fields that are looked through.

    Some names are words too, so whoever looked may say that nobody is named.
    """

    texts: tuple[str, ...] = ()

    def __init__(self, data: Any = None, *, names: Names, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.names = names
        self.fields["no_names"] = forms.BooleanField(label="I have looked: nobody is named here", required=False)
        if not (data and "no_names" in data):
            self.fields["no_names"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.pop("no_names", False):
            return said
        for name in self.texts:
            if found := self.names(said.get(name, "")):
                self.add_error(name, names_words(found))
                self.fields["no_names"].widget = forms.CheckboxInput()
        return said


class ItemForm(WithoutNames):
    texts = ("happened",)

    site = forms.ChoiceField(label="Which site is it about?")
    programme = forms.ChoiceField(label="Which programme?", required=False)
    source = forms.ChoiceField(label="From whom does it come?", choices=Source, widget=forms.RadioSelect)
    happened = forms.CharField(
        label="What happened, or what was said?", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Without names, and so that nobody can be recognised.",
    )  # fmt: skip
    heard_on = DayField(label="When did you hear of it?", subject="The day")

    def __init__(
        self, data: Any = None, *, names: Names, sites: list[tuple[str, str]], programmes: list[tuple[str, str]],
        initial: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data, names=names, initial=initial)
        offer(self, "site", sites if len(sites) == 1 else unchosen(sites))
        offer(self, "programme", [("", "None in particular"), *programmes])


class NoteForm(WithoutNames):
    texts = ("words",)

    words = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, data: Any = None, *, names: Names, label: str, before: str = "") -> None:
        super().__init__(data, names=names, initial={"words": before})
        self.fields["words"].label = label
        if before:
            self.fields["reason"] = forms.CharField(
                label="Why is it put right?", max_length=200, help_text="What stood before stays to be read."
            )


class PlanForm(WithoutNames):
    texts = ("what",)

    what = forms.CharField(label="What changes?", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    responsible = forms.ChoiceField(label="Who changes it?")
    by_on = DayField(label="By when?", subject="The day")
    checker = forms.ChoiceField(label="Who checks that it worked?", help_text="Somebody else.")
    check_on = DayField(label="When is it checked?", subject="The day of the check")

    def __init__(
        self, data: Any = None, *, names: Names, staff: list[User], replaces: bool, initial: Any = None
    ) -> None:
        super().__init__(data, names=names, initial=initial)
        self.staff = {str(one.pk): one for one in staff}
        for name in ("responsible", "checker"):
            offer(self, name, [("", "Choose somebody"), *((pk, one.name) for pk, one in self.staff.items())])
        if replaces:
            self.fields["because"] = forms.CharField(label="Why is it planned otherwise?", max_length=200)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for name in ("responsible", "checker"):
            if name in said:
                said[name] = self.staff[said[name]]
        return said


class EndForm(WithoutNames):
    texts = ("because",)

    because = forms.CharField(
        label="Why does nothing change?", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example: it happened once, or it is not ours to change and we have passed it on.",
    )  # fmt: skip


class ChangedForm(WithoutNames):
    texts = ("done_words",)

    done_words = forms.CharField(label="What was changed?", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    done_on = DayField(label="Since when?", subject="The day")


class CheckForm(WithoutNames):
    texts = ("words",)

    finding = forms.ChoiceField(label="What did you find?", choices=Finding, widget=forms.RadioSelect)
    words = forms.CharField(
        label="How did you look, and what did you see?", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    on = DayField(label="When did you look?", subject="The day")
    again_on = DayField(label="If it is too early: when is it looked at again?", subject="The day", required=False)


class WallForm(WithoutNames):
    """Words that somebody who reads like a child of nine can read."""

    texts = ("you_said", "we_did")

    quarter = forms.ChoiceField(label="For which quarter?")
    you_said = forms.CharField(
        label="You said", max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Short sentences and short words. For example: Waiting for a call was hard.",
    )  # fmt: skip
    could = forms.ChoiceField(
        label="What came of it?",
        choices=[("yes", "We did something"), ("no", "We could not")],
        initial="yes",
        widget=forms.RadioSelect,
    )
    we_did = forms.CharField(
        label="We did, or why we could not", max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For example: We now ring on the day we said.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, names: Names, quarters: list[tuple[str, str]], initial: Any = None) -> None:
        super().__init__(data, names=names, initial=initial)
        offer(self, "quarter", quarters)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        for name in self.texts:
            for problem in hard_places(said.get(name, "")):
                self.add_error(name, problem)
        if "quarter" in said:
            said["quarter"] = date.fromisoformat(said["quarter"])
        if "could" in said:
            said["could"] = said["could"] == "yes"
        return said
