"""What a person says to sharing is recorded and taken back here; everything that shares asks here whether it may."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone

from throughgate.access.policy import Ability, Action, require
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.changes import Happening, announce
from throughgate.people.models import (
    CircleMember,
    Consent,
    ConsentEnding,
    Decision,
    LawfulBasis,
    OrganisationBasis,
    Person,
)
from throughgate.people.rules.purposes import CIRCLE, FAMILY, GROUNDS, Grounds, sharing_terms
from throughgate.people.rules.sharing import Recipient, Sharing
from throughgate.people.selectors.apart import is_nearly_another
from throughgate.people.selectors.sharing import recipient_of, sharing_of
from throughgate.people.selectors.told import kept_apart_words
from throughgate.people.services.restrictions import NotTheirCircleError
from throughgate.people.services.writing import clean, lock_person
from throughgate.web.words import in_passing


class NotSharedError(Exception):
    """This may not be shared; the message says why and names nobody."""

    def __init__(self, sharing: Sharing):
        super().__init__(sharing.because)
        self.sharing = sharing


class KeptApartError(Exception):
    """They may be told nothing, whatever the person says; the message names nobody, and not why to who may not know."""


class NearlyAnotherError(KeptApartError):
    """They may be somebody who is to be told nothing: whoever records a yes has to say that they are another."""


class NothingToShareError(ValueError):
    """Nothing was said, or something that this purpose does not know."""


class GivenLaterError(ValueError):
    def __init__(self) -> None:
        super().__init__("The day cannot be in the future.")


@dataclass(frozen=True)
class Hearing:
    """How something was said: on which day, how, who else heard it, until when it holds, in which words. `is_another`:
    whoever noted it made sure that the recipient is nobody else of nearly the same name.
    """

    on: date
    how: str
    witness: str = ""
    until: date | None = None
    note: str = ""
    is_another: bool = False


@act()
def check_sharing(*, by: User, person: Person, purpose: str, recipient: Recipient, scope: str) -> Sharing:
    """The one function that everything which shares calls, in its own transaction: a withdrawal that came first holds.

    Raises NotSharedError, Hidden, Forbidden.
    """
    lock_person(by, Action.VIEW, person)
    known = _known(person, recipient)
    answer = sharing_of(person, purpose=purpose, recipient=known, scope=scope, today=today())
    if not answer.allowed:
        raise NotSharedError(answer)
    return answer


@act()
def give_consent(
    *,
    by: User,
    person: Person,
    recipient: Recipient,
    purpose: str,
    says: Mapping[str, str],
    hearing: Hearing,
    replaces: Collection[str] = (),
    subject: str = "",
) -> list[Consent]:
    """What the person said: scope → yes, ask or no. It takes the place of what they said before to the same scopes, and
    to those in `replaces`. Said again in the same words on the same day, nothing is written. `subject` is what a
    programme model calls the consent it asks for, where that is not the purpose. Of somebody to be kept apart only a
    no is kept: a yes would come to life unasked on the day the restriction ends.

    Raises KeptApartError, NearlyAnotherError, NothingToShareError, NotTheirCircleError, GivenLaterError,
    ValidationError, Hidden, Forbidden.
    """
    lock_person(by, Action.RECORD, person)
    _check_said(recipient, purpose, says, hearing)
    known = _known(person, recipient)
    _check_not_apart(by, person, known, says)
    is_another = _check_not_nearly(person, known, says, hearing)
    open_rows = Consent.objects.filter(
        person=person, recipient_key=known.key, purpose=purpose, ended_at__isnull=True, scope__in={*says, *replaces}
    )
    same = {row.scope: row for row in open_rows if _says_the_same(row, says.get(row.scope, ""), hearing)}
    ending = [row for row in open_rows if row.scope not in same]
    _end(by, ending, ConsentEnding.REPLACED)
    new = [_write(by, person, known, purpose, s, d, hearing) for s, d in says.items() if s not in same]
    if new or ending:
        details: dict[str, Any] = {"purpose": purpose, "scopes": sorted(says), "recipient": known.kind}
        if is_another:
            details["is_another"] = True
        record_event(by=by, action="consent.given", person=person, subject=_subject(known), **details)
        summary = f"Said what we may share: {_whom(known)}"
        row_id = new[0].pk if new else None
        announce(Happening(person, "consent", hearing.on, by, summary, row_id, subject=subject or purpose))
    return [*same.values(), *new]


def set_told(*, by: User, member: CircleMember, told: str, hearing: Hearing) -> list[Consent]:
    """What one of the circle may be told, as one of the answers in data/sharing.toml."""
    terms = sharing_terms()
    if told not in terms.told:
        raise NothingToShareError("Choose what they may be told.")
    return give_consent(
        by=by,
        person=member.person,
        recipient=recipient_of(member, today()),
        purpose=FAMILY,
        says=terms.told[told].says,
        hearing=hearing,
        replaces={scope for one in terms.told.values() for scope in one.says},
    )


@act()
def withdraw_consent(
    *, by: User, person: Person, recipient: Recipient, purpose: str, how: str, words: str = ""
) -> list[Consent]:
    """They take back what they allowed this recipient for this purpose. It counts from this moment on.

    Where sharing rests on a lawful basis, or on a yes to everybody of this kind, taking it back is kept as a no.
    Taken back already: nothing is written. Raises Hidden, Forbidden, NotTheirCircleError, ValidationError.
    """
    lock_person(by, Action.RECORD, person)
    known = _known(person, recipient)
    rows = list(
        Consent.objects.filter(person=person, recipient_key=known.key, purpose=purpose, ended_at__isnull=True).exclude(
            decision=Decision.NO
        )
    )
    objected = _to_refuse(person, known, purpose)
    if not rows and not objected:
        return []
    _end(by, rows, ConsentEnding.WITHDRAWN, how, words)
    hearing = Hearing(today(), how, note=words)
    for scope in objected:
        _write(by, person, known, purpose, scope, Decision.NO, hearing)
    details = {"purpose": purpose, "scopes": sorted({row.scope for row in rows} | set(objected))}
    record_event(by=by, action="consent.withdrawn", person=person, subject=_subject(known), **details)
    summary = f"Took back what we may share: {_whom(known)}"
    announce(Happening(person, "consent-withdrawn", today(), by, summary, subject=purpose))
    return rows


@act()
def set_lawful_basis(*, by: User, person: Person, purpose: str, grounds: Grounds, why: str) -> LawfulBasis:
    """For this person, whatever holds for everybody. Raises NothingToShareError, Hidden, Forbidden, ValidationError."""
    lock_person(by, Action.EDIT, person)
    row = LawfulBasis(person=person, **_basis(by, purpose, grounds, why))
    clean(row)
    LawfulBasis.objects.filter(person=person, purpose=purpose, superseded_at__isnull=True).update(
        superseded_at=timezone.now()
    )
    row.save()
    record_event(by=by, action="lawful_basis.set", person=person, subject=purpose, article_6=grounds.article_6)
    return row


@act()
def set_organisation_basis(*, by: User, purpose: str, grounds: Grounds, why: str) -> OrganisationBasis:
    """For everybody who has no row of their own. Raises NothingToShareError, Forbidden, ValidationError."""
    require(by, Ability.SET_LAWFUL_BASIS)
    row = OrganisationBasis(**_basis(by, purpose, grounds, why))
    clean(row)
    current = OrganisationBasis.objects.select_for_update().filter(purpose=purpose, superseded_at__isnull=True)
    for earlier in current:
        earlier.superseded_at = timezone.now()
        earlier.save(update_fields=["superseded_at"])
    row.save()
    record_event(by=by, action="lawful_basis.set_for_all", subject=purpose, article_6=grounds.article_6)
    return row


def _basis(by: User, purpose: str, grounds: Grounds, why: str) -> dict[str, object]:
    terms = sharing_terms()
    if purpose not in terms.purposes or not grounds.article_6:
        raise NothingToShareError("Choose a lawful basis.")
    for name in GROUNDS:
        code = getattr(grounds, name)
        if code and code not in terms.grounds(name):
            raise NothingToShareError("Choose a ground from the list.")
    given = {name: getattr(grounds, name) for name in GROUNDS}
    return {"purpose": purpose, "why": why.strip(), "set_by": by, **given}


def _check_said(recipient: Recipient, purpose: str, says: Mapping[str, str], hearing: Hearing) -> None:
    known = sharing_terms().purposes.get(purpose)
    if known is None or recipient.kind not in known.recipients:
        raise NothingToShareError("This purpose does not reach this recipient.")
    if not says or set(says) - set(known.scopes) or set(says.values()) - set(Decision.values):
        raise NothingToShareError("Say yes, no or ask me to at least one thing.")
    if hearing.on > today():
        raise GivenLaterError()


def _check_not_apart(by: User, person: Person, recipient: Recipient, says: Mapping[str, str]) -> None:
    apart = kept_apart_words(by, person, recipient, today())
    if apart and set(says.values()) != {Decision.NO}:
        raise KeptApartError(f"A yes is not taken now. They may be told {in_passing(apart)}.")


def _check_not_nearly(person: Person, recipient: Recipient, says: Mapping[str, str], hearing: Hearing) -> bool:
    """Whether they are nearly called as one who is to be told nothing, and were found to be another."""
    if recipient.member_id is None or set(says.values()) == {Decision.NO}:
        return False
    nearly = is_nearly_another(CircleMember.objects.get(pk=recipient.member_id), today())
    if nearly and not hearing.is_another:
        raise NearlyAnotherError(
            "Somebody of nearly this name is to be told nothing. Make sure that this is not the same person, and tick "
            "that you did."
        )
    return nearly


def _known(person: Person, recipient: Recipient) -> Recipient:
    """The recipient as the database knows them: the person's own circle, and whether they are still in it."""
    if recipient.kind != CIRCLE:
        return replace(recipient, name=" ".join(recipient.name.split()))
    member = CircleMember.objects.filter(person=person, pk=recipient.member_id or 0).first()
    if member is None:
        raise NotTheirCircleError("Choose somebody from this person’s circle.")
    return recipient_of(member, today())


