"""What happens where a release was moved on both of two records that are put together."""

from typing import Any
from uuid import uuid4

from throughgate.people.changes import register_merge_rule
from throughgate.people.rules.merging import MergeRule, Moment, Settled
from throughgate.release.models import MovedRelease


def register_replanning() -> None:
    register_merge_rule(MovedRelease, MergeRule(_side_by_side))


def _side_by_side(kept: Any, gone: Any, moment: Moment) -> Settled:
    """Both were moved in one act: each stays, and the one that comes along is an act of its own."""
    taken = {(row.made_by_id, row.batch) for row in kept}
    return Settled(changes={row.pk: {"batch": uuid4()} for row in gone if (row.made_by_id, row.batch) in taken})
