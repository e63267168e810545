"""What comes after what on the way to a home, what is to be done next, and who has nowhere to go. Pure: `today` is
passed in, and no row is read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from throughgate.release.models import CheckAnswer, EndReason, HomeState, LivingKind, ProviderKind
from throughgate.web.words import span_words

ASK_AGAIN_AFTER = 14  # days after which nobody relies on what was said of vacancies
LONG_AGO, FAR_OFF = timedelta(days=366), timedelta(days=5 * 366)  # beyond, a day was mistyped
SEEN_BEFORE = 28  # days before release from which nobody without a home stays unseen
ROOFLESS = frozenset({LivingKind.SHELTER, LivingKind.STREET, LivingKind.NONE})
# Written when a place is sure: programmes ask for either.
SUPPORTED_ENTRY, HOME_ENTRY = "supported-housing", "home"
_SUPPORTED = frozenset({LivingKind.SUPPORTED, LivingKind.REHAB, LivingKind.APPROVED})
LIVING_IN: Mapping[str, LivingKind] = {
    ProviderKind.SUPPORTED: LivingKind.SUPPORTED,
    ProviderKind.APPROVED: LivingKind.APPROVED,
    ProviderKind.REHAB: LivingKind.REHAB,
    ProviderKind.TEMPORARY: LivingKind.TEMPORARY,
    ProviderKind.PRIVATE: LivingKind.PRIVATE,
    ProviderKind.COUNCIL: LivingKind.SOCIAL,
}


class HomeError(ValueError):
    """What is wrong, in words for the form; `field` is where."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class StateWords:
    """How a state is shown, and which may follow. Itself among them: the same again with a new day. `days`: within how
    many its next step is to be done where no day was named.
    """

    tone: str
    icon: str
    moves: tuple[HomeState, ...] = ()
    days: int = 0


_OUT = (HomeState.REFUSED, HomeState.WITHDRAWN)
STATES: Mapping[HomeState, StateWords] = {
    HomeState.DRAFTED: StateWords("due", "note", (HomeState.SENT, HomeState.WITHDRAWN), 3),
    HomeState.SENT: StateWords(
        "action", "next", (HomeState.SENT, HomeState.REVIEW, HomeState.VIEWING, HomeState.OFFERED, *_OUT), 7
    ),
    HomeState.REVIEW: StateWords(
        "action", "search", (HomeState.REVIEW, HomeState.VIEWING, HomeState.OFFERED, *_OUT), 7
    ),
    HomeState.VIEWING: StateWords(
        "action", "calendar", (HomeState.OFFERED, HomeState.VIEWING, HomeState.REVIEW, *_OUT)
    ),
    HomeState.OFFERED: StateWords(
        "due", "home", (HomeState.OFFERED, HomeState.ACCEPTED, HomeState.CONFIRMED, *_OUT), 3
    ),
    HomeState.ACCEPTED: StateWords("action", "check", (HomeState.CONFIRMED, *_OUT), 5),
    HomeState.CONFIRMED: StateWords(
        "done", "home", (HomeState.CONFIRMED, HomeState.ARRIVED, HomeState.NOT_ARRIVED, *_OUT)
    ),
    HomeState.ARRIVED: StateWords("done", "home"),
    HomeState.NOT_ARRIVED: StateWords("overdue", "warning"),
    # An answer can be looked at again.
    HomeState.REFUSED: StateWords("quiet", "note", (HomeState.REVIEW,), 7),
    HomeState.WITHDRAWN: StateWords("quiet", "note"),
}
# The way as it is drawn. What is left out of it (a viewing, an acceptance) was not needed.
WAY = (
    HomeState.DRAFTED,
    HomeState.SENT,
    HomeState.REVIEW,
    HomeState.VIEWING,
    HomeState.OFFERED,
    HomeState.ACCEPTED,
    HomeState.CONFIRMED,
    HomeState.ARRIVED,
)
CLOSED = frozenset({HomeState.ARRIVED, HomeState.NOT_ARRIVED, HomeState.REFUSED, HomeState.WITHDRAWN})
OPEN = tuple(state for state in HomeState if state not in CLOSED)
HELD = frozenset({HomeState.CONFIRMED, HomeState.ARRIVED})  # a home is arranged
# Where the person goes, or is to live: their restrictions are asked first.
ASKED = frozenset({HomeState.VIEWING, HomeState.ACCEPTED, HomeState.CONFIRMED, HomeState.ARRIVED})
# Before that: whether somebody lives there, or is to, from whom they must be kept apart.
BESIDE_OTHERS = frozenset({HomeState.DRAFTED, HomeState.SENT, HomeState.OFFERED})


