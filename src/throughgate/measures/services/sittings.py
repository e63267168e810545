"""Opening a measure with a person, answering it, finishing it, correcting it, putting it away."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from throughgate.access.policy import Action, Forbidden, Sensitivity, check, writable_levels
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.measures.grammar import PERSON, Instrument
from throughgate.measures.models import HOW_CHOICES, Given, Safeguard, Sitting
from throughgate.measures.rules.asking import answers_of, is_said_at_all, to_ask, triggered
from throughgate.measures.rules.scoring import AnswerError, Score, check_answer, score
from throughgate.measures.rules.words import sitting_words
from throughgate.measures.selectors.instruments import instrument_of
from throughgate.measures.selectors.sittings import Asked, asked_of, given_in
from throughgate.people.models import Person
from throughgate.people.services.writing import lock_person
from throughgate.programmes.models import PromiseSource
from throughgate.programmes.services.promising import make_promise
from throughgate.record.services import correct_entry, write_entry

FOLLOW_UP = "Follow up an answer about safety"


class SittingError(ValueError):
    """`field` is where the form shows it."""

    def __init__(self, text: str, field: str = "") -> None:
        self.field = field
        super().__init__(text)


class StillOpenError(SittingError):
    def __init__(self, count: int) -> None:
        words = "1 question is" if count == 1 else f"{count} questions are"
        super().__init__(f"{words} not answered yet")


class NotFollowedUpError(SittingError):
    """An answer tells of danger: what was done about it has to be said first."""

    def __init__(self) -> None:
        super().__init__("An answer tells of danger. Say first what was done about it")


@act()
def open_sitting(*, by: User, person: Person, instrument: str, how: str, on: date, subject: str = "") -> Sitting:
    """The one that is open, whoever began it, or a new one. `subject`: as a programme calls it, where one asks.

    Raises Hidden, Forbidden, SittingError.
    """
    lock_person(by, Action.RECORD, person)
    asked = instrument_of(instrument)
    check_level(by, person, asked)
    if found := Sitting.objects.filter(person=person, instrument=instrument, finished_at__isnull=True).first():
        found.person = person
        return check(by, Action.RECORD, found)
    _check_new(how, on)
    name, enrolment_id = _for_what(asked_of(by, person), asked, subject)
    sitting = Sitting.objects.create(
        person=person,
        instrument=asked.slug,
        version=asked.version,
        title=asked.title,
        subject=name,
        enrolment_id=enrolment_id,
        how=how,
        on=on,
        sensitivity=asked.sensitivity,
        opened_by=by,
    )
    record_event(by=by, action="measure.opened", person=person, subject=f"sitting {sitting.ref}", measure=asked.slug)
    return sitting


def check_level(by: User, person: Person, instrument: Instrument) -> None:
    """Whoever may not read such results may not take them either. Raises Forbidden."""
    if Sensitivity(instrument.sensitivity) not in writable_levels(by, person):
        raise Forbidden(Action.RECORD)


def _check_new(how: str, on: date) -> None:
    if how not in dict(HOW_CHOICES):
        raise SittingError("Choose how it is filled in", "how")
    if on > today():
        raise SittingError("The day cannot be in the future", "on")


def _for_what(asked: list[Asked], instrument: Instrument, subject: str) -> tuple[str, int | None]:
    """Told once: where several programmes ask under one name, it is for none in particular and meets them all."""
    ours = [one for one in asked if one.instrument.slug == instrument.slug]
    name = next((one.subject for one in ours if one.subject == subject), ours[0].subject if ours else instrument.slug)
    enrolments = {one.enrolment_id for one in ours if one.subject == name}
    return name, enrolments.pop() if len(enrolments) == 1 else None


@act()
def record_answers(*, by: User, sitting: Sitting, said: Mapping[tuple[str, str], int | None]) -> Sitting:
    """Points by who rates and question; None leaves it out. What changes takes the place of what stood.

    An answer that tells of danger is due to be followed up from this moment. Raises Hidden, Forbidden, AnswerError,
    SittingError.
    """
    row = _open_now(by, sitting)
    instrument = instrument_of(row.instrument)
    stood = {(one.rater, one.item): one for one in Given.objects.filter(sitting=row, superseded_at__isnull=True)}
    new = {key: points for key, points in said.items() if key not in stood or stood[key].points != points}
    for (rater, item), points in new.items():
        if rater not in instrument.raters:
            raise AnswerError("Nobody is asked for that view here")
        check_answer(instrument, item, points)
    replaced = [stood[key].pk for key in new if key in stood]
    Given.objects.filter(pk__in=replaced).update(superseded_at=timezone.now())
    Given.objects.bulk_create([_given(row, instrument, key, points, by) for key, points in new.items()])
    if new:
        record_event(by=by, action="measure.answered", person=row.person, subject=f"sitting {row.ref}", count=len(new))
        _watch(by, row, instrument, {**{key: one.points for key, one in stood.items()}, **new})
    return row


def _given(sitting: Sitting, instrument: Instrument, key: tuple[str, str], points: int | None, by: User) -> Given:
    rater, item = key
    said = instrument.left_out if points is None else instrument.choices(item)[points]
    wording = (instrument.items[item].ask or item)[:300]
    return Given(sitting=sitting, rater=rater, item=item, points=points, wording=wording, said=said[:200], by=by)


def _watch(by: User, sitting: Sitting, instrument: Instrument, given: Mapping[tuple[str, str], int | None]) -> None:
    known = set(Safeguard.objects.filter(sitting=sitting).values_list("item", flat=True))
    for item in triggered(instrument, given):
        if item not in known:
            promise = make_promise(
                by=by,
                person=sitting.person,
                source=PromiseSource.MEASURE,
                title=FOLLOW_UP,
                by_on=today(),
                sensitivity=Sensitivity(sitting.sensitivity),
            )
            Safeguard.objects.create(sitting=sitting, item=item, promise=promise)


@act()
def finish_sitting(*, by: User, sitting: Sitting, leaving: bool = False, anew_because: str = "") -> Sitting:
    """Score it and write the one entry. `leaving`: what is not answered is left out. `anew_because`: changes count from
    here. Finished twice it stays finished once.

    Raises Hidden, Forbidden, StillOpenError, NotFollowedUpError, SittingError.
    """
    row = _locked(by, sitting)
    if row.finished_at:
        return row
    instrument = instrument_of(row.instrument)
    given = given_in(row)
    if not is_said_at_all(given.values()):
        raise SittingError("Nothing has been answered yet. Stop here, or put it away")
    if (left := to_ask(instrument, given)) and not leaving:
        raise StillOpenError(len(left))
    if Safeguard.objects.filter(sitting=row, answered_at__isnull=True).exists():
        raise NotFollowedUpError()
    if left:
        record_answers(by=by, sitting=row, said={(step.rater, step.item): None for step in left})
    row.scores = {key: _kept(one) for key, one in score(instrument, answers_of(given, PERSON)).items()}
    row.version, row.anew_because = instrument.version, anew_because.strip()[:200]
    row.entry = _entry(by, row, sitting_words(instrument, row.scores, answers_of(given, PERSON)))
    row.finished_at, row.finished_by = timezone.now(), by
    row.save()
    record_event(by=by, action="measure.finished", person=row.person, subject=f"sitting {row.ref}")
    return row


def _kept(one: Score) -> dict[str, Any]:
    """A number as text: JSON knows no decimals."""
    return {
        "title": one.title,
        "value": None if one.value is None else str(one.value),
        "low": one.low,
        "high": one.high,
        "answered": one.answered,
        "of": one.of,
        "filled": one.filled,
        "band": one.band,
    }


def _entry(by: User, row: Sitting, summary: str) -> Any:
    if row.corrects and row.corrects.entry:
        changes = {"on": row.on, "summary": summary, "row_id": row.pk}
        return correct_entry(by=by, entry=row.corrects.entry, reason=row.reason, changes=changes)
    return write_entry(
        by=by,
        person=row.person,
        kind="measure",
        subject=row.subject,
        on=row.on,
        summary=summary,
        enrolment=row.enrolment,
        sensitivity=Sensitivity(row.sensitivity),
        row_id=row.pk,
    )


@act()
def correct_sitting(*, by: User, sitting: Sitting, reason: str) -> Sitting:
    """A new one with the same answers, to be changed and finished; until then the old result stands.

    Raises Hidden, Forbidden, SittingError.
    """
    row = _locked(by, sitting)
    if row.entry_id is None:
        raise SittingError("Only what is finished is corrected")
    if not reason.strip():
        raise SittingError("Say why it is corrected", "reason")
    if Sitting.objects.filter(corrects=row, put_away_because="").exists():
        raise SittingError("It is being corrected already")
    if Sitting.objects.filter(person=row.person, instrument=row.instrument, finished_at__isnull=True).exists():
        raise SittingError("Another one is open. Finish that, or put it away")
    again = Sitting.objects.create(
        person=row.person,
        instrument=row.instrument,
        version=row.version,
        title=row.title,
        subject=row.subject,
        enrolment=row.enrolment,
        how=row.how,
        on=row.on,
        sensitivity=row.sensitivity,
        opened_by=by,
        corrects=row,
        reason=reason.strip()[:200],
    )
    record_event(by=by, action="measure.corrected", person=row.person, subject=f"sitting {row.ref}")
    return record_answers(by=by, sitting=again, said=_to_copy(row))


def _to_copy(row: Sitting) -> dict[tuple[str, str], int | None]:
    """What the instrument still offers; a danger that was followed up then is looked at again."""
    instrument = instrument_of(row.instrument)
    return {
        (rater, item): points
        for (rater, item), points in given_in(row).items()
        if item in instrument.items and (points is None or points in instrument.choices(item))
    }


@act()
def put_sitting_away(*, by: User, sitting: Sitting, because: str) -> Sitting:
    """Begun by mistake or given up; nothing of it stands in the record.

    Raises Hidden, Forbidden, NotFollowedUpError, SittingError.
    """
    row = _locked(by, sitting)
    if row.finished_at:
        return row
    if not because.strip():
        raise SittingError("Say why it is put away", "reason")
    if Safeguard.objects.filter(sitting=row, answered_at__isnull=True).exists():
        raise NotFollowedUpError()
    row.put_away_because, row.finished_at, row.finished_by = because.strip()[:200], timezone.now(), by
    row.save()
    record_event(by=by, action="measure.put_away", person=row.person, subject=f"sitting {row.ref}")
    return row


def _locked(by: User, sitting: Sitting) -> Sitting:
    """The same object, fresh: the person is locked, so those who write in it take turns."""
    person = lock_person(by, Action.RECORD, sitting.person)
    sitting.refresh_from_db(from_queryset=Sitting.objects.select_related("corrects__entry", "enrolment"))
    sitting.person = person
    return check(by, Action.RECORD, sitting)


def _open_now(by: User, sitting: Sitting) -> Sitting:
    row = _locked(by, sitting)
    if row.finished_at:
        raise SittingError("This is finished. Correct it, if an answer is wrong")
    return row
