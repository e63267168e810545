"""What a contact must say, and how it is put in one line. Pure: `today` is passed in, and no row is read."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from throughgate.common.hours import is_hour_of
from throughgate.record.kinds import kind_of

SUMMARY_LENGTH = 240
LATEST = 480  # minutes
EARLIEST = date(1980, 1, 1)
NIGHT_ENDS = time(5)
WHY_WORDS = {
    "acceptable": "for a good reason",
    "not_acceptable": "chose not to, or not known why",
    "logistics": "something on our side or the prison’s",
}
CALLED_OFF_WORDS = {
    "acceptable": "they had a good reason",
    "not_acceptable": "they chose not to",
    "logistics": "something on our side or the prison’s",
}


class ContactError(ValueError):
    """What is wrong with a contact, in words for the form; `field` is where. Quotes nothing written about a person."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """What is true of a contact whoever was there. `at` is the time it began, `minutes` how long it took."""

    kind: str
    on: date
    subject: str = ""
    at: time | None = None
    minutes: int | None = None
    medium: str = ""
    place: str = ""
    happened: bool = True
    why_not: str = ""


def check_day(on: date, today: date) -> None:
    if on > today:
        raise ContactError("on", "The day cannot be in the future: a contact is recorded once it has happened")
    if on < EARLIEST:
        raise ContactError("on", f"The day must be after {EARLIEST.year}")


def meeting_problems(meeting: Meeting, today: date) -> Iterator[ContactError]:
    """Everything that is wrong with it, so that a form can say all of it at once."""
    if not kind_of(meeting.kind).contact:
        yield ContactError("kind", "Choose a kind of contact")
    try:
        check_day(meeting.on, today)
    except ContactError as problem:
        yield problem
    if meeting.at and not is_hour_of(meeting.on, meeting.at):
        yield ContactError("at", f"There was no {meeting.at:%H:%M} that night: the clocks went forward")
    if meeting.minutes is not None and not 1 <= meeting.minutes <= 24 * 60:
        yield ContactError("minutes", "How long it took must be between 1 minute and 24 hours")
    if meeting.happened and meeting.why_not:
        yield ContactError("why_not", "A contact that happened needs no reason why it did not")
    if not meeting.happened and meeting.why_not not in WHY_WORDS:
        yield ContactError("why_not", "Choose why it did not happen")


def attendance_problems(
    *, happened: bool, attended: str, why: str, reason: str, late_minutes: int | None = None, who: str = "they"
) -> Iterator[ContactError]:
    """`attended` is empty exactly when the contact did not happen.

    Who did not come has a `why`, who came late a `reason` and perhaps how many minutes.
    """
    if attended not in (("yes", "late", "no") if happened else ("",)):
        yield ContactError("attended", "Choose who came")
    if attended == "no" and why not in WHY_WORDS:
        yield ContactError("why", f"Choose why {who} did not come")
    if attended != "no" and why:
        yield ContactError("why", "Only someone who did not come has a reason for it")
    if attended == "late" and not reason.strip():
        yield ContactError("reason", f"Say why {who} came late")
    if late_minutes is not None and (attended != "late" or not 1 <= late_minutes <= LATEST):
        yield ContactError("late_minutes", f"How late {who} came must be between 1 and {LATEST} minutes")


def refuse(problems: Iterable[ContactError]) -> None:
    for problem in problems:
        raise problem


def check_promise(*, what: str, by_on: date, contact_on: date) -> None:
    """A promise may be overdue when it is written down: a contact is sometimes recorded days later."""
    if not what.strip():
        raise ContactError("follow_up", "Say what you will do")
    if by_on < contact_on:
        raise ContactError("follow_up", "The day by which you will do it cannot be before the contact")


def check_done_kind(kind: str, subject: str = "") -> None:
    if not kind_of(kind).by_hand_about(subject):
        raise ContactError("kind", "Choose something that is recorded as done by hand")


def was_there(*, happened: bool, attended: str) -> bool:
    return happened and attended in ("yes", "late")


def who_is_this(first: str, names: Sequence[str], *, may_say: bool) -> str:
    """Asked of names that mean nobody around somebody with this first name. `may_say`: in brackets is enough."""
    said = f"or write who they are in brackets, such as {names[0]} (neighbour)"
    mend = said if may_say else "with what they may know"
    ask = f"Nobody around {first} is called {' or '.join(names)}. Who is this?"
    return f"{ask} Add them to the circle and choose them there, {mend}"


def usual_medium(kind: str) -> str:
    return "phone" if kind == "phone-call" else "face"


def say_contact(
    meeting: Meeting, *, attended: str, why: str, reason: str, note: str, late_minutes: int | None = None
) -> str:
    """One line for the timeline: what came of it, then how the note begins."""
    facts = [_say_outcome(meeting, attended, why, late_minutes)]
    if was_there(happened=meeting.happened, attended=attended) and meeting.minutes:
        facts.append(say_minutes(meeting.minutes))
    said = [". ".join(fact for fact in facts if fact), reason.strip(), note.strip()]
    return shorten(". ".join(part.rstrip(".") for part in said if part) or kind_of(meeting.kind).label)


def _say_outcome(meeting: Meeting, attended: str, why: str, late_minutes: int | None) -> str:
    if not meeting.happened:
        return f"Did not happen: {CALLED_OFF_WORDS[meeting.why_not]}"
    if attended == "no":
        return f"Did not come: {WHY_WORDS[why]}"
    if attended == "late":
        return f"Came {say_minutes(late_minutes)} late" if late_minutes else "Came late"
    return ""


def say_minutes(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} minutes" if rest != 1 else "1 minute"
    words = f"{hours} hour{'' if hours == 1 else 's'}"
    return f"{words} {rest} minutes" if rest else words


def shorten(text: str, length: int = SUMMARY_LENGTH) -> str:
    """One line of at most `length` characters, cut between words."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;.:") + "…"


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Which of these names stand in the text as words of their own, written as names are written."""
    return sorted({name for name in names if len(name) > 1 and re.search(rf"\b{re.escape(name)}\b", text)})


def recent_days(now: datetime) -> list[tuple[date, str]]:
    """The days that a contact is most likely of, with their names, the likeliest first.

    Before five in the morning the evening before is likelier: whoever writes then has not been to bed.
    """
    today = now.date()
    yesterday = today - timedelta(days=1)
    if now.time() < NIGHT_ENDS:
        return [(yesterday, "Last night"), (today, "Since midnight")]
    return [(today, "Today"), (yesterday, "Yesterday")]


def promise_days(today: date) -> Sequence[tuple[date, str]]:
    return [
        (today, "Today"),
        (today + timedelta(days=1), "Tomorrow"),
        (today + timedelta(days=3), "In 3 days"),
        (today + timedelta(days=7), "In a week"),
        (today + timedelta(days=14), "In 2 weeks"),
        (today + timedelta(days=28), "In 4 weeks"),
    ]
