"""The day somebody comes out: when the gate opens, who meets them, where they have to be and when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from throughgate.access.policy import SENSITIVITY_CHOICES, PersonRow, Sensitivity
from throughgate.casework.models import Booking
from throughgate.common.references import new_reference
from throughgate.people.models import CircleMember, Person
from throughgate.programmes.models import Promise

# Whoever brings somebody from stop to stop reads it; what a counsellor keeps to themselves stays out of a day's plan.
LEVELS = [choice for choice in SENSITIVITY_CHOICES if choice[0] != Sensitivity.CLINICAL.value]
LONGEST_STOP = 12 * 60


class GetsAbout(models.TextChoices):
    PUBLIC = "public", "By bus and train"
    CAR = "car", "By car: somebody drives them all day"
    FOOT = "foot", "On foot"


class MetBy(models.TextChoices):
    WORKER = "worker", "One of us"
    VOLUNTEER = "volunteer", "A volunteer"
    FAMILY = "family", "Family or a friend"
    AGENCY = "agency", "Another organisation"
    NOBODY = "nobody", "Nobody"


class NotMet(models.TextChoices):
    DECLINED = "declined", "They do not want to be met"
    UNSUITABLE = "unsuitable", "It would not be safe or suitable"
    TAKEN = "taken", "The prison or somebody else takes them straight to a place"
    OTHER = "other", "Another reason"


class StopKind(models.TextChoices):
    PROBATION = "probation", "Probation"
    HOUSING = "housing", "Housing or the key to a room"
    GP = "gp", "GP or clinic"
    PHARMACY = "pharmacy", "Pharmacy"
    JOBCENTRE = "jobcentre", "Jobcentre"
    FAMILY = "family", "Family"
    OTHER = "other", "Something else"


class ReleaseDay(models.Model):
    """One for each release. Without the gate's times nobody can say what the day holds."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="release_days")
    spell = models.PositiveSmallIntegerField(default=0)  # returns to custody before it
    on = models.DateField()
    gate_from = models.TimeField(null=True, blank=True)
    gate_to = models.TimeField(null=True, blank=True)
    gets_about = models.CharField(max_length=8, choices=GetsAbout, default=GetsAbout.PUBLIC)
    promise = models.OneToOneField(
        Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="release_day"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = HistoricalRecords()
    access = PersonRow(person="person")

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "spell"], name="release_day_once"),
            models.CheckConstraint(condition=Q(gets_about__in=GetsAbout.values), name="release_day_gets_about_known"),
            models.CheckConstraint(
                condition=Q(gate_from__isnull=True, gate_to__isnull=True) | Q(gate_to__gte=models.F("gate_from")),
                name="release_day_gate_opens_before_it_closes",
                violation_error_message="The latest time cannot be before the earliest.",
            ),
        ]
        indexes = [models.Index(fields=["on"], name="release_day_on")]

    def __str__(self) -> str:
        return f"Release day {self.ref}"


