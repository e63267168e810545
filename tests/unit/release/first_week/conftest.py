"""Jo came out on Monday 16 November, with a day planned; today is Friday."""

from datetime import date, datetime, time

import pytest

from tests.unit.casework.clocks import set_clock
from throughgate.casework.services import Attendance, record_contact
from throughgate.people.models import CustodyMove, MoveKind
from throughgate.people.services import record_move
from throughgate.people.services.custody import note_date
from throughgate.release.models import ReleaseDay
from throughgate.release.rules.release_day import SaidStop
from throughgate.release.services.day import change_day
from throughgate.release.services.day_stops import add_stop

OUT = date(2026, 11, 16)
TODAY = date(2026, 11, 20)


@pytest.fixture
def clock(monkeypatch):
    def _clock(on: date) -> None:
        set_clock(monkeypatch, datetime.combine(on, time(9, 30)))

    return _clock


@pytest.fixture(autouse=True)
def friday(clock) -> None:
    clock(TODAY)


@pytest.fixture
def planned(alice, person, clock) -> ReleaseDay:
    """As it was three weeks before."""
    clock(date(2026, 10, 26))
    CustodyMove.objects.create(
        person=person, kind=MoveKind.RECEIVED, on=date(2026, 1, 5), site=person.site, added_by=alice
    )
    note_date(by=alice, person=person, kind="crd", on=OUT, source="OMU")
    row = ReleaseDay.objects.get(person=person)
    change_day(by=alice, day=row, gate_from=time(9), gate_to=time(10))
    clock(TODAY)
    return row


@pytest.fixture
def add(alice, planned, clock):
    """A stop of the day, added before it came."""

    def _add(kind="probation", *, sensitivity="standard", **fields):
        clock(date(2026, 10, 26))
        known = {"place": "Woking Probation Office", "minutes": 45, "at": time(11, 30), "is_mandatory": True} | fields
        stop = add_stop(by=alice, day=planned, said=SaidStop(kind=kind, **known), sensitivity=sensitivity)
        clock(TODAY)
        return stop

    return _add


@pytest.fixture
def released(alice, person, planned):
    record_move(by=alice, person=person, kind=MoveKind.RELEASED, on=OUT, site=None)
    return person


@pytest.fixture
def meet(alice, person):
    def _meet(kind="first-visit", on=TODAY, *, attended="yes", **fields):
        who = Attendance(person=person, attended=attended, **({"why": "acceptable"} if attended == "no" else {}))
        return record_contact(by=alice, kind=kind, on=on, people=[who], **fields)

    return _meet
