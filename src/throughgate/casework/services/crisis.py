"""Raising a crisis, seeing it, saying more of it, looking at it again and stepping down."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from throughgate.access.policy import Action, Forbidden, Sensitivity, check, writable_levels
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.casework.crisis_file import OTHER, CrisisRules
from throughgate.casework.models import Contact, Crisis, CrisisLearned, CrisisLevel, CrisisReview, CrisisTold
from throughgate.casework.rules.crisis import (
    UNASKED,
    CrisisError,
    Telling,
    check_review_day,
    check_words,
    has_seen,
    is_worse,
    plan_telling,
    usual_review,
)
from throughgate.casework.selectors.crisis import candidates_for, is_asked_by_a_programme, readers_among
from throughgate.casework.selectors.crisis_rules import crisis_rules
from throughgate.casework.services.crisis_mail import tell_on_commit
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.changes import announced_once
from throughgate.people.models import Person
from throughgate.programmes.models import Promise, PromiseSource
from throughgate.programmes.services.promising import keep_promise, make_promise, move_promise, withdraw_promise
from throughgate.record.services import write_entry

STEP_UP, STEP_DOWN = "crisis-step-up", "crisis-step-down"


def levels_for_raising(user: User, person: Person) -> list[Sensitivity]:
    """What this user may raise a crisis at: what they may write and read again, and always `sensitive`.

    A volunteer or a colleague who covers has to be able to raise one without opening it to everybody at the site.
    """
    writable = {*writable_levels(user, person), Sensitivity.SENSITIVE}
    return [level for level in Sensitivity if level in writable]


def raise_crisis(
    *,
    by: User,
    person: Person,
    kind: str = OTHER,
    level: str = "",
    what: str = "",
    sensitivity: Sensitivity | None = None,
    contact: Contact | None = None,
    review_on: date | None = None,
    token: UUID | None = None,
    link: str = "",
) -> Crisis:
    """Support is stepped up: entry, promises, review and those told, in one transaction. Sent twice it stays one,
    and so it does where the same user raises the same again, says nothing new, and it is open.

    `level`, `sensitivity` and `review_on` are those of the rules where they are left out; `link` stands in the e-mail.
    Raises Hidden, Forbidden, CrisisError.
    """
    check(by, Action.RECORD, person)
    if token and (saved := Crisis.objects.filter(raised_by=by, token=token).first()):
        return saved
    if again := _raised_already(by, person, kind, level, what, sensitivity):
        return again
    crisis = _new(by, person, kind, level, what, sensitivity, contact, review_on, token)
    try:
        with announced_once():
            return _raise(by, crisis, crisis_rules(), link)
    except IntegrityError:
        # The other tap was faster: its crisis stands, this one is undone.
        if token and (saved := Crisis.objects.filter(raised_by=by, token=token).first()):
            return saved
        raise


def _raised_already(
    by: User, person: Person, kind: str, level: str, what: str, sensitivity: Sensitivity | None
) -> Crisis | None:
    for one in Crisis.objects.filter(raised_by=by, person=person, raised_as=kind, stepped_down_at__isnull=True):
        if what.strip() in ("", one.what) and level in ("", one.level) and sensitivity in (None, one.sensitivity):
            return one
    return None


def _new(
    by: User,
    person: Person,
    kind: str,
    level: str,
    what: str,
    sensitivity: Sensitivity | None,
    contact: Contact | None,
    review_on: date | None,
    token: UUID | None,
) -> Crisis:
    rules = crisis_rules()
    if kind not in rules.kinds:
        raise CrisisError("kind", "Choose what kind of crisis it is")
    level = level or rules.kinds[kind].level
    if level not in CrisisLevel.values:
        raise CrisisError("level", "Choose how soon help is needed")
    sensitivity = sensitivity or Sensitivity(rules.kinds[kind].sensitivity)
    if sensitivity not in levels_for_raising(by, person):
        raise Forbidden(Action.RECORD)
    if contact and not contact.people.filter(person=person).exists():
        raise CrisisError("contact", "That contact was with somebody else")
    review_on = review_on or usual_review(rules, level, today())
    check_review_day(review_on, today())
    return Crisis(
        person=person,
        kind=kind,
        raised_as=kind,
        level=level,
        what=what.strip(),
        sensitivity=sensitivity,
        contact=contact,
        review_on=review_on,
        raised_by=by,
        raised_at=timezone.now(),
        token=token,
    )


def _raise(by: User, crisis: Crisis, rules: CrisisRules, link: str) -> Crisis:
    person = crisis.person
    crisis.entry = write_entry(
        by=by,
        person=person,
        kind=STEP_UP,
        on=today(),
        summary="Support stepped up",
        sensitivity=Sensitivity(crisis.sensitivity),
    )
    crisis.review_promise = _promise(by, crisis, "Look again at how things are", crisis.review_on)
    crisis.save()
    if not is_asked_by_a_programme(person):
        crisis.promises.set(_promises(by, crisis, rules))
    told = _tell(crisis, rules)
    # Of what kind and how urgent stays out: the trail is read by those who may not read the crisis.
    record_event(by=by, action="crisis.raised", person=person, subject=f"crisis {crisis.ref}", told=len(told))
    tell_on_commit(crisis, told, link)
    return crisis


def _promises(by: User, crisis: Crisis, rules: CrisisRules) -> Iterable[Promise]:
    """To somebody whose programmes do not say what follows a step up, the rules for a crisis do."""
    for one in rules.levels[crisis.level].promises:
        yield _promise(by, crisis, one.title, one.by.after(today()) or today())


def _promise(by: User, crisis: Crisis, title: str, by_on: date) -> Promise:
    return make_promise(
        by=by,
        person=crisis.person,
        source=PromiseSource.CRISIS,
        title=title,
        by_on=by_on,
        sensitivity=Sensitivity(crisis.sensitivity),
    )


def _tell(crisis: Crisis, rules: CrisisRules) -> list[CrisisTold]:
    """Rows for those who were not told yet."""
    known = set(crisis.told.exclude(whom=UNASKED).values_list("user_id", flat=True))
    return _write_told(crisis, [one for one in _plan_of(crisis, rules) if one.user_id not in known])


def _tell_again(crisis: Crisis, rules: CrisisRules) -> list[CrisisTold]:
    """It is worse than was thought: everybody who is to know of the worse one is told of it, from now on.

    Nobody waits longer than they would have, and whoever was told of the milder one and is not in line for this one is
    asked again all the same.
    """
    waiting = crisis.told.exclude(whom=UNASKED).filter(told_at__gt=crisis.told_since)
    due = dict(waiting.values_list("user_id", "told_at"))
    return _write_told(crisis, _plan_of(crisis, rules), due)


def _plan_of(crisis: Crisis, rules: CrisisRules) -> list[Telling]:
    candidates = readers_among(crisis, candidates_for(crisis.person, crisis.raised_by))
    return plan_telling(rules.tell(crisis.kind, crisis.level), candidates)


def _write_told(crisis: Crisis, plan: Iterable[Telling], due: Mapping[int, datetime] | None = None) -> list[CrisisTold]:
    """One row for each, new or there already; `due`: when they were to be told before, where that is to come."""
    rows = [_told(crisis, one, (due or {}).get(one.user_id)) for one in plan]
    return CrisisTold.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["crisis", "user"],
        update_fields=["whom", "told_at", "by_mail"],
    )


def _told(crisis: Crisis, telling: Telling, due: datetime | None) -> CrisisTold:
    planned = crisis.told_since + timedelta(minutes=telling.after)
    return CrisisTold(
        crisis=crisis,
        user_id=telling.user_id,
        whom=telling.whom,
        told_at=min(planned, due) if due else planned,
        by_mail=telling.at_once,
    )


@act()
def see_crisis(*, by: User, crisis: Crisis) -> CrisisTold:
    """“I have seen it”: the banner goes from their pages. Said twice, the first moment stands.

    It got worse since: then they have not seen that. Raises Hidden, CrisisError (whoever raised it knew already).
    """
    check(by, Action.VIEW, crisis)
    if crisis.raised_by_id == by.pk:
        raise CrisisError("", "You raised this. It waits for somebody else to see it.")
    since = Crisis.objects.select_for_update(of=("self",)).get(pk=crisis.pk).told_since
    told, is_new = CrisisTold.objects.get_or_create(
        crisis=crisis, user=by, defaults={"whom": UNASKED, "told_at": timezone.now()}
    )
    if not has_seen(told, since):
        told.seen_at = timezone.now()
        told.save(update_fields=["seen_at"])
        record_event(by=by, action="crisis.seen", person=crisis.person, subject=f"crisis {crisis.ref}", unasked=is_new)
    return told


def _saw_by_acting(by: User, crisis: Crisis) -> None:
    """Whoever was told and does something about it has seen it, whether or not they said so."""
    told = crisis.told.exclude(whom=UNASKED).filter(user=by).first()
    if told and not has_seen(told, crisis.told_since):
        told.seen_at = timezone.now()
        told.save(update_fields=["seen_at"])
        record_event(by=by, action="crisis.seen", person=crisis.person, subject=f"crisis {crisis.ref}", unasked=False)


def describe_crisis(*, by: User, crisis: Crisis, kind: str, level: str, what: str, link: str = "") -> Crisis:
    """What is known by now. Whoever is to be told of the new kind and level and was not yet is told now; where it is
    worse than was thought, those who have seen the milder one are asked again.

    Raises Hidden, Forbidden, CrisisError.
    """
    rules = crisis_rules()
    if kind not in rules.kinds and kind != crisis.kind:
        raise CrisisError("kind", "Choose what kind of crisis it is")
    if level not in CrisisLevel.values:
        raise CrisisError("level", "Choose how soon help is needed")
    with transaction.atomic():
        row = _locked(by, crisis)
        _saw_by_acting(by, row)  # as it was: where it is worse now, somebody else has to see that
        before = {"kind": row.kind, "level": row.level, "what": row.what}
        worse = is_worse(rules, (row.kind, row.level), (kind, level))
        row.kind, row.level, row.what = kind, level, what.strip()
        changed = [name for name, value in before.items() if getattr(row, name) != value]
        if changed:
            row.escalated_at = timezone.now() if worse else row.escalated_at
            row.save(update_fields=[*changed, "escalated_at"])
            told = _tell_again(row, rules) if worse else _tell(row, rules)
            details: dict[str, Any] = {"fields": changed, "told": len(told)}
            record_event(by=by, action="crisis.described", person=row.person, subject=f"crisis {row.ref}", **details)
            tell_on_commit(row, told, link)
    return row


def review_crisis(*, by: User, crisis: Crisis, because: str, review_on: date) -> CrisisReview:
    """It goes on: why, and when somebody looks again. Raises Hidden, Forbidden, CrisisError."""
    because = check_words("because", because, "Say how things are, in a few words")
    check_review_day(review_on, today())
    with announced_once():
        row = _locked(by, crisis)
        last = row.reviews.order_by("-pk").first()
        if last and (last.because, last.review_on, last.by_id) == (because, review_on, by.pk):
            return last
        review = CrisisReview.objects.create(crisis=row, by=by, at=timezone.now(), because=because, review_on=review_on)
        row.review_on = review_on
        row.save(update_fields=["review_on"])
        if row.review_promise and row.review_promise.met_on is None:
            move_promise(by=by, promise=row.review_promise, by_on=review_on)
        record_event(by=by, action="crisis.reviewed", person=row.person, subject=f"crisis {row.ref}")
        _saw_by_acting(by, row)
    return review


def step_down_crisis(*, by: User, crisis: Crisis, learned: str, helped: str = "") -> Crisis:
    """Things are calmer: what was learned stays, what was promised for the crisis and is still open ends.

    Stepped down twice, the first stands, and what the second has to say is added to it.
    Raises Hidden, Forbidden, CrisisError.
    """
    learned = check_words("learned", learned, "Say what was learned, so that the next time is easier")
    with announced_once():
        row = _locked(by, crisis, must_be_open=False)
        if not row.is_open:
            _add_learned(by, row, learned, helped.strip())
            return row
        entry = write_entry(
            by=by,
            person=row.person,
            kind=STEP_DOWN,
            on=today(),
            summary="Support stepped down",
            sensitivity=Sensitivity(row.sensitivity),
        )
        row.stepped_down_at, row.stepped_down_by = timezone.now(), by
        row.learned, row.helped = learned, helped.strip()
        row.save(update_fields=["stepped_down_at", "stepped_down_by", "learned", "helped"])
        if row.review_promise:
            keep_promise(by=by, promise=row.review_promise, on=today(), entry=entry)
        for promise in row.promises.filter(met_on__isnull=True, withdrawn_on__isnull=True):
            withdraw_promise(by=by, promise=promise, because="Support was stepped down")
        record_event(by=by, action="crisis.stepped_down", person=row.person, subject=f"crisis {row.ref}")
        _saw_by_acting(by, row)
    return row


def _add_learned(by: User, row: Crisis, learned: str, helped: str) -> None:
    """Nothing where the same was said already."""
    since = row.learned_since.values_list("learned", "helped")
    if (learned, helped) in {(row.learned, row.helped), *since}:
        return
    CrisisLearned.objects.create(crisis=row, by=by, at=timezone.now(), learned=learned, helped=helped)
    record_event(by=by, action="crisis.learned_more", person=row.person, subject=f"crisis {row.ref}")


@act()
def keep_crisis_promise(*, by: User, crisis: Crisis, promise: Promise) -> Promise:
    """One of the things promised for this crisis was done. Raises Hidden, Forbidden, CrisisError."""
    check(by, Action.RECORD, crisis)
    if not crisis.promises.filter(pk=promise.pk).exists():
        raise CrisisError("promise", "That was not promised for this")
    if promise.met_on is None and promise.withdrawn_on is None:
        keep_promise(by=by, promise=promise, on=today())
        record_event(by=by, action="crisis.promise_kept", person=crisis.person, subject=f"crisis {crisis.ref}")
        _saw_by_acting(by, crisis)
    return promise


def _locked(by: User, crisis: Crisis, *, must_be_open: bool = True) -> Crisis:
    rows = Crisis.objects.select_for_update(of=("self",)).select_related("person__site", "review_promise")
    row = check(by, Action.RECORD, rows.get(pk=crisis.pk))
    if must_be_open and not row.is_open:
        raise CrisisError(
            "",
            "This was stepped down in the meantime. Your words still stand below: copy them into “Add what you "
            "learned” on its page, or raise a new one if things got harder again.",
        )
    return row
