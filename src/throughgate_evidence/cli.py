"""The command ``throughgate-evidence``. Results go to files, words to the screen, trouble to exit code 2."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO, get_args

from .balance import SmdScale
from .disclosure import Disclosure
from .engines import EngineName
from .evaluation import Method, evaluate, no_progress, package_version
from .frame import MissingPolicy
from .outcomes import Interval, Kind
from .output import to_json, write_whole
from .refusals import EvidenceInputError
from .report import render_report
from .results import Evaluation

EXAMPLE = """example:
  throughgate-evidence evaluate people.csv --treated in_programme \\
      --covariates age,prior_convictions,employed --outcome reoffended --outcome reoffences \\
      --label reoffended="a proven reoffence in one year" \\
      --method radius --caliper 0.2 --json result.json --report result.html

One row for each person. Covariates are what people were like before; outcomes what happened after.
Exit code 0: done. 2: something is wrong with the file or the choices; the message says what, and no file is written.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    options = build_parser().parse_args(arguments)
    try:
        check_outputs(options.file, [path for path in (options.json, options.report) if path])
        evaluation = run_evaluation(options)
        texts = {}
        if options.json:
            texts[options.json] = to_json(evaluation)
        if options.report:
            texts[options.report] = render_report(evaluation)
        write_whole(texts)
    except EvidenceInputError as error:
        return refuse(str(error))
    except OSError as error:
        return refuse(f"{error.filename or 'A file'} cannot be read or written: {error.strerror}.")
    except KeyboardInterrupt:
        return refuse("Stopped. No file was written.", code=130)
    sys.stdout.write(summary(evaluation))
    return 0


def check_outputs(source: Path, outputs: Sequence[Path]) -> None:
    """Said before the work is done, not after it."""
    for path in outputs:
        if not path.parent.is_dir():
            raise EvidenceInputError(f"There is no folder {path.parent} to write {path.name} in. Make it first.")
        if path.resolve() == source.resolve() or path.is_dir():
            raise EvidenceInputError(f"{path} would be written over. Choose another name for the result.")
    if len(set(outputs)) < len(outputs):
        raise EvidenceInputError("The numbers and the report need different file names.")


def refuse(message: str, code: int = 2) -> int:
    sys.stderr.write(f"throughgate-evidence: {message}\n")
    return code


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="throughgate-evidence", description="Does a programme work, and how sure are we?"
    )
    parser.add_argument("--version", action="version", version=package_version())
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    add_evaluate(commands)
    return parser


def add_evaluate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "evaluate",
        help="compare people of a programme with matched people who were not in it",
        description="Compare people of a programme with matched people who were not in it.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("file", type=Path, metavar="FILE", help="CSV (UTF-8, with a header) or Parquet")
    command.add_argument(
        "--treated", required=True, metavar="COL", help="1 or true for people in the programme, else 0 or false"
    )
    command.add_argument("--covariates", required=True, type=listed, metavar="A,B,C", help="columns to match on")
    command.add_argument(
        "--outcome", required=True, action="append", metavar="COL", help="a result; may be given again"
    )
    command.add_argument("--method", choices=get_args(Method), default="radius")
    command.add_argument(
        "--caliper",
        type=float,
        default=0.2,
        metavar="K",
        help="how alike: K standard deviations of the logit (default 0.2)",
    )
    command.add_argument(
        "--categorical", type=listed, default=(), metavar="A,B", help="covariates whose numbers are codes"
    )
    command.add_argument(
        "--kind", action="append", type=pair, default=[], metavar="COL=KIND", help=f"one of {', '.join(get_args(Kind))}"
    )
    command.add_argument(
        "--label", action="append", type=pair, default=[], metavar="COL=WORDS", help="what to call an outcome"
    )
    command.add_argument("--title", metavar="WORDS", help="title of the report")
    command.add_argument(
        "--missing", choices=get_args(MissingPolicy), default="leave-out", help="records with gaps in them"
    )
    command.add_argument(
        "--interval", choices=get_args(Interval), default="sandwich", help="how the 95%% interval is made"
    )
    command.add_argument(
        "--smd", choices=get_args(SmdScale), default="pooled", help="the SD that mean differences are in"
    )
    command.add_argument(
        "--disclosure", choices=get_args(Disclosure), default="standard", help="withholding of small counts"
    )
    command.add_argument("--engine", choices=get_args(EngineName), default="auto")
    command.add_argument("--json", type=Path, metavar="OUT.json", help="write the numbers here")
    command.add_argument("--report", type=Path, metavar="OUT.html", help="write the report here")


def listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form COLUMN=VALUE")
    return name, value


def run_evaluation(options: argparse.Namespace) -> Evaluation:
    return evaluate(
        options.file,
        treated=options.treated,
        covariates=options.covariates,
        outcomes=options.outcome,
        method=options.method,
        caliper=options.caliper,
        kinds=dict(options.kind),
        labels=dict(options.label),
        categorical=options.categorical,
        missing=options.missing,
        interval=options.interval,
        smd_scale=options.smd,
        disclosure=options.disclosure,
        engine=options.engine,
        title=options.title,
        progress=ProgressLine(sys.stderr) if sys.stderr.isatty() else no_progress,
    )


class ProgressLine:
    """One line of a terminal that is written over."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def __call__(self, done: float, message: str) -> None:
        end = "\n" if done >= 1 else ""
        self.stream.write(f"\r{done:4.0%}  {message:<40}{end}")
        self.stream.flush()


def summary(evaluation: Evaluation) -> str:
    """The findings, for the screen."""
    lines = [
        f"{evaluation.n_treated_matched:,} of {evaluation.n_treated:,} people in the programme were matched with "
        f"{evaluation.n_comparison_matched:,} of {evaluation.n_comparison_pool:,} others "
        f"(worth {evaluation.ess:,.1f} once weighted).",
    ]
    for finding in evaluation.findings:
        lines += ["", *filter(None, (finding.headline, finding.meaning, finding.note))]
    return "\n".join(lines) + "\n"
