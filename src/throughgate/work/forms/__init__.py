"""The forms of work."""

from decimal import Decimal
from typing import Any

from django import forms

from throughgate.web.fields import DayField, offer, unchosen
from throughgate.web.widgets import ClockInput
from throughgate.work.models import Check, Disclosed, JobKind, Lasting, Left, PayPer
from throughgate.work.readiness_file import readiness
from throughgate.work.rehabilitation_file import rehabilitation_law
from throughgate.work.rules.rehabilitation import ADD_UP, AT_ONE_TIME, SENTENCED, Sentence, joined

YES_NO = [("yes", "Yes"), ("no", "No"), ("", "Not known")]
WORDS = {"yes": True, "no": False, "": None}


def three(label: str, hint: str = "") -> forms.ChoiceField:
    """Yes, no, or not known: the last is an answer too."""
    return forms.ChoiceField(
        label=label, help_text=hint, choices=YES_NO, required=False, widget=forms.RadioSelect, initial=""
    )


class RightForm(forms.Form):
    mark_optional = False
    kind = forms.ChoiceField(label="What did you see?", widget=forms.RadioSelect)
    checked_on = DayField(label="When did you see it?")
    until = DayField(label="Until when does it hold? (optional)", subject="The day it ends", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", [(code, one.title) for code, one in readiness().rights.kinds.items()])


class ConvictionForm(forms.Form):
    """One conviction with one sentence, or with several terms that count as one."""

    mark_optional = False
    offence = forms.ChoiceField(label="What kind of offence?")
    convicted_on = DayField(label="When were they convicted? (leave empty if not known)", required=False)
    under_18 = three("Were they under 18 then?")
    summary_only = three("Is it an offence that only a magistrates’ court can try?")
    specified = three("Is it on the list of offences that are never filtered?", "The DBS publishes the list.")
    sentence = forms.ChoiceField(label="What was the sentence?")
    months = forms.IntegerField(label="Months of custody (optional)", min_value=0, max_value=1200, required=False)
    months_2 = forms.IntegerField(
        label="Months of a second term of the same day in court (optional)", min_value=0, max_value=1200, required=False
    )
    months_3 = forms.IntegerField(label="Of a third (optional)", min_value=0, max_value=1200, required=False)
    run = forms.ChoiceField(
        label="Of more than one term: how do they run?",
        help_text="Terms that follow each other add up. Of terms at one time the longest counts.",
        choices=[("", "There is one term"), (ADD_UP, "One after the other"), (AT_ONE_TIME, "At one time")],
        required=False,
    )
    over = forms.BooleanField(label="And some days more than those months", required=False)
    ends_on = DayField(label="Last day of the sentence with licence, or of the order (optional)", required=False)
    paid_on = DayField(label="Paid in full on (compensation only)", required=False)
    endless = three("Of an order: does it say that it has no end?")
    schedule_18 = three("Of more than four years: is it a schedule 18 offence?", "Serious violent, sexual, terrorism.")

    also = forms.ChoiceField(label="Was there another sentence for it?", required=False)
    also_ends_on = DayField(label="Its last day (optional)", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "offence", unchosen(readiness().offences.items()))
        others = {code: kind.title for code, kind in rehabilitation_law().regimes[-1].others.items()}
        offer(self, "sentence", unchosen((SENTENCED | others).items()))
        offer(self, "also", [("", "No"), *others.items()])

    def said(self) -> dict[str, Any]:
        """Fields of PastConviction, days within as text."""
        given = self.cleaned_data
        ends, paid = given["ends_on"], given["paid_on"]
        sentence = {
            "kind": given["sentence"],
            **self._terms(),
            "over": given["over"],
            "ends_on": ends.isoformat() if ends else None,
            "paid_on": paid.isoformat() if paid else None,
            "is_endless": given["endless"] == "yes",
            "schedule_18": WORDS[given["schedule_18"]],
        }
        sentences = [sentence, *self._also()]
        asked = {name: WORDS[given[name]] for name in ("under_18", "summary_only", "specified")}
        return {"offence": given["offence"], "convicted_on": given["convicted_on"], "sentences": sentences, **asked}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        more = [name for name in ("months_2", "months_3") if given.get(name) is not None]
        if more and given.get("months") is None:
            self.add_error("months", "Enter the months of the first term")
        if more and not given.get("run"):
            self.add_error("run", "Say whether the terms run one after the other or at one time")
        return given

    def _terms(self) -> dict[str, Any]:
        """The months that count; beside them, where there were several terms, what was typed of each."""
        given = self.cleaned_data
        typed = [given[name] for name in ("months", "months_2", "months_3") if given[name] is not None]
        if len(typed) < 2:
            return {"months": given["months"]}
        one = joined([Sentence(given["sentence"], months=months) for months in typed], given["run"])
        return {"months": one.months, "terms": typed, "run": given["run"]}

    def _also(self) -> list[dict[str, Any]]:
        """The longer of the two counts, so the second is part of the same conviction."""
        ends = self.cleaned_data["also_ends_on"]
        also = {"kind": self.cleaned_data["also"], "ends_on": ends.isoformat() if ends else None}
        return [also] if also["kind"] else []


class LetterForm(forms.Form):
    mark_optional = False
    words = forms.CharField(label="The letter", max_length=8000, widget=forms.Textarea(attrs={"rows": 18}))


class PaidForm(forms.Form):
    mark_optional = False
    hours = forms.IntegerField(label="Hours a week (optional)", min_value=1, max_value=100, required=False)
    pay = forms.DecimalField(
        label="Pay in pounds (optional)", min_value=Decimal(0), max_value=Decimal(1_000_000), decimal_places=2,
        required=False,
    )  # fmt: skip
    pay_per = forms.ChoiceField(label="For", choices=PayPer.choices, initial=PayPer.HOUR)

    def paid(self) -> dict[str, Any]:
        given = self.cleaned_data
        pence = None if given["pay"] is None else int(given["pay"] * 100)
        return {"hours": given["hours"], "pay_pence": pence, "pay_per": given["pay_per"] if pence is not None else ""}


class VacancyForm(PaidForm):
    employer = forms.CharField(label="Employer", max_length=120)
    contact = forms.CharField(label="Who to talk to there (optional)", max_length=200, required=False)
    accepts = forms.CharField(label="What do they know and accept? (optional)", max_length=300, required=False)
    title = forms.CharField(label="The job", max_length=120)
    place = forms.CharField(label="Where (optional)", max_length=80, required=False)
    postcode = forms.CharField(label="Postcode (optional)", max_length=10, required=False)
    check_level = forms.ChoiceField(label="What may they ask about?", choices=Check.choices, widget=forms.RadioSelect)
    excludes = forms.MultipleChoiceField(
        label="Which kinds of convictions do they not take on?", required=False, widget=forms.CheckboxSelectMultiple
    )
    closes_on = DayField(label="Closes on (optional)", required=False)
    field_order = ("employer", "contact", "accepts", "title", "place", "postcode", "hours", "pay", "pay_per")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "excludes", list(readiness().offences.items()))

    def employer_said(self) -> dict[str, str]:
        given = self.cleaned_data
        return {"name": given["employer"], "contact": given["contact"], "accepts": given["accepts"]}

    def said(self) -> dict[str, Any]:
        names = ("title", "place", "postcode", "check_level", "excludes", "closes_on")
        return {name: self.cleaned_data[name] for name in names} | self.paid()


