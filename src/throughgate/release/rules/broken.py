"""What can rest on a day of release, and how that is said where the day moves: the words of `replanning`. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from hashlib import sha256

from throughgate.release.rules.day import Nation

SPLIT = ":"


class Kind(StrEnum):
    """What rests on the day of release; in the order in which they are shown where they are equally pressing."""

    MEDICINE = "medicine"
    MEETING = "meeting"
    BED = "bed"
    JOURNEY = "journey"
    STOP = "stop"
    GATE = "gate"
    BASIC = "basic"
    BOOKING = "booking"
    HEARING = "hearing"
    DUE = "due"
    PERSON = "person"


class Effect(StrEnum):
    ASK = "ask"  # somebody is rung; until they answered it does not hold
    KEEP = "keep"  # it stands as it is: they know, or it does not matter
    CALL_OFF = "call-off"
    MOVE = "move"  # it goes with the release, and nobody outside has to agree
    OTHER = "other"  # a colleague does it
    FIND = "find"  # somebody has to be found
    CONSENT = "consent"  # the person is asked whether somebody may be told
    LOOK = "look"  # another place is looked for
    FIRST = "first"  # to be done before anything else
    LATER = "later"  # left until after release
    WAIVE = "waive"  # the programme allows it, for this reason
    TALK = "talk"  # a manager is asked


# What can be done about what: a service stands behind each, and nothing else is proposed.
CAN: Mapping[Kind, tuple[Effect, ...]] = {
    Kind.MEDICINE: (Effect.ASK, Effect.KEEP),
    Kind.MEETING: (Effect.MOVE, Effect.ASK, Effect.CONSENT, Effect.OTHER, Effect.FIND, Effect.KEEP),
    Kind.BED: (Effect.ASK, Effect.LOOK, Effect.KEEP),
    Kind.JOURNEY: (Effect.MOVE, Effect.KEEP, Effect.CALL_OFF, Effect.ASK),
    Kind.STOP: (Effect.ASK, Effect.KEEP, Effect.CALL_OFF),
    Kind.GATE: (Effect.ASK, Effect.KEEP),
    Kind.BASIC: (Effect.FIRST, Effect.LATER),
    Kind.BOOKING: (Effect.MOVE, Effect.ASK, Effect.KEEP, Effect.CALL_OFF),
    Kind.HEARING: (Effect.ASK, Effect.KEEP),
    Kind.DUE: (Effect.FIRST, Effect.WAIVE, Effect.TALK),
    Kind.PERSON: (Effect.ASK, Effect.KEEP),
}
# By these it would go on as if nothing stood against it.
GOES_ON = frozenset({Effect.KEEP, Effect.MOVE})


class ReplanError(ValueError):
    """What is wrong, in words for the form; `field` is where."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Stop:
    """An appointment of the day. `on`: the day its times were asked for. `barred`: what stands against it on the new
    day, so here and below.
    """

    key: str
    title: str
    on: date
    at: time | None = None
    whom: str = ""
    phone: str = ""
    must: bool = False
    barred: str = ""
    is_closed: bool = False


@dataclass(frozen=True)
class Helper:
    """One of ours who could be at the gate. `words`: what keeps them that day, of which nobody's name is told;
    `elsewhere`: that they are proposed for another gate, of several who are moved together.
    """

    ref: str
    name: str
    words: str = ""
    elsewhere: str = ""

    @property
    def is_free(self) -> bool:
        return not self.words

    @property
    def can_meet(self) -> bool:
        return self.is_free and not self.elsewhere

    @property
    def kept_by(self) -> str:
        return self.words or self.elsewhere


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """Who meets them; `helper` where it is one of ours. `is_closed` to readers is none: whoever sees the person may.
    `untold`: why they may not be told of us any more; `may_ask` then whether the person can be asked about that.
    """

    key: str
    met_by: str
    who: str
    on: date
    phone: str = ""
    helper: Helper | None = None
    barred: str = ""
    untold: str = ""
    may_ask: bool = False


@dataclass(frozen=True, kw_only=True)
class Bed:
    """A place asked for. `on`: from when it is theirs, once that is sure. `barred`: why they may not be told."""

    key: str
    title: str
    on: date | None = None
    phone: str = ""
    barred: str = ""
    is_closed: bool = False

    @property
    def is_sure(self) -> bool:
        return self.on is not None


