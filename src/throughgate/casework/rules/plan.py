"""A plan: what it must say, who has still to agree, how two versions differ, what becomes of its promises. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import SequenceMatcher

from throughgate.casework.rules.contacts import EARLIEST

GOAL_LENGTH = 300
STEP_LENGTH = 200
DOERS = ("person", "staff", "family", "partner", "agency")
SIDES = ("person", "worker")
NO_LONGER = "No longer in the plan"


class PlanError(ValueError):
    """What is wrong with a plan, in words for the form; `field` is where. Quotes nothing written about a person."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class AgreedMeanwhileError(PlanError):
    """There is no draft to write in (any more): both sides have agreed to it."""

    def __init__(self) -> None:
        super().__init__("Both sides have agreed to this plan. A change is written as a new version.")


class WrittenMeanwhileError(PlanError):
    """Somebody else saved the draft since it was read."""

    def __init__(self) -> None:
        super().__init__("Somebody else changed this while you were writing.")


@dataclass(frozen=True)
class StepText:
    """What one step of one version says; `promise` is the id of the promise it is kept by, once it was agreed."""

    key: str
    what: str
    who: str
    by_on: date
    worker: int | None = None
    promise: int | None = None
    doer: str = ""  # in words


@dataclass(frozen=True)
class GoalText:
    key: str
    words: str
    steps: Sequence[StepText] = ()
    about: str = ""  # the need or strength it rests on, in words


@dataclass(frozen=True)
class VersionText:
    number: int
    opening: str = ""
    goals: Sequence[GoalText] = ()

    @property
    def steps(self) -> Iterator[StepText]:
        return (step for goal in self.goals for step in goal.steps)


# -- what it must say ---------------------------------------------------------------------------------------------


def check_goal(words: str) -> None:
    if not words.strip():
        raise PlanError("Write what they want, in their own words", "words")
    if len(words.strip()) > GOAL_LENGTH:
        raise PlanError(f"The goal must be {GOAL_LENGTH} characters or fewer", "words")


def check_step(step: StepText) -> None:
    if not step.what.strip():
        raise PlanError("Say what is to be done", "what")
    if len(step.what.strip()) > STEP_LENGTH:
        raise PlanError(f"A step must be {STEP_LENGTH} characters or fewer", "what")
    if step.who not in DOERS:
        raise PlanError("Choose who does it", "who")
    if step.worker is not None and step.who != "staff":
        raise PlanError("Only a step of ours can be one worker’s", "who")


def missing_sides(agreed: Iterable[str]) -> list[str]:
    done = set(agreed)
    return [side for side in SIDES if side not in done]


def check_agreement(
    version: VersionText, *, agreed_at: datetime, now: datetime, written_on: date | None = None, on_paper: bool = False
) -> None:
    """`written_on`: the day on which this version was begun here. What was signed on paper before is typed in later."""
    if not version.goals:
        raise PlanError("A plan needs at least one goal before anybody can agree to it")
    if not any(True for _ in version.steps):
        raise PlanError("A plan needs at least one step before anybody can agree to it")
    if agreed_at > now:
        raise PlanError("The time cannot be in the future", "on")
    if agreed_at.date() < EARLIEST:
        raise PlanError(f"The day must be after {EARLIEST.year}", "on")
    if written_on and not on_paper and agreed_at.date() < written_on:
        begun = f"{written_on.day} {written_on:%B %Y}"
        raise PlanError(f"It was begun here on {begun}. Only what was signed on paper can be agreed before that", "on")


def check_goal_state(status: str, because: str, on: date, today: date) -> None:
    if status == "archived" and not because.strip():
        raise PlanError("Say why it is put aside", "because")
    if on > today:
        raise PlanError("The day cannot be in the future", "on")


def check_done_on(on: date, today: date) -> None:
    if on > today:
        raise PlanError("The day cannot be in the future", "on")


# -- what becomes of the promises ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Carried:
    """What a newly agreed version does to promises. A step that says the same keeps its own, done or not."""

    make: Sequence[StepText] = ()
    move: Sequence[StepText] = ()
    reword: Sequence[StepText] = ()
    withdraw: Sequence[StepText] = ()  # of the earlier version