class ApplyForm(forms.Form):
    mark_optional = False
    title = forms.CharField(label="Which job?", max_length=120)
    employer = forms.CharField(label="With whom?", max_length=120)
    on = DayField(label="When did they apply?")


class StepForm(forms.Form):
    mark_optional = False
    state = forms.ChoiceField(label="What came of it?", widget=forms.RadioSelect)
    on = DayField(label="When was that?")
    words = forms.CharField(label="In a few words (optional)", max_length=200, required=False)
    interview_on = DayField(label="Of an interview: on which day? (optional)", required=False)
    interview_at = forms.TimeField(label="At what time? (optional)", required=False, widget=ClockInput)
    interview_place = forms.CharField(label="Where? (optional)", max_length=80, required=False)
    override = forms.CharField(
        label="If something stands against it: why all the same? (optional)",
        max_length=200,
        required=False,
    )


class JobForm(PaidForm):
    title = forms.CharField(label="Which job?", max_length=120)
    employer = forms.CharField(label="With whom?", max_length=120)
    kind = forms.ChoiceField(label="What kind of job?", choices=JobKind.choices, widget=forms.RadioSelect)
    started_on = DayField(label="First day")
    disclosed = forms.ChoiceField(
        label="Does the employer know of the record?",
        help_text="Only as far as they want to say.",
        choices=Disclosed.choices,
        widget=forms.RadioSelect,
        initial=Disclosed.NOT_SAID,
    )
    field_order = ("title", "employer", "kind", "started_on", "hours", "pay", "pay_per", "disclosed")

    def said(self) -> dict[str, Any]:
        names = ("title", "employer", "kind", "started_on", "disclosed")
        return {name: self.cleaned_data[name] for name in names} | self.paid()


class CheckForm(forms.Form):
    mark_optional = False
    answer = forms.ChoiceField(label="How is it now?", choices=Lasting.choices, widget=forms.RadioSelect)


class LeaveForm(forms.Form):
    mark_optional = False
    because = forms.ChoiceField(label="Why?", choices=Left.choices, widget=forms.RadioSelect)
    on = DayField(label="Last day")
