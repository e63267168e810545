"""A result in words, for staff."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from throughgate.measures.grammar import Instrument
from throughgate.measures.rules.scoring import Answers


def number(value: Decimal | str | None) -> str:
    """12, 3.57; the last noughts of a mean say nothing."""
    if value is None:
        return ""
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def score_words(kept: Mapping[str, Any]) -> str:
    """“14 of 27, moderate”, as it was kept with its sitting."""
    if kept.get("value") is None:
        return f"no score: {kept['of'] - kept['answered']} unanswered"
    said = f"{number(kept['value'])} of {kept['high']}"
    return f"{said}, {in_sentence(kept['band'])}" if kept.get("band") else said


def in_sentence(band: str) -> str:
    return band[:1].lower() + band[1:]


def wheel_words(instrument: Instrument, answers: Answers) -> str:
    """“lowest money (2), highest home (4)”, in the person's own view; "" where they said nothing."""
    said = {key: points for key, points in answers.items() if points is not None and key in instrument.items}
    if not said:
        return ""
    low, high = min(said, key=lambda key: said[key]), max(said, key=lambda key: said[key])
    names = {key: in_sentence(instrument.items[key].title or key) for key in (low, high)}
    if said[low] == said[high]:
        return f"{len(said)} areas, each {said[low]} of {instrument.ends(low)[1]}"
    return f"lowest {names[low]} ({said[low]}), highest {names[high]} ({said[high]}) of {instrument.ends(high)[1]}"


def sitting_words(instrument: Instrument, scores: Mapping[str, Mapping[str, Any]], answers: Answers) -> str:
    """The line that stands in the timeline."""
    told = [score_words(kept) for kept in scores.values()]
    if len(scores) > 1:
        told = [f"{kept['title']} {score_words(kept)}" for kept in scores.values()]
    said = "; ".join(told) or wheel_words(instrument, answers)
    return f"{instrument.title}: {said}"[:240] if said else instrument.title
