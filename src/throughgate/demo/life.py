"""One invented life, written down in the order in which it happened."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.casework.services import Attendance, Promise, record_contact, record_done
from throughgate.demo import basics, plans
from throughgate.demo.around import AroundThem
from throughgate.demo.delivering import Delivering
from throughgate.demo.homes import KINDS as HOME_KINDS
from throughgate.demo.homes import Homes
from throughgate.demo.numbers import numbers_of
from throughgate.demo.stories import RELEASED, Course, Deed, Phase, live
from throughgate.demo.telling import Telling
from throughgate.people import services as people
from throughgate.people.models import WITHOUT_END, Confidence, DateKind, HearingKind, MoveKind, Person, SentenceKind
from throughgate.people.services.hearings import list_hearing
from throughgate.programmes import services as programmes
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.settling import Dates, Spell
from throughgate.record.kinds import Kind, kind_of

if TYPE_CHECKING:
    from throughgate.demo.charity import Charity, Round

STEPS = {"crisis-step-up", "crisis-step-down"}
CLINICAL = {"individual-therapy", "group-therapy"}
VOLUNTEERED = {"volunteer-contact", "peer-contact", "skills-session"}
CONFIRMED_WITHIN = 60  # days before release from which the date is confirmed
LEAVING = (
    ("moved", "Moved to the coast to be near a sister; we passed the details on with consent."),
    ("work", "Working full time since spring. Rings now and then to say hello."),
    ("not_engaged", "Three letters and two calls without an answer. The door stays open."),
    ("needs_met_elsewhere", "The local service took over; all three met before we stepped back."),
    ("completed", "Finished, with a small celebration."),
)
HEARD = {"source": "The person", "confidence": Confidence.UNSURE}
# Kept only where a restriction stood against what happened.
EXPLAINED = "Only those whom they may meet took part; we had asked beforehand"


class Life:
    def __init__(self, charity: Charity, round_: Round, course: Course, number: int) -> None:
        self.charity, self.round, self.course, self.number = charity, round_, course, number
        self.chance, self.words = charity.chance, charity.words
        self.model = charity.models[round_.slug]
        self.worker = charity.users[round_.worker]
        self.manager = charity.users["manager"]
        self.site = charity.sites[round_.site]
        self.plans = plans.Plans(self)
        self.telling = Telling(self)
        self.around = AroundThem(self)
        self.homes = Homes(self)

    def write(self) -> None:
        self.person = self._open_record()
        self.delivering = Delivering(self)
        self._surround()
        self._put_in_custody()
        self._note_dates()
        self._enrol()
        self.around.restrict()
        if self.course.phase is not Phase.WAITING:
            self._live()
            self.telling.note()
            self.around.look_ahead()
            self.homes.finish()
        self._close()

    def _open_record(self) -> Person:
        first, family = next(self.charity.names[self.round.women])
        age = self.chance.randint(21, 58)
        return people.add_person(
            by=self.worker,
            given_name=first,
            family_name=family,
            preferred_name=first[:3] if self.chance.random() < 0.12 and len(first) > 5 else "",
            born_on=self.charity.today - timedelta(days=age * 365 + self.chance.randint(0, 364)),
            gender="woman" if self.round.women else "man",
            access_needs=self.chance.choice(self.words["access_needs"]),
            site=self.site,
            identifiers=numbers_of(self.number, age, self.chance),
            from_on=self.course.enrolled_on,
        )

    def _surround(self) -> None:
        """Our people, and those around the person who are not ours."""
        for key, role in ((self.round.counsellor, "counsellor"), (self.round.volunteer, "mentor")):
            if key:
                people.assign_worker(
                    by=self.manager,
                    person=self.person,
                    worker=self.charity.users[key],
                    role=role,
                    from_on=self.course.enrolled_on,
                )
        for kind in self.chance.sample(
            ["partner", "parent", "child", "child", "family", "friend"], k=self.chance.randint(1, 3)
        ):
            relation = self.chance.choice(self.words["circle"][kind])["relation"]
            women = relation not in {"husband", "boyfriend", "dad", "son", "brother"}
            name = f"{self.chance.choice(self.words['women' if women else 'men'])} {self.person.family_name}"
            self._add_to_circle(kind, name, relation)
        pom, com = self.chance.sample(self.words["officials"], k=2)
        self._add_to_circle("pom", pom, "")
        self._add_to_circle("com", com, "")

    def _add_to_circle(self, kind: str, name: str, relation: str) -> None:
        people.add_to_circle(
            by=self.worker, person=self.person, kind=kind, name=name, relation=relation, from_on=self.course.enrolled_on
        )

    def _put_in_custody(self) -> None:
        elsewhere = self.charity.sites["BZI" if self.round.women else "HOI"]
        self._move(MoveKind.RECEIVED, self.course.received_on, elsewhere)
        if elsewhere != self.site:
            self._move(
                MoveKind.TRANSFERRED, self.course.received_on + timedelta(days=self.chance.randint(40, 150)), self.site
            )
        self.sentence = self._sentence_kind()
        people.record_sentence(
            by=self.worker,
            person=self.person,
            kind=self.sentence,
            started_on=self.course.received_on,
            told_on=self.course.enrolled_on,
            source="OMU by e-mail",
            confidence=Confidence.CONFIRMED,
        )
        if self.course.recalled:
            out_on, returned_on = self.course.recalled
            self._move(MoveKind.RELEASED, out_on, None)
            self._move(MoveKind.RECALLED, returned_on, self.site)
        if self.course.phase in RELEASED:
            self._move(MoveKind.RELEASED, self.course.release_on, None)
            for said in self.chance.sample(self.words["licence"], k=2):
                people.add_licence_condition(
                    by=self.worker, person=self.person, wording=said["says"], kind=said["kind"],
                    from_on=self.course.release_on, told_on=self.course.release_on,
                )  # fmt: skip

    def _sentence_kind(self) -> str:
        if self.round.slug == "addiction-recovery" and self.chance.random() < 0.2:
            return self.chance.choice(WITHOUT_END)
        return self.chance.choices([SentenceKind.DETERMINATE, SentenceKind.EXTENDED], weights=[9, 1])[0]

    def _move(self, kind: str, on: date, site: Any) -> None:
        """Most are told by the prison; of some, only the person has said so."""
        heard = on < self.course.enrolled_on and self.person.pk % 5 == 0
        told = HEARD if heard else {"source": "OMU by e-mail", "confidence": Confidence.CONFIRMED}
        people.record_move(by=self.worker, person=self.person, kind=kind, on=on, site=site, **told)

    def _note_dates(self) -> None:
        release_on, source = self.course.release_on, self.chance.choice(self.words["date_sources"])
        kind = DateKind.PAROLE_RELEASE if self.sentence in WITHOUT_END else DateKind.CRD
        earlier = release_on + timedelta(days=self.chance.choice([7, 14, 21, -14]))
        if self.chance.random() < 0.3:
            moved_on = min(self.course.enrolled_on + timedelta(days=self.chance.randint(20, 80)), self.charity.today)
            self._date(kind, earlier, "OMU by e-mail", Confidence.EXPECTED)
            self._date(
                kind,
                release_on,
                source,
                Confidence.EXPECTED,
                self.chance.choice(self.words["move_reasons"]),
                moved_on,
            )
        else:
            self._date(kind, release_on, source, Confidence.EXPECTED)
        heard_on = None
        if self.sentence in WITHOUT_END:
            heard_on = release_on - timedelta(days=self.chance.randint(30, 60))
            self._be_heard(heard_on, source)
        near = (release_on - self.charity.today).days <= CONFIRMED_WITHIN
        if near and (heard_on is None or heard_on <= self.charity.today):
            sure_on = min(release_on - timedelta(days=self.chance.randint(20, CONFIRMED_WITHIN)), self.charity.today)
            self._date(DateKind.CONFIRMED_RELEASE, release_on, "OMU by e-mail", Confidence.CONFIRMED, told_on=sure_on)
        self._date(
            DateKind.LICENCE_END,
            release_on + timedelta(days=self.chance.randint(200, 700)),
            source,
            Confidence.EXPECTED,
        )

    def _be_heard(self, on: date, source: str) -> None:
        """Of a hearing that is over the day alone stands."""
        if on <= self.charity.today:
            self._date(DateKind.PAROLE_HEARING, on, source, Confidence.EXPECTED)
        else:
            list_hearing(by=self.worker, person=self.person, kind=HearingKind.ORAL, on=on, source=source)

    def _date(
        self, kind: str, on: date, source: str, confidence: str, reason: str = "", told_on: date | None = None
    ) -> None:
        people.note_date(
            by=self.worker, person=self.person, kind=kind, on=on, source=source, confidence=confidence, reason=reason,
            told_on=told_on or self.course.enrolled_on,
        )  # fmt: skip

    def _enrol(self) -> None:
        stage = "waiting" if self.course.phase is Phase.WAITING else "on_programme"
        self.enrolment = programmes.enrol(
            by=self.worker, person=self.person, model=self.model, enrolled_on=self.course.enrolled_on, stage=stage
        )

    def _live(self) -> None:
        hearing = self.person.custody_dates.filter(kind=DateKind.PAROLE_HEARING, superseded_at=None).first()
        licence = self.person.custody_dates.get(kind=DateKind.LICENCE_END, superseded_at=None)
        last = Spell(self.course.release_on)
        first = (Spell(*self.course.recalled),) if self.course.recalled else ()
        dates = Dates(
            enrolled_on=self.course.enrolled_on,
            spells=(*first, last),
            parole_hearing=hearing.on if hearing else None,
            licence_end=licence.on,
            left_on=self.course.left_on,
        )
        for deed in live(compiled_model(self.model), dates, self.charity.today, self.chance):
            self._record(deed)
        self.plans.finish()

    def _record(self, deed: Deed) -> None:
        kind = kind_of(deed.kind)
        by, level = self._by(deed.kind)
        if kind.contact:
            self._record_contact(deed, kind, by, level)
        elif deed.happened and deed.kind in plans.KINDS:
            self.plans.record(deed)
        elif deed.happened and deed.kind == "consent":
            self.around.consent(deed)
        elif deed.happened and deed.kind in STEPS:
            self.around.step_up(deed)
        elif deed.happened and not (deed.kind == "form" and self.telling.fill_in(deed)):
            note = self._tell(kind) if self.chance.random() < 0.6 else ""
            if self.delivering.deliver(deed):
                return
            if deed.kind in HOME_KINDS:
                self.homes.arrange(deed)
                return
            if basics.is_basic(deed.kind):
                basics.put_in_hand(self, deed, note)
                return
            record_done(
                by=by, person=self.person, kind=deed.kind, subject=deed.subject, on=deed.on, note=note,
                enrolment=self.enrolment, sensitivity=level,
            )  # fmt: skip

    def _record_contact(self, deed: Deed, kind: Kind, by: User, level: Sensitivity) -> None:
        came = deed.happened or self.chance.random() < 0.5
        who = Attendance(
            person=self.person, enrolment=self.enrolment, sensitivity=level,
            attended="yes" if deed.happened else "no" if came else "",
            why="" if deed.happened or not came else "acceptable",
            reason="" if deed.happened or not came else self.chance.choice(self.words["not_came"]),
            note=self._tell(kind) if deed.happened else "" if came else self.chance.choice(self.words["not_happened"]),
            explained=EXPLAINED,
        )  # fmt: skip
        record_contact(
            by=by, kind=deed.kind, subject=deed.subject, on=deed.on, people=[who], happened=came,
            minutes=deed.minutes or self.chance.choice([30, 45, 60]) if deed.happened else None,
            why_not="" if came else "logistics",
            place=self._place(deed), follow_ups=self._promises(deed),
        )  # fmt: skip

    def _tell(self, kind: Kind) -> str:
        told = self.charity.narratives.get(kind.code)
        return next(told) if told else ""

    def waive_one(self) -> None:
        """Sets one open commitment aside for a reason that the model allows, if there is one."""
        model = compiled_model(self.model)
        for owed in self.enrolment.commitments.filter(is_next=True).order_by("by_on", "element"):
            if reasons := model.reasons_for(owed.element):
                programmes.waive(
                    by=self.worker, enrolment=self.enrolment, element=owed.element, spell=owed.spell,
                    ordinal=owed.ordinal, reason=next(iter(reasons)),
                )  # fmt: skip
                return

    def _by(self, kind: str) -> tuple[User, Sensitivity]:
        if kind in CLINICAL and self.round.counsellor:
            return self.charity.users[self.round.counsellor], Sensitivity.CLINICAL
        if kind in VOLUNTEERED and self.round.volunteer:
            return self.charity.users[self.round.volunteer], Sensitivity.STANDARD
        sensitive = kind == "one-to-one" and self.chance.random() < 0.05
        return self.worker, Sensitivity.SENSITIVE if sensitive else Sensitivity.STANDARD

    def _place(self, deed: Deed) -> str:
        inside = deed.on < self.course.release_on and not self.course.recalled
        places: list[str] = self.words["places"]
        return self.chance.choice(places[:4] if inside else places[4:])

    def _promises(self, deed: Deed) -> list[Promise]:
        recent = (self.charity.today - deed.on).days <= 10
        if not (deed.happened and recent and self.chance.random() < 0.35):
            return []
        by_on = deed.on + timedelta(days=self.chance.randint(2, 12))
        return [Promise(what=self.chance.choice(self.words["follow_ups"]), by_on=by_on)]

    def _close(self) -> None:
        if self.course.phase is Phase.LEFT and self.course.left_on:
            reason, note = self.chance.choice(LEAVING)
            programmes.leave_programme(
                by=self.worker, enrolment=self.enrolment, on=self.course.left_on, reason=reason, note=note
            )
        elif self.course.phase is Phase.EARLY and self.number % 13 == 0:
            programmes.put_on_hold(
                by=self.worker,
                enrolment=self.enrolment,
                from_on=max(self.course.enrolled_on, self.charity.today - timedelta(days=12)),
                reason=self.chance.choice(self.words["hold_reasons"]),
            )
        elif self.course.phase is Phase.WAITING and self.number % 4 == 0:
            assignment = self.person.assignments.filter(role="caseworker").first()
            if assignment:
                people.end_assignment(
                    by=self.manager,
                    assignment=assignment,
                    to_on=self.charity.today - timedelta(days=2),
                    because="Moved to another team",
                )
