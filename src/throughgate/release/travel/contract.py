"""What every source of travel times has to keep to. A plug-in's own tests can call this, and a check at the start."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise, permutations

from throughgate.common.hours import LONDON
from throughgate.release.rules.day import Mode, NoWay, Place, Travel, TravelTimes

NOWHERE = Place("A place nobody has heard of")


def broken_promises(travel: TravelTimes, places: Sequence[Place], on: date, *, every: int = 30) -> list[str]:
    """Empty if all is kept. Asks for all pairs and modes, every so many minutes from six in the morning on."""
    day = [
        datetime.combine(on, time(6), LONDON) + timedelta(minutes=minutes) for minutes in range(0, 18 * 60 + 1, every)
    ]
    found: list[str] = []
    for here, there in permutations(places, 2):
        for mode in Mode:
            answers = [travel.between(here, there, mode=mode, leaving=leaving) for leaving in day]
            way = f"{here.name} to {there.name}, {mode}"
            found += [f"{way}: {words}" for words in _of_answers(answers, day, travel)]
    for place in places:
        still = travel.between(place, place, mode=Mode.FOOT, leaving=day[0])
        if not isinstance(still, Travel) or still.minutes:
            found.append(f"{place.name}: staying there takes time")
    if places and isinstance(travel.between(places[0], NOWHERE, mode=Mode.CAR, leaving=day[0]), Travel):
        found.append("it knows the way to a place that it cannot know")
    return found


def _of_answers(
    answers: Sequence[Travel | NoWay | None], day: Sequence[datetime], travel: TravelTimes
) -> Iterator[str]:
    if any(answer is not None and not isinstance(answer, Travel | NoWay) for answer in answers):
        yield "an answer is neither a travel, nor no way, nor unknown"
        return
    if travel.same_all_day and len(set(answers)) > 1:
        yield "it is said to be the same all day, and is not"
    if any(isinstance(answer, Travel | NoWay) and not answer.source for answer in answers):
        yield "it does not say where the time comes from"
    arrivals = [
        leaving + timedelta(minutes=answer.minutes)
        for leaving, answer in zip(day, answers, strict=True)
        if isinstance(answer, Travel)
    ]
    if any(then < now for now, then in pairwise(arrivals)):
        yield "who leaves later arrives earlier"
