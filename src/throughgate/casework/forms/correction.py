from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from throughgate.access.policy import Sensitivity
from throughgate.casework.forms.contact import ContactForm
from throughgate.casework.forms.reason import reason_field
from throughgate.casework.models import ContactPerson
from throughgate.casework.rules.contacts import Meeting
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
        for person in people:
            self.fields.pop(f"{person.ref}-circle", None)
            self.fields.pop(f"{person.ref}-other_names", None)
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
