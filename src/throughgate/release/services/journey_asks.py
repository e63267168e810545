"""Drivers are asked, and answer. The first who says yes has the journey; handed on, it stays theirs until another says
yes.
"""

from collections.abc import Sequence

from django.utils import timezone

from throughgate.access.policy import Ability, Action, Forbidden, Hidden, can, check, has
from throughgate.accounts.models import User
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.changes import announced_once
from throughgate.release.models import Answer, AskEnd, Driver, Journey, JourneyAsk
from throughgate.release.rules.journey import JourneyError, is_in_charge
from throughgate.release.selectors.drivers import drivers_beside, reasons_against
from throughgate.release.selectors.journeys import Looked, look_at_journey
from throughgate.release.services.journey_settling import (
    CHANGED,
    TO_ANSWER,
    audit_journey,
    reached_by,
    settle_journey,
    write_to_drivers,
    write_to_planner,
)
from throughgate.release.services.journeys import end_asks

GONE = "This is settled meanwhile: you are no longer asked."


@act()
def ask_drivers(*, by: User, journey: Journey, drivers: Sequence[Driver], link: str = "") -> list[JourneyAsk]:
    """By whoever plans, or by the driver who has it and wants to hand it on. Whoever is asked already is not asked
    twice. Raises Hidden, Forbidden, JourneyError.
    """
    with announced_once():
        row, look = _reached(by, journey)
        if not may_ask(by, look):
            raise Forbidden(Ability.PLAN_JOURNEYS)
        _still_to_come(look)
        asked = {one.driver_id for one in look.asks if not one.ended}
        new = [one for one in drivers if one.pk not in asked]
        if len(new) > drivers_beside(by).filter(pk__in=[one.pk for one in new]).count():
            raise Hidden()
        for one in new:
            _refuse(one, row)
        asks = [JourneyAsk(journey=row, driver=one, asked_by=by) for one in new]
        made = JourneyAsk.objects.bulk_create(asks)
        audit_journey(by, row, "asked", drivers=len(made))
        settle_journey(by, row)
        write_to_drivers([one.user_id for one in new], TO_ANSWER, link)
    return made


def may_ask(by: User, look: Looked) -> bool:
    return _may_plan(by, look.row) or (look.driver is not None and look.driver.user_id == by.pk)


def _may_plan(by: User, row: Journey) -> bool:
    return has(by, Ability.PLAN_JOURNEYS) and can(by, Action.RECORD, row.person) and can(by, Action.RECORD, row)


@act()
def accept_journey(*, by: User, ask: JourneyAsk, words: str = "", link: str = "") -> JourneyAsk:
    """The driver says yes, or whoever spoke with them does for them. Whoever had it before has it no more, and all
    others who were asked are told that it is settled.

    Raises Hidden, Forbidden, JourneyError.
    """
    with announced_once():
        row, look, this = _answered(by, ask)
        if this.answer == Answer.YES:
            return this
        _refuse(this.driver, row)
        before = look.in_charge if look.in_charge and look.in_charge.pk != this.pk else None
        others = [one for one in look.waiting if one.pk != this.pk]
        if before:
            end_asks(by, [before], AskEnd.SWAPPED)
        told = end_asks(by, others, AskEnd.SETTLED)
        _put_answer(by, this, Answer.YES, words)
        audit_journey(by, row, "accepted")
        settle_journey(by, row)
        write_to_drivers([*told, *([before.driver.user_id] if before else [])], CHANGED, link)
    return this


@act()
def decline_journey(*, by: User, ask: JourneyAsk, words: str = "", link: str = "") -> JourneyAsk:
    """The driver says no; where they had said yes before, the journey needs somebody else, and whoever plans is told.

    Raises Hidden, Forbidden, JourneyError.
    """
    with announced_once():
        row, _, this = _answered(by, ask)
        had_it = is_in_charge(this)
        if this.answer == Answer.YES:
            this.words = words.strip()[:200]
            _end(by, this, AskEnd.GIVEN_BACK, "words")
        else:
            _put_answer(by, this, Answer.NO, words, AskEnd.DECLINED)
        audit_journey(by, row, "given_back" if had_it else "declined")
        settle_journey(by, row)
        if had_it:
            write_to_planner(row, by, link)
    return this


