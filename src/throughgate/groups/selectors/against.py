"""What stands against sessions to come: a bar may have been recorded since somebody got their place."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import date

from throughgate.access.policy import visible
from throughgate.accounts.models import User
from throughgate.groups.loading import plan_of
from throughgate.groups.models import GroupSession, Place
from throughgate.groups.selectors.leading import led_by
from throughgate.groups.selectors.there import HOLDS, occasions_of, standing_sessions
from throughgate.people.models import OverrideKind, Person
from throughgate.people.rules.restrictions import BETWEEN_PEOPLE, Booking
from throughgate.people.selectors.restrictions import Finding
from throughgate.people.selectors.standing_against import Planned, answers_to, standing_against

Answered = Callable[[GroupSession, Finding], bool]
Stands = tuple[Person, GroupSession, list[str]]


def booking_of(row: GroupSession) -> Booking:
    return Booking(
        kind=plan_of(row.cohort.plan).kind,
        on=row.on,
        at=row.at,
        minutes=row.minutes,
        place=f"{row.place}, {row.cohort.site.name}",
        site_id=row.cohort.site_id,
        words=row.cohort.title,
        ref=row.ref,
    )


def answered_in(cohorts: Collection[int]) -> Answered:
    """Whether somebody answered it for the same group already: who is in it is the same at every session, where and at
    what hour only at those in the same room at the same time. By the ids of the groups. Two queries.
    """
    sessions = {one.ref: one for one in GroupSession.objects.filter(cohort__in=cohorts)}
    given = defaultdict(list)
    for ref, rows in answers_to(sessions).items():
        for row in rows:
            given[row.restriction_id].append((row, sessions[ref]))

    def is_answered(session: GroupSession, finding: Finding) -> bool:
        return any(
            then.cohort_id == session.cohort_id
            and (row.kind != OverrideKind.ANSWER or not finding.refuses)
            and (row.restriction.kind in BETWEEN_PEOPLE or _where(session) == _where(then))
            for row, then in given[finding.restriction_id]
        )

    return is_answered


def _where(session: GroupSession) -> tuple[object, ...]:
    return session.at, session.minutes, session.place


def stands_against(user: User, members: Sequence[Place], sessions: Sequence[GroupSession]) -> list[Stands]:
    """Of each member at the sessions of their group, as far as the reader may know it, each thing once: at the first
    session that it stands against. As many queries for many groups, members and sessions as for one.
    """
    pairs = [(one.person, session) for session in sessions for one in members if one.cohort_id == session.cohort_id]
    planned = [Planned(person, session.on, booking_of(session), occasions_of(session)) for person, session in pairs]
    if not planned:
        return []
    is_answered, told = answered_in({one.cohort_id for one in sessions}), []
    said: set[tuple[int, int, str]] = set()
    for (person, session), findings in zip(pairs, standing_against(user, planned).found, strict=True):
        known = {(session.cohort_id, person.pk, one.reason): one for one in findings if not is_answered(session, one)}
        left = [one.reason for key, one in known.items() if key not in said]
        said |= known.keys()
        if left:
            told.append((person, session, left))
    return told


def groups_to_look_at(user: User, first: date, last: date) -> list[Stands]:
    """What stands against the next session, in these days, of each group that the user leads: a bar may have been added
    since somebody got their place. One query for whoever leads none.
    """
    led = led_by(user, first).values("cohort")
    rows = standing_sessions().filter(cohort__in=led, on__range=(first, last), registers__isnull=True)
    nearest: dict[int, GroupSession] = {}
    for row in rows.select_related("cohort__site").order_by("on", "at", "pk"):
        nearest.setdefault(row.cohort_id, row)
    if not nearest:
        return []
    holding = visible(user, Place.objects.filter(HOLDS, cohort__in=nearest)).select_related("person__site")
    return stands_against(user, list(holding.order_by("pk")), list(nearest.values()))
