from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.utils import timezone

from throughgate.access.policy import Action, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.changes import Happening, announce, announced_once
from throughgate.people.models import (
    Confidence,
    CustodyDate,
    CustodyMove,
    DateKind,
    MoveKind,
    Person,
    RecallTerm,
    Sentence,
    SentenceKind,
)
from throughgate.people.rules.custody import (
    BACK_INTO_CUSTODY,
    Step,
    check_move,
    in_order,
)
from throughgate.people.rules.day_sense import DaySenseError, check_day
from throughgate.people.services.around import AlreadyEndedError, EndsBeforeStartError
from throughgate.people.services.details import move_to_site
from throughgate.people.services.ended_dates import end_release_dates, take_place_of
from throughgate.people.services.writing import clean, lock_person
from throughgate.sites.models import Site

UNSEEN: Final = -1  # the writer does not say which date they saw


class DateMovedMeanwhileError(Exception):
    """Somebody else noted a day of this kind after the form was opened. Nothing was changed; `current` is theirs."""

    def __init__(self, current: CustodyDate | None):
        self.current = current
        super().__init__("Somebody else noted this date in the meantime.")


@announced_once()
def record_move(
    *,
    by: User,
    person: Person,
    kind: str,
    on: date,
    site: Site | None = None,
    note: str = "",
    recall: str = "",
    source: str = "",
    confidence: str = "",
) -> CustodyMove:
    """One step of the custody history, in its place by day. Recording the same step twice changes nothing, but that the
    term of a recall may be said later, and how sure it is by now.

    The latest step into or between prisons takes the record to that prison's team if the organisation works there. A
    release takes it nowhere. A return to custody ends the release dates that came before it. Raises Hidden,
    Forbidden, DaySenseError, MoveOrderError, ValidationError.
    """
    check_day("on", on, today())
    lock_person(by, Action.EDIT, person)
    moves = list(person.moves.all())
    step = Step(kind, on, site.pk if site else None)
    if same := next((move for move in moves if Step(move.kind, move.on, move.site_id) == step), None):
        _say_how_sure(by, person, same, source.strip(), confidence)
        return _say_term(by, person, same, recall) if recall and not same.recall else same
    move = CustodyMove(
        person=person,
        kind=kind,
        on=on,
        site=site,
        note=note.strip(),
        recall=recall,
        source=source.strip(),
        confidence=confidence,
        added_by=by,
    )
    clean(move)
    check_move(moves, step, today())
    move.save()
    follow_to_site(by, person, [*moves, move], move)
    if kind in BACK_INTO_CUSTODY:
        end_release_dates(by, person, moves, move)
    record_event(by=by, action="move.recorded", person=person, subject=f"move {move.pk}", kind=kind)
    announce(happening_of(by, person, move))
    return move


def happening_of(by: User, person: Person, move: CustodyMove) -> Happening:
    where = f": {move.site.name}" if move.site else ""
    term = f". {RecallTerm(move.recall).label}" if move.recall else ""
    return Happening(person, "custody-move", move.on, by, f"{MoveKind(move.kind).label}{where}{term}", move.pk)


@announced_once()
def note_date(
    *,
    by: User,
    person: Person,
    kind: str,
    on: date | None,
    source: str,
    confidence: str = Confidence.EXPECTED,
    reason: str = "",
    seen: int | None = UNSEEN,
    told_on: date | None = None,
) -> CustodyDate:
    """Say what day we were told, by whom and how sure they are; it takes the place of the day of that kind that held
    before.

    `on` None: the earlier day no longer holds and no new one is known. `seen` is the id of the row the writer saw as
    holding (None: there was none); where another holds by now, DateMovedMeanwhileError. Noting the same again changes
    nothing. Raises Hidden, Forbidden, ValidationError.
    """
    check_day("on", on, today())
    lock_person(by, Action.EDIT, person)
    earlier = person.custody_dates.filter(kind=kind, superseded_at__isnull=True).first()
    row = CustodyDate(
        person=person,
        kind=kind,
        on=on,
        source=source.strip(),
        confidence=confidence,
        reason=reason.strip(),
        noted_by=by,
    )
    if earlier and _says_the_same(earlier, row):
        return earlier
    if seen != UNSEEN and seen != (earlier.pk if earlier else None):
        raise DateMovedMeanwhileError(earlier)
    clean(row)
    take_place_of(earlier, row)
    record_event(
        by=by, action="date.noted", person=person, subject=f"date {row.pk}", kind=kind, moved=earlier is not None
    )
    announce(Happening(person, "custody-date", told_on or today(), by, date_words(row, earlier), row.pk))
    return row


