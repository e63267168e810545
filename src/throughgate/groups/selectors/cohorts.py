"""Reads of groups. Of a group, a user reads its sessions, and the places of people of whom they may know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from throughgate.access.policy import Ability, Action, Forbidden, Hidden, check, has, reach_of, require, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import Contact, ContactPerson
from throughgate.casework.selectors.contacts import effective_parts
from throughgate.common.clock import today
from throughgate.groups.grammar import Plan, SessionPlan
from throughgate.groups.loading import plan_of, plans
from throughgate.groups.models import AbsenceCall, Cohort, Delivery, GroupSession, MakeUp, Place, Register
from throughgate.groups.rules.attendance import Mark
from throughgate.groups.rules.places import State, free_places, in_order, state_of
from throughgate.groups.selectors.leading import led_by
from throughgate.groups.selectors.there import standing_sessions
from throughgate.people.models import Person

LOOKED_AT = 8  # coming sessions that are looked at for what stands against them
Key = tuple[int, int]  # place, session


@dataclass
class Sheet:
    """A group as one reader may see it. `marks` by place and number of the session; `hidden` how many of its members
    the reader may not know of.
    """

    cohort: Cohort
    plan: Plan
    sessions: Sequence[GroupSession]
    members: Sequence[Place]
    offered: Sequence[Place]
    waiting: Sequence[Place]
    left: Sequence[Place]
    free: int
    hidden: int
    marks: Mapping[Key, Mark] = field(default_factory=dict)
    recorded: frozenset[int] = frozenset()  # ids of sessions that have a register
    planned: Mapping[Key, MakeUp] = field(default_factory=dict)  # to be made up with another group
    called_off: frozenset[int] = frozenset()  # of which all that was recorded says that they did not take place

    @property
    def standing(self) -> list[GroupSession]:
        return [one for one in self.sessions if one.cancelled_at is None]

    def next_session(self, today: date) -> GroupSession | None:
        """The first without a register that is not long past: today’s before tomorrow’s."""
        open_now = [one for one in self.standing if one.pk not in self.recorded]
        return next((one for one in open_now if one.on >= today), None)

    def coming(self, today: date) -> list[GroupSession]:
        return [one for one in self.standing if one.on >= today and one.pk not in self.recorded][:LOOKED_AT]

    def to_record(self, today: date) -> list[GroupSession]:
        return [one for one in self.standing if one.pk not in self.recorded and one.on <= today]

    def row(self, place: Place) -> list[tuple[GroupSession, Mark]]:
        return [(one, self.marks.get((place.pk, one.number), Mark.NONE)) for one in self.sessions]


def cohorts_for(user: User) -> QuerySet[Cohort]:
    """Those of the user's sites, and those they lead."""
    require(user, Ability.SEE_PEOPLE)
    led = led_by(user, today()).values("cohort")
    return Cohort.objects.filter(Q(site__in=reach_of(user).sites) | Q(pk__in=led)).select_related("site")


def access_cohort(user: User, ref: str, *, to_plan: bool = False) -> Cohort:
    """Raises Hidden; Forbidden where the user may not plan groups and would."""
    found = cohorts_for(user).filter(ref=ref).first()
    if found is None:
        raise Hidden()
    if to_plan and not has(user, Ability.PLAN_GROUPS):
        raise Forbidden(Ability.PLAN_GROUPS)
    return found


def access_session(user: User, ref: str, *, to_plan: bool = False, cancelled: bool = False) -> GroupSession:
    """Raises Hidden, Forbidden. One that was moved leads to nothing: its later row has another reference. One that was
    cancelled does so only where that is asked for.
    """
    rows = GroupSession.objects.filter(superseded_at__isnull=True) if cancelled else standing_sessions()
    row = rows.filter(ref=ref).select_related("cohort__site").first()
    if row is None:
        raise Hidden()
    row.cohort = access_cohort(user, row.cohort.ref, to_plan=to_plan)
    return row


def check_leads(user: User, cohort: Cohort) -> None:
    """Who keeps its registers: those who lead it, and whoever plans groups at its site. Raises Forbidden."""
    plans_there = has(user, Ability.PLAN_GROUPS) and cohort.site_id in reach_of(user).sites
    if not plans_there and not led_by(user, today()).filter(cohort=cohort).exists():
        raise Forbidden(Ability.PLAN_GROUPS)


