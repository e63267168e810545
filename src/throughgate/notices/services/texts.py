"""Texts are made, sent, tried again and asked after; and what somebody says to them is noted."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from throughgate.access.policy import Action, check
from throughgate.accounts.models import User
from throughgate.audit.services import Happened, record_event, record_events
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.notices.models import PhoneSaid, TextKind, TextMessage, TextState, TextStep
from throughgate.notices.rules.feed import day_of
from throughgate.notices.rules.texts import is_of_use, may_try_again
from throughgate.notices.selectors.text_service import text_service, text_words
from throughgate.notices.selectors.texts import (
    BROKEN,
    DONE,
    PURPOSE,
    RECIPIENT,
    SCOPE,
    asked_after,
    due_texts,
    known_of,
    waiting_texts,
)
from throughgate.notices.texts.contract import Arrival, RefusedError, TextService
from throughgate.people.models import Decision, Person
from throughgate.people.services.sharing import Hearing, give_consent

logger = logging.getLogger(__name__)
HELD_FOR = timedelta(minutes=10)  # whoever took a text and was cut off had this long


class NoNumberError(ValueError):
    def __init__(self) -> None:
        super().__init__("Add a mobile number to their details first.")


@dataclass
class Sent:
    sent: int = 0
    failed: int = 0


@act()
def say_texts(*, by: User, person: Person, wants: bool, who_reads: str, how: str, on: date | None = None) -> None:
    """What they said to texts and of their number, today or on the day given.

    Raises NoNumberError, Hidden, Forbidden and what consent raises.
    """
    check(by, Action.RECORD, person)
    number = known_of([person.pk], today())[person.pk].reachable.number
    if wants and not number:
        raise NoNumberError
    says = {SCOPE: Decision.YES if wants else Decision.NO}
    hearing = Hearing(on or today(), how)
    give_consent(by=by, person=person, recipient=RECIPIENT, purpose=PURPOSE, says=says, hearing=hearing)
    if who_reads and number:
        PhoneSaid.objects.create(person=person, number=number, who_reads=who_reads, said_by=by)
        record_event(by=by, action="text.phone_said", person=person)


@act()
def note_told(*, by: User, text: TextMessage, told: bool = True) -> bool:
    """Who was not reached by text was told another way; or was not, after all. False where there is nothing to note."""
    row = check(by, Action.RECORD, TextMessage.objects.select_for_update(of=("self",)).get(pk=text.pk))
    last = row.steps.last()
    if last is None or last.state not in (BROKEN if told else [TextState.TOLD]):
        return False
    state = TextState.TOLD if told else TextState.UNTOLD
    TextStep.objects.create(text=row, state=state, at=timezone.now(), by=by)
    record_event(by=by, action=f"text.{state}", person=row.person, subject=f"text {row.ref}")
    return True


def send_texts(now: datetime) -> Sent:
    """Everything that is due now. Run twice, or late, nobody gets a text twice; one that fails stops no other."""
    service, done = text_service(), Sent()
    if service is None:
        return done
    rows = [
        TextMessage(person=one.booking.person, booking=one.booking, kind=one.kind, number=one.number, words=one.words)
        for one in due_texts(now)
    ]
    TextMessage.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    if not text_words().open_hours.are_open(now):
        return done
    for pk in waiting_texts(now):
        try:
            state = _send_one(pk, service, now)
        except Exception as error:
            # The kind alone: its words may hold a number. The others are not to wait for this one.
            logger.error("A text could not be handled: %s", type(error).__name__)
            state = TextState.FAILED
        done.sent += state == TextState.SENT
        done.failed += state in (TextState.FAILED, TextState.REFUSED)
    return done


def _send_one(pk: int, service: TextService, now: datetime) -> TextState | None:
    text = _take(pk, now)
    if text is None:
        return None
    reference = ""
    try:
        reference = service.send(text.number, text.words, text.ref).reference
        state = TextState.SENT
    except RefusedError:
        state = TextState.REFUSED
    except Exception as error:
        logger.warning("The service for texts failed: %s", type(error).__name__)
        state = TextState.FAILED
    _note(text, state, now, reference)
    return state


@act()
def _take(pk: int, now: datetime) -> TextMessage | None:
    """The text, if it is this run's to send. What the person said meanwhile holds: they are asked for under a lock."""
    text = TextMessage.objects.select_related("booking", "person").filter(pk=pk).first()
    if text is None:
        return None
    Person.everyone.select_for_update().get(pk=text.person_id)
    text = TextMessage.objects.select_for_update(of=("self",)).select_related("booking", "person").get(pk=pk)
    steps = list(text.steps.all())
    failed = [step for step in steps if step.state == TextState.FAILED]
    is_held = _is_taken(text, steps) and text.taken_at is not None and now < text.taken_at + HELD_FOR
    is_done = bool(steps) and steps[-1].state in DONE
    if is_held or is_done or not may_try_again(len(failed), failed[-1].at if failed else None, now):
        return None
    if not _still_holds(text, now):
        _note(text, TextState.LEFT, now)
        return None
    text.taken_at = now
    text.save(update_fields=["taken_at"])
    return text


def _is_taken(text: TextMessage, steps: Sequence[TextStep]) -> bool:
    """Somebody took it and has not yet said what came of it."""
    return text.taken_at is not None and (not steps or text.taken_at > steps[-1].at)


def _still_holds(text: TextMessage, now: datetime) -> bool:
    row = text.booking
    known = known_of([text.person_id], day_of(now)).get(text.person_id)
    if known is None or known.bars or known.reachable.number != text.number or not is_of_use(row.on, row.at, now):
        return False
    if text.kind == TextKind.OFF:
        return row.cancelled_at is not None
    return row.cancelled_at is None and row.contact_id is None and not hasattr(row, "superseded_by")


@act()
def _note(text: TextMessage, state: TextState, now: datetime, reference: str = "") -> None:
    TextStep.objects.create(text=text, state=state, at=now, reference=reference[:120])
    record_event(by=None, action=f"text.{state}", person=text.person, subject=f"text {text.ref}", kind=text.kind)


def ask_arrivals(now: datetime) -> int:
    """Asks the service what became of those it took; how many it could tell."""
    service, asked = text_service(), asked_after(now)
    if service is None or not asked:
        return 0
    try:
        told = service.arrivals(list(asked))
    except Exception as error:
        logger.warning("The service for texts could not say what arrived: %s", type(error).__name__)
        return 0
    states = {Arrival.ARRIVED: TextState.DELIVERED, Arrival.LOST: TextState.NOT_DELIVERED}
    known = {asked[ref]: states[arrival] for ref, arrival in told.items() if ref in asked and arrival in states}
    _note_arrivals(known, now)
    return len(known)


@act()
def _note_arrivals(known: dict[int, TextState], now: datetime) -> None:
    rows = TextMessage.objects.select_for_update(of=("self",)).select_related("person").prefetch_related("steps")
    texts = rows.filter(pk__in=known)
    fresh = [text for text in texts if [step.state for step in text.steps.all()][-1:] == [TextState.SENT]]
    TextStep.objects.bulk_create([TextStep(text=text, state=known[text.pk], at=now) for text in fresh])
    events = [Happened(f"text.{known[text.pk]}", text.person, f"text {text.ref}") for text in fresh]
    record_events(by=None, events=events)
