"""Where somebody lives: moved in, still there, moved on, lost."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from throughgate.access.policy import Action, Forbidden, Sensitivity, check, writable_levels
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.common.sustained import can_answer, check_days
from throughgate.people.changes import announced_once
from throughgate.people.models import CustodyMove, Person
from throughgate.people.rules.beside import Spot
from throughgate.people.rules.custody import BACK_INTO_CUSTODY
from throughgate.people.rules.restrictions import FACE, WRITING, Booking
from throughgate.people.selectors.beside import Beside
from throughgate.people.services.restrictions import ask_restrictions
from throughgate.people.services.writing import clean, lock_person
from throughgate.programmes.models import Promise, PromiseSource
from throughgate.programmes.services.promising import (
    keep_promise,
    make_promises,
    new_promise,
    reopen_promise,
    withdraw_promise,
)
from throughgate.record.services import write_entry
from throughgate.release.home_choices import home_choices, reason_words
from throughgate.release.models import (
    CheckAnswer,
    EndReason,
    HomeApplication,
    HomeCheck,
    LivingAddress,
    LivingKind,
    LivingPlace,
)
from throughgate.release.rules.home import (
    INSIDE_NOW,
    LEFT_AS,
    HomeError,
    entry_kind,
    is_roof,
)
from throughgate.release.selectors.beside import living_beside
from throughgate.release.selectors.home import is_inside_on
from throughgate.release.selectors.spells import place_before
from throughgate.release.services.basic_home import follow_home

LEVELS = (Sensitivity.STANDARD, Sensitivity.SENSITIVE)
LIVES_ELSEWHERE = "Two records were put together: they live elsewhere now"
BACK_INSIDE = "They came back into custody"
NO_HOME, MOVED_IN, HOME_CHECK, HOME_LOST = "no-home", "moved-in", "home-check", "home-lost"


@dataclass(frozen=True)
class MovedTo:
    """Where they live now. `override` explains what the restrictions say of that."""

    kind: str
    address: str = ""
    postcode: str = ""
    override: str = ""


@act()
def move_in(*, by: User, application: HomeApplication, on: date) -> LivingPlace:
    """Its own service has checked the policy, and writes what became of the application."""
    place = LivingPlace(
        person=application.person,
        kind=application.kind,
        provider=application.provider,
        application=application,
        from_on=on,
        sensitivity=application.sensitivity,
        noted_by=by,
    )
    _begin(by, place, application.worker)
    _tell(by, place, MOVED_IN, on, f"Moved in: {place.title}")
    return place


@act()
def record_living_place(
    *,
    by: User,
    person: Person,
    kind: str,
    from_on: date,
    address: str = "",
    postcode: str = "",
    sensitivity: Sensitivity = Sensitivity.STANDARD,
    override: str = "",
    token: UUID | None = None,
) -> LivingPlace:
    """They live there now, or have nowhere to live, since a day. With the same `token` it stays one. It has happened:
    what the restrictions say of it has to be explained, and does not refuse it.

    Raises Hidden, Forbidden, HomeError, RestrictedError.
    """
    lock_person(by, Action.RECORD, person)
    if token and (saved := LivingPlace.objects.filter(noted_by=by, token=token).first()):
        return check(by, Action.VIEW, saved)
    if sensitivity not in LEVELS or sensitivity not in writable_levels(by, person):
        raise Forbidden(Action.RECORD)
    if kind not in LivingKind.values:
        raise HomeError("Choose where they live", "kind")
    if from_on > today():
        raise HomeError("This is for where they live now. What is still to come is arranged", "from_on")
    if is_inside_on(person, from_on) or is_inside_on(person, today()):
        raise HomeError(INSIDE_NOW, "from_on")
    with announced_once():
        place = LivingPlace(
            person=person, kind=kind, from_on=from_on, sensitivity=sensitivity, token=token, noted_by=by
        )
        where = ", ".join(part.strip() for part in (address, postcode) if part.strip())
        typed = Spot(address.strip(), postcode=postcode) if address.strip() else None
        _ask(by, place, where, override, living_beside(person, None, typed))
        _begin(by, place, by)
        if address.strip():
            LivingAddress.objects.create(person=person, place=place, address=address.strip(), postcode=postcode.strip())
        _tell(by, place, entry_kind(kind) if is_roof(kind) else NO_HOME, from_on, place.get_kind_display())
    return place


@act()
def answer_check(
    *,
    by: User,
    home_check: HomeCheck,
    answer: str,
    on: date | None = None,
    moved_to: MovedTo | None = None,
    reason: str = "",
) -> HomeCheck:
    """Whether they still live there. `on`: the day they left, else today.

    Raises Hidden, Forbidden, HomeError, RestrictedError.
    """
    with announced_once():
        lock_person(by, Action.RECORD, home_check.place.person)
        row = check(by, Action.RECORD, _checks().get(pk=home_check.pk))
        if row.answer:
            raise HomeError("Somebody has answered this already. Look at it again.")
        if answer not in CheckAnswer.values:
            raise HomeError("Choose what it is now", "answer")
        day, words = on or today(), CheckAnswer(answer).label
        if answer == CheckAnswer.STILL:
            if not can_answer(row.due_on, today()):
                raise HomeError(f"That is asked from {row.weeks} weeks on, or a week before")
            _answer_open(by, row.place, Q(due_on__lte=row.due_on), today(), CheckAnswer.STILL)
            row.refresh_from_db()
        else:
            words = _leave(by, row.place, day, EndReason(answer), reason) or words
        _tell(by, row.place, HOME_CHECK, min(day, today()), f"After {row.weeks} weeks: {words}")
        _live_on(by, row.place, answer, moved_to, day)
    row.refresh_from_db()
    return row


@act()
def leave_place(
    *, by: User, place: LivingPlace, on: date, because: str, reason: str = "", moved_to: MovedTo | None = None
) -> LivingPlace:
    """They live there no more, but where `moved_to` says, if it is known.

    Raises Hidden, Forbidden, HomeError, RestrictedError.
    """
    with announced_once():
        lock_person(by, Action.RECORD, place.person)
        row = check(by, Action.RECORD, LivingPlace.objects.select_related("person__site", "provider").get(pk=place.pk))
        if because not in EndReason.values:
            raise HomeError("Choose why", "because")
        words = _leave(by, row, on, EndReason(because), reason)
        if because == EndReason.LOST:
            _tell(by, row, HOME_LOST, on, words)
        _live_on(by, row, because, moved_to, on)
    return row


def follow_merge(by: User, person: Person) -> None:
    """Two records were put together or taken apart: a place that was ended by that is asked about no more, and one that
    stands again is. Part of another write.
    """
    asked = HomeCheck.objects.filter(place__person=person, answer="", promise__isnull=False, promise__met_on=None)
    for row in asked.select_related("place", "promise__person__site"):
        if row.promise is None:
            continue
        if row.place.to_on is not None and row.promise.withdrawn_on is None:
            withdraw_promise(by=by, promise=row.promise, because=LIVES_ELSEWHERE)
        elif row.place.to_on is None and row.promise.withdrawn_because == LIVES_ELSEWHERE:
            reopen_promise(by=by, promise=row.promise)


def follow_custody(by: User, person: Person) -> None:
    """They came back into custody, or it was taken back that they did: whether they live still where they lived before
    is asked no more, or is again. Part of another write.
    """
    asked = HomeCheck.objects.filter(place__person=person, answer="", promise__isnull=False, promise__met_on=None)
    rows = asked.annotate(is_before=place_before("place__")).select_related("place", "promise__person__site")
    for row in rows:
        if row.promise is None or row.place.to_on is not None:
            continue
        if row.is_before and row.promise.withdrawn_on is None:
            withdraw_promise(by=by, promise=row.promise, because=BACK_INSIDE)
        elif not row.is_before and row.promise.withdrawn_because == BACK_INSIDE:
            reopen_promise(by=by, promise=row.promise)
    follow_home(by, person)


def _live_on(by: User, place: LivingPlace, because: str, to: MovedTo | None, on: date) -> None:
    if because == EndReason.MOVED and to:
        if not is_roof(to.kind):
            raise HomeError("That is no home to move on to: say that they lost this one", "kind")
        level = Sensitivity(place.sensitivity)
        record_living_place(by=by, person=place.person, from_on=on, sensitivity=level, **asdict(to))


def _ask(by: User, place: LivingPlace, where: str, override: str, beside: Sequence[Beside]) -> None:
    """Without an address no place stands against it; whoever they live with may, by what the place is called."""
    booking = Booking(
        kind="home",
        on=place.from_on,
        medium=FACE if where else WRITING,
        place=where,
        words=f"Live at: {place.title}",
        ref=place.ref,
    )
    ask_restrictions(by=by, person=place.person, booking=booking, override=override, happened=True, beside=beside)


def _begin(by: User, place: LivingPlace, worker: User) -> None:
    """Whoever lives somewhere lives there alone: where they were before, they are no more. Without a roof now, they
    have lost it; and what they had before they came back into custody, they lost by that.
    """
    held = LivingPlace.objects.filter(person=place.person, to_on__isnull=True).annotate(is_before=place_before())
    for earlier in held.filter(from_on__lte=place.from_on).select_related("person__site", "provider"):
        if earlier.is_before and (back_on := _back_on(earlier)) and back_on <= place.from_on:
            _leave(by, earlier, back_on, EndReason.INSIDE, "")
        elif is_roof(place.kind):
            _leave(by, earlier, place.from_on, EndReason.MOVED, "")
        else:
            words = _leave(by, earlier, place.from_on, EndReason.LOST, "")
            if is_roof(earlier.kind):
                _tell(by, earlier, HOME_LOST, place.from_on, words)
    clean(place)
    place.save()
    record_event(by=by, action="home.lived", person=place.person, subject=f"place {place.ref}", kind=place.kind)
    if is_roof(place.kind):
        _ask_in_weeks(by, place, worker)
    follow_home(by, place.person)


def _back_on(place: LivingPlace) -> date | None:
    """The first time after they came there."""
    back = CustodyMove.objects.filter(person=place.person, kind__in=BACK_INTO_CUSTODY, on__gte=place.from_on)
    return back.order_by("on").values_list("on", flat=True).first()


def _ask_in_weeks(by: User, place: LivingPlace, worker: User) -> None:
    """What was to be asked before anybody wrote it down is asked of nobody; it counts as not known until answered."""
    promises: dict[int, Promise] = {}
    for weeks, day in check_days(place.from_on):
        if day >= today():
            promises[weeks] = new_promise(
                by=by,
                person=place.person,
                source=PromiseSource.HOME,
                title=f"Ask whether they still live there, {weeks} weeks on",
                worker=worker,
                from_on=place.from_on,
                by_on=day,
                sensitivity=Sensitivity(place.sensitivity),
            )
    make_promises(list(promises.values()))
    HomeCheck.objects.bulk_create(
        HomeCheck(place=place, weeks=weeks, due_on=day, promise=promises.get(weeks))
        for weeks, day in check_days(place.from_on)
    )


def _leave(by: User, place: LivingPlace, on: date, because: EndReason, reason: str) -> str:
    """What is told of it, in words."""
    if place.to_on is not None:
        raise HomeError("They have left this place already. Look at it again.")
    if on > today():
        raise HomeError("The day cannot be in the future", "on")
    if on < place.from_on:
        raise HomeError("That is before they came there", "on")
    known = because is EndReason.LOST and reason in home_choices()["lost"]
    words = reason_words("lost", reason) if known else ""
    place.to_on, place.ended_because, place.ended_words = on, because, words
    place.ended_at, place.ended_by = timezone.now(), by
    clean(place)
    place.save(update_fields=["to_on", "ended_because", "ended_words", "ended_at", "ended_by"])
    if because is EndReason.MISTAKE:
        _answer_open(by, place, Q(), on, None)
    else:
        _answer_open(by, place, Q(due_on__lt=on), on, CheckAnswer.STILL)
        _answer_open(by, place, Q(due_on__gte=on), on, LEFT_AS[because])
    record_event(by=by, action="home.left", person=place.person, subject=f"place {place.ref}", because=because)
    follow_home(by, place.person)
    return f"{because.label}: {words}" if words else because.label


def _answer_open(by: User, place: LivingPlace, which: Q, on: date, answer: CheckAnswer | None) -> None:
    """All of these that nobody has answered. Without an answer they are only asked no more."""
    for row in _checks().filter(which, place=place, answer=""):
        if answer:
            row.answer, row.answered_on, row.answered_at, row.answered_by = answer, on, timezone.now(), by
            row.save(update_fields=["answer", "answered_on", "answered_at", "answered_by"])
        if row.promise and (answer is CheckAnswer.STILL or (answer and row.due_on <= today())):
            keep_promise(by=by, promise=row.promise, on=min(on, today()))
        elif row.promise:
            withdraw_promise(by=by, promise=row.promise, because="They live there no more")
        record_event(by=by, action="home.asked", person=place.person, subject=f"place {place.ref}", weeks=row.weeks)


def _checks() -> QuerySet[HomeCheck]:
    return HomeCheck.objects.select_for_update(of=("self",)).select_related(
        "place__person__site", "place__provider", "promise"
    )


def _tell(by: User, place: LivingPlace, kind: str, on: date, summary: str) -> None:
    write_entry(
        by=by,
        person=place.person,
        kind=kind,
        on=on,
        summary=summary,
        sensitivity=Sensitivity(place.sensitivity),
        row_id=place.pk,
    )
