"""The days of one of us, as their calendar may show them: read anew at each fetch, through the policy."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from throughgate.access.policy import Ability, Sensitivity, has, reach_of, visible
from throughgate.accounts.models import User
from throughgate.casework.models import Booking
from throughgate.notices.models import CalendarFeed, OwnNotices, Titles
from throughgate.notices.rules import feed as says
from throughgate.notices.rules.feed import Happens, day_of
from throughgate.notices.selectors.chains import lines_of
from throughgate.notices.selectors.deadlines import report_deadlines
from throughgate.people.models import CustodyDate, CustodyMove, DateKind, MoveKind
from throughgate.people.rules.custody import BACK_INTO_CUSTODY, RELEASE_KINDS, shown_release_date
from throughgate.people.rules.scopes import Scope
from throughgate.people.selectors.scopes import people_in
from throughgate.programmes.models import Commitment, PromiseSource
from throughgate.release.models import AskEnd, Journey, JourneyAsk
from throughgate.sites.models import Site

Link = Callable[[str], str]


def own_notices(user: User) -> OwnNotices:
    """What they chose; what they never chose is as the fields say, and is not written down."""
    return OwnNotices.objects.filter(user=user).first() or OwnNotices(user=user)


def open_feed(user: User) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(user=user, ended_at__isnull=True).first()


def team_feeds(user: User) -> list[CalendarFeed]:
    """The open calendars that a manager may take away: of their team and of whoever works at their sites."""
    if not has(user, Ability.READ_AUDIT):
        return []
    theirs = Q(user__line_manager=user) | Q(user__sites__in=user.sites.values("pk"))
    rows = CalendarFeed.objects.filter(theirs, ended_at__isnull=True).exclude(user=user)
    return list(rows.select_related("user").distinct().order_by("user__name"))


def events_of(user: User, today: date, link: Link) -> list[Happens]:
    """By day. As many queries however much there is; `link` makes a whole address of a path."""
    if not has(user, Ability.SEE_PEOPLE):
        return []
    chosen = own_notices(user)
    found = [*_bookings(user, chosen, today, link), *_important_days(user, chosen, today, link)]
    found += _driving(user, chosen, today, link)
    deadlines = list(report_deadlines(user, today, today - says.BEHIND, today + says.AHEAD))
    found += _deadlines(deadlines, chosen, today, link)
    if chosen.with_due:
        found += _due(user, today, link, {row.pk for row in deadlines})
    return sorted(found, key=lambda one: (one.on, one.at or time.min, one.key))


def _title(chosen: OwnNotices, what: str, name: str) -> str:
    return says.title_words(what, name, with_initials=chosen.titles == Titles.INITIALS)


def _bookings(user: User, chosen: OwnNotices, today: date, link: Link) -> Iterator[Happens]:
    """Those to come and of the last days. One that was called off, or went to somebody else, says so for a while."""
    since = today - says.BEHIND
    rows = visible(user, Booking.objects.filter(worker=user, on__range=(since, today + says.AHEAD)))
    found = list(rows.select_related("person__site", "superseded_by"))
    line_of = lines_of(found)
    prisons = _prisons() if chosen.with_place else frozenset()
    for row in found:
        later = getattr(row, "superseded_by", None)
        if later is not None and later.worker_id == user.pk:
            continue  # the later one stands in the calendar in its place
        ended_at = later.made_at if later else row.cancelled_at
        if ended_at and day_of(ended_at) < since:
            continue
        line = line_of(row)
        is_standard = row.sensitivity == Sensitivity.STANDARD
        yield Happens(
            key=f"booking {(line[0] if line else row).ref}",
            on=row.on,
            at=row.at,
            minutes=row.minutes,
            title=_title(chosen, says.BOOKED if is_standard else says.BUSY, row.person.name),
            written_at=ended_at or row.made_at,
            turn=len(line) + (1 if ended_at else 0),
            is_off=ended_at is not None,
            place=says.shown_place(row.place, prisons) if chosen.with_place and is_standard else "",
            url=link(reverse("bookings:booking", args=[row.ref])),
        )


def _prisons() -> frozenset[str]:
    codes = Site.objects.filter(is_prison=True).values_list("postcode", flat=True)
    return frozenset(map(says.district_of, codes))


def _important_days(user: User, chosen: OwnNotices, today: date, link: Link) -> Iterator[Happens]:
    """Releases and hearings of one's own people. Neither is called by its name."""
    kinds = (*RELEASE_KINDS, DateKind.PAROLE_HEARING)
    moves = CustodyMove.objects.filter(person=OuterRef("person")).order_by("-on", "-pk")
    rows: QuerySet[Any] = visible(user, CustodyDate.objects.filter(kind__in=kinds, person__in=reach_of(user).caseload))
    by_person: dict[int, list[CustodyDate]] = defaultdict(list)
    current = rows.filter(superseded_at__isnull=True, on__isnull=False).select_related("person__site")
    for row in current.annotate(last_move=Subquery(moves.values("kind")[:1])):
        by_person[row.person_id].append(row)
    noted = _noted(by_person)
    returns = _returns(by_person)
    for of_person in by_person.values():
        for what, row in _worth_a_day(of_person):
            if not row.on or not today - says.BEHIND <= row.on <= today + says.AHEAD:
                continue
            number, last = noted[row.person_id, what]
            yield Happens(
                key=f"{what} {row.person.ref} {returns.get(row.person_id, 0)}",
                on=row.on,
                title=_title(chosen, says.DAY, row.person.name),
                written_at=last,
                turn=number - 1,
                url=link(_person_url(row) if chosen.titles == Titles.INITIALS else reverse("desk:today")),
            )