move_release_date = note_date


@act()
def record_sentence(
    *,
    by: User,
    person: Person,
    kind: str,
    started_on: date | None = None,
    ended_on: date | None = None,
    told_on: date | None = None,
    source: str = "",
    confidence: str = "",
    token: UUID | None = None,
) -> Sentence:
    """`token` was made when the form was opened: sent twice, it is recorded once. Raises Hidden, Forbidden,
    DaySenseError, ValidationError.
    """
    lock_person(by, Action.EDIT, person)
    if token and (same := Sentence.objects.filter(added_by=by, token=token).first()):
        return check(by, Action.VIEW, same)
    check_day("started_on", started_on, today())
    check_day("ended_on", ended_on, today())
    sentence = Sentence(
        person=person,
        kind=kind,
        started_on=started_on,
        ended_on=ended_on,
        source=source.strip(),
        confidence=confidence,
        token=token,
        added_by=by,
    )
    clean(sentence)
    sentence.save()
    record_event(by=by, action="sentence.recorded", person=person, subject=f"sentence {sentence.pk}", kind=kind)
    announce(
        Happening(person, "sentence", told_on or today(), by, f"Sentence: {SentenceKind(kind).label}", sentence.pk)
    )
    return sentence


@act()
def stop_sentence(*, by: User, sentence: Sentence, on: date, because: str) -> Sentence:
    """It ended otherwise than it was passed, such as on appeal. Raises Hidden, Forbidden, AlreadyEndedError,
    EndsBeforeStartError, DaySenseError, ValidationError.
    """
    person = lock_person(by, Action.EDIT, sentence.person)
    sentence.refresh_from_db()
    sentence.person = person
    if sentence.stopped_at is not None:
        raise AlreadyEndedError()
    if sentence.started_on and on < sentence.started_on:
        raise EndsBeforeStartError(sentence.started_on)
    if on > today():
        raise DaySenseError("on", "That it ended is noted once it has. The day cannot be in the future")
    sentence.stopped_on, sentence.stopped_at, sentence.stopped_by = on, timezone.now(), by
    sentence.stopped_because = because.strip()
    clean(sentence)
    sentence.save(update_fields=["stopped_on", "stopped_at", "stopped_by", "stopped_because"])
    record_event(
        by=by, action="sentence.ended_early", person=person, subject=f"sentence {sentence.pk}", kind=sentence.kind
    )
    words = f"Sentence ended early: {SentenceKind(sentence.kind).label}"
    announce(Happening(person, "sentence", on, by, words, sentence.pk))
    return sentence


def _say_term(by: User, person: Person, move: CustodyMove, recall: str) -> CustodyMove:
    """A blank that is filled, once: what was said stays."""
    move.recall = recall
    clean(move)
    move.save(update_fields=["recall"])
    record_event(by=by, action="move.recall_term_noted", person=person, subject=f"move {move.pk}", kind=move.kind)
    words = f"For how long they are recalled: {RecallTerm(recall).label}"
    announce(Happening(person, "custody-move", today(), by, words, move.pk))
    return move


def _say_how_sure(by: User, person: Person, move: CustodyMove, source: str, confidence: str) -> None:
    """What was only heard of is confirmed, or doubted, by somebody: the step itself stays as it was recorded."""
    if not confidence or confidence == move.confidence:
        return
    move.confidence, move.source = confidence, source or move.source
    clean(move)
    move.save(update_fields=["confidence", "source"])
    record_event(by=by, action="move.how_sure_noted", person=person, subject=f"move {move.pk}", kind=move.kind)
    words = f"{MoveKind(move.kind).label}: {Confidence(confidence).label.lower()}"
    announce(Happening(person, "custody-move", today(), by, words, move.pk))


def follow_to_site(by: User, person: Person, moves: Sequence[CustodyMove], move: CustodyMove) -> None:
    is_latest = in_order(moves)[-1] is move
    site = move.site
    if is_latest and move.kind != MoveKind.RELEASED and site and site.is_served and site.pk != person.site_id:
        move_to_site(by=by, person=person, site=site)


def _says_the_same(one: CustodyDate, other: CustodyDate) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in ("on", "source", "confidence", "reason"))


def date_words(row: CustodyDate, earlier: CustodyDate | None) -> str:
    kind = DateKind(row.kind).label
    if row.on is None:
        return f"{kind}: no day is known now"
    before = f"moved from {_day(earlier.on)} to" if earlier and earlier.on and earlier.on != row.on else "noted as"
    return f"{kind} {before} {_day(row.on)} ({Confidence(row.confidence).label.lower()})"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
