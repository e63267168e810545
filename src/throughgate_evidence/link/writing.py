"""Writing the linked people down: with their names, or under pseudonyms with the key apart.

A pseudonym is a keyed hash under a secret that is drawn for this one file and forgotten: it can be led back only with
the key file, and two runs have nothing in common. (It does not come from the seed: who knew it could work names out.)
Rows are in the order of the pseudonyms, which says nothing about the order in the files.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..frame.source import check_columns, literal, quoted, select
from ..refusals import EvidenceInputError
from .fields import DATES, FIELDS
from .results import Linkage
from .tables import LinkFiles, Side

# Fields that point to a person; dates of the sentence and of the programme may be kept.
IDENTIFYING = tuple(field for field in FIELDS if field not in (*DATES, "gender"))


@dataclass(frozen=True)
class LinkedFile:
    """What to write. `treated`: name of a 0/1 column; with it everybody in the records is written, participants as 1.

    `keep`: columns of either file; None keeps all of the participants' and all of the records' that identify nobody.
    """

    keep: tuple[str, ...] | None = None
    treated: str | None = None
    pseudonymous: bool = False


def check_linked_file(files: LinkFiles, wanted: LinkedFile) -> None:
    """Raises EvidenceInputError where what is wanted cannot be written; called before the work is done."""
    if wanted.pseudonymous and wanted.keep is None:
        raise EvidenceInputError("A pseudonymous file holds chosen columns only: name them with --keep A,B,C.")
    keep = wanted.keep or ()
    check_columns("The two files together", keep, [*files.participants.columns, *files.records.columns])
    naming = {
        side.fields[field]
        for side in (files.participants, files.records)
        for field in IDENTIFYING
        if field in side.fields
    }
    told = [column for column in keep if column in naming]
    if wanted.pseudonymous and told:
        raise EvidenceInputError(f"Column {told[0]} says who somebody is: it cannot be kept in a pseudonymous file.")
    if wanted.treated and wanted.treated in keep:
        raise EvidenceInputError(f"Column {wanted.treated} is kept and made anew. Give --treated another name.")


@contextmanager
def written(files: LinkFiles, linkage: Linkage, wanted: LinkedFile, out: Path, key: Path | None) -> Iterator[None]:
    """Write beside `out` (and `key`) in a folder only the owner can open; moved there when the block ends well."""
    check_linked_file(files, wanted)
    make_linked(files, linkage, wanted)
    columns = linked_columns(files, wanted)
    order = "pseudonym" if wanted.pseudonymous else "participant_line NULLS LAST, record_line"
    beside = (
        "linked LEFT JOIN participants_raw ON participants_raw.rowid = participant_line - 2 "
        "LEFT JOIN records_raw ON records_raw.rowid = record_line - 2"
    )
    queries = [(select(beside, columns, order=order), out)]
    if key is not None:
        named = ["pseudonym", "participant", "person AS record"]
        queries.append((select("linked", named, order="pseudonym"), key))
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".link-") as folder:
        ready = []
        for at, (query, target) in enumerate(queries):
            path = Path(folder) / f"{at}.csv"
            files.connection.execute(f"COPY ({query}) TO {literal(str(path))} (FORMAT csv, HEADER)")
            path.chmod(0o600)
            ready.append((path, target))
        yield
        for path, target in ready:
            os.replace(path, target)


def make_linked(files: LinkFiles, linkage: Linkage, wanted: LinkedFile) -> None:
    """The table ``linked``: one row for each linked person, and with `treated` one for everybody in the records.

    Who is in doubt is neither a participant nor surely not one, so their candidates are left out of the comparison.
    """
    con = files.connection
    fields = ("participant_row", "record_row", "by", "score")
    links = [[getattr(link, field) for link in linkage.links] for field in fields]
    given = "unnest(?::BIGINT[]) AS line, unnest(?::BIGINT[]) AS record, unnest(?::VARCHAR[]) AS how"
    decided = select(
        f"(SELECT {given}, unnest(?::DOUBLE[]) AS score) AS d "
        "JOIN participants AS p ON p.line = d.line JOIN records AS r ON r.line = d.record",
        [
            "d.line AS participant_line",
            "record AS record_line",
            "r.person",
            "p.person AS participant",
            *("how", "score"),
        ],
    )
    con.execute(f"CREATE OR REPLACE TEMP TABLE decided AS {decided}", links)
    doubtful = [doubt.person for doubt in linkage.doubts]
    con.execute("CREATE OR REPLACE TEMP TABLE open_people AS SELECT unnest(?::VARCHAR[]) AS person", [doubtful])
    people = select("decided", ["*", "1 AS mark"])
    if wanted.treated:
        people += " UNION ALL " + select(
            "records",
            ["NULL", "min(line)", "person", "NULL", "NULL", "NULL", "0"],
            where="person NOT IN (FROM decided SELECT person) AND person NOT IN (FROM open_people)",
            group="person",
        )
    pseudonym = f"left(sha256({literal(secrets.token_hex(32))} || person), 20) AS pseudonym"
    con.execute(f"CREATE OR REPLACE TEMP TABLE linked AS {select(f'({people})', ['*', pseudonym])}")


def linked_columns(files: LinkFiles, wanted: LinkedFile) -> list[str]:
    """SQL of the columns to write, under the names of the files; a record's that is taken gets ``record_`` in front."""
    first = ["pseudonym"] if wanted.pseudonymous else ["person AS link_record"]
    first += [f"mark AS {quoted(wanted.treated)}"] if wanted.treated else []
    first += ["how AS link_by", "round(score, 4) AS link_score"]
    ours = kept_columns(files.participants, wanted, everything=not wanted.treated)
    theirs = kept_columns(files.records, wanted, everything=False)
    listed = first + [f"{cell(files.participants, column)} AS {quoted(column)}" for column in ours]
    for column in theirs:
        name = f"record_{column}" if column in ours else column
        listed.append(f"{cell(files.records, column)} AS {quoted(name)}")
    return listed


def kept_columns(side: Side, wanted: LinkedFile, *, everything: bool) -> Sequence[str]:
    if wanted.keep is not None:
        return [column for column in wanted.keep if column in side.columns]
    naming = {side.fields[field] for field in IDENTIFYING if field in side.fields}
    if side.table == "participants" and not everything:
        return []
    return [column for column in side.columns if everything or column not in naming]


def cell(side: Side, column: str) -> str:
    return f"{side.table}_raw.{side.raw(column)}"
