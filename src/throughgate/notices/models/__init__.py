from throughgate.notices.models.calendar import (
    CalendarFeed,
    FeedEnd,
    FeedFetch,
    Letter,
    LetterKind,
    OwnNotices,
    Titles,
)
from throughgate.notices.models.texts import (
    LONGEST,
    PhoneSaid,
    TextKind,
    TextMessage,
    TextState,
    TextStep,
    WhoReads,
)

__all__ = [
    "LONGEST",
    "CalendarFeed",
    "FeedEnd",
    "FeedFetch",
    "Letter",
    "LetterKind",
    "OwnNotices",
    "PhoneSaid",
    "TextKind",
    "TextMessage",
    "TextState",
    "TextStep",
    "Titles",
    "WhoReads",
]
