"""What happens where both of two records that are put together were part of one contact."""

from throughgate.casework.models import ContactPerson
from throughgate.people.changes import register_merge_rule
from throughgate.people.rules.merging import second_stays_behind


def register_merge_rules() -> None:
    """Both entries move; of the two parts in the contact one is kept with the record that goes."""
    register_merge_rule(ContactPerson, second_stays_behind("contact_id"))
