"""Moments of one day as whole minutes since its midnight, in time that really passes: a day on which the clocks go
forward has 1,380 of them. What is added up is never the time on the wall.
"""

from datetime import UTC, date, datetime, time, timedelta

from throughgate.common.hours import LONDON

_MINUTE = timedelta(minutes=1)


class DayClock:
    def __init__(self, on: date) -> None:
        self.on = on
        self._midnight = self._absolute(on, time(0))
        self.length = self.minute(time(0), days=1)

    @staticmethod
    def _absolute(on: date, at: time) -> datetime:
        return datetime.combine(on, at, LONDON).astimezone(UTC)

    def minute(self, at: time, *, days: int = 0, later: bool = False) -> int:
        """Where the clocks go back an hour comes twice: the first is meant, or the second if `later`."""
        moment = self._absolute(self.on + timedelta(days=days), at.replace(fold=int(later)))
        return (moment - self._midnight) // _MINUTE

    def moment(self, minute: int) -> datetime:
        return (self._midnight + minute * _MINUTE).astimezone(LONDON)

    def wall(self, minute: int) -> str:
        return f"{self.moment(minute):%H:%M}"
