"""What is to last – a home, a job, treatment – is asked about after so many weeks. The rule stands once."""

from datetime import date, timedelta
from typing import Final

CHECK_WEEKS: Final = (4, 13, 26)
EARLY: Final = 7  # days


def check_days(from_on: date) -> tuple[tuple[int, date], ...]:
    """After how many weeks it is asked whether it lasts, and on which days."""
    return tuple((weeks, from_on + timedelta(weeks=weeks)) for weeks in CHECK_WEEKS)


def can_answer(due_on: date, today: date) -> bool:
    """A week early is near enough; sooner, nobody can know."""
    return today >= due_on - timedelta(days=EARLY)
