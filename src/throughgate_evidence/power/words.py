"""Power in plain words."""

from __future__ import annotations

import math

from ..statements import figure
from .effects import ALPHA, POWER, Effect, Frequencies, Hazards, Means, Rates, detectable, people_needed, power_of


def change_words(effect: Effect) -> str:
    """Such as "a fall from 30 to 20 in 100"."""
    if isinstance(effect, Rates):
        ends = f"from {share(effect.comparison)} to {share(effect.treated)} in 100"
        return f"a {way(effect.treated - effect.comparison)} {ends}"
    if isinstance(effect, Frequencies):
        ends = f"from {figure(effect.comparison, 2)} to {figure(effect.treated, 2)} per person"
        return f"a {way(effect.treated - effect.comparison)} {ends}"
    if isinstance(effect, Hazards):
        return f"a hazard ratio of {figure(effect.ratio, 2)}"
    if isinstance(effect, Means):
        return f"a {way(effect.difference)} of {figure(abs(effect.difference), 1)} on average"
    raise TypeError(f"no words for {type(effect).__name__}")


def share(part: float) -> str:
    """Of 100; a decimal where the whole number would hide it."""
    per_hundred = 100 * part
    whole = abs(per_hundred - round(per_hundred)) < 0.05
    return figure(per_hundred, 0 if whole else 1)


def way(difference: float) -> str:
    return "fall" if difference < 0 else "rise"


def power_words(
    effect: Effect, treated: int, comparison: int, *, alpha: float = ALPHA, design_effect: float = 1.0
) -> str:
    """Such as "With 120 people a fall from 30 to 20 in 100 would be found 43 times in 100."."""
    power = power_of(effect, treated, comparison, alpha=alpha, design_effect=design_effect)
    return f"With {treated:,} people {change_words(effect)} would be found {times_in_100(power)}."


def times_in_100(power: float) -> str:
    """Rounded down: nothing short of certain is called 100."""
    times = math.floor(100 * power + 1e-9)
    if times < 1:
        return "less than once in 100 times"
    return "once in 100 times" if times == 1 else f"{times} times in 100"


def needed_words(
    effect: Effect, *, power: float = POWER, alpha: float = ALPHA, ratio: float = 1.0, design_effect: float = 1.0
) -> str:
    """How many people a difference takes."""
    needed = people_needed(effect, power=power, alpha=alpha, ratio=ratio, design_effect=design_effect)
    if needed is None:
        return "The difference is too small to be found with any number of people."
    change = change_words(effect)
    return (
        f"{change[0].upper()}{change[1:]} would be found {times_in_100(power)} with {needed:,} people in the programme "
        f"and {math.ceil(needed * ratio):,} to compare them with."
    )


def detectable_words(
    effect: Effect,
    treated: int,
    comparison: int,
    *,
    direction: int = -1,
    power: float = POWER,
    alpha: float = ALPHA,
    design_effect: float = 1.0,
) -> str:
    """The smallest difference that so many people can be expected to show."""
    size = detectable(
        effect, treated, comparison, direction=direction, power=power, alpha=alpha, design_effect=design_effect
    )
    if size is None:
        return f"With {treated:,} people not even the largest {way(direction)} would be found {times_in_100(power)}."
    smallest = change_words(effect.moved(size))
    return f"With {treated:,} people the smallest change that would be found {times_in_100(power)} is {smallest}."
