"""``throughgate-evidence power``: how many people it takes, and what can be found with those there are."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator

from ..power import (
    ALPHA,
    POWER,
    Effect,
    Frequencies,
    Hazards,
    Means,
    Rates,
    detectable_words,
    needed_words,
    power_words,
)
from ..refusals import EvidenceInputError

EXAMPLE = """examples:
  throughgate-evidence power --kind rate --from 30 --to 20 --people 120 --others 5000
  throughgate-evidence power --kind frequency --from 1.06 --to 0.8 --dispersion 2
  throughgate-evidence power --kind time --change 20 --sd 90 --people 200 --others 200
"""
KINDS = ("rate", "frequency", "time", "hazard")
# Numbers that belong to some kinds only: where they are kept, the option, the kinds.
OF_KINDS = (
    ("start", "--from", ("rate", "frequency")),
    ("end", "--to", ("rate", "frequency")),
    ("dispersion", "--dispersion", ("frequency",)),
    ("change", "--change", ("time",)),
    ("sd", "--sd", ("time",)),
    ("hazard", "--hazard", ("hazard",)),
    ("events", "--events", ("hazard",)),
)


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "how many people it takes to find a difference"
    command = commands.add_parser(
        "power",
        help=words,
        description=f"{words.capitalize()}.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(run=run)
    command.add_argument("--kind", choices=KINDS, default="rate")
    command.add_argument("--from", dest="start", type=float, metavar="X", help="without: in 100, or per person")
    command.add_argument("--to", dest="end", type=float, metavar="X", help="with the programme: in 100, or per person")
    command.add_argument("--dispersion", type=float, metavar="K", help="frequency: variance over mean (default 1)")
    command.add_argument("--change", type=float, metavar="D", help="time: the difference of means")
    command.add_argument("--sd", type=float, metavar="S", help="time: standard deviation")
    command.add_argument("--ratio", type=float, default=1.0, metavar="R", help="comparison people for each")
    command.add_argument("--hazard", type=float, metavar="H", help="hazard: the ratio")
    command.add_argument("--events", type=float, metavar="P", help="hazard: of 100 people without, how many have it")
    command.add_argument("--people", type=int, metavar="N", help="people in the programme")
    command.add_argument("--others", type=int, metavar="N", help="people to compare them with, as many as they weigh")
    command.add_argument("--power", type=float, default=POWER, metavar="P", help="found how often (default 0.8)")
    command.add_argument("--alpha", type=float, default=ALPHA, metavar="A", help="significance (default 0.05)")


def run(options: argparse.Namespace) -> int:
    sys.stdout.write("\n".join(sentences(options)) + "\n")
    return 0


def sentences(options: argparse.Namespace) -> Iterator[str]:
    refuse_unused(options)
    effect = effect_of(options)
    refuse_nothing(options)
    yield needed_words(effect, power=options.power, alpha=options.alpha, ratio=options.ratio)
    if options.people is None:
        return
    others = round(options.people * options.ratio) if options.others is None else options.others
    yield power_words(effect, options.people, others, alpha=options.alpha)
    direction = 1 if rises(options) else -1
    yield detectable_words(
        effect, options.people, others, direction=direction, power=options.power, alpha=options.alpha
    )


def refuse_unused(options: argparse.Namespace) -> None:
    """A number that plays no part is easily taken for one that was used."""
    stray = next(
        (
            option
            for name, option, kinds in OF_KINDS
            if getattr(options, name) is not None and options.kind not in kinds
        ),
        None,
    )
    if stray is not None:
        raise EvidenceInputError(
            f"{stray} says nothing about a {options.kind}. Leave it out, or choose another --kind."
        )
    if options.others is not None and options.people is None:
        raise EvidenceInputError("--others are compared with people in the programme: say how many, with --people.")


def refuse_nothing(options: argparse.Namespace) -> None:
    """No number of people finds a difference that is not there."""
    special = {"time": (options.change, 0.0), "hazard": (options.hazard, 1.0)}
    start, end = special.get(options.kind, (options.start, options.end))
    if start == end:
        raise EvidenceInputError("Both groups would fare the same, so there is no difference to find. Give one.")


def rises(options: argparse.Namespace) -> bool:
    """Whether the programme is thought to raise the outcome."""
    if options.kind in {"rate", "frequency"}:
        return bool(options.end > options.start)
    return bool((options.change if options.kind == "time" else options.hazard - 1) > 0)


def effect_of(options: argparse.Namespace) -> Effect:
    if options.kind == "rate":
        start, end = wanted(options, "start", "--from"), wanted(options, "end", "--to")
        return Rates(treated=end / 100, comparison=start / 100)
    if options.kind == "frequency":
        start, end = wanted(options, "start", "--from"), wanted(options, "end", "--to")
        return Frequencies(
            treated=end, comparison=start, dispersion=1.0 if options.dispersion is None else options.dispersion
        )
    if options.kind == "time":
        return Means(difference=wanted(options, "change", "--change"), sd=wanted(options, "sd", "--sd"))
    events, ratio = wanted(options, "events", "--events"), wanted(options, "hazard", "--hazard")
    if not (0 < events < 100 and 0 < ratio < math.inf):
        raise EvidenceInputError(
            f"A hazard needs a ratio above 0 and events above 0 and below 100, of 100 people; they are {ratio:g} and "
            f"{events:g}."
        )
    share = events / 100
    return Hazards(ratio, events_treated=1 - (1 - share) ** ratio, events_comparison=share)


def wanted(options: argparse.Namespace, name: str, option: str) -> float:
    value: float | None = getattr(options, name)
    if value is None:
        raise EvidenceInputError(f"A {options.kind} needs {option}.")
    return value
