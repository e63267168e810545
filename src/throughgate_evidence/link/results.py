"""What a linkage found, as frozen data. Rows are those of the files, the header being row 1; no names are in here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

ProblemKind = Literal["missing", "unreadable", "invalid number", "duplicate", "no date", "few people"]
PROBABILISTIC = "likely match"
REVIEWED = "decided by a person"
FEWEST_PEOPLE = 60


@dataclass(frozen=True)
class Problem:
    """Something about the submission to mend. `row` is None where it is about the whole file."""

    row: int | None
    field: str | None
    kind: ProblemKind
    words: str


@dataclass(frozen=True)
class Pair:
    """A participant and a record. `person` is the record's identifier."""

    participant_row: int
    record_row: int
    participant: str
    person: str


@dataclass(frozen=True)
class Link(Pair):
    """Taken to be the same person. `score` is the probability that they are, where the model gave one."""

    by: str
    score: float | None = None


@dataclass(frozen=True)
class Doubt(Pair):
    """A person should look at it. `found_by` is the pass that brought it up, `why` says what is doubtful."""

    found_by: str
    why: str
    score: float | None = None


@dataclass(frozen=True)
class LinkStep:
    """People left after a step, or (a `part`) how many of them one pass linked; `share` is of those submitted."""

    step: str
    people: int
    share: float
    part: bool = False


@dataclass(frozen=True)
class LinkAttrition:
    """From everybody submitted to everybody linked, and on to everybody analysed once that is known."""

    steps: tuple[LinkStep, ...]

    def analysed(self, people: int, step: str = "Analysed") -> LinkAttrition:
        """The same with the number of linked people that an evaluation used."""
        submitted = self.steps[0].people
        return LinkAttrition((*self.steps, link_step(step, people, submitted)))


def link_step(step: str, people: int, submitted: int, part: bool = False) -> LinkStep:
    return LinkStep(step, people, people / submitted if submitted else 0.0, part)


@dataclass(frozen=True)
class Linkage:
    """The result. `problems` concern the submission; `notes` say what the method could not do as usual.

    `scored` are the best pairs the model saw, whatever their probability: what a table by threshold is made from.
    """

    submitted: int
    records: int
    people_in_records: int
    usable: int
    unique: int
    method: str
    passes: tuple[str, ...]
    link_at: float
    review_at: float
    seed: int
    links: tuple[Link, ...]
    doubts: tuple[Doubt, ...]
    scored: tuple[Link, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]

    @property
    def linked_by(self) -> Mapping[str, int]:
        """How many people each pass linked, in the order of the passes."""
        counts = dict.fromkeys((*self.passes, PROBABILISTIC, REVIEWED), 0)
        for link in self.links:
            counts[link.by] += 1
        return {name: count for name, count in counts.items() if count or name in self.passes}

    @property
    def in_review(self) -> int:
        """Participants with a doubtful pair and no link."""
        return len({doubt.participant_row for doubt in self.doubts})

    @property
    def attrition(self) -> LinkAttrition:
        parts = [link_step(f"Linked by {by}", count, self.submitted, True) for by, count in self.linked_by.items()]
        return LinkAttrition(
            (
                link_step("Submitted", self.submitted, self.submitted),
                link_step("With everything needed", self.usable, self.submitted),
                link_step("After repeats are taken out", self.unique, self.submitted),
                *parts,
                link_step("Linked", len(self.links), self.submitted),
            )
        )

    def with_links(self, links: tuple[Link, ...], doubts: tuple[Doubt, ...]) -> Linkage:
        return replace(self, links=tuple(sorted(links, key=lambda link: link.participant_row)), doubts=doubts)
