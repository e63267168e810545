"""Somebody watches a colleague at work, and both learn from it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughgate.common.references import new_reference
from throughgate.groups.models import GroupSession


class Observation(models.Model):
    """Its moments tell where it stands: planned, observed, answered by whoever was watched, read by whoever watched.

    Nobody whom the session was for is named. `ratings`: by key of the sheet what was seen; `steps`: keys of the steps
    of the session's plan that the observer saw delivered.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    practitioner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="observed")
    observer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="observing")
    on = models.DateField()
    session = models.ForeignKey(GroupSession, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    planned_at = models.DateTimeField(auto_now_add=True)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    told_how = models.CharField(max_length=200, blank=True)  # how everybody there was told that somebody watches
    ratings = models.JSONField(default=dict)
    steps = models.JSONField(default=list)
    went_well = models.TextField(blank=True)
    to_try = models.TextField(blank=True)
    observed_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)  # the observer has read the answer
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    dropped_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(practitioner=F("observer")), name="observed_by_another"),
            models.CheckConstraint(
                condition=Q(observed_at__isnull=True, went_well="", to_try="", told_how="")
                | (Q(observed_at__isnull=False) & ~Q(went_well="") & ~Q(to_try="") & ~Q(told_how="")),
                name="observed_in_full",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="")
                | (Q(answered_at__isnull=False, observed_at__isnull=False) & ~Q(answer="")),
                name="answered_once_observed",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(answered_at__isnull=False), name="read_once_answered"
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, dropped_by__isnull=True, dropped_because="")
                | (
                    Q(dropped_at__isnull=False, dropped_by__isnull=False, observed_at__isnull=True)
                    & ~Q(dropped_because="")
                ),
                name="dropped_with_reason_before_it_was",
            ),
        ]
        indexes = [
            models.Index(
                fields=["practitioner"], condition=Q(read_at__isnull=True, dropped_at__isnull=True),
                name="observation_under_way",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Observation {self.ref}"
