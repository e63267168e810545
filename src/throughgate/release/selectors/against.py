"""What stands now against a planned release day or a journey, that nobody has answered: a bar recorded since, of theirs
or of somebody else of ours who is there at the same hour.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.people.models import Person
from throughgate.people.rules.restrictions import Booking
from throughgate.people.selectors.restrictions import Finding
from throughgate.people.selectors.standing_against import Planned, standing_against
from throughgate.release.models import DayStop, Journey, MetBy, ReleaseDay
from throughgate.release.rules.beside import at_gate, at_pick_up, at_stop, on_arrival
from throughgate.release.rules.journey import arrive_minute, arrives_on, minute_of
from throughgate.release.selectors.day import CLOSED_STOP, meeting_of, standing_stops
from throughgate.release.selectors.day_asked import asked_of_meeting, asked_of_stop
from throughgate.release.selectors.journeys import standing_journeys

AT_GATE, JOURNEY, CLOSED_JOURNEY = "Met at the gate", "The journey to {}", "A journey that is closed to you"


@dataclass(frozen=True)
class Against:
    """What stands against one part of the day, as one reader may know it."""

    title: str
    findings: Sequence[Finding]

    @property
    def words(self) -> str:
        return " ".join(dict.fromkeys(finding.reason for finding in self.findings))


def against_day(user: User, row: ReleaseDay) -> list[Against]:
    """The stops that were asked for this day, whoever is not one of us and meets them (of ours there is a booking), and
    the journeys of that day. As many queries for many as for one.
    """
    titles, planned = [], []
    for title, one in _parts(user, row):
        titles.append(title)
        planned.append(one)
    return _against(user, titles, planned)


def against_journey(user: User, row: Journey) -> list[Against]:
    planned = list(planned_of_journey(row))
    return _against(user, [JOURNEY.format(row.to_place)] * len(planned), planned)


def people_beside(user: User, row: ReleaseDay) -> set[Person]:
    """Whoever of ours is there too, of whom or for whom that matters: what is planned for them is looked at as well."""
    beside = standing_against(user, [one for _, one in _parts(user, row)]).beside
    return {other.person for some in beside for other in some}


def _against(user: User, titles: Sequence[str], planned: Sequence[Planned]) -> list[Against]:
    by_title: dict[str, list[Finding]] = {}
    for title, findings in zip(titles, standing_against(user, planned).found, strict=True):
        if findings:
            by_title.setdefault(title, []).extend(findings)
    return [Against(title, findings) for title, findings in by_title.items()]


def _parts(user: User, row: ReleaseDay) -> Iterator[tuple[str, Planned]]:
    met = meeting_of(row)
    if met and met.is_met and met.row.met_by in (MetBy.FAMILY, MetBy.AGENCY):
        yield AT_GATE, Planned(row.person, row.on, asked_of_meeting(row, met.row, row.on), at_gate(row))
    for stop in standing_stops(DayStop.objects.filter(day=row, on=row.on)):
        title = stop.title if can(user, Action.VIEW, stop) else CLOSED_STOP
        yield title, Planned(row.person, row.on, asked_of_stop(stop, row.on), at_stop(stop))
    for journey in standing_journeys(Journey.objects.filter(person=row.person, on=row.on)):
        title = JOURNEY.format(journey.to_place) if can(user, Action.VIEW, journey) else CLOSED_JOURNEY
        for one in planned_of_journey(journey):
            yield title, one


def planned_of_journey(row: Journey) -> Iterator[Planned]:
    """Both ends: where they are picked up and where they arrive."""
    way = arrive_minute(row) - minute_of(row.pick_up_at)
    begins = (row.from_place, row.from_address, row.from_postcode), (row.from_latitude, row.from_longitude)
    ends = (row.to_place, row.to_address, row.to_postcode), (row.to_latitude, row.to_longitude)
    ways = (
        (*begins, row.on, row.pick_up_at, way, at_pick_up(row)),
        (*ends, arrives_on(row), row.arrive_by, 1, on_arrival(row)),
    )
    for parts, (latitude, longitude), on, at, minutes, occasions in ways:
        asked = Booking(
            kind="journey",
            on=on,
            at=at,
            minutes=minutes,
            other_names=row.other_driver,
            place=", ".join(part for part in parts if part),
            point=None if latitude is None or longitude is None else (latitude, longitude),
            words="Journey",
            told=f"{row.notes}, {row.way}, {row.ring}",
            ref=row.ref,
        )
        yield Planned(row.person, row.on, asked, occasions)
