"""Why nobody saw somebody in their first week, where nobody will."""

from datetime import date
from typing import Final

from throughgate.access.policy import Action, Forbidden, Sensitivity, check, writable_levels
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.changes import announced_once
from throughgate.people.models import Person
from throughgate.people.services.writing import clean, lock_person
from throughgate.record.selectors import latest_of
from throughgate.record.services import void_entry, write_entry
from throughgate.release.models import NotSeen, NotSeenReason
from throughgate.release.selectors.first_week import reason_of
from throughgate.release.selectors.standing import standings_of

NOT_SEEN: Final = "not-seen"
LEVELS = (Sensitivity.STANDARD, Sensitivity.SENSITIVE)


class NotSeenError(ValueError):
    """What is wrong, in words for the form; `field` is where."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@act()
def say_not_seen(
    *,
    by: User,
    person: Person,
    reason: str,
    on: date,
    words: str = "",
    sensitivity: Sensitivity = Sensitivity.STANDARD,
) -> NotSeen:
    """They leave the board; in the figures they stay not seen. The same said twice stays one.

    Raises Hidden, Forbidden, NotSeenError.
    """
    lock_person(by, Action.RECORD, person)
    if sensitivity not in LEVELS or sensitivity not in writable_levels(by, person):
        raise Forbidden(Action.RECORD)
    released_on = _check(person, reason, on)
    before = reason_of(person, released_on)
    said = NotSeen(person=person, reason=reason, on=on, words=words.strip()[:200], sensitivity=sensitivity, said_by=by)
    if before and (before.reason, before.on, before.words) == (said.reason, said.on, said.words):
        return before
    with announced_once():
        _void(by, before)
        said.entry = write_entry(
            by=by,
            person=person,
            kind=NOT_SEEN,
            on=on,
            happened=False,
            summary=f"Not seen after release: {in_words(said)}"[:240],
            sensitivity=sensitivity,
        )
        clean(said)
        said.save()
        record_event(by=by, action="first_week.not_seen", person=person, subject=f"not seen {said.ref}", reason=reason)
    return said


@act()
def take_not_seen_back(*, by: User, person: Person) -> bool:
    """They stand on the board again. False where there is nothing to take back. Raises Hidden, Forbidden."""
    lock_person(by, Action.RECORD, person)
    released_on = standings_of([person.pk], today())[person.pk].released_on
    before = reason_of(person, released_on) if released_on else None
    if before is None:
        return False
    check(by, Action.RECORD, before)
    with announced_once():
        _void(by, before)
        NotSeen.objects.create(
            person=person,
            reason=NotSeenReason.TAKEN_BACK,
            on=before.on,
            sensitivity=before.sensitivity,
            said_by=by,
        )
        record_event(by=by, action="first_week.not_seen", person=person, subject=f"not seen {before.ref}", back=True)
    return True


def in_words(said: NotSeen) -> str:
    label = NotSeenReason(said.reason).label
    return f"{label[:1].lower()}{label[1:]}"


def _check(person: Person, reason: str, on: date) -> date:
    standing = standings_of([person.pk], today())[person.pk]
    if reason not in NotSeenReason.values or reason == NotSeenReason.TAKEN_BACK:
        raise NotSeenError("Choose why", "reason")
    if standing.released_on is None:
        raise NotSeenError("No release of theirs is recorded, or they are back in custody: there is nothing to say")
    if not standing.released_on <= on <= today():
        raise NotSeenError("The day must lie between the release and today", "on")
    return standing.released_on


def _void(by: User, before: NotSeen | None) -> None:
    if before and before.entry:
        check(by, Action.RECORD, before)
        void_entry(by=by, entry=latest_of(before.entry), reason=NotSeenReason.TAKEN_BACK.label)
