"""How good a linkage is, on people for whom the truth is known.

Precision: of those linked, the share linked to the right record. Recall: of those who have a record, the share linked
to it. Both with Wilson's 95 % interval (Wilson 1927), which holds near 0 and 1 where the usual one does not.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from scipy import special

from ..refusals import EvidenceInputError
from .results import Link, Linkage

THRESHOLDS = (0.01, 0.05, 0.1, 0.2, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999)


@dataclass(frozen=True)
class Proportion:
    """`count` of `of`; share and limits are between 0 and 1, None where there is nothing to divide by. Disclosure
    control may take out all of them.
    """

    count: int | None
    of: int | None
    share: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class Accuracy:
    """How good the links of one pass, or those from one threshold on, are."""

    what: str
    precision: Proportion
    recall: Proportion


@dataclass(frozen=True)
class Measurement:
    """`participants` have a known truth; `existing` of them are in the records. By pass, recall is that pass's part.

    `by_threshold`: what would have been, had the model's links been taken from that probability on. `in_review` people
    have a record and are not linked, but their true record is among the doubtful pairs.
    """

    participants: int
    existing: int
    overall: Accuracy
    by_pass: tuple[Accuracy, ...]
    by_threshold: tuple[tuple[float, Accuracy], ...]
    in_review: int | None


def wilson(count: int, of: int, confidence: float = 0.95) -> Proportion:
    """Wilson's score interval of a proportion."""
    if not 0 <= count <= of:
        raise ValueError(f"{count} of {of} is not a proportion")
    if of == 0:
        return Proportion(0, 0, None, None, None)
    z = float(special.ndtri(0.5 + confidence / 2))
    share = count / of
    centre = (share + z * z / (2 * of)) / (1 + z * z / of)
    reach = z / (1 + z * z / of) * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    # At the ends the limits are 0 and 1 exactly; rounding may say otherwise.
    lower, upper = 0.0 if count == 0 else centre - reach, 1.0 if count == of else centre + reach
    return Proportion(count, of, share, lower, upper)


def measure(linkage: Linkage, truth: Mapping[str, str | None]) -> Measurement:
    """`truth`: participant's identifier to record's, or None. Participants it does not name are not counted."""
    existing = sum(record is not None for record in truth.values())
    known = [link for link in linkage.links if link.participant in truth]
    by_pass = (
        accuracy(name, [link for link in known if link.by == name], truth, existing) for name in linkage.linked_by
    )
    by_threshold = (
        (least, accuracy(f"{least:g}", at_least(linkage, truth, least), truth, existing)) for least in THRESHOLDS
    )
    doubtful = {doubt.participant for doubt in linkage.doubts if truth.get(doubt.participant) == doubt.person}
    return Measurement(
        participants=len(truth),
        existing=existing,
        overall=accuracy("all links", known, truth, existing),
        by_pass=tuple(by_pass),
        by_threshold=tuple(by_threshold) if linkage.scored else (),
        in_review=len(doubtful - {link.participant for link in known}),
    )


def accuracy(what: str, links: Iterable[Link], truth: Mapping[str, str | None], existing: int) -> Accuracy:
    right = [truth[link.participant] == link.person for link in links]
    return Accuracy(what, wilson(sum(right), len(right)), wilson(sum(right), existing))


def at_least(linkage: Linkage, truth: Mapping[str, str | None], least: float) -> list[Link]:
    """Links by rules, and the model's best pairs from `least` on."""
    ruled = [link for link in linkage.links if link.by in linkage.passes]
    likely = [link for link in linkage.scored if link.score is not None and link.score >= least]
    return [link for link in (*ruled, *likely) if link.participant in truth]


def read_truth(path: Path) -> dict[str, str | None]:
    """A CSV file with the columns ``participant`` and ``record`` (empty where there is none)."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except UnicodeDecodeError as error:
        raise EvidenceInputError(f"{path.name}: it is not UTF-8 text. Save the file again as “CSV UTF-8”.") from error
    if not rows or [heading.strip().lower() for heading in rows[0]] != ["participant", "record"]:
        raise EvidenceInputError(f"{path.name}: its first row must be “participant,record”.")
    truth: dict[str, str | None] = {}
    for at, row in enumerate(rows[1:], 2):
        if len(row) != 2 or not row[0].strip():
            raise EvidenceInputError(f"{path.name}, row {at}: it needs a participant and a record, which may be empty.")
        if row[0].strip() in truth:
            raise EvidenceInputError(f"{path.name}, row {at}: this participant stands in an earlier row too.")
        truth[row[0].strip()] = row[1].strip() or None
    return truth
