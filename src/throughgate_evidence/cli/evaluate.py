"""``throughgate-evidence evaluate``: compare people of a programme with people like them who were not in it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, get_args

from ..balance import SmdScale
from ..disclosure import Disclosure
from ..engines import EngineName
from ..evaluation import MatchedTables, evaluate, evaluate_with_tables
from ..frame import MissingPolicy, parse_formula
from ..matching import Table, csv_text
from ..matching.units import CaliperScale, Discard, Distance, Estimand, Method
from ..outcomes import Kind
from ..outcomes.multiplicity import Correction
from ..outcomes.survival import TimeUnit
from ..output import to_json
from ..power import timing_words
from ..progress import shown_progress
from ..protocol import check_plan, settings_from
from ..refusals import EvidenceInputError
from ..report import render_pdf, render_report
from ..report.survival import sentences
from ..request import IntervalChoice, SensitivityChoice
from ..results import Evaluation
from ..statements import forced_sentence
from ..statements import listed as listed_words
from ..writing import is_special, write_whole

Group = argparse._ArgumentGroup
EXAMPLE = """examples:
  throughgate-evidence evaluate people.csv --treated in_programme \\
      --covariates age,prior_convictions,employed --outcome reoffended --outcome reoffences \\
      --label reoffended="a proven reoffence in one year" \\
      --method radius --caliper 0.2 --json result.json --report result.html --pdf result.pdf

  throughgate-evidence evaluate people.csv --plan plan.yaml --report result.html

One row for each person. Covariates are what people were like before; outcomes what happened after.
Exit code 0: done. 2: something is wrong with the file or the choices; the message says what, and no file is written.
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "compare people of a programme with matched people who were not in it"
    command = commands.add_parser(
        "evaluate",
        help=words,
        description=f"{words.capitalize()}.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        # What is not said stays out, so that a plan can say it.
        argument_default=argparse.SUPPRESS,
    )
    command.set_defaults(run=run)
    command.add_argument("file", type=Path, metavar="FILE", help="CSV (UTF-8, with a header) or Parquet")
    add_columns(command.add_argument_group("which column is what"))
    add_outcomes(command.add_argument_group("outcomes"))
    add_matching(command.add_argument_group("matching and weighting"))
    add_inference(command.add_argument_group("how sure"))
    add_outputs(command.add_argument_group("results"))


def add_columns(group: Group) -> None:
    group.add_argument("--plan", type=Path, metavar="PLAN.yaml", help="a locked analysis plan, for what is not said")
    group.add_argument(
        "--reason", action="append", type=pair, metavar="SETTING=WORDS", help="why a setting is not as planned"
    )
    group.add_argument("--treated", metavar="COL", help="1 or true for people in the programme, else 0 or false")
    group.add_argument("--covariates", type=listed, metavar="A,B,C", help="columns to match on")
    group.add_argument("--formula", metavar="'T ~ A + B + A:B'", help="treated, covariates and interactions in one")
    group.add_argument("--interaction", action="append", metavar="A:B", help="a product to model too; or A^2")
    group.add_argument("--categorical", type=listed, metavar="A,B", help="covariates whose numbers are codes")
    group.add_argument("--weights", metavar="COL", help="weights of a sample")
    group.add_argument("--identifier", metavar="COL", help="one different value for each person")
    group.add_argument("--index-date", metavar="COL", help="when each person's follow-up began")
    group.add_argument("--data-until", type=day, metavar="DATE", help="the last day the outcomes know of: 2027-03-31")
    group.add_argument("--missing", choices=get_args(MissingPolicy), help="records with gaps in them")


def add_outcomes(group: Group) -> None:
    group.add_argument("--outcome", action="append", metavar="COL", help="a result; may be given again")
    group.add_argument(
        "--survival", action="append", type=timed, metavar="NAME=TIME,EVENT", help="time to an event, or to the cut-off"
    )
    group.add_argument(
        "--kind", action="append", type=pair, metavar="COL=KIND", help=f"one of {', '.join(get_args(Kind))}"
    )
    group.add_argument(
        "--unit",
        action="append",
        type=pair,
        metavar="NAME=UNIT",
        help=f"of a --survival: {', '.join(get_args(TimeUnit))}",
    )
    group.add_argument("--label", action="append", type=pair, metavar="COL=WORDS", help="what to call an outcome")
    group.add_argument("--secondary", type=listed, metavar="A,B", help="outcomes beside the question")
    group.add_argument("--severity", type=listed, metavar="A,B", help="outcomes that are one class of severity")
    group.add_argument("--subgroup", action="append", metavar="COL", help="compare within each of its values too")


