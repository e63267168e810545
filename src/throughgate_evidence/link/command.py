"""The command ``throughgate-evidence link``. Files are written whole or not at all; only their owner may read them."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

from ..disclosure import Disclosure
from ..progress import shown_progress
from ..refusals import EvidenceInputError
from ..report import pdf_of
from ..writing import write_whole
from .config import read_settings
from .linking import LinkSettings, Method, opened
from .measuring import measure, read_truth
from .page import render_page, summary, to_json
from .review import apply_decisions, read_decisions, review_text
from .synthetic import make_truth_set
from .tables import Table, Unreadable
from .told import Told, tell
from .writing import LinkedFile, check_linked_file, written

EXAMPLE = """example:
  throughgate-evidence link people.csv records.csv --participants-column forename="First name" \\
      --out linked.csv --review review.csv --report linkage.html
  throughgate-evidence link people.csv records.csv --decisions review.csv --out linked.csv
  throughgate-evidence link --demonstrate 5000

The linked, review and key files hold personal data. Only you can read them; delete them when they are done with.
Exit code 0: done. 2: something is wrong with the files or the choices; the message says what, and no file is written.
"""


MADE_UP = "These people are made up: nothing about them needs to be withheld."


@dataclass(frozen=True)
class Outputs:
    """Where to write; None for what is not wanted."""

    out: Path | None
    key: Path | None
    review: Path | None
    json: Path | None
    report: Path | None

    def paths(self) -> list[Path]:
        return [path for path in (self.out, self.key, self.review, self.json, self.report) if path is not None]


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "link",
        help="find the people of a programme in administrative records",
        description="Find the people of a programme in administrative records.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(run=run)
    command.add_argument("participants", type=Path, nargs="?", metavar="PARTICIPANTS", help="CSV (UTF-8) or Parquet")
    command.add_argument("records", type=Path, nargs="?", metavar="RECORDS", help="CSV (UTF-8) or Parquet")
    command.add_argument("--config", type=Path, metavar="LINK.yaml", help="settings; options given here go before them")
    add_settings(command)
    add_outputs(command)


def add_settings(command: argparse.ArgumentParser) -> None:
    for side in get_args(Table):
        command.add_argument(
            f"--{side}-column",
            action="append",
            type=setting,
            default=[],
            metavar="FIELD=COL",
            help=f"a column of {side}",
        )
    command.add_argument("--method", choices=get_args(Method), help="rules, likelihood or both (default)")
    command.add_argument("--link-at", type=float, metavar="P", help="link pairs at least this likely (default 0.95)")
    command.add_argument("--review-at", type=float, metavar="P", help="show pairs at least this likely (default 0.2)")
    command.add_argument("--unreadable", choices=get_args(Unreadable), help="dates and words that cannot be read")
    command.add_argument("--keep", type=listed, metavar="A,B,C", help="columns of either file to write")
    command.add_argument("--seed", type=int, metavar="N", help="for the random pairs the model learns from")
    command.add_argument("--demonstrate", type=int, metavar="N", help="link N made-up people and measure the links")


def add_outputs(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", type=Path, metavar="LINKED.csv", help="write the linked people here")
    command.add_argument(
        "--treated",
        metavar="COL",
        help="write everybody in the records, with 1 in COL for participants and 0 for others",
    )
    command.add_argument(
        "--pseudonymous", type=Path, metavar="KEY.csv", help="random identifiers in place of names; the key goes here"
    )
    command.add_argument("--review", type=Path, metavar="REVIEW.csv", help="write the doubtful pairs here")
    command.add_argument("--decisions", type=Path, metavar="REVIEW.csv", help="read decisions on doubtful pairs")
    command.add_argument(
        "--truth", type=Path, metavar="TRUTH.csv", help="measure against known pairs: participant,record"
    )
    command.add_argument("--json", type=Path, metavar="OUT.json", help="write the counts here")
    command.add_argument("--report", type=Path, metavar="OUT.html", help="write the page here; PDF by its name")
    command.add_argument(
        "--disclosure", choices=get_args(Disclosure), default="standard", help="withholding of small counts"
    )


def setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form FIELD=COLUMN")
    return name, value


def listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def run(options: argparse.Namespace) -> int:
    """Run the command; returns the exit code. Raises EvidenceInputError before anything is written."""
    outputs = Outputs(options.out, options.pseudonymous, options.review, options.json, options.report)
    today = datetime.now(ZoneInfo("Europe/London")).date()
    settings = settings_from(options)
    check_paths(options, outputs)
    work = link_files if options.demonstrate is None else demonstrate
    words = work(options, settings, outputs, today)
    sys.stdout.write(words)
    warn_of_personal_data([path for path in (outputs.out, outputs.key, outputs.review) if path is not None])
    return 0


def warn_of_personal_data(paths: Sequence[Path]) -> None:
    if paths:
        names = ", ".join(path.name for path in paths)
        sys.stderr.write(
            f"{names}: personal data. Only you can read what was written; delete it when it is done with.\n"
        )


def settings_from(options: argparse.Namespace) -> LinkSettings:
    """The settings file, with what was given on the command line put over it."""
    settings = read_settings(options.config) if options.config else LinkSettings()
    columns: dict[Table, dict[str, str]] = {}
    for side in get_args(Table):
        columns[side] = dict(settings.columns.get(side, {})) | dict(getattr(options, f"{side}_column"))
    names = ("method", "link_at", "review_at", "unreadable", "keep", "seed")
    given = {name: getattr(options, name) for name in names if getattr(options, name) is not None}
    return replace(settings, columns=columns, **given)


def check_paths(options: argparse.Namespace, outputs: Outputs) -> None:
    """Said before the work is done, not after it."""
    check_choices(options, outputs)
    inputs = [options.participants, options.records, options.config, options.decisions, options.truth]
    taken = {path.resolve() for path in inputs if path is not None}
    for path in outputs.paths():
        if not path.parent.is_dir():
            raise EvidenceInputError(f"There is no folder {path.parent} to write {path.name} in. Make it first.")
        if path.resolve() in taken or path.is_dir():
            raise EvidenceInputError(f"{path} would be written over. Choose another name for the result.")
        taken.add(path.resolve())


def check_choices(options: argparse.Namespace, outputs: Outputs) -> None:
    of_files = (options.participants, outputs.out, outputs.review, options.decisions, options.truth)
    if options.demonstrate is None and None in (options.participants, options.records):
        raise EvidenceInputError("Name two files: the participants, then the records. Or --demonstrate 5000.")
    if options.demonstrate is None and options.participants.resolve() == options.records.resolve():
        raise EvidenceInputError(
            "Both files are the same one: everybody would be found in it. Name the records second."
        )
    if options.demonstrate is not None and options.demonstrate < 1:
        raise EvidenceInputError("--demonstrate needs a number of people, such as 5000.")
    if options.demonstrate is not None and any(path is not None for path in of_files):
        raise EvidenceInputError(
            "--demonstrate makes its people up: only --json and --report go with it, and settings."
        )
    if (options.pseudonymous or options.treated) and options.out is None:
        raise EvidenceInputError("--pseudonymous and --treated say how to write the linked file: name it with --out.")


def link_files(options: argparse.Namespace, settings: LinkSettings, outputs: Outputs, today: date) -> str:
    """Link, apply decisions, measure, write; returns the words for the screen."""
    wanted = LinkedFile(settings.keep, options.treated, options.pseudonymous is not None)
    truth = read_truth(options.truth) if options.truth else None
    progress = shown_progress()
    with opened(options.participants, options.records, settings, today=today, progress=progress) as (files, linkage):
        check_linked_file(files, wanted)
        if options.decisions:
            linkage = apply_decisions(files, linkage, read_decisions(options.decisions, files, linkage))
        measurement = None if truth is None else measure(linkage, truth)
        with ExitStack() as stack:
            if outputs.out:
                stack.enter_context(written(files, linkage, wanted, outputs.out, outputs.key))
            told = tell(linkage, measurement, options.disclosure)
            reviewed = {outputs.review: review_text(files, linkage)} if outputs.review else {}
            write_whole(reviewed | told_texts(outputs, told))
    return summary(told)


def told_texts(outputs: Outputs, told: Told) -> dict[Path, str | bytes]:
    """A report whose name ends in .pdf is one."""
    texts: dict[Path, str | bytes] = {}
    if outputs.json:
        texts[outputs.json] = to_json(told)
    if outputs.report:
        page = render_page(told)
        texts[outputs.report] = pdf_of(page) if outputs.report.suffix.lower() == ".pdf" else page
    return texts


def demonstrate(options: argparse.Namespace, settings: LinkSettings, outputs: Outputs, today: date) -> str:
    """Link made-up people among ten times as many records, and say how good the links are."""
    made = make_truth_set(options.demonstrate, 10 * options.demonstrate, seed=settings.seed)
    with tempfile.TemporaryDirectory(prefix="throughgate-evidence-") as folder:
        options.participants, options.records = made.write(Path(folder))
        settings = replace(settings, columns={})
        with opened(options.participants, options.records, settings, today=today, progress=shown_progress()) as (
            _,
            linkage,
        ):
            told = tell(linkage, measure(linkage, made.truth), "none")
            told = replace(told, notes=(*told.notes, MADE_UP))
    write_whole(told_texts(outputs, told))
    return summary(told)
