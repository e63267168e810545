"""Until when an answer need not be asked for again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from throughgate.common.durations import Duration
from throughgate.story.fresh import Fresh, Moment
from throughgate.story.rules.answers import Answer

ASK_AGAIN = Duration(6, "months")
"""Whoever would rather not say is not pressed, and not forgotten: after this, at the latest, they may be asked anew."""


@dataclass(frozen=True, slots=True)
class Happenings:
    """Days of a life that make answers old. Days to come are welcome: they tell until when an answer will do."""

    released: Collection[date] = ()
    moved: Collection[date] = ()
    returned: Collection[date] = ()

    def of(self, moment: Moment) -> Collection[date]:
        return {Moment.RELEASE: self.released, Moment.MOVED: self.moved, Moment.RETURN: self.returned}[moment]

    def inside(self, today: date) -> bool | None:
        """Whether the person is in custody, as far as these days tell; a release still to come says that they are."""
        released = max((day for day in self.released if day <= today), default=None)
        returned = max((day for day in self.returned if day <= today), default=None)
        if released is None and returned is None:
            return True if self.released else None
        return released is None or (returned is not None and returned > released)


def fresh_until(fresh: Fresh, answer: Answer, happenings: Happenings) -> date | None:
    """The first day on which the answer is stale; None where no such day is known.

    What was said on the very day of a happening was said in the knowledge of it.
    """
    lengths = [fresh.length] if fresh.length else []
    if answer.declined:
        lengths.append(ASK_AGAIN)
    ends = [length.after(answer.answered_on) for length in lengths]
    ends += [day for moment in fresh.moments for day in happenings.of(moment) if day > answer.answered_on]
    return min((end for end in ends if end), default=None)


def is_fresh(fresh: Fresh, answer: Answer, happenings: Happenings, today: date) -> bool:
    end = fresh_until(fresh, answer, happenings)
    return end is None or today < end
