"""What is said of a linkage: counts, settings and what to mend. No names and no identifiers. What may not be told is
taken out by `disclosure` before anything is written or shown.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..disclosure import Disclosure, control_linkage
from .measuring import Measurement
from .results import Linkage, LinkStep, Problem, ProblemKind


@dataclass(frozen=True)
class LinkSetup:
    """How it was linked."""

    method: str
    passes: tuple[str, ...]
    link_at: float
    review_at: float
    seed: int
    disclosure: Disclosure


@dataclass(frozen=True)
class Told:
    """`steps` from submitted to linked; `linked_by` people by rule; `in_review` people in doubt, None where they are
    withheld. `problem_kinds` counts `problems`, which are listed by row where that may be told.
    """

    steps: tuple[LinkStep, ...]
    submitted: int
    linked: int
    linked_by: dict[str, int]
    in_review: int | None
    records: int
    people_in_records: int
    problems: tuple[Problem, ...]
    problem_kinds: dict[ProblemKind, int | None]
    notes: tuple[str, ...]
    measured: Measurement | None
    setup: LinkSetup


def tell(linkage: Linkage, measurement: Measurement | None = None, disclosure: Disclosure = "standard") -> Told:
    """What may be told at this level of disclosure control."""
    setup = LinkSetup(linkage.method, linkage.passes, linkage.link_at, linkage.review_at, linkage.seed, disclosure)
    told = Told(
        steps=tuple(step for step in linkage.attrition.steps if not step.part),
        submitted=linkage.submitted,
        linked=len(linkage.links),
        linked_by=dict(linkage.linked_by),
        in_review=linkage.in_review,
        records=linkage.records,
        people_in_records=linkage.people_in_records,
        problems=linkage.problems,
        problem_kinds=dict(Counter(problem.kind for problem in linkage.problems)),
        notes=linkage.notes,
        measured=measurement,
        setup=setup,
    )
    return control_linkage(told, disclosure)
