"""The basics that everybody needs on the day of release, read from YAML. Every error of the file is told at once, with
its line and how to mend it.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from throughgate.common.durations import Duration, parse_duration, parse_interval
from throughgate.common.faults import FaultyFileError, Problem, check_known
from throughgate.common.own_files import read_when_changed
from throughgate.common.parts import Part, Slug, Title, Words, validate_part
from throughgate.common.yaml_lines import Document, read_yaml

TO_START, IN_HAND, NOT_NEEDED = "to-start", "in-hand", "not-needed"

Stage = Literal["start", "waiting", "stuck", "done", "unneeded"]
Ask = Literal["document", "cost", "refund", "priority", "reference", "proof", "due"]
Payer = Literal["us", "person", "prison", "council", "nobody", "other"]
Pence = Annotated[int, Field(ge=0, le=1_000_000)]
Asks = Annotated[tuple[Ask, ...], Field(strict=False)]

OPEN: frozenset[str] = frozenset({"start", "waiting", "stuck"})
NEEDED: Mapping[str, str] = {TO_START: "start", IN_HAND: "done", NOT_NEEDED: "unneeded"}
# What the room of homes knows of where somebody stands, each with its stage.
OF_HOME: Mapping[str, str] = {
    TO_START: "start",
    "applied": "waiting",
    "offered": "waiting",
    "later": "waiting",
    IN_HAND: "done",
}
# What one that is `like` another takes from it, where it says nothing itself.
INHERITED = ("icon", "plain", "entry", "sensitivity", "start", "in_hand", "pays", "proofs", "states")


class State(Part):
    """One state of a basic. `next` is what is then to be done, `after` how long to wait before it is due."""

    title: Title
    stage: Stage
    plain: Words
    button: Title = ""
    next: Title = ""
    after: Annotated[Duration, BeforeValidator(parse_duration)] | None = None
    moves: Annotated[tuple[Slug, ...], Field(min_length=1, strict=False)]
    asks: Asks = ()
    needs: Asks = ()
    reasons: Mapping[Slug, Title] = {}

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN

    @property
    def is_one_tap(self) -> bool:
        """Nothing has to be said with it."""
        return not self.needs and not self.reasons


class Item(Part):
    """One of the basics. `cost` in pence is what it usually costs; `by_contact`: in hand when a contact is recorded;
    `by_home`: it stands where the applications for a home stand. `of` is the basic that it is part of: it is opened
    only where somebody says that it is needed. `like` is the one whose states and words it takes.
    """

    title: Title
    short: Title
    icon: Slug
    plain: Words
    entry: Slug
    of: Slug | None = None
    like: Slug | None = None
    by_contact: bool = False
    by_home: bool = False
    sensitivity: Literal["standard", "sensitive", "clinical"] = "standard"
    start: Annotated[Duration, BeforeValidator(parse_interval)]
    in_hand: Annotated[Duration, BeforeValidator(parse_duration)]
    cost: Pence | None = None
    pays: Payer
    documents: Mapping[Slug, Title] = {}
    proofs: Mapping[Slug, Title] = {}
    states: Annotated[Mapping[Slug, State], Field(min_length=1)]

    def state(self, code: str) -> State:
        """A state that the file no longer has is read as the first one, so that what was begun can go on."""
        return self.states.get(code) or self.states[TO_START]


class Head(Part):
    basics: Annotated[int, Field(ge=1)]
    open_within: Annotated[Duration, BeforeValidator(parse_interval)]
    board: Annotated[Duration, BeforeValidator(parse_interval)]
    at_once: Annotated[Duration, BeforeValidator(parse_interval)]
    undated: Annotated[Duration, BeforeValidator(parse_interval)]


class Basics(Head):
    items: Mapping[Slug, Item]

    @property
    def whole(self) -> Mapping[str, Item]:
        """Those that everybody needs: all but the parts."""
        return {code: item for code, item in self.items.items() if not item.of}

    def parts_of(self, code: str) -> Mapping[str, Item]:
        return {name: item for name, item in self.items.items() if item.of == code}

    def entry_kinds(self) -> Mapping[str, str]:
        """The kind of entry that puts each in hand, by its code."""
        return {code: item.entry for code, item in self.items.items()}

    def code_of_entry(self, kind: str) -> str:
        return next((code for code, item in self.whole.items() if item.entry == kind), "")


class BasicsFileError(FaultyFileError):
    """Everything that is wrong with a file of basics."""


def load_basics(text: str, *, filename: str = "basics.yaml") -> Basics:
    """Raises BasicsFileError."""
    document = Document(filename, of="the basics")
    raw = _with_inherited(read_yaml(text, document))
    if isinstance(raw, dict):
        for problem in _problems(_read_items(raw, document)):
            document.report(problem)
    elif not document.errors:
        document.add((), "these are no basics", "Begin with basics:, open_within: and items:.")
    if document.errors:
        raise BasicsFileError(document.errors)
    return Basics.model_validate(raw)


def _read_items(raw: dict[str, Any], document: Document) -> dict[str, Item]:
    head = {name: value for name, value in raw.items() if name != "items"}
    validate_part(Head, head, (), "the file", document)
    named = raw.get("items")
    if not isinstance(named, dict) or not named:
        document.add(("items",), "there are no items", "Write items: and below it names, each with fields.")
        return {}
    read = {
        code: validate_part(Item, value, ("items", code), f"the basic “{code}”", document)
        for code, value in named.items()
    }
    return {code: item for code, item in read.items() if item}


def _with_inherited(raw: Any) -> Any:
    """Whatever is `like` another, with what it takes from it; anything else as it was written."""
    named = raw.get("items") if isinstance(raw, dict) else None
    if not isinstance(named, dict):
        return raw
    return raw | {"items": {code: _inheriting(value, named) for code, value in named.items()}}


def _inheriting(value: Any, named: Mapping[str, Any]) -> Any:
    like = value.get("like") if isinstance(value, dict) else None
    model = named.get(like) if isinstance(like, str) else None
    return {name: model[name] for name in INHERITED if name in model} | value if isinstance(model, dict) else value


def _problems(items: Mapping[str, Item]) -> Iterator[Problem]:
    for code, item in items.items():
        path = ("items", code)
        if item.start.rough_days < item.in_hand.rough_days:
            yield Problem((*path, "start"), f"“{code}” would begin after it is due", "Make start longer than in_hand.")
        for field, named in (("of", item.of), ("like", item.like)):
            if named:
                yield from check_known((*path, field), "the basic", named, items.keys())
        if item.of and item.of in items and items[item.of].of:
            yield Problem((*path, "of"), f"“{code}” is part of a part", "Name a basic that is none.")
        for needed, stage in (OF_HOME if item.by_home else NEEDED).items():
            if needed not in item.states or item.states[needed].stage != stage:
                mend = f"Add {needed}: with stage: {stage}."
                yield Problem((*path, "states"), f"“{code}” has no state “{needed}” of that stage", mend)
        for name, state in item.states.items():
            yield from _state_problems((*path, "states", name), name, state, item.states.keys())
            if not item.by_home:
                yield from _tap_problems((*path, "states", name), name, state)


def _state_problems(path: tuple[str, ...], name: str, state: State, known: Collection[str]) -> Iterator[Problem]:
    for place, move in enumerate(state.moves):
        yield from check_known((*path, "moves", place), "the state", move, known)
    if state.is_open and not state.next:
        yield Problem(path, f"“{name}” does not say what is to be done next", "Add next: with a few words.")
    for ask in state.needs:
        if ask not in state.asks:
            yield Problem(path, f"“{name}” needs “{ask}”, which it does not ask for", f"Add {ask} to its asks.")


def _tap_problems(path: tuple[str, ...], name: str, state: State) -> Iterator[Problem]:
    """Where somebody taps from state to state; a home goes from one to the next by its applications."""
    if state.stage in ("waiting", "stuck") and state.after is None:
        yield Problem(path, f"“{name}” does not say after how long", "Add after: for example 2 weeks.")
    if name != TO_START and not state.button:
        yield Problem(path, f"“{name}” has no button", "Add button: with the words to tap.")


@cache
def shipped_basics() -> Basics:
    file = files("throughgate.release") / "data" / "basics.yaml"
    return load_basics(file.read_text(encoding="utf-8"))


@read_when_changed
def own_basics(path: Path) -> Basics | None:
    """The organisation’s own, read again once it changed; None where there is no such file. Raises BasicsFileError."""
    if not path.is_file():
        return None
    return load_basics(path.read_text(encoding="utf-8"), filename=path.name)
