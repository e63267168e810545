"""What a person's page shows of crises and bookings: what is open now, and what is booked next."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughgate.accounts.models import User
from throughgate.casework.models import Crisis
from throughgate.casework.selectors.bookings import Booked, open_bookings_of
from throughgate.casework.selectors.crisis import open_crises_of
from throughgate.people.models import Person


@dataclass(frozen=True)
class Now:
    """`booked`: the next one, or the oldest whose outcome nobody has recorded; `look_at`: what a restriction bars."""

    crises: Sequence[Crisis]
    booked: Booked | None
    look_at: Sequence[Booked]


def now_with(user: User, person: Person) -> Now:
    """As far as this reader may know. Two queries where nothing stands; bookings need a few more."""
    booked = open_bookings_of(user, person)
    return Now(open_crises_of(user, person), next(iter(booked), None), [one for one in booked if one.is_to_look_at])
