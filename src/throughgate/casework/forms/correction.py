from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from django import forms

from throughgate.access.policy import Sensitivity
from throughgate.casework.forms.contact import ContactForm
from throughgate.casework.forms.reason import reason_field
from throughgate.casework.forms.with_circle import choices_of, circle_fields_of
from throughgate.casework.models import ContactPerson
from throughgate.casework.rules.contacts import Meeting
from throughgate.casework.services import Attendance
from throughgate.people.models import Person
from throughgate.programmes.models import Enrolment


class CorrectContactForm(ContactForm):
    """The same questions about a contact already recorded, for the people in it that the user may record about."""

    def __init__(self, data: Any = None, *, parts: Sequence[ContactPerson], kept: Any = None, **kwargs: Any) -> None:
        contact = parts[0].contact
        closed = [part.enrolment for part in parts if part.enrolment]
        people = [part.person for part in parts]
        super().__init__(data, people=people, kind=contact.kind, closed_enrolments=closed, kept=kept, **kwargs)
        self.subject, self.own = contact.subject, {part.person_id: part for part in parts}
        self._keep_what_differs()
        del self.fields["token"]
        for part in parts:
            self._offer_who_was_there(part)
        self.fields["person"].label = "Who is this correction about?"
        self.fields["reason"] = reason_field(
            "Why are you correcting this?", "The earlier wording stays in the history."
        )
        if kept is not None:
            self._show_again(kept)

    def _keep_what_differs(self) -> None:
        """One level for people who had two would open somebody's note to more readers. So with programmes."""
        levels = {part.sensitivity for part in self.own.values()}
        if len(levels) > 1 or not levels <= set(self.levels):
            self.fields.pop("level", None)
        if self.several:
            self.fields.pop("programme", None)

    def _offer_who_was_there(self, part: ContactPerson) -> None:
        """Also those who were there and have left the circle since."""
        name = f"{part.person.ref}-circle"
        there = list(part.with_circle.all())
        if there and name not in self.fields:
            self.fields |= circle_fields_of(part.person, [])
        field = self.fields.get(name)
        if there and isinstance(field, forms.ChoiceField):
            known = cast(list[tuple[str, str]], field.choices)
            codes = {code for code, _ in known}
            field.choices = [*known, *choices_of(one for one in there if str(one.pk) not in codes)]

    def _said_of(self, person: Person, said: dict[str, Any], meeting: Meeting) -> Attendance:
        return replace(super()._said_of(person, said, meeting), says_others=True)

    def _level_of(self, person: Person, said: dict[str, Any]) -> Sensitivity:
        if "level" in self.fields:
            return super()._level_of(person, said)
        return Sensitivity(self.own[person.pk].sensitivity)

    def _enrolment_of(self, person: Person, slug: str) -> Enrolment | None:
        return super()._enrolment_of(person, slug) if "programme" in self.fields else self.own[person.pk].enrolment

    def _said_meeting(self, said: dict[str, Any]) -> Meeting:
        meeting = super()._said_meeting(said)
        return replace(meeting, subject=self.subject) if meeting.kind == self.asked_kind else meeting

    def _add_promises(self) -> None:
        """What was promised stays as it is."""

    @property
    def promises(self) -> list[dict[str, Any]]:
        return []

    def _said_promises(self, said: dict[str, Any], meeting: Meeting) -> None:
        said["follow_ups"] = []
