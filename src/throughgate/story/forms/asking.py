"""The questions of one page, whichever they are, and how their answers were heard."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.html import format_html

from throughgate.common.faults import UnreadableError
from throughgate.story import rules
from throughgate.story.grammar import YES_NO, Both, Item
from throughgate.story.models import Unfinished
from throughgate.story.rules.values import LONGEST, MOST_PENCE
from throughgate.story.rules.words import WOULD_RATHER_NOT
from throughgate.story.selectors.answers import Told
from throughgate.story.terms import SOURCE_CHOICES, SURE_CHOICES, Source, Sure
from throughgate.web.fields import DayField

RATHER_NOT = "-"  # the choice of saying nothing, among radio buttons
ON_A_LINE = 6  # as many points of a scale stand beside each other on a desk


@dataclass(frozen=True)
class Asked:
    """One question on a page. `standing` is what is known, `here` whether it was said in this very filling in."""

    key: str
    item: Item
    standing: Told | None = None
    here: bool = False
    unfinished: Sequence[Unfinished] = ()

    @property
    def value(self) -> str:
        return f"q-{self.key}"

    @property
    def declines(self) -> str:
        return f"no-{self.key}"

    @property
    def seen(self) -> str:
        return f"seen-{self.key}"

    @property
    def names(self) -> tuple[str, ...]:
        """Whatever the browser may post for it, a day in three parts."""
        return (self.value, *(f"{self.value}_{part}" for part in ("day", "month", "year")), self.declines)

    @property
    def has_radios(self) -> bool:
        return self.item.type in ("choice", "yes-no", "scale")


@dataclass(frozen=True)
class Said:
    """What was entered for one question. `value` None: they would rather not say. `seen`: the answer in view then."""

    asked: Asked
    value: rules.Value | None
    seen: int | None

    @property
    def stands(self) -> bool:
        """It is what was said before."""
        standing = self.asked.standing
        return standing is not None and standing.row.value == rules.to_stored(self.value)

    @property
    def is_as_before(self) -> bool:
        """What was said in this filling in stands in its field; sent again unchanged it is no new answer."""
        standing = self.asked.standing
        return self.asked.here and self.stands and standing is not None and standing.row.pk == self.seen


class AskForm(forms.Form):
    """Empty questions are passed by, unless `must_answer`: then the page is that one question."""

    mark_optional = False

    def __init__(self, data: Any = None, *, asked: Iterable[Asked], must_answer: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.asked, self.must_answer = list(asked), must_answer
        for one in self.asked:
            self._add(one)
            if data is None:
                self._show_again(one)

    def questions(self) -> list[dict[str, Any]]:
        """For the template: each question with its fields."""
        return [
            {
                "asked": one,
                "field": self[one.value],
                "declines": self[one.declines] if one.declines in self.fields else None,
                "seen": self[one.seen],
            }
            for one in self.asked
        ]

    def said(self) -> list[Said]:
        """What was entered, of a form that is valid."""
        return [Said(one, value, self.cleaned_data.get(one.seen)) for one, value in self._said]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._said: list[tuple[Asked, rules.Value | None]] = []
        for one in self.asked:
            if one.value not in self.errors:
                self._read(one, cleaned)
        return cleaned

    def _read(self, one: Asked, cleaned: dict[str, Any]) -> None:
        value, declined = as_value(one.item, cleaned.get(one.value)), bool(cleaned.get(one.declines))
        if cleaned.get(one.value) == RATHER_NOT:
            value, declined = None, True
        if declined and value is not None:
            self.add_error(one.value, "Give an answer or say that they would rather not, not both")
        elif declined or value is not None:
            self._keep(one, value)
        elif self.must_answer:
            self.add_error(one.value, "Answer this question, or pass it by with “Not now”")

    def _keep(self, one: Asked, value: rules.Value | None) -> None:
        try:
            rules.check_value(one.item, value)
        except UnreadableError as problem:
            self.add_error(one.value, _sentence(problem))
        else:
            self._said.append((one, value))

    def _add(self, one: Asked) -> None:
        self.fields[one.value] = field_for(one)
        if one.item.may_decline and not one.has_radios:
            self.fields[one.declines] = forms.BooleanField(label=WOULD_RATHER_NOT, required=False)
        standing = one.standing.row.pk if one.standing else None
        self.fields[one.seen] = forms.IntegerField(
            required=False, widget=forms.HiddenInput, initial=standing, min_value=1
        )

    def _show_again(self, one: Asked) -> None:
        """What somebody typed and did not save; else what was said in this filling in."""
        if one.unfinished:
            typed = as_posted(one.unfinished[0].fields)
            for name in (one.value, one.declines):
                field = self.fields.get(name)
                if field and not field.widget.value_omitted_from_data(typed, {}, name):
                    self.initial[name] = field.widget.value_from_datadict(typed, {}, name)
        elif one.here and one.standing:
            self._show_standing(one, one.standing.row.value)

    def _show_standing(self, one: Asked, stored: Any) -> None:
        if stored is None:
            self.initial[one.value if one.has_radios else one.declines] = RATHER_NOT if one.has_radios else True
        else:
            self.initial[one.value] = f"{stored / 100:.2f}" if one.item.type == "money" else stored


class HeardForm(forms.Form):
    """How the answers of a page were heard. What was said last for this form stands here again."""

    mark_optional = False

    def __init__(self, data: Any = None, *, today: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.today = today
        self.fields["heard_on"] = DayField(label="On which day?", subject="The day it was said", initial=today)
        self.fields["source"] = forms.ChoiceField(
            label="How did you hear it?", choices=SOURCE_CHOICES, initial=Source.PERSON, widget=forms.RadioSelect
        )
        self.fields["sure"] = forms.ChoiceField(
            label="How sure are you of it?", choices=SURE_CHOICES, initial=Sure.SURE, widget=forms.RadioSelect
        )
        for name in ("source", "sure"):
            self.fields[name].widget.attrs["data-small"] = True

    @property
    def is_unusual(self) -> bool:
        """Something else than face to face, today and surely."""
        told = {name: self[name].value() for name in ("heard_on", "source", "sure")}
        usual = {"heard_on": self.today, "source": Source.PERSON, "sure": Sure.SURE}
        return not self.is_bound and told != usual

    def clean_heard_on(self) -> date:
        day: date = self.cleaned_data["heard_on"]
        if day > self.today:
            raise ValidationError("The day it was said cannot be in the future")
        if day.year < 1980:
            raise ValidationError("The day it was said must be after 1980")
        return day


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Why?", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label


class FinishForm(forms.Form):
    leaving = forms.BooleanField(required=False)

    def __init__(self, *args: Any, open_now: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if open_now:
            words = "this question" if open_now == 1 else f"these {open_now} questions"
            self.fields["leaving"].label = f"Leave {words} for another day"
        else:
            del self.fields["leaving"]


class PoundsField(forms.DecimalField):
    """Pounds as people write them: £1,200 or 12.50."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace("£", "").replace(",", "") if isinstance(value, str) else value)