def add_matching(group: Group) -> None:
    group.add_argument("--method", choices=get_args(Method), help="radius unless said otherwise")
    group.add_argument("--estimand", choices=get_args(Estimand), help="for whom: ATT the treated (default), ATE, ATC")
    group.add_argument("--distance", choices=get_args(Distance), help="what alike means")
    group.add_argument("--caliper", type=caliper, metavar="K", help="how alike (default 0.2), or none")
    group.add_argument("--caliper-scale", choices=get_args(CaliperScale), help="sd: K standard deviations of the logit")
    group.add_argument("--exact", type=listed, metavar="A,B", help="only people who are the same in these")
    group.add_argument("--antiexact", type=listed, metavar="A,B", help="only people who differ in these")
    group.add_argument("--ratio", type=int, metavar="N", help="comparison people for each, in nearest and optimal")
    group.add_argument("--replace", action="store_true", help="nearest: a comparison person may stand in many pairs")
    group.add_argument("--discard", choices=get_args(Discard), help="leave out who has nobody near in the other group")
    group.add_argument("--subclasses", type=int, metavar="N", help="subclass: how many classes")
    group.add_argument("--cutpoints", action="append", type=cut, metavar="COL=N", help="cem: into how many parts")
    group.add_argument("--trim", type=float, metavar="Q", help="weighting: bound of the weights")
    group.add_argument("--engine", choices=get_args(EngineName), help="where the sums are made")


def add_inference(group: Group) -> None:
    group.add_argument("--interval", choices=get_args(IntervalChoice), help="how the 95%% interval is made")
    group.add_argument("--draws", type=int, metavar="N", help="of the bootstrap")
    group.add_argument("--seed", type=int, metavar="N", help="the same seed gives the same result")
    group.add_argument("--correction", choices=get_args(Correction), help="of p for the number of primary outcomes")
    group.add_argument("--sensitivity", choices=get_args(SensitivityChoice), help="auto: all of it on smaller files")
    group.add_argument("--smd", choices=get_args(SmdScale), help="the SD that mean differences are in")
    group.add_argument("--headline-anyway", action="store_true", help="say the result though the groups are not alike")
    group.add_argument("--disclosure", choices=get_args(Disclosure), help="withholding of small counts")


def add_outputs(group: Group) -> None:
    group.add_argument("--title", metavar="WORDS", help="title of the report")
    group.add_argument("--json", type=Path, default=None, metavar="OUT.json", help="write the numbers here")
    group.add_argument("--report", type=Path, default=None, metavar="OUT.html", help="write the report here")
    group.add_argument("--pdf", type=Path, default=None, metavar="OUT.pdf", help="write the report as PDF/UA here")
    for name, what in (("weights", "everybody's weight and set"), ("pairs", "every pair"), ("sets", "every set")):
        group.add_argument(f"--write-{name}", type=Path, default=None, metavar="OUT.csv", help=f"write {what} here")


def listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form COLUMN=VALUE")
    return name, value


def timed(text: str) -> tuple[str, tuple[str, str]]:
    name, value = pair(text)
    columns = listed(value)
    if len(columns) != 2:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form NAME=TIME,EVENT")
    return name, (columns[0], columns[1])


def cut(text: str) -> tuple[str, int]:
    name, value = pair(text)
    if not value.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form COLUMN=NUMBER")
    return name, int(value)


def caliper(text: str) -> float | None:
    return None if text == "none" else float(text)


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day such as 2027-03-31") from error


# What the option is called, where that is not the name of the choice.
RENAMED = {"outcome": "outcomes", "subgroup": "subgroups", "interaction": "interactions", "smd": "smd_scale"}
MAPPINGS = {"kind": "kinds", "unit": "units", "label": "labels", "survival": "survival", "cutpoints": "cutpoints"}
OUTPUTS = ("json", "report", "pdf")
TABLES = ("write_weights", "write_pairs", "write_sets")


def run(options: argparse.Namespace) -> int:
    said = vars(options)
    wanted: dict[str, Path] = {name: said[name] for name in (*OUTPUTS, *TABLES) if said[name] is not None}
    check_outputs(options.file, list(wanted.values()))
    plan = said.get("plan")
    planned = settings_from(check_plan(plan).plan) if plan else {}
    choices = planned | choices_of(said)
    for name, option in (("treated", "--treated"), ("covariates", "--covariates"), ("outcomes", "--outcome")):
        if not choices.get(name) and not (name == "outcomes" and choices.get("survival")):
            raise EvidenceInputError(f"Say {option}, or give a plan that does (--plan).")
    choices.setdefault("outcomes", ())
    title = choices.pop("title", None)
    reasons = dict(said.get("reason", ()))
    progress = shown_progress()
    asked = {"title": title, "plan": plan, "reasons": reasons, "progress": progress, **choices}
    naming = {name: path for name, path in wanted.items() if name in TABLES}
    tables = None
    if naming:
        evaluation, tables = evaluate_with_tables(options.file, **asked)
    else:
        evaluation = evaluate(options.file, **asked)
    contents = {path: render(name, path)(evaluation) for name, path in wanted.items() if name in OUTPUTS}
    write_whole(contents | table_texts(tables, naming))
    sys.stdout.write(summary(evaluation))
    warn_of_names(naming.values())
    return 0


