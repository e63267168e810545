from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughgate.access.policy import PersonRow
from throughgate.common.references import new_reference
from throughgate.people.models import Assignment, AssignmentRole, Person


class WhyAway(models.TextChoices):
    LEAVE = "leave", "On leave"
    UNWELL = "unwell", "Unwell"
    TRAINING = "training", "In training"
    OTHER = "other", "Away"


class Cover(models.Model):
    """A worker is away from one day to another. Who stands in for them, with whom, is in `CoverPerson`.

    Says nothing of any person; ends by itself with its last day.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="times_away")
    why = models.CharField(max_length=8, choices=WhyAway, default=WhyAway.OTHER)
    from_on = models.DateField()
    to_on = models.DateField()  # the last day away, inclusive
    arranged_at = models.DateTimeField(auto_now_add=True)
    arranged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Called off, or back sooner.
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(why__in=WhyAway.values), name="cover_why_known"),
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="cover_ends_after_start"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="cover_ended_at_and_by",
            ),
        ]
        indexes = [
            models.Index(fields=["worker", "to_on"], condition=Q(ended_at__isnull=True), name="cover_of_worker"),
        ]

    def __str__(self) -> str:
        return f"Cover {self.ref}"


class CoverPerson(models.Model):
    """One person whom somebody stands in with. The assignment opens the record for these days and flags itself."""

    cover = models.ForeignKey(Cover, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="covers")
    covered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=AssignmentRole)
    # Null where the coverer had the role with this person anyway, and after a cover that never began was called off.
    assignment = models.OneToOneField(
        Assignment, null=True, blank=True, on_delete=models.SET_NULL, related_name="of_cover"
    )

    access = PersonRow(person="person")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["cover", "person", "role"], name="covered_once"),
            models.CheckConstraint(condition=Q(role__in=AssignmentRole.values), name="cover_role_known"),
        ]

    def __str__(self) -> str:
        return f"Cover {self.cover_id} of a person"
