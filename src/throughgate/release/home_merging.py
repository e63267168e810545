"""What happens where somebody lives in two places, by two records that are put together."""

from typing import Any

from throughgate.people.changes import register_merge_rule
from throughgate.people.rules.merging import MergeRule, Moment, Settled
from throughgate.release.models import EndReason, LivingPlace


def register_home_merging() -> None:
    register_merge_rule(LivingPlace, MergeRule(_the_later_stands))


def _the_later_stands(kept: Any, gone: Any, moment: Moment) -> Settled:
    """Nobody lives in two places: they moved on to the one they came to last. Both stay to be read, and what was to be
    asked about the earlier one is asked no more (see `services.living.follow_merge`).
    """
    standing = [row for row in (*kept, *gone) if row.to_on is None]
    standing.sort(key=lambda row: (row.from_on, row.pk))
    return Settled(
        changes={
            earlier.pk: {
                "to_on": standing[-1].from_on,
                "ended_because": str(EndReason.MOVED),
                "ended_at": moment.at,
                "ended_by": moment.by,
            }
            for earlier in standing[:-1]
        }
    )
