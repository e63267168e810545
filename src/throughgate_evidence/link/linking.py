"""The chain from two files to links: read and clean, check, rules, likelihood, one record for one person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from ..frame.source import select
from ..progress import Progress, no_progress
from ..refusals import EvidenceInputError
from .fields import ESSENTIAL
from .passes import HELD, PASSES, Pass, prepare, run_passes
from .probabilistic import score_pairs
from .results import PROBABILISTIC, Doubt, Link, Linkage
from .submission import check_submission
from .tables import LinkFiles, Table, Unreadable, open_files

Method = Literal["both", "deterministic", "probabilistic"]
# The most candidates that a participant brings to the review.
MOST_CANDIDATES = 5


@dataclass(frozen=True)
class LinkSettings:
    """How to link. `columns` say which column holds which field; what is left out is looked for among the headings.

    A pair the model thinks at least `link_at` likely is linked, from `review_at` on it goes to a person. Two candidates
    whose match weights (log₂ of the odds) are less than `tie_bits` apart fit equally well.
    """

    columns: Mapping[Table, Mapping[str, str]] = field(default_factory=dict)
    method: Method = "both"
    passes: tuple[Pass, ...] = PASSES
    essential: tuple[str, ...] = ESSENTIAL
    link_at: float = 0.95
    review_at: float = 0.2
    tie_bits: float = 2.0
    unreadable: Unreadable = "refuse"
    keep: tuple[str, ...] | None = None
    seed: int = 20_261


def check_settings(settings: LinkSettings) -> None:
    if settings.method not in get_args(Method):
        raise EvidenceInputError(f"There is no method {settings.method!r}. Choose {', '.join(get_args(Method))}.")
    if not 0 < settings.review_at <= settings.link_at <= 1:
        raise EvidenceInputError(
            f"The thresholds must be chances with 0 < review ≤ link ≤ 1; they are {settings.review_at:g} and "
            f"{settings.link_at:g}."
        )
    if settings.method == "deterministic" and not settings.passes:
        raise EvidenceInputError("There is no pass to link by. Name at least one, or choose the method both.")
    names = [step.name for step in settings.passes]
    if len(set(names)) < len(names):
        raise EvidenceInputError("Two passes have the same name. Give each its own.")


def link(
    participants: Path,
    records: Path,
    settings: LinkSettings | None = None,
    *,
    today: date,
    progress: Progress = no_progress,
) -> Linkage:
    """Link two files (CSV or Parquet); raises EvidenceInputError. `today` decides what is a birth in the future."""
    with opened(participants, records, settings or LinkSettings(), today=today, progress=progress) as (_, linkage):
        return linkage


@contextmanager
def opened(
    participants: Path,
    records: Path,
    settings: LinkSettings,
    *,
    today: date,
    progress: Progress = no_progress,
) -> Iterator[tuple[LinkFiles, Linkage]]:
    """The linkage together with the files it was made from, which writing it down needs. Closes them at the end."""
    check_settings(settings)
    progress(0.0, "Reading")
    files = open_files(
        participants,
        records,
        columns=settings.columns,
        today=today,
        essential=settings.essential,
        unreadable=settings.unreadable,
    )
    try:
        yield files, link_files(files, settings, progress)
    finally:
        files.close()


def link_files(files: LinkFiles, settings: LinkSettings, progress: Progress = no_progress) -> Linkage:
    """Link files that are open. Can be done once: the tables it makes stay on the connection."""
    problems = check_submission(files, settings.essential)
    prepare(files)
    notes: tuple[str, ...] = ()
    scored: tuple[Link, ...] = ()
    passes = settings.passes if settings.method != "probabilistic" else ()
    progress(0.15, "Linking by rules")
    run_passes(files, passes)
    if settings.method != "deterministic":
        notes = score_pairs(files, settings.seed, progress).notes
        progress(0.9, "Choosing among pairs")
        resolve(files, settings)
        scored = read_links(files, "best")
    progress(1.0, "Done")
    return Linkage(
        submitted=files.participants.rows,
        records=files.records.rows,
        people_in_records=files.count(select("records", ["count(DISTINCT person)"])),
        usable=files.count(select("participants", ["count(*)"], where="usable")),
        unique=files.count(select("participants", ["count(*)"], where="kept")),
        method=settings.method,
        passes=tuple(step.name for step in passes),
        link_at=settings.link_at,
        review_at=settings.review_at,
        seed=settings.seed,
        links=read_links(files, "links"),
        doubts=read_doubts(files),
        scored=scored,
        problems=problems,
        notes=notes,
    )


def resolve(files: LinkFiles, settings: LinkSettings) -> None:
    """One record for one person: the best pair of both, by a clear margin; the rest of the likely ones are doubtful."""
    con = files.connection
    con.execute(f"CREATE OR REPLACE TABLE judged AS {judged(settings.tie_bits)}")
    best = ["line", "record", "person", f"'{PROBABILISTIC}' AS found_by", "probability AS score"]
    con.execute(f"CREATE OR REPLACE TABLE best AS {select('judged', best, where='why IS NULL')}")
    con.execute("INSERT INTO links FROM best WHERE score >= ?", [settings.link_at])
    likely = select(
        "judged AS j",
        ["line", "record", "person", f"'{PROBABILISTIC}'", "coalesce(why, 'likely, but not likely enough to be sure')"],
        where="place <= ? AND probability >= ? AND (why IS NOT NULL OR probability < ?) "
        "AND NOT EXISTS (FROM links WHERE links.line = j.line OR links.person = j.person) "
        "AND NOT EXISTS (FROM doubts AS d WHERE d.line = j.line AND d.person = j.person)",
    )
    con.execute(f"INSERT INTO doubts {likely}", [MOST_CANDIDATES, settings.review_at, settings.link_at])


def judged(tie_bits: float) -> str:
    """SQL: each scored pair with its place among the participant's, and what speaks against linking it."""
    near = f"RANGE BETWEEN {float(tie_bits)!r} PRECEDING AND {float(tie_bits)!r} FOLLOWING"
    placed = select(
        "scored",
        [
            "*",
            "row_number() OVER (PARTITION BY line ORDER BY weight DESC, record) AS place",
            "rank() OVER (PARTITION BY line ORDER BY weight DESC) AS standing",
            "rank() OVER (PARTITION BY person ORDER BY weight DESC) AS claim",
            f"count(*) OVER (PARTITION BY line ORDER BY weight {near}) AS near_line",
            f"count(*) OVER (PARTITION BY person ORDER BY weight {near}) AS near_person",
            HELD,
        ],
    )
    return select(f"({placed})", ["*", WHY])


