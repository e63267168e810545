from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F

from throughgate.access.policy import Action, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.changes import Happening, announce
from throughgate.people.models import CircleKind, CircleMember, Person
from throughgate.people.services.around import AlreadyEndedError, EndsBeforeStartError
from throughgate.people.services.details import ChangedMeanwhileError
from throughgate.people.services.writing import clean, lock_person

# What of somebody in the circle may be changed, and how it is called.
CIRCLE_WORDS: Mapping[str, str] = {
    "kind": "who they are",
    "name": "name",
    "relation": "the person’s words for them",
    "phone": "phone",
    "organisation": "where they work",
    "is_emergency": "whom to ring in an emergency",
}


@act()
def add_to_circle(
    *,
    by: User,
    person: Person,
    kind: str,
    name: str,
    relation: str = "",
    phone: str = "",
    organisation: str = "",
    is_emergency: bool = False,
    from_on: date | None = None,
) -> CircleMember:
    """Somebody around the person.

    Their name stays out of the ledger: it is theirs, and they may ask for it to be erased.
    """
    lock_person(by, Action.EDIT, person)
    member = CircleMember(
        person=person,
        kind=kind,
        name=name.strip(),
        relation=relation.strip(),
        phone=phone.strip(),
        organisation=organisation.strip(),
        is_emergency=is_emergency,
        from_on=from_on or today(),
        added_by=by,
    )
    clean(member)
    if same := _same_member(member):
        return same
    _save(member, by)
    record_event(by=by, action="circle.added", person=person, subject=f"circle member {member.pk}", kind=kind)
    summary = f"Added to the circle: {CircleKind(kind).label}"
    announce(Happening(person, "circle-changed", member.from_on, by, summary, member.pk))
    return member


@act()
def change_circle_member(*, by: User, member: CircleMember, version: int, changes: Mapping[str, Any]) -> CircleMember:
    """Save `changes` (names of CIRCLE_WORDS) to somebody as they were at `version`. The history keeps what they were.

    Raises ChangedMeanwhileError where somebody saved since, and then changes nothing. Raises Hidden, Forbidden,
    ValidationError.
    """
    if unknown := set(changes) - set(CIRCLE_WORDS):
        raise ValueError(f"Not details of somebody in the circle: {', '.join(sorted(unknown))}")
    check(by, Action.EDIT, member)
    person = lock_person(by, Action.EDIT, member.person)
    member.refresh_from_db()
    changed = sorted(name for name, value in changes.items() if getattr(member, name) != value)
    if not changed:
        return member
    if not CircleMember.objects.filter(pk=member.pk, version=version).update(version=F("version") + 1):
        raise _changed_meanwhile(member)
    member.version = version + 1
    for name in changed:
        setattr(member, name, changes[name])
    clean(member)
    _save(member, by, changed)
    record_event(by=by, action="circle.changed", person=person, subject=f"circle member {member.pk}", fields=changed)
    summary = f"Changed in the circle: {CircleKind(member.kind).label}"
    announce(Happening(person, "circle-changed", today(), by, summary, member.pk))
    return member


@act()
def end_circle_member(*, by: User, member: CircleMember, to_on: date) -> CircleMember:
    """Raises Hidden, Forbidden, AlreadyEndedError, EndsBeforeStartError."""
    check(by, Action.EDIT, member)
    person = lock_person(by, Action.EDIT, member.person)
    member.refresh_from_db(fields=["to_on", "from_on"])
    if member.to_on is not None:
        raise AlreadyEndedError()
    if to_on < member.from_on:
        raise EndsBeforeStartError(member.from_on)
    member.to_on = to_on
    _save(member, by, ["to_on"])
    record_event(by=by, action="circle.ended", person=person, subject=f"circle member {member.pk}", kind=member.kind)
    summary = f"No longer in the circle: {CircleKind(member.kind).label}"
    announce(Happening(person, "circle-changed", to_on, by, summary, member.pk))
    return member


def _save(member: CircleMember, by: User, fields: list[str] | None = None) -> None:
    member._history_user = by  # type: ignore[attr-defined]  # how django-simple-history is told who
    member.save(update_fields=fields)


def _same_member(member: CircleMember) -> CircleMember | None:
    """A form sent twice adds nobody twice."""
    return CircleMember.objects.filter(
        person=member.person, kind=member.kind, name=member.name, to_on__isnull=True
    ).first()


def _changed_meanwhile(member: CircleMember) -> ChangedMeanwhileError:
    last = member.history.select_related("history_user").first()
    return ChangedMeanwhileError(
        current={name: getattr(member, name) for name in CIRCLE_WORDS},
        version=member.version,
        who=last.history_user.name if last and last.history_user else "",
        at=last.history_date if last else None,
    )
