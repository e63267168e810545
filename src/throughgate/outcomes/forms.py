from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings

from throughgate.outcomes.example import USES as EXAMPLE_USES
from throughgate.outcomes.models import Evaluation
from throughgate.outcomes.rules.options import (
    CALIPER,
    CATEGORY,
    COVARIATE,
    METHODS,
    NEED_CALIPER,
    NOT_USED,
    OUTCOMES,
    TREATED,
    TWO_NUMBERS,
    USES,
    Options,
    OptionsError,
    check_coding,
    guess_use,
    options_from_json,
    options_from_uses,
    uses_of,
)
from throughgate.web.widgets import HintedRadios
from throughgate_evidence.study.trust import MOST_JITTERED

# What a column of each nature can be.
FITTING: Mapping[str, tuple[str, ...]] = {
    "yes_no": (NOT_USED, TREATED, COVARIATE, CATEGORY, *OUTCOMES),
    # What stands for yes and no may be said to; the answer is how to write it.
    TWO_NUMBERS: (NOT_USED, TREATED, COVARIATE, CATEGORY, *OUTCOMES),
    "number": (NOT_USED, COVARIATE, CATEGORY, *(kind for kind in OUTCOMES if kind != "rate")),
    "text": (NOT_USED, CATEGORY),
    "empty": (NOT_USED,),
}
METHOD_HINTS = {
    "radius": (
        "Recommended. Each person in the programme is compared with all who are alike (radius matching). Small "
        "changes in the data change little."
    ),
    "nearest": (
        "Pairs of two (nearest neighbour, one-to-one). Easy to explain, but fragile: a tiny change can make other "
        f"pairs. Up to {MOST_JITTERED:,} people the report measures how much."
    ),
    "full": (
        "Each set has people from both groups, one of them alone with one or more of the other (full matching). "
        "Everybody who has somebody alike is in one set."
    ),
    "entropy": (
        "Those who were not in the programme count for more or less, so that both groups have the same averages "
        "(entropy balancing). Nobody has a partner."
    ),
}


class UploadForm(forms.Form):
    """The file stands last: what was typed has arrived before it when it turns out to be too big."""

    title = forms.CharField(
        label="What do you want to find out?",
        max_length=120,
        help_text="It becomes the title of the report. For example: “Does mentoring work?” No names of people.",
        error_messages={"required": "Enter what you want to find out"},
    )
    file = forms.FileField(
        label="File",
        widget=forms.FileInput(attrs={"accept": ".csv,.parquet"}),
        error_messages={"required": "Choose a CSV or Parquet file", "empty": "The file is empty"},
    )

    def __init__(self, *args: Any, too_big: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_big = too_big
        self.limit = settings.EVALUATION_UPLOAD_LIMIT // (1024 * 1024)
        self.fields["file"].help_text = f"CSV (UTF-8) or Parquet, one row for each person, up to {self.limit} MB."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.too_big:
            self.errors.pop("file", None)
            self.add_error(
                "file",
                f"The file is bigger than {self.limit} MB. Leave out columns you don’t need, or save it as Parquet",
            )
        return cleaned


class ChoicesForm(forms.Form):
    """What each column is, how people are compared and how alike they have to be."""

    method = forms.ChoiceField(
        label="How people are compared",
        choices=METHODS.items(),
        widget=HintedRadios(hints=METHOD_HINTS),
        error_messages={"required": "Choose how people are compared"},
    )
    caliper = forms.DecimalField(
        label="How alike people have to be",
        required=False,
        min_value=Decimal("0.01"),
        max_value=Decimal(5),
        help_text=(
            "A smaller number compares only people who are more alike, and fewer of them. 0.2 is usual. It is a share "
            "of the standard deviation of the score by which people are matched. The first two ways of comparing need "
            "it. In sets you can leave it empty: then everybody is in one, however unlike. Weights don’t use it."
        ),
        widget=forms.NumberInput(attrs={"step": "0.01", "class": "govuk-input--width-4"}),
    )
    missing = forms.ChoiceField(
        label="People with something missing",
        choices=[("leave-out", "Leave them out and count them"), ("refuse", "Stop and say where it is missing")],
        widget=HintedRadios(
            hints={
                "leave-out": "The report says how many and why.",
                "refuse": "Choose this when nothing should be missing.",
            }
        ),
    )
    correct = forms.BooleanField(
        label="Correct for looking at several outcomes",
        required=False,
        help_text=(
            "The more outcomes you look at, the more likely one differs by chance alone. This asks more of each before "
            "it is called significant (Holm). With one outcome it changes nothing."
        ),
    )

    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        chosen = options_from_json(evaluation.options) if evaluation.options else None
        kwargs.setdefault("initial", _initial(evaluation, chosen))
        super().__init__(*args, **kwargs)
        self.columns = evaluation.columns
        for number, column in enumerate(self.columns):
            fitting = FITTING[column["nature"]]
            self.fields[f"use_{number}"] = forms.ChoiceField(
                label=column["name"],
                required=False,
                choices=[(use, USES[use]) for use in fitting],
                error_messages={"invalid_choice": "That cannot be, by what the column holds"},
            )

    def column_rows(self) -> list[dict[str, Any]]:
        return [{**column, "field": self[f"use_{number}"]} for number, column in enumerate(self.columns)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._check_codings(cleaned)
        if not self.errors and cleaned["caliper"] is None and cleaned["method"] in NEED_CALIPER:
            self.add_error("caliper", "Enter a number such as 0.2")
        if not self.errors:
            uses = {column["name"]: cleaned[f"use_{number}"] for number, column in enumerate(self.columns)}
            try:
                cleaned["options"] = options_from_uses(
                    uses,
                    None if cleaned["caliper"] is None else float(cleaned["caliper"]),
                    cleaned["missing"],
                    cleaned["method"],
                    "holm" if cleaned["correct"] else "none",
                )
            except OptionsError as error:
                raise forms.ValidationError(str(error)) from error
        return cleaned

    def _check_codings(self, cleaned: dict[str, Any]) -> None:
        for number, column in enumerate(self.columns):
            try:
                check_coding(column["nature"], column["says"], cleaned.get(f"use_{number}", NOT_USED))
            except OptionsError as error:
                self.add_error(f"use_{number}", str(error))


def _initial(evaluation: Evaluation, chosen: Options | None) -> dict[str, Any]:
    """What was chosen last time, else what the names of the columns suggest."""
    names = [column["name"] for column in evaluation.columns]
    if chosen:
        uses = uses_of(chosen)
    elif set(names) == set(EXAMPLE_USES):
        uses = dict(EXAMPLE_USES)
    else:
        uses = {name: guess_use(name) for name in names}
    return {
        "caliper": chosen.caliper if chosen else CALIPER,
        "missing": chosen.missing if chosen else "leave-out",
        "method": chosen.method if chosen else "radius",
        "correct": chosen is not None and chosen.correction == "holm",
        **{f"use_{number}": uses.get(name, NOT_USED) for number, name in enumerate(names)},
    }
