"""Restrictions are added, looked at again and ended here, and everything that books asks here whether it may."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from throughgate.access.policy import Action, Sensitivity, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.changes import Happening, announce, restriction_added
from throughgate.people.models import (
    CircleMember,
    ContactRestriction,
    OverrideKind,
    Person,
    RestrictionKind,
    RestrictionOverride,
    RestrictionReason,
    RestrictionSource,
)
from throughgate.people.models.restrictions import NOT_IMPOSED
from throughgate.people.rules.restrictions import LEAST_REASON, UNSAID, Booking, Restriction
from throughgate.people.selectors.beside import BOOKED_THERE, WAS_THERE, Beside, findings_together
from throughgate.people.selectors.restrictions import Finding, all_restrictions, as_rule
from throughgate.people.services.around import AlreadyEndedError, EndsBeforeStartError
from throughgate.people.services.writing import clean, lock_people, lock_person

# What of a restriction a form gives; the rest follows from who adds it and when.
TERMS = frozenset(
    {
        "condition", "member", "other_name", "reach", "child_level", "all_children", "site", "place", "town",
        "postcode_areas", "middle", "latitude", "longitude", "radius_km", "curfew_from", "curfew_to", "to_on",
        "review_on",
    }
)  # fmt: skip


class RestrictedError(Exception):
    """Something stands against a booking. `findings` say what, as the reader may know it; the message names nobody.

    `may_answer`: with a reason of at least LEAST_REASON letters from this user it is booked all the same.
    """

    def __init__(self, findings: tuple[Finding, ...], message: str = "A restriction stands against this."):
        super().__init__(message)
        self.findings = findings

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(finding.reason for finding in self.findings))

    @property
    def refuses(self) -> bool:
        """Whether something bars it; otherwise there are doubts to answer."""
        return any(finding.refuses for finding in self.findings)

    @property
    def may_answer(self) -> bool:
        return all(finding.may_answer for finding in self.findings)


class ShortReasonError(RestrictedError):
    def __init__(self, findings: tuple[Finding, ...]):
        super().__init__(findings, f"Say why, in at least {LEAST_REASON} letters. It is kept, with your name.")


class NotTheirCircleError(ValueError):
    """Somebody was named who is not in this person's circle."""


class NeedsProofError(ValueError):
    def __init__(self) -> None:
        super().__init__("Say which document, or who, says that it ended: it was not imposed by us.")


class NotTheirConditionError(ValueError):
    """The licence condition is another person's."""


