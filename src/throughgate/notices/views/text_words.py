"""How a text is put on its pages."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.casework.models import Booking
from throughgate.notices.models import TextKind, TextMessage, TextState
from throughgate.notices.rules.texts import shown_number
from throughgate.notices.selectors.texts import BROKEN, texts_about
from throughgate.web.words import day_words, in_passing, moment_words

Row = dict[str, Any]
TONES = {
    TextState.SENT: ("done", "check"),
    TextState.DELIVERED: ("done", "check"),
    TextState.TOLD: ("done", "check"),
    TextState.LEFT: ("quiet", "note"),
    None: ("action", "clock"),
}
BROKEN_MARK = "overdue", "warning"


def state_words(state: str | None, at: datetime | None) -> str:
    """`Sent, Tue 24 Nov 2026 at 10:00`"""
    words = TextState(state).label if state else "Waiting to be sent"
    return f"{words}, {moment_words(at)}" if at else words


def text_row(user: User, text: Any) -> Row:
    tone, icon = BROKEN_MARK if text.state in BROKEN else TONES.get(text.state, TONES[None])
    booking = text.booking
    return {
        "text": text,
        "title": TextKind(text.kind).label,
        "words": text.words,
        "number": shown_number(text.number),
        "state": TextState(text.state).label if text.state else "Waiting to be sent",
        "at": text.state_at or text.made_at,
        "tone": tone,
        "icon": icon,
        "booking_url": reverse("bookings:booking", args=[booking.ref]),
        "booking_day": f"{day_words(booking.on)} at {booking.at:%H:%M}" if booking.at else day_words(booking.on),
        "may_tell": text.state in BROKEN and can(user, Action.RECORD, text),
        "is_told": text.state == TextState.TOLD,
    }


def booking_facts(user: User, booking: Booking) -> list[Row]:
    """For the page of the booking; one query."""
    return [{"key": _key(text), "value": state_words(text.state, text.state_at)} for text in texts_about(user, booking)]


def _key(text: TextMessage) -> str:
    label = TextKind(text.kind).label
    return "Text" if text.kind == TextKind.REMINDER else f"Text {in_passing(label)}"