def access_place(user: User, cohort: Cohort, ref: str, *, action: Action = Action.RECORD) -> Place:
    """Raises Hidden, Forbidden."""
    row = Place.objects.filter(cohort=cohort, ref=ref).select_related("person__site", "enrolment").first()
    if row is None:
        raise Hidden()
    row.cohort = cohort
    return check(user, action, row)


def listed_for(user: User, today: date) -> list[tuple[Cohort, GroupSession | None, int]]:
    """Each with its next session and how many are in it. Three queries."""
    holding = Place.objects.filter(taken_on__isnull=False, left_on__isnull=True)
    coming = standing_sessions().filter(on__gte=today, registers__isnull=True).order_by("on", "at")
    rows = cohorts_for(user).filter(closed_on__isnull=True).prefetch_related(
        Prefetch("sessions", coming, to_attr="coming"), Prefetch("places", holding, to_attr="holding"), "leading__user"
    )  # fmt: skip
    found = [(one, next(iter(one.coming), None), len(one.holding)) for one in rows]
    return sorted(found, key=lambda one: (one[1] is None, one[1].on if one[1] else today, one[0].pk))


def read_sheet(user: User, cohort: Cohort, *, page: str = "") -> Sheet:
    """Audited as a read. The number of queries does not grow with people or sessions."""
    every = list(Place.objects.filter(cohort=cohort).order_by("asked_at", "pk"))
    mine = visible(user, Place.objects.filter(cohort=cohort)).select_related("person__site", "enrolment")
    places = list(mine.order_by("person__family_name", "person__given_name", "pk"))
    by_state: dict[State, list[Place]] = {state: [] for state in State}
    for one in places:
        one.cohort = cohort
        by_state[state_of(one)].append(one)
    holding = {one.pk for one in every if state_of(one) is not State.LEFT}
    rows = GroupSession.objects.filter(cohort=cohort, superseded_at__isnull=True)
    sessions = list(rows.select_related("supersedes__supersedes").order_by("number"))
    for session in sessions:
        session.cohort = cohort
    marks, recorded, called_off = marks_of(user, cohort, sessions, places)
    record_event(by=user, action="group.read", subject=f"group {cohort.ref}", people=len(places), page=page)
    return Sheet(
        cohort=cohort,
        plan=plan_of(cohort.plan),
        sessions=sessions,
        members=by_state[State.TAKEN],
        offered=by_state[State.OFFERED],
        waiting=in_order(by_state[State.WAITING]),
        left=by_state[State.LEFT],
        free=free_places(cohort.capacity, every),
        hidden=len(holding - {one.pk for one in places}),
        marks=marks,
        planned=planned_of(places, marks),
        recorded=recorded,
        called_off=called_off,
    )


def marks_of(
    user: User | None, cohort: Cohort, sessions: Sequence[GroupSession], places: Sequence[Place]
) -> tuple[dict[Key, Mark], frozenset[int], frozenset[int]]:
    """By place and number, as far as the reader may read them; with nobody to read, all (for what is due)."""
    made_up = list(MakeUp.objects.filter(place__in=places, dropped_at__isnull=True).select_related("session"))
    asked = {one.pk for one in sessions} | {one.session_id for one in made_up if one.session_id}
    contacts = contacts_of(asked)
    parts = effective_parts().filter(contact__in=contacts).select_related("contact")
    parts = visible(user, parts) if user else parts
    came: dict[tuple[int, int], str] = {}
    happened: dict[int, bool] = {}
    for part in parts:
        session = contacts[part.contact_id]
        came[part.person_id, session] = part.attended if part.contact.happened else ""
        happened[session] = happened.get(session, False) or part.contact.happened
    marks = {
        (place.pk, one.number): Mark(came[place.person_id, one.pk])
        for place in places
        for one in sessions
        if (place.person_id, one.pk) in came
    }
    people = {one.pk: one.person_id for one in places}
    for one in made_up:
        there = one.contact_id is not None or came.get((people[one.place_id], one.session_id or 0)) in ("yes", "late")
        if there:
            marks[one.place_id, one.number] = Mark.MADE_UP
    mine = {one.pk for one in sessions}
    recorded = frozenset(set(contacts.values()) & mine)
    return marks, recorded, frozenset(pk for pk, so in happened.items() if not so) & recorded


def planned_of(places: Sequence[Place], marks: Mapping[Key, Mark]) -> dict[Key, MakeUp]:
    """What is to be made up with another group and has not been. One query."""
    rows = MakeUp.objects.filter(place__in=places, dropped_at__isnull=True, session__isnull=False)
    keys = {(row.place_id, row.number): row for row in rows.select_related("session")}
    return {key: row for key, row in keys.items() if marks.get(key) is not Mark.MADE_UP}