def field_for(one: Asked) -> forms.Field:
    item = one.item
    common: dict[str, Any] = {"label": item.ask.staff, "required": False, "help_text": _help(item)}
    if one.has_radios:
        rather_not = [(RATHER_NOT, WOULD_RATHER_NOT)] if item.may_decline else []
        return forms.ChoiceField(choices=[*choices_of(item), *rather_not], widget=_radios(item), **common)
    if item.type == "several":
        return forms.MultipleChoiceField(choices=choices_of(item), widget=forms.CheckboxSelectMultiple, **common)
    if item.type == "date":
        return DayField(subject="The day", **common)
    if item.type == "money":
        return PoundsField(
            min_value=0,
            max_value=MOST_PENCE // 100,
            decimal_places=2,
            widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "inputmode": "decimal"}),
            **common,
        )
    if item.type == "short":
        return forms.CharField(max_length=LONGEST["short"], **common)
    rows = 3 if item.type == "address" else 4
    return forms.CharField(max_length=LONGEST[item.type], widget=forms.Textarea(attrs={"rows": rows}), **common)


def _radios(item: Item) -> forms.RadioSelect:
    few = item.type == "scale" and item.scale is not None and item.scale.highest < ON_A_LINE
    return forms.RadioSelect(attrs={"data-inline": True} if few or item.type == "yes-no" else {})


def choices_of(item: Item) -> list[tuple[str, Any]]:
    if item.type == "yes-no":
        return [(code, code.capitalize()) for code in YES_NO]
    if item.scale:
        ends: Mapping[int, Both] = {item.scale.lowest: item.scale.low, item.scale.highest: item.scale.high}
        points = range(item.scale.lowest, item.scale.highest + 1)
        return [(str(n), _both(f"{n} – {ends[n].staff}", ends[n].person) if n in ends else str(n)) for n in points]
    return [(code, _both(both.staff, both.person)) for code, both in item.choices.items()]


def _both(staff: str, person: str) -> Any:
    """What to read out stands beside what staff read, where it differs by more than a full stop."""
    if staff.rpartition(" – ")[2].casefold().strip(".") == person.casefold().strip("."):
        return staff
    return format_html('{} <span class="tg-say">“{}”</span>', staff, person)


def _help(item: Item) -> str:
    return f"Say: “{item.ask.person}”" + (f" {item.help.staff}" if item.help.staff else "")


def as_value(item: Item, cleaned: Any) -> rules.Value | None:
    """What a field holds, as the rules want it; None where it is empty."""
    if cleaned in (None, "", [], RATHER_NOT):
        return None
    if item.type == "several":
        return tuple(cleaned)
    if item.type == "money":
        return int(cleaned * 100)
    if item.type == "scale":
        return int(cleaned)
    return cleaned if isinstance(cleaned, date) else str(cleaned)


def as_posted(fields: Mapping[str, list[str]]) -> QueryDict:
    posted = QueryDict(mutable=True)
    for name, values in fields.items():
        posted.setlist(name, values)
    return posted


def typed_in(posted: QueryDict, one: Asked) -> dict[str, list[str]]:
    """What was typed for this question, as it can be kept; nothing where nothing was."""
    found = {name: posted.getlist(name) for name in one.names if name in posted}
    return found if any(value.strip() for values in found.values() for value in values) else {}


def _sentence(problem: UnreadableError) -> str:
    words = f"{problem.what}. {problem.mend}"
    return f"{words[:1].upper()}{words[1:]}"
