from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.casework.forms.contact import NONE_IN_PARTICULAR, OTHER, grouped, merged_enrolments
from throughgate.casework.forms.days import chosen_day, recent_day_fields
from throughgate.casework.forms.levels import common_levels, level_field, usual_level
from throughgate.casework.forms.reason import reason_field
from throughgate.casework.kinds import DONE_KINDS
from throughgate.casework.rules.contacts import ContactError, check_day
from throughgate.casework.selectors.contacts import NextThing
from throughgate.people.models import Person
from throughgate.programmes.doors import door_of
from throughgate.programmes.models import Enrolment
from throughgate.web.fields import unchosen


class DoneForm(forms.Form):
    """Something done for or by one person. Where `kind` is not given, what their programmes ask for next is offered."""

    mark_optional = False

    def __init__(
        self,
        data: Any = None,
        *,
        user: User,
        now: datetime,
        person: Person,
        kind: str = "",
        subject: str = "",
        things: Sequence[NextThing] = (),
        enrolment: Enrolment | None = None,
        kept: Any = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.user, self.now, self.person = user, now, person
        self.kind, self.subject = kind, subject
        raw = data if data is not None else kept or {}
        self.levels = common_levels(user, [person])
        if not kind:
            self._add_kinds(things)
        self.fields |= recent_day_fields(now, raw.get("on") or self.initial.get("on"))
        self._add_rest(enrolment)
        self._show_again(kept)

    def _add_kinds(self, things: Sequence[NextThing]) -> None:
        first = [(f"{thing.kind}:{thing.subject}", thing.title) for thing in things]
        plain = [kind for kind in DONE_KINDS if door_of(kind.code) is None]
        self.fields["what"] = forms.ChoiceField(
            label="What was done?", choices=[*first, (OTHER, "Something else")], widget=forms.RadioSelect
        )
        self.fields["what"].initial = OTHER if not first else None
        self.fields["other_what"] = forms.ChoiceField(
            label="What else was done?",
            help_text="Work, measures, feedback, recovery and reports are recorded on the person’s own page of each.",
            choices=unchosen(grouped(plain)),
            required=False,
        )

    def _add_rest(self, enrolment: Enrolment | None) -> None:
        self.fields["note"] = forms.CharField(
            label="Anything to note? (optional)",
            help_text="For example which document, which bank, what was agreed.",
            widget=forms.Textarea(attrs={"rows": 3}),
            required=False,
        )
        if len(self.levels) > 1:
            usual = usual_level(self.user, self.kind, self.levels)
            self.fields["level"] = level_field(self.levels, initial=usual)
        closed = [enrolment] if enrolment else []
        self.enrolments = merged_enrolments(self.user, [self.person], closed)
        titles = {one.ref: one.model.title for one in self.enrolments}
        if titles:
            only = next(iter(titles)) if len(titles) == 1 else ""
            self.fields["programme"] = forms.ChoiceField(
                label="Which programme was it for?",
                choices=[*titles.items(), NONE_IN_PARTICULAR],
                widget=forms.RadioSelect,
                required=False,
                initial=enrolment.ref if enrolment and enrolment.ref in titles else only,
            )
        self.fields["token"] = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)

    def _show_again(self, kept: Any) -> None:
        for name, field in self.fields.items() if kept else ():
            if not field.widget.value_omitted_from_data(kept, {}, name):
                self.initial[name] = field.widget.value_from_datadict(kept, {}, name)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        on = chosen_day(self, "on", "other_on")
        if on:
            said["day"] = on
            self._check_day(on)
        if not self.kind:
            self._read_what(said)
        return said

    def _check_day(self, on: Any) -> None:
        try:
            check_day(on, self.now.date())
        except ContactError as problem:
            field = "other_on" if self.cleaned_data.get("on") == OTHER else "on"
            self.add_error(field, str(problem))

    def _read_what(self, said: dict[str, Any]) -> None:
        chosen = said.get("what", "")
        if chosen == OTHER and not said.get("other_what"):
            if "other_what" not in self.errors:
                self.add_error("other_what", "Choose what was done")
            return
        if chosen:
            self.kind, _, self.subject = (said["other_what"] if chosen == OTHER else chosen).partition(":")

    @property
    def said_level(self) -> Sensitivity:
        return Sensitivity(self.cleaned_data.get("level") or Sensitivity.STANDARD)

    @property
    def said_enrolment(self) -> Enrolment | None:
        chosen = self.cleaned_data.get("programme")
        return next((one for one in self.enrolments if one.ref == chosen), None)

    @property
    def said_token(self) -> UUID | None:
        return self.cleaned_data.get("token")


class CorrectDoneForm(DoneForm):
    """The same about something already recorded; what it was stays, or it is voided and recorded anew."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        del self.fields["token"]
        self.fields["reason"] = reason_field(
            "Why are you correcting this?", "The earlier wording stays in the history."
        )
