from django.db import transaction

from throughgate.access.policy import Action, Forbidden, can, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import Booking, FollowUp


@transaction.atomic
def hand_on_follow_up(*, by: User, follow_up: FollowUp, to: User, reader: User | None = None) -> FollowUp:
    """What one worker promised at a contact is another's from now on. Part of a hand-over, which is audited as a whole.

    `reader` is `to` as the policy will see them from the day of change. What `to` may not read cannot become theirs.
    Raises Hidden, Forbidden.
    """
    check(by, Action.RECORD, follow_up.person)
    if not can(reader or to, Action.VIEW, follow_up):
        raise Forbidden(Action.VIEW)
    if follow_up.done_at is None and follow_up.who_id != to.pk:
        follow_up.who = to
        follow_up.save(update_fields=["who"])
        record_event(by=by, action="follow_up.handed_on", person=follow_up.person, subject=f"follow-up {follow_up.ref}")
    return follow_up


@transaction.atomic
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
