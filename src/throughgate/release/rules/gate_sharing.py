"""Who of ours is proposed for which gate, where several are moved together: nobody for two on one day. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from throughgate.release.rules.broken import SPLIT, Effect, Facts, Helper, Kind
from throughgate.release.rules.replanning import replan

ELSEWHERE = "would meet somebody at another prison"


@dataclass(frozen=True)
class Moved:
    """One of those who are moved. `place`: the prison at whose gate they are met."""

    key: int
    facts: Facts
    was: date | None
    becomes: date | None
    place: str


def shared_out(moved: Sequence[Moved], today: date) -> dict[int, Facts]:
    """By key, with who is given to another gate said of each helper. Whoever was to meet somebody goes first where
    they can; then those for whom the fewest are free, so that as many as possible are met.
    """
    given: dict[tuple[str, date], str] = {}
    later = [one for one in moved if not _give(one, given, today, own=True)]
    for one in sorted(later, key=lambda each: sum(helper.can_meet for helper in each.facts.helpers)):
        _give(one, given, today, own=False)
    return {one.key: _seen(one, given) for one in moved}


def _give(one: Moved, given: dict[tuple[str, date], str], today: date, *, own: bool) -> bool:
    meeting, becomes = one.facts.meeting, one.becomes
    if meeting is None or meeting.helper is None or becomes is None:
        return False
    broken = replan(_seen(one, given), one.was, becomes, today)
    code = next((each.default for each in broken if each.kind is Kind.MEETING), "")
    effect, _, arg = code.partition(SPLIT)
    worker = {Effect.MOVE.value: meeting.helper.ref, Effect.OTHER.value: arg}.get(effect, "")
    if not worker or (own and effect != Effect.MOVE):
        return False
    given[worker, becomes] = one.place
    return True


def _seen(one: Moved, given: Mapping[tuple[str, date], str]) -> Facts:
    if one.becomes is None:
        return one.facts
    on, meeting = one.becomes, one.facts.meeting

    def seen(helper: Helper) -> Helper:
        is_given = given.get((helper.ref, on), one.place) != one.place
        return replace(helper, elsewhere=ELSEWHERE) if is_given else helper

    if meeting and meeting.helper:
        meeting = replace(meeting, helper=seen(meeting.helper))
    return replace(one.facts, helpers=tuple(map(seen, one.facts.helpers)), meeting=meeting)
