"""How places in one group are settled when two records of one person are put together."""

from throughgate.groups.models import Place
from throughgate.people.changes import register_merge_rule
from throughgate.people.rules.merging import MergeRule, Moment, Rows, Settled

BECAUSE = "Two records of this person were put together"


def register_merge_rules() -> None:
    register_merge_rule(Place, MergeRule(_settle))


def _settle(kept: Rows, gone: Rows, moment: Moment) -> Settled:
    """Of two places in one group the one that is further on stays: whoever is in the group does not wait for it."""
    mine = {row.cohort_id: row for row in kept if row.left_on is None}
    pairs = [(mine[row.cohort_id], row) for row in gone if row.left_on is None and row.cohort_id in mine]
    ends = [max(pair, key=lambda row: (not row.taken_on, not row.offered_on, row.asked_at)) for pair in pairs]
    left = {"left_on": moment.on, "left_by": moment.by, "left_because": BECAUSE}
    return Settled(changes={row.pk: left for row in ends})
