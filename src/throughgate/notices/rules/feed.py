"""What stands in a calendar that others may look into. Pure: nothing here reads a row.

A calendar lies on phones, on shared screens and with companies. So it says that somebody is busy, and never with what.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

from throughgate.common.postcodes import plain_postcode, postcode_in

LONDON = ZoneInfo("Europe/London")
USUAL_MINUTES = 60  # where nobody said how long it takes
BEHIND = timedelta(days=30)
AHEAD = timedelta(days=366)
DUE_AHEAD = timedelta(days=60)

BUSY, BOOKED, DRIVING, DAY, DEADLINE = "Busy", "Booked", "Driving", "An important day", "A deadline"
OWNER = "Throughgate"

# Outlook wants rules rather than a list of days. They hold since 1996, and no event here is older.
ZONE = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""


def day_of(moment: datetime) -> date:
    """The day in London."""
    return moment.astimezone(LONDON).date()


@dataclass(frozen=True, kw_only=True)
class Happens:
    """One event. Without `at` it fills its day and blocks nothing. `key` is what it stays while it is moved, `turn` how
    often it was changed, `written_at` when it last was.
    """

    key: str
    on: date
    title: str
    written_at: datetime
    at: time | None = None
    minutes: int | None = None
    until: time | None = None
    turn: int = 0
    is_off: bool = False
    place: str = ""
    url: str = ""


def title_words(what: str, name: str, *, with_initials: bool) -> str:
    """`Throughgate: booked`, or `Booked: J. V.`; busy stays busy."""
    if what == BUSY:
        return BUSY
    marks = dotted(name) if with_initials else ""
    return f"{what}: {marks}" if marks else f"{OWNER}: {what[:1].lower()}{what[1:]}"


def dotted(name: str) -> str:
    """`Jo Vale` is `J. V.`"""
    return " ".join(f"{word[0].upper()}." for word in name.replace("-", " ").split() if word[0].isalpha())


def due_words(number: int) -> str:
    return f"{OWNER}: 1 thing is due" if number == 1 else f"{OWNER}: {number} things are due"


def shown_place(place: str, prisons: Collection[str]) -> str:
    """The postcode district, such as `GU22`, of a place that was typed with its postcode; no word of it ever.

    `prisons`: the districts where one stands. There the district alone would tell.
    """
    found = district_of(postcode_in(place))
    return "" if found in prisons else found


def district_of(postcode: str) -> str:
    """The half before the gap: some thousand homes. Nothing where it is no postcode."""
    plain = plain_postcode(postcode)
    return plain[:-3] if plain else ""


def uid_of(key: str) -> str:
    """Says neither what it is nor about whom, and stays the same while it is moved."""
    return f"{sha256(key.encode()).hexdigest()[:32]}@throughgate"


def calendar_text(events: Iterable[Happens]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Throughgate//Own calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", OWNER)
    calendar.add("x-wr-timezone", LONDON.key)
    calendar.add("refresh-interval", timedelta(minutes=30), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT30M")
    calendar.add_component(Timezone.from_ical(ZONE))
    for one in events:
        calendar.add_component(_event(one))
    text: bytes = calendar.to_ical()
    return text


def _event(one: Happens) -> Event:
    event = Event()
    event.add("uid", uid_of(one.key))
    event.add("dtstamp", one.written_at.astimezone(UTC))
    event.add("last-modified", one.written_at.astimezone(UTC))
    event.add("sequence", one.turn)
    event.add("summary", one.title)
    event.add("status", "CANCELLED" if one.is_off else "CONFIRMED")
    event.add("class", "PRIVATE")
    if one.at is None:
        event.add("dtstart", one.on)
        event.add("dtend", one.on + timedelta(days=1))
    else:
        start, end = written_span(*span_of(one.on, one.at, one.minutes, one.until))
        event.add("dtstart", start)
        event.add("dtend", end)
    event.add("transp", "TRANSPARENT" if one.at is None or one.is_off else "OPAQUE")
    if one.place:
        event.add("location", one.place)
    if one.url:
        event.add("url", one.url)
    return event


def written_span(start: datetime, end: datetime) -> tuple[datetime, datetime]:
    """In the hour that comes twice London's clock alone does not say which one is meant: there it is Greenwich's."""
    return (start.astimezone(UTC), end.astimezone(UTC)) if start.fold or end.fold else (start, end)


def span_of(on: date, at: time, minutes: int | None, until: time | None) -> tuple[datetime, datetime]:
    """From when to when, on London's clock. What takes an hour takes one on the night the clocks change, too.

    `until` at an earlier time of day is on the day that follows.
    """
    start = _moment(on, at)
    end = start + timedelta(minutes=minutes or USUAL_MINUTES)
    if until is not None:
        end = max(_moment(on + timedelta(days=until <= at), until), start)
    return start.astimezone(LONDON), end.astimezone(LONDON)


def _moment(on: date, at: time) -> datetime:
    """In Greenwich's time. A time that the clocks leave out is the one an hour later: no calendar knows the other."""
    return datetime.combine(on, at, LONDON).astimezone(UTC)
