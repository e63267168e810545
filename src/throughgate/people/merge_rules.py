"""How this room's own rows are settled when two records are put together."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from throughgate.people.changes import register_merge_rule
from throughgate.people.models import Assignment, Consent, ConsentEnding, CustodyDate, CustodyMove, LawfulBasis
from throughgate.people.rules.merging import (
    MergeRule,
    Moment,
    Rows,
    Settled,
    later_ends,
    newest_stands,
    settle_moves,
)

BECAUSE = "Two records of this person were put together"


def register_merge_rules() -> None:
    twice = later_ends("worker_id", "role", begins="from_on", ends="to_on", also=_assigned_twice)
    register_merge_rule(Assignment, twice)
    register_merge_rule(CustodyDate, newest_stands("kind", newest="noted_at"))
    register_merge_rule(CustodyMove, MergeRule(settle_moves))
    register_merge_rule(LawfulBasis, newest_stands("purpose", newest="set_at"))
    register_merge_rule(Consent, MergeRule(settle_consents))


def settle_consents(kept: Rows, gone: Rows, moment: Moment) -> Settled:
    """What the person said last holds, on whichever record they said it: a later withdrawal ends an earlier yes."""
    changes = {}
    rows = [*kept, *gone]
    for row in rows:
        same = [other for other in rows if _what(other) == _what(row) and other is not row]
        if row.ended_at is None and (later := _said_after(row, same)):
            ending = ConsentEnding.WITHDRAWN if later.ended_at else ConsentEnding.REPLACED
            changes[row.pk] = {"ending": str(ending), "ended_at": moment.at, "ended_by": moment.by}
    return Settled(changes=changes)


def _said_after(row: Any, others: Iterable[Any]) -> Any:
    """The last of `others` that was said after `row`, if any. A withdrawal was said when it ended."""
    said = max(others, key=lambda other: (_said_at(other), other.pk), default=None)
    return said if said is not None and (_said_at(said), said.pk) > (_said_at(row), row.pk) else None


def _said_at(row: Any) -> datetime:
    moment: datetime = row.ended_at if row.ending == ConsentEnding.WITHDRAWN else row.written_at
    return moment


def _what(row: Any) -> tuple[Any, ...]:
    return row.recipient_key, row.purpose, row.scope


def _assigned_twice(row: Any, moment: Moment) -> Mapping[str, Any]:
    return {"ended_because": BECAUSE}