def _says_the_same(row: Consent, decision: str, hearing: Hearing) -> bool:
    return (row.decision, row.given_on, row.until, row.note) == (decision, hearing.on, hearing.until, hearing.note)


def _write(
    by: User, person: Person, recipient: Recipient, purpose: str, scope: str, decision: str, hearing: Hearing
) -> Consent:
    in_circle = recipient.kind == CIRCLE
    row = Consent(
        person=person,
        recipient_kind=recipient.kind,
        member_id=recipient.member_id if in_circle else None,
        recipient_name="" if in_circle else recipient.name,
        recipient_key=recipient.key,
        purpose=purpose,
        scope=scope,
        decision=decision,
        given_on=hearing.on,
        how=hearing.how,
        witness=hearing.witness.strip(),
        until=hearing.until,
        note=hearing.note.strip(),
        by=by,
    )
    clean(row)
    row.save()
    return row


def _end(by: User, rows: Iterable[Consent], ending: ConsentEnding, how: str = "", words: str = "") -> None:
    for row in rows:
        row.ending, row.ended_at, row.ended_by = ending, timezone.now(), by
        row.ended_how, row.ended_words = how, words.strip()
        clean(row)
        row.save(update_fields=["ending", "ended_at", "ended_by", "ended_how", "ended_words"])


def _to_refuse(person: Person, recipient: Recipient, purpose: str) -> list[str]:
    """The scopes to which a no has to be kept, since without one they would still be shared."""
    known = sharing_terms().purposes.get(purpose)
    if known is None:
        return []
    said = Consent.objects.filter(person=person, purpose=purpose, ended_at__isnull=True)
    refused = set(said.filter(recipient_key=recipient.key, decision=Decision.NO).values_list("scope", flat=True))
    general = set()
    if recipient.key != recipient.kind_key:
        of_kind = said.filter(recipient_key=recipient.kind_key).exclude(decision=Decision.NO)
        general = set(of_kind.values_list("scope", flat=True))
    return [s for s in known.scopes if s not in refused and (known.consent == "objection" or s in general)]


def _subject(recipient: Recipient) -> str:
    return f"circle member {recipient.member_id}" if recipient.kind == CIRCLE else recipient.kind


def _whom(recipient: Recipient) -> str:
    """By kind only: the names of those around a person stay out of the ledger."""
    return in_passing(sharing_terms().recipients[recipient.kind])
