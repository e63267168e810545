"""Where a programme model has been taken to, and what is done otherwise there. What is done stands in the record."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughgate.common.references import new_reference
from throughgate.sites.models import Site


class Change(models.TextChoices):
    """How an adaptation changes an element."""

    TIMING = "timing", "Its timing"
    LENGTH = "length", "How long or how often"
    WAY = "way", "The way it is done"
    WHO = "who", "Who does it"
    CONTENT = "content", "What it holds"
    LEFT_OUT = "left_out", "It is left out"
    ADDED = "added", "Something is added to it"


class Rollout(models.Model):
    """A site delivers a programme from a day on, until it says that it no longer does."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    slug = models.SlugField(max_length=60)  # of the programme model, whatever its version
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="rollouts")
    begins_on = models.DateField()
    note = models.CharField(max_length=400, blank=True)  # what the site has to start from
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=200, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["begins_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "site"], condition=Q(ended_on__isnull=True), name="rolled_out_once_at_a_site"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_by__isnull=True, ended_because="")
                | (Q(ended_on__gte=F("begins_on"), ended_by__isnull=False) & ~Q(ended_because="")),
                name="rollout_ended_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Rollout {self.ref}"


class Adaptation(models.Model):
    """What a site declares to do otherwise than the model says, in one element or in the programme as a whole."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    rollout = models.ForeignKey(Rollout, on_delete=models.CASCADE, related_name="adaptations")
    element = models.CharField(max_length=80, blank=True)  # its key; empty: the whole programme
    change = models.CharField(max_length=12, choices=Change)
    what = models.CharField(max_length=400)
    because = models.CharField(max_length=400)
    agreed_with = models.CharField(max_length=200, blank=True)
    from_on = models.DateField()
    declared_at = models.DateTimeField(auto_now_add=True)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(change__in=Change.values), name="adaptation_change_known"),
            models.CheckConstraint(condition=~Q(what="") & ~Q(because=""), name="adaptation_says_what_and_why"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_by__isnull=True)
                | Q(ended_on__isnull=False, ended_by__isnull=False),
                name="adaptation_ended_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Adaptation {self.ref}"