def carry_promises(earlier: VersionText | None, now: VersionText, closed: Iterable[int] = ()) -> Carried:
    """`closed`: promises kept or withdrawn, which neither move nor change their words nor are withdrawn again."""
    done = set(closed)
    before = {step.key: step for step in earlier.steps} if earlier else {}
    there = {step.key for step in now.steps}
    carried = [(before[step.key], step) for step in now.steps if step.key in before and before[step.key].promise]
    still_open = [(old, step) for old, step in carried if old.promise not in done]
    return Carried(
        make=[step for step in now.steps if step.key not in before or not before[step.key].promise],
        move=[step for old, step in still_open if old.by_on != step.by_on],
        reword=[step for old, step in still_open if _said(old) != _said(step)],
        withdraw=[old for key, old in before.items() if key not in there and old.promise and old.promise not in done],
    )


def _said(step: StepText) -> tuple[str, str, int | None]:
    return step.what, step.who, step.worker


# -- how two versions differ --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Piece:
    """A stretch of words: in both, only in the new (`new`) or only in the old wording (`gone`)."""

    text: str
    mark: str = "same"


@dataclass(frozen=True)
class StepChange:
    mark: str  # same, new, gone, changed
    old: StepText | None
    new: StepText | None
    words: Sequence[Piece] = ()

    @property
    def moved(self) -> bool:
        return bool(self.old and self.new and self.old.by_on != self.new.by_on)

    @property
    def handed(self) -> bool:
        return bool(self.old and self.new and (self.old.who, self.old.worker) != (self.new.who, self.new.worker))


@dataclass(frozen=True)
class GoalChange:
    mark: str
    old: GoalText | None
    new: GoalText | None
    words: Sequence[Piece] = ()
    steps: Sequence[StepChange] = ()


@dataclass(frozen=True)
class Comparison:
    old: VersionText
    new: VersionText
    opening: Sequence[Piece] = ()
    goals: Sequence[GoalChange] = field(default_factory=tuple)

    @property
    def opening_changed(self) -> bool:
        return self.old.opening != self.new.opening

    @property
    def counts(self) -> Mapping[str, int]:
        """How many steps are new, changed and gone."""
        marks = [step.mark for goal in self.goals for step in goal.steps]
        return {mark: marks.count(mark) for mark in ("new", "changed", "gone")}

    @property
    def is_same(self) -> bool:
        return not self.opening_changed and all(
            goal.mark == "same" and all(step.mark == "same" for step in goal.steps) for goal in self.goals
        )


def compare_versions(old: VersionText, new: VersionText) -> Comparison:
    """Goals in the order of the new version, then those that are gone."""
    before, after = {goal.key: goal for goal in old.goals}, {goal.key: goal for goal in new.goals}
    keys = [*after, *(key for key in before if key not in after)]
    return Comparison(
        old,
        new,
        compare_words(old.opening, new.opening),
        [_goal_change(before.get(key), after.get(key)) for key in keys],
    )


def _goal_change(old: GoalText | None, new: GoalText | None) -> GoalChange:
    before = {step.key: step for step in old.steps} if old else {}
    after = {step.key: step for step in new.steps} if new else {}
    keys = [*after, *(key for key in before if key not in after)]
    same = bool(old and new and (old.words, old.about) == (new.words, new.about))
    return GoalChange(
        _mark(old, new, same),
        old,
        new,
        compare_words(old.words if old else "", new.words if new else ""),
        [_step_change(before.get(key), after.get(key)) for key in keys],
    )


def _step_change(old: StepText | None, new: StepText | None) -> StepChange:
    same = bool(old and new and (_said(old), old.by_on) == (_said(new), new.by_on))
    return StepChange(_mark(old, new, same), old, new, compare_words(old.what if old else "", new.what if new else ""))


def _mark(old: object, new: object, same: bool) -> str:
    if old is None:
        return "new"
    if new is None:
        return "gone"
    return "same" if same else "changed"


def compare_words(old: str, new: str) -> list[Piece]:
    """Word by word, what is gone before what took its place; spaces stay with the word before them."""
    before, after = _words(old), _words(new)
    pieces: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(" ".join(after[k:m])))
            continue
        if i < j:
            pieces.append(Piece(" ".join(before[i:j]), "gone"))
        if k < m:
            pieces.append(Piece(" ".join(after[k:m]), "new"))
    return pieces


def _words(text: str) -> list[str]:
    return text.split()
