"""Writing down what somebody said. Nothing that was said before is changed: it gives way to what was heard later."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from throughgate.access.policy import Action, Forbidden, Hidden, Sensitivity, check, writable_levels
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.services.writing import lock_person
from throughgate.story import rules
from throughgate.story.grammar import Bank, Item, Questions, content_hash
from throughgate.story.models import Answer, FormRun, Unfinished
from throughgate.story.rules.freshness import is_fresh
from throughgate.story.rules.giving import Given, came_by, takes_the_place
from throughgate.story.rules.words import kept_words
from throughgate.story.selectors.answers import as_said, happenings_of
from throughgate.story.shipping import shipped_questions
from throughgate.story.terms import CameBy, Source, Sure

EARLIEST = date(1980, 1, 1)
ON_PAPER = "On paper, in their own hand"
WORDING = 300


class AnswerError(ValueError):
    """What is wrong with an answer, in words for whoever gave it. Quotes nothing that was said."""


class AnsweredMeanwhileError(Exception):
    """Somebody else wrote an answer to this question since the page was opened. Nothing was written."""

    def __init__(self, standing: Answer | None):
        self.standing = standing
        super().__init__("Somebody else has answered this in the meantime.")


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where an answer is written: the question as it stands in the bank, and the answer that stands."""

    item: Item
    bank: Bank
    standing: Answer | None

    @property
    def known(self) -> Answer | None:
        return self.standing if self.standing and self.standing.known else None


@transaction.atomic
def record_answer(
    *,
    by: User,
    person: Person,
    item: str,
    value: rules.Value | None,
    answered_on: date,
    run: FormRun | None = None,
    source: Source = Source.PERSON,
    sure: Sure = Sure.SURE,
    seen: int | None = None,
) -> Answer:
    """One answer, in the `run` of a form or by itself. No `value`: they would rather not say.

    `seen` is the id of the answer that the writer had in view: without it, or where another stands by now, the person
    was asked twice. Sent twice it stays one. Raises Hidden, Forbidden, AnswerError, UnreadableError.
    """
    place = _reach(by, person, item, run, answered_on)
    rules.check_value(place.item, value)
    new = rules.Answer(item, value, answered_on, by.name, source, sure, run.form if run else "")
    if place.known and _is_sent_twice(place.known, by, run, new, seen):
        return place.known
    return _write(by, person, run, place, Given(new, saw=place.known is not None and place.known.pk == seen))


@transaction.atomic
def record_answers(
    *,
    by: User,
    run: FormRun,
    said: Iterable[tuple[str, rules.Value | None, int | None]],
    answered_on: date,
    source: Source = Source.PERSON,
    sure: Sure = Sure.SURE,
) -> list[Answer]:
    """A page of answers, (question, value, seen) each: all of them or none. Raises what `record_answer` does."""
    heard: dict[str, Any] = {"answered_on": answered_on, "source": source, "sure": sure}
    return [
        record_answer(by=by, person=run.person, item=item, value=value, seen=seen, run=run, **heard)
        for item, value, seen in said
    ]


@transaction.atomic
def confirm_answer(
    *, by: User, answer: Answer, on: date, run: FormRun | None = None, source: Source = Source.PERSON
) -> Answer:
    """“Is this still so?” – “Yes.” Raises Hidden, Forbidden, AnswerError, AnsweredMeanwhileError."""
    check(by, Action.RECORD, answer)
    place = _reach(by, answer.person, answer.item, run, on)
    standing = place.known
    if standing is None or standing.pk != answer.pk:
        if standing and standing.before_id == answer.pk and standing.came_by == CameBy.CONFIRMED:
            return standing
        raise AnsweredMeanwhileError(standing)
    said = as_said(standing, shipped_questions())
    rules.check_value(place.item, said.value)
    again = replace(rules.confirmed(said, on=on, heard_by=by.name, form=run.form if run else ""), source=source)
    return _write(by, answer.person, run, place, Given(again, saw=True, tapped=True))


@transaction.atomic
def take_back_answer(*, by: User, answer: Answer, reason: str) -> Answer:
    """An answer that was put down by mistake in a form gives way to the one before it, or to none.

    Raises Hidden, Forbidden, AnswerError, AnsweredMeanwhileError.
    """
    check(by, Action.RECORD, answer)
    if not reason.strip():
        raise AnswerError("Say why this answer is taken back")
    if answer.run is None or answer.came_by == CameBy.TAKEN_BACK:
        raise AnswerError("Only an answer given in a form can be taken back")
    place = _reach(by, answer.person, answer.item, answer.run, answer.answered_on)
    standing = place.standing
    if standing is None or standing.pk != answer.pk:
        if standing and standing.came_by == CameBy.TAKEN_BACK and standing.before_id == answer.pk:
            return standing
        raise AnsweredMeanwhileError(standing)
    earlier = answer.before if answer.before and answer.before.known else None
    _close(standing)
    row = _restated(by, answer, earlier, reason.strip()[:200])
    _tell(by, "answer.taken_back", row)
    return row


