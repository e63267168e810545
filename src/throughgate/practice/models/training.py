"""What somebody who works or volunteers here was trained in."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughgate.common.references import new_reference


class TrainingRecord(models.Model):
    """Never edited: one that is put right or renewed stays, and a later one says what holds. `training` is a key of the
    file; one that has left the file is still read by the title it had.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="trainings")
    training = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    done_on = models.DateField()
    until = models.DateField(null=True, blank=True)  # the last day; null: for good
    until_because = models.CharField(max_length=200, blank=True)  # where it is not as the file says
    given_by = models.CharField(max_length=120)
    proof = models.CharField(max_length=120)  # what was seen
    noted_at = models.DateTimeField(auto_now_add=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)  # it was noted by mistake, or put right
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    struck_because = models.CharField(max_length=200, blank=True)
    corrects = models.OneToOneField("self", null=True, blank=True, on_delete=models.CASCADE, related_name="corrected")

    class Meta:
        ordering = ["done_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("done_on")), name="training_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True, struck_by__isnull=True, struck_because="")
                | (Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(struck_because="")),
                name="training_struck_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "until"], condition=Q(struck_at__isnull=True), name="training_that_ends"),
        ]

    def __str__(self) -> str:
        return f"Training {self.ref}"
