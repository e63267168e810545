"""A clock that stands still, somebody who came out in summer and has a phone, and a service that remembers."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from tests.unit.casework.clocks import set_clock
from throughgate.casework.models import Booking
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.services.bookings import book_contact
from throughgate.notices.selectors.text_service import service_at
from throughgate.notices.services.texts import say_texts
from throughgate.notices.texts.contract import Handed, RefusedError
from throughgate.people.models import CustodyMove

LONDON = ZoneInfo("Europe/London")
TODAY = date(2026, 11, 20)
NUMBER = "+447700900123"


def at(on: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(on, time(hour, minute), LONDON)


TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def friday(monkeypatch) -> None:
    """The Friday of the cast, early."""
    set_clock(monkeypatch, at(TODAY, 6).replace(tzinfo=None))


@pytest.fixture
def clock(monkeypatch) -> Callable[[datetime], datetime]:
    """`clock(now)` sets it, and gives it back."""

    def _set(now: datetime) -> datetime:
        set_clock(monkeypatch, now.astimezone(LONDON).replace(tzinfo=None))
        return now

    return _set


@pytest.fixture
def book(alice, person) -> Callable[..., Booking]:
    """`book(on=…, at=…)`: with Alice, tomorrow at half past two unless it says otherwise."""

    def _book(*, by=alice, whom=None, worker=None, sensitivity=None, **arranged) -> Booking:
        given = {"kind": "one-to-one", "on": TOMORROW, "at": time(14, 30), "minutes": 45} | arranged
        more = {"sensitivity": sensitivity} if sensitivity else {}
        arrangement = Arrangement(**given)
        return book_contact(by=by, person=whom or person, arrangement=arrangement, worker=worker, token=uuid4(), **more)

    return _book


@pytest.fixture
def out(alice, person):
    """The person, released in June, with a phone."""
    for kind, on in (("received", date(2025, 1, 6)), ("released", date(2026, 6, 5))):
        CustodyMove.objects.create(person=person, kind=kind, on=on, site=person.site, added_by=alice)
    person.phone = "07700 900123"
    person.save()
    return person


@pytest.fixture
def agreed(alice, out):
    say_texts(by=alice, person=out, wants=True, who_reads="alone", how="spoken")
    return out


class Remembers:
    """Sends nothing. Fails as often as it is told to."""

    sent: list[tuple[str, str, str]] = []
    fails: list[Exception] = []
    told: dict[str, str] = {}

    def send(self, number, words, reference):
        if self.fails:
            raise self.fails.pop(0)
        self.sent.append((number, words, reference))
        return Handed(f"out-{reference}")

    def arrivals(self, references):
        return {ref: self.told[ref] for ref in references if ref in self.told}


@pytest.fixture
def phone(settings) -> Iterator[type[Remembers]]:
    settings.TEXT_SERVICE = f"{__name__}.Remembers"
    service_at.cache_clear()
    Remembers.sent, Remembers.fails, Remembers.told = [], [], {}
    yield Remembers
    service_at.cache_clear()


@pytest.fixture
def refused() -> RefusedError:
    return RefusedError("stop")
