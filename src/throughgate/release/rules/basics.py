"""What is next for one of the basics, and by when. Pure: `today` is passed in, and no row is read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from throughgate.common.durations import Duration
from throughgate.release.basics_file import IN_HAND, TO_START, Basics, Item, State
from throughgate.release.models import Payer
from throughgate.release.rules.home import Standing
from throughgate.web.words import in_passing

EARLIEST = date(1980, 1, 1)
DEAREST = 1_000_000
OUT_WITHOUT = "they are out without it"


class BasicError(ValueError):
    """What is wrong with a step, in words for the form; `field` is where."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Timing:
    """`release_on` is the day they came out, or the date shown; `known_on` when that date was first told to us."""

    release_on: date | None
    known_on: date | None = None
    is_out: bool = False


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a basic stands: the code of its state, on which day it came there, and what was said of when."""

    state: str
    on: date
    opened_on: date
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Next:
    title: str
    by_on: date


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a step says beside its state and day. Money is in pence."""

    note: str = ""
    reason: str = ""
    document: str = ""
    reference: str = ""
    cost_pence: int | None = None
    paid_by: str = ""
    refund_pence: int | None = None
    is_priority: bool = False
    proof: str = ""
    due_on: date | None = None


def next_step(basics: Basics, item: Item, stands: Stands, timing: Timing) -> Next | None:
    """What is to be done next and by which day; None once it is in hand or not needed."""
    state = item.state(stands.state)
    if not state.is_open:
        return None
    title = f"{item.title}: {in_passing(state.next)}" if item.of else state.next
    title = f"{title}: {OUT_WITHOUT}" if timing.is_out else title
    if state.stage == "start":
        return Next(title, start_by(basics, item, stands.opened_on, timing))
    return Next(title, _ask_by(basics, item, state, stands, timing))


def start_by(basics: Basics, item: Item, opened_on: date, timing: Timing) -> date:
    """Counted back from release. Nobody is late with what they could not know: what should have begun before the
    basics were opened, or before that day was told, is due a few days after; but never later than it must be in hand.
    """
    if timing.release_on is None:
        return _after(opened_on, basics.undated)
    floor = _after(max(opened_on, timing.known_on or opened_on), basics.at_once)
    if timing.release_on <= opened_on:
        return floor
    return max(_before(timing.release_on, item.start), min(floor, timing.release_on))


def in_hand_by(item: Item, timing: Timing) -> date | None:
    return _before(timing.release_on, item.in_hand) if timing.release_on else None


def _ask_by(basics: Basics, item: Item, state: State, stands: Stands, timing: Timing) -> date:
    """The day that was said; else after the usual time, though not after the day on which it must be in hand."""
    if stands.due_on:
        return stands.due_on
    latest = in_hand_by(item, timing)
    if item.by_home:
        # Its applications are chased by themselves: here stands by when there must be one.
        return latest or _after(stands.opened_on, basics.undated)
    usual = _after(stands.on, state.after) if state.after else stands.on
    return min(usual, latest) if latest and latest > stands.on else usual


def _after(day: date, span: Duration) -> date:
    return span.after(day) or date.max


def _before(day: date, span: Duration) -> date:
    return span.reversed().after(day) or date.min


class Urgency(StrEnum):
    """How a chip is shown; in the order in which the board shows them."""

    LATE = "late"
    STUCK = "stuck"
    NOW = "now"  # to be done within a week
    UNDER_WAY = "under-way"
    LATER = "later"
    DONE = "done"
    UNNEEDED = "unneeded"


URGENCIES = tuple(Urgency)
URGENCY_LOOKS: Mapping[Urgency, tuple[str, str]] = {
    Urgency.LATE: ("overdue", "warning"),
    Urgency.STUCK: ("overdue", "close"),
    Urgency.NOW: ("due", "clock"),
    Urgency.UNDER_WAY: ("action", "next"),
    Urgency.LATER: ("quiet", "calendar"),
    Urgency.DONE: ("done", "check"),
    Urgency.UNNEEDED: ("quiet", "note"),
}
SOON = timedelta(days=7)


def urgency_of(state: State, by_on: date | None, today: date) -> Urgency:
    if state.stage == "done":
        return Urgency.DONE
    if state.stage == "unneeded":
        return Urgency.UNNEEDED
    if by_on and by_on < today:
        return Urgency.LATE
    if state.stage == "stuck":
        return Urgency.STUCK
    if by_on and by_on <= today + SOON:
        return Urgency.NOW
    return Urgency.UNDER_WAY if state.stage == "waiting" else Urgency.LATER


