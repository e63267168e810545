from collections.abc import Sequence
from dataclasses import dataclass

from throughgate.access.policy import Action, Hidden, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.people.models import HearingState, HearingStep, ParoleHearing, Person
from throughgate.people.rules.hearings import is_open


@dataclass(frozen=True)
class Hearing:
    """A hearing with its steps in order; `last` is the one that holds."""

    row: ParoleHearing
    steps: Sequence[HearingStep]

    @property
    def last(self) -> HearingStep:
        return self.steps[-1]

    @property
    def is_open(self) -> bool:
        return is_open(self.steps)

    @property
    def was_put_off(self) -> int:
        return sum(step.state == HearingState.DEFERRED for step in self.steps)


def hearings_of(person: Person) -> list[Hearing]:
    """The latest first. For people the caller has been let in to. Two queries."""
    rows = ParoleHearing.objects.filter(person=person).prefetch_related("steps__noted_by")
    return [Hearing(row, tuple(row.steps.all())) for row in rows]


def access_hearing(user: User, ref: str, *, action: Action = Action.VIEW) -> Hearing:
    """Opening one to read is audited; a write is audited by the act. Raises Hidden, Forbidden."""
    row = ParoleHearing.objects.select_related("person__site").prefetch_related("steps__noted_by").filter(ref=ref)
    hearing = row.first()
    if hearing is None:
        raise Hidden()
    check(user, action, hearing)
    if action is Action.VIEW:
        record_event(by=user, action="hearing.read", person=hearing.person, subject=f"hearing {ref}")
    return Hearing(hearing, tuple(hearing.steps.all()))