def is_roof(kind: str) -> bool:
    """Somewhere to live, if only for a while; a night shelter is not."""
    return kind not in ROOFLESS


def entry_kind(kind: str) -> str:
    return SUPPORTED_ENTRY if kind in _SUPPORTED else HOME_ENTRY


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody says of an application; days as in `HomeStep`."""

    state: HomeState
    on: date
    day: date | None = None
    at: time | None = None
    reason: str = ""
    note: str = ""


def check_step(before: HomeState | None, last_on: date | None, said: Said, today: date) -> None:
    """Raises HomeError for the first thing that cannot be."""
    if before is not None and said.state not in STATES[before].moves:
        raise HomeError(f"This is “{before.label}” now. Somebody may have been faster: look at it again.")
    if said.on > today:
        raise HomeError("The day it happened cannot be in the future", "on")
    if last_on and said.on < last_on:
        raise HomeError("That is before what was noted last", "on")
    if said.state in (HomeState.VIEWING, HomeState.CONFIRMED) and said.day is None:
        raise HomeError("Enter the day", "day")
    if said.day and not said.on - LONG_AGO <= said.day <= said.on + FAR_OFF:
        raise HomeError("That day is years away. Look at the year again", "day")
    if said.day and said.day < said.on and said.state not in (HomeState.CONFIRMED, HomeState.ARRIVED):
        raise HomeError("That day has passed already", "day")
    if said.state in (HomeState.REFUSED, HomeState.WITHDRAWN, HomeState.NOT_ARRIVED) and not said.reason:
        raise HomeError("Choose why", "reason")


@dataclass(frozen=True, slots=True)
class Next:
    title: str
    by_on: date


_NEXT: Mapping[HomeState, str] = {
    HomeState.DRAFTED: "Send the application to {name}",
    HomeState.SENT: "Chase the answer from {name}",
    HomeState.REVIEW: "Chase the answer from {name}",
    HomeState.VIEWING: "View the room: {name}",
    HomeState.OFFERED: "Answer the offer of {name}",
    HomeState.ACCEPTED: "Have the place confirmed: {name}",
    HomeState.CONFIRMED: "Ask whether they moved in: {name}",
}


def next_step(said: Said, name: str) -> Next | None:
    """What is to be done after that, and by when; None where there is nothing more."""
    if said.state not in _NEXT:
        return None
    title = _NEXT[said.state].format(name=name)
    if said.state is HomeState.VIEWING and said.at:
        title = f"{title} at {said.at:%H:%M}"
    return Next(title, said.day or said.on + timedelta(days=STATES[said.state].days))


class Standing(StrEnum):
    """Where somebody stands who is to be released, or is out."""

    LIVING = "living"
    SECURED = "secured"  # for the day of release
    LATER = "later"  # sure, but from a later day
    OFFERED = "offered"
    APPLIED = "applied"
    NOTHING = "nothing"
    ROOFLESS = "roofless"  # out, and without a home


STANDINGS: Mapping[Standing, tuple[str, str, str]] = {
    Standing.LIVING: ("Has a home", "done", "home"),
    Standing.SECURED: ("Home arranged", "done", "home"),
    Standing.LATER: ("Home arranged, but later", "due", "calendar"),
    Standing.OFFERED: ("A place is offered", "due", "home"),
    Standing.APPLIED: ("Asked for a place", "due", "clock"),
    Standing.NOTHING: ("No home yet", "overdue", "warning"),
    Standing.ROOFLESS: ("No fixed abode", "overdue", "warning"),
}
SETTLED = frozenset({Standing.LIVING, Standing.SECURED})


@dataclass(frozen=True, slots=True)
class Asked:
    """An application as far as standing goes: how it is now, and the day it points to."""

    state: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Lived:
    kind: str
    from_on: date
    to_on: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.to_on is None or day < self.to_on)


def has_home_for(release_on: date, asked: Iterable[Asked]) -> bool:
    """Whether a place is sure on the day of release. One that is only accepted can still fall through."""
    return any(one.state == HomeState.CONFIRMED and one.day and one.day <= release_on for one in asked)


def standing_before(release_on: date | None, asked: Sequence[Asked]) -> Standing:
    """Of somebody inside. Where they lived before says nothing of where they can go."""
    sure = [one.day for one in asked if one.state == HomeState.CONFIRMED and one.day]
    if sure and (release_on is None or has_home_for(release_on, asked)):
        return Standing.SECURED
    return Standing.LATER if sure else _asked_for(asked) or Standing.NOTHING


def standing_outside(today: date, asked: Sequence[Asked], lived: Sequence[Lived]) -> Standing:
    now = [one for one in lived if one.holds_on(today)]
    if any(is_roof(one.kind) for one in now):
        return Standing.LIVING
    sure = [one.day for one in asked if one.state == HomeState.CONFIRMED and one.day]
    if sure:
        # The day has come: whether they moved in is what is asked next.
        return Standing.SECURED if min(sure) <= today else Standing.LATER
    if now:
        return Standing.ROOFLESS
    return _asked_for(asked) or Standing.NOTHING


def _asked_for(asked: Sequence[Asked]) -> Standing | None:
    states = {one.state for one in asked}
    if states & {HomeState.OFFERED, HomeState.ACCEPTED}:
        return Standing.OFFERED
    return Standing.APPLIED if states & set(OPEN) else None


def vacancy_words(places: int | None, said_on: date | None, today: date) -> str:
    if places is None or said_on is None:
        return "Vacancies not asked yet"
    number = "no places" if places == 0 else f"{places} place{'' if places == 1 else 's'}"
    days = (today - said_on).days
    when = "today" if days <= 0 else "yesterday" if days == 1 else f"{span_words(days)} ago"
    return f"{number[0].upper()}{number[1:]}, said {when}"


def is_stale(said_on: date | None, today: date) -> bool:
    return said_on is None or (today - said_on).days > ASK_AGAIN_AFTER


INSIDE_NOW = "They are in custody then. Say where they live once they are out"
ANSWER_WORDS: Mapping[str, tuple[str, str]] = {
    CheckAnswer.STILL: ("Still lives there", "check"),
    CheckAnswer.MOVED: ("Moved on to another home", "next"),
    CheckAnswer.LOST: ("Lost the home", "warning"),
    CheckAnswer.INSIDE: ("Back in custody", "lock"),
}
# What the checks to come are answered with where somebody left before.
LEFT_AS: Mapping[str, CheckAnswer] = {
    EndReason.MOVED: CheckAnswer.MOVED,
    EndReason.LOST: CheckAnswer.LOST,
    EndReason.INSIDE: CheckAnswer.INSIDE,
}


@dataclass(frozen=True, slots=True)
class Kept:
    """Of the homes whose day to ask has come: what is known, and of how many nothing is."""

    due: int
    still: int
    moved: int
    lost: int
    inside: int

    @property
    def missing(self) -> int:
        return self.due - self.still - self.moved - self.lost - self.inside

    @property
    def kept(self) -> int:
        """In a home, this one or the next."""
        return self.still + self.moved


def kept_of(answers: Mapping[str, int]) -> Kept:
    """`answers`: how many checks that are due gave which answer, "" for none."""
    return Kept(
        due=sum(answers.values()),
        still=answers.get(CheckAnswer.STILL, 0),
        moved=answers.get(CheckAnswer.MOVED, 0),
        lost=answers.get(CheckAnswer.LOST, 0),
        inside=answers.get(CheckAnswer.INSIDE, 0),
    )
