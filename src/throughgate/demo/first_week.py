"""First weeks of the demonstration: stops of release days kept and missed, and somebody who moved away."""

from __future__ import annotations

from datetime import time, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from django.db import transaction

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.demo.days import words
from throughgate.people.changes import announced_once
from throughgate.people.models import Person
from throughgate.people.rules.scopes import Scope
from throughgate.people.rules.sharing import Recipient
from throughgate.people.services.restrictions import RestrictedError
from throughgate.people.services.sharing import Hearing, give_consent
from throughgate.release.models import Became, DayStop, MetBy, NotMet, NotSeenReason, ReleaseDay, StopKind
from throughgate.release.rules.release_day import USUAL_MINUTES, SaidMeeting, SaidStop
from throughgate.release.selectors.first_week import not_seen
from throughgate.release.selectors.standing import standings_of
from throughgate.release.selectors.telling import ATTENDANCE, IN_TOUCH, SERVICE
from throughgate.release.services.day import plan_day, say_who_meets
from throughgate.release.services.day_stops import add_stop
from throughgate.release.services.not_seen import say_not_seen
from throughgate.release.services.outcomes import say_outcome

if TYPE_CHECKING:
    from throughgate.demo.charity import Charity

LATELY = timedelta(days=60)
BECAME = (
    (Became.KEPT, ""), (Became.KEPT, ""), (Became.KEPT, ""), (Became.LATE, ""), (Became.MISSED, "logistics"),
    (Became.MISSED, "not_acceptable"), (Became.CALLED_OFF, ""), ("", ""),
)  # fmt: skip
AT = {StopKind.PROBATION: time(11, 30), StopKind.JOBCENTRE: time(14, 30)}


def tell_first_weeks(charity: Charity) -> None:
    standings = standings_of(Person.objects.values_list("pk", flat=True), charity.today)
    out = {pk: one.released_on for pk, one in standings.items() if one.is_out and one.released_on}
    lately = {pk for pk, on in out.items() if charity.today - LATELY <= on < charity.today}
    for number, person in enumerate(Person.objects.filter(pk__in=lately).select_related("site").order_by("pk")):
        with announced_once():
            _FirstDay(charity, person, number).write()
    manager = charity.users["manager"]
    if waiting := not_seen(manager, Scope.SITE, charity.today, 2)[1:]:
        say_not_seen(
            by=manager,
            person=waiting[0][0],
            reason=NotSeenReason.MOVED,
            on=waiting[0][1],
            words="Went to a sister on the coast; the service there has the number.",
        )


class _FirstDay:
    def __init__(self, charity: Charity, person: Person, number: int) -> None:
        self.person, self.number = person, number
        self.chance = Random(f"first day {number}")  # noqa: S311 - repeatable on purpose  # nosec B311
        mine = [one for key, one in charity.users.items() if key.startswith("caseworker")]
        self.by: User = next((one for one in mine if can(one, Action.EDIT, person)), charity.users["manager"])
        towns = words()["towns"]
        self.town = towns.get(person.site.town) or self.chance.choice(list(towns.values()))

    def write(self) -> None:
        row = plan_day(by=self.by, person=self.person)
        self._meet(row)
        for kind in (StopKind.PROBATION, StopKind.GP, StopKind.JOBCENTRE)[: self.chance.choice([1, 2, 3])]:
            became, why = self.chance.choice(BECAME)
            if (stop := self._add(row, kind)) and became:
                say_outcome(by=self.by, stop=stop, became=became, why=why)

    def _meet(self, row: ReleaseDay) -> None:
        """Only those whom none of us met: that stands in the record."""
        said = {
            2: SaidMeeting(met_by=MetBy.FAMILY, name="Their mother"),
            4: SaidMeeting(met_by=MetBy.AGENCY, name="The hostel"),
            6: SaidMeeting(met_by=MetBy.NOBODY, reason=NotMet.DECLINED),
        }.get(self.number % 7)
        if said and said.met_by == MetBy.AGENCY:
            give_consent(
                by=self.by, person=self.person, recipient=Recipient("charity", said.name), purpose=SERVICE,
                says={IN_TOUCH: "yes", ATTENDANCE: "yes"}, hearing=Hearing(row.on, "spoken"),
            )  # fmt: skip
        try:
            with transaction.atomic():
                if said:
                    say_who_meets(by=self.by, day=row, said=said)
        except RestrictedError:
            say_who_meets(by=self.by, day=row, said=SaidMeeting(met_by=MetBy.NOBODY, reason=NotMet.UNSUITABLE))

    def _add(self, row: ReleaseDay, kind: StopKind) -> DayStop | None:
        hours: dict[str, Any] = {"at": AT[kind]} if kind in AT else {"opens": time(8, 30), "closes": time(18)}
        must = kind is StopKind.PROBATION
        said = SaidStop(kind=kind, minutes=USUAL_MINUTES[kind], is_mandatory=must, **self.town[kind], **hours)
        try:
            with transaction.atomic():
                return add_stop(by=self.by, day=row, said=said)
        except RestrictedError:
            return None
