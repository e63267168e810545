"""Fills an empty database with a charity of any size, straight into the tables. Needs Django set up.

The same on the same day. Nobody's services run (they would take an hour), so this file has to write what they write:
the typed row, the entry, the audit event. What is due is then computed by the application itself.
"""

import random
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import Any

import yaml
from django.utils import timezone

from bench.lives import FEW_LIVES, LICENCE, LIVES, Life, copies, template_lives
from bench.rows import Rows
from bench.staffing import Models, Staff
from throughgate.accounts.models import Role
from throughgate.audit.models import Event
from throughgate.casework.models import Contact, ContactPerson, FollowUp, ThingDone
from throughgate.common.clock import today
from throughgate.people.models import (
    Assignment,
    AssignmentRole,
    CircleKind,
    CircleMember,
    Confidence,
    CustodyDate,
    CustodyMove,
    DateKind,
    Identifier,
    IdentifierKind,
    LicenceCondition,
    MoveKind,
    Person,
    Sentence,
    SentenceKind,
)
from throughgate.programmes.models import Enrolment, Promise, PromiseSource
from throughgate.programmes.rules import LEAVING
from throughgate.record.kinds import kind_of
from throughgate.record.models import Entry

ENTRIES_EACH = 50
AT_A_TIME = 500
LEFT_BECAUSE = "moved"
SEED = 20_261
WORDS = yaml.safe_load((files("throughgate.demo") / "data" / "words.yaml").read_text(encoding="utf-8"))
GIVEN, FAMILY, NOTES = WORDS["women"], WORDS["families"], WORDS["narratives"]["contact"]


