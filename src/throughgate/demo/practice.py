"""What people of the demonstration are trained in, and how they watch each other at work."""

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from throughgate.common.clock import today
from throughgate.practice.loading import sheet, training_of
from throughgate.practice.selectors.observation import observers_for, practitioners_for
from throughgate.practice.selectors.training import colleagues_trained, staff_for
from throughgate.practice.services.observation import answer_observation, note_observation, plan_observation
from throughgate.practice.services.training import Said, note_training

if TYPE_CHECKING:
    from throughgate.demo.charity import Charity

GIVEN_BY = ("The county council", "The prison’s security department", "An online course", "Our own trainer")
NOT_YET = 6  # of so many, one
LONG_AGO = 1.06  # of the time it holds: some have run out


def train_some(charity: "Charity") -> None:
    chance = Random("training")  # noqa: S311 - repeatable on purpose  # nosec B311
    manager = charity.users["manager"]
    for one in colleagues_trained(staff_for(manager), today()):
        for line in one.lines:
            spec = training_of(line.key)
            if spec is None or chance.randrange(NOT_YET) == 0:
                continue
            days = chance.randint(20, int((spec.months or 30) * 30.4 * LONG_AGO))
            said = Said(done_on=today() - timedelta(days=days), given_by=chance.choice(GIVEN_BY), proof="Certificate")
            note_training(by=manager, user=one.user, training=line.key, said=said)
    _watch_some(charity)


def _watch_some(charity: "Charity") -> None:
    """One that was watched and answered, one that is to come today."""
    manager, worker = charity.users["manager"], charity.users["caseworker"]
    by_pk = {one.pk: one for one in observers_for(manager)}
    if worker.pk not in {one.pk for one in practitioners_for(manager)}:
        return
    done = plan_observation(by=manager, practitioner=worker, observer=manager, on=today())
    looks = list(sheet().looks)
    ratings = {key: ("seen", "seen", "partly", "did_not_arise")[number % 4] for number, key in enumerate(looks)}
    note_observation(
        by=manager, observation=done, told_how="At the start, and everybody was asked", ratings=ratings,
        went_well="Everybody was greeted by name, and knew what the hour was for.",
        to_try="Wait a little longer after a question: the quiet ones had something to say.",
    )  # fmt: skip
    answer_observation(by=worker, observation=done, answer="True, I fill silences. I will count to five.")
    peer = next((one for pk, one in sorted(by_pk.items()) if pk not in (manager.pk, worker.pk)), None)
    if peer is not None:
        plan_observation(by=manager, practitioner=peer, observer=manager, on=today())
