from typing import Any

from django import forms
from django.db.models import QuerySet

from throughgate.people.import_files import MOST_BYTES, MOST_ROWS
from throughgate.people.models import CaseloadImport
from throughgate.people.rules.importing import check_columns, columns
from throughgate.sites.models import Site

LEFT_OUT = ""


class UploadListForm(forms.Form):
    file = forms.FileField(
        label="Your list",
        help_text=(
            f"Excel (.xlsx) or CSV, with headings in the first row and one person in each row below. "
            f"Up to {MOST_ROWS:,} people and {MOST_BYTES // 1024 // 1024} MB."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={"required": "Choose the file with your list", "empty": "The file is empty"},
    )

    def __init__(self, *args: Any, too_big: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_big = too_big

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.too_big:
            self.errors.pop("file", None)
            self.add_error("file", f"The file is bigger than {MOST_BYTES // 1024 // 1024} MB. Split it into several")
        return cleaned


class ColumnsForm(forms.Form):
    """What each column of the file holds. A column left out is not read."""

    mark_optional = False

    def __init__(self, *args: Any, started: CaseloadImport, sites: QuerySet[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings = list(started.headers)
        choices = [(LEFT_OUT, "Leave this column out"), *((code, one.label) for code, one in columns().items())]
        for place, heading in enumerate(self.headings):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading or f"Column {place + 1}, without a heading",
                choices=choices,
                required=False,
                initial=started.columns.get(str(place), LEFT_OUT),
            )
        self.fields["default_site"] = forms.ModelChoiceField(
            label="Where are they, if a row does not say?",
            help_text="For a list without a column for the site, or rows where it is empty",
            queryset=sites,
            empty_label="Each row says",
            required=False,
            initial=started.default_site_id,
        )

    def column_fields(self) -> list[forms.BoundField]:
        return [self[f"column_{place}"] for place in range(len(self.headings))]

    def chosen(self) -> dict[int, str]:
        found = {place: self.cleaned_data.get(f"column_{place}", "") for place in range(len(self.headings))}
        return {place: code for place, code in found.items() if code}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.cleaned_data = cleaned
        for wrong in check_columns(self.chosen()):
            self.add_error(None, wrong)
        if "site" not in self.chosen().values() and not cleaned.get("default_site"):
            self.add_error("default_site", "Choose a site: no column says where they are")
        return cleaned


class AddListForm(forms.Form):
    """`warned`: how many rows somebody has to have looked at."""

    accepted = forms.BooleanField(
        label="I have looked at these rows, and they are right as they are",
        error_messages={"required": "Look at the rows that need a look, and say that they are right"},
    )

    def __init__(self, *args: Any, warned: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not warned:
            del self.fields["accepted"]
