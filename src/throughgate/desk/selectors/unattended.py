"""People who could fall through: released and not met since, or with nobody to work with them."""

from dataclasses import dataclass
from datetime import date

from throughgate.accounts.models import User
from throughgate.desk.rules.today import SHOWN_PER_GROUP, Unmet
from throughgate.people.models import Person
from throughgate.people.rules.scopes import Scope
from throughgate.people.selectors import list_alone_soon, list_unassigned
from throughgate.release.selectors.first_week import not_seen


@dataclass(frozen=True)
class NotMet:
    person: Person
    unmet: Unmet


def not_met_since_release(user: User, scope: Scope, today: date) -> list[NotMet]:
    """Released and not met by anybody since; those whose first week has passed come first. The first week's board has
    all of them.
    """
    found = not_seen(user, scope, today, SHOWN_PER_GROUP + 1)
    return [NotMet(person, Unmet(released_on, today)) for person, released_on in found]


@dataclass(frozen=True)
class Alone:
    """`from_on`: from then on nobody on the staff works with them; None: today already."""

    person: Person
    from_on: date | None = None


def without_worker(user: User, today: date) -> list[Alone]:
    """The first of those whom nobody on the staff works with, then of those who will have nobody soon; one more than
    are shown.
    """
    now = list_unassigned(user, today).order_by("created_at", "pk")[: SHOWN_PER_GROUP + 1]
    soon = [Alone(one.person, one.from_on) for one in list_alone_soon(user, today)]
    return [*(Alone(person) for person in now), *soon][: SHOWN_PER_GROUP + 1]
