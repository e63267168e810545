from throughgate.casework.services.contacts import Attendance, Promise, correct_contact, record_contact, void_contact
from throughgate.casework.services.done import correct_done, record_done, void_done
from throughgate.casework.services.follow_ups import finish_follow_up, reopen_follow_up

__all__ = [
    "Attendance",
    "Promise",
    "correct_contact",
    "correct_done",
    "finish_follow_up",
    "record_contact",
    "record_done",
    "reopen_follow_up",
    "void_contact",
    "void_done",
]
