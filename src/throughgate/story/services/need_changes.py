"""How a need goes on, and how needs and strengths end."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction

from throughgate.access.policy import Action, Sensitivity, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.services.writing import lock_person
from throughgate.record.models import Entry
from throughgate.record.selectors import effective
from throughgate.record.services import correct_entry, void_entry
from throughgate.story.models import About, NeedStatus, PersonNeed, PersonStrength, Said, Status
from throughgate.story.rules.needing import NeedError, check_move, check_noted_day, check_owners, levels_from
from throughgate.story.selectors.need_reading import Reading
from throughgate.story.services.need_writing import check_level, tell, write_status
from throughgate.story.services.setting_aside import put_aside


class NothingToTakeBackError(Exception):
    """The last change was taken back already, or there was none."""


class AlreadyEndedError(Exception):
    """Somebody ended it first."""


@act()
def change_status(*, by: User, need: PersonNeed, status: str, on: date | None = None, note: str = "") -> NeedStatus:
    """From `on` the need stands so. The same said twice is kept once. Raises Hidden, Forbidden, NeedError."""
    _lock(by, need)
    now = _status_of(need)
    if status == now.status and not note.strip():
        return now
    day = on or today()
    if status == now.status:
        check_noted_day(day, today())
        if now.note == note.strip():
            return now
    else:
        check_move(status, day, now=now.status, since=now.on, today=today())
    return write_status(by, need, Status(status), max(day, now.on), note.strip())


@act()
def change_need(
    *, by: User, need: PersonNeed, status: str, on: date, note: str, owners: Iterable[str], sensitivity: str
) -> None:
    """All that one page may change, or nothing of it. Raises as the three below do."""
    change_owners(by=by, need=need, owners=owners)
    change_status(by=by, need=need, status=status, on=on, note=note)
    close_further(by=by, need=need, sensitivity=sensitivity)


@act()
def take_back_status(*, by: User, need: PersonNeed) -> NeedStatus:
    """Undo of the last change: a row that says again what the one before it said. Its entry is voided.

    Raises Hidden, Forbidden, NothingToTakeBackError.
    """
    _lock(by, need)
    last, *earlier = need.statuses.order_by("-pk")[:2]
    if last.takes_back_id or not earlier:
        raise NothingToTakeBackError()
    before = earlier[0]
    try:
        with transaction.atomic():
            row = NeedStatus.objects.create(
                need=need, status=before.status, on=before.on, note=before.note, by=by, takes_back=last
            )
    except IntegrityError as clash:
        raise NothingToTakeBackError() from clash
    for entry in effective().filter(person=need.person, kind="need-changed", row_id=last.pk):
        void_entry(by=by, entry=entry, reason="Taken back")
    record_event(by=by, action="need.taken_back", person=need.person, subject=f"need {need.ref}", status=last.status)
    return row


@act()
def change_owners(*, by: User, need: PersonNeed, owners: Iterable[str]) -> PersonNeed:
    """Raises Hidden, Forbidden, NeedError."""
    _lock(by, need)
    chosen = check_owners(owners)
    if chosen != need.owners:
        record_event(
            by=by,
            action="need.owners_changed",
            person=need.person,
            subject=f"need {need.ref}",
            before=list(need.owners),
            now=chosen,
        )
        need.owners = chosen
        need.save(update_fields=["owners"])
    return need


@act()
def close_further(*, by: User, need: PersonNeed, sensitivity: str) -> PersonNeed:
    """Fewer people may read of it from now on; also of what stands in the record already.

    Raises Hidden, Forbidden, NeedError.
    """
    person = _lock(by, need)
    check_level(by, person, sensitivity)
    if sensitivity == need.sensitivity:
        return need
    if sensitivity not in levels_from(need.sensitivity, list(Sensitivity)):
        raise NeedError("level", "It can be closed further, and not opened: the answer it rests on is as closed")
    entries = list(_entries_of(need))
    need.sensitivity = sensitivity
    try:
        with transaction.atomic():
            need.save(update_fields=["sensitivity"])
    except IntegrityError as clash:
        raise NeedError("level", "The same need is noted there already") from clash
    for entry in entries:
        correct_entry(
            by=by, entry=entry, reason="Closed to more people", changes={"sensitivity": Sensitivity(sensitivity)}
        )
    record_event(by=by, action="need.closed_further", person=person, subject=f"need {need.ref}", level=sensitivity)
    return need


def _entries_of(need: PersonNeed) -> Iterable[Entry]:
    rows = effective().filter(person=need.person).select_related("person__site")
    noted = rows.filter(kind="need-noted", row_id=need.pk)
    return noted | rows.filter(kind="need-changed", row_id__in=list(need.statuses.values_list("pk", flat=True)))


@act()
def hold_on_to(*, by: User, row: PersonNeed | PersonStrength) -> None:
    """“The answer changed: still so?” – “Yes.” Not asked again until it changes once more.

    Raises Hidden, Forbidden, AlreadyEndedError.
    """
    _lock(by, row)
    answer = Reading(by, row.person).changed_answer(row)
    if answer and row.held_against_id != answer.pk:
        row.held_against = answer
        row.save(update_fields=["held_against"])
        record_event(by=by, action=f"{_noun(row)}.held", person=row.person, subject=f"{_noun(row)} {row.ref}")


@act()
def end_noted(*, by: User, row: PersonNeed | PersonStrength, because: str) -> None:
    """It is none any more, or never was. It stays readable, and is not suggested by the same answers again.

    Raises Hidden, Forbidden, AlreadyEndedError, NeedError.
    """
    person = _lock(by, row)
    reason = because.strip()
    if not reason:
        raise NeedError("because", "Say why, in a few words")
    row.ended_on, row.ended_by, row.ended_because = today(), by, reason
    row.save(update_fields=["ended_on", "ended_by", "ended_because"])
    about = About.NEED if isinstance(row, PersonNeed) else About.STRENGTH
    reading = Reading(by, person)
    if row.key and (suggestion := reading.suggestion(about, row.key)):
        put_aside(by, reading, suggestion, Said.NO)
    if isinstance(row, PersonNeed):
        last = NeedStatus.objects.filter(need=row).latest("pk")
        tell(by, row, "need-changed", today(), f"{row.words}: no longer a need", last.pk)
    record_event(by=by, action=f"{_noun(row)}.ended", person=person, subject=f"{_noun(row)} {row.ref}")


def _lock(by: User, row: PersonNeed | PersonStrength) -> Person:
    """Writes about one person take turns. What has ended is left as it is."""
    person = lock_person(by, Action.RECORD, row.person)
    row.refresh_from_db(fields=["owners", "sensitivity", "ended_on"] if isinstance(row, PersonNeed) else ["ended_on"])
    check(by, Action.RECORD, row)
    if row.ended_on is not None:
        raise AlreadyEndedError()
    return person


def _status_of(need: PersonNeed) -> NeedStatus:
    return NeedStatus.objects.filter(need=need).latest("pk")


def _noun(row: PersonNeed | PersonStrength) -> str:
    return "need" if isinstance(row, PersonNeed) else "strength"