def make_up_of(user: User, cohort: Cohort, ref: str, number: int) -> MakeUp:
    """The latest that was planned of this session, dropped or not. Raises Hidden, Forbidden."""
    place = access_place(user, cohort, ref)
    row = MakeUp.objects.filter(place=place, number=number, session__isnull=False).order_by("-pk").first()
    if row is None:
        raise Hidden()
    row.place = place
    return row


def contacts_of(sessions: set[int]) -> dict[int, int]:
    """By id of contact the session that it was of, with later wordings: also those corrected on casework's own page."""
    found = dict(Register.objects.filter(session__in=sessions).values_list("contact_id", "session_id"))
    new = dict(found)
    while new:
        later = Contact.objects.filter(corrects__in=new).exclude(pk__in=found).values_list("pk", "corrects_id")
        new = {pk: found[corrects] for pk, corrects in later}
        found |= new
    return found


def parts_of(session: GroupSession) -> list[ContactPerson]:
    """What holds of who came to one session, whoever may read it: for the services."""
    rows = effective_parts().filter(contact__in=contacts_of({session.pk}))
    return list(rows.select_related("contact", "person__site", "entry", "enrolment").order_by("pk"))


def delivered_in(sessions: Sequence[GroupSession]) -> dict[int, Delivery]:
    """By id of session."""
    rows = Delivery.objects.filter(session__in=[one.pk for one in sessions], superseded_at__isnull=True)
    return {row.session_id: row for row in rows}


def plan_of_session(session: GroupSession) -> SessionPlan:
    return plan_of(session.cohort.plan).session(session.number)


def who_is_expected(user: User, session: GroupSession) -> tuple[list[Place], int]:
    """Members and guests of whom the user may record, and how many others there are. Audited as a read."""
    wanted = _expected(session)
    rows = list(
        visible(user, Place.objects.filter(wanted), Action.RECORD)
        .filter(person__in=_recordable(user))
        .select_related("person__site", "enrolment__model", "cohort")
        .defer("enrolment__model__source")
        .order_by("person__family_name", "person__given_name", "pk")
        .distinct()
    )
    record_event(by=user, action="group.read", subject=f"session {session.ref}", people=len(rows), page="register")
    return rows, Place.objects.filter(wanted).distinct().count() - len(rows)


def names_expected(user: User, session: GroupSession) -> list[Place]:
    """Whose names stand on the sheet of a session: those the user may see, leaders too. Audited as a read."""
    rows = visible(user, Place.objects.filter(_expected(session))).select_related("person__site", "cohort")
    found = list(rows.order_by("person__given_name", "pk").distinct())
    record_event(by=user, action="group.read", subject=f"session {session.ref}", people=len(found), page="print")
    return found


def _expected(session: GroupSession) -> Q:
    """Who was in the group on that day, and the guests of that session."""
    stayed = Q(left_on__isnull=True) | Q(left_on__gt=session.on)
    members = Q(cohort=session.cohort_id, taken_on__isnull=False) & stayed
    guests = MakeUp.objects.filter(session=session, dropped_at__isnull=True)
    return members | Q(pk__in=guests.values("place"))


def _recordable(user: User) -> QuerySet[Any]:
    return visible(user, Person.objects.all(), Action.RECORD).values("pk")


def due_session_of(user: User, person_ref: str, kind: str, today: date) -> GroupSession | None:
    """The latest session of a group of theirs without a register, else the next: where a line on Today leads."""
    places = visible(user, Place.objects.filter(person__ref=person_ref, taken_on__isnull=False, left_on__isnull=True))
    rows = standing_sessions().filter(
        cohort__in=places.values("cohort"), cohort__plan__in=_plans_of(kind), registers__isnull=True
    )
    rows = rows.filter(cohort__in=cohorts_for(user).values("pk"))
    return rows.filter(on__lte=today).order_by("-on").first() or rows.order_by("on").first()


def _plans_of(kind: str) -> list[str]:
    return [slug for slug, one in plans().items() if one.kind == kind]


def call_of_promise(user: User, ref: str) -> AbsenceCall:
    """Raises Hidden, Forbidden."""
    rows = AbsenceCall.objects.select_related("promise__person__site", "place__person__site", "place__cohort__site")
    row = rows.select_related("session").filter(promise__ref=ref).first()
    if row is None:
        raise Hidden()
    return check(user, Action.RECORD, row)
