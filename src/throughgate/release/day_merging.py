"""What happens where a day was planned on both of two records that are put together."""

from typing import Any

from throughgate.people.changes import register_merge_rule
from throughgate.people.rules.merging import MergeRule, Moment, Settled
from throughgate.release.basic_merging import ASIDE
from throughgate.release.models import ReleaseDay


def register_day_merging() -> None:
    register_merge_rule(ReleaseDay, MergeRule(_put_aside))


def _put_aside(kept: Any, gone: Any, moment: Moment) -> Settled:
    """The day of the record that is kept is the one that is planned. The other comes along, to be read."""
    taken = {row.spell for row in kept}
    changes = {}
    for row in gone:
        spell = row.spell
        while spell in taken:
            spell += ASIDE
        taken.add(spell)
        if spell != row.spell:
            changes[row.pk] = {"spell": spell}
    return Settled(changes=changes)
