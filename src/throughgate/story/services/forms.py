"""Opening a form with a person, carrying it on, and finishing it."""

from datetime import date

from django.utils import timezone

from throughgate.access.policy import Action, Sensitivity, check
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.services.writing import lock_person
from throughgate.record.services import write_entry
from throughgate.story import rules
from throughgate.story.models import Answer, FormRun, Unfinished
from throughgate.story.rules.giving import level_of_form, not_asked_again
from throughgate.story.selectors.forms import is_answer, sheet_of
from throughgate.story.services.answering import AnswerError
from throughgate.story.terms import CameBy

KNOWN = (rules.State.KNOWN, rules.State.DECLINED, rules.State.TOLD)


class StillOpenError(AnswerError):
    """There are questions that were neither answered nor knowingly left."""

    def __init__(self, count: int):
        self.count = count
        super().__init__(f"{count} questions are not answered yet" if count != 1 else "1 question is not answered yet")


class NothingSaidError(AnswerError):
    """Questions are open and not one was answered: a form that nobody was asked is not in the record."""

    def __init__(self) -> None:
        super().__init__("Nothing has been answered yet. Stop here and carry on another day, or put the form away")


@act()
def open_form(*, by: User, person: Person, form: str) -> FormRun:
    """The filling in that is open, whoever began it, or a new one. Raises Hidden, Forbidden, NotTheirFormError."""
    lock_person(by, Action.RECORD, person)
    sheet = sheet_of(by, person, form, today())
    if sheet.run:
        return sheet.run
    run = FormRun.objects.create(
        person=person,
        form=form,
        form_version=sheet.form.version,
        title=sheet.form.title.staff,
        sensitivity=level_of_form(sheet.form),
        opened_by=by,
        known=[one.item for one in sheet.states if one.state in KNOWN],
    )
    record_event(by=by, action="form.opened", person=person, subject=f"form {run.ref}", form=form)
    return run


@act()
def finish_form(*, by: User, run: FormRun, leaving: bool = False) -> FormRun:
    """Write the one entry that says that this form was filled in, and count what did not have to be asked.

    Told once: where several programmes ask for the form, the entry is for none in particular and meets them all.

    `leaving`: questions still open are left for another day. Finished twice it stays finished once.
    Raises Hidden, Forbidden, StillOpenError, NothingSaidError.
    """
    person = run.person
    lock_person(by, Action.RECORD, person)
    check(by, Action.RECORD, run)
    run.refresh_from_db()
    if run.finished_at:
        return run
    sheet = sheet_of(by, person, run.form, today())
    still_open = sheet.tally.to_ask + sheet.tally.left
    if still_open and not leaving:
        raise StillOpenError(still_open)
    answers = list(Answer.objects.filter(run=run))
    _count(run, answers)
    if still_open and not run.asked:
        raise NothingSaidError()
    if len(sheet.asked_by) == 1:
        run.enrolment_id = sheet.asked_by[0].enrolment_id
    entry = write_entry(
        by=by,
        person=person,
        kind="form",
        subject=run.form,
        on=_heard_on(answers) or today(),
        summary=run.title,
        enrolment=run.enrolment,
        sensitivity=Sensitivity(run.sensitivity),
        row_id=run.pk,
    )
    run.entry, run.finished_at, run.finished_by = entry, timezone.now(), by
    run.save()
    Unfinished.objects.filter(run=run).delete()
    record_event(by=by, action="form.finished", person=person, subject=f"form {run.ref}", form=run.form)
    return run


@act()
def put_form_away(*, by: User, run: FormRun, because: str) -> FormRun:
    """It was opened by mistake, or given up. What was answered in it stays answered; nothing stands in the record.

    Raises Hidden, Forbidden, AnswerError.
    """
    lock_person(by, Action.RECORD, run.person)
    check(by, Action.RECORD, run)
    if not because.strip():
        raise AnswerError("Say why this form is put away")
    run.refresh_from_db()
    if run.finished_at:
        return run
    _count(run, list(Answer.objects.filter(run=run)))
    run.finished_at, run.finished_by, run.put_away_because = timezone.now(), by, because.strip()[:200]
    run.save()
    Unfinished.objects.filter(run=run).delete()
    record_event(by=by, action="form.put_away", person=run.person, subject=f"form {run.ref}", form=run.form)
    return run


def _count(run: FormRun, answers: list[Answer]) -> None:
    """Whoever answered: what a colleague was asked in this filling in was asked of the person too."""
    taken_back = {row.before_id for row in answers if row.came_by == CameBy.TAKEN_BACK}
    given = [row for row in answers if row.came_by != CameBy.TAKEN_BACK and row.pk not in taken_back]
    run.asked = len({row.item for row in given})
    run.not_asked_again = not_asked_again(run.known, {row.item for row in given})
    run.asked_twice = len({row.item for row in given if row.came_by == CameBy.AGAIN})


def _heard_on(answers: list[Answer]) -> date | None:
    """The last day on which something of it was heard: answers on paper may be typed days later."""
    return max((row.answered_on for row in answers if is_answer(row)), default=None)
