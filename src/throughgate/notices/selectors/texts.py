"""Who may be texted, what is due to be said, and what became of it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from throughgate.access.policy import Action, Hidden, Sensitivity, check, visible
from throughgate.accounts.models import User
from throughgate.casework.models import AskedBy, Booking
from throughgate.casework.rules.bookings import WITHOUT_PERSON
from throughgate.notices.models import PhoneSaid, TextKind, TextMessage, TextState, TextStep
from throughgate.notices.rules.feed import day_of
from throughgate.notices.rules.texts import (
    Bar,
    Hours,
    Reachable,
    is_change_told,
    is_of_use,
    is_reminder_due,
    read_number,
    remind_at,
    why_not,
)
from throughgate.notices.selectors.chains import lines_of
from throughgate.notices.selectors.text_service import has_service, text_words
from throughgate.people.models import CustodyMove, MoveKind, Person
from throughgate.people.rules.sharing import Recipient
from throughgate.people.selectors.sharing_many import ToShare, sharings_of

PURPOSE, SCOPE, RECIPIENT = "texts", "attendance", Recipient("text")
CHANGED_WITHIN = timedelta(days=2)
TRIED_FOR = timedelta(days=3)
DONE = (TextState.SENT, TextState.LEFT, TextState.REFUSED, TextState.TOLD, TextState.DELIVERED, TextState.NOT_DELIVERED)
BROKEN = (TextState.FAILED, TextState.REFUSED, TextState.NOT_DELIVERED, TextState.UNTOLD)


@dataclass(frozen=True)
class Known:
    """What of one person is known on a day, and when they came out last."""

    reachable: Reachable
    released_on: date | None

    @property
    def bars(self) -> list[Bar]:
        return why_not(self.reachable, has_service=has_service())


@dataclass(frozen=True)
class Due:
    booking: Booking
    kind: TextKind
    number: str
    words: str


def known_of(people: Collection[int], today: date) -> dict[int, Known]:
    """Six queries, however many."""
    if not people:
        return {}
    moves = CustodyMove.objects.filter(person=OuterRef("pk"), on__lte=today).order_by("-on", "-pk")
    last = {"last_move": Subquery(moves.values("kind")[:1]), "last_on": Subquery(moves.values("on")[:1])}
    rows: QuerySet[Any] = Person.objects.filter(pk__in=people).annotate(**last)
    agreed = _agreed(people, today)
    said = {(one.person_id, one.number): one.who_reads for one in PhoneSaid.objects.filter(person__in=people)}
    found = {}
    for row in rows.values_list("pk", "phone", "last_move", "last_on"):
        pk, phone, move, on = row
        number = read_number(phone, drama=settings.TEXT_INVENTED_NUMBERS)
        is_inside = move != MoveKind.RELEASED
        reachable = Reachable(
            phone=phone,
            number=number,
            agreed=agreed[pk],
            who_reads=said.get((pk, number), ""),
            is_inside=is_inside,
        )
        found[pk] = Known(reachable, None if is_inside else on)
    return found


def _agreed(people: Collection[int], today: date) -> Mapping[int, bool]:
    asked = [ToShare(pk, PURPOSE, RECIPIENT, SCOPE) for pk in people]
    return {one.person_id: said.allowed for one, said in zip(asked, sharings_of(asked, today), strict=True)}


def due_texts(now: datetime) -> list[Due]:
    """Everything that is to be said now and has not been. The queries do not grow with the bookings."""
    hours, today = text_words().open_hours, day_of(now)
    if not has_service() or not hours.are_open(now):
        return []
    changed = [*_moved(now), *_cancelled(now)]
    coming = list(_coming(today))
    known = known_of({row.person_id for row in [*changed, *coming]}, today)
    free = {pk: one for pk, one in known.items() if not one.bars}
    changes = list(_changes([row for row in changed if row.person_id in free], now))
    moved_now = {row.pk for row, kind in changes if kind is TextKind.MOVED}
    reminders = [
        (row, TextKind.REMINDER)
        for row in coming
        if row.person_id in free
        and row.pk not in moved_now
        and _is_due(row, now, free[row.person_id].released_on, hours)
    ]
    return [_due(row, kind, free[row.person_id].reachable.number) for row, kind in [*changes, *reminders]]


def _is_due(row: Booking, now: datetime, released_on: date | None, hours: Hours) -> bool:
    """Whoever was told that it moved, at a time when the reminder would have gone, needs none."""
    told = [one.made_at for one in row.texts.all() if one.kind == TextKind.MOVED]
    moment = remind_at(row.on, row.at, released_on=released_on, hours=hours)
    return is_reminder_due(row.on, row.at, now, released_on=released_on, hours=hours) and not any(
        at >= moment for at in told
    )


def _due(row: Booking, kind: TextKind, number: str) -> Due:
    return Due(row, kind, number, words_for(row, kind))


def words_for(row: Booking, kind: TextKind) -> str:
    who = row.worker.get_short_name() if row.sensitivity == Sensitivity.STANDARD else ""
    return text_words().words(kind, on=row.on, at=row.at, who=who)


def _rows() -> QuerySet[Booking]:
    rows = Booking.objects.filter(person__merged_into__isnull=True).exclude(kind__in=WITHOUT_PERSON)
    return rows.select_related("person", "worker").prefetch_related("texts")


def _without(rows: QuerySet[Booking], kind: TextKind) -> QuerySet[Booking]:
    return rows.filter(~Exists(TextMessage.objects.filter(booking=OuterRef("pk"), kind=kind)))


def standing(rows: QuerySet[Booking]) -> QuerySet[Booking]:
    return rows.filter(cancelled_at__isnull=True, contact__isnull=True, superseded_by__isnull=True)


def _coming(today: date) -> QuerySet[Booking]:
    rows = standing(_rows()).filter(on__range=(today, today + timedelta(days=1)))
    return _without(rows, TextKind.REMINDER)


def _moved(now: datetime) -> list[Booking]:
    rows = standing(_rows()).filter(supersedes__isnull=False, made_at__gte=now - CHANGED_WITHIN)
    return list(_without(rows.filter(on__gte=day_of(now)), TextKind.MOVED))


def _cancelled(now: datetime) -> list[Booking]:
    rows = _rows().filter(cancelled_at__gte=now - CHANGED_WITHIN, on__gte=day_of(now))
    return list(_without(rows, TextKind.OFF))


def _changes(rows: Sequence[Booking], now: datetime) -> Iterator[tuple[Booking, TextKind]]:
    line_of = lines_of(rows)
    sent = _sent_about([one for row in rows for one in [*line_of(row), row]])
    for row in rows:
        line = line_of(row)
        is_off = row.cancelled_at is not None
        texted = [one for one in [*line, *([row] if is_off else [])] if one.pk in sent]
        told = texted[-1] if texted else (row if is_off else line[-1])
        asked_by = row.cancelled_asked_by if is_off else row.moved_asked_by
        is_news = is_off or (told.on, told.at) != (row.on, row.at)
        by_person = asked_by == AskedBy.PERSON
        matters = is_change_told(was_texted=bool(texted), asked_by_person=by_person, on=min(told.on, row.on), now=now)
        if is_news and matters and is_of_use(row.on, row.at, now) and is_of_use(told.on, told.at, now):
            yield row, TextKind.OFF if is_off else TextKind.MOVED


def _sent_about(rows: Iterable[Booking]) -> frozenset[int]:
    """The bookings of which a text has gone out."""
    ids = {row.pk for row in rows}
    steps = TextStep.objects.filter(text__booking__in=ids, state__in=[TextState.SENT, TextState.DELIVERED])
    return frozenset(steps.values_list("text__booking", flat=True)) if ids else frozenset()


def with_state(rows: QuerySet[TextMessage]) -> QuerySet[Any]:
    """Each with `state`: its last step's, or nothing."""
    last = TextStep.objects.filter(text=OuterRef("pk")).order_by("-pk")
    return rows.annotate(
        state=Subquery(last.values("state")[:1]),
        state_at=Subquery(last.values("at")[:1]),
        outside=Subquery(last.values("reference")[:1]),
    )


