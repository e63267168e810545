"""How a need moves from not started to met, and what may be noted as one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from throughgate.access.policy import Sensitivity
from throughgate.story.grammar import Item
from throughgate.story.models import Owner, Status

LONGEST_WORDS = 120
# What a form may offer and nobody needs.
NOT_NEEDS = frozenset({"other", "none", "none identified", "no needs", "nothing", "not applicable", "n/a", "na", "no"})

MOVES: Mapping[str, tuple[Status, ...]] = {
    Status.NOT_STARTED: (Status.IN_PROGRESS, Status.MET, Status.DECLINED),
    Status.IN_PROGRESS: (Status.MET, Status.DECLINED, Status.NOT_STARTED),
    Status.MET: (Status.IN_PROGRESS, Status.NOT_STARTED),
    Status.DECLINED: (Status.NOT_STARTED, Status.IN_PROGRESS, Status.MET),
}
NEXT: Mapping[str, Status] = {
    Status.NOT_STARTED: Status.IN_PROGRESS,
    Status.IN_PROGRESS: Status.MET,
    Status.DECLINED: Status.NOT_STARTED,
}
"""The move that is one tap away. From met there is none: it comes back only when somebody says so."""

OPEN = frozenset({Status.NOT_STARTED, Status.IN_PROGRESS})


class NeedError(ValueError):
    """Names the field of the form it belongs to."""

    def __init__(self, field: str, message: str):
        super().__init__(message)
        self.field = field


def check_words(words: str) -> str:
    """The words, tidied. “Other” and “none identified” are no needs. Raises NeedError."""
    tidy = " ".join(words.split())
    if not tidy:
        raise NeedError("words", "Write it in their own words")
    if len(tidy) > LONGEST_WORDS:
        raise NeedError("words", f"Keep it to {LONGEST_WORDS} characters")
    if tidy.casefold().rstrip(".") in NOT_NEEDS:
        raise NeedError("words", "Say what it is. If there is nothing, nothing has to be noted")
    return tidy


def check_owners(owners: Iterable[str]) -> list[str]:
    """In the order in which they are always named. Raises NeedError."""
    chosen = set(owners)
    if not chosen:
        raise NeedError("owners", "Choose who sees to it")
    if not chosen <= set(Owner.values):
        raise NeedError("owners", "Choose from the list who sees to it")
    return [owner for owner in Owner.values if owner in chosen]


def check_move(status: str, on: date, *, now: str, since: date, today: date) -> None:
    """Raises NeedError where the need cannot stand so from that day."""
    if status not in MOVES[now]:
        raise NeedError("status", "Choose how it stands now")
    check_noted_day(on, today)
    if on < since:
        raise NeedError("on", f"The last change was on {since.day} {since:%B %Y}: this one cannot be before it")


def check_noted_day(on: date, today: date) -> None:
    if on > today:
        raise NeedError("on", "The day cannot be in the future")


def floor_of(levels: Sequence[Sensitivity]) -> Sensitivity:
    """How closed something is at least that rests on answers of these levels: the most open of them says it already."""
    order = list(Sensitivity)
    return min(levels, key=lambda level: order.index(level), default=Sensitivity.STANDARD)


def level_of_item(key: str, items: Mapping[str, Item]) -> Sensitivity:
    """How closed an answer is: to be asked at all may tell what was answered to the question it hangs on."""
    levels = [Sensitivity.STANDARD]
    item = items.get(key)
    while item:
        levels.append(item.seen_by)
        item = items.get(item.asked_if.item) if item.asked_if else None
    return most_closed(levels)


def most_closed(levels: Iterable[Sensitivity]) -> Sensitivity:
    order = list(Sensitivity)
    return max(levels, key=lambda level: order.index(level))


def levels_from(floor: str, levels: Collection[Sensitivity]) -> list[Sensitivity]:
    """Those of `levels` that are as closed as `floor`, or more."""
    order = list(Sensitivity)
    return [level for level in order if level in levels and order.index(level) >= order.index(Sensitivity(floor))]


def owner_words(owners: Iterable[str], name: str) -> str:
    """`us and Jo`: who sees to it, the person by name."""
    words = {Owner.PRISON: "the prison", Owner.PROBATION: "probation", Owner.CHARITY: "us", Owner.PERSON: name}
    said = [words[Owner(owner)] for owner in owners]
    return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)
