"""Choosing a day with one tap. A choice is posted as its date: a form opened before midnight keeps its day after it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.dateformat import format as format_date

from throughgate.casework.rules.contacts import promise_days, recent_days
from throughgate.web.fields import DayField
from throughgate.web.words import day_words

OTHER = "other"
PRESET = 3  # in a week


def read_iso(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


class DayChoiceField(forms.ChoiceField):
    """One of a few named days, or another: then the day stands in a DayField beside it."""

    def __init__(self, *, days: Sequence[tuple[date, str]], kept: Any, **kwargs: Any) -> None:
        choices = [(day.isoformat(), f"{name}, {format_date(day, 'D j M')}") for day, name in days]
        kept_on = read_iso(kept)
        if kept_on and kept_on not in dict(days):
            choices.insert(0, (kept_on.isoformat(), day_words(kept_on)))
        super().__init__(choices=[*choices, (OTHER, "Another day")], **kwargs)


def recent_day_fields(now: datetime, kept: Any, *, not_before: date | None = None) -> dict[str, forms.Field]:
    """The fields `on` and `other_on`: when it was. `not_before`: the day of what it follows upon, so that at night the
    evening before is not offered for what came of something of this morning.
    """
    days = recent_days(now)
    first = next((day for day, _ in days if not_before is None or day >= not_before), days[0][0]).isoformat()
    widget = forms.RadioSelect
    return {
        "on": DayChoiceField(days=days, kept=kept, label="When was it?", widget=widget, initial=first),
        "other_on": DayField(label="Which day?", required=False),
    }


def chosen_day(form: forms.Form, choice: str, other: str) -> date | None:
    """The day chosen in the pair of fields; an error stands on the second where it was left empty."""
    chosen = form.cleaned_data.get(choice)
    if chosen != OTHER:
        return read_iso(chosen)
    if other not in form.errors and form.cleaned_data.get(other) is None:
        form.add_error(other, "Enter the day")
    return form.cleaned_data.get(other)


def promise_day_fields(today: date, kept: Any) -> tuple[forms.Field, forms.Field]:
    days = promise_days(today)
    when = DayChoiceField(days=days, kept=kept, label="By when", required=False, initial=days[PRESET][0].isoformat())
    return when, DayField(label="By which day", required=False)
