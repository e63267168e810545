"""How answers, forms, needs and strengths are settled when two records of one person are put together."""

from collections.abc import Mapping
from typing import Any

from throughgate.people.changes import register_merge_rule
from throughgate.people.rules.merging import Moment, later_ends, newest_stands
from throughgate.story.models import Answer, FormRun, PersonNeed, PersonStrength

BECAUSE = "Two records of this person were put together"


def register_merge_rules() -> None:
    register_merge_rule(Answer, newest_stands("item", newest="answered_on"))
    register_merge_rule(FormRun, later_ends("form", begins="opened_at", ends="finished_at", also=_put_away))
    register_merge_rule(PersonNeed, later_ends(_need, begins="noted_on", ends="ended_on", also=_noted_twice))
    register_merge_rule(PersonStrength, later_ends(_strength, begins="noted_on", ends="ended_on", also=_noted_twice))


def _need(row: PersonNeed) -> tuple[str, ...]:
    return (row.sensitivity, row.key) if row.key else (row.sensitivity, "", row.pathway, row.words)


def _strength(row: PersonStrength) -> tuple[str, ...]:
    return (row.sensitivity, row.key) if row.key else (row.sensitivity, "", row.words)


def _put_away(row: Any, moment: Moment) -> Mapping[str, Any]:
    return {"finished_by": moment.by, "put_away_because": BECAUSE}


def _noted_twice(row: Any, moment: Moment) -> Mapping[str, Any]:
    return {"ended_by": moment.by, "ended_because": BECAUSE}
