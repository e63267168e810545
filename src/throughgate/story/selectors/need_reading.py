"""One look at the needs and strengths of a person, and what their answers suggest, as far as the reader may know.

Everything follows from the rows and answers that this reader may see: a suggestion from an answer that is closed to
them does not exist for them, nor does what somebody noted or set aside because of it. Eight queries at
most, however many rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from django.db.models import Prefetch

from throughgate.access.policy import Action, Sensitivity, can, visible, writable_levels
from throughgate.accounts.models import User
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.story.grammar import Both, Questions
from throughgate.story.models import About, Answer, NeedStatus, PersonNeed, PersonStrength, SetAside
from throughgate.story.rules import answers as said
from throughgate.story.rules.freshness import Happenings
from throughgate.story.rules.needing import floor_of, level_of_item, levels_from, most_closed, owner_words
from throughgate.story.rules.needs import Finding, likely_needs, strengths_shown
from throughgate.story.rules.suggesting import Changed, Noted, Reason, Suggested, reason_of, suggest, what_changed
from throughgate.story.selectors.answers import (
    answers_of,
    as_said,
    as_told,
    happenings_of,
    readable_levels,
    said_words,
)
from throughgate.story.selectors.need_lines import (
    AsideLine,
    ChangedLine,
    Heard,
    NeedLine,
    Pathway,
    StrengthLine,
    Suggestion,
    heard,
)
from throughgate.story.shipping import current_questions

Row = TypeVar("Row", PersonNeed, PersonStrength, SetAside)
ANSWERS = ("from_answer__heard_by", "from_answer__run", "held_against__heard_by")


@dataclass
class Reading:
    """One look at the needs and strengths of a person. Each part is read when it is first asked for."""

    user: User
    person: Person
    questions: Questions = field(default_factory=current_questions)

    # -- what is noted ------------------------------------------------------------------------------------------------

    @cached_property
    def needs(self) -> list[NeedLine]:
        lines = [self._need_line(row) for row in self._need_rows if row.ended_on is None]
        order = list(self.questions.needs.pathways)
        return sorted(lines, key=lambda line: _place(line.row.pathway, order))

    @cached_property
    def ended_needs(self) -> list[NeedLine]:
        return [self._need_line(row) for row in self._need_rows if row.ended_on is not None]

    @cached_property
    def strengths(self) -> list[StrengthLine]:
        return [self._strength_line(row) for row in self._strength_rows if row.ended_on is None]

    @cached_property
    def pathways(self) -> list[Pathway]:
        """Open needs by pathway, in the order of the list."""
        found: dict[str, list[NeedLine]] = {}
        for line in self.needs:
            if line.is_open:
                found.setdefault(line.row.pathway, []).append(line)
        return [Pathway(self._pathway_title(key), lines) for key, lines in found.items()]

    def needs_in(self, status: str) -> list[NeedLine]:
        return [line for line in self.needs if line.now.status == status]

    # -- what the answers suggest -------------------------------------------------------------------------------------

    @cached_property
    def suggested_needs(self) -> list[Suggestion]:
        order = list(self.questions.needs.pathways)
        needs = self.questions.needs.needs
        found = sorted(self._found_needs, key=lambda one: _place(needs[one.key].pathway, order))
        return [self._suggested_need(one) for one in found]

    @cached_property
    def suggested_strengths(self) -> list[Suggestion]:
        return [self._suggested_strength(one) for one in self._found_strengths]

    @cached_property
    def _found_needs(self) -> tuple[Suggested, ...]:
        noted = [self._as_noted(line) for line in self.needs if line.row.key]
        return suggest(self._likely, noted, self._put_aside(About.NEED))

    @cached_property
    def _found_strengths(self) -> tuple[Suggested, ...]:
        noted = [Noted(line.row.key) for line in self.strengths if line.row.key]
        return suggest(self._shown, noted, self._put_aside(About.STRENGTH))

    @cached_property
    def set_aside(self) -> list[AsideLine]:
        """Once for each thing that was put to them, the latest first, while its answer still stands."""
        found: dict[tuple[str, str], AsideLine] = {}
        for row in reversed(self._aside_rows):
            title = self._title_of(row.about, row.key)
            if title and self._still_says(row):
                line = AsideLine(row, title, can(self.user, Action.RECORD, row))
                found.setdefault((row.about, row.key), line)
        return list(found.values())

    def suggestion(self, about: str, key: str) -> Suggestion | None:
        if about == About.NEED:
            return next((self._suggested_need(one) for one in self._found_needs if one.key == key), None)
        return next((self._suggested_strength(one) for one in self._found_strengths if one.key == key), None)

    # -- rows ---------------------------------------------------------------------------------------------------------

    @cached_property
    def _need_rows(self) -> list[PersonNeed]:
        statuses = NeedStatus.objects.select_related("by").order_by("-pk")
        rows = visible(self.user, PersonNeed.objects.filter(person=self.person))
        rows = rows.select_related(*ANSWERS, "noted_by", "ended_by")
        return [self._mine(row) for row in rows.prefetch_related(Prefetch("statuses", statuses))]

    @cached_property
    def _strength_rows(self) -> list[PersonStrength]:
        rows = visible(self.user, PersonStrength.objects.filter(person=self.person))
        return [self._mine(row) for row in rows.select_related(*ANSWERS, "noted_by")]

    @cached_property
    def _aside_rows(self) -> list[SetAside]:
        rows = visible(self.user, SetAside.objects.filter(person=self.person, withdrawn_at__isnull=True))
        return [self._mine(row) for row in rows.select_related("answer__heard_by", "by")]

    @cached_property
    def _answer_rows(self) -> dict[str, Answer]:
        """Those that stand, by question; one that was taken back is among them and says nothing."""
        rows = answers_of(self.user, self.person).filter(superseded_at__isnull=True)
        return {row.item: row for row in rows if self.level_of(row) in self._levels}

    @cached_property
    def _levels(self) -> frozenset[Sensitivity]:
        return readable_levels(self.user, self.person)

    def level_of(self, row: Answer) -> Sensitivity:
        """A question that became more closed in a later bank closes its earlier answers too."""
        return most_closed([Sensitivity(row.sensitivity), level_of_item(row.item, self.questions.items)])

    @cached_property
    def _happenings(self) -> Happenings:
        return happenings_of(self.person)

    def _mine(self, row: Row) -> Row:
        row.person = self.person  # with its site, so that the policy need not read it again
        return row

    # -- what the rules are told --------------------------------------------------------------------------------------

    @cached_property
    def _current(self) -> dict[str, said.Answer]:
        found = {key: self._as_said(row) for key, row in self._answer_rows.items()}
        return {key: answer for key, answer in found.items() if answer}

    def _as_said(self, row: Answer) -> said.Answer | None:
        return as_said(row, self.questions) if row.known else None

    @cached_property
    def _likely(self) -> tuple[Finding, ...]:
        return likely_needs(self.questions, self._current.values())

    @cached_property
    def _shown(self) -> tuple[Finding, ...]:
        return strengths_shown(self.questions, self._current.values())

    def _put_aside(self, about: str) -> set[tuple[str, Reason]]:
        rows = [row for row in self._aside_rows if row.about == about]
        return {(row.key, reason_of(answer)) for row in rows if (answer := self._as_said(row.answer))}

    def _still_says(self, row: SetAside) -> bool:
        then, now = self._as_said(row.answer), self._current.get(row.answer.item)
        return then is not None and now is not None and reason_of(then) == reason_of(now)

    def _as_noted(self, line: NeedLine) -> Noted:
        answer = self._as_said(line.row.from_answer) if line.row.from_answer else None
        return Noted(line.row.key, line.now.status, line.now.on, reason_of(answer) if answer else None)

    # -- lines --------------------------------------------------------------------------------------------------------

    def _need_line(self, row: PersonNeed) -> NeedLine:
        likely = {finding.key for finding in self._likely}
        return NeedLine(
            row=row,
            title=self._title_of(About.NEED, row.key) or Both(staff=row.words, person=row.words),
            pathway_title=self._pathway_title(row.pathway),
            history=list(row.statuses.all()),
            owners=owner_words(row.owners, self.person.first_name),
            told=self._told_from(row),
            changed=self._changed(row, likely),
            can_change=can(self.user, Action.RECORD, row),
        )

    def _strength_line(self, row: PersonStrength) -> StrengthLine:
        likely = {finding.key for finding in self._shown}
        return StrengthLine(
            row=row,
            title=self._title_of(About.STRENGTH, row.key) or Both(staff=row.words, person=row.words),
            told=self._told_from(row),
            changed=self._changed(row, likely),
            can_change=can(self.user, Action.RECORD, row),
        )

    def _title_of(self, about: str, key: str) -> Both | None:
        listed: Mapping[str, object] = (
            self.questions.needs.needs if about == About.NEED else self.questions.needs.strengths
        )
        part = listed.get(key)
        return getattr(part, "title", None)

    def _pathway_title(self, key: str) -> Both:
        """A pathway that has left the list keeps its name as it was written."""
        listed = self.questions.needs.pathways.get(key)
        words = key.replace("-", " ").capitalize()
        return listed.title if listed else Both(staff=words, person=words)

    def _told_from(self, row: PersonNeed | PersonStrength) -> Heard | None:
        answer = row.from_answer
        return self._told(answer, Happenings()) if answer and self.level_of(answer) in self._levels else None

    def _told(self, answer: Answer, happenings: Happenings) -> Heard:
        """Whether it may have changed since is asked only where something is suggested."""
        return heard(as_told(answer, self.questions, happenings, today(), self._levels))

    def _changed(self, row: PersonNeed | PersonStrength, likely: set[str]) -> ChangedLine | None:
        """Nothing once somebody said, in the knowledge of the new answer, that it still holds."""
        rests_on = self._as_said(row.from_answer) if row.from_answer else None
        changed = rests_on and what_changed(row.key, rests_on, self._current, self.questions.items, likely)
        if not changed or self._is_held(row, changed):
            return None
        now = self._answer_rows.get(changed.item)
        question = now.wording if now else ""
        return ChangedLine(
            question, now.answered_on if now else None, said_words(now) if changed.answer and now else ""
        )

    def _is_held(self, row: PersonNeed | PersonStrength, changed: Changed) -> bool:
        held = row.held_against
        if held is None or held.item != changed.item:
            return False
        then = self._as_said(held)
        return (then and reason_of(then)) == (changed.answer and reason_of(changed.answer))

    def changed_answer(self, row: PersonNeed | PersonStrength) -> Answer | None:
        """The answer that stands now, in whose light somebody has to say whether this still holds."""
        about = self._likely if isinstance(row, PersonNeed) else self._shown
        rests_on = self._as_said(row.from_answer) if row.from_answer else None
        likely = {finding.key for finding in about}
        changed = rests_on and what_changed(row.key, rests_on, self._current, self.questions.items, likely)
        return self._answer_rows.get(changed.item) if changed else None

    def _suggested_need(self, found: Suggested) -> Suggestion:
        need = self.questions.needs.needs[found.key]
        return self._suggestion(About.NEED, found, need.title, self._pathway_title(need.pathway))

    def _suggested_strength(self, found: Suggested) -> Suggestion:
        return self._suggestion(About.STRENGTH, found, self.questions.needs.strengths[found.key].title)

    def _suggestion(self, about: About, found: Suggested, title: Both, pathway_title: Both | None = None) -> Suggestion:
        rows = [self._answer_rows[answer.item] for answer in found.because]
        level = floor_of([self.level_of(row) for row in rows])
        again = self._noted_before(found.key, level) if about == About.NEED else None
        return Suggestion(
            about=about,
            key=found.key,
            title=title,
            pathway_title=pathway_title,
            because=[self._told(row, self._happenings) for row in rows],
            level=level,
            from_answer=next(row for row in rows if self.level_of(row) == level),
            answers=rows,
            again=again,
            can_note=again.can_change if again else level in writable_levels(self.user, self.person),
        )

    def _noted_before(self, key: str, level: Sensitivity) -> NeedLine | None:
        """Only one that is as closed as the answer: a more open one would tell of it by coming back."""
        lines = [line for line in self.needs if line.row.key == key]
        return next((line for line in lines if levels_from(level, [Sensitivity(line.row.sensitivity)])), None)


def _place(pathway: str, order: Sequence[str]) -> int:
    return order.index(pathway) if pathway in order else len(order)
