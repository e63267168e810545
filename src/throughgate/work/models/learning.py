"""Training as a step towards a job, and what it left in their hands."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughgate.access.policy import PersonRow
from throughgate.common.references import new_reference
from throughgate.people.models import Person
from throughgate.programmes.models import Promise


class Ended(models.TextChoices):
    """How a training came to its end."""

    FINISHED = "finished", "They finished it"
    STOPPED = "stopped", "They stopped before the end"
    DECLINED = "declined", "They said no to it"
    NOT_HELD = "not-held", "It did not take place"
    MISTAKE = "mistake", "Noted by mistake"


class Training(models.Model):
    """Offered because it is a step towards a job: towards which, and why this one, is written down."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="trainings")
    title = models.CharField(max_length=120)
    provider = models.CharField(max_length=120, blank=True)
    towards = models.CharField(max_length=120)
    why = models.CharField(max_length=400)
    offered_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    began_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=12, choices=Ended, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    access = PersonRow(person="person")

    class Meta:
        ordering = ["-offered_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(why="") & ~Q(towards=""), name="training_says_why"),
            models.CheckConstraint(
                condition=Q(began_on__isnull=True) | Q(began_on__gte=F("offered_on")), name="training_offered_first"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_because="", ended_at__isnull=True, ended_by__isnull=True)
                | Q(
                    ended_on__isnull=False,
                    ended_because__in=Ended.values,
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                ),
                name="training_ended_on_by_and_how",
            ),
        ]

    def __str__(self) -> str:
        return f"Training {self.ref}"


class Certificate(models.Model):
    """What they can show. One that ends is promised to be renewed before; renewed, the later row takes its place."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="certificates")
    training = models.ForeignKey(
        Training, null=True, blank=True, on_delete=models.SET_NULL, related_name="certificates"
    )
    title = models.CharField(max_length=120)
    got_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    promise = models.OneToOneField(Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    access = PersonRow(person="person")

    class Meta:
        ordering = ["-got_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("got_on")), name="certificate_ends_after"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="certificate_withdrawn_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Certificate {self.ref}"
