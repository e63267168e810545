"""After any hand-overs, covers and their undoing, everybody who had a worker has one on every day."""

import random
from contextlib import suppress
from datetime import datetime, time, timedelta

import pytest

from tests.unit.casework.clocks import set_clock
from throughgate.accounts.models import User
from throughgate.handover.models import Cover, HandOver
from throughgate.handover.services import (
    AwayAlreadyError,
    Handing,
    HandOverRefusedError,
    LaterHandOverError,
    StandIn,
    StandInRefusedError,
    arrange_cover,
    end_cover,
    give_hand_overs,
    take_back_hand_over,
)
from throughgate.people.models import Assignment
from throughgate.people.selectors import list_unassigned

LOOK_AHEAD = 40


@pytest.mark.parametrize("seed", range(8))
def test_everybody_has_a_worker_on_every_day(seed, monkeypatch, today, send, mona, alice, bob, carol, caseload):
    dice = random.Random(seed)  # noqa: S311  # the order of acts, not a secret
    dora = User.objects.create_user("dora@example.org", None, name="Dora Example", role="caseworker", line_manager=mona)
    dora.sites.set([send])
    workers = [alice, bob, dora]
    day = today
    for _ in range(12):
        day += timedelta(days=dice.randrange(6))
        set_clock(monkeypatch, datetime.combine(day, time(9, 0)))
        _act(dice, User.objects.get(pk=mona.pk), workers, caseload, day)
        _check_nobody_is_lost(mona, caseload, day)
    assert HandOver.objects.exists() or Cover.objects.exists()


def _act(dice, mona, workers, people, day):
    worker, other = dice.sample(workers, 2)
    some = dice.sample(people, dice.randrange(1, 4))
    what = dice.randrange(4)
    if what == 0:
        _hand_over(dice, mona, worker, other, some, day)
    elif what == 1:
        _be_away(dice, mona, worker, other, some, day)
    elif what == 2:
        for row in HandOver.objects.filter(given_at__isnull=False, undone_at=None, from_on__gte=day)[:1]:
            with suppress(LaterHandOverError):
                take_back_hand_over(by=mona, hand_over=row, because="Changed our minds")
    else:
        for cover in Cover.objects.filter(ended_at=None, to_on__gte=day)[:1]:
            end_cover(by=mona, cover=cover)


def _hand_over(dice, mona, worker, other, people, day):
    try:
        give_hand_overs(
            by=mona,
            giver=worker,
            handings=[Handing(person, other) for person in people],
            why="change",
            from_on=day + timedelta(days=dice.randrange(10)),
            overlap=dice.choice([0, 3, 7]),
        )
    except HandOverRefusedError:
        assert not HandOver.objects.filter(giver=worker, given_at__date=day, person__in=people, receiver=other).exists()


def _be_away(dice, mona, worker, other, people, day):
    first = day + timedelta(days=dice.randrange(4))
    with suppress(AwayAlreadyError, StandInRefusedError):
        arrange_cover(
            by=mona,
            worker=worker,
            from_on=first,
            to_on=first + timedelta(days=dice.randrange(8)),
            stand_ins=[StandIn(person, other) for person in people],
        )


def _check_nobody_is_lost(mona, people, day):
    assert not list_unassigned(User.objects.get(pk=mona.pk), day).filter(pk__in=[one.pk for one in people]).exists()
    rows = list(Assignment.objects.filter(worker__is_active=True))
    for ahead in range(LOOK_AHEAD):
        on = day + timedelta(days=ahead)
        here = {row.person_id for row in rows if row.from_on <= on and (row.to_on is None or row.to_on >= on)}
        assert here == {person.pk for person in people}, f"{ahead} days on"
    assert {row.person_id for row in rows if row.to_on is None and row.covers_id is None} == here
