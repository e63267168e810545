from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.release.models import Answer, Driver, Journey, JourneyAsk
from throughgate.release.rules.minutes import LONDON


@pytest.fixture
def at() -> Callable[..., datetime]:
    """A moment of today, by the clock in London."""
    day = today()

    def moment(hour: int, minute: int = 0) -> datetime:
        return datetime.combine(day, time(0), LONDON).astimezone(UTC) + timedelta(hours=hour, minutes=minute)

    return moment


@pytest.fixture(autouse=True)
def clock(monkeypatch, at) -> Callable[..., None]:
    """It is eight in the morning, until a test says otherwise; the database sees the same clock."""

    def show(hour: int, minute: int = 0) -> None:
        moment = at(hour, minute)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    show(8)
    return show


@pytest.fixture
def drives(alice) -> Callable[..., Journey]:
    """A journey of today that somebody said yes to: off at 8, there at 9, home by 11."""

    def plan(person: Person, user, **fields) -> Journey:
        times = {"leave_at": time(8), "pick_up_at": time(9), "arrive_by": time(11)}
        row = Journey.objects.create(
            **{"person": person, "on": today(), "from_place": "The gate", "to_place": "Elm House", "made_by": alice}
            | times
            | fields
        )
        driver, _ = Driver.objects.get_or_create(user=user, defaults={"added_by": alice})
        JourneyAsk.objects.create(
            journey=row, driver=driver, asked_by=alice, answer=Answer.YES, answered_at=row.made_at, answered_by=user
        )
        return row

    return plan


@pytest.fixture
def journey(drives, person, victor) -> Journey:
    """Victor drives; the person is not on his caseload."""
    return drives(person, victor)
