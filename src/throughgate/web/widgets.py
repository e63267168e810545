"""Form widgets the framework does not have."""

from datetime import date, datetime
from typing import Any, ClassVar

from django import forms

PARTS = ("day", "month", "year")


class GovDateInput(forms.MultiWidget):
    """Three boxes posted as `name_day`, `name_month`, `name_year`. A lone `name=2026-12-01` is understood too."""

    template_name = "web/widgets/date.html"
    use_fieldset = True
    widths: ClassVar[dict[str, str]] = {"day": "2", "month": "2", "year": "4"}

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(dict.fromkeys(PARTS, forms.TextInput), attrs)

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, datetime):
            value = value.date()
        if isinstance(value, str):
            return iso_parts(value)
        return [str(value.day), str(value.month), str(value.year)] if isinstance(value, date) else ["", "", ""]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        typed = [part or "" for part in super().value_from_datadict(data, files, name)]
        if not any(typed) and data.get(name):
            return iso_parts(str(data[name]))
        return typed

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return super().value_omitted_from_data(data, files, name) and name not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        wrong = bool(widget["attrs"].pop("aria-invalid", None))
        values = [sub["value"] for sub in widget["subwidgets"]]
        some_missing = any(values) and not all(values)
        for part, sub in zip(PARTS, widget["subwidgets"], strict=True):
            self._dress(part, sub, widget["attrs"].get("id"), wrong and (not sub["value"] if some_missing else True))
        return context

    def _dress(self, part: str, sub: dict[str, Any], id_: str | None, wrong: bool) -> None:
        attrs = {key: kept for key, kept in sub["attrs"].items() if key not in ("aria-invalid", "required", "class")}
        attrs["class"] = f"govuk-input govuk-date-input__input govuk-input--width-{self.widths[part]}"
        attrs["inputmode"] = "text" if part == "month" else "numeric"
        if id_:
            attrs["id"] = f"{id_}_{part}"
        if wrong:
            attrs["class"] += " govuk-input--error"
            attrs["aria-invalid"] = "true"
        sub["attrs"], sub["part"] = attrs, part.capitalize()


class HintedChoices(forms.widgets.ChoiceWidget):
    """Choices of which each may carry a line of explanation: `hints={value: text}`."""

    def __init__(
        self, attrs: dict[str, Any] | None = None, choices: Any = (), hints: dict[str, str] | None = None
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = hints or {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        hint = self.hints.get(str(value))
        if hint and option["attrs"].get("id"):
            option["hint"] = hint
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        return option


class HintedRadios(HintedChoices, forms.RadioSelect):
    pass


class HintedCheckboxes(HintedChoices, forms.CheckboxSelectMultiple):
    pass


class ClockInput(forms.TimeInput):
    """A time of day, typed or picked."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "tg-clock", **(attrs or {})}, format="%H:%M")


def iso_parts(text: str) -> list[str]:
    """Day, month and year of `2026-12-01`; anything else comes back whole, to be refused with what was typed."""
    try:
        day = date.fromisoformat(text.strip()[:10])
    except ValueError:
        return [text, "", ""]
    return [str(day.day), str(day.month), str(day.year)]
