"""Journeys as they stand, who drives them, and what a driver may know of one. Constant queries, however many."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from throughgate.access.policy import Action, Hidden, Sensitivity, check, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.people.models import Person, RestrictionKind
from throughgate.people.rules.restriction_words import headline
from throughgate.people.rules.scopes import Scope
from throughgate.people.selectors.restrictions import all_restrictions, as_rule
from throughgate.people.selectors.scopes import people_in
from throughgate.release.models import AskEnd, Driver, Journey, JourneyAsk, JourneyReport
from throughgate.release.rules.journey import HAS_DRIVER, NEEDS_SOMEBODY, State, is_in_charge, state_of

DAY_AFTER = timedelta(days=1)
PLACES = (RestrictionKind.LICENCE_PLACE, RestrictionKind.LICENCE_WITHIN)


@dataclass(frozen=True)
class Looked:
    """A journey as it stands. `in_charge` is the ask of whoever drives; `reports` are all that were told, in order."""

    row: Journey
    state: State
    asks: Sequence[JourneyAsk]
    reports: Sequence[JourneyReport]
    in_charge: JourneyAsk | None

    @property
    def driver(self) -> Driver | None:
        return self.in_charge.driver if self.in_charge else None

    @property
    def has_driver(self) -> bool:
        return self.state in HAS_DRIVER

    @property
    def needs_somebody(self) -> bool:
        return self.state in NEEDS_SOMEBODY

    @property
    def waiting(self) -> list[JourneyAsk]:
        """Asked and not answered yet; whoever has it now is none of them."""
        return [one for one in self.asks if not one.ended and one is not self.in_charge]


def access_journey(user: User, ref: str, *, action: Action = Action.VIEW) -> Journey:
    """As it stands now; what was changed leads to what took its place. Raises Hidden, Forbidden; audited as a read."""
    known = Journey.objects.filter(ref=ref).values("thread")[:1]
    row = _joined(Journey.objects.filter(thread__in=known, superseded_by__isnull=True)).first()
    if row is None:
        raise Hidden()
    found: Journey = check(user, action, row)
    record_event(by=user, action="journey.read", person=row.person, subject=f"journey {row.ref}")
    return found


def access_ask(user: User, ref: str, *, action: Action = Action.VIEW) -> JourneyAsk:
    """Still open. Raises Hidden, Forbidden."""
    rows = JourneyAsk.objects.filter(ref=ref, ended_at__isnull=True)
    row = rows.select_related("journey__person__site", "driver__user").first()
    if row is None:
        raise Hidden()
    found: JourneyAsk = check(user, action, row)
    return found


def journey_of_promise(promise_ref: str) -> Journey:
    """Raises Hidden; the page it leads to checks the policy."""
    wanted = Q(promise__ref=promise_ref) | Q(driving__ref=promise_ref)
    row = Journey.objects.filter(wanted).select_related("person__site").order_by("-pk").first()
    if row is None:
        raise Hidden()
    return row


def _joined(rows: QuerySet[Journey]) -> QuerySet[Journey]:
    return rows.select_related("person__site", "release_day", "made_by", "promise", "driving")


def standing_journeys(rows: QuerySet[Journey] | None = None) -> QuerySet[Journey]:
    """Neither changed nor called off."""
    found = Journey.objects.all() if rows is None else rows
    return _joined(found.filter(cancelled_at__isnull=True, superseded_by__isnull=True))


def look_at_journeys(rows: Iterable[Journey]) -> list[Looked]:
    """Rows that no later one took the place of. Two queries, none without rows."""
    journeys = list(rows)
    asks: dict[int, list[JourneyAsk]] = defaultdict(list)
    reports: dict[int, list[JourneyReport]] = defaultdict(list)
    if journeys:
        ids = [one.pk for one in journeys]
        for ask in JourneyAsk.objects.filter(journey__in=ids).select_related("driver__user", "asked_by"):
            asks[ask.journey_id].append(ask)
        for report in JourneyReport.objects.filter(journey__in=ids).select_related("said_by"):
            reports[report.journey_id].append(report)
    return [_looked(one, asks[one.pk], reports[one.pk]) for one in journeys]


def look_at_journey(row: Journey) -> Looked:
    return look_at_journeys([row])[0]


def _looked(row: Journey, asks: Sequence[JourneyAsk], reports: Sequence[JourneyReport]) -> Looked:
    state = state_of(
        asks, reports, is_cancelled=row.cancelled_at is not None, other_driver=bool(row.other_driver)
    )  # fmt: skip
    return Looked(row, state, asks, reports, next((one for one in asks if is_in_charge(one)), None))


def journeys_to_come(people: Iterable[int], today: date) -> dict[int, list[Looked]]:
    """For settling and moving: sees everybody it is given. By the person's id, those from today on. Three queries."""
    found: dict[int, list[Looked]] = defaultdict(list)
    rows = standing_journeys(Journey.objects.filter(person__in=list(people), on__gte=today))
    for one in look_at_journeys(rows):
        found[one.row.person_id].append(one)
    return found


