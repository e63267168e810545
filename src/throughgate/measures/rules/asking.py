"""Which questions of a sitting are answered, by whom, and which page comes next."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from throughgate.measures.grammar import GOAL, PERSON, WORKER, Instrument
from throughgate.story.rules.asking import ItemState, State

Given = Mapping[tuple[str, str], int | None]
"""Points by who rates and question; None where it was left out."""

# How an answer came: they filled it in themselves, a worker asked, or it was typed from a sheet.
ALONE, ASKED, PAPER = "alone", "asked", "paper"


@dataclass(frozen=True)
class Step:
    """One question put to one who rates."""

    rater: str
    item: str

    @property
    def at(self) -> str:
        return f"{self.rater}.{self.item}"


def steps_of(instrument: Instrument, raters: Collection[str] = ()) -> tuple[Step, ...]:
    """Everybody's questions in turn: whoever comes second does not see what the first one said."""
    wanted = raters or instrument.raters
    return tuple(Step(rater, item) for rater in instrument.raters if rater in wanted for item in instrument.items)


def step_at(instrument: Instrument, at: str) -> Step | None:
    return next((step for step in steps_of(instrument) if step.at == at), None)


def states_of(instrument: Instrument, given: Given, raters: Collection[str] = ()) -> tuple[ItemState, ...]:
    """As the pages of a form want them: answered or left out is known, the rest is to ask."""
    return tuple(
        ItemState(step.at, step.rater, State.KNOWN if (step.rater, step.item) in given else State.UNKNOWN)
        for step in steps_of(instrument, raters)
    )


def to_ask(instrument: Instrument, given: Given) -> tuple[Step, ...]:
    """What a finished one has to have: answered, or knowingly left out."""
    return tuple(
        step
        for step in steps_of(instrument, instrument.must_rate)
        if (step.rater, step.item) not in given and not instrument.items[step.item].alone
    )


def answers_of(given: Given, rater: str) -> dict[str, int | None]:
    return {item: points for (who, item), points in given.items() if who == rater}


def triggered(instrument: Instrument, given: Given) -> tuple[str, ...]:
    """Questions of safety whose answer has to be followed up, whoever gave it."""
    return tuple(
        item
        for item, one in instrument.safety.items()
        if any(key[1] == item and points is not None and points >= one.at_least for key, points in given.items())
    )


def is_said_at_all(given: Iterable[int | None]) -> bool:
    return any(points is not None for points in given)


def rater_words(rater: str, first_name: str) -> str:
    return {PERSON: f"{first_name}’s own view", WORKER: "The worker’s view", GOAL: "Where to get to"}[rater]