@act()
def take_no_back(*, by: User, ask: JourneyAsk) -> JourneyAsk:
    """Undo of a no: they are asked as before. Raises Hidden, Forbidden, JourneyError."""
    with announced_once():
        old = JourneyAsk.objects.select_related("journey__person__site", "driver__user").get(pk=ask.pk)
        if old.answered_by_id != by.pk:
            raise Forbidden(Action.RECORD, "Only whoever answered takes the answer back.")
        if old.ended != AskEnd.DECLINED:
            raise JourneyError(GONE)
        row = Journey.objects.select_for_update(of=("self",)).get(pk=old.journey_id)
        open_now = JourneyAsk.objects.filter(journey=row, driver=old.driver, ended_at__isnull=True).exists()
        is_gone = row.cancelled_at or row.on < today() or Journey.objects.filter(supersedes=row).exists()
        if open_now or is_gone or look_at_journey(row).has_driver:
            raise JourneyError(GONE)
        row.person = old.journey.person
        again = JourneyAsk.objects.create(journey=row, driver=old.driver, asked_by=old.asked_by)
        audit_journey(by, row, "asked", drivers=1)
    return again


@act()
def let_go(*, by: User, ask: JourneyAsk, link: str = "") -> None:
    """Whoever plans asks them no more; if they had it, it needs somebody else.

    Raises Hidden, Forbidden, JourneyError.
    """
    with announced_once():
        row, look, this = _answered(by, ask)
        if not _may_plan(by, row):
            raise Forbidden(Ability.PLAN_JOURNEYS)
        if look.reports:
            raise JourneyError("They are on the way already. Ring them instead.")
        _end(by, this, AskEnd.LET_GO)
        audit_journey(by, row, "let_go")
        settle_journey(by, row)
        write_to_drivers([this.driver.user_id], CHANGED, link)


def _reached(by: User, journey: Journey) -> tuple[Journey, Looked]:
    row = reached_by(by, journey)
    return row, look_at_journey(row)


def _answered(by: User, ask: JourneyAsk) -> tuple[Journey, Looked, JourneyAsk]:
    """The ask, fresh, while it is open. A driver answers for themselves alone."""
    row, look = _reached(by, ask.journey)
    this = next((one for one in look.asks if one.pk == ask.pk and not one.ended), None)
    if this is None:
        raise JourneyError(GONE)
    this.journey = row
    check(by, Action.RECORD, this)
    if this.driver.user_id != by.pk and not _may_plan(by, row):
        raise Forbidden(Ability.PLAN_JOURNEYS)
    return row, look, this


def _still_to_come(look: Looked) -> None:
    if look.row.on < today():
        raise JourneyError("Its day has gone by: nobody can be asked any more")
    if look.reports:
        raise JourneyError("They are on the way already. Ring them instead.")
    if look.row.other_driver:
        raise JourneyError("Somebody of theirs drives. Change the journey first")


def _refuse(driver: Driver, row: Journey) -> None:
    for reason in reasons_against(driver, row):
        if reason.is_hard:
            raise JourneyError(f"{driver.user.name}: {reason.words[0].lower()}{reason.words[1:]}", "drivers")


def _put_answer(by: User, ask: JourneyAsk, answer: Answer, words: str, ended: AskEnd = AskEnd.OPEN) -> None:
    ask.answer, ask.words, ask.answered_at, ask.answered_by = answer, words.strip()[:200], timezone.now(), by
    if ended:
        _end(by, ask, ended, "answer", "words", "answered_at", "answered_by")
    else:
        ask.save(update_fields=["answer", "words", "answered_at", "answered_by"])


def _end(by: User, ask: JourneyAsk, ended: AskEnd, *fields: str) -> None:
    ask.ended, ask.ended_at, ask.ended_by = ended, timezone.now(), by
    ask.save(update_fields=["ended", "ended_at", "ended_by", *fields])