class ManyRestrictedError(RestrictedError):
    """Something stands against some of many bookings; `refused` is what of each of these people, by id."""

    def __init__(self, refused: Mapping[int, RestrictedError]) -> None:
        super().__init__(
            tuple(finding for one in refused.values() for finding in one.findings), str(next(iter(refused.values())))
        )
        self.refused = refused


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One booking of one person: `override` says why it is booked all the same, `beside` who else is there."""

    person: Person
    booking: Booking
    override: str = ""
    beside: Sequence[Beside] = ()


@dataclass(frozen=True, kw_only=True)
class ToldOf:
    """What somebody typed that is to be done by `until` for a person, and why it stays where it names somebody."""

    person: Person
    words: Sequence[str]
    until: date
    override: str = ""


def ask_restrictions(
    *,
    by: User,
    person: Person,
    booking: Booking,
    override: str = "",
    happened: bool = False,
    beside: Sequence[Beside] = (),
) -> tuple[Restriction, ...]:
    """The one door that everything which books goes through, in the caller's transaction. Nothing stands against it:
    empty. Whatever it raises, it has written nothing yet.

    `override` is why it is booked all the same: a manager's where a restriction bars it, anybody's who may read the
    restriction where there is only a doubt. It is kept, audited, and shown on the person's page. What has `happened`
    already cannot be refused, but whoever records it has to explain it. Answers the restrictions that were overridden.
    What stands in the records of those `beside`, and of people of ours who are named, counts as well.
    Raises RestrictedError, ShortReasonError, NotTheirCircleError, Hidden, Forbidden.
    """
    asked = Asked(person=person, booking=booking, override=override, beside=beside)
    with _of_one():
        return ask_restrictions_of_many(by=by, asked=[asked], happened=happened)[0]


def ask_restrictions_of_many(
    *, by: User, asked: Sequence[Asked], happened: bool = False
) -> list[tuple[Restriction, ...]]:
    """The same of many, one answer for each, in as many queries as for one.

    Where something stands against one, nothing is written of any.
    Raises ManyRestrictedError, NotTheirCircleError, Hidden, Forbidden.
    """
    lock_people(by, Action.RECORD, [one.person for one in asked])
    _check_circles(asked)
    return _ask(by, asked, happened)


def _ask(by: User, asked: Sequence[Asked], happened: bool = False) -> list[tuple[Restriction, ...]]:
    closed = WAS_THERE if happened else BOOKED_THERE
    together = findings_together(by, [(one.person, one.booking, one.beside) for one in asked], closed=closed)
    refused: dict[int, list[RestrictedError]] = {}
    for one, findings in zip(asked, together, strict=True):
        if error := _refusal(findings, one.override.strip(), happened):
            refused.setdefault(one.person.pk, []).append(error)
    if refused:
        raise ManyRestrictedError({pk: as_one(errors) for pk, errors in refused.items()})
    rows = _rows_of(together)
    for one, findings in zip(asked, together, strict=True):
        _keep(by, one, findings, rows, happened)
    return [tuple(as_rule(rows[pk]) for pk in _ids(findings)) for findings in together]


def _refusal(findings: tuple[Finding, ...], reason: str, happened: bool) -> RestrictedError | None:
    if not findings:
        return None
    error = RestrictedError(findings)
    if not reason or not (happened or error.may_answer):
        return error
    return ShortReasonError(findings) if len(reason) < LEAST_REASON else None


def as_one(found: Sequence[RestrictedError]) -> RestrictedError:
    """All that stands against one person. Of one refusal it is that one itself."""
    if len(found) == 1:
        return found[0]
    return RestrictedError(tuple(finding for one in found for finding in one.findings), str(found[0]))


def _rows_of(together: Iterable[tuple[Finding, ...]]) -> Mapping[int, ContactRestriction]:
    ids = {finding.restriction_id for findings in together for finding in findings}
    return all_restrictions().in_bulk(ids) if ids else {}


def _ids(findings: Iterable[Finding]) -> list[int]:
    return sorted({finding.restriction_id for finding in findings})


def _keep(
    by: User, one: Asked, findings: tuple[Finding, ...], rows: Mapping[int, ContactRestriction], happened: bool
) -> None:
    """Why it is booked all the same, in the record of whoever must be kept apart."""
    for theirs in {rows[pk].person_id: rows[pk].person for pk in _ids(findings)}.values():
        of_them = tuple(each for each in findings if rows[each.restriction_id].person_id == theirs.pk)
        _keep_override(by, theirs, one.booking, of_them, one.override.strip(), happened)


@contextmanager
def _of_one() -> Iterator[None]:
    """Of one person their own refusal is raised, which knows more of itself."""
    try:
        yield
    except ManyRestrictedError as many:
        raise next(iter(many.refused.values())) from many


def ask_words(
    *, by: User, person: Person, words: Sequence[str], until: date, title: str, ref: str, override: str = ""
) -> tuple[Restriction, ...]:
    """Of what somebody typed that is to be done by a day, a step or a promise: whom and where it names is to be
    looked at. Nothing is known of hour and company, so that nothing refuses. Otherwise as `ask_restrictions`, also what
    it raises.
    """
    told = ToldOf(person=person, words=words, until=until, override=override)
    with _of_one():
        return ask_words_of_many(by=by, told=[told], title=title, ref=ref)[0]


def ask_words_of_many(*, by: User, told: Sequence[ToldOf], title: str, ref: str) -> list[tuple[Restriction, ...]]:
    """The same of many people, in as many queries as of one. Raises ManyRestrictedError, Hidden, Forbidden."""
    asked = []
    for one in told:
        said = ". ".join(word.strip() for word in one.words if word.strip())
        until = max(one.until, today())
        booking = Booking(kind="", on=today(), until=until, medium=UNSAID, words=title, told=said, ref=ref)
        asked.append(Asked(person=check(by, Action.RECORD, one.person), booking=booking, override=one.override))
    return _ask(by, asked)


def _check_circles(asked: Sequence[Asked]) -> None:
    """One query, none where nobody of a circle comes."""
    wanted = {(one.person.pk, pk) for one in asked for pk in one.booking.circle_member_ids}
    if not wanted:
        return
    members = CircleMember.objects.filter(pk__in={pk for _, pk in wanted})
    if wanted - set(members.values_list("person_id", "pk")):
        raise NotTheirCircleError("Choose people from this person’s circle.")


def _keep_override(
    by: User, person: Person, booking: Booking, findings: tuple[Finding, ...], reason: str, happened: bool
) -> None:
    refused = any(finding.refuses for finding in findings)
    kind = OverrideKind.EXPLAINED if happened else OverrideKind.OVERRIDE if refused else OverrideKind.ANSWER
    words = (booking.words or booking.kind)[:200]
    for finding in findings:
        row = RestrictionOverride(
            restriction_id=finding.restriction_id,
            kind=kind,
            reason=reason,
            booked=words,
            booked_on=booking.on,
            booked_ref=booking.ref,
            by=by,
        )
        clean(row)
        row.save()
    action = {
        OverrideKind.OVERRIDE: "restriction.overridden",
        OverrideKind.ANSWER: "restriction.answered",
        OverrideKind.EXPLAINED: "restriction.explained",
    }[kind]
    ids = [finding.restriction_id for finding in findings]
    record_event(by=by, action=action, person=person, subject=f"booking {booking.ref}".strip(), restrictions=ids)
    if kind != OverrideKind.ANSWER:
        summary = "Happened though a restriction stood against it" if happened else "Booked in spite of a restriction"
        level = max((Sensitivity(finding.level) for finding in findings), key=list(Sensitivity).index)
        announce(Happening(person, "restriction-overridden", today(), by, summary, sensitivity=level))


@act()
def add_restriction(
    *,
    by: User,
    person: Person,
    kind: str,
    source: str,
    from_on: date,
    reason: str = "",
    sensitivity: str = Sensitivity.STANDARD,
    token: UUID | None = None,
    **terms: Any,
) -> ContactRestriction:
    """`terms` are fields named in TERMS. `token` was made when the form was opened: sent twice, it is added once.

    Raises Hidden, Forbidden, ValidationError, NotTheirCircleError, NotTheirConditionError.
    """
    if unknown := set(terms) - TERMS:
        raise ValueError(f"Not terms of a restriction: {', '.join(sorted(unknown))}")
    lock_person(by, Action.EDIT, person)
    if token and (same := ContactRestriction.objects.filter(added_by=by, token=token).first()):
        return check(by, Action.VIEW, same)
    row = ContactRestriction(
        person=person,
        kind=kind,
        source=source,
        from_on=from_on,
        sensitivity=sensitivity,
        token=token,
        added_by=by,
        **terms,
    )
    _check_theirs(row)
    clean(row)
    check(by, Action.EDIT, row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        if token is None:
            raise
        return check(by, Action.VIEW, ContactRestriction.objects.get(added_by=by, token=token))
    _keep_reason(by, row, reason)
    record_event(by=by, action="restriction.added", person=person, subject=f"restriction {row.pk}", kind=kind)
    _announce(by, row, "restriction", from_on, "Restriction added")
    restriction_added.send(sender=ContactRestriction, restriction=row)
    return row


@act()
def end_restriction(*, by: User, restriction: ContactRestriction, on: date, because: str) -> ContactRestriction:
    """`on` is the last day on which it holds. What an authority imposed ends otherwise: see `said_to_have_ended`.

    Raises Hidden, Forbidden, AlreadyEndedError, EndsBeforeStartError, NeedsProofError, ValidationError.
    """
    row = lock_restriction(by, restriction)
    if row.source not in NOT_IMPOSED:
        raise NeedsProofError()
    return write_end(by, row, on, because)


def write_end(by: User, row: ContactRestriction, on: date, because: str) -> ContactRestriction:
    """In the act of whoever may end it, of a row that is locked."""
    if on < row.from_on:
        raise EndsBeforeStartError(row.from_on)
    row.ended_on, row.ended_at, row.ended_by, row.ended_because = on, timezone.now(), by, because.strip()
    clean(row)
    row.save(update_fields=["ended_on", "ended_at", "ended_by", "ended_because"])
    record_event(by=by, action="restriction.ended", person=row.person, subject=f"restriction {row.pk}", kind=row.kind)
    _announce(by, row, "restriction-ended", on, "Restriction ended")
    return row


@act()
def review_restriction(
    *, by: User, restriction: ContactRestriction, on: date, review_on: date | None = None
) -> ContactRestriction:
    """Somebody looked at it on that day and it still stands; `review_on` is when to look again.

    Raises Hidden, Forbidden, AlreadyEndedError.
    """
    row = lock_restriction(by, restriction)
    row.reviewed_on, row.reviewed_by, row.review_on = on, by, review_on
    row.save(update_fields=["reviewed_on", "reviewed_by", "review_on"])
    record_event(by=by, action="restriction.reviewed", person=row.person, subject=f"restriction {row.pk}")
    return row


def lock_restriction(by: User, restriction: ContactRestriction) -> ContactRestriction:
    check(by, Action.EDIT, restriction)
    person = lock_person(by, Action.EDIT, restriction.person)
    restriction.refresh_from_db()
    restriction.person = person
    if restriction.ended_at is not None:
        raise AlreadyEndedError()
    return restriction


def _check_theirs(row: ContactRestriction) -> None:
    if row.member and row.member.person_id != row.person_id:
        raise NotTheirCircleError("Choose somebody from this person’s circle.")
    if row.condition and row.condition.person_id != row.person_id:
        raise NotTheirConditionError("Choose one of this person’s licence conditions.")


def _keep_reason(by: User, row: ContactRestriction, text: str) -> None:
    if not text.strip():
        return
    reason = RestrictionReason(restriction=row, text=text.strip())
    check(by, Action.EDIT, reason)
    clean(reason)
    reason.save()


def _announce(by: User, row: ContactRestriction, kind: str, on: date, words: str) -> None:
    """Whom or where it is about stays out of the ledger: it is on the person's page."""
    label, source = RestrictionKind(row.kind).label.lower(), RestrictionSource(row.source).label.lower()
    summary = f"{words}: {label}. Source: {source}"
    announce(Happening(row.person, kind, on, by, summary, row.pk, sensitivity=Sensitivity(row.sensitivity)))
