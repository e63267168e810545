"""Whether and when somebody is texted about a booking. Pure: rows are not read here."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from throughgate.notices.rules.feed import LONDON, day_of

COUNTRY = "GB"
MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
DRAMA = "+447700900"  # nobody's: kept for films and demonstrations
FIRST_WEEK = timedelta(days=7)
NOT_LATER = timedelta(minutes=30)  # before it begins: after that a reminder is of no use
SOON = timedelta(days=2)
TRIES = 5
AGAIN_AFTER = timedelta(minutes=10)


def read_number(typed: str, *, drama: bool = False) -> str:
    """`07700 900123` is `+447700900123`; what is no mobile number is nothing. `drama`: take invented ones as well."""
    try:
        number = phonenumbers.parse(typed, COUNTRY)
    except NumberParseException:
        return ""
    written: str = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    if drama and written.startswith(DRAMA):
        return written if phonenumbers.is_possible_number(number) else ""
    is_mobile = phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) in MOBILE
    return written if is_mobile else ""


def shown_number(number: str) -> str:
    """As people write it: 07700 900123, and one from elsewhere with its country."""
    try:
        read = phonenumbers.parse(number, COUNTRY)
    except NumberParseException:
        return number
    is_ours = read.country_code == phonenumbers.country_code_for_region(COUNTRY)
    form = PhoneNumberFormat.NATIONAL if is_ours else PhoneNumberFormat.INTERNATIONAL
    written: str = phonenumbers.format_number(read, form)
    return written


class Bar(StrEnum):
    """Why somebody is not texted, the first that has to be mended first."""

    NO_SERVICE = "no-service"
    NO_PHONE = "no-phone"
    NO_MOBILE = "no-mobile"
    NOT_AGREED = "not-agreed"
    NOT_ASKED_WHO_READS = "not-asked"
    UNSAFE = "unsafe"
    INSIDE = "inside"


WORDS = {
    Bar.NO_SERVICE: "Texts are not set up here. An administrator can name the service that sends them.",
    Bar.NO_PHONE: "No phone number is noted. Add it to their details.",
    Bar.NO_MOBILE: "The number that is noted is not a mobile number. Check it in their details.",
    Bar.NOT_AGREED: "They have not said yes to texts. Ask them, and note it below.",
    Bar.NOT_ASKED_WHO_READS: "Nobody has asked who may read what is sent to this number. Ask them, and note it below.",
    Bar.UNSAFE: "They said that this number is not safe for texts.",
    Bar.INSIDE: "They are in custody. Nobody there is texted; it begins by itself after the release.",
}


@dataclass(frozen=True, kw_only=True)
class Reachable:
    """What is known of one person on one day. `who_reads` is what was said of this very number."""

    phone: str
    number: str
    agreed: bool
    who_reads: str
    is_inside: bool


def why_not(known: Reachable, *, has_service: bool) -> list[Bar]:
    """Empty where they may be texted."""
    bars = [
        (Bar.NO_SERVICE, not has_service),
        (Bar.NO_PHONE, not known.phone),
        (Bar.NO_MOBILE, bool(known.phone) and not known.number),
        (Bar.NOT_AGREED, not known.agreed),
        (Bar.NOT_ASKED_WHO_READS, bool(known.number) and not known.who_reads),
        (Bar.UNSAFE, known.who_reads == "unsafe"),
        (Bar.INSIDE, known.is_inside),
    ]
    return [bar for bar, stands in bars if stands]


@dataclass(frozen=True)
class Hours:
    """`from_` to `to`: the hours in which a phone may ring. `before_at`: the day before; `morning_at`: on the day."""

    from_: time
    to: time
    before_at: time
    morning_at: time

    def are_open(self, now: datetime) -> bool:
        return self.from_ <= now.astimezone(LONDON).time() < self.to


def remind_at(on: date, at: time | None, *, released_on: date | None, hours: Hours) -> datetime:
    """The day before; in the first week after a release on the morning itself, where that is early enough."""
    morning = datetime.combine(on, hours.morning_at, LONDON)
    first_week = released_on is not None and released_on <= on <= released_on + FIRST_WEEK
    if first_week and (at is None or morning + NOT_LATER < datetime.combine(on, at, LONDON)):
        return morning
    return datetime.combine(on - timedelta(days=1), hours.before_at, LONDON)


def is_of_use(on: date, at: time | None, now: datetime) -> bool:
    """Whether word of it can still reach them in time."""
    if at is None:
        return on >= day_of(now)
    return now + NOT_LATER <= datetime.combine(on, at, LONDON)


def is_reminder_due(on: date, at: time | None, now: datetime, *, released_on: date | None, hours: Hours) -> bool:
    """In the hours that are open, from its moment until it is of no use any more: a job that ran late still counts."""
    moment = remind_at(on, at, released_on=released_on, hours=hours)
    return moment <= now and hours.are_open(now) and is_of_use(on, at, now)


def is_change_told(*, was_texted: bool, asked_by_person: bool, on: date, now: datetime) -> bool:
    """What moved or is off: told to whoever got a text of it, and to whoever was to come in these days."""
    soon = on <= day_of(now) + SOON
    return was_texted or (soon and not asked_by_person)


def may_try_again(attempts: int, last: datetime | None, now: datetime) -> bool:
    """After ten minutes, then twenty, forty; five times in all."""
    if attempts >= TRIES:
        return False
    return last is None or now >= last + AGAIN_AFTER * 2 ** max(0, attempts - 1)
