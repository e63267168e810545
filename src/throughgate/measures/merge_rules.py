"""How an open measure is settled when two records of one person are put together."""

from collections.abc import Mapping
from typing import Any

from throughgate.measures.models import Sitting
from throughgate.people.changes import register_merge_rule
from throughgate.people.rules.merging import Moment, later_ends

BECAUSE = "Two records of this person were put together"


def register_merge_rules() -> None:
    register_merge_rule(Sitting, later_ends("instrument", begins="opened_at", ends="finished_at", also=_put_away))


def _put_away(row: Any, moment: Moment) -> Mapping[str, Any]:
    return {"finished_by": moment.by, "put_away_because": BECAUSE}
