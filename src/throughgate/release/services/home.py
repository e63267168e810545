"""A place is asked for, and what becomes of that until somebody moves in, or does not."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from throughgate.access.policy import Action, Forbidden, Sensitivity, can, check, writable_levels
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.changes import announced_once
from throughgate.people.models import CircleMember, OverrideKind, Person, RestrictionOverride
from throughgate.people.rules.beside import Spot
from throughgate.people.rules.restrictions import Booking
from throughgate.people.selectors.beside import findings_between
from throughgate.people.selectors.restrictions import findings_for
from throughgate.people.services.restrictions import NotTheirCircleError, ask_restrictions
from throughgate.people.services.writing import clean, lock_person
from throughgate.programmes.models import Promise, PromiseSource
from throughgate.programmes.services.promising import keep_promise, make_promise, withdraw_promise
from throughgate.record.services import void_entry, write_entry
from throughgate.release.home_choices import home_choices, reason_words
from throughgate.release.models import (
    HomeApplication,
    HomeState,
    HomeStep,
    LivingAddress,
    LivingKind,
    Provider,
)
from throughgate.release.rules.home import (
    ASKED,
    BESIDE_OTHERS,
    HELD,
    INSIDE_NOW,
    LIVING_IN,
    HomeError,
    Next,
    Said,
    check_step,
    entry_kind,
    is_roof,
    next_step,
)
from throughgate.release.selectors.beside import living_beside, spot_of_home
from throughgate.release.selectors.home import is_inside_on
from throughgate.release.services.basic_home import follow_home
from throughgate.release.services.day import settle_days
from throughgate.release.services.living import move_in
from throughgate.release.services.telling import ask_home_sharing

LEVELS = (Sensitivity.STANDARD, Sensitivity.SENSITIVE)
REASONS = {
    HomeState.REFUSED: "refused",
    HomeState.WITHDRAWN: "withdrawn",
    HomeState.NOT_ARRIVED: "not_arrived",
}
# The same again: the earlier day holds no more.
_MOVED = frozenset({HomeState.VIEWING, HomeState.OFFERED, HomeState.CONFIRMED})


@act()
def apply_for_home(
    *,
    by: User,
    person: Person,
    provider: Provider,
    said: Said,
    wanted_on: date | None = None,
    worker: User | None = None,
    sensitivity: Sensitivity = Sensitivity.STANDARD,
    override: str = "",
    token: UUID | None = None,
) -> HomeApplication:
    """A provider is asked, or the application is begun (`said.state`). With the same `token` it stays one. Refused
    where somebody lives, or is to, who must be kept apart from them.

    Raises Hidden, Forbidden, HomeError, HomeNotToldError, RestrictedError.
    """
    if said.state not in (HomeState.DRAFTED, HomeState.SENT):
        raise HomeError("An application is begun or sent", "state")
    if not provider.is_active:
        raise HomeError("This provider is not used any more", "provider")
    row = _new(by, person, sensitivity, token, worker)
    if row.pk:
        return row
    row.provider, row.kind, row.wanted_on = provider, LIVING_IN[provider.kind], wanted_on
    _ask_sharing(by, row, said)
    return _begun(by, row, said, override=override)


@act()
def arrange_home(
    *,
    by: User,
    person: Person,
    kind: str,
    from_on: date,
    on: date | None = None,
    host: CircleMember | None = None,
    address: str = "",
    postcode: str = "",
    note: str = "",
    worker: User | None = None,
    sensitivity: Sensitivity = Sensitivity.STANDARD,
    override: str = "",
    token: UUID | None = None,
) -> HomeApplication:
    """A home that nobody has to be asked for: with family, a flat of their own. Sure from the day on which it is noted.

    Raises Hidden, Forbidden, HomeError, RestrictedError, NotTheirCircleError.
    """
    if kind not in LivingKind.values or not is_roof(kind):
        raise HomeError("Choose where they will live", "kind")
    if host and host.person_id != person.pk:
        raise NotTheirCircleError("Choose somebody from this person’s circle.")
    row = _new(by, person, sensitivity, token, worker)
    if row.pk:
        return row
    row.kind, row.host, row.wanted_on = kind, host, from_on
    where = ", ".join(part.strip() for part in (address, postcode) if part.strip())
    said = Said(state=HomeState.CONFIRMED, on=on or today(), day=from_on, note=note)
    return _begun(by, row, said, address=address.strip(), postcode=postcode.strip(), where=where, override=override)


@act()
def take_step(*, by: User, application: HomeApplication, said: Said, override: str = "") -> HomeStep:
    """What became of it. A viewing, a place that is taken and moving in are asked of the person's restrictions first.

    Raises Hidden, Forbidden, HomeError, RestrictedError.
    """
    with announced_once():
        lock_person(by, Action.RECORD, application.person)
        row = check(by, Action.RECORD, _rows().get(pk=application.pk))
        last = row.steps.order_by("-pk")[0]
        before = HomeState(last.state)
        check_step(before, last.on, said, today())
        _check_reason(said)
        if said.state is HomeState.ARRIVED and is_inside_on(row.person, said.on):
            raise HomeError(INSIDE_NOW, "on")
        if before is HomeState.DRAFTED:
            _ask_sharing(by, row, said)
        _ask(by, row, said, _where(row), spot_of_home(row.provider, row), override)
        step = _add(by, row, said)
        _tell_ledger(by, row, said)
        _turn_promise(by, row, before, said)
        if said.state is HomeState.ARRIVED:
            move_in(by=by, application=row, on=said.on)
        settle_days(by, row.person)
        follow_home(by, row.person)
    return step


def _new(by: User, person: Person, level: Sensitivity, token: UUID | None, worker: User | None) -> HomeApplication:
    """The one that stands already under this token, or one not yet written."""
    lock_person(by, Action.RECORD, person)
    if token and (saved := HomeApplication.objects.filter(made_by=by, token=token).first()):
        return check(by, Action.VIEW, saved)
    if level not in LEVELS or level not in writable_levels(by, person):
        raise Forbidden(Action.RECORD)
    row = HomeApplication(person=person, sensitivity=level, token=token, made_by=by, worker=worker or by)
    if not can(row.worker, Action.RECORD, row):
        raise HomeError("Whoever sees to it must be able to see and record it. Choose somebody else", "worker")
    return row


def _begun(
    by: User, row: HomeApplication, said: Said, *, where: str = "", override: str = "", **address: str
) -> HomeApplication:
    check_step(None, None, said, today())
    try:
        with transaction.atomic(), announced_once():
            typed = Spot(address["address"], postcode=address["postcode"]) if address.get("address") else None
            _ask(by, row, said, where or _where(row), typed or spot_of_home(row.provider, row), override)
            clean(row)
            row.save()
            if address.get("address"):
                LivingAddress.objects.create(person=row.person, application=row, **address)
            _add(by, row, said)
            _tell_ledger(by, row, said)
            _turn_promise(by, row, None, said)
            settle_days(by, row.person)
            follow_home(by, row.person)
    except IntegrityError:
        # The other tap was faster: its application stands, this one is undone.
        if row.token and (saved := HomeApplication.objects.filter(made_by=by, token=row.token).first()):
            return saved
        raise
    return row


def _rows() -> Any:
    return HomeApplication.objects.select_for_update(of=("self",)).select_related(
        "person__site", "provider", "promise", "worker", "host", "entry"
    )


def _where(row: HomeApplication) -> str:
    if row.provider:
        place = row.provider
        return ", ".join(part for part in (place.name, place.address, place.town, place.postcode) if part)
    where = LivingAddress.objects.filter(application=row).first() if row.pk else None
    return where.words if where else ""


def _ask(by: User, row: HomeApplication, said: Said, where: str, spot: Spot | None, override: str) -> None:
    """Once answered for living there, it is not asked again when the place is confirmed; but a doubt that was answered
    is no bar that was, and where they moved in it has happened, whatever stands against it. Until they go there only
    those are asked of who live there, or are to.
    """
    if said.state not in ASKED and said.state not in BESIDE_OTHERS:
        return
    beside = living_beside(row.person, row.provider, spot)
    if said.state not in ASKED and not beside:
        return
    viewing = said.state is HomeState.VIEWING
    words = f"View the room: {row.title}" if viewing else f"Live at: {row.title}"
    booking = Booking(
        kind="home-viewing" if viewing else "home",
        on=_from_day(row, said),
        at=said.at,
        circle_member_ids=(row.host_id,) if row.host_id else (),
        place=where,
        words=words,
        told=said.note,
        ref=row.ref,
    )
    findings = findings_between(by, row.person, booking, beside)
    if said.state not in ASKED:
        (alone,) = findings_for(by, [(row.person, booking)])
        known = {(one.restriction_id, one.refuses) for one in alone}
        findings = tuple(one for one in findings if (one.restriction_id, one.refuses) not in known)
    answered = RestrictionOverride.objects.filter(booked_ref=row.ref, booked=words[:200])
    doubts = set(answered.values_list("restriction_id", flat=True))
    bars = set(answered.exclude(kind=OverrideKind.ANSWER).values_list("restriction_id", flat=True))
    if any(one.restriction_id not in (bars if one.refuses else doubts) for one in findings):
        moved_in = said.state is HomeState.ARRIVED
        ask_restrictions(by=by, person=row.person, booking=booking, override=override, happened=moved_in, beside=beside)


def _from_day(row: HomeApplication, said: Said) -> date:
    """On which they are there; of an application that is only sent, or a place that is offered, the day it points to is
    another.
    """
    if said.state is HomeState.ARRIVED:
        return said.on
    return (said.day if said.state in ASKED else None) or row.wanted_on or said.on


def _ask_sharing(by: User, row: HomeApplication, said: Said) -> None:
    """An application that is sent tells of them: only where they said that it may."""
    if row.provider and said.state is HomeState.SENT:
        ask_home_sharing(by=by, person=row.person, provider=row.provider)


def _check_reason(said: Said) -> None:
    if said.state in REASONS and said.reason not in home_choices()[REASONS[said.state]]:
        raise HomeError("Choose why", "reason")


def _add(by: User, row: HomeApplication, said: Said) -> HomeStep:
    step = HomeStep(
        application=row,
        state=said.state,
        on=said.on,
        day=said.day,
        at=said.at,
        reason=said.reason if said.state in REASONS else "",
        note=said.note.strip(),
        noted_by=by,
    )
    clean(step)
    step.save()
    record_event(by=by, action=f"home.{said.state}", person=row.person, subject=f"application {row.ref}", kind=row.kind)
    return step


def _tell_ledger(by: User, row: HomeApplication, said: Said) -> None:
    """A home is arranged once its day is sure; where that falls through, it no longer is, and is due again."""
    if said.state in HELD and row.entry is None:
        row.entry = write_entry(
            by=by,
            person=row.person,
            kind=entry_kind(row.kind),
            on=said.on,
            summary=f"A place is sure: {row.title}",
            sensitivity=Sensitivity(row.sensitivity),
            row_id=row.pk,
        )
    elif said.state not in HELD and row.entry:
        why = reason_words(REASONS[said.state], said.reason) if said.state in REASONS else ""
        void_entry(by=by, entry=row.entry, reason=f"{said.state.label}: {why}" if why else said.state.label)
        row.entry = None
    else:
        return
    row.save(update_fields=["entry"])


def _turn_promise(by: User, row: HomeApplication, before: HomeState | None, said: Said) -> None:
    """What was due is kept, or withdrawn where nobody needs it any more; what comes next is due instead."""
    if row.promise and said.state is HomeState.WITHDRAWN:
        withdraw_promise(by=by, promise=row.promise, because="The application was withdrawn")
    elif row.promise and said.state is before and before in _MOVED:
        withdraw_promise(by=by, promise=row.promise, because="Moved to another day")
    elif row.promise:
        keep_promise(by=by, promise=row.promise, on=said.on)
    after = next_step(said, row.title)
    row.promise = _promised(by, row, after) if after else None
    row.save(update_fields=["promise"])


def _promised(by: User, row: HomeApplication, after: Next) -> Promise:
    return make_promise(
        by=by,
        person=row.person,
        source=PromiseSource.HOME,
        title=after.title,
        worker=row.worker,
        by_on=after.by_on,
        sensitivity=Sensitivity(row.sensitivity),
    )
