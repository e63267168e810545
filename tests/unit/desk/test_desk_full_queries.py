"""What Today costs where there is something of everything on it: bookings beside each other with bars between them,
journeys, stops, gates, whoever comes with them, a crisis. As much for few as for many.
"""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from throughgate.accounts.models import User
from throughgate.casework.models import Booking, Crisis, CrisisTold
from throughgate.casework.selectors.bookings import to_look_at
from throughgate.common.references import new_reference
from throughgate.people.models import (
    Assignment,
    AssignmentRole,
    CircleMember,
    ContactRestriction,
    MoveKind,
    Person,
    RestrictionOverride,
)
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.models import Promise
from throughgate.record.models import Draft, Entry
from throughgate.release.models import DayStop, Driver, GateMeeting, Journey, JourneyAsk, ReleaseDay

# Some seventeen are what the frame, the week and the lists ask; the rest looks at what is booked and who is beside it.
MOST = {"alice": 40, "mona": 47, "victor": 39}


@pytest.fixture
def full(someone, enrol, due, moves, releases, alice, mona, victor, programme, today):
    """So many more people, each with something of everything that Today looks at."""
    compiled_model(programme)

    def _full(number: int) -> None:
        for place in range(number):
            one = someone("Kit", f"Marsh{place:02}", worker=alice)
            Assignment.objects.create(
                person=one, worker=victor, role=AssignmentRole.MENTOR, from_on=date(2026, 1, 5), added_by=alice
            )
            enrolled = enrol(one)
            for element, days in (("assessment", -1), ("sessions", 0), ("id", 4), ("gate", 3)):
                due(element, days, on=enrolled)
            releases(one, today + timedelta(days=3))
            moves(someone("Out", f"Marsh{place:02}", worker=alice), MoveKind.RELEASED, today - timedelta(days=3))
            someone("Alone", f"Marsh{place:02}")
            booked(one, alice, today + timedelta(days=3))
            release_day(one, alice, today + timedelta(days=3))
            journey(one, alice, victor, today + timedelta(days=3))
            for user in (alice, mona, victor):
                Draft.objects.create(user=user, form=f"contact:{one.ref}", fields={})
                crisis(one, user, alice)

    return _full


def booked(one: Person, by: User, on: date) -> None:
    """All at one hour with one worker: each must not meet a friend who comes along, whom others bring too."""
    friend = CircleMember.objects.create(
        person=one, kind="friend", name="Zed Quill", from_on=date(2020, 1, 1), added_by=by
    )
    ContactRestriction.objects.create(
        person=one, kind="no_contact", source="licence", from_on=date(2026, 1, 1), other_name="Zed Quill", member=None,
        reach="any", added_by=by,
    )  # fmt: skip
    ContactRestriction.objects.create(
        person=one, kind="no_contact", source="court", from_on=date(2026, 1, 1), member=friend, reach="any", added_by=by
    )
    booking = Booking.objects.create(
        person=one, kind="one-to-one", on=on, at=time(14), minutes=60, place="The Hub", worker=by, made_by=by,
        promise=promised(one, by, "booking", on), other_names="Ann Field",
    )  # fmt: skip
    booking.with_circle.add(friend)
    earlier = ContactRestriction.objects.filter(person=one).first()
    RestrictionOverride.objects.create(
        restriction=earlier, kind="override", reason="The court allows it", booked="A visit", booked_on=on, by=by,
        booked_ref=booking.ref,
    )  # fmt: skip


def promised(one: Person, by: User, source: str, on: date) -> Promise:
    return Promise.objects.create(person=one, source=source, title="It", who="staff", by_on=on, made_by=by)


def release_day(one: Person, by: User, on: date) -> None:
    day = ReleaseDay.objects.create(person=one, on=on, promise=promised(one, by, "release-day", on), made_by=by)
    GateMeeting.objects.create(day=day, met_by="worker", worker=by, said_by=by)
    ref = new_reference()
    DayStop.objects.create(
        ref=ref,
        thread=ref,
        day=day,
        on=on,
        kind="gp",
        title="GP",
        place="The Hub",
        at=time(14),
        minutes=20,
        added_by=by,
    )


def journey(one: Person, by: User, who: User, on: date) -> None:
    ref = new_reference()
    row = Journey.objects.create(
        ref=ref, thread=ref, person=one, on=on, from_place="The Hub", to_place="Elm House", pick_up_at=time(14),
        arrive_by=time(15), promise=promised(one, by, "journey", on), made_by=by,
    )  # fmt: skip
    driver, _ = Driver.objects.get_or_create(user=who, defaults={"added_by": by})
    JourneyAsk.objects.create(journey=row, driver=driver, asked_by=by)


def crisis(one: Person, told: User, by: User) -> None:
    entry = Entry.objects.create(person=one, kind="crisis-step-up", on=date(2026, 11, 20), summary="Up", by=by)
    row = Crisis.objects.create(
        person=one, kind="relapse", raised_as="relapse", level="today", entry=entry, raised_at=timezone.now(),
        raised_by=by, review_on=date(2026, 11, 20), review_promise=promised(one, by, "crisis", date(2026, 11, 20)),
    )  # fmt: skip
    CrisisTold.objects.create(crisis=row, user=told, whom="workers", told_at=timezone.now())


def queries(run) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        assert run().status_code == 200
    return [one["sql"] for one in asked.captured_queries]


@pytest.mark.parametrize("name", MOST)
def test_today_with_everything_on_it(as_user, request, full, today, name):
    user = request.getfixturevalue(name)
    client = as_user(user)
    full(2)
    client.get("/")
    few = queries(lambda: client.get("/"))
    full(10)
    many = queries(lambda: client.get("/"))
    assert len(many) == len(few), [one for one in many if one[:90] not in {other[:90] for other in few}]
    assert len(few) <= MOST[name]
    assert to_look_at(user, today, today + timedelta(days=14)), "a test with nothing against a booking measures little"
