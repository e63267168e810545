"""The register: casework's own form of a contact, with what the session already says left out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms

from throughgate.access.policy import Sensitivity, writable_levels
from throughgate.accounts.models import User
from throughgate.casework.forms.contact import OTHER, ContactForm
from throughgate.casework.forms.levels import usual_level
from throughgate.casework.forms.reason import reason_field
from throughgate.casework.models import Attended, WhyNot
from throughgate.casework.rules.contacts import Meeting
from throughgate.casework.services import Attendance
from throughgate.groups.grammar import FEEDBACK, SessionPlan
from throughgate.groups.loading import plan_of
from throughgate.groups.models import Delivery, GroupSession, Place
from throughgate.groups.services.registers import MOST_SLIPS, attendance_of
from throughgate.people.models import Person
from throughgate.programmes.models import Enrolment

KNOWN = ("person", "kind", "other_kind", "on", "other_on", "medium", "place", "at", "programme")
CALLS = [("phone-call", "By phone"), ("one-to-one", "I met them")]


class RegisterForm(ContactForm):
    """Who came, why not, and a note each. Kind, day, hour and place are the session's."""

    def __init__(
        self,
        data: Any = None,
        *,
        user: User,
        now: datetime,
        session: GroupSession,
        places: Sequence[Place],
        kept: Any = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.session = session
        self.enrolment_by_person = {one.person_id: one.enrolment for one in places}
        kind = plan_of(session.cohort.plan).kind
        super().__init__(
            data, user=user, now=now, people=[one.person for one in places], kind=kind, kept=kept, initial=initial
        )
        for name in list(self.fields):
            if name in KNOWN or name.startswith("promise") or name.endswith(("-circle", "-other_names")):
                del self.fields[name]
        for person in self.people:
            self.fields[_late(person)] = forms.IntegerField(
                label=f"How many minutes late did {person.first_name} come? (optional)",
                min_value=1,
                max_value=session.minutes,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
                error_messages=dict.fromkeys(
                    ("invalid", "min_value", "max_value"),
                    f"Enter the minutes as a number from 1 to {session.minutes}, such as 10",
                ),
            )
        self.fields["happened"].label = "Did the session take place?"
        self.fields["minutes"] = forms.ChoiceField(
            label="How long did it take? (optional)",
            choices=[(str(session.minutes), f"{session.minutes} min, as planned"), (OTHER, "Another length")],
            widget=forms.RadioSelect,
            required=False,
            initial=str(session.minutes),
        )

    def _fields_of(self, person: Person) -> dict[str, Any]:
        return super()._fields_of(person) | {"late_minutes": self[_late(person)]}

    def _said_of(self, person: Person, said: dict[str, Any], meeting: Meeting) -> Attendance:
        one = super()._said_of(person, said, meeting)
        late = said.get(_late(person)) if one.attended == Attended.LATE else None
        return replace(one, late_minutes=late, says_late=True)

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["person"] = [one.ref for one in self.people]
        return super().clean()

    def _said_meeting(self, said: dict[str, Any]) -> Meeting:
        happened = said.get("happened") != "no"
        return Meeting(
            kind=plan_of(self.session.cohort.plan).kind,
            on=self.session.on,
            at=self.session.at,
            minutes=self._said_minutes(said) if happened else None,
            medium="face",
            happened=happened,
            why_not="" if happened else said.get("why_not", ""),
        )

    def _enrolment_of(self, person: Person, slug: str) -> Enrolment | None:
        found = self.enrolment_by_person.get(person.pk)
        return found if found and found.left_on is None else None


def _late(person: Person) -> str:
    return f"{person.ref}-late_minutes"


class CorrectForm(RegisterForm):
    """The same, filled in as it stands, and why it is said anew."""

    def __init__(self, data: Any = None, **known: Any) -> None:
        super().__init__(data, **known)
        self.fields["reason"] = reason_field("Why is it corrected?", "For example: ticked in the wrong row.")


class SheetForm(forms.Form):
    """A printed sheet typed in: of each session and member one answer. What is left empty is not recorded."""

    mark_optional = False
    ANSWERS = (
        ("", "–"),
        ("yes", "Came"),
        ("no:acceptable", "No: good reason"),
        ("no:logistics", "No: our side or the prison’s"),
        ("no:not_acceptable", "No: chose not to, or not known"),
    )

    def __init__(
        self, data: Any = None, *, user: User, expected: Sequence[tuple[GroupSession, Sequence[Place]]]
    ) -> None:
        super().__init__(data)
        self.user, self.expected = user, expected
        for session, places in expected:
            for place in places:
                self.fields[_cell(session, place)] = forms.ChoiceField(
                    label=f"{place.person.first_name}, session {session.number}",
                    choices=self.ANSWERS,
                    required=False,
                )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """By member: a cell of each session, or None where they were not expected."""
        people = {one.pk: one for _, places in self.expected for one in places}
        return [
            {
                "person": place.person,
                "cells": [
                    (session, self[_cell(session, place)] if _cell(session, place) in self.fields else None)
                    for session, _ in self.expected
                ],
            }
            for place in people.values()
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        rows = [(session, self._said_of(said, session, places)) for session, places in self.expected]
        said["sessions"] = [(session, people) for session, people in rows if people]
        if not said["sessions"]:
            raise forms.ValidationError("Fill in at least one session")
        return said

    def _said_of(self, said: Mapping[str, str], session: GroupSession, places: Sequence[Place]) -> list[Attendance]:
        kind = plan_of(session.cohort.plan).kind
        people = []
        for place in places:
            attended, _, why = said.get(_cell(session, place), "").partition(":")
            if attended:
                level = usual_level(self.user, kind, writable_levels(self.user, place.person))
                one = attendance_of(place, attended=attended, why=why)
                people.append(replace(one, sensitivity=Sensitivity(level)))
        return people


def _cell(session: GroupSession, place: Place) -> str:
    return f"{session.ref}-{place.ref}"


class DeliveredForm(forms.Form):
    """What of the plan was done, and the slips counted."""

    mark_optional = False

    def __init__(self, data: Any = None, *, plan: SessionPlan, before: Delivery | None = None) -> None:
        super().__init__(data)
        self.fields["steps"] = forms.MultipleChoiceField(
            label="What of the plan was delivered?",
            help_text="Leave out what there was no time for, or what was right to leave out that day.",
            choices=list(plan.steps.items()),
            widget=forms.CheckboxSelectMultiple,
            required=False,
            initial=before.steps if before else None,
        )
        for question, (_, answers) in FEEDBACK.items():
            for answer, words in answers.items():
                counted = before.feedback.get(question, {}).get(answer) if before else None
                self.fields[f"{question}-{answer}"] = forms.IntegerField(
                    label=f"{words}: how many slips? (optional)",
                    min_value=0,
                    max_value=MOST_SLIPS,
                    required=False,
                    initial=counted,
                    widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
                )

    @property
    def questions(self) -> list[tuple[str, list[Any]]]:
        return [
            (words, [self[f"{question}-{answer}"] for answer in answers])
            for question, (words, answers) in FEEDBACK.items()
        ]

    @property
    def feedback(self) -> dict[str, dict[str, int]]:
        said = self.cleaned_data
        return {
            question: {answer: said[f"{question}-{answer}"] or 0 for answer in answers}
            for question, (_, answers) in FEEDBACK.items()
        }


class CallForm(forms.Form):
    """What came of the call."""

    mark_optional = False
    kind = forms.ChoiceField(label="How?", choices=CALLS, widget=forms.RadioSelect, initial="phone-call")
    reached = forms.ChoiceField(
        label="Did you reach them?",
        choices=[("yes", "Yes, we spoke"), ("no", "No, I will try again")],
        widget=forms.RadioSelect(attrs={"data-inline": True}),
    )
    note = forms.CharField(
        label="What did they say? (optional)", widget=forms.Textarea(attrs={"rows": 4}), required=False
    )


def as_recorded(parts: Sequence[Any]) -> dict[str, Any]:
    """What stands, as the register shows it again."""
    first = parts[0].contact if parts else None
    initial: dict[str, Any] = {
        "happened": "yes" if first is None or first.happened else "no",
        "why_not": first.why_not if first else "",
    }
    for part in parts:
        ref = part.person.ref
        initial |= {
            f"{ref}-attended": part.attended or Attended.YES,
            f"{ref}-why": part.why or (WhyNot.NOT_ACCEPTABLE if part.attended == Attended.NO else ""),
            f"{ref}-reason": part.reason,
            f"{ref}-late_minutes": part.late_minutes,
            f"{ref}-note": part.note,
        }
    if len(parts) == 1:
        initial["note"] = parts[0].note
    if parts:
        initial["level"] = parts[0].sensitivity
    return initial
