"""What happens where both of two records that are put together are covered in one absence."""

from throughgate.handover.models import CoverPerson
from throughgate.people.changes import register_merge_rule
from throughgate.people.rules.merging import second_stays_behind


def register_merge_rules() -> None:
    register_merge_rule(CoverPerson, second_stays_behind("cover_id", "role"))
