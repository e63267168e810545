"""The doubtful pairs, both sides next to each other, for a person to decide; and reading the decisions back.

The file holds people's names. What is read back is only the rows, a check word and the decision; the check word is made
from both rows, so that a decision cannot be put to other files than those it was made on.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..frame.source import check_path, read_header, select
from ..refusals import EvidenceInputError
from .fields import FIELDS
from .results import REVIEWED, Doubt, Link, Linkage
from .tables import LinkFiles, Side

FIXED = ("decision", "why", "found_by", "score", "participant_row", "record_row", "check")
DECISIONS: Mapping[str, bool | None] = {"yes": True, "y": True, "no": False, "n": False, "": None}
# A spreadsheet takes a cell that begins like this for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Decision:
    """`same` is None where nothing has been decided yet. `row` is that of the review file."""

    row: int
    participant_row: int
    record_row: int
    same: bool | None


def review_text(files: LinkFiles, linkage: Linkage) -> str:
    """The review as CSV, most likely candidates first for each participant. Begins with a byte order mark for Excel."""
    shown = [field for field in FIELDS if field in files.participants.fields or field in files.records.fields]
    participants = raw_rows(files, files.participants, [doubt.participant_row for doubt in linkage.doubts])
    records = raw_rows(files, files.records, [doubt.record_row for doubt in linkage.doubts])
    text = io.StringIO()
    writer = csv.writer(text)
    pairs = [f"{side}_{field}" for field in shown for side in ("participant", "record")]
    writer.writerow([*FIXED, *pairs])
    for doubt in linkage.doubts:
        one, other = participants[doubt.participant_row], records[doubt.record_row]
        cells = [side.get(field, "") for field in shown for side in (one, other)]
        writer.writerow([*described(doubt, check_word(one, other)), *map(harmless, cells)])
    return "\ufeff" + text.getvalue()


def described(doubt: Doubt, check: str) -> list[str]:
    score = "" if doubt.score is None else f"{doubt.score:.4f}"
    return ["", doubt.why, doubt.found_by, score, str(doubt.participant_row), str(doubt.record_row), check]


def harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def raw_rows(files: LinkFiles, side: Side, lines: Iterable[int]) -> dict[int, dict[str, str]]:
    """What the file says about the fields in these rows."""
    wanted = ", ".join(map(str, sorted(set(lines)))) or "NULL"
    columns = ["rowid + 2", *(f"coalesce({side.raw(column)}, '')" for column in side.fields.values())]
    found = files.rows(select(f"{side.table}_raw", columns, where=f"rowid + 2 IN ({wanted})"))
    return {row[0]: dict(zip(side.fields, row[1:], strict=True)) for row in found}


def check_word(participant: Mapping[str, str], record: Mapping[str, str]) -> str:
    """A letter first, lest a spreadsheet take it for a number."""
    parts = [f"{field}={side[field]}" for side in (participant, record) for field in sorted(side)]
    return "k" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def read_decisions(path: Path, files: LinkFiles, linkage: Linkage) -> tuple[Decision, ...]:
    """Read a review file back; raises EvidenceInputError, with the row, on anything that does not fit these files."""
    rows = read_rows(path)
    decisions = [decision_of(path.name, at, row) for at, row in rows]
    checked = {decision.row: row["check"].strip() for decision, (_, row) in zip(decisions, rows, strict=True)}
    participants = raw_rows(files, files.participants, [decision.participant_row for decision in decisions])
    records = raw_rows(files, files.records, [decision.record_row for decision in decisions])
    for decision in decisions:
        one, other = participants.get(decision.participant_row), records.get(decision.record_row)
        if one is None or other is None or check_word(one, other) != checked[decision.row]:
            raise EvidenceInputError(
                f"{path.name}, row {decision.row}: it does not belong to these two files, or they were changed since. "
                "Make the review anew."
            )
    refuse_conflicts(path.name, files, linkage, decisions)
    return tuple(decisions)


def read_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    check_path(path)
    header, delimiter = read_header(path, path.name)
    missing = [column for column in ("decision", "participant_row", "record_row", "check") if column not in header]
    if missing:
        raise EvidenceInputError(f"{path.name} has no column {missing[0]!r}. Use the review file as it was written.")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file, delimiter=delimiter))[1:]
    except UnicodeDecodeError as error:
        raise EvidenceInputError(f"{path.name}: it is not UTF-8 text. Save the file again as “CSV UTF-8”.") from error
    short = next((at for at, line in enumerate(lines, 2) if any(line) and len(line) < len(header)), None)
    if short is not None:
        raise EvidenceInputError(f"{path.name}, row {short}: the row has fewer values than the header has columns.")
    return [(at, dict(zip(header, line, strict=False))) for at, line in enumerate(lines, 2) if any(line)]


def decision_of(name: str, at: int, row: Mapping[str, str]) -> Decision:
    word = row["decision"].strip().lower()
    if word not in DECISIONS:
        raise EvidenceInputError(f"{name}, column decision, row {at}: write yes or no, or leave it empty.")
    try:
        return Decision(at, int(row["participant_row"]), int(row["record_row"]), DECISIONS[word])
    except ValueError as error:
        raise EvidenceInputError(f"{name}, row {at}: participant_row and record_row must be as they were.") from error


def refuse_conflicts(name: str, files: LinkFiles, linkage: Linkage, decisions: Sequence[Decision]) -> None:
    """Nobody may be two people, and no record two participants."""
    people = people_of(files, [decision.record_row for decision in decisions])
    usable = {row[0] for row in files.rows(select("participants", ["line"], where="kept"))}
    linked = {link.participant_row for link in linkage.links}
    taken = {link.person for link in linkage.links}
    seen: Counter[str] = Counter()
    for decision in (decision for decision in decisions if decision.same):
        line, person = decision.participant_row, people[decision.record_row]
        if line in linked or person in taken or line not in usable:
            raise EvidenceInputError(
                f"{name}, row {decision.row}: one of the two is linked already or cannot be used. Make the review anew."
            )
        seen.update([f"participant {line}", f"person {person}"])
        if seen[f"participant {line}"] > 1 or seen[f"person {person}"] > 1:
            raise EvidenceInputError(
                f"{name}, column decision, row {decision.row}: an earlier row says yes to the same participant or "
                "to the same record. Only one of them can be right."
            )


def people_of(files: LinkFiles, lines: Iterable[int]) -> dict[int, str]:
    wanted = ", ".join(map(str, sorted(set(lines)))) or "NULL"
    return dict(files.rows(select("records", ["line", "person"], where=f"line IN ({wanted})")))


def apply_decisions(files: LinkFiles, linkage: Linkage, decisions: Sequence[Decision]) -> Linkage:
    """The linkage with the pairs that were decided: links for yes, gone for no; what is open stays in doubt."""
    people = people_of(files, [decision.record_row for decision in decisions])
    names = dict(files.rows(select("participants", ["line", "person"])))
    added = tuple(
        Link(made.participant_row, made.record_row, names[made.participant_row], people[made.record_row], REVIEWED)
        for made in decisions
        if made.same
    )
    settled = {(made.participant_row, people[made.record_row]) for made in decisions if made.same is not None}
    lines, taken = {link.participant_row for link in added}, {link.person for link in added}
    left = tuple(
        doubt
        for doubt in linkage.doubts
        if (doubt.participant_row, doubt.person) not in settled
        and doubt.participant_row not in lines
        and doubt.person not in taken
    )
    return linkage.with_links((*linkage.links, *added), left)
