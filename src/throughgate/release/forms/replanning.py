"""A new day of release, for one person or for several."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from throughgate.casework.forms.with_circle import reason_box
from throughgate.people.forms.custody import refuse_day
from throughgate.people.models import Confidence, CustodyDate, DateKind
from throughgate.people.rules.custody import RELEASE_KINDS
from throughgate.people.selectors import Release
from throughgate.release.forms.home import AskedForm
from throughgate.web.fields import DayField

FURTHEST = 400  # days by which several are moved at once
MOST = 50  # moved in one act


def _source() -> forms.CharField:
    return forms.CharField(
        label="Who told us?",
        help_text="For example: the offender management unit, a letter of the parole board, the person.",
        max_length=80,
        error_messages={"required": "Enter who told us"},
    )


class ReleaseDateForm(AskedForm):
    """A release date as somebody told us it. Set by the page that shows what breaks: `seen`, the id of the date that it
    would replace, or 0; `mark`, of what was shown; `token`, of the act.
    """

    mark_optional = True
    kind = forms.ChoiceField(label="Which date is it?", choices=[(kind.value, kind.label) for kind in RELEASE_KINDS])
    on = DayField(label="The new day", subject="The new day")
    confidence = forms.ChoiceField(label="How sure is it?", choices=Confidence.choices, widget=forms.RadioSelect)
    source = _source()
    reason = forms.CharField(label="Why did it change?", max_length=200, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    mark = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    override = reason_box("Why is it arranged all the same?")

    def __init__(self, *args: Any, holding: Mapping[str, CustodyDate] | None = None, **kwargs: Any) -> None:
        self.holding = holding or {}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        refuse_day(self, "on", cleaned.get("on"))
        held = self.holding.get(cleaned.get("kind", ""))
        if held and all(cleaned.get(name) == getattr(held, name) for name in ("on", "source", "confidence", "reason")):
            raise ValidationError("This is the day that is already noted, from the same source. Nothing would change.")
        return cleaned

    @classmethod
    def opened_on(cls, shown: CustodyDate | None, back_to: CustodyDate | None = None) -> "ReleaseDateForm":
        """Filled with the kind that is shown now. The day is asked for, so it is left empty, unless it goes back to one
        that held before.
        """
        kind = back_to.kind if back_to else shown.kind if shown else DateKind.CONFIRMED_RELEASE
        confidence = shown.confidence if shown else Confidence.EXPECTED
        known = {"on": back_to.on, "source": back_to.source, "reason": "Moved back"} if back_to else {}
        return cls(initial={"kind": kind, "confidence": confidence} | known)


class ManyDatesForm(forms.Form):
    """The same change for several, or a day for each. `person`: references of those who are ticked."""

    source = _source()
    confidence = forms.ChoiceField(label="How sure is it?", choices=Confidence.choices, initial=Confidence.EXPECTED)
    reason = forms.CharField(label="Why did they change? (optional)", max_length=200, required=False)
    shift = forms.IntegerField(
        label="Move everybody who is ticked by so many days (optional)",
        help_text="For example 7 for a week later, -2 for two days earlier. A day typed beside a name counts first.",
        min_value=-FURTHEST, max_value=FURTHEST, required=False,
    )  # fmt: skip

    all_on = DayField(
        label="Or the same new day for everybody who is ticked (optional)", subject="The new day", required=False,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, releases: Sequence[Release], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.releases = releases
        self.ticked = set(data.getlist("person")) & {one.person.ref for one in releases} if data is not None else set()
        self.offer(one for one in releases if one.person.ref in self.ticked)

    def offer(self, releases: Iterable[Release]) -> None:
        """A day of their own can be typed for these."""
        for one in releases:
            self.fields[f"on-{one.person.ref}"] = DayField(
                label=f"The new day for {one.person.name}",
                subject=f"The new day for {one.person.name}",
                required=False,
                widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input"}),
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("shift") and said.get("all_on"):
            self.add_error("all_on", "Say by how many days all of them move, or the day for all of them: not both")
        said["days"] = dict(self._days(said))
        if not self.ticked:
            raise ValidationError("Tick at least one person.")
        if len(self.ticked) > MOST:
            raise ValidationError(
                f"You ticked {len(self.ticked)} people, and up to {MOST} are moved in one act. Untick some, move these "
                "first, then tick the others."
            )
        return said

    def _days(self, said: Mapping[str, Any]) -> Any:
        for one in self.releases:
            if one.person.ref not in self.ticked:
                continue
            field = f"on-{one.person.ref}"
            moved = one.on + timedelta(days=said["shift"]) if said.get("shift") else None
            on: date | None = said.get(field) or said.get("all_on") or moved
            if on:
                refuse_day(self, field, on)
                yield one.person.ref, on
            elif field not in self.errors and "all_on" not in self.errors:
                self.add_error(field, f"Enter the new day for {one.person.name}, or the same change for all")
