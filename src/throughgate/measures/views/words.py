"""What the pages of measures show: results in words, pictures with their rows, changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from throughgate.measures.grammar import GOAL, PERSON, WORKER, Instrument
from throughgate.measures.models import Given, Sitting
from throughgate.measures.rules.asking import Given as Answers
from throughgate.measures.rules.asking import rater_words, steps_of
from throughgate.measures.rules.change import WORDS, Verdict, judge
from throughgate.measures.rules.words import number, score_words
from throughgate.web.pictures import ScoreMark, Spoke, Zone, draw_scores, draw_wheel

NOT_SAID = "Not answered"


@dataclass(frozen=True)
class Line:
    """One scale of one sitting, with what changed since the first that counts."""

    title: str
    words: str
    change: str
    filled: int


def lines_of(sitting: Sitting, first: Sitting | None, instrument: Instrument | None) -> list[Line]:
    return [
        Line(kept["title"], score_words(kept), _change(key, kept, first, instrument), kept["filled"])
        for key, kept in sitting.scores.items()
    ]


def _change(key: str, kept: dict[str, Any], first: Sitting | None, instrument: Instrument | None) -> str:
    """Since the first one that counts, and whether that is more than chance."""
    before = first.scores.get(key, {}).get("value") if first else None
    if before is None or kept["value"] is None or instrument is None or key not in instrument.scales:
        return ""
    verdict = judge(instrument.scales[key], Decimal(before), Decimal(kept["value"]))
    words = f"{number(before)} at first"
    return f"{words}. {WORDS[verdict]}" if verdict is not Verdict.UNJUDGED else words


def changes_of(sitting: Sitting, first: Sitting | None, instrument: Instrument | None) -> list[str]:
    """For a list: each change in a line, or why there is none to tell."""
    if sitting.anew_because:
        return [f"Counts from here: {sitting.anew_because}"]
    if first is None:
        return ["The first one"]
    lines = [line for line in lines_of(sitting, first, instrument) if line.change]
    several = len(sitting.scores) > 1
    return [f"{line.title}: {line.change}" if several else line.change for line in lines] or ["Area by area"]


def first_that_counts(results: Sequence[Sitting], sitting: Sitting) -> Sitting | None:
    """The first before this one, or the last one from which changes count anew; None for a first one."""
    if sitting.anew_because:
        return None
    earlier = [one for one in results if (one.on, one.pk) < (sitting.on, sitting.pk)]
    anew = [one for one in earlier if one.anew_because]
    return anew[-1] if anew else next(iter(earlier), None)


def result_words(sitting: Sitting) -> str:
    """The whole result in one line, for a list: as the timeline says it."""
    summary = sitting.entry.summary if sitting.entry else ""
    return _capital(summary.removeprefix(sitting.title).removeprefix(": ")) or "Finished"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def course_pictures(instrument: Instrument, results: Sequence[Sitting]) -> list[dict[str, Any]]:
    """A picture for each scale that has a score."""
    drawn = []
    for key, scale in instrument.scales.items():
        marks = [
            ScoreMark(one.on, float(one.scores[key]["value"]), score_words(one.scores[key]))
            for one in results
            if one.scores.get(key, {}).get("value") is not None
        ]
        if marks:
            low, high = instrument.range_of(key)
            zones = [Zone(float(band.at), band.title) for band in scale.bands]
            way = "Higher is better" if scale.better == "higher" else "Lower is better"
            svg = draw_scores(marks, zones, low, high, f"{instrument.title}: {scale.title.lower()} over time")
            drawn.append({"title": scale.title, "svg": svg, "way": way, "change": scale.change})
    return drawn


def wheel_pictures(
    instrument: Instrument, first: Answers | None, now: Answers, first_name: str
) -> list[dict[str, Any]]:
    """One wheel for each who rates: the first and the latest over each other, and where to get to."""
    return [
        {
            "title": rater_words(rater, first_name),
            "svg": draw_wheel(
                _spokes(instrument, rater, first, now), _most(instrument), rater_words(rater, first_name)
            ),
        }
        for rater in (PERSON, WORKER)
        if any(points is not None for (who, _), points in now.items() if who == rater)
    ]


def _spokes(instrument: Instrument, rater: str, first: Answers | None, now: Answers) -> list[Spoke]:
    return [
        Spoke(
            item.title or key,
            now.get((rater, key)),
            (first or {}).get((rater, key)),
            now.get((GOAL, key)),
        )
        for key, item in instrument.items.items()
    ]


def _most(instrument: Instrument) -> int:
    return max(instrument.ends(key)[1] for key in instrument.items)


def wheel_rows(instrument: Instrument, first: Answers | None, now: Answers) -> list[dict[str, str]]:
    """The table beside the wheel."""
    return [
        {
            "title": item.title or key,
            "first_person": _said(instrument, key, (first or {}).get((PERSON, key))) if first else "",
            "person": _said(instrument, key, now.get((PERSON, key))),
            "worker": _said(instrument, key, now.get((WORKER, key))),
            "first_worker": _said(instrument, key, (first or {}).get((WORKER, key))) if first else "",
            "goal": _said(instrument, key, now.get((GOAL, key))),
        }
        for key, item in instrument.items.items()
    ]


def _said(instrument: Instrument, item: str, points: int | None) -> str:
    if points is None:
        return instrument.left_out
    return f"{points}: {instrument.choices(item).get(points, '')}".rstrip(": ")


def answer_groups(instrument: Instrument | None, rows: Sequence[Given], first_name: str) -> list[dict[str, Any]]:
    """What was said, by who rates, in the order of the instrument."""
    order = {(step.rater, step.item): place for place, step in enumerate(steps_of(instrument))} if instrument else {}
    ordered = sorted(rows, key=lambda row: order.get((row.rater, row.item), row.pk))
    return [
        {"title": rater_words(rater, first_name), "rows": [row for row in ordered if row.rater == rater]}
        for rater in (PERSON, WORKER, GOAL)
        if any(row.rater == rater for row in rows)
    ]