@dataclass(frozen=True, kw_only=True)
class Journey:
    """`is_linked`: planned for the release day itself. `may_plan`: the reader may move it themselves. `is_asked`:
    somebody drives, or is asked and has not answered.
    """

    key: str
    title: str
    on: date
    driver: str = ""
    barred: str = ""
    may_plan: bool = True
    is_linked: bool = True
    is_asked: bool = True
    is_closed: bool = False


@dataclass(frozen=True, kw_only=True)
class Medicine:
    key: str
    title: str
    is_arranged: bool


@dataclass(frozen=True, kw_only=True)
class Basic:
    """One of the basics that is open. `begin_by` where it is not begun: the last day to begin for the new day, and for
    the one before; `expected_on`: when an answer or arrival was expected.
    """

    key: str
    title: str
    takes: str
    begin_by: date | None = None
    began_by: date | None = None
    expected_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Booked:
    """Something booked that is not of the release day itself."""

    key: str
    title: str
    on: date
    barred: str = ""


@dataclass(frozen=True, kw_only=True)
class Due:
    """A commitment that the move makes overdue, or leaves too little time for. `reasons`: by code, for which the
    programme lets it be waived and the reader may.
    """

    key: str
    title: str
    was: date | None
    becomes: date
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that rests on one person's release, as one reader may know it. `has_day`: a release day is opened; `gate`:
    the gate's times as they were said for the day before.
    """

    name: str
    nation: Nation = Nation.ENGLAND_AND_WALES
    has_day: bool = False
    gate: str = ""
    gate_on: date | None = None
    meeting: Meeting | None = None
    helpers: tuple[Helper, ...] = ()
    stops: tuple[Stop, ...] = ()
    beds: tuple[Bed, ...] = ()
    has_home: bool = False
    journeys: tuple[Journey, ...] = ()
    medicine: tuple[Medicine, ...] = ()
    basics: tuple[Basic, ...] = ()
    bookings: tuple[Booked, ...] = ()
    hearings: tuple[tuple[str, date], ...] = ()
    due: tuple[Due, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """`arg`: to whom or to which day. `short`: how it is counted, where its effect alone does not say it."""

    effect: Effect
    words: str
    arg: str = ""
    short: str = ""

    @property
    def code(self) -> str:
        return f"{self.effect}{SPLIT}{self.arg}" if self.arg else self.effect.value


@dataclass(frozen=True, kw_only=True)
class Broken:
    """Something that does not stand any more as it is. `by_on`: until when it has to be seen to."""

    kind: Kind
    key: str
    title: str
    why: str
    by_on: date
    proposals: tuple[Proposal, ...]
    default: str
    whom: str = ""
    phone: str = ""
    must: bool = False
    barred: str = ""
    is_closed: bool = False

    @property
    def field(self) -> str:
        return f"{self.kind}-{self.key}"


def chosen(broken: Sequence[Broken], said: Mapping[str, str]) -> dict[str, Proposal]:
    """By field: what was chosen of what was proposed, else what is proposed first. Raises ReplanError."""
    found = {}
    for one in broken:
        code = said.get(one.field) or one.default
        picked = next((each for each in one.proposals if each.code == code), None)
        if picked is None:
            raise ReplanError("Choose one of these", one.field)
        found[one.field] = picked
    return found


def mark_of(broken: Iterable[Broken], was: date | None, becomes: date | None) -> str:
    """Changes with whatever breaks and may be chosen: of two who change the plan at once the second is told."""
    said = [f"{one.field}|{one.title}|{one.why}|{' '.join(each.code for each in one.proposals)}" for one in broken]
    return sha256("\n".join([str(was), str(becomes), *sorted(said)]).encode()).hexdigest()[:24]


@dataclass(frozen=True)
class AtGate:
    """One of ours who is to be at a gate on a day, for one of several who are moved together."""

    person: int
    name: str
    worker: str
    on: date
    place: str


class ClashError(ReplanError):
    """The same worker at two gates on one day; `people` are the ids of all whom they would meet."""

    def __init__(self, words: str, people: tuple[int, ...]) -> None:
        super().__init__(words)
        self.words, self.people = words, people


def clashes(meetings: Iterable[AtGate]) -> list[ClashError]:
    """Nobody is at two gates on one day. Two people may well be met at the same one."""
    met: dict[tuple[str, date], list[AtGate]] = {}
    for one in meetings:
        met.setdefault((one.worker, one.on), []).append(one)
    return [
        ClashError(
            f"{_and([one.name for one in some])} would be met by the same worker on {day_of(on)}, at different prisons",
            tuple(one.person for one in some),
        )
        for (_, on), some in met.items()
        if len({one.place for one in some}) > 1
    ]


def _and(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]])


def day_of(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b}"
