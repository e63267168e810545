"""Restrictions are added, looked at again and ended here, and everything that books asks here whether it may."""

from collections.abc import Sequence
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
from throughgate.people.selectors.beside import BOOKED_THERE, WAS_THERE, Beside, findings_between
from throughgate.people.selectors.restrictions import Finding, all_restrictions, as_rule
from throughgate.people.services.around import AlreadyEndedError, EndsBeforeStartError
from throughgate.people.services.writing import clean, lock_person

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
    lock_person(by, Action.RECORD, person)
    _check_circle(person, booking)
    return _ask(by, person, booking, override, happened, beside)


def _ask(
    by: User, person: Person, booking: Booking, override: str, happened: bool = False, beside: Sequence[Beside] = ()
) -> tuple[Restriction, ...]:
    closed = WAS_THERE if happened else BOOKED_THERE
    findings = findings_between(by, person, booking, beside, closed=closed)
    if not findings:
        return ()
    reason = override.strip()
    error = RestrictedError(findings)
    if not reason or not (happened or error.may_answer):
        raise error
    if len(reason) < LEAST_REASON:
        raise ShortReasonError(findings)
    rows = all_restrictions().in_bulk([finding.restriction_id for finding in findings])
    for theirs in {row.person_id: row.person for row in rows.values()}.values():
        of_them = tuple(one for one in findings if rows[one.restriction_id].person_id == theirs.pk)
        _keep_override(by, theirs, booking, of_them, reason, happened)
    return tuple(as_rule(row) for row in rows.values())


def ask_words(
    *, by: User, person: Person, words: Sequence[str], until: date, title: str, ref: str, override: str = ""
) -> tuple[Restriction, ...]:
    """Of what somebody typed that is to be done by a day, a step or a promise: whom and where it names is to be
    looked at. Nothing is known of hour and company, so that nothing refuses. Otherwise as `ask_restrictions`, also what
    it raises.
    """
    said = ". ".join(word.strip() for word in words if word.strip())
    booking = Booking(kind="", on=today(), until=max(until, today()), medium=UNSAID, words=title, told=said, ref=ref)
    return _ask(by, check(by, Action.RECORD, person), booking, override)


def _check_circle(person: Person, booking: Booking) -> None:
    ids = set(booking.circle_member_ids)
    if ids and CircleMember.objects.filter(person=person, pk__in=ids).count() != len(ids):
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
