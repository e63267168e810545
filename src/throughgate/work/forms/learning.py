"""What is said of a training and of a certificate."""

from django import forms

from throughgate.web.fields import DayField
from throughgate.work.models import Ended


class TrainingForm(forms.Form):
    mark_optional = False
    title = forms.CharField(label="Which training?", max_length=120)
    provider = forms.CharField(label="Who runs it? (optional)", max_length=120, required=False)
    towards = forms.CharField(
        label="Which job is it a step to?", help_text="One that is really there, or comes up often.", max_length=120
    )
    why = forms.CharField(
        label="Why is it a good step?",
        help_text="In a sentence or two, as you agreed it with them.",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    offered_on = DayField(label="When was it offered?")


class BeginForm(forms.Form):
    mark_optional = False
    on = DayField(label="On which day did it begin?", subject="The day it began")


class EndForm(forms.Form):
    mark_optional = False
    because = forms.ChoiceField(label="How did it end?", choices=Ended.choices, widget=forms.RadioSelect)
    on = DayField(label="On which day?", subject="The day it ended")


class CertificateForm(forms.Form):
    mark_optional = False
    title = forms.CharField(label="What is it called?", help_text="As it stands on the paper or card.", max_length=120)
    got_on = DayField(label="When did they get it?")
    until = DayField(label="Until when does it hold? (optional)", subject="The day it ends", required=False)
