"""Somebody who is to be driven to Woking on Thursday 10 December, and who could drive."""

from datetime import datetime, time

import pytest

from tests.unit.casework.clocks import set_clock
from tests.unit.release.journeys.travelling import TODAY, WAY
from throughgate.release.models import Driver, DriverHours, Journey, Vehicle
from throughgate.release.rules.journey import SaidJourney
from throughgate.release.services.journey_asks import accept_journey, ask_drivers
from throughgate.release.services.journeys import plan_journey


@pytest.fixture(autouse=True)
def friday(monkeypatch) -> None:
    set_clock(monkeypatch, datetime.combine(TODAY, time(9, 30)))


@pytest.fixture
def said():
    def _said(**more) -> SaidJourney:
        return SaidJourney(**WAY | more)

    return _said


@pytest.fixture
def add_driver_row(mona):
    """Drives on weekdays from eight to six, and seats three."""

    def _add(user, *, seats: int = 3, **more) -> Driver:
        driver = Driver.objects.create(user=user, added_by=mona, **more)
        Vehicle.objects.create(driver=driver, words="blue Fiesta", seats=seats)
        for weekday in range(5):
            DriverHours.objects.create(driver=driver, weekday=weekday, from_at=time(8), to_at=time(18))
        return driver

    return _add


@pytest.fixture
def vic(victor, add_driver_row) -> Driver:
    """A volunteer who works with nobody."""
    return add_driver_row(victor)


@pytest.fixture
def bobs(bob, add_driver_row) -> Driver:
    return add_driver_row(bob)


@pytest.fixture
def journey(alice, person, said) -> Journey:
    return plan_journey(by=alice, person=person, said=said())


@pytest.fixture
def ask(alice, journey):
    """`ask(vic)` asks, and answers the ask."""

    def _ask(*drivers, by=alice, row=journey):
        asks = ask_drivers(by=by, journey=row, drivers=drivers)
        return asks[0] if len(asks) == 1 else asks

    return _ask


@pytest.fixture
def agreed(ask, vic, victor):
    """Victor has said yes."""
    return accept_journey(by=victor, ask=ask(vic))
