"""Whether two scores differ by more than chance: the reliable change of Jacobson and Truax (1991)."""

from decimal import Decimal
from enum import StrEnum
from math import sqrt

from throughgate.measures.grammar import Change, Scale

NINETY_FIVE = Decimal("1.96")


class Verdict(StrEnum):
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    UNJUDGED = "unjudged"  # nobody has published what a reliable change is


WORDS = {
    Verdict.BETTER: "Better, by more than chance",
    Verdict.SAME: "No change beyond chance",
    Verdict.WORSE: "Worse, by more than chance",
    Verdict.UNJUDGED: "",
}


def difference_error(sd: float, reliability: float) -> float:
    """The standard error of a difference between two scores of one person."""
    return sqrt(2) * sd * sqrt(1 - reliability)


def change_index(before: Decimal, after: Decimal, sd: float, reliability: float) -> float:
    return float(after - before) / difference_error(sd, reliability)


def is_reliable(change: Change, before: Decimal, after: Decimal) -> bool:
    """Stated points are reached or passed; what is reckoned has to pass 1.96."""
    if change.points is not None:
        return abs(after - before) >= change.points
    sd, reliability = (change.sd_hundredths or 0) / 100, (change.reliability_hundredths or 0) / 100
    return abs(change_index(before, after, sd, reliability)) > NINETY_FIVE


def judge(scale: Scale, before: Decimal, after: Decimal) -> Verdict:
    if scale.change is None:
        return Verdict.UNJUDGED
    if not is_reliable(scale.change, before, after):
        return Verdict.SAME
    return Verdict.BETTER if (after > before) == (scale.better == "higher") else Verdict.WORSE
