"""Somebody who is to be released on Thursday 10 December, and a home for them."""

from datetime import datetime, time

import pytest

from tests.sharing import may_ask_for_homes
from tests.unit.casework.clocks import set_clock
from tests.unit.release.day.planned import PROBATION, RELEASE, TODAY
from throughgate.people.services.custody import note_date
from throughgate.release.models import HomeState, Provider, ReleaseDay
from throughgate.release.rules.home import Said
from throughgate.release.rules.release_day import SaidMeeting, SaidStop
from throughgate.release.services.day import change_day, say_who_meets
from throughgate.release.services.day_stops import add_stop
from throughgate.release.services.home import apply_for_home, take_step


@pytest.fixture(autouse=True)
def friday(monkeypatch) -> None:
    set_clock(monkeypatch, datetime.combine(TODAY, time(9, 30)))


@pytest.fixture
def inside(alice, person, send):
    """Told today of a release in three weeks."""
    send.postcode, send.country = "GU23 7LJ", "England"
    send.save()
    note_date(by=alice, person=person, kind="crd", on=RELEASE, source="OMU")
    return person


@pytest.fixture
def day(inside) -> ReleaseDay:
    """As it opens by itself: nothing is known of it but the date."""
    return ReleaseDay.objects.get(person=inside)


@pytest.fixture
def gate(alice, day) -> ReleaseDay:
    return change_day(by=alice, day=day, gate_from=time(9), gate_to=time(10))


@pytest.fixture
def home(alice, person):
    """A room at Elm House from that day on."""
    elm = Provider.objects.create(name="Elm House", kind="supported", postcode="GU21 6HT", added_by=alice)
    may_ask_for_homes(alice, person)
    row = apply_for_home(by=alice, person=person, provider=elm, said=Said(state=HomeState.SENT, on=TODAY))
    for state in (HomeState.OFFERED, HomeState.CONFIRMED):
        take_step(by=alice, application=row, said=Said(state=state, on=TODAY, day=RELEASE))
    return row


@pytest.fixture
def add(alice, day):
    """`add(PROBATION, at=…)`."""

    def _add(known=PROBATION, *, by=alice, sensitivity="standard", override="", **fields):
        return add_stop(
            by=by, day=day, said=SaidStop(**known | fields), sensitivity=sensitivity, override=override
        )  # fmt: skip

    return _add


@pytest.fixture
def meet(alice, day):
    def _meet(met_by="worker", *, by=alice, override="", **fields):
        fields = {"worker": alice.pk} | fields if met_by == "worker" else fields
        return say_who_meets(by=by, day=day, said=SaidMeeting(met_by=met_by, **fields), override=override)

    return _meet
