"""Whether it is safe to meet somebody of the family: asked of an office, answered, and asked before each booking."""

from datetime import date, timedelta

from throughgate.access.policy import Action, Sensitivity, can
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import Booking
from throughgate.casework.rules.bookings import Arrangement, BookingError
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.family.kinds import CHECKED
from throughgate.family.models import Agency, FamilyMember, Safety, SafetyCheck, SafetyOverride
from throughgate.family.rules.standing import FamilyError, why_unsafe
from throughgate.family.selectors.members import checks_by_circle
from throughgate.family.services.members import lock_family
from throughgate.people.rules.restrictions import LEAST_REASON
from throughgate.people.selectors.sharing_many import meant_members
from throughgate.programmes.models import PromiseSource
from throughgate.programmes.services.promising import keep_promise, make_promise
from throughgate.record.services import write_entry

ANSWER_WITHIN = timedelta(days=7)
ASK_AGAIN = timedelta(days=14)  # so long before an answer ends
# Offices whose answer is the look at restrictions that programmes ask for.
OFFENDER_MANAGERS = frozenset({Agency.OMU.value, Agency.PROBATION.value})


class UncheckedError(BookingError):
    """No safeguarding check holds for somebody with whom something is booked."""

    def __init__(self, name: str, because: str) -> None:
        super().__init__(
            "circle",
            f"Nothing may be booked with {name}: {because}. Whoever works with the family asks the prison, probation "
            "or children’s services on the page of the family. A manager may say there why it is booked all the same.",
        )


@act()
def ask_check(*, by: User, member: FamilyMember, asked_of: str, on: date) -> SafetyCheck:
    """Asked, and until the answer comes promised to be chased. Raises Hidden, Forbidden, FamilyError."""
    lock_family(by, member.person)
    if asked_of not in Agency.values:
        raise FamilyError("Choose whom you asked", "asked_of")
    if on > today():
        raise FamilyError("The day cannot be in the future", "on")
    if there := SafetyCheck.objects.filter(member=member, asked_of=asked_of, answer="").first():
        return there
    promise = make_promise(
        by=by,
        person=member.person,
        source=PromiseSource.FAMILY,
        title="Get the answer: is a meeting with the family safe?",
        worker=by,
        by_on=max(on + ANSWER_WITHIN, today()),
        sensitivity=Sensitivity.SENSITIVE,
    )
    row = SafetyCheck.objects.create(member=member, asked_of=asked_of, asked_on=on, asked_by=by, promise=promise)
    _asked_again(by, row)
    record_event(by=by, action="family.check_asked", person=member.person, subject=f"check {row.ref}", of=asked_of)
    return row


@act()
def answer_check(*, by: User, row: SafetyCheck, answer: str, on: date, until: date, words: str = "") -> SafetyCheck:
    """What the office said, and until when it holds. Answered twice it stays as it was first.

    Raises Hidden, Forbidden, FamilyError.
    """
    person = lock_family(by, row.member.person)
    row = SafetyCheck.objects.select_for_update(of=("self",)).select_related("member", "promise").get(pk=row.pk)
    row.member.person = person
    if row.answer:
        return row
    _check_answer(row, answer, on, until, words)
    row.answer, row.answered_on, row.until, row.words, row.answered_by = answer, on, until, words.strip(), by
    row.save(update_fields=["answer", "answered_on", "until", "words", "answered_by"])
    asks = row.asked_of in OFFENDER_MANAGERS
    entry = write_entry(
        by=by,
        person=person,
        kind="offender-manager-liaison" if asks else CHECKED,
        subject="contact-restrictions" if asks else "",
        on=on,
        summary="An office said whether meeting the family is safe",
        sensitivity=Sensitivity.SENSITIVE,
    )
    if row.promise:
        keep_promise(by=by, promise=row.promise, on=on, entry=entry)
    if answer != Safety.BARRED and until >= today():
        _remind(by, row, until)
    record_event(by=by, action="family.check_answered", person=person, subject=f"check {row.ref}", answer=answer)
    return row


def _remind(by: User, row: SafetyCheck, until: date) -> None:
    """The answer ends: promised to be asked for again, in the place of the promise to get it."""
    row.promise = make_promise(
        by=by,
        person=row.member.person,
        source=PromiseSource.FAMILY,
        title="Ask again: the answer that a meeting with the family is safe ends",
        worker=by,
        by_on=max(until - ASK_AGAIN, today()),
        sensitivity=Sensitivity.SENSITIVE,
    )
    row.save(update_fields=["promise"])


def _asked_again(by: User, row: SafetyCheck) -> None:
    """Nobody is reminded any more of earlier answers about this member."""
    earlier = SafetyCheck.objects.filter(member=row.member, promise__met_on=None, promise__withdrawn_on=None)
    for one in earlier.exclude(answer="").select_related("promise__person"):
        if one.promise:
            keep_promise(by=by, promise=one.promise, on=today())


def _check_answer(row: SafetyCheck, answer: str, on: date, until: date, words: str) -> None:
    if answer not in Safety.values:
        raise FamilyError("Choose what they said", "answer")
    if not row.asked_on <= on <= today():
        raise FamilyError("The day lies between the one on which you asked and today", "on")
    if until < on:
        raise FamilyError("The last day cannot be before the answer", "until")
    if answer == Safety.CONDITIONS and not words.strip():
        raise FamilyError("Write the conditions down", "words")


def ask_checks(by: User, booking: Booking, arrangement: Arrangement, override: str) -> None:
    """The guard of every booking (`casework.booking_guards`): with a member of the family, chosen or typed, only while
    a check holds. A manager's reason is kept, audited and shown. Raises UncheckedError.
    """
    typed = meant_members(booking.person, arrangement.other_names, today())
    known = checks_by_circle({*arrangement.circle, *(one.pk for one in typed)})
    for member, checks in known.values():
        because = why_unsafe(checks, booking.on)
        if not because:
            continue
        reason = override.strip()
        if len(reason) < LEAST_REASON or not can(by, Action.OVERRIDE, booking.person):
            raise UncheckedError(member.circle.name, because)
        SafetyOverride.objects.create(
            member=member, booked_on=booking.on, booked_ref=booking.ref, reason=reason[:400], by=by
        )
        record_event(by=by, action="family.check_overridden", person=booking.person, subject=f"booking {booking.ref}")
