"""Reads of forms: which there are for a person, how far each is, and what one comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.core.exceptions import PermissionDenied

from throughgate.access.policy import Hidden, visible
from throughgate.accounts.models import User
from throughgate.people.models import Person
from throughgate.story import rules
from throughgate.story.asked_for import AskedFor, programmes
from throughgate.story.grammar import Form
from throughgate.story.models import Answer, FormRun, Unfinished
from throughgate.story.rules.asking import OPEN
from throughgate.story.rules.giving import level_of_form, may_fill_in, say_fillers
from throughgate.story.selectors.answers import Known, Told, known_of, rows_of_run
from throughgate.story.shipping import current_questions
from throughgate.story.terms import CameBy

LONG_AGO = date.max


@dataclass(frozen=True)
class Line:
    """One question of a form, as its reader may know it. `told` is empty where the answer is closed to them."""

    state: rules.ItemState
    question: str
    told: Told | None = None
    here: bool = False  # it was said in the filling in that is open

    @property
    def is_stale(self) -> bool:
        return self.state.state is rules.State.STALE


@dataclass(frozen=True)
class Section:
    """`known`: told before, to whomever, or in this filling in. `left`: for somebody to ask who may hear it."""

    key: str
    title: str
    known: tuple[Line, ...]
    to_ask: int
    left: int


@dataclass(frozen=True)
class Sheet:
    """One form with one person, for one reader. `run` is the filling in that is open now."""

    known: Known
    form: Form
    run: FormRun | None = None
    asked_by: tuple[AskedFor, ...] = ()  # what asks for it, the earliest due first
    last: FormRun | None = None  # the last that was finished
    in_run: Mapping[str, Answer] = field(default_factory=dict)  # what was answered in the open one, by question

    @property
    def asked_for(self) -> AskedFor | None:
        return self.asked_by[0] if self.asked_by else None

    @cached_property
    def states(self) -> tuple[rules.ItemState, ...]:
        return self.known.states(self.form)

    @cached_property
    def tally(self) -> rules.Tally:
        return rules.tally(self.states)

    @property
    def total(self) -> int:
        """Questions that are asked of this person at all, as far as is known now."""
        return len(self.states) - self.tally.not_asked

    @property
    def already(self) -> tuple[rules.ItemState, ...]:
        """Known before this filling in, and not asked."""
        return tuple(
            one for one in self.states if one.state not in (*OPEN, *_NOT_SHOWN) and one.item not in self.in_run
        )

    @property
    def asking(self) -> tuple[rules.ItemState, ...]:
        """What this filling in is about: what is to ask, and what was answered in it."""
        return tuple(
            one for one in self.states if one.state in OPEN or (one.item in self.in_run and one.state not in _NOT_SHOWN)
        )

    @property
    def left(self) -> tuple[rules.ItemState, ...]:
        return tuple(one for one in self.states if one.state is rules.State.LEFT)

    @property
    def answered(self) -> int:
        return len([one for one in self.asking if one.item in self.in_run])

    @property
    def known_at_all(self) -> bool:
        return any(one.answer or one.state is rules.State.TOLD for one in self.states)

    def line(self, one: rules.ItemState) -> Line:
        row = self.known.mine.get(one.item) if one.answer else None
        told = self.known.told_of(row) if row else None
        return Line(one, self.known.questions.items[one.item].ask.staff, told, one.item in self.in_run)

    def sections(self) -> list[Section]:
        return [self._section(name) for name in self.form.sections]

    def _section(self, name: str) -> Section:
        states = [one for one in self.states if one.section == name and one.state is not rules.State.NOT_ASKED]
        return Section(
            name,
            self.form.sections[name].title.staff,
            tuple(self.line(one) for one in states if one.answer or one.state is rules.State.TOLD),
            len([one for one in states if one.state in OPEN]),
            len([one for one in states if one.state is rules.State.LEFT]),
        )


_NOT_SHOWN = (rules.State.NOT_ASKED, rules.State.LEFT)


class NotTheirFormError(PermissionDenied):
    """Which forms there are is no secret; whether one was filled in may be, and is not said."""

    def __init__(self, form: Form):
        super().__init__(f"“{form.title.staff}” is for {say_fillers(form)} to fill in.")


def form_of(user: User, slug: str) -> Form:
    """Raises Hidden where the bank has no such form, NotTheirFormError where it is not for this user to fill in."""
    form = current_questions().forms.get(slug)
    if form is None:
        raise Hidden()
    if not may_fill_in(user.role, form):
        raise NotTheirFormError(form)
    return form


def sheet_of(user: User, person: Person, slug: str, today: date) -> Sheet:
    """For a person whom `access_person` has let the reader have. Raises Hidden, NotTheirFormError."""
    form = form_of(user, slug)
    known = known_of(user, person, today)
    if level_of_form(form) not in known.levels:
        raise NotTheirFormError(form)
    run = open_run_of(user, person, slug)
    asked_by = tuple(one for one in programmes.asked(user, person) if one.form == slug)
    in_run = {row.item: row for row in rows_of_run(user, run.pk) if is_answer(row)} if run else {}
    return Sheet(known, form, run, asked_by, in_run=in_run)


def is_answer(row: Answer) -> bool:
    """It stands, and was given and not taken back."""
    return row.superseded_at is None and row.known and row.came_by != CameBy.TAKEN_BACK


def open_run_of(user: User, person: Person, slug: str) -> FormRun | None:
    rows = FormRun.objects.filter(person=person, form=slug, finished_at__isnull=True)
    run = visible(user, rows).select_related("opened_by", "enrolment").first()
    if run:
        run.person = person
    return run


def run_of(user: User, person: Person, ref: str) -> FormRun:
    """Raises Hidden."""
    rows = FormRun.objects.filter(person=person, ref=ref)
    run = visible(user, rows).select_related("person__site", "opened_by", "finished_by", "enrolment").first()
    if run is None:
        raise Hidden()
    return run


def forms_for(user: User, person: Person, today: date, happenings: rules.Happenings | None = None) -> list[Sheet]:
    """The forms this reader may fill in with this person: what the programmes ask for, what is begun, then the rest."""
    known = known_of(user, person, today, happenings)
    runs = list(visible(user, FormRun.objects.filter(person=person)).select_related("opened_by", "finished_by"))
    asked = programmes.asked(user, person)
    answered = _answered_in(user, [run for run in runs if run.finished_at is None])
    sheets = [
        Sheet(
            known,
            form,
            run=next((run for run in runs if run.form == slug and run.finished_at is None), None),
            asked_by=tuple(one for one in asked if one.form == slug),
            last=next((run for run in runs if run.form == slug and run.entry_id), None),
            in_run=answered.get(slug, {}),
        )
        for slug, form in known.questions.forms.items()
        if may_fill_in(user.role, form) and level_of_form(form) in known.levels
    ]
    return sorted(sheets, key=_by_what_is_next)


def _by_what_is_next(sheet: Sheet) -> tuple[bool, date, bool]:
    asked = sheet.asked_for
    return asked is None, (asked.by_on or LONG_AGO) if asked else LONG_AGO, sheet.run is None


def _answered_in(user: User, runs: Sequence[FormRun]) -> dict[str, dict[str, Answer]]:
    found: dict[str, dict[str, Answer]] = {run.form: {} for run in runs}
    slugs = {run.pk: run.form for run in runs}
    for row in visible(user, Answer.objects.filter(run__in=slugs, superseded_at__isnull=True)):
        if is_answer(row) and row.run_id:
            found[slugs[row.run_id]][row.item] = row
    return found


def done_forms(user: User, person: Person) -> list[FormRun]:
    """Those that were finished, the latest first."""
    rows = FormRun.objects.filter(person=person, entry__isnull=False)
    return list(visible(user, rows).select_related("finished_by").order_by("-finished_at", "-pk"))


def unfinished_in(user: User, run: FormRun) -> dict[str, list[Unfinished]]:
    """What was typed and not saved, by question, one's own first and then the latest."""
    rows = visible(user, Unfinished.objects.filter(run=run)).select_related("by").order_by("-at", "-pk")
    found: dict[str, list[Unfinished]] = {}
    for row in sorted(rows, key=lambda row: row.by_id != user.pk):
        found.setdefault(row.item, []).append(row)
    return found
