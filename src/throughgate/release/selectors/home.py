"""Where people stand on the way to a home, what is asked for on their behalf, and where they live."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse

from throughgate.access.policy import Action, Hidden, check, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.people.models import Assignment, CustodyDate, CustodyMove, MoveKind, Person, RestrictionOverride
from throughgate.people.rules.custody import RELEASE_KINDS, shown_release_date
from throughgate.people.selectors import current_on
from throughgate.people.selectors.custody import Release, releases_between
from throughgate.people.selectors.restrictions import overrides_by_booking
from throughgate.programmes.models import Enrolment
from throughgate.release.models import (
    EndReason,
    HomeApplication,
    HomeCheck,
    HomeState,
    HomeStep,
    LivingAddress,
    LivingPlace,
)
from throughgate.release.rules.home import (
    CLOSED,
    ROOFLESS,
    SEEN_BEFORE,
    SETTLED,
    STANDINGS,
    Asked,
    Lived,
    Standing,
    standing_before,
    standing_outside,
)
from throughgate.release.selectors.spells import place_before, step_before

SHOWN, PER_PAGE = 200, 40
WEEKS_SHOWN = 12  # before release, in which no home yet is said on the person's page


@dataclass(frozen=True)
class HomeStanding:
    """Where one person stands, in words that say nothing of where or with whom: the board shows it to whoever sees the
    person, so that nobody stays unseen because their application is closed to the reader.
    """

    standing: Standing
    ref: str  # the person's
    release_on: date | None = None
    is_out: bool = False

    @property
    def url(self) -> str:
        return reverse("release:home", kwargs={"ref": self.ref})

    @property
    def words(self) -> str:
        unknown = self.is_out and self.standing is Standing.NOTHING
        return "No home known" if unknown else STANDINGS[self.standing][0]

    @property
    def tone(self) -> str:
        return STANDINGS[self.standing][1]

    @property
    def icon(self) -> str:
        return STANDINGS[self.standing][2]

    @property
    def is_secured(self) -> bool:
        return self.standing in SETTLED


@dataclass(frozen=True)
class Applied:
    """An application with its steps, the last of which holds."""

    row: HomeApplication
    steps: Sequence[HomeStep]
    overrides: Sequence[RestrictionOverride] = ()
    is_before: bool = False  # nothing was said of it since they came back into custody

    @property
    def last(self) -> HomeStep:
        return self.steps[-1]

    @property
    def state(self) -> HomeState:
        return HomeState(self.last.state)

    @property
    def is_open(self) -> bool:
        return self.state not in CLOSED


@dataclass(frozen=True)
class NowhereToGo:
    """Released within four weeks, one way or the other, and no home for it; or out for longer, known to have none, and
    still worked with. `on`: the day of release.
    """

    person: Person
    on: date
    home: HomeStanding


def home_standings(user: User, people: Iterable[Person], today: date) -> dict[int, HomeStanding]:
    """By person id, for people whom the user may see already. Four queries, however many they are."""
    named = {person.pk: person for person in people}
    return _standings(named, _out(named, today), _release_days(named), today) if named else {}


def home_on_person_page(person: Person, *, is_out: bool, release_on: date | None, today: date) -> HomeStanding | None:
    """For a page that knows already whether they are out and when they will be. None while it is too early to ask and
    nothing was asked for. One query, for somebody who is out two.
    """
    asked = _asked([person.pk])[person.pk]
    if is_out:
        return HomeStanding(standing_outside(today, asked, _lived([person.pk])[person.pk]), person.ref, None, True)
    standing = standing_before(release_on, asked)
    if standing is Standing.NOTHING and (release_on is None or release_on > today + timedelta(weeks=WEEKS_SHOWN)):
        return None
    return HomeStanding(standing, person.ref, release_on)


def _standings(
    people: Mapping[int, Person], out: Collection[int], release: Mapping[int, date], today: date
) -> dict[int, HomeStanding]:
    asked, lived = _asked(people), _lived(people)
    found = {}
    for pk, person in people.items():
        is_out = pk in out
        standing = (
            standing_outside(today, asked[pk], lived[pk]) if is_out else standing_before(release.get(pk), asked[pk])
        )
        found[pk] = HomeStanding(standing, person.ref, None if is_out else release.get(pk), is_out)
    return found


def _out(people: Iterable[int], today: date) -> set[int]:
    last: dict[int, str] = {}
    moves = CustodyMove.objects.filter(person__in=list(people), on__lte=today).order_by("on", "pk")
    for person, kind in moves.values_list("person_id", "kind"):
        last[person] = kind
    return {person for person, kind in last.items() if kind == MoveKind.RELEASED}


def _release_days(people: Iterable[int]) -> dict[int, date]:
    rows: dict[int, list[CustodyDate]] = defaultdict(list)
    current = CustodyDate.objects.filter(superseded_at__isnull=True, kind__in=RELEASE_KINDS, on__isnull=False)
    for row in current.filter(person__in=list(people)).only("person_id", "kind", "on", "superseded_at"):
        rows[row.person_id].append(row)
    shown = {person: shown_release_date(theirs) for person, theirs in rows.items()}
    return {person: row.on for person, row in shown.items() if row and row.on}


def _under_way() -> QuerySet[HomeStep]:
    """The last step of every application that is not closed."""
    later = HomeStep.objects.filter(application=OuterRef("application")).order_by("-pk")
    return HomeStep.objects.filter(pk=Subquery(later.values("pk")[:1])).exclude(state__in=CLOSED)


def _asked(people: Iterable[int]) -> dict[int, list[Asked]]:
    found: dict[int, list[Asked]] = defaultdict(list)
    rows = _under_way().filter(~step_before(), application__person__in=list(people))
    for person, state, day in rows.values_list("application__person_id", "state", "day"):
        found[person].append(Asked(state, day))
    return found


def _lived(people: Iterable[int]) -> dict[int, list[Lived]]:
    found: dict[int, list[Lived]] = defaultdict(list)
    rows = LivingPlace.objects.filter(~place_before(), person__in=list(people)).exclude(ended_because="mistake")
    for person, kind, from_on, to_on in rows.values_list("person_id", "kind", "from_on", "to_on"):
        found[person].append(Lived(kind, from_on, to_on))
    return found


def nowhere_to_go(user: User, today: date) -> list[NowhereToGo]:
    """Whom the user may see, released within four weeks before or after today, without a home: whoever is still to
    come first, the next day in front, then who is out, the last day in front. Whoever is known to have none stays until
    they have, or nobody works with them any more.
    The number of queries does not grow with the people.
    """
    span = timedelta(days=SEEN_BEFORE)
    releases: list[Release] = releases_between(user, today - span, today + span, also=_known_roofless(today))
    named = {release.person.pk: release.person for release in releases}
    out = {release.person.pk for release in releases if release.happened}
    standings = _standings(named, out, {release.person.pk: release.on for release in releases}, today)
    in_order = sorted(
        releases, key=lambda one: (one.happened, -one.on.toordinal() if one.happened else one.on.toordinal())
    )
    return [
        NowhereToGo(release.person, release.on, standings[release.person.pk])
        for release in in_order
        if not standings[release.person.pk].is_secured
    ]


def _known_roofless(today: date) -> Q:
    """Of people who are worked with: their last word was that they have no roof, or lost it. A home found since shows
    in where they stand.
    """
    no_roof = Q(to_on__isnull=True, kind__in=ROOFLESS) | Q(ended_because=EndReason.LOST)
    without = LivingPlace.objects.filter(no_roof, person=OuterRef("pk"))
    worked_with = Q(Exists(Assignment.objects.filter(current_on(today), person=OuterRef("pk"))))
    return Q(Exists(without)) & (worked_with | Q(Exists(Enrolment.objects.filter(person=OuterRef("pk"), left_on=None))))


def home_of(person: Person, on: date) -> LivingPlace | None:
    """Where they lived on the day, a roof or none; for callers that have checked the policy of the person and check
    that of the row. One query.
    """
    rows = LivingPlace.objects.filter(person=person, from_on__lte=on).exclude(ended_because="mistake")
    return next((row for row in rows.select_related("provider") if row.to_on is None or on < row.to_on), None)


def _joined(rows: QuerySet[HomeApplication]) -> QuerySet[HomeApplication]:
    steps = HomeStep.objects.select_related("noted_by").annotate(is_before=step_before()).order_by("pk")
    return rows.select_related(
        "person__site", "provider", "host", "worker", "made_by", "promise", "living_place"
    ).prefetch_related(Prefetch("steps", steps))


def _read(user: User, rows: Iterable[HomeApplication]) -> list[Applied]:
    found = list(rows)
    overrides = overrides_by_booking(user, [row.ref for row in found]) if found else {}
    return [_applied(row, overrides.get(row.ref, ())) for row in found]


def _applied(row: HomeApplication, overrides: Sequence[RestrictionOverride]) -> Applied:
    steps = list(row.steps.all())
    return Applied(row, steps, overrides, bool(getattr(steps[-1], "is_before", False)))


def access_application(user: User, ref: str, *, action: Action = Action.VIEW, audit: bool = True) -> Applied:
    """Raises Hidden, Forbidden; audited as a read."""
    row = _joined(HomeApplication.objects.filter(ref=ref)).first()
    if row is None:
        raise Hidden()
    check(user, action, row)
    if audit:
        record_event(by=user, action="home.read", person=row.person, subject=f"application {ref}")
    return _read(user, [row])[0]


def applications_of(user: User, person: Person) -> list[Applied]:
    """What the reader may know of was asked for, the newest first."""
    rows = visible(user, HomeApplication.objects.filter(person=person))
    return _read(user, _joined(rows)[:SHOWN])


def open_applications(user: User, *, mine: bool = False, page: str | None = None) -> tuple[Page[Any], list[Applied]]:
    """A page of everything under way, the first due in front. The number of queries does not grow with the rows."""
    rows = visible(user, HomeApplication.objects.filter(pk__in=_under_way().values("application")))
    rows = rows.filter(worker=user) if mine else rows
    found = Paginator(_joined(rows).order_by("promise__by_on", "pk"), PER_PAGE).get_page(page)
    return found, _read(user, found.object_list)


def releases_to_come(people: Iterable[Person], today: date) -> dict[int, date]:
    """By person id, of whoever is still inside. Two queries, none for nobody."""
    named = [person.pk for person in people]
    out = _out(named, today) if named else set()
    return {person: on for person, on in _release_days(named).items() if person not in out} if named else {}


def places_of(user: User, person: Person) -> list[LivingPlace]:
    """Where they lived, as far as the reader may know, the last first; each with its checks."""
    rows = visible(user, LivingPlace.objects.filter(person=person)).select_related("provider", "noted_by", "person")
    return list(rows.annotate(is_before=place_before()).prefetch_related("checks"))


def access_place(user: User, ref: str, *, action: Action = Action.VIEW) -> LivingPlace:
    """Raises Hidden, Forbidden; audited as a read."""
    row = LivingPlace.objects.select_related("person__site", "provider").filter(ref=ref).first()
    if row is None:
        raise Hidden()
    check(user, action, row)
    record_event(by=user, action="home.read", person=row.person, subject=f"place {ref}")
    return row


def addresses_of(user: User, person: Person) -> dict[str, str]:
    """By reference of the application or the place: where it is, for those who may read it. One query."""
    rows = visible(user, LivingAddress.objects.filter(person=person)).select_related("application", "place")
    found = {}
    for row in rows:
        of = row.application or row.place
        if of is not None:
            found[of.ref] = row.words
    return found


def access_check(user: User, ref: str, *, action: Action = Action.VIEW) -> HomeCheck:
    """Raises Hidden, Forbidden; audited as a read."""
    row = HomeCheck.objects.select_related("place__person__site", "place__provider").filter(ref=ref).first()
    if row is None:
        raise Hidden()
    check(user, action, row)
    record_event(by=user, action="home.read", person=row.place.person, subject=f"place {row.place.ref}")
    return row


def of_promise(promise_ref: str) -> HomeApplication | HomeCheck:
    """What a promise of this room is about. Raises Hidden; the page it leads to checks the policy."""
    application = HomeApplication.objects.filter(promise__ref=promise_ref).first()
    found = application or HomeCheck.objects.filter(promise__ref=promise_ref).first()
    if found is None:
        raise Hidden()
    return found


def current_place(places: Sequence[LivingPlace], today: date) -> LivingPlace | None:
    """Of `places_of`: one from before they came back into custody is none."""
    return next((one for one in places if one.to_on is None and one.from_on <= today and not is_before(one)), None)


def is_before(place: LivingPlace) -> bool:
    """Of one that was read by `places_of`."""
    return bool(getattr(place, "is_before", False))


def is_inside_on(person: Person, on: date) -> bool:
    """Whether nobody can have moved in anywhere that day. At the gate the home is often told before the release is: on
    the day shown and after it they may be out.
    """
    moves = CustodyMove.objects.filter(person=person, on__lte=on).order_by("on", "pk")
    last = moves.values_list("kind", flat=True).last()
    if last == MoveKind.RELEASED:
        return False
    release_on = _release_days([person.pk]).get(person.pk)
    return release_on > on if release_on else last is not None
