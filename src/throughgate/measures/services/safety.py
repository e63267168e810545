"""Saying what was done about an answer that tells of danger, and telling those who must know."""

from collections.abc import Sequence

from django.utils import timezone

from throughgate.access.policy import Action, Hidden, can, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.models import Crisis
from throughgate.casework.selectors.crisis import candidates_for
from throughgate.casework.services.crisis import raise_crisis
from throughgate.casework.services.letters import post_letters
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.measures.models import Safeguard, SafeguardTold
from throughgate.measures.rules.safety import check_followed_up
from throughgate.measures.selectors.instruments import instrument_of
from throughgate.people.services.writing import lock_person
from throughgate.programmes.services.promising import keep_promise

LETTER = "measures/email/safeguard.txt"
SUBJECT = "Something to read in Throughgate"


@act()
def follow_up(
    *, by: User, safeguard: Safeguard, done: Sequence[str], words: str, done_by: str, link: str = ""
) -> Safeguard:
    """What was done, by whom. Those who work with the person and their line managers are told, as far as they may read
    it. Said twice, the first stands.

    Raises Hidden, Forbidden, SafetyError.
    """
    row = _locked(by, safeguard)
    if row.answered_at:
        return row
    check_followed_up(done, words, done_by, crisis=row.crisis_id is not None)
    row.done, row.words, row.done_by = list(done), words.strip(), done_by.strip()[:120]
    row.answered_at, row.answered_by = timezone.now(), by
    row.save()
    told = _tell(by, row)
    keep_promise(by=by, promise=row.promise, on=today())
    record_event(
        by=by,
        action="measure.followed_up",
        person=row.sitting.person,
        subject=f"sitting {row.sitting.ref}",
        told=len(told),
    )
    post_letters(told, SUBJECT, LETTER, link=link)
    return row


def who_is_told(by: User, safeguard: Safeguard) -> list[User]:
    """Workers and line managers who may read it; where there are none, the managers of the site."""
    near = candidates_for(safeguard.sitting.person, by)
    for names in (("workers", "counsellor", "line-managers"), ("site-managers",)):
        users = {user.pk: user for name in names for user in near[name] if can(user, Action.VIEW, safeguard)}
        if users:
            return sorted(users.values(), key=lambda user: user.name)
    return []


def _tell(by: User, row: Safeguard) -> list[int]:
    told = [SafeguardTold(safeguard=row, user=user) for user in who_is_told(by, row)]
    SafeguardTold.objects.bulk_create(told, ignore_conflicts=True)
    return [one.user_id for one in told]


@act()
def raise_crisis_for(*, by: User, safeguard: Safeguard, link: str = "") -> Crisis:
    """One tap: the kind stands in the instrument, everything else as the rules for a crisis say.

    Raises Hidden, Forbidden, CrisisError.
    """
    row = _locked(by, safeguard)
    if row.crisis is not None:
        return row.crisis
    kind = instrument_of(row.sitting.instrument).safety[row.item].crisis
    row.crisis = raise_crisis(by=by, person=row.sitting.person, kind=kind, link=link)
    row.save(update_fields=["crisis"])
    return row.crisis


@act()
def say_seen(*, by: User, safeguard: Safeguard) -> SafeguardTold:
    """“I have read this.” Raises Hidden where they were not told."""
    check(by, Action.VIEW, safeguard)
    told = SafeguardTold.objects.filter(safeguard=safeguard, user=by).first()
    if told is None:
        raise Hidden()
    if told.seen_at is None:
        told.seen_at = timezone.now()
        told.save(update_fields=["seen_at"])
        person = safeguard.sitting.person
        record_event(by=by, action="measure.seen", person=person, subject=f"sitting {safeguard.sitting.ref}")
    return told


def _locked(by: User, safeguard: Safeguard) -> Safeguard:
    person = lock_person(by, Action.RECORD, safeguard.sitting.person)
    safeguard.refresh_from_db(from_queryset=Safeguard.objects.select_related("sitting", "promise", "crisis"))
    safeguard.sitting.person = safeguard.promise.person = person
    return check(by, Action.RECORD, safeguard)
