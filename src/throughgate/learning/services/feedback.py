"""Asking somebody how we are doing. Whoever may record something about a person may ask; what they say is written to
the table that only those read to whom they say it.
"""

from datetime import date

from django.utils import timezone

from throughgate.access.policy import Action, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.learning.loading import questions
from throughgate.learning.models import Feedback, How, KeptAnswer, OpenAnswer
from throughgate.learning.rules.feedback import DECLINED, GIVEN, FeedbackError, check_answer, check_asker
from throughgate.learning.selectors.feedback import answers_in, works_with
from throughgate.people.models import Person
from throughgate.people.services.writing import lock_person
from throughgate.programmes.models import Enrolment
from throughgate.record.services import write_entry


@act()
def open_feedback(
    *, by: User, person: Person, how: str, on: date, is_kept: bool, enrolment: Enrolment | None = None, moment: str = ""
) -> Feedback:
    """Raises Hidden, Forbidden, FeedbackError."""
    row = _opened(by, person, how, on, enrolment, moment)
    row.is_kept = is_kept
    row.save()
    record_event(by=by, action="feedback.opened", person=person, subject=f"feedback {row.ref}")
    return row


@act()
def decline_feedback(
    *, by: User, person: Person, how: str, on: date, enrolment: Enrolment | None = None, moment: str = ""
) -> Feedback:
    """They would rather say nothing: written down, so that nobody presses them. Raises Hidden, Forbidden,
    FeedbackError.
    """
    row = _opened(by, person, how, on, enrolment, moment)
    return _finished(by, row, declined=True)


def _opened(by: User, person: Person, how: str, on: date, enrolment: Enrolment | None, moment: str) -> Feedback:
    lock_person(by, Action.RECORD, person)
    if how not in How.values:
        raise FeedbackError("Choose how it is asked", "how")
    if on > today():
        raise FeedbackError("The day cannot be in the future", "on")
    check_asker(how, is_own_worker=works_with(by, person))
    if enrolment and not visible(by, Enrolment.objects.filter(pk=enrolment.pk, person=person)).exists():
        raise FeedbackError("This programme is not theirs")
    return Feedback(
        person=person, enrolment=enrolment, site=person.site, moment=moment[:120], version=questions().version,
        how=how, on=on, opened_by=by,
    )  # fmt: skip


@act()
def give_answer(*, by: User, feedback: Feedback, question: str, choice: str = "", words: str = "") -> None:
    """Nothing chosen and nothing written passes over it. Raises Hidden, Forbidden, FeedbackError."""
    _still_open(by, feedback)
    asked = questions().questions.get(question)
    if asked is None:
        raise FeedbackError("This is not asked any more")
    code, said = check_answer(asked, choice, words)
    table = KeptAnswer if feedback.is_kept else OpenAnswer
    if said:
        new = {"wording": asked.ask[:300], "choice": code, "said": said}
        table.objects.update_or_create(feedback=feedback, question=question, defaults=new)
    elif not feedback.is_kept:
        table.objects.filter(feedback=feedback, question=question).delete()
    record_event(by=by, action="feedback.answered", person=feedback.person, subject=f"feedback {feedback.ref}")


@act()
def finish_feedback(*, by: User, feedback: Feedback) -> Feedback:
    """The one entry is written, with nothing in it of what was said. Who said nothing declined.

    Raises Hidden, Forbidden.
    """
    lock_person(by, Action.RECORD, feedback.person)
    feedback.refresh_from_db(fields=["finished_at"])
    if feedback.finished_at:
        return feedback
    return _finished(by, feedback, declined=not answers_in(feedback))


@act()
def stop_feedback(*, by: User, feedback: Feedback) -> Feedback:
    """They do not want to go on: what they said so far goes. Raises Hidden, Forbidden, FeedbackError."""
    _still_open(by, feedback)
    KeptAnswer.objects.filter(feedback=feedback).delete()
    OpenAnswer.objects.filter(feedback=feedback).delete()
    return _finished(by, feedback, declined=True)


def _still_open(by: User, feedback: Feedback) -> None:
    lock_person(by, Action.RECORD, feedback.person)
    feedback.refresh_from_db(fields=["finished_at"])
    if feedback.finished_at:
        raise FeedbackError("This is finished already")


def _finished(by: User, row: Feedback, *, declined: bool) -> Feedback:
    row.declined, row.finished_at = declined, timezone.now()
    row.entry = write_entry(
        by=by, person=row.person, kind="feedback", on=row.on, enrolment=row.enrolment,
        summary=DECLINED if declined else GIVEN,
    )  # fmt: skip
    row.save()
    record_event(by=by, action="feedback.finished", person=row.person, subject=f"feedback {row.ref}", declined=declined)
    return row
