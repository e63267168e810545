"""What the clocks in London show."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def is_shown(moment: datetime) -> bool:
    """Whether clocks in London ever show it."""
    there_and_back = moment.astimezone(UTC).astimezone(LONDON)
    return there_and_back.replace(tzinfo=None, fold=0) == moment.replace(tzinfo=None, fold=0)


def is_hour_of(on: date, at: time) -> bool:
    """Whether that day has this hour: in spring one is left out."""
    return is_shown(datetime.combine(on, at, LONDON))
