"""How many were still in treatment after 4, 13 and 26 weeks."""

from collections import Counter, defaultdict
from datetime import date

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from throughgate.access.policy import Ability, require, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.small_numbers import told_parts
from throughgate.common.sustained import CHECK_WEEKS
from throughgate.record.models import Entry
from throughgate.recovery.kinds import OUTSIDE
from throughgate.recovery.models import Lasting, TreatmentCheck, WhyEnded


def in_treatment(user: User, today: date) -> dict[int, dict[str, str]]:
    """By weeks, of the checks that are due, as far as the reader may see whose they are: due, still, ended and missing,
    each as it may be told. Whoever finished the treatment before the day is asked nothing, and counts in nothing; one
    that ended before it says so without being asked; one noted by mistake is none. One query.
    """
    require(user, Ability.SEE_PEOPLE)
    finished = Q(treatment__ended_because=WhyEnded.DONE, treatment__ended_on__lt=F("due_on"))
    rows = visible(user, TreatmentCheck.objects.filter(due_on__lte=today)).exclude(finished)
    mistaken = Entry.objects.filter(kind=OUTSIDE, row_id=OuterRef("treatment"), voids=True)
    rows = rows.exclude(Exists(mistaken))
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    counts.update({weeks: Counter() for weeks in CHECK_WEEKS})
    told = Case(When(answer="", treatment__ended_on__lte=F("due_on"), then=Value(Lasting.ENDED)), default=F("answer"))
    for weeks, answer in rows.annotate(told=told).order_by().values_list("weeks", "told"):
        counts[weeks][answer] += 1
    record_event(by=user, action="recovery_figures.read")
    return {weeks: _told(counts[weeks]) for weeks in CHECK_WEEKS}


def _told(answers: Counter[str]) -> dict[str, str]:
    parts = {"still": answers[Lasting.STILL], "ended": answers[Lasting.ENDED], "missing": answers[""]}
    return told_parts(answers.total(), parts)