WHY = """CASE WHEN standing > 1 THEN 'another record fits this participant better'
    WHEN near_line > 1 THEN 'another record fits this participant about as well'
    WHEN claim > 1 THEN 'this record fits another participant better'
    WHEN near_person > 1 THEN 'this record fits another participant about as well'
    WHEN held THEN 'a rule left one of the two in doubt' END AS why"""


def read_links(files: LinkFiles, table: str) -> tuple[Link, ...]:
    columns = ["l.line", "l.record", "p.person", "l.person", "l.found_by", "l.score"]
    joined = f"{table} AS l JOIN participants AS p ON p.line = l.line"
    return tuple(Link(*row) for row in files.rows(select(joined, columns, order="l.line")))


def read_doubts(files: LinkFiles) -> tuple[Doubt, ...]:
    """Pairs for a person to look at, with the probability where the model gave one."""
    columns = ["d.line", "d.record", "p.person", "d.person", "d.found_by", "d.why", "s.probability"]
    joined = "doubts AS d JOIN participants AS p ON p.line = d.line"
    joined += " LEFT JOIN scored AS s ON s.line = d.line AND s.person = d.person"
    order = "d.line, s.probability DESC NULLS LAST, d.record"
    return tuple(Doubt(*row) for row in files.rows(select(joined, columns, order=order)))
