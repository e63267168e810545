"""What somebody is trained in, and a colleague who watches them at work: planned by them, noted by nobody yet."""

from datetime import date

from throughgate.accounts.models import User
from throughgate.common.clock import today
from throughgate.practice.models import Observation, TrainingRecord

DAY = date(2026, 3, 2)


def practice_of_everything(user: User) -> None:
    TrainingRecord.objects.create(
        user=user, training="lone-working", title="Working alone", done_on=DAY, given_by="The council",
        proof="Certificate", noted_by=user,
    )  # fmt: skip
    observer = User.objects.filter(role="manager").exclude(pk=user.pk).order_by("pk").first()
    if observer is not None:
        Observation.objects.create(practitioner=user, observer=observer, on=today(), planned_by=user)