def waiting_texts(now: datetime) -> list[int]:
    """Those that are still to be sent, or sent again."""
    rows = with_state(TextMessage.objects.filter(made_at__gte=now - TRIED_FOR))
    open_rows = rows.filter(Q(state__isnull=True) | Q(state=TextState.FAILED))
    return list(open_rows.order_by("pk").values_list("pk", flat=True))


def asked_after(now: datetime) -> dict[str, int]:
    """The service's reference of each text that was sent and of which nobody knows whether it arrived."""
    rows = with_state(TextMessage.objects.filter(made_at__gte=now - TRIED_FOR)).filter(state=TextState.SENT)
    return {outside: pk for pk, outside in rows.values_list("pk", "outside") if outside}


def not_sent(user: User, today: date) -> QuerySet[Any]:
    """Of one's own bookings: people who were not reached by text, and whom nobody has told another way since."""
    rows = with_state(TextMessage.objects.filter(booking__worker=user, booking__on__gte=today))
    broken = visible(user, rows.filter(state__in=BROKEN))
    return broken.select_related("person__site", "booking").order_by("booking__on", "booking__at", "pk")


def texts_of(user: User, person: Person) -> QuerySet[Any]:
    rows = visible(user, TextMessage.objects.filter(person=person))
    return with_state(rows).select_related("booking", "person").order_by("-pk")[:30]


def texts_about(user: User, booking: Booking) -> QuerySet[Any]:
    return with_state(visible(user, TextMessage.objects.filter(booking=booking))).order_by("pk")


def access_text(user: User, ref: str, *, action: Action = Action.VIEW) -> TextMessage:
    """Raises Hidden, Forbidden."""
    row = with_state(TextMessage.objects.filter(ref=ref)).select_related("person__site", "booking").first()
    if row is None:
        raise Hidden()
    found: TextMessage = check(user, action, row)
    return found
