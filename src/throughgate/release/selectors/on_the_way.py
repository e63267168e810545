"""Where a driver who goes along with somebody stops: those of the release day that lie in their journey."""

from dataclasses import dataclass
from datetime import datetime

from throughgate.access.policy import Sensitivity
from throughgate.release.models import DayStop, Journey, ReleaseDay
from throughgate.release.rules.day import HOME
from throughgate.release.selectors.day import look_at_day


@dataclass(frozen=True)
class OnTheWay:
    """`where` is empty where only their own workers may read it: ask the office."""

    at: datetime
    until: datetime
    where: str


def stops_on_the_way(row: Journey) -> list[OnTheWay]:
    """As the day is planned now; none where somebody who is none of ours drives."""
    day = ReleaseDay.objects.filter(person=row.person_id, on=row.on).select_related("person__site").last()
    look = look_at_day(day) if day and not row.other_driver else None
    if look is None or look.verdict is None:
        return []
    stops = {stop.thread: stop for stop in look.stops}
    mine = [leg for leg in look.verdict.legs if leg.driver and leg.driver.name == row.ref and leg.key != HOME]
    return [
        OnTheWay(leg.arrives_at, leg.ends_at, _where(stops[leg.key]))
        for leg in mine
        if leg.driver and leg.there != leg.driver.end
    ]


def _where(stop: DayStop) -> str:
    if stop.sensitivity != Sensitivity.STANDARD:
        return ""
    return ", ".join(part for part in (stop.place, stop.address, stop.postcode) if part)
