"""``throughgate-evidence pool``: one answer from several sites, from summaries that hold nobody's record."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from ..disclosure import Disclosure
from ..outcomes import Kind
from ..pooling import (
    Measure,
    SiteSummary,
    TauMethod,
    pool,
    read_summaries,
    summary_of_evaluation,
    to_json,
)
from ..refusals import EvidenceInputError
from ..report import pdf_of, pooled_sentences, render_pooled
from ..version import package_version
from ..writing import write_whole
from .evaluate import check_outputs

EXAMPLE = """examples:
  throughgate-evidence pool sites.csv --report together.html
  throughgate-evidence pool send.json downview.json styal.json --outcome reoffended --report together.html

sites.csv has a row for each site: site, and estimate and se, or events_treated, n_treated, events_comparison and
n_comparison. A .json file is what `evaluate --json` wrote.
Exit code 0: done. 2: something is wrong; no file is written.
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "one answer from the summaries of several sites"
    command = commands.add_parser(
        "pool",
        help=words,
        description=f"{words.capitalize()}.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(run=run)
    command.add_argument("files", type=Path, nargs="+", metavar="FILE", help="a CSV of sites, or one .json a site")
    command.add_argument("--outcome", metavar="COL", help="which outcome of the .json files")
    command.add_argument("--measure", choices=get_args(Measure), default="difference", help="what is pooled")
    command.add_argument("--method", choices=get_args(TauMethod), default="reml", help="how sites' spread is estimated")
    command.add_argument("--normal", action="store_true", help="normal intervals in place of Knapp and Hartung's")
    command.add_argument("--by-dose", action="store_true", help="a regression on the sites' dose")
    command.add_argument("--kind", choices=get_args(Kind), help="of the outcome, for the wording (default rate)")
    command.add_argument("--label", default="the outcome", metavar="WORDS", help="what to call the outcome")
    command.add_argument("--title", default="All sites together", metavar="WORDS", help="title of the report")
    command.add_argument("--disclosure", choices=get_args(Disclosure), default="standard", help="of small counts")
    for name in ("json", "report", "pdf"):
        command.add_argument(f"--{name}", type=Path, metavar=f"OUT.{name.replace('report', 'html')}")


def run(options: argparse.Namespace) -> int:
    wanted = [path for path in (options.json, options.report, options.pdf) if path is not None]
    for source in options.files:
        check_outputs(source, wanted)
    summaries = [summary for path in options.files for summary in summaries_in(path, options.outcome)]
    kind = kind_of(summaries, options.kind)
    pooled = pool(
        summaries,
        options.method,
        not options.normal,
        measure=options.measure,
        by_dose=options.by_dose,
        disclosure=options.disclosure,
    )
    page = render_pooled(
        pooled,
        title=options.title,
        label=options.label,
        kind=kind,
        version=package_version(),
        inside=options.disclosure == "none",
    )
    texts: dict[Path, str | bytes] = {}
    if options.json:
        texts[options.json] = to_json(pooled)
    if options.report:
        texts[options.report] = pdf_of(page) if options.report.suffix.lower() == ".pdf" else page
    if options.pdf:
        texts[options.pdf] = pdf_of(page)
    write_whole(texts)
    sys.stdout.write("\n".join(pooled_sentences(pooled, options.label, kind)) + "\n")
    return 0


def kind_of(summaries: Sequence[SiteSummary], said: Kind | None) -> Kind:
    """What was said, or what the sites say of it; of different kinds there is no average."""
    told = {summary.kind: summary.site for summary in summaries if summary.kind is not None}
    kinds = dict.fromkeys([*([said] if said else []), *told])
    if len(kinds) > 1:
        other = next(kind for kind in told if kind != said)
        raise EvidenceInputError(
            f"The outcome is not of one kind: {' and '.join(kinds)} (site {told[other]}). Differences in one cannot be "
            "added to those in the other."
        )
    return next(iter(kinds), "rate")


def summaries_in(path: Path, outcome: str | None) -> list[SiteSummary]:
    if path.suffix.lower() != ".json":
        return read_summaries(path)
    if outcome is None:
        raise EvidenceInputError(f"Say which outcome of {path.name} is meant: --outcome COL.")
    return [summary_of_evaluation(path, outcome)]
