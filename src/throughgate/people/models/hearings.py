from django.conf import settings
from django.db import models
from django.db.models import Q

from throughgate.access.policy import PersonRow
from throughgate.common.references import new_reference
from throughgate.people.models.custody import Told, confidence_known
from throughgate.people.models.person import Person


class HearingKind(models.TextChoices):
    PAPER = "paper", "On the papers"
    ORAL = "oral", "Oral hearing"


class HearingState(models.TextChoices):
    LISTED = "listed", "Listed"
    DEFERRED = "deferred", "Deferred"
    DECIDED = "decided", "Decided"
    CANCELLED = "cancelled", "Not going ahead"


class HearingResult(models.TextChoices):
    RELEASE = "release", "Release directed"
    NO_RELEASE = "no_release", "No release"
    OPEN = "open", "No release; a move to open conditions advised"
    ORAL = "oral", "Sent on to an oral hearing"


class ParoleHearing(models.Model):
    """One review by the Parole Board, on the papers or as an oral hearing. What became of it stands in its steps."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="hearings")
    kind = models.CharField(max_length=8, choices=HearingKind)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    access = PersonRow(person="person")

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=HearingKind.values), name="hearing_kind_known")]

    def __str__(self) -> str:
        return f"Parole hearing {self.ref}"


class HearingStep(Told):
    """Listed for a day, put off to another, decided, or not going ahead. The last one holds; none is edited.

    `on`: the day it is listed for, or on which it was decided; None where it is put off and no new day is known.
    """

    hearing = models.ForeignKey(ParoleHearing, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=HearingState)
    on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=12, choices=HearingResult, blank=True)
    because = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=80)
    noted_at = models.DateTimeField(auto_now_add=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    access = PersonRow(person="hearing__person")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=HearingState.values), name="hearing_state_known"),
            confidence_known("hearing_confidence_known"),
            models.CheckConstraint(
                condition=Q(state=HearingState.DECIDED, result__in=HearingResult.values)
                | (~Q(state=HearingState.DECIDED) & Q(result="")),
                name="hearing_decided_has_result",
                violation_error_message="Choose what was decided.",
            ),
            models.CheckConstraint(
                condition=Q(on__isnull=False) | Q(state__in=[HearingState.DEFERRED, HearingState.CANCELLED]),
                name="hearing_has_its_day",
                violation_error_message="Enter the day.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[HearingState.DEFERRED, HearingState.CANCELLED], because=""),
                name="hearing_put_off_has_reason",
                violation_error_message="Say why.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}, hearing {self.hearing_id}"
