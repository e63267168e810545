"""Trainings are noted, put right and struck out by whoever manages people."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from throughgate.access.policy import Ability, Hidden, colleagues, require
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.practice.loading import training_of
from throughgate.practice.models import TrainingRecord
from throughgate.practice.rules.training import PracticeError, check_record, last_day


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is noted of a training. `is_usual`: it holds for as long as the file says, and `until` is not asked."""

    done_on: date
    given_by: str
    proof: str
    is_usual: bool = True
    until: date | None = None
    until_because: str = ""


@act()
def note_training(
    *, by: User, user: User, training: str, said: Said, corrects: TrainingRecord | None = None
) -> TrainingRecord:
    """Sent twice, it stands once. Raises Forbidden, Hidden, PracticeError."""
    _check_keeps(by, user)
    spec = training_of(training)
    if spec is None:
        raise PracticeError("This is not one of the trainings any more")
    usual = last_day(spec, said.done_on)
    last = usual if said.is_usual else said.until
    because = "" if last == usual else said.until_because
    check_record(
        done_on=said.done_on, until=last, usual=usual, because=because, given_by=said.given_by, proof=said.proof,
        today=today(),
    )  # fmt: skip
    known = {
        "user": user, "training": training, "title": spec.title, "done_on": said.done_on, "until": last,
        "until_because": because.strip()[:200], "given_by": said.given_by.strip()[:120],
        "proof": said.proof.strip()[:120],
    }  # fmt: skip
    if there := TrainingRecord.objects.filter(struck_at__isnull=True, **known).first():
        return there
    row = TrainingRecord.objects.create(noted_by=by, corrects=corrects, **known)
    record_event(by=by, action="training.noted", subject=f"user {user.ref}", training=training)
    return row


@act()
def strike_training(*, by: User, record: TrainingRecord, because: str) -> TrainingRecord:
    """It was noted by mistake. Raises Forbidden, Hidden, PracticeError."""
    _check_keeps(by, record.user)
    if not because.strip():
        raise PracticeError("Say why it is struck out", "because")
    row = TrainingRecord.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if row.struck_at:
        return row
    row.struck_at, row.struck_by, row.struck_because = timezone.now(), by, because.strip()[:200]
    row.save(update_fields=["struck_at", "struck_by", "struck_because"])
    record_event(by=by, action="training.struck", subject=f"user {record.user.ref}", training=row.training)
    return row


@act()
def correct_training(*, by: User, record: TrainingRecord, because: str, said: Said) -> TrainingRecord:
    """What stood is struck out with the reason, and what is right is noted. Raises as the two do."""
    struck = strike_training(by=by, record=record, because=because)
    if TrainingRecord.objects.filter(corrects=struck).exists():
        raise PracticeError("Somebody else has put this right meanwhile. Look again")
    return note_training(by=by, user=record.user, training=record.training, said=said, corrects=struck)


def _check_keeps(by: User, user: User) -> None:
    require(by, Ability.KEEP_TRAINING)
    if not colleagues(by).filter(pk=user.pk).exists():
        raise Hidden()
