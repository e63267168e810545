"""What a form says when an answer will not do. The framework's own sentences don't name the question; these do."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import ChoiceWidget

PLAIN_BY_CODE = {
    "min_value": "{Name} must be {limit_value} or more",
    "max_value": "{Name} must be {limit_value} or less",
    "max_length": "{Name} must be {limit_value} characters or fewer; it has {show_value}",
    "min_length": "{Name} must be at least {limit_value} characters; it has {show_value}",
    "invalid_choice": "Choose one of the answers offered for {name}",
    "required": "{Ask} {name}",
}
# Of a number or a clock that cannot be read there is one code for every kind of field; its sentence tells which.
PLAIN_BY_SENTENCE = {
    "Enter a whole number.": "{Name} must be a whole number, such as 12",
    "Enter a number.": "{Name} must be a number, such as 12.50",
    "Enter a valid email address.": "{Name} must be an address such as name@example.org",
    "Enter a valid time.": "{Name} must be a time, such as 14:30",
}
# How the framework's own sentences begin: one that a room has written itself is left alone.
FRAMEWORK_BEGINS = ("This field is required", "Ensure this value", "Select a valid choice")


def plain_error(error: ValidationError, label: str, field: forms.Field) -> ValidationError:
    """The same error in a sentence that can stand alone in a summary."""
    message = error.messages[0]  # with its numbers in it: before that, one that counts characters is an empty string
    plain = PLAIN_BY_SENTENCE.get(message)
    if plain is None and message.startswith(FRAMEWORK_BEGINS):
        plain = PLAIN_BY_CODE.get(str(error.code))
    if plain is None:
        return error
    label = label.removesuffix(" (optional)")
    name = f"“{label}”" if label.endswith("?") else label[:1].lower() + label[1:]
    words: dict[str, Any] = {"name": name, "Name": name[:1].upper() + name[1:], "Ask": asking(label, field)}
    return ValidationError(plain.format_map(words | (error.params or {})), code=error.code)


def asking(label: str, field: forms.Field) -> str:
    if isinstance(field.widget, forms.CheckboxInput):
        return "Tick"
    if isinstance(field.widget, ChoiceWidget):
        return "Choose an answer to" if label.endswith("?") else "Choose"
    if isinstance(field.widget, forms.FileInput):
        return "Choose a file for"
    return "Answer" if label.endswith("?") else "Enter"
