"""What rooms above ask before anything is booked or moved, in the act that books it. Whoever refuses raises a
BookingError; `override` is the reason with which somebody who may would book it all the same.
"""

from collections.abc import Callable

from throughgate.accounts.models import User
from throughgate.casework.models import Booking
from throughgate.casework.rules.bookings import Arrangement

BookingGuard = Callable[[User, Booking, Arrangement, str], None]
_guards: list[BookingGuard] = []


def register_booking_guard(guard: BookingGuard) -> None:
    """Once for each room, when it starts."""
    if guard not in _guards:
        _guards.append(guard)


def ask_guards(by: User, booking: Booking, arrangement: Arrangement, override: str) -> None:
    for guard in _guards:
        guard(by, booking, arrangement, override)
