"""Form fields the framework does not have."""

import calendar
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from throughgate.web.widgets import PARTS, GovDateInput, iso_parts

MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
}


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """What this reader may choose from, known only when the form is made."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)


def unchosen(choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """For a list to drop down: nothing is chosen before somebody chooses it, so nothing is saved by mistake."""
    return [("", "Choose one"), *choices]


class DayField(forms.DateField):
    """A day typed into three boxes. Errors begin with `subject`, else with the label unless that is a question."""

    widget = GovDateInput

    def __init__(self, *, subject: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.subject = subject

    def to_python(self, value: Any) -> date | None:
        if value in (None, ""):
            return None
        if isinstance(value, date):
            return value.date() if isinstance(value, datetime) else value
        parts = iso_parts(value) if isinstance(value, str) else value
        typed = [str(part or "").strip() for part in parts]
        if not any(typed):
            return None
        self._check_complete(typed)
        return self._read(*typed)

    def clean(self, value: Any) -> date | None:
        if self.required and isinstance(value, list) and not any(value):
            name = self._name()
            raise ValidationError(f"Enter {name[0].lower()}{name[1:]}", code="required")
        day: date | None = super().clean(value)
        return day

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    def _name(self) -> str:
        name = str(self.subject or self.label or "?").removesuffix(" (optional)")
        return "The day" if name.endswith("?") else f"{name[0].upper()}{name[1:]}"

    def _check_complete(self, typed: list[str]) -> None:
        missing = [part for part, text in zip(PARTS, typed, strict=True) if not text]
        if missing:
            raise ValidationError(f"{self._name()} must include a {' and a '.join(missing)}", code="missing")

    def _read(self, day: str, month: str, year: str) -> date:
        name = self._name()
        if not (year.isascii() and year.isdigit() and len(year) == 4 and int(year)):
            raise ValidationError(f"{name} must have a year of 4 numbers, for example 2026", code="year")
        month_number = MONTHS.get(month.lower().rstrip(".")) or (
            int(month) if month.isascii() and month.isdigit() else 0
        )
        if not 1 <= month_number <= 12:
            raise ValidationError(f"{name} must have a month between 1 and 12", code="month")
        try:
            return date(int(year), month_number, int(day))
        except ValueError:
            last = calendar.monthrange(int(year), month_number)[1]
            words = f"{calendar.month_name[month_number]} {year} has {last} days"
            raise ValidationError(f"{name} must be a real day: {words}", code="unreal") from None
