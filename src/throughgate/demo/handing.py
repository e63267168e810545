"""Hand-overs of the demonstration: some to read, some to tell of, one that is done, and somebody away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from throughgate.accounts.models import User
from throughgate.common.clock import today
from throughgate.common.yaml_lines import plain_data
from throughgate.handover.models import HandOver, HowTold, Prompt, Why, WhyAway
from throughgate.handover.selectors.caseload import caseload_to_hand_on
from throughgate.handover.services import (
    Handing,
    StandIn,
    acknowledge_hand_over,
    add_note,
    arrange_cover,
    give_hand_overs,
    record_meeting,
    record_telling,
    write_hand_over,
)
from throughgate.people.models import Person

if TYPE_CHECKING:
    from throughgate.demo.charity import Charity

SOON, GONE_ON = timedelta(days=6), timedelta(days=12)


@cache
def words() -> Any:
    return plain_data(files("throughgate.demo").joinpath("data/handing.yaml").read_text())


def hand_over_some(charity: Charity) -> None:
    """Two go to the worker of the demonstration and two away from her; her colleague is away for a while."""
    manager, hers, colleague = (charity.users[key] for key in ("manager", "caseworker", "caseworker4"))
    from_colleague, from_her = _shared(charity, colleague, 2), _shared(charity, hers, 3)
    given = _give(charity, manager, colleague, hers, from_colleague, Why.CHANGE)
    if given:
        _finish(charity, given[0], hers, colleague)
    _give(charity, manager, hers, colleague, from_her[:1], Why.MOVED)
    for person in from_her[1:2]:
        begun = write_hand_over(by=hers, person=person, giver=hers, why=Why.CHANGE)
        add_note(by=hers, hand_over=begun, prompt=Prompt.WORKS, words=charity.chance.choice(words()["works"]))
    _be_away(manager, colleague, hers, from_colleague[:1])


def _shared(charity: Charity, worker: User, count: int) -> Sequence[Person]:
    """People of this worker whom the demonstration's manager may hand on, the first enrolled first."""
    caseload = caseload_to_hand_on(charity.users["manager"], worker, today())
    mine = [person for person in caseload.people if person.site_id == charity.sites["SDI"].pk]
    return sorted(mine, key=lambda person: person.pk)[:count]


def _give(
    charity: Charity, manager: User, giver: User, receiver: User, people: Sequence[Person], why: str
) -> list[HandOver]:
    handings = [Handing(person, receiver) for person in people]
    given = give_hand_overs(by=manager, giver=giver, handings=handings, why=why, from_on=today() + SOON)
    for row in given:
        for prompt in (Prompt.WORKS, Prompt.NOT_AGAIN, Prompt.PROMISED):
            add_note(by=giver, hand_over=row, prompt=prompt, words=charity.chance.choice(words()[prompt.value]))
    return given


def _finish(charity: Charity, row: HandOver, receiver: User, giver: User) -> None:
    acknowledge_hand_over(by=receiver, hand_over=row)
    said = charity.chance.choice(words()["said"])
    record_telling(by=giver, hand_over=row, on=today(), how=HowTold.FACE, words=said)
    record_meeting(by=receiver, hand_over=row, on=today())


def _be_away(manager: User, worker: User, other: User, people: Sequence[Person]) -> None:
    arrange_cover(
        by=manager,
        worker=worker,
        from_on=today() + timedelta(days=3),
        to_on=today() + GONE_ON,
        why=WhyAway.LEAVE,
        stand_ins=[StandIn(person, other) for person in people],
    )
