from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.casework.forms.contact import MINUTES, OTHER, grouped, merged_enrolments
from throughgate.casework.forms.days import DayChoiceField, chosen_day
from throughgate.casework.forms.levels import common_levels, level_field
from throughgate.casework.forms.with_circle import CIRCLE_KINDS, circle_field, other_names_field, reason_box, told_hints
from throughgate.casework.kinds import CONTACT_KINDS
from throughgate.casework.models import AskedBy, Medium
from throughgate.casework.rules.bookings import Arrangement, arrangement_problems
from throughgate.casework.rules.contacts import promise_days, usual_medium
from throughgate.casework.selectors.bookings import circles_of, doers_for
from throughgate.casework.selectors.contacts import likely_kinds
from throughgate.casework.services.spoken_with import NotToldError
from throughgate.people.forms.restricted import RestrictedForm
from throughgate.people.models import CircleMember, Person
from throughgate.people.selectors.sharing import told_by_member
from throughgate.programmes.models import Enrolment
from throughgate.web.fields import DayField, unchosen
from throughgate.web.widgets import ClockInput

NONE = ("", "No programme in particular")


class BookForm(RestrictedForm):
    """A contact on a day to come. Who answers for a restriction is asked only once something stands against it."""

    mark_optional = False
    circle_kinds = CIRCLE_KINDS

    def __init__(
        self,
        data: Any = None,
        *,
        user: User,
        person: Person,
        today: date,
        kind: str = "",
        enrolment: Enrolment | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.user, self.person, self.today = user, person, today
        self.untold: CircleMember | None = None  # has to be asked about before they are met without the person
        self._add_what(kind)
        self._add_when()
        self._add_who()
        self._add_rest(enrolment)

    # The fields

    def _add_what(self, kind: str) -> None:
        first = [(one.code, one.label) for one in likely_kinds(self.user, kind)]
        self.fields |= {
            "kind": forms.ChoiceField(
                label="What is it?",
                choices=[*first, (OTHER, "Something else")],
                widget=forms.RadioSelect,
                initial=first[0][0],
            ),
            "other_kind": forms.ChoiceField(
                label="What else is it?", choices=unchosen(grouped(CONTACT_KINDS)), required=False
            ),
        }

    def _add_when(self) -> None:
        raw = self.data if self.is_bound else self.initial
        days = promise_days(self.today)
        self.fields |= {
            "on": DayChoiceField(
                days=days,
                kept=raw.get("on"),
                label="On which day?",
                widget=forms.RadioSelect,
                initial=days[1][0].isoformat(),
            ),
            "other_on": DayField(label="Which day?", subject="The day", required=False),
            "at": forms.TimeField(label="At what time? (optional)", required=False, widget=ClockInput),
            "minutes": forms.TypedChoiceField(
                label="How long does it take? (optional)",
                choices=[("", "Not known yet"), *((str(n), f"{n} minutes") for n in self._lengths())],
                coerce=int,
                empty_value=None,
                required=False,
            ),
            "medium": forms.ChoiceField(
                label="How do you meet?",
                choices=Medium.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=Medium.FACE_TO_FACE,
            ),
            "place": forms.CharField(
                label="Where? (optional)",
                help_text="Where there is a licence condition about places, say the town or the postcode too.",
                max_length=80,
                required=False,
            ),
        }

    def _lengths(self) -> Sequence[int]:
        known = self.initial.get("minutes")
        return sorted({*MINUTES, known}) if known else MINUTES

    def _add_who(self) -> None:
        members = circles_of([self.person], self.today).get(self.person, [])
        if members:
            told = told_by_member(self.user, self.person, self.today, members)
            label = f"Who of {self.person.first_name}’s circle comes? (optional)"
            self.fields["circle"] = circle_field(members, label, told_hints(members, told))
        self.fields["other_names"] = other_names_field("Who else comes? (optional)")
        self.doers = doers_for(self.user, self.person, self.today)
        if len(self.doers) > 1:
            self.fields["worker"] = forms.ChoiceField(
                label="Who of us does it?",
                choices=[(one.ref, "You" if one == self.user else one.name) for one in self.doers],
                widget=forms.RadioSelect,
                initial=self.user.ref,
            )

    def _add_rest(self, enrolment: Enrolment | None) -> None:
        self.enrolments = merged_enrolments(self.user, [self.person], ())
        titles = {one.ref: one.model.title for one in self.enrolments}
        if titles:
            only = next(iter(titles)) if len(titles) == 1 else ""
            self.fields["programme"] = forms.ChoiceField(
                label="Which programme is it for?",
                choices=[*titles.items(), NONE],
                widget=forms.RadioSelect,
                required=False,
                initial=enrolment.ref if enrolment and enrolment.ref in titles else only,
            )
        levels = common_levels(self.user, [self.person])
        if len(levels) > 1:
            self.fields["level"] = level_field(levels, initial=Sensitivity.STANDARD)
        self.fields["override"] = reason_box("Why is it booked all the same?")
        self.fields["token"] = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)

    # What was said

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        on, kind = chosen_day(self, "on", "other_on"), self._said_kind(said)
        if on and kind:
            said["arrangement"] = self._said_arrangement(said, on, kind)
            for problem in arrangement_problems(said["arrangement"], self.today):
                field = "other_on" if problem.field == "on" and said.get("on") == OTHER else problem.field
                self.add_error(field if field in self.fields else "other_names", str(problem))
        return said

    def _said_kind(self, said: dict[str, Any]) -> str:
        kind = said.get("kind", "")
        if kind == OTHER:
            kind = said.get("other_kind", "")
            if not kind and "other_kind" not in self.errors:
                self.add_error("other_kind", "Choose what it is")
        return str(kind)

    def _said_arrangement(self, said: dict[str, Any], on: date, kind: str) -> Arrangement:
        medium = usual_medium(kind) if kind == "phone-call" else said.get("medium", "")
        arrangement = Arrangement(
            kind=kind,
            on=on,
            at=said.get("at"),
            minutes=said.get("minutes"),
            medium=medium,
            place=said.get("place", ""),
            other_names=said.get("other_names", ""),
        )
        return replace(arrangement, circle=tuple(int(pk) for pk in said.get("circle", ())))

    @property
    def said_worker(self) -> User | None:
        return next((one for one in self.doers if one.ref == self.cleaned_data.get("worker")), None)

    @property
    def said_enrolment(self) -> Enrolment | None:
        return next((one for one in self.enrolments if one.ref == self.cleaned_data.get("programme")), None)

    @property
    def said_level(self) -> Sensitivity:
        return Sensitivity(self.cleaned_data.get("level") or Sensitivity.STANDARD)

    @property
    def said_token(self) -> UUID | None:
        return self.cleaned_data.get("token")

    # For the template

    def refuse_untold(self, refusal: NotToldError) -> None:
        self.untold = refusal.member if refusal.may_ask else None
        self.add_error("circle" if "circle" in self.fields else "other_names", str(refusal))


class MoveForm(BookForm):
    """The same, for a booking that is moved: what stays is filled in, and who asked for it and why is said."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name in ("programme", "level", "token"):
            self.fields.pop(name, None)
        self.fields |= asked_fields("Who asked to move it?", "Why is it moved?")


class CancelForm(forms.Form):
    mark_optional = False

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields |= asked_fields("Who asked to cancel it?", "Why is it cancelled?")


def asked_fields(who: str, why: str) -> dict[str, forms.Field]:
    return {
        "asked_by": forms.ChoiceField(
            label=who,
            choices=AskedBy.choices,
            widget=forms.RadioSelect,
            error_messages={"required": "Choose who asked for it"},
        ),
        "because": forms.CharField(label=why, max_length=200, error_messages={"required": "Say why, in a few words"}),
    }