RENDER: dict[str, Callable[[Evaluation], str | bytes]] = {"json": to_json, "report": render_report, "pdf": render_pdf}


def render(name: str, path: Path) -> Callable[[Evaluation], str | bytes]:
    """By the option; a report whose name ends in .pdf is one."""
    return render_pdf if name == "report" and path.suffix.lower() == ".pdf" else RENDER[name]


def table_texts(tables: MatchedTables | None, wanted: Mapping[str, Path]) -> dict[Path, str | bytes]:
    texts: dict[Path, str | bytes] = {}
    for name, path in wanted.items():
        what = name.removeprefix("write_")
        table: Table | None = getattr(tables, what)
        if table is None:
            raise EvidenceInputError(f"This way of matching makes no {what}. Write its weights: --write-weights.")
        texts[path] = csv_text(table)
    return texts


def warn_of_names(paths: Iterable[Path]) -> None:
    """What is withheld from a report is not withheld from these."""
    names = ", ".join(path.name for path in paths)
    if names:
        sys.stderr.write(f"{names}: a row for each person, for checking. Not for publication.\n")


def choices_of(said: dict[str, Any]) -> dict[str, Any]:
    """The keywords of `evaluate` that were given on the command line."""
    apart = {"run", "command", "file", "plan", "reason", "formula", *OUTPUTS, *TABLES}
    choices = {RENAMED.get(name, name): value for name, value in said.items() if name not in apart | set(MAPPINGS)}
    choices |= {MAPPINGS[name]: dict(value) for name, value in said.items() if name in MAPPINGS}
    if "formula" not in said:
        return choices
    if {"treated", "covariates", "interactions"} & set(choices):
        raise EvidenceInputError("Give either --formula or --treated, --covariates and --interaction, not both.")
    treated, covariates, interactions = parse_formula(said["formula"])
    if not covariates:
        raise EvidenceInputError(
            f"The formula {said['formula']!r} has only products and powers: add the columns they are made of, such as "
            "treated ~ age + prior + age:prior."
        )
    return choices | {"treated": treated, "covariates": covariates, "interactions": interactions}


def check_outputs(source: Path, outputs: Sequence[Path]) -> None:
    """Said before the work is done, not after it."""
    for path in outputs:
        if not path.parent.is_dir():
            raise EvidenceInputError(f"There is no folder {path.parent} to write {path.name} in. Make it first.")
        if path.resolve() == source.resolve() or path.is_dir():
            raise EvidenceInputError(f"{path} would be written over. Choose another name for the result.")
        if is_special(path):
            raise EvidenceInputError(
                f"{path} is not a plain file, so no result can be put in its place. Choose another name for the result."
            )
    if len({path.resolve() for path in outputs}) < len(outputs):
        raise EvidenceInputError("Each result needs a file name of its own.")


def survival_sentences(evaluation: Evaluation) -> list[str]:
    """As the report says them; nothing where the groups are not alike."""
    if evaluation.gate is not None and not evaluation.gate.headline:
        return []
    lines = []
    for found in evaluation.survival:
        said = [f"“{found.label}” is not reported: {found.withheld}."] if found.withheld else sentences(found)
        lines += ["", *said]
    return lines


def left_out_words(evaluation: Evaluation) -> list[str]:
    """Of the columns that may be told (see `disclosure`)."""
    lost = evaluation.rows_left_out
    if not lost:
        return []
    people = sum(lost.values())
    columns = listed_words([f"{name} ({count:,})" for name, count in lost.items()])
    verb = "was" if people == 1 else "were"
    return [f"{people:,} of {evaluation.rows_read:,} records {verb} left out for want of {columns}."]


def summary(evaluation: Evaluation) -> str:
    """The findings, for the screen."""
    lines = [
        f"{evaluation.n_treated_matched:,} of {evaluation.n_treated:,} people in the programme were matched with "
        f"{evaluation.n_comparison_matched:,} of {evaluation.n_comparison_pool:,} others "
        f"(worth {evaluation.ess:,.1f} once weighted).",
    ]
    lines += left_out_words(evaluation)
    timing = evaluation.timing
    lines += ["", timing_words(timing)] if timing is not None and not timing.enough else []
    forced = None if evaluation.gate is None else forced_sentence(evaluation.gate)
    lines += ["", forced] if forced else []
    for finding in evaluation.findings:
        lines += ["", *filter(None, (finding.headline, finding.meaning, finding.note))]
    lines += survival_sentences(evaluation)
    for warning in evaluation.warnings:
        lines += ["", warning]
    return "\n".join(lines) + "\n"
