from typing import Any

from django import forms

from throughgate.people.forms.custody import refuse_day
from throughgate.people.models import CustodyMove
from throughgate.web.fields import DayField

WRONG_DAY, NEVER = "day", "never"


class WithdrawMoveForm(forms.Form):
    """Recorded on the wrong day, or not what happened at all."""

    mark_optional = False

    what = forms.ChoiceField(
        label="What is wrong?",
        choices=[(WRONG_DAY, "It happened on another day"), (NEVER, "It did not happen so: take it off the history")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is wrong"},
    )
    on = DayField(
        label="If it was another day: which?",
        subject="The day",
        help_text="Leave it empty if it is to be taken off.",
        required=False,
    )
    because = forms.CharField(
        label="Why, in a few words",
        help_text="For example: the prison named the wrong day, entered on the wrong record",
        max_length=200,
        error_messages={"required": "Say why"},
    )

    def __init__(self, data: Any = None, *, move: CustodyMove) -> None:
        super().__init__(data)
        self.move = move

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("what") == WRONG_DAY and not cleaned.get("on") and "on" not in self.errors:
            self.add_error("on", "Enter the day on which it happened")
        refuse_day(self, "on", cleaned.get("on"))
        return cleaned
