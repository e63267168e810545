"""Writing down what somebody said. Nothing that was said before is changed: it gives way to what was heard later."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.utils import timezone

from throughgate.access.policy import Action, Forbidden, Hidden, Sensitivity, check, writable_levels
from throughgate.accounts.models import User
from throughgate.audit.services import Happened, record_event, record_events
from throughgate.common.acts import act
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
from throughgate.story.shipping import current_questions
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


@dataclass(frozen=True, kw_only=True)
class _Page:
    """What all answers that are saved at once share. However many they are, it is read once."""

    by: User
    person: Person
    run: FormRun | None
    places: Mapping[str, _Place]  # by question

    @cached_property
    def happenings(self) -> rules.Happenings:
        return happenings_of(self.person)


class _Said(NamedTuple):
    """To one question. `seen`: see `record_answer`."""

    item: str
    value: rules.Value | None
    seen: int | None


@act()
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
    page = _reach(by, person, [item], run, answered_on)
    heard = rules.Answer(item, value, answered_on, by.name, source, sure, run.form if run else "")
    return _record(page, [_Said(item, value, seen)], heard)[0]


@act()
def record_answers(
    *,
    by: User,
    run: FormRun,
    said: Iterable[tuple[str, rules.Value | None, int | None]],
    answered_on: date,
    source: Source = Source.PERSON,
    sure: Sure = Sure.SURE,
) -> list[Answer]:
    """A page of answers, (question, value, seen) each, each question once: all of them or none. As many queries for
    ten as for two. Raises what `record_answer` does.
    """
    answers = [_Said(*one) for one in said]
    page = _reach(by, run.person, [one.item for one in answers], run, answered_on)
    return _record(page, answers, rules.Answer("", None, answered_on, by.name, source, sure, run.form))


def _record(page: _Page, said: Sequence[_Said], heard: rules.Answer) -> list[Answer]:
    """In the order in which it was said; what was sent twice is there already. `heard`: what holds for all of it."""
    new: dict[str, Given] = {}
    for one in said:
        place = page.places[one.item]
        rules.check_value(place.item, one.value)
        answer = replace(heard, item=one.item, value=one.value)
        if not (place.known and _is_sent_twice(place.known, page, answer, one.seen)):
            new[one.item] = Given(answer, saw=place.known is not None and place.known.pk == one.seen)
    written = _write(page, new)
    return [written.get(one.item) or _known_at(page.places[one.item]) for one in said]


def _known_at(place: _Place) -> Answer:
    if place.known is None:
        raise ValueError("Nothing was written to a question of which nothing is known.")
    return place.known


@act()
def confirm_answer(
    *, by: User, answer: Answer, on: date, run: FormRun | None = None, source: Source = Source.PERSON
) -> Answer:
    """“Is this still so?” – “Yes.” Raises Hidden, Forbidden, AnswerError, AnsweredMeanwhileError."""
    check(by, Action.RECORD, answer)
    page = _reach(by, answer.person, [answer.item], run, on)
    place = page.places[answer.item]
    standing = place.known
    if standing is None or standing.pk != answer.pk:
        if standing and standing.before_id == answer.pk and standing.came_by == CameBy.CONFIRMED:
            return standing
        raise AnsweredMeanwhileError(standing)
    said = as_said(standing, current_questions())
    rules.check_value(place.item, said.value)
    again = replace(rules.confirmed(said, on=on, heard_by=by.name, form=run.form if run else ""), source=source)
    return _write(page, {answer.item: Given(again, saw=True, tapped=True)})[answer.item]


@act()
def take_back_answer(*, by: User, answer: Answer, reason: str) -> Answer:
    """An answer that was put down by mistake in a form gives way to the one before it, or to none.

    Raises Hidden, Forbidden, AnswerError, AnsweredMeanwhileError.
    """
    check(by, Action.RECORD, answer)
    if not reason.strip():
        raise AnswerError("Say why this answer is taken back")
    if answer.run is None or answer.came_by == CameBy.TAKEN_BACK:
        raise AnswerError("Only an answer given in a form can be taken back")
    page = _reach(by, answer.person, [answer.item], answer.run, answer.answered_on)
    standing = page.places[answer.item].standing
    if standing is None or standing.pk != answer.pk:
        if standing and standing.came_by == CameBy.TAKEN_BACK and standing.before_id == answer.pk:
            return standing
        raise AnsweredMeanwhileError(standing)
    earlier = answer.before if answer.before and answer.before.known else None
    _close([standing])
    row = _restated(by, answer, earlier, reason.strip()[:200])
    _tell(by, "answer.taken_back", [row])
    return row


@act()
def keep_unfinished(*, by: User, run: FormRun, item: str, fields: dict[str, Any]) -> Unfinished | None:
    """What is typed so far, for whoever carries on; None where the form is finished or the question closed to them.

    Raises Hidden, Forbidden.
    """
    check(by, Action.RECORD, run)
    asked = current_questions().items.get(item)
    if run.finished_at or asked is None or asked.seen_by not in writable_levels(by, run.person):
        return None
    level = max(asked.seen_by, Sensitivity(run.sensitivity), key=list(Sensitivity).index)
    row, is_new = Unfinished.objects.update_or_create(
        run=run, item=item, by=by, defaults={"fields": fields, "sensitivity": level}
    )
    if is_new:
        record_event(by=by, action="answer.begun", person=run.person, subject=f"form {run.ref}")
    return row


@act()
def discard_unfinished(*, by: User, run: FormRun, item: str, carried: int | None = None) -> None:
    """One's own words, and those of a colleague that one carried on."""
    rows = Unfinished.objects.filter(run=run, item=item)
    rows.filter(by=by).delete()
    if carried:
        rows.filter(pk=carried).delete()


