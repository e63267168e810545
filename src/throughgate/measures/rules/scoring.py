"""From answers to a score, as the instrument says: pure, so that every published rule has its case."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from throughgate.measures.grammar import Band, Instrument, Scale

Answers = Mapping[str, int | None]
"""Points by question; None where it was left out. A question that is not among them was never reached."""


class AnswerError(ValueError):
    """An answer that the instrument does not offer."""


@dataclass(frozen=True)
class Score:
    """`value` None: too many questions are unanswered. `filled`: so many were replaced by the mean of the others."""

    scale: str
    title: str
    value: Decimal | None
    low: int
    high: int
    answered: int
    of: int
    filled: int = 0
    band: str = ""

    @property
    def missing(self) -> int:
        return self.of - self.answered


def check_answer(instrument: Instrument, item: str, points: int | None) -> None:
    if item not in instrument.items:
        raise AnswerError("That question is not in this measure")
    if points is not None and points not in instrument.choices(item):
        raise AnswerError("Choose one of the answers offered")


def score(instrument: Instrument, answers: Answers) -> dict[str, Score]:
    """Every scale, by its name. Raises AnswerError for points that are not offered."""
    for item, points in answers.items():
        check_answer(instrument, item, points)
    return {key: _score(instrument, key, scale, answers) for key, scale in instrument.scales.items()}


def _score(instrument: Instrument, key: str, scale: Scale, answers: Answers) -> Score:
    items = instrument.scored_in(key)
    given = [_points(instrument, item, points) for item in items if (points := answers.get(item)) is not None]
    low, high = instrument.range_of(key)
    missing = len(items) - len(given)
    value = _value(scale, given, len(items)) if missing <= scale.missing.most else None
    band = band_of(scale, value)
    return Score(
        scale=key,
        title=scale.title,
        value=value,
        low=low,
        high=high,
        answered=len(given),
        of=len(items),
        filled=missing if value is not None else 0,
        band=band.title if band else "",
    )


def _points(instrument: Instrument, item: str, points: int) -> int:
    low, high = instrument.ends(item)
    return low + high - points if instrument.items[item].reverse else points


def _value(scale: Scale, given: list[int], of: int) -> Decimal:
    mean = Decimal(sum(given)) / len(given)
    if scale.how == "mean":
        return mean.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return (mean * of).quantize(Decimal(1), ROUND_HALF_UP)


def band_of(scale: Scale, value: Decimal | None) -> Band | None:
    """The last band that begins at or below the score."""
    if value is None:
        return None
    return next((band for band in reversed(scale.bands) if band.at <= value), None)
