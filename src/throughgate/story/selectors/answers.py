"""Reads of answers. What a reader may not see of them does not reach the rules, and so cannot come out of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from throughgate.access.policy import Action, Hidden, Sensitivity, can, check, visible, writable_levels
from throughgate.accounts.models import User
from throughgate.people.models import MoveKind, Person
from throughgate.people.rules.custody import BACK_INTO_CUSTODY, shown_release_date
from throughgate.people.selectors import dates_of, moves_of
from throughgate.story import rules
from throughgate.story.grammar import Form, Item, Questions
from throughgate.story.models import Answer, FormRun
from throughgate.story.rules.freshness import fresh_until
from throughgate.story.rules.words import WOULD_RATHER_NOT, say_value
from throughgate.story.shipping import current_questions
from throughgate.story.terms import CameBy, Source, Sure
from throughgate.web.words import day_words

NO_LONGER_ASKED = "No longer asked"


@dataclass(frozen=True)
class Told:
    """One answer in words. `form` is empty where it was given outside a form, or in one closed to the reader.

    `earlier` are those whose place it took, newest first. `stale`: it may have changed; never for one of the past.
    """

    row: Answer
    question: str
    words: str
    who: str
    form: str = ""
    stale: bool = False
    until: date | None = None
    in_bank: bool = True
    earlier: tuple["Told", ...] = ()

    @property
    def heard(self) -> str:
        """Who heard it, when, and whatever else one has to know to trust it; in one line."""
        row = self.row
        facts = [f"{self.who}, {day_words(row.answered_on)}"]
        if row.heard_by and row.source != Source.PERSON:
            facts.append(row.get_source_display())
        if row.sure != Sure.SURE:
            facts.append(row.get_sure_display().lower())
        if self.form:
            facts.append(f"in “{self.form}”")
        if row.came_by == CameBy.TAKEN_BACK:
            facts.append(f"put back on {day_words(row.recorded_at)}: {row.reason}")
        return " · ".join(facts)


@dataclass(frozen=True)
class Area:
    key: str
    title: str
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Known:
    """What stands on record of one person, for one reader on one day: read once, for any number of forms.

    `rows` are all answers that stand, whoever may see them: only `mine` may be shown.
    """

    user: User
    person: Person
    today: date
    questions: Questions
    rows: Mapping[str, Answer]
    happenings: rules.Happenings

    @cached_property
    def levels(self) -> frozenset[Sensitivity]:
        """In which this reader may both read and write down."""
        return frozenset(writable_levels(self.user, self.person))

    @cached_property
    def mine(self) -> Mapping[str, Answer]:
        return {key: row for key, row in self.rows.items() if row.known and row.sensitivity in self.levels}

    @cached_property
    def told(self) -> frozenset[str]:
        """Questions that a colleague was told the answer to, and this reader may not know it."""
        return frozenset(key for key, row in self.rows.items() if row.known and key not in self.mine)

    @cached_property
    def answers(self) -> tuple[rules.Answer, ...]:
        """Of questions that are still in the bank."""
        return tuple(as_said(row, self.questions) for key, row in self.mine.items() if key in self.questions.items)

    def states(self, form: Form) -> tuple[rules.ItemState, ...]:
        return rules.state_for_reader(
            self.questions, form, self.answers, self.told, self.happenings, self.today, self.levels
        )

    def is_closed(self, key: str) -> bool:
        return rules.is_closed(key, self.questions.items, self.levels, self.told)

    def told_of(self, row: Answer) -> Told:
        return as_told(row, self.questions, self.happenings, self.today, self.levels)


def known_of(user: User, person: Person, today: date, happenings: rules.Happenings | None = None) -> Known:
    """For a person whom `access_person` has let the reader have. `happenings` where the caller has read them."""
    rows = Answer.objects.filter(person=person, superseded_at__isnull=True)
    by_item = {row.item: row for row in rows.select_related("heard_by", "run")}
    return Known(user, person, today, current_questions(), by_item, happenings or happenings_of(person))


def happenings_of(person: Person) -> rules.Happenings:
    """The days that make answers old, and the release to come."""
    moves = list(moves_of(person))
    released = [move.on for move in moves if move.kind == MoveKind.RELEASED]
    is_out = bool(moves) and moves[-1].kind == MoveKind.RELEASED
    shown = None if is_out else shown_release_date(dates_of(person))
    return rules.Happenings(
        released=tuple([*released, shown.on] if shown and shown.on else released),
        moved=tuple(move.on for move in moves if move.kind == MoveKind.TRANSFERRED),
        returned=tuple(move.on for move in moves if move.kind in (MoveKind.RECEIVED, *BACK_INTO_CUSTODY)),
    )


def answers_of(user: User, person: Person) -> QuerySet[Answer]:
    """Every answer this reader may see, the earlier ones too."""
    return visible(user, Answer.objects.filter(person=person)).select_related("heard_by", "recorded_by", "run")


def access_answer(user: User, person: Person, pk: int) -> Answer:
    """One of this person's answers. Raises Hidden."""
    row = Answer.objects.select_related("person__site", "run", "before").filter(person=person, pk=pk).first()
    if row is None:
        raise Hidden()
    return check(user, Action.VIEW, row)


