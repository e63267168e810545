"""What prison and probation are told and say: with whom, until when, and what was said, the latest first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from throughgate.access.policy import visible
from throughgate.accounts.models import User
from throughgate.people.models import WITHOUT_END, CircleKind, CircleMember, DateKind, Person
from throughgate.people.selectors import days_known, sentences_of
from throughgate.people.selectors.around import circle_of
from throughgate.record.models import Entry
from throughgate.record.selectors import effective
from throughgate.recovery.kinds import LIAISON

OFFICERS = (CircleKind.POM, CircleKind.COM)


@dataclass(frozen=True)
class Liaison:
    """`licence_ends`: the day as it is known; None with `without_end` where the sentence has none."""

    officers: list[CircleMember]
    licence_ends: date | None
    without_end: bool


def liaison_of(person: Person, today: date) -> Liaison:
    officers = list(circle_of(person, today).filter(kind__in=OFFICERS))
    lasting = sentences_of(person).filter(kind__in=WITHOUT_END, stopped_on=None).exists()
    return Liaison(officers, days_known(person).get(DateKind.LICENCE_END), lasting)


def talks_of(user: User, person: Person) -> QuerySet[Entry]:
    """Each time that somebody was in touch, whichever room wrote it down, the latest first; what was noted by hand
    stands in `thing_done`.
    """
    rows = visible(user, effective().filter(person=person, kind=LIAISON, happened=True))
    return rows.select_related("by", "thing_done").order_by("-on", "-pk")
