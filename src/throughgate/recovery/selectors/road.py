"""The road of somebody in recovery, as far as the reader may know of it: week by week, and what is next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from throughgate.access.policy import Action, Hidden, check, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.selectors.contacts import open_enrolments
from throughgate.people.models import Assignment, AssignmentRole, CircleKind, CircleMember, Person
from throughgate.people.selectors import current_on
from throughgate.people.selectors.around import circle_of
from throughgate.programmes.asking import asked_by, record_url
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.models import Commitment
from throughgate.record.selectors import effective
from throughgate.recovery.kinds import (
    GROUP,
    HOME_GROUP,
    IN_CELL,
    LAPSE,
    LIAISON,
    MEETING,
    SESSION,
    SPONSOR_CONTACT,
    SPONSOR_FOUND,
)
from throughgate.recovery.models import CellSheet, CleanFrom, HomeGroup, Lapse, MeetingAttended
from throughgate.recovery.rules.counting import Counted, count_days

ROAD: Mapping[str, str] = {
    SESSION: "One-to-one",
    GROUP: "Group",
    IN_CELL: "Pages",
    MEETING: "Meetings",
    SPONSOR_CONTACT: "Sponsor",
    LAPSE: "Lapse, answered",
}
MARKS: Mapping[str, str] = {HOME_GROUP: "Home group found", SPONSOR_FOUND: "Sponsor found"}
WEEKS = 12


@dataclass
class Week:
    begins_on: date
    counts: dict[str, int] = field(default_factory=dict)
    marks: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What happened, the marks last; empty where nothing did."""
        said = [(title, self.counts.get(kind, 0)) for kind, title in ROAD.items()]
        return ", ".join([f"{title} {count}" for title, count in said if count] + self.marks)


def road_of(user: User, person: Person, today: date) -> list[Week]:
    """The last weeks, the latest first. One query."""
    first = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    weeks = {first + timedelta(weeks=n): Week(first + timedelta(weeks=n)) for n in range(WEEKS)}
    rows = visible(user, effective().filter(person=person, happened=True))
    rows = rows.filter(kind__in=[*ROAD, *MARKS], on__gte=first, on__lte=today).order_by("on")
    for kind, on in rows.values_list("kind", "on"):
        week = weeks[on - timedelta(days=on.weekday())]
        if kind in MARKS:
            week.marks.append(MARKS[kind])
        else:
            week.counts[kind] = week.counts.get(kind, 0) + 1
    return sorted(weeks.values(), key=lambda week: week.begins_on, reverse=True)


def counted_of(user: User, person: Person, today: date) -> Counted | None:
    began = visible(user, CleanFrom.objects.filter(person=person)).order_by("-pk").first()
    if began is None:
        return None
    return count_days(began.on, [(row.from_on, row.to_on) for row in lapses_of(user, person)], today)


def lapses_of(user: User, person: Person) -> list[Lapse]:
    """Those whose entry still stands: one taken out is none."""
    standing = effective().filter(person=person, kind=LAPSE).values("pk")
    rows = visible(user, Lapse.objects.filter(person=person, entry__in=standing))
    return list(rows.select_related("by", "version", "crisis", "promise"))


def sheets_of(user: User, person: Person) -> list[CellSheet]:
    return list(visible(user, CellSheet.objects.filter(person=person)).select_related("set_by", "returned_to"))


def meetings_of(user: User, person: Person, most: int = 12) -> list[MeetingAttended]:
    rows = visible(user, MeetingAttended.objects.filter(person=person))
    standing = effective().filter(person=person, kind=MEETING).values("pk")
    return list(rows.filter(done__entry__in=standing)[:most])


def home_group_of(user: User, person: Person) -> HomeGroup | None:
    return visible(user, HomeGroup.objects.filter(person=person)).first()


def sponsors_of(person: Person, today: date) -> list[CircleMember]:
    return [row for row in circle_of(person, today) if row.kind == CircleKind.SPONSOR]


def last_of(user: User, person: Person, kinds: Sequence[str]) -> dict[str, date]:
    """By kind, the last day on which it happened."""
    rows = visible(user, effective().filter(person=person, kind__in=kinds, happened=True))
    found: dict[str, date] = {}
    for kind, on in rows.order_by("on").values_list("kind", "on"):
        found[kind] = on
    return found


@dataclass(frozen=True)
class Next:
    """What a programme asks for next, of what recovery has a page for."""

    title: str
    kind: str
    by_on: date
    url: str


def next_of(user: User, person: Person) -> list[Next]:
    """The soonest first. Two queries and the compiled models."""
    enrolments = {one.pk: one for one in open_enrolments(user, [person])}
    rows = Commitment.objects.filter(person=person, enrolment__in=enrolments, is_next=True, by_on__isnull=False)
    wanted, found = {*ROAD, *MARKS, LIAISON}, []
    for row in visible(user, rows).order_by("by_on", "pk"):
        if row.enrolment_id is None or row.by_on is None:
            continue
        enrolment = enrolments[row.enrolment_id]
        asked = asked_by(compiled_model(enrolment.model), row.element)
        if kind := next((kind for kind in asked.kinds if kind in wanted), ""):
            found.append(Next(asked.title, kind, row.by_on, record_url(person, asked, enrolment.ref)))
    return found


def counsellor_of(person: Person, today: date) -> Assignment | None:
    rows = Assignment.objects.filter(current_on(today), person=person, role=AssignmentRole.COUNSELLOR)
    return rows.select_related("worker").first()


def access_row(user: User, person: Person, rows: Any, *, action: Action = Action.VIEW, page: str = "") -> Any:
    """One row of this person. Raises Hidden, Forbidden; audited as a read."""
    row = rows.filter(person=person).first()
    if row is None:
        raise Hidden()
    row.person = person
    check(user, action, row)
    if page:
        record_event(by=user, action="recovery.read", person=person, subject=page)
    return row
