from django import forms

from throughgate.groups.forms.cohort import why_shut_field
from throughgate.groups.models import WEEKDAYS
from throughgate.web.fields import DayField, unchosen
from throughgate.web.widgets import ClockInput


class ClosureForm(forms.Form):
    """Days on which no group runs."""

    from_on = DayField(label="From which day?", subject="The first day")
    to_on = DayField(label="To which day?", subject="The last day", help_text="The last day on which no group runs.")
    because = why_shut_field("Why?")
    mark_optional = False


class HoursForm(forms.Form):
    """One stretch of one weekday."""

    weekday = forms.TypedChoiceField(label="On which weekday?", choices=unchosen(WEEKDAYS), coerce=int)
    from_at = forms.TimeField(label="From", widget=ClockInput)
    to_at = forms.TimeField(label="To", widget=ClockInput)
    mark_optional = False
