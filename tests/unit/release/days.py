"""Days, stops and ways as the tests of this room tell them."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from hypothesis import strategies as st

from throughgate.release.rules.day import Day, Driver, Mode, Place, Stop, Travel, TravelTimes
from throughgate.release.travel.estimates import default_estimates
from throughgate.release.travel.typed import TypedTravel, typed_minutes

TUESDAY = date(2026, 11, 24)
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
PRISON = Place("the prison", 51.30, -0.50)
HOSTEL = Place("the hostel", 51.32, -0.56)
SPOTS = tuple(
    Place(f"spot {number}", 51.24 + 0.02 * (number % 4), -0.60 + 0.05 * (number // 4)) for number in range(12)
)
ESTIMATES = default_estimates()


def clock(text: str) -> time:
    return time.fromisoformat(text)


def day(gate: str = "09:00-10:00", **more: object) -> Day:
    gate_from, gate_to = map(clock, gate.split("-"))
    return Day(**{"on": TUESDAY, "gate_from": gate_from, "gate_to": gate_to, "prison": PRISON, **more})


def stop(key: str = "gp", *, at: str = "", opens: str | None = None, place: str = "", **more: object) -> Stop:
    """`opens`: "09:00-12:30 14:00-17:00"; empty is closed; None is not known."""
    hours = None if opens is None else tuple(tuple(map(clock, spell.split("-"))) for spell in opens.split())
    facts = {"key": key, "title": key.upper(), "place": Place(place or key), "minutes": 30, "opens": hours}
    return Stop(**{**facts, "at": clock(at) if at else None, **more})


@dataclass(frozen=True)
class Everywhere:
    """So many minutes, whatever the way."""

    minutes: int = 30
    same_all_day = True

    def between(self, here: Place, there: Place, *, mode: Mode, leaving: datetime) -> Travel:
        return Travel(0 if here == there else self.minutes, is_estimate=False, source="test")


@dataclass(frozen=True)
class Bus:
    """Goes every `headway` minutes."""

    headway: int
    ride: int
    same_all_day = False

    def between(self, here: Place, there: Place, *, mode: Mode, leaving: datetime) -> Travel:
        if here == there:
            return Travel(0, is_estimate=False, source="timetable")
        minute = int(leaving.astimezone(UTC).timestamp() // 60)
        ride = self.ride + len(here.name + there.name) % 7 * 5
        return Travel(-minute % self.headway + ride, is_estimate=False, source="timetable")


@dataclass(frozen=True)
class Slower:
    """The same ways, each longer by so many minutes."""

    travel: TravelTimes
    by: int
    same_all_day = True

    def between(self, here: Place, there: Place, *, mode: Mode, leaving: datetime) -> Travel | None:
        found = self.travel.between(here, there, mode=mode, leaving=leaving)
        return replace(found, minutes=found.minutes + self.by) if isinstance(found, Travel) and here != there else found


@st.composite
def openings(draw: st.DrawFn) -> tuple[tuple[time, time], ...]:
    ends = sorted(draw(st.sets(st.integers(28, 76), min_size=2, max_size=4)))
    times = [time(quarter // 4, quarter % 4 * 15) for quarter in ends]
    return tuple(zip(times[::2], times[1::2], strict=False))


# Most doors are open for most of a day: else hardly any day could be done, and the tests would see only failures.
LONG = (((time(9), time(17)),), ((time(8), time(20)),), ((time(9), time(13)), (time(14), time(18))))


@st.composite
def stops_of(draw: st.DrawFn, number: int) -> Stop:
    opens = draw(st.one_of(*map(st.just, LONG), openings(), st.none()))
    daytime = st.integers(40, 68).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
    at = draw(daytime if opens is None else st.one_of(st.none(), st.none(), st.none(), daytime))
    return Stop(
        key=f"stop-{number}",
        title=f"Stop {number}",
        place=draw(st.sampled_from(SPOTS)),
        minutes=draw(st.sampled_from([0, 10, 20, 45, 90])),
        is_mandatory=draw(st.booleans()),
        at=at,
        opens=opens,
    )


@st.composite
def days(draw: st.DrawFn, *, drivers: bool = False) -> Day:
    gates = sorted(draw(st.tuples(st.integers(30, 44), st.integers(30, 44))))
    gate_from, gate_to = (time(quarter // 4, quarter % 4 * 15) for quarter in gates)
    hours = st.tuples(st.integers(28, 44), st.integers(45, 80))
    spells = draw(st.lists(hours, max_size=2)) if drivers else []
    return Day(
        on=draw(st.sampled_from([TUESDAY, SPRING, AUTUMN])),
        gate_from=gate_from,
        gate_to=gate_to,
        prison=PRISON,
        home=draw(st.one_of(st.none(), st.just(HOSTEL))),
        home_by=draw(st.one_of(st.none(), st.sampled_from([time(0), time(14), time(16, 30), time(19)]))),
        drivers=tuple(Driver(time(start // 4, start % 4 * 15), time(end // 4, end % 4 * 15)) for start, end in spells),
    )


@st.composite
def lists_of_stops(draw: st.DrawFn, most: int = 5) -> list[Stop]:
    return [draw(stops_of(number)) for number in range(draw(st.integers(1, most)))]


@st.composite
def typed_travel(draw: st.DrawFn) -> TypedTravel:
    """Some ways typed in, as long or as short as anybody likes."""
    names = [place.name for place in (*SPOTS, PRISON, HOSTEL)]
    ways = st.tuples(st.sampled_from(names), st.sampled_from(names), st.sampled_from([Mode.PUBLIC, Mode.CAR]))
    typed = draw(st.dictionaries(ways, st.integers(0, 120).map(typed_minutes), max_size=20))
    return TypedTravel(typed, ESTIMATES)
