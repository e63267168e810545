"""Needs, strengths and suggestions as pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from throughgate.access.policy import Sensitivity
from throughgate.story.grammar import Both
from throughgate.story.models import About, Answer, NeedStatus, PersonNeed, PersonStrength, SetAside, Status
from throughgate.story.rules.needing import NEXT, OPEN
from throughgate.story.selectors.answers import Told
from throughgate.story.terms import Source

# What each status is called, the tone of its tag, and the drawing that says the same without colour.
STATUSES: Mapping[str, tuple[str, str, str]] = {
    Status.NOT_STARTED: ("Not started", "quiet", "clock"),
    Status.IN_PROGRESS: ("In progress", "action", "next"),
    Status.MET: ("Met", "done", "check"),
    Status.DECLINED: ("Declined", "quiet", "note"),
}
MOVE_WORDS: Mapping[str, str] = {
    Status.IN_PROGRESS: "We have started",
    Status.MET: "It is met",
    Status.NOT_STARTED: "They want it after all",
}


# Who said it, at the head of what was said.
SAID_BY: Mapping[str, str] = {
    Source.FAMILY: "Their family said",
    Source.PRISON: "The prison said",
    Source.PROBATION: "Probation said",
    Source.PARTNER: "Another service said",
    Source.DOCUMENT: "A document says",
    Source.SEEN: "We saw",
    Source.PAPER: "They wrote",
}


@dataclass(frozen=True)
class Heard:
    """An answer, as something to go by: `They said “…” to Alice` or `They wrote “…”`."""

    question: str
    by: str
    words: str
    to: str
    on: date
    stale: bool


def heard(told: Told) -> Heard:
    row = told.row
    by = SAID_BY.get(row.source, "They said")
    to = f"to {told.who}" if row.heard_by_id and row.source not in (Source.DOCUMENT, Source.SEEN) else ""
    return Heard(told.question, by, told.words, to, row.answered_on, told.stale)


@dataclass(frozen=True)
class ChangedLine:
    """“The answer changed on …: still a need?” Without words, it was taken back."""

    question: str
    on: date | None
    words: str


@dataclass(frozen=True)
class StrengthLine:
    row: PersonStrength
    title: Both
    told: Heard | None
    changed: ChangedLine | None
    can_change: bool


@dataclass(frozen=True)
class NeedLine:
    """`now` is the status that holds, `history` all of them, the latest first."""

    row: PersonNeed
    title: Both
    pathway_title: Both
    history: Sequence[NeedStatus]
    owners: str
    told: Heard | None
    changed: ChangedLine | None
    can_change: bool

    @property
    def now(self) -> NeedStatus:
        return self.history[0]

    @property
    def status_words(self) -> str:
        return STATUSES[self.now.status][0]

    @property
    def status_tone(self) -> str:
        return STATUSES[self.now.status][1]

    @property
    def status_icon(self) -> str:
        return STATUSES[self.now.status][2]

    @property
    def next_words(self) -> str:
        """On the button that moves it on with one tap; nothing where no move is near at hand."""
        return MOVE_WORDS.get(self.next_status, "")

    @property
    def is_open(self) -> bool:
        return self.now.status in OPEN

    @property
    def next_status(self) -> str:
        return NEXT.get(self.now.status, "")

    @property
    def can_take_back(self) -> bool:
        return self.can_change and len(self.history) > 1 and self.now.takes_back_id is None


@dataclass(frozen=True)
class Suggestion:
    """“They said X. Is this something they want help with?” `again`: it was met or declined before they said so."""

    about: About
    key: str
    title: Both
    pathway_title: Both | None
    because: Sequence[Heard]
    level: Sensitivity
    from_answer: Answer
    answers: Sequence[Answer]
    again: NeedLine | None
    can_note: bool


@dataclass(frozen=True)
class AsideLine:
    row: SetAside
    title: Both
    can_change: bool


@dataclass(frozen=True)
class Pathway:
    title: Both
    needs: Sequence[NeedLine]
