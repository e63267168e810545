"""A release day as one reader may know it: its stops in their order, and whether it can be done.

The reckoning is the same for whoever looks, or a day would be possible for one and not for another. What a reader may
not read is in it as a time and a place without a name.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from hashlib import sha256

from django.db.models import OuterRef, Q, QuerySet, Subquery

from throughgate.access.policy import Action, Hidden, can, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import Booking
from throughgate.common.bank_holidays import nation_of
from throughgate.common.postcodes import ground_of_area, point_of_postcode
from throughgate.people.models import ContactRestriction, Person, RestrictionKind
from throughgate.people.selectors.restrictions import all_restrictions, as_rule
from throughgate.release.models import (
    DayOrder,
    DayStop,
    GateMeeting,
    HomeApplication,
    HomeState,
    HomeStep,
    Journey,
    MetBy,
    ReleaseDay,
    TypedWay,
    ZonesLookedAt,
)
from throughgate.release.rules.checking import check_day
from throughgate.release.rules.day import HOME, BestOrder, Day, NoWay, Place, Stop, Travel, Verdict, Zone
from throughgate.release.rules.minutes import DayClock
from throughgate.release.rules.ordering import best_order
from throughgate.release.rules.release_day import MODES, MOST, home_by, hours_of, in_order
from throughgate.release.selectors.at_gate import latest_of
from throughgate.release.selectors.day_rides import Rides, Spot, rides_on
from throughgate.release.selectors.known_ways import travel_times
from throughgate.release.travel.typed import SOURCE, TypedTravel, Way, typed_minutes

CLOSED_STOP, CLOSED_PLACE, CLOSED_HOME, CLOSED_ZONE = (
    "An appointment",
    "a place that is closed to you",
    "home",
    "a place that is closed to you",
)
WORTH_IT = 10  # minutes by which another order must end sooner to be offered


@dataclass(frozen=True)
class Met:
    """Who meets them, as it stands: what was booked for it may have been moved or cancelled since."""

    row: GateMeeting
    booking: Booking | None

    @property
    def stands(self) -> bool:
        return self.row.booking_id is None or (self.booking is not None and self.booking.cancelled_at is None)

    @property
    def worker(self) -> User | None:
        """Whoever of ours comes: a booking may have been given to somebody else since."""
        return self.booking.worker if self.booking else self.row.worker

    @property
    def is_met(self) -> bool:
        return self.stands and self.row.met_by != MetBy.NOBODY


@dataclass(frozen=True)
class Look:
    """`keys` are the spots of the day by thread, with GATE and HOME; `names` what this reader calls them."""

    row: ReleaseDay
    stops: Sequence[DayStop]
    closed: frozenset[str]
    met: Met | None
    home: HomeApplication | None
    is_home_closed: bool
    keys: Mapping[str, str]
    names: Mapping[str, str]
    day: Day | None
    verdict: Verdict | None
    best: BestOrder | None
    looked_at: ZonesLookedAt | None
    rides: Rides
    typed: Sequence[TypedWay]

    @property
    def works(self) -> bool:
        """It can be done, as it stands, and there is a bed at the end of it. What is not known is not possible."""
        return bool(self.stops and self.home and self.verdict and self.verdict.can_be_done)

    @property
    def is_planned(self) -> bool:
        return self.works and self.met is not None and self.met.stands

    @property
    def offers_order(self) -> bool:
        """Another order does more, or is over sooner."""
        if not self.best or not self.verdict:
            return False
        now, then = _worth(self, self.verdict), _worth(self, self.best.verdict)
        sooner = (self.verdict.ends_at - self.best.verdict.ends_at).total_seconds() / 60
        return then > now or (then == now and sooner >= WORTH_IT)


GATE = "gate"


def spot_key(place: str, postcode: str) -> str:
    """What two stops at one place share."""
    return f"{' '.join(place.split())}|{''.join(postcode.split()).upper()}".casefold()


def access_stop(user: User, ref: str, *, action: Action = Action.VIEW) -> DayStop:
    """As it stands now, neither changed nor called off. Raises Hidden, Forbidden; audited as a read."""
    row = standing_stops(DayStop.objects.filter(ref=ref)).first()
    if row is None:
        raise Hidden()
    found: DayStop = check(user, action, row)
    record_event(by=user, action="release_day.read", person=row.day.person, subject=f"stop {ref}")
    return found


def day_of_promise(promise_ref: str) -> ReleaseDay:
    """Raises Hidden; the page it leads to checks the policy."""
    about_a_stop = Q(stops__outcomes__promise__ref=promise_ref)
    rows = ReleaseDay.objects.select_related("person__site").filter(Q(promise__ref=promise_ref) | about_a_stop)
    row = rows.first()
    if row is None:
        raise Hidden()
    return row


def days_of(people: Iterable[int]) -> QuerySet[ReleaseDay]:
    return ReleaseDay.objects.filter(person__in=list(people)).select_related("person__site", "promise__worker")


def standing_stops(rows: QuerySet[DayStop]) -> QuerySet[DayStop]:
    standing = rows.filter(cancelled_at__isnull=True, superseded_by__isnull=True)
    return standing.select_related("day__person__site", "member", "added_by")


def meeting_of(row: ReleaseDay) -> Met | None:
    joined = ("worker", "member", "said_by", "booking__worker", "booking__superseded_by__worker")
    found = GateMeeting.objects.filter(day=row).select_related(*joined).last()
    return Met(found, latest_of(found.booking)) if found else None


def home_after(person: Person, on: date) -> HomeApplication | None:
    """Where they are to live from the day of release on, if that is sure: kept for them from that day at the latest, or
    come to since. Where they came to after an earlier release is no home for this one.
    """
    last = HomeStep.objects.filter(application=OuterRef("pk")).order_by("-pk")
    said = {f"{name}_now": Subquery(last.values(name)[:1]) for name in ("state", "day", "on")}
    theirs = Q(state_now=HomeState.CONFIRMED, day_now__lte=on) | Q(state_now=HomeState.ARRIVED, on_now__gte=on)
    rows = HomeApplication.objects.filter(person=person).annotate(**said).filter(theirs)
    return rows.select_related("provider", "where", "person__site").order_by("-pk").first()


def look_at_day(row: ReleaseDay, user: User | None = None) -> Look:
    """For `user` what they may not read is without a name; without one, all of it as it is. Eleven queries, and
    more only where a booking was moved twice.
    """
    orders = DayOrder.objects.filter(day=row).order_by("-pk").values_list("threads", flat=True)[:1]
    stops = in_order(list(standing_stops(DayStop.objects.filter(day=row))), next(iter(orders), []))
    closed = frozenset(one.thread for one in stops if user and not can(user, Action.VIEW, one))
    home = home_after(row.person, row.on)
    is_home_closed = bool(user and home and not can(user, Action.VIEW, home))
    keys = _keys(row, stops, home)
    names = dict(_names(row, stops, home, closed, is_home_closed, keys))
    zones = list(zones_of(row, user))
    looked_at = _still_holds(row, stops, home, zones)
    day = _day(row, keys, names, stops, home, [zone for zone in zones if not looked_at or zone.centre.point])
    verdict = best = None
    rides, typed = Rides(), typed_ways(row, names)
    if day:
        rides = rides_on(row, list(_spots(row, day, keys, names, stops, home)))
        day = replace(day, drivers=rides.drivers, no_driver=rides.no_driver)
        asked = [_as_stop(one, row, names, keys, closed) for one in stops]
        travel = TypedTravel({_way(one, names): _said(one) for one in typed}, travel_times())
        verdict = check_day(day, asked, travel)
        best = best_order(day, asked, travel) if 1 < len(asked) <= MOST else None
    return Look(
        row, stops, closed, meeting_of(row), home, is_home_closed, keys, names, day, verdict, best, looked_at, rides,
        typed,
    )  # fmt: skip


def _keys(row: ReleaseDay, stops: Iterable[DayStop], home: HomeApplication | None) -> dict[str, str]:
    keys = {GATE: f"gate|{row.person.site.code}"}
    keys |= {stop.thread: spot_key(stop.place, stop.postcode) for stop in stops}
    if home:
        same = next((one for one in stops if one.place.casefold() == home.title.casefold()), None)
        keys[HOME] = keys[same.thread] if same else f"home|{home.ref}"
    return keys


def _names(
    row: ReleaseDay,
    stops: Iterable[DayStop],
    home: HomeApplication | None,
    closed: frozenset[str],
    is_home_closed: bool,
    keys: Mapping[str, str],
) -> Iterator[tuple[str, str]]:
    """By key; no two places are called the same."""
    wanted = [(keys[GATE], row.person.site.name)]
    wanted += [(keys[stop.thread], CLOSED_PLACE if stop.thread in closed else stop.place) for stop in stops]
    if home:
        wanted.append((keys[HOME], CLOSED_HOME if is_home_closed or not home.provider else home.title))
    named: dict[str, str] = {}
    for key, name in wanted:
        if key not in named:
            again = sum(other == name or other.startswith(f"{name} (") for other in named.values())
            named[key] = f"{name} ({again + 1})" if again else name
    yield from named.items()


def _day(
    row: ReleaseDay,
    keys: Mapping[str, str],
    names: Mapping[str, str],
    stops: Iterable[DayStop],
    home: HomeApplication | None,
    zones: Sequence[Zone],
) -> Day | None:
    if row.gate_from is None or row.gate_to is None:
        return None
    same = next((one for one in stops if home and keys[one.thread] == keys[HOME]), None)
    return Day(
        on=row.on,
        gate_from=row.gate_from,
        gate_to=row.gate_to,
        prison=_place(names[keys[GATE]], point_of_postcode(row.person.site.postcode)),
        home=_place(names[keys[HOME]], _point_of_stop(same) if same else _point_of_home(home)) if home else None,
        home_by=home_by(_curfews(row), row.gate_to),
        nation=nation_of(row.person.site.country),
        gets_about=MODES[row.gets_about],
        zones=tuple(zones),
    )


def _spots(
    row: ReleaseDay,
    day: Day,
    keys: Mapping[str, str],
    names: Mapping[str, str],
    stops: Iterable[DayStop],
    home: HomeApplication | None,
) -> Iterator[Spot]:
    yield Spot(day.prison, row.person.site.name)
    if home and day.home:
        yield Spot(day.home, home.title)
    for stop in stops:
        yield Spot(_place(names[keys[stop.thread]], _point_of_stop(stop)), stop.place)


def _place(name: str, point: tuple[float, float] | None) -> Place:
    return Place(name, *point) if point else Place(name)


def _point_of_stop(stop: DayStop) -> tuple[float, float] | None:
    if stop.latitude is None or stop.longitude is None:
        return None
    return stop.latitude, stop.longitude


def _point_of_home(home: HomeApplication) -> tuple[float, float] | None:
    provider = home.provider
    if provider:
        if provider.latitude is not None and provider.longitude is not None:
            return provider.latitude, provider.longitude
        return point_of_postcode(provider.postcode)
    where = getattr(home, "where", None)
    return point_of_postcode(where.postcode) if where else None


def _as_stop(
    stop: DayStop, row: ReleaseDay, names: Mapping[str, str], keys: Mapping[str, str], closed: frozenset[str]
) -> Stop:
    """Times that were asked for another day are not known for this one."""
    holds = stop.on == row.on
    hours = hours_of(stop) or None if holds else None
    return Stop(
        key=stop.thread,
        title=CLOSED_STOP if stop.thread in closed else stop.title,
        place=_place(names[keys[stop.thread]], _point_of_stop(stop)),
        minutes=stop.minutes,
        is_mandatory=stop.is_mandatory,
        at=stop.at if holds else None,
        opens=hours,
    )


def typed_ways(row: ReleaseDay, names: Mapping[str, str]) -> list[TypedWay]:
    """The last said of each way; ways between places that the day has no more are left out."""
    rows = TypedWay.objects.filter(day=row, here__in=names, there__in=names, withdrawn_at__isnull=True)
    rows = rows.select_related("typed_by", "day__person")
    return list({(way.here, way.there, way.mode): way for way in rows.order_by("pk")}.values())


def _way(way: TypedWay, names: Mapping[str, str]) -> Way:
    return names[way.here], names[way.there], MODES[way.mode]


def _said(way: TypedWay) -> Travel | NoWay:
    return NoWay(SOURCE) if way.minutes is None else typed_minutes(way.minutes, keeps_clear=way.keeps_clear)


def estimate_of(look: Look, here: str, there: str, mode: str) -> int | None:
    """Minutes between two spots of the day, whatever was typed in; None where nobody can tell."""
    if look.day is None:
        return None
    places = {look.keys[GATE]: look.day.prison}
    places |= {look.keys[one.thread]: _place(one.place, _point_of_stop(one)) for one in look.stops}
    if look.day.home:
        places.setdefault(look.keys[HOME], look.day.home)
    leaving = DayClock(look.day.on).moment(DayClock(look.day.on).minute(look.day.gate_to))
    found = travel_times().between(places[here], places[there], mode=MODES[mode], leaving=leaving)
    return found.minutes if isinstance(found, Travel) else None


def _restrictions(row: ReleaseDay | Journey, kind: str) -> QuerySet[ContactRestriction]:
    return all_restrictions().filter(person=row.person_id, kind=kind)


def _curfews(row: ReleaseDay) -> list[time]:
    rules = [as_rule(one) for one in _restrictions(row, RestrictionKind.CURFEW)]
    return [one.curfew_from for one in rules if one.holds_on(row.on) and one.curfew_from]


def zones_of(row: ReleaseDay | Journey, user: User | None) -> Iterator[Zone]:
    """The circle that was drawn, and one for each postcode area named; a place that neither tells has no spot, and a
    person has to look.
    """
    for one in _restrictions(row, RestrictionKind.LICENCE_PLACE):
        rule = as_rule(one)
        if not rule.holds_on(row.on):
            continue
        is_closed = user is not None and not can(user, Action.VIEW, one)
        areas = [part.strip().upper() for part in rule.postcode_areas.replace(";", ",").split(",") if part.strip()]
        if rule.middle:
            name = CLOSED_ZONE if is_closed else rule.place or rule.town or rule.middle_words
            yield Zone(name, _place(name, rule.middle), rule.radius_km)
        grounds = {area: ground_of_area(area) for area in areas}
        for area, ground in grounds.items():
            if ground:
                yield Zone(CLOSED_ZONE if is_closed else area, _place(area, ground[0]), ground[1])
        if not (rule.middle or areas) or not all(grounds.values()):
            name = ", ".join(part for part in (rule.place, rule.town, rule.postcode_areas) if part)
            yield Zone(CLOSED_ZONE if is_closed else name, Place(name), 0)


def plan_mark(row: ReleaseDay, stops: Iterable[DayStop], home: HomeApplication | None, zones: Iterable[Zone]) -> str:
    """Changes with whatever may lead into a zone: the day, the stops and their order, the home, the zones."""
    said = [row.on.isoformat(), row.gets_about, home.ref if home else "", *(stop.ref for stop in stops)]
    return sha256("|".join([*said, *sorted(zone.centre.name for zone in zones)]).encode()).hexdigest()


def _still_holds(
    row: ReleaseDay, stops: Sequence[DayStop], home: HomeApplication | None, zones: Sequence[Zone]
) -> ZonesLookedAt | None:
    if all(zone.centre.point for zone in zones):
        return None
    last = ZonesLookedAt.objects.filter(day=row).select_related("by").last()
    return last if last and last.plan == plan_mark(row, stops, home, zones) else None


def mark_of(row: ReleaseDay) -> str:
    """For whoever has looked: what they looked at."""
    look = look_at_day(row)
    return plan_mark(row, look.stops, look.home, list(zones_of(row, None)))


def _worth(look: Look, verdict: Verdict) -> tuple[int, int]:
    done = {leg.key for leg in verdict.legs}
    kept = [one for one in look.stops if one.thread in done]
    return sum(one.is_mandatory for one in kept), len(kept)
