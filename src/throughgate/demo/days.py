"""Release days of the demonstration: some that work, some that do not yet, some of which nobody has thought."""

from __future__ import annotations

from datetime import time, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import TYPE_CHECKING, Any

from django.db import transaction

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.casework.selectors.bookings import doers_for
from throughgate.common.yaml_lines import plain_data
from throughgate.people.changes import announced_once
from throughgate.people.models import CircleMember
from throughgate.people.services.restrictions import RestrictedError
from throughgate.release.models import MetBy, NotMet, ReleaseDay, StopKind
from throughgate.release.rules.release_day import USUAL_MINUTES, SaidMeeting, SaidStop
from throughgate.release.services.day import change_day, say_who_meets
from throughgate.release.services.day_stops import add_stop
from throughgate.release.services.telling import GateNotToldError

if TYPE_CHECKING:
    from throughgate.demo.charity import Charity

WITHIN = timedelta(days=28)
NOT_THOUGHT_OF = 4  # one in so many
ANSWER = "Looked at the map with probation: it lies well outside."


@cache
def words() -> Any:
    return plain_data(files("throughgate.demo").joinpath("data/days.yaml").read_text())


def plan_some_days(charity: Charity) -> None:
    soon = ReleaseDay.objects.filter(on__range=(charity.today, charity.today + WITHIN)).select_related("person__site")
    for number, row in enumerate(soon.order_by("on", "pk")):
        if number % NOT_THOUGHT_OF != NOT_THOUGHT_OF - 1:
            with announced_once():
                _Planned(charity, row, number).write()


class _Planned:
    def __init__(self, charity: Charity, row: ReleaseDay, number: int) -> None:
        self.row, self.number = row, number
        self.chance = Random(f"day {number}")  # noqa: S311 - repeatable on purpose  # nosec B311
        self.towns = words()["towns"]
        self.town = self.towns.get(row.person.site.town) or self.chance.choice(list(self.towns.values()))
        self.by = self._worker(charity)

    def _worker(self, charity: Charity) -> User:
        mine = [one for key, one in charity.users.items() if key.startswith("caseworker")]
        return next((one for one in mine if can(one, Action.EDIT, self.row.person)), charity.users["manager"])

    def write(self) -> None:
        opens = time(self.chance.choice([8, 9]), self.chance.choice([0, 30]))
        shuts = time(opens.hour + 1, opens.minute)
        change_day(by=self.by, day=self.row, gate_from=opens, gate_to=shuts)
        # Of five one is too early for the gate, of three one stands in a poor order, of six one has hours to ask for.
        booked = time(shuts.hour, 30) if self.number % 5 == 4 else time(shuts.hour + 1, 45)
        self._add(StopKind.PROBATION, at=booked, is_mandatory=True)
        poor = self.number % 3 == 1
        hours = {} if self.number % 6 == 2 else {"opens": time(8, 30), "closes": time(12 if poor else 18)}
        stops: list[tuple[str, dict[str, Any]]] = [(StopKind.GP, hours), (StopKind.JOBCENTRE, {"at": time(14, 30)})]
        if self.chance.random() < 0.5:
            stops.insert(1, (StopKind.PHARMACY, {"opens": time(9), "closes": time(18)}))
        for kind, times in reversed(stops) if poor else stops:
            self._add(kind, **times)
        self._meet()

    def _add(self, kind: str, **fields: Any) -> None:
        said = SaidStop(kind=kind, minutes=USUAL_MINUTES[kind], **self.town[kind], **fields)
        try:
            with transaction.atomic():
                add_stop(by=self.by, day=self.row, said=said)
        except RestrictedError as refused:
            if not refused.refuses:
                add_stop(by=self.by, day=self.row, said=said, override=ANSWER)

    def _meet(self) -> None:
        if self.number % 5 == 3:
            return
        phone = words()["phone"]
        family = CircleMember.objects.filter(person=self.row.person, kind="parent", to_on=None).first()
        workers = [one for one in doers_for(self.by, self.row.person, self.row.on) if one.role != "volunteer"]
        said = SaidMeeting(met_by=MetBy.WORKER, worker=self.chance.choice(workers).pk, phone=phone)
        if self.number % 7 == 5:
            said = SaidMeeting(met_by=MetBy.NOBODY, reason=NotMet.DECLINED)
        elif family and self.number % 4 == 1:
            said = SaidMeeting(met_by=MetBy.FAMILY, member=family.pk, phone=phone)
        try:
            with transaction.atomic():
                say_who_meets(by=self.by, day=self.row, said=said)
        except GateNotToldError:
            ours = SaidMeeting(met_by=MetBy.WORKER, worker=self.by.pk, phone=phone)
            say_who_meets(by=self.by, day=self.row, said=ours)
        except RestrictedError:
            say_who_meets(by=self.by, day=self.row, said=SaidMeeting(met_by=MetBy.NOBODY, reason=NotMet.UNSUITABLE))
