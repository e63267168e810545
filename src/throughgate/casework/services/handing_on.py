from throughgate.access.policy import Action, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import Booking
from throughgate.common.acts import act


@act()
def hand_on_booking(*, by: User, booking: Booking, to: User) -> Booking:
    """Who comes to what is booked. The promise it rests on is handed on by the caller. Part of a hand-over.

    Raises Hidden, Forbidden.
    """
    check(by, Action.RECORD, booking.person)
    if booking.worker_id != to.pk:
        booking.worker = to
        booking.save(update_fields=["worker"])
        record_event(by=by, action="booking.handed_on", person=booking.person, subject=f"booking {booking.ref}")
    return booking