def journeys_of(user: User, person: Person) -> list[Looked]:
    """Of one person, the latest day first; with those called off."""
    rows = visible(user, Journey.objects.filter(person=person, superseded_by__isnull=True))
    return look_at_journeys(_joined(rows).order_by("-on", "-pick_up_at", "-pk"))


def journeys_on_day(user: User, person: Person, on: date) -> list[Looked]:
    """What the page of a release day shows. Three queries."""
    rows = visible(user, Journey.objects.filter(person=person, on=on))
    return look_at_journeys(standing_journeys(rows))


def journeys_between(user: User, scope: Scope, first: date, last: date, today: date) -> list[Looked]:
    """The board of whoever plans: by day and hour."""
    rows = visible(user, Journey.objects.filter(on__range=(first, last)))
    found = look_at_journeys(standing_journeys(rows.filter(people_in(user, scope, today))))
    record_event(by=user, action="journeys.listed", journeys=len(found))
    return found


@dataclass(frozen=True)
class Mine:
    """A journey as its driver may know it; `ask` is theirs."""

    row: Journey
    ask: JourneyAsk
    look: Looked

    @property
    def is_in_charge(self) -> bool:
        return is_in_charge(self.ask)

    @property
    def is_to_answer(self) -> bool:
        return not self.ask.answer


def my_journeys(user: User, today: date) -> list[Mine]:
    """Those that this driver was asked for and that are still theirs, by day and hour. Four queries."""
    mine = JourneyAsk.objects.filter(driver__user=user, ended_at__isnull=True, journey__on__gte=today - DAY_AFTER)
    asks = {one.journey_id: one for one in mine}
    rows = visible(user, standing_journeys(Journey.objects.filter(pk__in=asks)))
    return [Mine(one.row, asks[one.row.pk], one) for one in look_at_journeys(rows)]


def to_answer(user: User, today: date) -> int | None:
    """How many journeys wait for this driver's answer; None for whoever drives none. One query."""
    still = Q(asks__ended_at__isnull=True, asks__answer="", asks__journey__on__gte=today)
    rows = Driver.objects.filter(user=user, is_active=True).annotate(waiting=Count("asks", filter=still))
    return rows.values_list("waiting", flat=True).first()


def my_ask(user: User, row: Journey) -> JourneyAsk | None:
    rows = JourneyAsk.objects.filter(journey=row, driver__user=user, ended_at__isnull=True)
    found = rows.select_related("driver__user").first()
    if found:
        found.journey = row
    return found


ENDED_WORDS = (AskEnd.CALLED_OFF, AskEnd.SETTLED, AskEnd.LET_GO, AskEnd.SWAPPED)


def no_longer_mine(user: User, today: date) -> Iterator[tuple[date, str]]:
    """Days to come on which this driver was asked for a journey and is no longer, and why: nothing else of it. One
    that was changed is theirs again or was let go.
    """
    rows = JourneyAsk.objects.filter(driver__user=user, ended__in=ENDED_WORDS, journey__on__gte=today)
    found = rows.exclude(journey__asks__in=JourneyAsk.objects.filter(driver__user=user, ended_at__isnull=True))
    for on, ended in found.order_by("journey__on", "-ended_at").values_list("journey__on", "ended"):
        yield on, AskEnd(ended).label


@dataclass(frozen=True)
class KeepAway:
    """Where the way may not lead. `words` are empty where only their own workers may read it: ask the office."""

    words: str


def keep_away(row: Journey) -> list[KeepAway]:
    """What binds the way of a journey, as its driver may know it: places, and neither why nor on account of whom."""
    found = []
    for one in all_restrictions().filter(person=row.person_id, kind__in=PLACES):
        rule = as_rule(one)
        if rule.holds_on(row.on):
            found.append(KeepAway(headline(rule) if one.sensitivity == Sensitivity.STANDARD else ""))
    return list(dict.fromkeys(found))


def be_in_by(row: Journey) -> str:
    """When a curfew of that evening begins, which the driver has to know of to be in time."""
    rows = all_restrictions().filter(person=row.person_id, kind=RestrictionKind.CURFEW)
    rules = [as_rule(one) for one in rows]
    begins = [one.curfew_from for one in rules if one.holds_on(row.on) and one.curfew_from]
    return f"{min(begins):%H:%M}" if begins else ""
