"""What happens where two records that are put together were both being got ready for the same release."""

from typing import Any, Final

from throughgate.people.changes import register_merge_rule
from throughgate.people.rules.merging import MergeRule, Moment, Settled
from throughgate.release.models import Basic

ASIDE: Final = 1000  # far from any count of returns to custody


def register_basic_merging() -> None:
    register_merge_rule(Basic, MergeRule(_put_aside))


def _put_aside(kept: Any, gone: Any, moment: Moment) -> Settled:
    """Of each the one of the record that is kept goes on. The other comes along with its history, as one of a set that
    is no longer the current one; what it promised is withdrawn with that (see `follow_dates`).
    """
    taken = {(row.code, row.spell) for row in kept}
    changes = {}
    for row in gone:
        spell = row.spell
        while (row.code, spell) in taken:
            spell += ASIDE
        taken.add((row.code, spell))
        if spell != row.spell:
            changes[row.pk] = {"spell": spell}
    return Settled(changes=changes)
