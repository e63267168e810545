"""When and where somebody is on the day of a release: at the ends of a way, at a gate, at a stop, in a car. Pure."""

from typing import Final

from throughgate.people.rules.beside import ALL_DAY, Occasion, Spot
from throughgate.people.rules.same_words import name_words
from throughgate.release.models import DayStop, Journey, ProviderKind, ReleaseDay
from throughgate.release.rules.journey import arrive_minute, minute_of

# Kinds of the directory that are one house in which people live together; of the others each home is its own.
SHARED: Final = (ProviderKind.SUPPORTED, ProviderKind.APPROVED, ProviderKind.REHAB, ProviderKind.TEMPORARY)
MINUTES_AROUND: Final = 30  # somebody waits for whoever picks them up, and is seen off where they are set down
AT_THE_GATE: Final = 60


def at_pick_up(row: Journey) -> list[Occasion]:
    """And in the car, where somebody who is none of ours drives: of ours nobody drives two journeys at once."""
    spot = Spot(row.from_place, row.from_address, row.from_postcode)
    picked_up = minute_of(row.pick_up_at)
    ride = (picked_up, arrive_minute(row))
    return [Occasion(_around(picked_up), spot), Occasion(ride, company=name_words(row.other_driver))]


def on_arrival(row: Journey) -> list[Occasion]:
    return [Occasion(_around(arrive_minute(row)), Spot(row.to_place, row.to_address, row.to_postcode))]


def at_gate(row: ReleaseDay) -> list[Occasion]:
    begins = minute_of(row.gate_from) if row.gate_from else None
    minutes = ALL_DAY if begins is None else (begins, begins + AT_THE_GATE)
    return [Occasion(minutes, Spot(row.person.site.name, postcode=row.person.site.postcode))]


def at_stop(row: DayStop) -> list[Occasion]:
    """Without an hour they may be there at any at which it is open."""
    if row.at:
        minutes = (minute_of(row.at), minute_of(row.at) + (row.minutes or AT_THE_GATE))
    elif row.opens and row.closes:
        minutes = (minute_of(row.opens), minute_of(row.closes_again or row.closes))
    else:
        minutes = ALL_DAY
    return [Occasion(minutes, Spot(row.place, row.address, row.postcode))]


def _around(minute: int) -> tuple[int, int]:
    return minute - MINUTES_AROUND, minute + MINUTES_AROUND