def fill(staff: Staff, models: Models, people: int) -> None:
    day = today()
    templates = template_lives([model for _, model in models.values()], day, LIVES if people > 1000 else FEW_LIVES)
    lives = copies(templates, people, SEED)
    chance = random.Random(SEED)
    rows = Rows()
    short = max(0, people * ENTRIES_EACH - sum(entries_of(life, day) for life in lives))
    for number, life in enumerate(lives):
        writer = Writer(rows, staff, chance, day, number)
        writer.open_record(life, models[life.model][0])
        writer.write_deeds(life)
        writer.top_up(life, short // people + (number < short % people))
        if number % AT_A_TIME == AT_A_TIME - 1:
            rows.write()
    rows.write()


def moves_of(life: Life, today: date) -> list[tuple[MoveKind, date]]:
    course = life.course
    moves = [(MoveKind.RECEIVED, course.received_on)]
    if course.recalled:
        moves += [(MoveKind.RELEASED, course.recalled[0]), (MoveKind.RECALLED, course.recalled[1])]
    if course.release_on < today:
        moves.append((MoveKind.RELEASED, course.release_on))
    return moves


def entries_of(life: Life, today: date) -> int:
    """How many entries a life comes to: what was done, the moves, and three of the record itself."""
    return len(life.deeds) + len(moves_of(life, today)) + 3


class Writer:
    """Writes one person and their record."""

    def __init__(self, rows: Rows, staff: Staff, chance: random.Random, today: date, number: int) -> None:
        self.rows, self.staff, self.chance, self.today, self.number = rows, staff, chance, today, number
        self.place = number % len(staff.sites)
        self.site = staff.sites[self.place]
        self.worker = staff.at(Role.CASEWORKER, self.place, chance)
        self.counsellor = staff.at(Role.COUNSELLOR, self.place, chance)
        self.volunteer = staff.at(Role.VOLUNTEER, self.place, chance)

    def open_record(self, life: Life, model: Any) -> None:
        course, number = life.course, self.number
        self.person = self.rows.add(
            Person,
            ref=_reference("P", number),
            given_name=GIVEN[number % len(GIVEN)],
            family_name=FAMILY[number // len(GIVEN) % len(FAMILY)],
            preferred_name="Jo" if number % 9 == 0 else "",
            born_on=date(1960, 1, 1) + timedelta(days=number * 37 % 16000),
            gender="woman",
            site=self.site,
            created_by=self.worker,
            created_at=_moment(course.enrolled_on),
        )
        history = Person.history.model
        values = {f.attname: getattr(self.person, f.attname) for f in history.tracked_fields}
        self.rows.add(
            history, **_only_fields(history, values), history_date=_moment(course.enrolled_on), history_type="+"
        )
        self.rows.add(
            Identifier,
            person=self.person,
            kind=IdentifierKind.PRISON_NUMBER,
            value=_prison_number(number),
            added_by=self.worker,
        )
        self.rows.add(
            Identifier, person=self.person, kind=IdentifierKind.CRN, value=f"X{number:06}", added_by=self.worker
        )
        self.write_custody(life)
        self.write_people_around(course)
        self.enrolment = self.rows.add(
            Enrolment,
            ref=_reference("E", number),
            person=self.person,
            model=model,
            site=self.site,
            stage=LEAVING[LEFT_BECAUSE][1] if course.left_on else "on_programme",
            enrolled_on=course.enrolled_on,
            left_on=course.left_on,
            left_because=LEFT_BECAUSE if course.left_on else "",
            added_by=self.worker,
        )
        self.entry("person-added", course.enrolled_on, "Record opened", None)
        self.entry("programme-enrolled", course.enrolled_on, f"Enrolled in {model.title}")

    def write_custody(self, life: Life) -> None:
        course = life.course
        for kind, on in moves_of(life, self.today):
            row = self.rows.add(CustodyMove, person=self.person, kind=kind, on=on, site=self.site, added_by=self.worker)
            self.entry("custody-move", on, kind.label, row.pk)
        days: dict[DateKind, date] = {
            DateKind.CRD: course.release_on,
            DateKind.LICENCE_END: course.release_on + LICENCE,
            DateKind.SENTENCE_END: course.release_on + 2 * LICENCE,
        }
        if self.number % 40 == 0:
            days[DateKind.PAROLE_HEARING] = self.today + timedelta(days=self.number // 40 % 30)
        for named, on in days.items():
            self.rows.add(
                CustodyDate,
                person=self.person,
                kind=named,
                on=on,
                source="OMU by e-mail",
                confidence=Confidence.CONFIRMED,
                noted_by=self.worker,
            )
        self.entry("custody-date", course.enrolled_on, "Conditional release date noted", None)
        self.rows.add(
            Sentence,
            person=self.person,
            kind=SentenceKind.DETERMINATE,
            started_on=course.received_on,
            added_by=self.worker,
        )

    def write_people_around(self, course: Any) -> None:
        workers = {AssignmentRole.CASEWORKER: self.worker}
        if self.number % 4 == 0:
            workers[AssignmentRole.COUNSELLOR] = self.counsellor
        if self.number % 12 == 0:
            workers[AssignmentRole.MENTOR] = self.volunteer
        for role, worker in workers.items():
            # Those who left have nobody any more; a few others are waiting for somebody.
            to_on = course.left_on or (course.enrolled_on if self.number % 200 == 7 else None)
            self.rows.add(
                Assignment,
                person=self.person,
                worker=worker,
                role=role,
                from_on=course.enrolled_on,
                to_on=to_on,
                ended_because="Left" if to_on else "",
                added_by=self.worker,
            )
        for kind, relation in (
            (CircleKind.PARENT, "mum"),
            (CircleKind.POM, ""),
            (CircleKind.FRIEND, "friend from school"),
        ):
            name = f"{self.chance.choice(GIVEN)} {self.chance.choice(FAMILY)}"
            self.rows.add(
                CircleMember,
                person=self.person,
                kind=kind,
                name=name,
                relation=relation,
                from_on=course.enrolled_on,
                added_by=self.worker,
            )
        self.rows.add(
            LicenceCondition,
            person=self.person,
            wording="Keep in touch with the supervising officer.",
            added_by=self.worker,
        )

    def write_deeds(self, life: Life) -> None:
        for deed in life.deeds:
            self.done(deed.kind, deed.subject, deed.on, deed.minutes, deed.happened)

    def top_up(self, life: Life, wanted: int) -> None:
        """Contacts that no model asked for."""
        first = life.course.enrolled_on
        days = max(1, ((life.course.left_on or self.today) - first).days)
        for _ in range(max(0, wanted)):
            kind = self.chance.choice(("one-to-one", "phone-call"))
            self.done(kind, "", first + timedelta(days=self.chance.randrange(days)), 30, True)

    def done(self, kind: str, subject: str, on: date, minutes: int | None, happened: bool) -> None:
        known = kind_of(kind)
        clinical = known.group == "clinical" and known.contact
        by = self.counsellor if clinical else self.worker
        level = "clinical" if clinical else "sensitive" if self.chance.random() < 0.03 else "standard"
        note = " ".join(self.chance.choices(NOTES, k=2))
        if not known.contact:
            entry = self.entry(kind, on, known.label, None, subject=subject, level=level, by=by)
            if known.by_hand:
                self.rows.add(ThingDone, person=self.person, entry=entry, note=note, sensitivity=level, by=by)
            return
        contact = self.rows.add(
            Contact,
            ref=_reference("C", self.rows.keys[Contact]),
            kind=kind,
            subject=subject,
            on=on,
            minutes=minutes,
            happened=True,
            by=by,
            recorded_at=_moment(on),
        )
        words = f"{known.label}: {note[:120]}"
        entry = self.entry(
            kind, on, words, contact.pk, subject=subject, minutes=minutes, level=level, by=by, happened=happened
        )
        self.rows.add(
            ContactPerson,
            contact=contact,
            person=self.person,
            entry=entry,
            enrolment=self.enrolment,
            attended="yes" if happened else "no",
            why="" if happened else "acceptable",
            note=note,
            sensitivity=level,
        )
        if self.chance.random() < 0.1:
            self.promise(contact, on, level, by)

    def promise(self, contact: Any, on: date, level: str, by: Any) -> None:
        open_still = on > self.today - timedelta(days=21)
        due_on = on + timedelta(days=7)
        promise = self.rows.add(
            Promise,
            ref=_reference("F", self.rows.keys[Promise]),
            person=self.person,
            enrolment=self.enrolment,
            source=PromiseSource.FOLLOW_UP,
            title="Ring the housing officer",
            who="staff",
            worker=by,
            by_on=due_on,
            met_on=None if open_still else due_on,
            kept_at=None if open_still else _moment(due_on),
            kept_by=None if open_still else by,
            sensitivity=level,
            made_by=by,
        )
        self.rows.add(FollowUp, contact=contact, promise=promise)

    def entry(
        self,
        kind: str,
        on: date,
        summary: str,
        row_id: int | None = None,
        *,
        subject: str = "",
        minutes: int | None = None,
        level: str = "standard",
        by: Any = None,
        happened: bool = True,
    ) -> Any:
        by = by or self.worker
        entry = self.rows.add(
            Entry,
            person=self.person,
            enrolment=getattr(self, "enrolment", None),
            kind=kind,
            subject=subject,
            on=on,
            happened=happened,
            minutes=minutes,
            summary=summary[:240],
            sensitivity=level,
            by=by,
            recorded_at=_moment(on),
            row_id=row_id,
        )
        self.rows.add(
            Event,
            at=_moment(on),
            by=by,
            action="entry.written",
            person_ref=self.person.ref,
            subject=f"entry {entry.pk}",
            details={"kind": kind},
        )
        return entry


def _moment(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(11, 30)))


def _reference(letter: str, number: int) -> str:
    """Eight characters like a real one, and every row its own."""
    return f"{letter}{number * 7919 % 10_000_000:07}"


def _prison_number(number: int) -> str:
    return f"A{number % 10_000:04}{chr(65 + number // 10_000 % 26)}{chr(65 + number % 26)}"


def _only_fields(model: Any, values: dict[str, Any]) -> dict[str, Any]:
    known = {f.attname for f in model._meta.concrete_fields}
    return {name: value for name, value in values.items() if name in known}
