"""Feedback told openly and feedback kept from one's workers, one not finished, one item of the log on its way, one line
on a published page.
"""

from datetime import date, timedelta

from django.utils import timezone

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.common.clock import today
from throughgate.common.quarters import quarter_of
from throughgate.learning.models import (
    Feedback,
    KeptAnswer,
    LogChange,
    LogItem,
    LogNote,
    OpenAnswer,
    WallLine,
    WallPage,
)
from throughgate.people.models import Person
from throughgate.record.models import Entry

DAY = date(2026, 3, 2)
KEPT_WORDS = "He never rings me back"
OPEN_WORDS = "More visits please"


def learning_of_everything(person: Person, user: User, level: Sensitivity) -> None:
    known = {"person": person, "site": person.site, "version": 1, "how": "alone", "on": DAY, "opened_by": user}
    for model, words in ((OpenAnswer, OPEN_WORDS), (KeptAnswer, KEPT_WORDS)):
        entry = Entry.objects.create(person=person, kind="feedback", on=DAY, summary="Gave feedback", by=user)
        row = Feedback.objects.create(**known, is_kept=model is KeptAnswer, finished_at=timezone.now(), entry=entry)
        model.objects.create(feedback=row, question="differently", wording="What should we do?", said=words)
        model.objects.create(feedback=row, question="respect", wording="Respect?", choice="always", said="Always")
    Feedback.objects.create(**known)
    if LogItem.objects.filter(site=person.site).exists():
        return
    item = LogItem.objects.create(site=person.site, source="person", heard_on=DAY, noted_by=user)
    LogNote.objects.create(item=item, part="happened", words="Calls come late", by=user)
    other = User.objects.exclude(pk=user.pk).order_by("pk").first()
    if other is None:
        return
    LogChange.objects.create(
        item=item, what="Ring on the day", responsible=user, by_on=today() + timedelta(days=3), checker=other,
        check_on=today() + timedelta(days=30), planned_by=user,
    )  # fmt: skip
    quarter = quarter_of(today())
    line = {"you_said": "Calls come late.", "could": True, "we_did": "We ring on the day."}
    WallLine.objects.create(item=item, quarter=quarter, added_by=user, **line)
    WallPage.objects.create(site=person.site, quarter=quarter, lines=[line], published_by=user)
