from throughgate.casework.services.attendance import Attendance, Promise, UnexplainedError
from throughgate.casework.services.bookings import book_contact, cancel_booking, move_booking
from throughgate.casework.services.contact_corrections import correct_contact
from throughgate.casework.services.contacts import record_contact, void_contact
from throughgate.casework.services.done import correct_done, record_done, void_done
from throughgate.casework.services.follow_ups import finish_follow_up, reopen_follow_up

__all__ = [
    "Attendance",
    "Promise",
    "UnexplainedError",
    "book_contact",
    "cancel_booking",
    "correct_contact",
    "correct_done",
    "finish_follow_up",
    "move_booking",
    "record_contact",
    "record_done",
    "reopen_follow_up",
    "void_contact",
    "void_done",
]
