"""Makes a service that knows the timetable fit for being asked thousands of times."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from throughgate.release.rules.day import Mode, NoWay, Place, Travel, TravelTimes

Asked = tuple[Place, Place, Mode, datetime]


@dataclass
class InSteps:
    """Asks only for every quarter of an hour, and each once. Whoever leaves in between is taken to wait for the next:
    no time is too short for it, and nobody who leaves later arrives earlier. Keep one for a day, not for ever.
    """

    service: TravelTimes
    minutes: int = 15
    _answers: dict[Asked, Travel | NoWay | None] = field(default_factory=dict)

    @property
    def same_all_day(self) -> bool:
        return self.service.same_all_day

    def between(self, here: Place, there: Place, *, mode: Mode, leaving: datetime) -> Travel | NoWay | None:
        leaves = self._next(leaving)
        asked = here, there, mode, leaves
        if asked not in self._answers:
            self._answers[asked] = self.service.between(here, there, mode=mode, leaving=leaves)
        answer = self._answers[asked]
        if not isinstance(answer, Travel) or self.same_all_day:
            return answer
        waiting = -((leaving - leaves) // timedelta(minutes=1))
        return replace(answer, minutes=answer.minutes + waiting)

    def _next(self, leaving: datetime) -> datetime:
        """In UTC: a quarter is a quarter on the day the clocks change too."""
        moment = leaving.astimezone(UTC)
        step = timedelta(minutes=self.minutes)
        midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight - (midnight - moment) // step * step
