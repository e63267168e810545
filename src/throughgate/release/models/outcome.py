"""What became of a stop of the release day, and why somebody was not seen in their first week.

The last one said of each holds; none is edited. One that was said by mistake is taken back by a later row.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughgate.access.policy import PersonRow, Sensitivity
from throughgate.casework.models import WhyNot
from throughgate.common.references import new_reference
from throughgate.people.models import Person
from throughgate.programmes.models import Promise
from throughgate.record.models import Entry
from throughgate.release.models.day import LEVELS, DayStop


class Became(models.TextChoices):
    KEPT = "kept", "Kept"
    LATE = "late", "Kept, late"
    MISSED = "missed", "Missed"
    CALLED_OFF = "called_off", "Called off by them"
    TAKEN_BACK = "taken_back", "Said by mistake"


class NotSeenReason(models.TextChoices):
    DECLINED = "declined", "They declined"
    RETURNED = "returned", "They are back in custody"
    MOVED = "moved", "They moved away"
    DIED = "died", "They died"
    TAKEN_BACK = "taken_back", "Said by mistake"


class StopOutcome(models.Model):
    """`why` only where it was missed. `promise`: to ring whoever waited for them."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    stop = models.ForeignKey(DayStop, on_delete=models.CASCADE, related_name="outcomes")
    became = models.CharField(max_length=12, choices=Became)
    why = models.CharField(max_length=16, choices=WhyNot, blank=True)
    note = models.CharField(max_length=200, blank=True)
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    promise = models.ForeignKey(Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="stop_outcomes")
    said_at = models.DateTimeField(auto_now_add=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    access = PersonRow(person="stop__day__person", sensitivity="stop__sensitivity")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(became__in=Became.values), name="stop_outcome_known"),
            models.CheckConstraint(
                condition=Q(became=Became.MISSED, why__in=WhyNot.values) | (~Q(became=Became.MISSED) & Q(why="")),
                name="stop_outcome_missed_and_why",
                violation_error_message="Say why it was missed.",
            ),
        ]

    def __str__(self) -> str:
        return f"Outcome {self.ref}"


class NotSeen(models.Model):
    """Nobody will see them in this first week, and why. Counts for the release before `on`."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="not_seen")
    on = models.DateField()
    reason = models.CharField(max_length=12, choices=NotSeenReason)
    words = models.CharField(max_length=200, blank=True)
    sensitivity = models.CharField(max_length=12, choices=LEVELS, default=Sensitivity.STANDARD)
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField(auto_now_add=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    access = PersonRow(person="person", sensitivity="sensitivity")

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "not seen"
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=NotSeenReason.values), name="not_seen_reason_known"),
            models.CheckConstraint(
                condition=Q(sensitivity__in=[code for code, _ in LEVELS]), name="not_seen_level_known"
            ),
        ]
        indexes = [models.Index(fields=["person", "on"], name="not_seen_person_on")]

    def __str__(self) -> str:
        return f"Not seen {self.ref}"