def current_answers_of(user: User, person: Person) -> list[rules.Answer]:
    """The answers that stand and that this reader may see, to questions still in the bank, as the rules want them."""
    rows = answers_of(user, person).filter(superseded_at__isnull=True, known=True)
    questions, levels = current_questions(), readable_levels(user, person)
    return [as_said(row, questions) for row in rows if row.item in questions.items and _is_open(row, questions, levels)]


def story_of(user: User, person: Person, today: date, happenings: rules.Happenings | None = None) -> list[Area]:
    """What is known, by area of life, each answer with those it took the place of. Three queries; one where the caller
    has read the `happenings`.
    """
    questions, happenings = current_questions(), happenings or happenings_of(person)
    levels = readable_levels(user, person)
    rows = [row for row in answers_of(user, person) if _is_open(row, questions, levels)]
    earlier = defaultdict(list)
    for row in sorted(rows, key=lambda row: -row.pk):
        if row.superseded_at is not None:
            earlier[row.item].append(as_told(row, questions, happenings, today, levels))
    standing = {
        row.item: as_told(row, questions, happenings, today, levels, tuple(earlier[row.item]))
        for row in rows
        if row.superseded_at is None
    }
    areas = [
        Area(key, bank.title, tuple(standing[item] for item in bank.items if item in standing))
        for key, bank in questions.banks.items()
    ]
    gone = tuple(one for key, one in standing.items() if key not in questions.items)
    return [area for area in (*areas, Area("gone", NO_LONGER_ASKED, gone)) if area.told]


def readable_levels(user: User, person: Person) -> frozenset[Sensitivity]:
    levels = (level for level in Sensitivity if can(user, Action.VIEW, Answer(person=person, sensitivity=level)))
    return frozenset(levels)


def as_told(
    row: Answer,
    questions: Questions,
    happenings: rules.Happenings,
    today: date,
    levels: Collection[Sensitivity],
    earlier: tuple[Told, ...] = (),
) -> Told:
    item = questions.items.get(row.item)
    stands = row.superseded_at is None and row.known
    until = fresh_until(item.fresh, as_said(row, questions), happenings) if item and stands else None
    return Told(
        row=row,
        question=row.wording,
        words=said_words(row, item),
        who=row.heard_by.name if row.heard_by else row.heard_words,
        form=_form_words(row, levels),
        stale=until is not None and until <= today,
        until=until,
        in_bank=item is not None,
        earlier=earlier,
    )


def said_words(row: Answer, item: Item | None = None) -> str:
    """As it was said, in the words that the choices had then."""
    if row.said or row.value is None:
        return row.said or (WOULD_RATHER_NOT if row.known else "")
    return say_value(item, rules.from_stored(item, row.value)) if item else str(row.value)


def as_said(row: Answer, questions: Questions) -> rules.Answer:
    """The row as the rules want it."""
    item = questions.items.get(row.item)
    return rules.Answer(
        item=row.item,
        value=rules.from_stored(item, row.value) if item else row.said or str(row.value),
        answered_on=row.answered_on,
        heard_by=row.heard_by.name if row.heard_by else row.heard_words,
        source=rules.Source(row.source),
        sure=rules.Sure(row.sure),
        form=row.form,
        superseded=row.superseded_at is not None,
        row=row.pk,
    )


def _form_words(row: Answer, levels: Collection[Sensitivity]) -> str:
    return row.run.title if row.run and row.run.sensitivity in levels else ""


def _is_open(row: Answer, questions: Questions, levels: Collection[Sensitivity]) -> bool:
    """A question that became more closed in a later bank closes its earlier answers too."""
    item = questions.items.get(row.item)
    return item is None or item.seen_by in levels


def told_in_run(user: User, person: Person, run: FormRun, today: date) -> list[Told]:
    """What was said in it, as it was said then, in the order of the form; the last word on each question."""
    questions, happenings, levels = current_questions(), happenings_of(person), readable_levels(user, person)
    last = {row.item: row for row in rows_of_run(user, run.pk) if _is_open(row, questions, levels)}
    given = [row for row in last.values() if row.came_by != CameBy.TAKEN_BACK]
    return [as_told(row, questions, happenings, today, levels) for row in given]


def rows_of_run(user: User, run_id: int) -> Sequence[Answer]:
    """What was answered in this filling in and the reader may see, in the order it was written."""
    rows = visible(user, Answer.objects.filter(run=run_id)).select_related("heard_by", "run")
    return list(rows.order_by("pk"))
