"""Who drives, when, in what; and who of them can drive a journey. Constant queries, however many."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404

from throughgate.access.policy import GRANTS, Action, Hidden, colleagues
from throughgate.accounts.models import User
from throughgate.release.journey_file import journey_habits
from throughgate.release.models import Answer, Driver, DriverHours, Journey, JourneyAsk, Vehicle
from throughgate.release.rules.journey import Hours, Seats, Who, WhyNot, why_not

NEAR = timedelta(days=1)


def drivers_beside(user: User, *, also_former: bool = False) -> QuerySet[Driver]:
    """Those that this user may know of: whoever plans sees the drivers of their own sites. Three queries."""
    return all_drivers(also_former=also_former).filter(user__in=colleagues(user))


def all_drivers(*, also_former: bool = False) -> QuerySet[Driver]:
    """With their hours and vehicles: three queries. Whose account is closed drives no more."""
    rows = Driver.objects.all() if also_former else Driver.objects.filter(is_active=True, user__is_active=True)
    return rows.select_related("user").prefetch_related(
        Prefetch("hours", DriverHours.objects.order_by("weekday", "from_at")),
        Prefetch("vehicles", Vehicle.objects.filter(is_active=True), to_attr="in_use"),
    )


def driver_by_ref(user: User, ref: str) -> Driver:
    """Raises Hidden."""
    found = drivers_beside(user, also_former=True).filter(ref=ref).first()
    if found is None:
        raise Hidden()
    return found


def vehicle_by_pk(driver: Driver, pk: int) -> Vehicle:
    found = Vehicle.objects.filter(driver=driver, pk=pk).first()
    if found is None:
        raise Http404()
    return found


def driver_of(user: User) -> Driver | None:
    return Driver.objects.filter(user=user).first()


def could_drive(user: User) -> QuerySet[User]:
    """Who works with people beside this user, and drives not yet."""
    roles = [role for role, action in GRANTS if action is Action.RECORD]
    return colleagues(user).filter(is_active=True, role__in=roles).exclude(driver__is_active=True).order_by("name")


IN_CHARGE = Q(ended_at__isnull=True) & (Q(answer=Answer.YES) | Q(said_before=True))


def rides_of(drivers: Iterable[int], on: date, *, besides: str = "") -> dict[int, list[Journey]]:
    """What drivers have said yes to round a day, by the driver's id; `besides` is the thread of the one asked about."""
    found: dict[int, list[Journey]] = defaultdict(list)
    days = (on - NEAR, on + NEAR)
    rows = JourneyAsk.objects.filter(IN_CHARGE, driver__in=list(drivers), journey__on__range=days)
    for ask in rows.exclude(journey__thread=besides).select_related("journey"):
        found[ask.driver_id].append(ask.journey)
    return found


def who_of(driver: Driver, rides: Sequence[Journey]) -> Who:
    """For the rules; the driver comes from `all_drivers`."""
    return Who(
        is_active=driver.is_active and driver.user.is_active,
        paused_from=driver.paused_from,
        paused_to=driver.paused_to,
        minutes_from=driver.minutes_from,
        hours=[Hours(one.weekday, one.from_at, one.to_at) for one in driver.hours.all()],
        vehicles=[Seats(one.seats, one.takes_wheelchair) for one in in_use(driver)],
        rides=rides,
    )


def in_use(driver: Driver) -> Sequence[Vehicle]:
    found: Sequence[Vehicle] = driver.in_use  # type: ignore[attr-defined]  # of the prefetch above
    return found


def journeys_per_driver(drivers: Iterable[int], today: date) -> dict[int, int]:
    """How many each has said yes to, from today on; by the driver's id."""
    rows = JourneyAsk.objects.filter(IN_CHARGE, driver__in=list(drivers), journey__on__gte=today).order_by()
    return dict(rows.values_list("driver").annotate(Count("pk")))


@dataclass(frozen=True)
class Asked:
    """A driver and whether they can drive a journey. `ask`: the last time they were asked for it."""

    driver: Driver
    reasons: Sequence[WhyNot]
    ask: JourneyAsk | None

    @property
    def can(self) -> bool:
        return not self.reasons

    @property
    def is_barred(self) -> bool:
        return any(one.is_hard for one in self.reasons)

    @property
    def is_open(self) -> bool:
        return self.ask is not None and not self.ask.ended


def drivers_for(user: User, row: Journey) -> list[Asked]:
    """Everybody whom this user may ask to drive, those who can first. Five queries."""
    drivers = list(drivers_beside(user))
    rides = rides_of([one.pk for one in drivers], row.on, besides=row.thread)
    last = {ask.driver_id: ask for ask in JourneyAsk.objects.filter(journey=row).order_by("pk")}
    habits = journey_habits()
    found = [
        Asked(one, why_not(who_of(one, rides[one.pk]), row, habits), last.get(one.pk)) for one in drivers
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.is_barred, len(one.reasons), one.driver.user.name))


def reasons_against(driver: Driver, row: Journey) -> list[WhyNot]:
    known = all_drivers(also_former=True).get(pk=driver.pk)
    return why_not(who_of(known, rides_of([driver.pk], row.on, besides=row.thread)[driver.pk]), row, journey_habits())
