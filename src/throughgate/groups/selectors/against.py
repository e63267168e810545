"""What stands against sessions to come: a bar may have been recorded since somebody got their place."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from throughgate.accounts.models import User
from throughgate.groups.loading import plan_of
from throughgate.groups.models import Cohort, GroupSession, Place
from throughgate.groups.selectors.there import occasions_of
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


def answered_in(cohort: Cohort) -> Answered:
    """Whether somebody answered it for this group already: who is in it is the same at every session, where and at what
    hour only at those in the same room at the same time. Two queries.
    """
    sessions = {one.ref: one for one in GroupSession.objects.filter(cohort=cohort)}
    given = defaultdict(list)
    for ref, rows in answers_to(sessions).items():
        for row in rows:
            given[row.restriction_id].append((row, sessions[ref]))

    def is_answered(session: GroupSession, finding: Finding) -> bool:
        return any(
            (row.kind != OverrideKind.ANSWER or not finding.refuses)
            and (row.restriction.kind in BETWEEN_PEOPLE or _where(session) == _where(then))
            for row, then in given[finding.restriction_id]
        )

    return is_answered


def _where(session: GroupSession) -> tuple[object, ...]:
    return session.at, session.minutes, session.place


def stands_against(
    user: User, cohort: Cohort, members: Sequence[Place], sessions: Sequence[GroupSession]
) -> list[Stands]:
    """As far as the reader may know it, each thing once: at the first session that it stands against. As many queries
    for many members and sessions as for one.
    """
    pairs = [(one.person, session) for session in sessions for one in members]
    planned = [Planned(person, session.on, booking_of(session), occasions_of(session)) for person, session in pairs]
    if not planned:
        return []
    is_answered, told, said = answered_in(cohort), [], set()
    for (person, session), findings in zip(pairs, standing_against(user, planned).found, strict=True):
        left = [one for one in findings if not is_answered(session, one) and (person.pk, one.reason) not in said]
        said |= {(person.pk, one.reason) for one in left}
        if left:
            told.append((person, session, list(dict.fromkeys(one.reason for one in left))))
    return told