@transaction.atomic
def keep_unfinished(*, by: User, run: FormRun, item: str, fields: dict[str, Any]) -> Unfinished | None:
    """What is typed so far, for whoever carries on; None where the form is finished or the question closed to them.

    Raises Hidden, Forbidden.
    """
    check(by, Action.RECORD, run)
    asked = shipped_questions().items.get(item)
    if run.finished_at or asked is None or asked.seen_by not in writable_levels(by, run.person):
        return None
    level = max(asked.seen_by, Sensitivity(run.sensitivity), key=list(Sensitivity).index)
    row, is_new = Unfinished.objects.update_or_create(
        run=run, item=item, by=by, defaults={"fields": fields, "sensitivity": level}
    )
    if is_new:
        record_event(by=by, action="answer.begun", person=run.person, subject=f"form {run.ref}")
    return row


@transaction.atomic
def discard_unfinished(*, by: User, run: FormRun, item: str, carried: int | None = None) -> None:
    """One's own words, and those of a colleague that one carried on."""
    rows = Unfinished.objects.filter(run=run, item=item)
    rows.filter(by=by).delete()
    if carried:
        rows.filter(pk=carried).delete()


def _reach(by: User, person: Person, key: str, run: FormRun | None, on: date) -> _Place:
    """Locked, so that of two who answer at once the second sees what the first wrote."""
    lock_person(by, Action.RECORD, person)
    questions = shipped_questions()
    if key not in questions.items:
        raise AnswerError("This question is no longer asked")
    item = questions.items[key]
    levels = writable_levels(by, person)
    if item.seen_by not in levels:
        raise Forbidden(Action.RECORD)
    standing = Answer.objects.filter(person=person, item=key, superseded_at__isnull=True)
    place = _Place(item=item, bank=_bank_of(key, questions), standing=standing.select_related("heard_by").first())
    if place.known and place.known.sensitivity not in levels:
        raise Hidden()
    if not EARLIEST <= on <= today():
        raise AnswerError("The day cannot be in the future, nor long ago")
    if run is not None:
        _check_run(run, person)
    return place


def _check_run(run: FormRun, person: Person) -> None:
    run.refresh_from_db(fields=["finished_at", "put_away_because"])
    if run.person_id != person.pk:
        raise AnswerError("That form is about somebody else")
    if run.finished_at:
        raise AnswerError("This form was finished in the meantime")


def _bank_of(key: str, questions: Questions) -> Bank:
    return next(bank for bank in questions.banks.values() if key in bank.items)


def _is_sent_twice(standing: Answer, by: User, run: FormRun | None, new: rules.Answer, seen: int | None) -> bool:
    """The same words from the same hand, in answer to a page that stood before them."""
    same_hand = (standing.recorded_by_id, standing.run_id) == (by.pk, run.pk if run else None)
    same = (standing.value, standing.answered_on) == (rules.to_stored(new.value), new.answered_on)
    return same_hand and same and standing.pk != seen and standing.before_id == seen


def _write(by: User, person: Person, run: FormRun | None, place: _Place, given: Given) -> Answer:
    new, questions = given.answer, shipped_questions()
    known = as_said(place.known, questions) if place.known else None
    fresh = known is not None and is_fresh(place.item.fresh, known, happenings_of(person), new.answered_on)
    stands = takes_the_place(new.answered_on, known)
    if stands and place.standing:
        _close(place.standing)
    on_paper = new.source == Source.PAPER
    row = Answer.objects.create(
        person=person,
        item=new.item,
        value=rules.to_stored(new.value),
        wording=place.item.ask.staff[:WORDING],
        said=kept_words(place.item, new.value),
        bank=place.bank.slug,
        bank_version=place.bank.version,
        item_hash=content_hash(place.item),
        form=run.form if run else "",
        form_version=run.form_version if run else None,
        run=run,
        sensitivity=place.item.seen_by,
        answered_on=new.answered_on,
        heard_by=None if on_paper else by,
        heard_words=ON_PAPER if on_paper else "",
        source=new.source,
        sure=new.sure,
        came_by=came_by(given, known, fresh=fresh),
        recorded_by=by,
        before=place.standing if stands else None,
        superseded_at=None if stands else timezone.now(),
    )
    _tell(by, "answer.recorded", row)
    return row


def _restated(by: User, answer: Answer, earlier: Answer | None, reason: str) -> Answer:
    """A later row that says what was said before, by whom and when; or that nothing is known."""
    like = earlier or answer
    closest = max(Sensitivity(answer.sensitivity), Sensitivity(like.sensitivity), key=list(Sensitivity).index)
    return Answer.objects.create(
        person=answer.person,
        item=answer.item,
        value=earlier.value if earlier else None,
        known=earlier is not None,
        wording=like.wording,
        said=earlier.said if earlier else "",
        bank=like.bank,
        bank_version=like.bank_version,
        item_hash=like.item_hash,
        form=answer.form,
        form_version=answer.form_version,
        run=answer.run,
        sensitivity=closest,
        answered_on=like.answered_on,
        heard_by=like.heard_by,
        heard_words=like.heard_words,
        source=like.source,
        sure=like.sure,
        came_by=CameBy.TAKEN_BACK,
        reason=reason,
        recorded_by=by,
        before=answer,
    )


def _close(standing: Answer) -> None:
    Answer.objects.filter(pk=standing.pk).update(superseded_at=timezone.now())


def _tell(by: User, action: str, row: Answer) -> None:
    """Neither the answer nor the question: that some questions are asked at all tells what was answered to others."""
    record_event(by=by, action=action, person=row.person, subject=f"answer {row.pk}", came_by=row.came_by)
