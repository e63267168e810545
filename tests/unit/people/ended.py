"""What an authority imposed, ended as in life: somebody says by what they know it, a manager confirms."""

from datetime import date

from throughgate.accounts.models import User
from throughgate.people.models import ContactRestriction
from throughgate.people.services.ending_restrictions import confirm_restriction_end, said_to_have_ended


def end_on_proof(by: User, manager: User, restriction: ContactRestriction, on: date) -> None:
    proof = {"proof": "The court’s letter", "office": "Guildford Crown Court", "seen_by": by.name}
    said_to_have_ended(by=by, restriction=restriction, on=on, **proof)
    confirm_restriction_end(by=manager, restriction=restriction)


def confirm_all(manager: User) -> None:
    for row in ContactRestriction.objects.filter(said_ends__confirmed_at=None, said_ends__isnull=False):
        confirm_restriction_end(by=manager, restriction=row)