def stands_in_the_way(urgency: Urgency) -> bool:
    return urgency in (Urgency.LATE, Urgency.STUCK, Urgency.NOW)


def check_move(item: Item, now: str, to: str, *, corrects: bool) -> State:
    """The state it moves to. A correction may lead anywhere. Raises BasicError."""
    if to not in item.states:
        raise BasicError("state", "Choose what became of it")
    if to == now and not corrects:
        raise BasicError("state", "Somebody was faster: it stands there already. Look at it again")
    if not corrects and to not in item.state(now).moves:
        raise BasicError("state", "It cannot go there from where it stands. Look at it again")
    return item.states[to]


def step_problems(item: Item, state: State, on: date, said: Said, today: date) -> Iterator[BasicError]:
    """Everything that is wrong with a step, so that a form can say all of it at once."""
    if on > today:
        yield BasicError("on", "The day cannot be in the future")
    if on < EARLIEST:
        yield BasicError("on", f"The day must be after {EARLIEST.year}")
    if state.reasons and said.reason not in state.reasons:
        yield BasicError("reason", "Choose why")
    is_asked = "document" in state.needs and bool(item.documents)
    if said.document and said.document not in item.documents or is_asked and not said.document:
        yield BasicError("document", "Choose which document")
    if said.proof and said.proof not in item.proofs:
        yield BasicError("proof", "Choose what shows it")
    if said.due_on and said.due_on < on:
        yield BasicError("due_on", "The day you expect it cannot be before the day it was asked for")
    for field, pence in (("cost", said.cost_pence), ("refund", said.refund_pence)):
        if pence is not None and not 0 <= pence <= DEAREST:
            yield BasicError(field, f"Enter an amount up to £{DEAREST // 100:,}")


def done_words(item: Item, document: str) -> str:
    """For the ledger: what is in hand, and nothing of what was noted with it."""
    named = item.documents.get(document, "")
    words = item.states[IN_HAND].title.lower()
    return f"{named} {words}" if named and document != "other" else f"{item.title}: {words}"


def moves_of(item: Item, now: str) -> list[tuple[str, State]]:
    """Where it may go from here, the likeliest first."""
    return [(code, item.states[code]) for code in item.state(now).moves]


def button_words(code: str, state: State) -> str:
    return state.button or ("Needed after all" if code == TO_START else state.title)


def form_words(code: str, state: State) -> str:
    """The same above a form that asks for the day."""
    return button_words(code, state).removesuffix(" today")


def money_words(pence: int) -> str:
    return f"£{pence // 100:,}" if pence % 100 == 0 else f"£{pence // 100:,}.{pence % 100:02}"


# Where the applications for a home stand, as the state of the basic.
HOME_STATES: Mapping[Standing, str] = {
    Standing.NOTHING: TO_START,
    Standing.ROOFLESS: TO_START,
    Standing.APPLIED: "applied",
    Standing.OFFERED: "offered",
    Standing.LATER: "later",
    Standing.SECURED: IN_HAND,
    Standing.LIVING: IN_HAND,
}


@dataclass(frozen=True, slots=True)
class Spent:
    """What a step says of money, in pence. `corrects`: it takes the place of the step before."""

    state: str
    pence: int | None = None
    paid_by: str = ""
    refund: int | None = None
    corrects: bool = False


def costs_of(item: Item, steps: Iterable[Spent]) -> dict[str, int]:
    """By payer, in pence. Of one application the amount said last counts; after one that was turned down or lost, the
    next costs anew. What is paid back is taken off.
    """
    costs: dict[str, int] = {}
    said: Spent | None = None
    for step in _standing_steps(steps):
        said = step if step.pence is not None else said
        if said and item.state(step.state).stage == "stuck":
            _add_cost(costs, item, said, step.refund or 0)
            said = None
    if said:
        _add_cost(costs, item, said, said.refund or 0)
    return costs


def _standing_steps(steps: Iterable[Spent]) -> list[Spent]:
    standing: list[Spent] = []
    for step in steps:
        if step.corrects and standing:
            standing.pop()
        standing.append(step)
    return standing


def _add_cost(costs: dict[str, int], item: Item, said: Spent, refund: int) -> None:
    payer = said.paid_by or item.pays
    left = max(0, (said.pence or 0) - refund)
    if left and payer != Payer.NOBODY:
        costs[payer] = costs.get(payer, 0) + left


def sum_costs(many: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for costs in many:
        for payer, pence in costs.items():
            total[payer] = total.get(payer, 0) + pence
    return total
