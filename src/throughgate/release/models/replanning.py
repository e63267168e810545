"""A release that was moved, with what was decided about everything that rested on the day before."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughgate.access.policy import SENSITIVITY_CHOICES, PersonRow, Sensitivity
from throughgate.casework.models import Booking
from throughgate.common.references import new_reference
from throughgate.people.models import CustodyDate, Person
from throughgate.programmes.models import Promise
from throughgate.release.models.day import DayStop
from throughgate.release.models.home import HomeApplication


class MovedRelease(models.Model):
    """Once for each person and act: `batch` is what those moved together share, and keeps one tap one act."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="moved_releases")
    date = models.ForeignKey(CustodyDate, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    was = models.DateField(null=True, blank=True)
    becomes = models.DateField(null=True, blank=True)
    batch = models.UUIDField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    access = PersonRow(person="person")

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["made_by", "batch", "person"], name="moved_release_once")]

    def __str__(self) -> str:
        return f"Moved release {self.ref}"


class MovedThing(models.Model):
    """What was decided about one thing. Where somebody has to be rung first, the promise of that stands with it.

    `kind` and `effect` are codes of `rules.replanning`; `title`, `whom` and `phone` what they were that day.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    move = models.ForeignKey(MovedRelease, on_delete=models.CASCADE, related_name="things")
    kind = models.CharField(max_length=12)
    effect = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    done = models.CharField(max_length=200, blank=True)  # what was done at once, in words
    whom = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    stop = models.ForeignKey(DayStop, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    application = models.ForeignKey(HomeApplication, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    booking = models.ForeignKey(Booking, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    promise = models.OneToOneField(
        Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="moved_thing"
    )
    sensitivity = models.CharField(max_length=12, choices=SENSITIVITY_CHOICES, default=Sensitivity.STANDARD)

    access = PersonRow(person="move__person", sensitivity="sensitivity")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(sensitivity__in=list(Sensitivity)), name="moved_thing_level_known"),
            models.CheckConstraint(condition=~Q(title=""), name="moved_thing_says_what"),
        ]

    def __str__(self) -> str:
        return f"Moved thing {self.ref}"
