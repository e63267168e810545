"""How work is settled when two records of one person are put together."""

from typing import Any

from throughgate.people.changes import register_merge_rule
from throughgate.people.rules.merging import MergeRule, Moment, Settled, newest_stands
from throughgate.work.models import Letter, ReadinessNote, RightToWork


def register_merge_rules() -> None:
    register_merge_rule(ReadinessNote, newest_stands("code", newest="at"))
    register_merge_rule(RightToWork, newest_stands(newest="at"))
    register_merge_rule(Letter, MergeRule(_after_the_others))


def _after_the_others(kept: Any, gone: Any, moment: Moment) -> Settled:
    """Every version stays: those of the record that goes come after those of the one that is kept."""
    last = max((row.version for row in (*kept, *gone)), default=0)
    if not kept:
        return Settled()
    ordered = sorted(gone, key=lambda row: row.version)
    return Settled(changes={row.pk: {"version": last + place} for place, row in enumerate(ordered, start=1)})
