from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.functional import cached_property

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.casework.forms.days import chosen_day, promise_day_fields, recent_day_fields
from throughgate.casework.forms.levels import common_levels, level_field, usual_level
from throughgate.casework.forms.who import PeopleField, names_of
from throughgate.casework.forms.with_circle import CIRCLE_KINDS, SAY_WHO, circle_fields, nobody_named
from throughgate.casework.kinds import CONTACT_KINDS
from throughgate.casework.models import Attended, Medium, WhyNot
from throughgate.casework.rules.contacts import (
    ContactError,
    Meeting,
    attendance_problems,
    check_promise,
    meeting_problems,
    names_in,
    usual_medium,
)
from throughgate.casework.selectors.contacts import likely_kinds, open_enrolments
from throughgate.casework.services import Attendance, Promise, UnexplainedError
from throughgate.people.models import Person
from throughgate.programmes.models import Enrolment
from throughgate.record.kinds import GROUPS
from throughgate.web.fields import unchosen
from throughgate.web.widgets import ClockInput

OTHER = "other"
MINUTES = (15, 30, 45, 60, 90, 120)
MOST_PROMISES = 6
NONE_IN_PARTICULAR = ("", "No programme in particular")


def grouped(kinds: Iterable[Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for kind in kinds:
        groups.setdefault(GROUPS[kind.group], []).append((kind.code, kind.label))
    return list(groups.items())


def merged_enrolments(user: User, people: Sequence[Person], closed: Sequence[Enrolment]) -> list[Enrolment]:
    """Those that are open, and those that a contact being corrected was for, though they have ended since."""
    found = open_enrolments(user, people)
    return found + [one for one in closed if one not in found]


class ContactForm(forms.Form):
    """One contact with the people chosen. Fields about one person carry that person's reference in their name.

    `kept` are fields typed earlier (a draft, or the form when somebody was looked for): shown again, not yet judged.
    """

    mark_optional = False  # most of what is not required is asked only after an answer that needs it
    circle_kinds = CIRCLE_KINDS
    minutes_choices = [(str(n), f"{n} min") for n in MINUTES]

    def __init__(
        self,
        data: Any = None,
        *,
        user: User,
        now: datetime,
        people: Sequence[Person],
        offered: Sequence[Person] = (),
        kind: str = "",
        enrolment: Enrolment | None = None,
        closed_enrolments: Sequence[Enrolment] = (),
        kept: Any = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.user, self.now, self.people, self.asked_kind = user, now, list(people), kind
        self.enrolments = merged_enrolments(user, self.people, closed_enrolments)
        self.raw = data if data is not None else (kept if kept is not None else {})
        self.levels = common_levels(user, self.people)
        self._add_meeting_fields(kind, [*self.people, *offered])
        self._add_parts()
        self.fields |= circle_fields(user, self.people, self.now.date())
        self._add_note(kind)
        self._add_programmes(enrolment)
        self._add_promises()
        if kept is not None:
            self._show_again(kept)

    # The fields

    def _add_meeting_fields(self, kind: str, people: Sequence[Person]) -> None:
        first = [(k.code, k.label) for k in likely_kinds(self.user, kind)]
        self.fields |= {
            "person": PeopleField(people, label="Who was meant to be there?", initial=[p.ref for p in self.people]),
            "kind": forms.ChoiceField(
                label="What was it?",
                choices=[*first, (OTHER, "Something else")],
                widget=forms.RadioSelect,
                initial=first[0][0],
            ),
            "other_kind": forms.ChoiceField(
                label="What else was it?", choices=unchosen(grouped(CONTACT_KINDS)), required=False
            ),
            **recent_day_fields(self.now, self.raw.get("on") or self.initial.get("on")),
            "happened": forms.ChoiceField(
                label="Did it happen?",
                choices=[("yes", "Yes"), ("no", "No, it was called off")],
                widget=forms.RadioSelect(attrs={"data-inline": True}),
                initial="yes",
            ),
            "why_not": forms.ChoiceField(
                label="Why did it not happen?", choices=WhyNot.choices, widget=forms.RadioSelect, required=False
            ),
            "minutes": forms.ChoiceField(
                label="How long did it take? (optional)",
                choices=[*self.minutes_choices, (OTHER, "Another length")],
                widget=forms.RadioSelect,
                required=False,
            ),
            "minutes_other": forms.IntegerField(label="How many minutes?", min_value=1, max_value=1440, required=False),
            "medium": forms.ChoiceField(
                label="How did you meet?",
                choices=Medium.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=usual_medium(kind),
            ),
            "place": forms.CharField(
                label="Where? (optional)", max_length=80, required=False, initial=self._usual_place()
            ),
            "at": forms.TimeField(label="What time did it begin? (optional)", required=False, widget=ClockInput),
            "token": forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False),
        }

    def _is_asked(self, name: str) -> bool:
        """Whether the browser showed this question; it did not for somebody who was only just added."""
        return not self.is_bound or name in self.data

    def _usual_place(self) -> str:
        return self.people[0].site.name if self.people else ""

    def _add_parts(self) -> None:
        several = len(self.people) > 1
        for person in self.people:
            name = person.first_name
            self.fields |= {
                f"{person.ref}-attended": forms.ChoiceField(
                    label=f"Did {name} come?",
                    choices=Attended.choices,
                    widget=forms.RadioSelect(attrs={"data-inline": True}),
                    initial=Attended.YES,
                    required=self._is_asked(f"{person.ref}-attended"),
                ),
                f"{person.ref}-why": forms.ChoiceField(
                    label=f"Why did {name} not come?",
                    choices=WhyNot.choices,
                    widget=forms.RadioSelect,
                    required=False,
                ),
                f"{person.ref}-reason": forms.CharField(label="What was the reason?", max_length=200, required=False),
            }
            if several:
                self.fields[f"{person.ref}-note"] = forms.CharField(
                    label=f"About {name} alone (optional)", widget=forms.Textarea(attrs={"rows": 2}), required=False
                )

    def _add_note(self, kind: str) -> None:
        several = len(self.people) > 1
        self.fields["note"] = forms.CharField(
            label="What happened? (optional)" if not several else "What happened, for all of them? (optional)",
            help_text=(
                "This is copied into each person’s own record, so name nobody in it. Write about one of them below."
                if several
                else "What you talked about, what was agreed, how they were. Facts, and their own words."
            ),
            widget=forms.Textarea(attrs={"rows": 5}),
            required=False,
        )
        if several:
            self.fields["names_meant"] = forms.BooleanField(
                label="Keep the names: I have checked who can read them", required=False
            )
        if len(self.levels) > 1:
            self.fields["level"] = level_field(self.levels, initial=usual_level(self.user, kind, self.levels))

    def _add_programmes(self, enrolment: Enrolment | None) -> None:
        titles = {one.model.slug: one.model.title for one in self.enrolments}
        if not titles:
            return
        only = next(iter(titles)) if len(titles) == 1 else ""
        self.fields["programme"] = forms.ChoiceField(
            label="Which programme was it for?",
            choices=[*titles.items(), NONE_IN_PARTICULAR],
            widget=forms.RadioSelect,
            required=False,
            initial=enrolment.model.slug if enrolment and enrolment.model.slug in titles else only,
        )

    def _add_promises(self) -> None:
        to = [("", "Each of them"), *((person.ref, person.name) for person in self.people)]
        for row in range(self.promise_rows):
            when, day = promise_day_fields(self.now.date(), self.raw.get(f"promise{row}-on"))
            self.fields |= {
                f"promise{row}-what": forms.CharField(label="I will (optional)", max_length=200, required=False),
                f"promise{row}-on": when,
                f"promise{row}-day": day,
            }
            if len(self.people) > 1:
                self.fields[f"promise{row}-to"] = forms.ChoiceField(label="For whom", choices=to, required=False)

    @cached_property
    def promise_rows(self) -> int:
        asked = str(self.raw.get("rows", "1"))
        return min(int(asked), MOST_PROMISES) if asked.isascii() and asked.isdigit() and int(asked) else 1

    def _show_again(self, kept: Any) -> None:
        for name, field in self.fields.items():
            if not field.widget.value_omitted_from_data(kept, {}, name):
                self.initial[name] = field.widget.value_from_datadict(kept, {}, name)

    # For the template

    @property
    def parts(self) -> list[dict[str, Any]]:
        return [self._fields_of(person) for person in self.people]

    def _fields_of(self, person: Person) -> dict[str, Any]:
        fields = {name: self[f"{person.ref}-{name}"] for name in ("attended", "why", "reason")}
        more = {name: self._maybe(f"{person.ref}-{name}") for name in ("note", "circle", "other_names", "explained")}
        return {"person": person, **fields, **more}

    def _maybe(self, name: str) -> Any:
        return self[name] if name in self.fields else None

    @property
    def promises(self) -> list[dict[str, Any]]:
        names = ("what", "on", "day", "to")
        return [{name: self._maybe(f"promise{row}-{name}") for name in names} for row in range(self.promise_rows)]

    @property
    def details_open(self) -> bool:
        if not self.is_bound:
            return any(self.initial.get(f"{person.ref}-other_names") for person in self.people)
        typed = any(self.data.get(f"{person.ref}-other_names") for person in self.people)
        of_each = (f"{one.ref}-{name}" for one in self.people for name in ("explained", "other_names"))
        mendable = {"at", "place", "medium", *of_each}
        return typed or bool(mendable & self.errors.keys())

    @property
    def own_notes_open(self) -> bool:
        return any(self[f"{person.ref}-note"].value() or f"{person.ref}-note" in self.errors for person in self.people)

    @property
    def several(self) -> bool:
        return len(self.people) > 1

    @property
    def names_found(self) -> bool:
        return getattr(self, "_names_found", False)

    # What was said

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        meeting = self._said_meeting(said)
        for problem in meeting_problems(meeting, self.now.date()):
            self._refuse(self._place_of(problem.field), problem)
        self._said_people(said, meeting)
        self._said_promises(said, meeting)
        return said | {"meeting": meeting}

    def _place_of(self, field: str) -> str:
        """The second field of a pair, where that is the one that was used."""
        pairs = {"on": "other_on", "kind": "other_kind", "minutes": "minutes_other"}
        return pairs[field] if field in pairs and self.cleaned_data.get(field) == OTHER else field

    def _refuse(self, field: str, problem: ContactError) -> None:
        if field not in self.fields:
            self.add_error(None, str(problem))
        elif field not in self.errors:
            self.add_error(field, str(problem))

    def _said_meeting(self, said: dict[str, Any]) -> Meeting:
        """Where day or kind is missing an error stands; something takes its place, so that the rest is judged too."""
        on = chosen_day(self, "on", "other_on") or self.now.date()
        kind = self._said_kind(said) or CONTACT_KINDS[0].code
        happened = said.get("happened") != "no"
        return Meeting(
            kind=kind,
            on=on,
            at=said.get("at"),
            minutes=self._said_minutes(said) if happened else None,
            medium=usual_medium(kind) if kind == "phone-call" else said.get("medium") or "",
            place=said.get("place", ""),
            happened=happened,
            why_not="" if happened else said.get("why_not", ""),
        )

    def _said_kind(self, said: dict[str, Any]) -> str | None:
        if said.get("kind") != OTHER:
            return said.get("kind")
        if not said.get("other_kind") and "other_kind" not in self.errors:
            self.add_error("other_kind", "Choose what it was")
        return said.get("other_kind") or None

    def _said_minutes(self, said: dict[str, Any]) -> int | None:
        chosen = said.get("minutes")
        if chosen != OTHER:
            return int(chosen) if chosen else None
        if said.get("minutes_other") is None and "minutes_other" not in self.errors:
            self.add_error("minutes_other", "Enter how many minutes it took")
        return said.get("minutes_other")

    def _said_people(self, said: dict[str, Any], meeting: Meeting) -> None:
        said["people"] = [
            self._said_of(person, said, meeting) for person in self.people if person.ref in said.get("person", ())
        ]
        if len(said["people"]) > 1 and not said.get("names_meant"):
            self._check_names(said["people"])
        if unnamed := nobody_named(self.fields, said["people"], meeting):
            self.add_error(unnamed, SAY_WHO)

    def _said_of(self, person: Person, said: dict[str, Any], meeting: Meeting) -> Attendance:
        attended = (said.get(f"{person.ref}-attended") or Attended.YES) if meeting.happened else ""
        why = said.get(f"{person.ref}-why", "") if attended == Attended.NO else ""
        reason = said.get(f"{person.ref}-reason", "") if attended in (Attended.NO, Attended.LATE) else ""
        happened, who = meeting.happened, person.first_name
        for problem in attendance_problems(happened=happened, attended=attended, why=why, reason=reason, who=who):
            self._refuse(f"{person.ref}-{problem.field}", problem)
        notes = (said.get("note", ""), said.get(f"{person.ref}-note", ""))
        return Attendance(
            person=person, attended=attended, why=why, reason=reason,
            note="\n\n".join(note.strip() for note in notes if note.strip()),
            sensitivity=self._level_of(person, said),
            enrolment=self._enrolment_of(person, said.get("programme", "")),
            circle=tuple(int(pk) for pk in said.get(f"{person.ref}-circle", ())),
            other_names=said.get(f"{person.ref}-other_names", ""),
            explained=said.get(f"{person.ref}-explained", ""),
        )  # fmt: skip

    def _level_of(self, person: Person, said: dict[str, Any]) -> Sensitivity:
        return Sensitivity(said.get("level") or Sensitivity.STANDARD)

    def _enrolment_of(self, person: Person, slug: str) -> Enrolment | None:
        fitting = (one for one in self.enrolments if one.person_id == person.pk and one.model.slug == slug)
        return next(fitting, None) if slug else None

    def _check_names(self, people: Sequence[Attendance]) -> None:
        """A note is read with one person's record alone, perhaps by somebody who may not know of the others."""
        for one in people:
            own = names_of(one.person)
            found = names_in(one.note, set().union(*(names_of(other.person) for other in people)) - own)
            if found:
                self._names_found = True
                own_note = f"{one.person.ref}-note"
                field = own_note if names_in(self.cleaned_data.get(own_note, ""), found) else "note"
                if field not in self.errors:
                    self.add_error(
                        field,
                        f"What goes into {one.person.first_name}’s record names {' and '.join(found)}. "
                        "Leave the name out, or say below that you mean it",
                    )

    def _said_promises(self, said: dict[str, Any], meeting: Meeting) -> None:
        rows = (self._said_promise(row, said, meeting) for row in range(self.promise_rows))
        said["follow_ups"] = [promise for promise in rows if promise]

    def _said_promise(self, row: int, said: dict[str, Any], meeting: Meeting) -> Promise | None:
        what = said.get(f"promise{row}-what", "").strip()
        if not what:
            return None
        by_on = chosen_day(self, f"promise{row}-on", f"promise{row}-day")
        if by_on is None:
            return None
        self._check_promise(row, what, by_on, meeting.on)
        to = next((person for person in self.people if person.ref == said.get(f"promise{row}-to")), None)
        return Promise(what=what, by_on=by_on, person=to)

    def _check_promise(self, row: int, what: str, by_on: date, contact_on: date) -> None:
        try:
            check_promise(what=what, by_on=by_on, contact_on=contact_on)
        except ContactError as problem:
            self._refuse(f"promise{row}-day", problem)

    def blame(self, problem: ContactError) -> None:
        own = f"{self.people[0].ref}-{problem.field}" if len(self.people) == 1 else ""
        self.add_error(own if own in self.fields else None, str(problem))

    def explain(self, unexplained: UnexplainedError) -> None:
        """Something stood against it: it happened, so why is asked, of whoever records it."""
        for person in self.people:
            if refusal := unexplained.refused.get(person.pk):
                self.add_error(f"{person.ref}-explained", " ".join([*refusal.reasons, str(refusal)]))

    @property
    def said_token(self) -> UUID | None:
        return self.cleaned_data.get("token")