def _worth_a_day(rows: list[CustodyDate]) -> Iterator[tuple[str, CustodyDate]]:
    shown = shown_release_date(rows)
    if shown is not None and getattr(rows[0], "last_move", None) != MoveKind.RELEASED:
        yield "release", shown
    for row in rows:
        if row.kind == DateKind.PAROLE_HEARING:
            yield "hearing", row


def _noted(people: Iterable[int]) -> Mapping[tuple[int, str], tuple[int, datetime]]:
    """How often a day was noted, and when last."""
    rows = CustodyDate.objects.filter(person__in=list(people)).order_by()
    found: dict[tuple[int, str], tuple[int, datetime]] = {}
    for person, kind, number, last in rows.values_list("person", "kind").annotate(n=Count("pk"), last=Max("noted_at")):
        if kind in (*RELEASE_KINDS, DateKind.PAROLE_HEARING):
            key = person, "hearing" if kind == DateKind.PAROLE_HEARING else "release"
            before, at = found.get(key, (0, last))
            found[key] = before + number, max(at, last)
    return found


def _returns(people: Iterable[int]) -> Mapping[int, int]:
    """How often each came back into custody: the next release is another event."""
    rows = CustodyMove.objects.filter(person__in=list(people), kind__in=BACK_INTO_CUSTODY).order_by()
    return dict(rows.values_list("person").annotate(n=Count("pk")))


def _person_url(row: CustodyDate) -> str:
    return reverse("desk:person", args=[row.person.ref])


def _driving(user: User, chosen: OwnNotices, today: date, link: Link) -> Iterator[Happens]:
    """Journeys that this user said they drive."""
    since = today - says.BEHIND
    still = Q(ended_at__isnull=True) | Q(ended=AskEnd.CALLED_OFF, ended_at__date__gte=since)
    mine = JourneyAsk.objects.filter(still, driver__user=user, journey__superseded_by__isnull=True)
    rows = visible(user, mine.filter(Q(answer="accepted") | Q(said_before=True)))
    asks = list(
        rows.filter(journey__on__range=(since, today + says.AHEAD)).select_related("journey__person__site", "driver")
    )
    threads = {ask.journey.thread for ask in asks}
    turns = Counter(Journey.objects.filter(thread__in=threads).values_list("thread", flat=True)) if threads else {}
    for ask in asks:
        row = ask.journey
        is_standard = row.sensitivity == Sensitivity.STANDARD
        is_off = row.cancelled_at is not None
        yield Happens(
            key=f"journey {row.thread}",
            on=row.on,
            at=row.leave_at or row.pick_up_at,
            until=row.arrive_by,
            title=_title(chosen, says.DRIVING if is_standard else says.BUSY, row.person.name),
            written_at=row.cancelled_at or row.made_at,
            turn=turns[row.thread] - 1 + is_off,
            is_off=is_off,
            url=link(reverse("desk:today")),
        )


def _deadlines(rows: Iterable[Commitment], chosen: OwnNotices, today: date, link: Link) -> Iterator[Happens]:
    """Each on its day, without a word of what is to be sent; with no initials where the report is sensitive."""
    written_at = timezone.make_aware(datetime.combine(today, time.min))
    for row in rows:
        of = row.promise.ref if row.promise else f"{row.enrolment_id} {row.element} {row.spell} {row.ordinal}"
        name = row.person.name if row.sensitivity == Sensitivity.STANDARD else ""
        if row.by_on:
            yield Happens(
                key=f"deadline {of}",
                on=row.by_on,
                title=_title(chosen, says.DEADLINE, name),
                written_at=written_at,
                url=link(reverse("desk:today")),
            )


def _due(user: User, today: date, link: Link, told: Collection[int]) -> Iterator[Happens]:
    """How many of one's own things are due on each day to come. Own bookings and deadlines stand there already."""
    rows = Commitment.objects.filter(is_next=True, by_on__range=(today, today + says.DUE_AHEAD))
    rows = rows.exclude(promise__source=PromiseSource.BOOKING, worker=user).exclude(pk__in=told)
    own = visible(user, rows).filter(people_in(user, Scope.ME, today) | Q(worker=user)).order_by()
    written_at = timezone.make_aware(datetime.combine(today, time.min))
    for on, number in own.values_list("by_on").annotate(n=Count("pk")):
        yield Happens(
            key=f"due {user.ref} {on:%Y-%m-%d}",
            on=on,
            title=says.due_words(number),
            written_at=written_at,
            url=link(reverse("desk:today")),
        )
