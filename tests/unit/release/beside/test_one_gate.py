from datetime import time, timedelta

import pytest

from tests.unit.release.beside.conftest import ON, TODAY
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.services.bookings import book_contact
from throughgate.people.models import Person
from throughgate.people.rules.sharing import Recipient
from throughgate.people.selectors.beside import BOOKED_THERE
from throughgate.people.services.restrictions import RestrictedError
from throughgate.people.services.sharing import Hearing, give_consent
from throughgate.release.models import ReleaseDay
from throughgate.release.rules.journey import SaidJourney
from throughgate.release.rules.release_day import SaidMeeting, SaidStop
from throughgate.release.services.day import change_day, plan_day, say_who_meets
from throughgate.release.services.day_stops import add_stop, change_stop, said_of
from throughgate.release.services.journeys import plan_journey

OFFICE = {"kind": "probation", "place": "Woking Probation Office", "postcode": "GU21 6EN", "minutes": 45}


def opened(by, person, on=ON, gate=time(9)) -> ReleaseDay:
    row = plan_day(by=by, person=person, on=on)
    return change_day(by=by, day=row, on=on, gate_from=gate, gate_to=time(gate.hour + 1))


@pytest.fixture
def days(alice, charlie, person, samira, send):
    """Both from one prison."""
    Person.objects.filter(pk=samira.pk).update(site=send)
    samira.refresh_from_db()
    for by, of in ((alice, person), (charlie, samira)):
        spoken = Hearing(TODAY, "spoken")
        who = Recipient("housing", "Women Out")
        give_consent(by=by, person=of, recipient=who, purpose="service", says={"in-touch": "yes"}, hearing=spoken)
    return opened(alice, person), opened(charlie, samira)


def meets(by, day, met_by="agency", **fields):
    said = {"worker": by.pk} if met_by == "worker" else {"name": "Women Out"} if met_by == "agency" else {}
    return say_who_meets(by=by, day=day, said=SaidMeeting(met_by=met_by, **said | fields), override="")


@pytest.mark.parametrize("second", ["agency", "worker"])
@pytest.mark.parametrize("first", ["agency", "worker"])
def test_met_at_one_gate(alice, charlie, days, apart, first, second):
    meets(charlie, days[1], first)
    with pytest.raises(RestrictedError) as refused:
        meets(alice, days[0], second)
    assert refused.value.refuses and ReleaseDay.objects.filter(meetings__isnull=False).count() == 1


def test_nobody_meets_them_there(alice, charlie, days, apart):
    meets(charlie, days[1], "nobody", reason="declined")
    assert meets(alice, days[0]).pk


def test_at_another_hour(alice, charlie, days, apart):
    meets(charlie, days[1])
    row = change_day(by=alice, day=days[0], gate_from=time(14), gate_to=time(15))
    assert meets(alice, row).pk


def test_a_day_moved_beside_the_other(alice, charlie, days, apart):
    meets(charlie, days[1])
    row = change_day(by=alice, day=days[0], on=ON + timedelta(days=1), gate_from=time(9), gate_to=time(10))
    meets(alice, row)
    with pytest.raises(RestrictedError):
        change_day(by=alice, day=row, on=ON, gate_from=time(9), gate_to=time(10))


def stop(by, day, **fields):
    return add_stop(by=by, day=day, said=SaidStop(**OFFICE | fields))


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"at": time(11, 30)},
        {"opens": time(9), "closes": time(17)},
        {"place": "Woking probation office, 2nd floor", "postcode": ""},
    ],
)
def test_one_stop_at_hours_that_overlap(alice, charlie, days, apart, fields):
    stop(charlie, days[1], at=time(11))
    with pytest.raises(RestrictedError):
        stop(alice, days[0], **fields)


@pytest.mark.parametrize("fields", [{"at": time(14)}, {"place": "Guildford Probation Office", "postcode": "GU1 4AA"}])
def test_another_stop_or_another_hour(alice, charlie, days, apart, fields):
    stop(charlie, days[1], at=time(11))
    assert stop(alice, days[0], **{"at": time(11)} | fields).pk


def test_a_stop_moved_beside_the_other(alice, charlie, days, apart):
    stop(charlie, days[1], at=time(11))
    row, later = stop(alice, days[0], at=time(14)), {"at": time(11, 15)}
    known = {name: getattr(said_of(row), name) for name in SaidStop.__dataclass_fields__}
    with pytest.raises(RestrictedError):
        change_stop(by=alice, stop=row, said=SaidStop(**known | later))


def test_a_stop_where_the_other_is_booked(alice, charlie, days, apart, samira):
    there = Arrangement(kind="visit", on=ON, at=time(11), minutes=60, place="Woking Probation Office")
    book_contact(by=charlie, person=samira, arrangement=there)
    with pytest.raises(RestrictedError):
        stop(alice, days[0], at=time(11))


def test_a_stop_where_the_other_is_set_down(alice, charlie, days, apart, samira):
    way = SaidJourney(
        on=ON, from_place="Elm House", to_place="Woking Probation Office", to_postcode="GU21 6EN",
        pick_up_at=time(10), arrive_by=time(11),
    )  # fmt: skip
    plan_journey(by=charlie, person=samira, said=way)
    with pytest.raises(RestrictedError):
        stop(alice, days[0], at=time(11))


def test_who_it_is_stays_unsaid(alice, charlie, samira, downview, days, apart):
    stop(charlie, days[1], at=time(11))
    Person.objects.filter(pk=samira.pk).update(site=downview)
    with pytest.raises(RestrictedError) as refused:
        stop(alice, days[0], at=time(11))
    assert refused.value.reasons == (BOOKED_THERE,)


def test_picked_up_at_the_gate_where_the_other_is_met(alice, charlie, days, apart, person):
    meets(charlie, days[1])
    with pytest.raises(RestrictedError):
        way = {"to_place": "Ash House", "pick_up_at": time(9, 30), "arrive_by": time(10)}
        plan_journey(by=alice, person=person, said=SaidJourney(on=ON, from_place="HMP Send", **way))
