from typing import Any
from uuid import uuid4

from django import forms

from throughgate.release.home_choices import choices_of
from throughgate.release.models import Provider, ProviderKind
from throughgate.release.services.providers import FIELDS, MOST_PLACES
from throughgate.web.fields import offer


class ProviderForm(forms.ModelForm):  # type: ignore[type-arg]  # Django knows no argument there
    """Whom they take is ticked; how they say it themselves stands beside it, about places and never about a person."""

    takes = forms.MultipleChoiceField(label="Whom do they take?", required=False, widget=forms.CheckboxSelectMultiple)
    not_taken = forms.MultipleChoiceField(
        label="Whom do they not take?", required=False, widget=forms.CheckboxSelectMultiple
    )
    web = forms.URLField(label="Website", required=False, assume_scheme="https")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    is_another = forms.BooleanField(label="It is another place", required=False)

    class Meta:
        model = Provider
        fields = (
            "name", "kind", "town", "address", "postcode", "phone", "email", "web", "takes", "not_taken", "own_words",
            "route", "notes", "latitude", "longitude", "is_active",
        )  # fmt: skip
        labels = {
            "name": "Name",
            "kind": "What is it?",
            "address": "Street and number",
            "own_words": "What they say about whom they take",
            "route": "How does one ask for a place?",
            "notes": "Good to know",
            "latitude": "Latitude",
            "longitude": "Longitude",
            "is_active": "We work with them",
        }
        help_texts = {
            "own_words": "In their own words, for example about offences or medication. About the place, never about "
            "somebody who lives there.",
            "route": "A form, a call, through the prison or probation.",
        }
        widgets = {
            "own_words": forms.Textarea(attrs={"rows": 3}),
            "notes": forms.Textarea(attrs={"rows": 3}),
            "kind": forms.RadioSelect,
        }

    def __init__(self, data: Any = None, *, instance: Provider | None = None) -> None:
        super().__init__(data, instance=instance, initial={"version": instance.version if instance else None})
        for name in ("takes", "not_taken"):
            offer(self, name, choices_of("takes"))
        for field in self.fields.values():
            if longest := getattr(field, "max_length", None):
                field.error_messages["max_length"] = f"{field.label} must be {longest} characters or fewer"
        self.fields["web"].error_messages["invalid"] = "Website must be an address such as https://www.example.org"
        self.fields["email"].error_messages["invalid"] = "Email must be an address such as name@example.org"
        offer(self, "kind", ProviderKind.choices)

    @property
    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}


class FindForm(forms.Form):
    """What is looked for in the directory; everything may be left open."""

    mark_optional = False

    kind = forms.ChoiceField(label="Kind", choices=[("", "Any"), *ProviderKind.choices], required=False)
    takes = forms.ChoiceField(label="Takes", required=False)
    town = forms.CharField(label="Town", max_length=60, required=False)
    near = forms.CharField(label="Near postcode", max_length=10, required=False)
    free = forms.BooleanField(label="With places free only", required=False)
    closed = forms.BooleanField(label="Also those we no longer work with", required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        offer(self, "takes", [("", "Anybody"), *choices_of("takes")])


class PlacesForm(forms.Form):
    places = forms.IntegerField(label="How many places?", min_value=0, max_value=MOST_PLACES)
    said_by = forms.CharField(label="Who said so? (optional)", max_length=80, required=False)