def _reach(by: User, person: Person, keys: Collection[str], run: FormRun | None, on: date) -> _Page:
    """Locked, so that of two who answer at once the second sees what the first wrote."""
    lock_person(by, Action.RECORD, person)
    questions, levels = current_questions(), writable_levels(by, person)
    rows = Answer.objects.filter(person=person, item__in=keys, superseded_at__isnull=True)
    standing = {row.item: row for row in rows.select_related("heard_by")}
    places = {key: _place(key, questions, standing.get(key), levels) for key in keys}
    if not EARLIEST <= on <= today():
        raise AnswerError("The day cannot be in the future, nor long ago")
    if run is not None:
        _check_run(run, person)
    return _Page(by=by, person=person, run=run, places=places)


def _place(key: str, questions: Questions, standing: Answer | None, levels: Collection[Sensitivity]) -> _Place:
    if key not in questions.items:
        raise AnswerError("This question is no longer asked")
    item = questions.items[key]
    if item.seen_by not in levels:
        raise Forbidden(Action.RECORD)
    place = _Place(item=item, bank=_bank_of(key, questions), standing=standing)
    if place.known and place.known.sensitivity not in levels:
        raise Hidden()
    return place


def _check_run(run: FormRun, person: Person) -> None:
    run.refresh_from_db(fields=["finished_at", "put_away_because"])
    if run.person_id != person.pk:
        raise AnswerError("That form is about somebody else")
    if run.finished_at:
        raise AnswerError("This form was finished in the meantime")


def _bank_of(key: str, questions: Questions) -> Bank:
    return next(bank for bank in questions.banks.values() if key in bank.items)


def _is_sent_twice(standing: Answer, page: _Page, new: rules.Answer, seen: int | None) -> bool:
    """The same words from the same hand, in answer to a page that stood before them."""
    run = page.run.pk if page.run else None
    same_hand = (standing.recorded_by_id, standing.run_id) == (page.by.pk, run)
    same = (standing.value, standing.answered_on) == (rules.to_stored(new.value), new.answered_on)
    return same_hand and same and standing.pk != seen and standing.before_id == seen


def _write(page: _Page, new: Mapping[str, Given]) -> dict[str, Answer]:
    """By question. Three queries for any number of answers, and those for what makes answers old."""
    closing: list[Answer] = []
    rows = [_row(page, page.places[item], given, closing) for item, given in new.items()]
    _close(closing)
    written = {row.item: row for row in Answer.objects.bulk_create(rows)}
    _tell(page.by, "answer.recorded", written.values())
    return written


def _row(page: _Page, place: _Place, given: Given, closing: list[Answer]) -> Answer:
    """Not yet written; what it takes the place of joins `closing`."""
    new, run, by = given.answer, page.run, page.by
    known = as_said(place.known, current_questions()) if place.known else None
    fresh = known is not None and is_fresh(place.item.fresh, known, page.happenings, new.answered_on)
    stands = takes_the_place(new.answered_on, known)
    if stands and place.standing:
        closing.append(place.standing)
    on_paper = new.source == Source.PAPER
    return Answer(
        person=page.person,
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


def _close(standing: Collection[Answer]) -> None:
    if standing:
        Answer.objects.filter(pk__in=[row.pk for row in standing]).update(superseded_at=timezone.now())


def _tell(by: User, action: str, rows: Iterable[Answer]) -> None:
    """Neither the answer nor the question: that some questions are asked at all tells what was answered to others."""
    events = [Happened(action, row.person, f"answer {row.pk}", {"came_by": row.came_by}) for row in rows]
    record_events(by=by, events=events)