class GateMeeting(models.Model):
    """Who meets them at the gate, or why nobody does. The last one said holds; none is edited."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    day = models.ForeignKey(ReleaseDay, on_delete=models.CASCADE, related_name="meetings")
    met_by = models.CharField(max_length=10, choices=MetBy)
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    member = models.ForeignKey(CircleMember, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=120, blank=True)  # somebody who is not of the circle, or the organisation
    phone = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=12, choices=NotMet, blank=True)
    words = models.CharField(max_length=200, blank=True)
    booking = models.OneToOneField(Booking, null=True, blank=True, on_delete=models.SET_NULL, related_name="at_gate")
    said_at = models.DateTimeField(auto_now_add=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    access = PersonRow(person="day__person")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(met_by__in=MetBy.values), name="gate_meeting_by_known"),
            models.CheckConstraint(
                condition=~Q(met_by=MetBy.NOBODY) & Q(reason="") | Q(met_by=MetBy.NOBODY, reason__in=NotMet.values),
                name="gate_meeting_or_why_not",
                violation_error_message="Say why nobody meets them.",
            ),
            models.CheckConstraint(
                condition=~Q(met_by__in=[MetBy.WORKER, MetBy.VOLUNTEER]) | Q(worker__isnull=False),
                name="gate_meeting_has_a_worker",
                violation_error_message="Say who of us meets them.",
            ),
        ]

    def __str__(self) -> str:
        return f"Gate meeting {self.ref}"


class DayStop(models.Model):
    """Somewhere to be on the day. Changed, a later row takes its place (`thread` is theirs together); called off, it
    says why. `on`: the day the times were asked for. Where the day has moved since, they hold no more until somebody
    asked.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    thread = models.CharField(max_length=12, editable=False)
    day = models.ForeignKey(ReleaseDay, on_delete=models.CASCADE, related_name="stops")
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=StopKind)
    title = models.CharField(max_length=80)
    place = models.CharField(max_length=120)
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    minutes = models.PositiveSmallIntegerField()
    at = models.TimeField(null=True, blank=True)  # what it is booked for
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    opens_again = models.TimeField(null=True, blank=True)  # after a break
    closes_again = models.TimeField(null=True, blank=True)
    is_mandatory = models.BooleanField(default=False)
    member = models.ForeignKey(CircleMember, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    with_whom = models.CharField(max_length=120, blank=True)  # a name, an organisation
    sensitivity = models.CharField(max_length=12, choices=LEVELS, default=Sensitivity.STANDARD)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    token = models.UUIDField(null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="superseded_by"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_because = models.CharField(max_length=200, blank=True)

    access = PersonRow(person="day__person", sensitivity="sensitivity")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["added_by", "token"], name="day_stop_added_once"),
            models.CheckConstraint(condition=Q(kind__in=StopKind.values), name="day_stop_kind_known"),
            models.CheckConstraint(
                condition=Q(sensitivity__in=[code for code, _ in LEVELS]), name="day_stop_level_known"
            ),
            models.CheckConstraint(
                condition=Q(minutes__lte=LONGEST_STOP),
                name="day_stop_within_the_day",
                violation_error_message="How long it takes must be 12 hours or less.",
            ),
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True) | Q(opens__isnull=False, closes__isnull=False),
                name="day_stop_both_hours",
                violation_error_message="Give both when it opens and when it closes, or neither.",
            ),
            models.CheckConstraint(
                condition=Q(opens_again__isnull=True, closes_again__isnull=True)
                | Q(closes__isnull=False, opens_again__gt=models.F("closes"), closes_again__isnull=False),
                name="day_stop_opens_again_after_a_break",
                violation_error_message="After a break it opens later than it closed, and closes again.",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="day_stop_lies_somewhere",
                violation_error_message="Give both the latitude and the longitude, or neither.",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True, cancelled_because="")
                | (Q(cancelled_at__isnull=False, cancelled_by__isnull=False) & ~Q(cancelled_because="")),
                name="day_stop_cancelled_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Stop {self.ref}"


class DayOrder(models.Model):
    """In which order the stops are gone to, by their threads. The last one holds, so that one tap takes it back."""

    day = models.ForeignKey(ReleaseDay, on_delete=models.CASCADE, related_name="orders")
    threads = models.JSONField(default=list)
    put_at = models.DateTimeField(auto_now_add=True)
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    access = PersonRow(person="day__person")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Order {self.pk}"


class TypedWay(models.Model):
    """How long a way takes, as somebody looked it up; no minutes: there is none. The last one for a way holds that
    nobody took back.

    Places are named as the day's plan knows them (`selectors.day.spot_key`), and so may say where somebody lives.
    """

    day = models.ForeignKey(ReleaseDay, on_delete=models.CASCADE, related_name="typed_ways")
    here = models.CharField(max_length=160)
    there = models.CharField(max_length=160)
    mode = models.CharField(max_length=8, choices=GetsAbout)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    keeps_clear = models.BooleanField(default=False)  # somebody made sure that it keeps out of all zones
    typed_at = models.DateTimeField(auto_now_add=True)
    typed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    access = PersonRow(person="day__person", level=Sensitivity.SENSITIVE)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=GetsAbout.values), name="typed_way_mode_known"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="typed_way_withdrawn_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__lte=LONGEST_STOP),
                name="typed_way_within_the_day",
                violation_error_message="How long it takes must be 12 hours or less.",
            ),
        ]

    def __str__(self) -> str:
        return f"Typed way {self.pk}"


class ZonesLookedAt(models.Model):
    """Somebody made sure that the day, as it was planned then, keeps out of places that no map can tell. Holds until
    the day is changed.
    """

    day = models.ForeignKey(ReleaseDay, on_delete=models.CASCADE, related_name="zones_looked_at")
    because = models.CharField(max_length=400)
    plan = models.CharField(max_length=64)  # what was planned when they looked: its fingerprint
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    access = PersonRow(person="day__person", level=Sensitivity.SENSITIVE)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(because=""), name="zones_looked_at_says_how")]

    def __str__(self) -> str:
        return f"Zones looked at {self.pk}"
