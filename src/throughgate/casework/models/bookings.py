from django.conf import settings
from django.db import models
from django.db.models import Q

from throughgate.access.policy import SENSITIVITY_CHOICES, PersonRow, Sensitivity
from throughgate.casework.models.contacts import Contact, Medium
from throughgate.common.references import new_reference
from throughgate.people.models import CircleMember, Person
from throughgate.programmes.models import Enrolment


class AskedBy(models.TextChoices):
    PERSON = "person", "The person"
    US = "us", "We did"
    FAMILY = "family", "Family or somebody close"
    PRISON = "prison", "The prison or probation"
    OTHER = "other", "Somebody else"


class Booking(models.Model):
    """A contact arranged for a day to come. Moved, it is superseded by a later row; who asked for that and why is kept.

    What has become of it follows from the rows (see `rules.bookings.state_of`): no status is stored. A restriction that
    stood against it was answered in `people.RestrictionOverride`, under this reference.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="bookings")
    kind = models.CharField(max_length=40)
    on = models.DateField()
    at = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    medium = models.CharField(max_length=8, choices=Medium, default=Medium.FACE_TO_FACE)
    place = models.CharField(max_length=80, blank=True)
    with_circle = models.ManyToManyField(CircleMember, blank=True, related_name="bookings")
    other_names = models.CharField(max_length=200, blank=True)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="bookings")
    enrolment = models.ForeignKey(Enrolment, null=True, blank=True, on_delete=models.RESTRICT, related_name="bookings")
    promise = models.OneToOneField(
        "programmes.Promise", null=True, blank=True, on_delete=models.SET_NULL, related_name="booking"
    )
    sensitivity = models.CharField(max_length=12, choices=SENSITIVITY_CHOICES, default=Sensitivity.STANDARD)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    token = models.UUIDField(null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="superseded_by"
    )
    moved_asked_by = models.CharField(max_length=8, choices=AskedBy, blank=True)
    moved_because = models.CharField(max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_asked_by = models.CharField(max_length=8, choices=AskedBy, blank=True)
    cancelled_because = models.CharField(max_length=200, blank=True)
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="bookings")

    access = PersonRow(person="person", sensitivity="sensitivity")

    class Meta:
        ordering = ["on", "at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["made_by", "token"], name="booking_made_once"),
            models.CheckConstraint(condition=Q(medium__in=Medium.values), name="booking_medium_known"),
            models.CheckConstraint(condition=Q(sensitivity__in=list(Sensitivity)), name="booking_sensitivity_known"),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gte=1, minutes__lte=1440),
                name="booking_minutes_within_a_day",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True, moved_asked_by="", moved_because="")
                | (Q(supersedes__isnull=False, moved_asked_by__in=AskedBy.values) & ~Q(moved_because="")),
                name="booking_moved_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(
                    cancelled_at__isnull=True, cancelled_by__isnull=True, cancelled_asked_by="", cancelled_because=""
                )
                | (
                    Q(
                        cancelled_at__isnull=False,
                        cancelled_by__isnull=False,
                        cancelled_asked_by__in=AskedBy.values,
                        contact__isnull=True,
                    )
                    & ~Q(cancelled_because="")
                ),
                name="booking_cancelled_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["on", "person"],
                condition=Q(cancelled_at__isnull=True, contact__isnull=True),
                name="booking_to_come",
            ),
            models.Index(fields=["worker", "on"], name="booking_worker_on"),
        ]

    def __str__(self) -> str:
        return f"Booking {self.ref}"
