"""Somebody drives them: who can, in what, when they were asked, and what they told on the way."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from throughgate.access.own_rows import OwnRow
from throughgate.access.policy import PersonRow, Sensitivity
from throughgate.common.references import new_reference
from throughgate.people.models import Person
from throughgate.programmes.models import Promise
from throughgate.record.models import Entry
from throughgate.release.models.day import LEVELS, ReleaseDay

MOST_SEATS = 16
MOST_MINUTES_FROM = 4 * 60


def mine(path: str = "") -> OwnRow:
    """A journey, or what hangs on it, is the driver's to see and report on from when they are asked until the day
    after; `path` leads to the journey.
    """
    return OwnRow(
        user=f"{path}asks__driver__user", holds={f"{path}asks__ended_at__isnull": True}, on=f"{path}on", days=1
    )


class Weekday(models.IntegerChoices):
    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class Driver(models.Model):
    """One of us, or a volunteer, who drives. Paused from a day on, with or without a last day; `is_active` false: no
    longer a driver.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="driver")
    phone = models.CharField(max_length=20, blank=True)
    notes = models.CharField(max_length=200, blank=True)  # how far, with whom in the car: read by whoever plans
    minutes_from = models.PositiveSmallIntegerField(null=True, blank=True)  # how long to get where journeys begin
    is_active = models.BooleanField(default=True)
    paused_from = models.DateField(null=True, blank=True)
    paused_to = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = HistoricalRecords()

    class Meta:
        ordering = ["user__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(paused_to__isnull=True) | Q(paused_from__isnull=False, paused_to__gte=F("paused_from")),
                name="driver_pause_ends_after_it_begins",
                violation_error_message="The last day of the pause cannot be before its first.",
            ),
            models.CheckConstraint(
                condition=Q(minutes_from__isnull=True) | Q(minutes_from__lte=MOST_MINUTES_FROM),
                name="driver_is_not_too_far",
                violation_error_message="The way to where journeys begin must be 4 hours or less.",
            ),
        ]

    def __str__(self) -> str:
        return f"Driver {self.ref}"


class DriverHours(models.Model):
    """When somebody drives, each week: all of it is between `from_at` and `to_at`. Written anew as a whole."""

    driver = models.ForeignKey(Driver, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    from_at = models.TimeField()
    to_at = models.TimeField()

    class Meta:
        ordering = ["weekday", "from_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__in=Weekday.values), name="driver_hours_weekday_known"),
            models.CheckConstraint(
                condition=Q(to_at__gt=F("from_at")),
                name="driver_hours_end_after_they_begin",
                violation_error_message="The end must be after the beginning.",
            ),
        ]

    def __str__(self) -> str:
        return f"Hours {self.pk}"


class Vehicle(models.Model):
    """What somebody drives; `seats` are those for passengers."""

    driver = models.ForeignKey(Driver, on_delete=models.CASCADE, related_name="vehicles")
    words = models.CharField(max_length=60)
    seats = models.PositiveSmallIntegerField()
    registration = models.CharField(max_length=12, blank=True)
    takes_wheelchair = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats__lte=MOST_SEATS),
                name="vehicle_seats_somebody",
                violation_error_message=f"Seats for passengers: between 1 and {MOST_SEATS}.",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="vehicle_has_words"),
        ]

    def __str__(self) -> str:
        return f"Vehicle {self.pk}"


class Journey(models.Model):
    """Somebody is driven from one place to another on a day. Changed, a later row takes its place and those who were
    asked come along (`thread` is theirs together); called off, it says why. What has become of it follows from its
    asks and its reports (see `rules.journey`): no status is stored.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    thread = models.CharField(max_length=12, editable=False, db_index=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="journeys")
    release_day = models.ForeignKey(
        ReleaseDay, null=True, blank=True, on_delete=models.SET_NULL, related_name="journeys"
    )
    on = models.DateField()
    from_place = models.CharField(max_length=120)
    from_address = models.CharField(max_length=200, blank=True)
    from_postcode = models.CharField(max_length=10, blank=True)
    from_latitude = models.FloatField(null=True, blank=True)
    from_longitude = models.FloatField(null=True, blank=True)
    to_place = models.CharField(max_length=120)
    to_address = models.CharField(max_length=200, blank=True)
    to_postcode = models.CharField(max_length=10, blank=True)
    to_latitude = models.FloatField(null=True, blank=True)
    to_longitude = models.FloatField(null=True, blank=True)
    leave_at = models.TimeField(null=True, blank=True)  # when the driver sets off, to be there at `pick_up_at`
    pick_up_at = models.TimeField()
    arrive_by = models.TimeField()  # before `pick_up_at`: on the day that follows
    passengers = models.PositiveSmallIntegerField(default=1)
    needs_wheelchair = models.BooleanField(default=False)
    notes = models.CharField(max_length=200, blank=True)  # for the driver: what they said may be told
    way = models.CharField(
        max_length=200, blank=True
    )  # which way is taken, where the straight one leads through a zone
    ring = models.CharField(max_length=20, blank=True)  # whom the driver rings when something is wrong
    other_driver = models.CharField(max_length=120, blank=True)  # a relative, a taxi: then nobody of ours is asked
    sensitivity = models.CharField(max_length=12, choices=LEVELS, default=Sensitivity.STANDARD)
    # “Find a driver”, and that the driver who said yes drives.
    promise = models.OneToOneField(Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="journey")
    driving = models.OneToOneField(Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="driven")
    arranged = models.OneToOneField(  # the entry that tells that a driver was found
        Entry, null=True, blank=True, on_delete=models.SET_NULL, related_name="journey"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    token = models.UUIDField(null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="superseded_by"
    )
    changed_because = models.CharField(max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_because = models.CharField(max_length=200, blank=True)

    access = PersonRow(person="person", sensitivity="sensitivity", own=mine())

    class Meta:
        ordering = ["on", "pick_up_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["made_by", "token"], name="journey_made_once"),
            models.CheckConstraint(
                condition=Q(sensitivity__in=[code for code, _ in LEVELS]), name="journey_level_known"
            ),
            models.CheckConstraint(
                condition=~Q(arrive_by=F("pick_up_at")),
                name="journey_takes_time",
                violation_error_message="They must arrive after they are picked up.",
            ),
            models.CheckConstraint(
                condition=Q(leave_at__isnull=True) | Q(leave_at__lte=F("pick_up_at")),
                name="journey_leaves_before_pick_up",
                violation_error_message="The driver must set off before the pick-up.",
            ),
            models.CheckConstraint(
                condition=Q(passengers__gte=1, passengers__lte=MOST_SEATS),
                name="journey_takes_somebody",
                violation_error_message=f"Seats that are needed: between 1 and {MOST_SEATS}.",
            ),
            models.CheckConstraint(
                condition=Q(from_latitude__isnull=True, from_longitude__isnull=True)
                | Q(from_latitude__range=(-90, 90), from_longitude__range=(-180, 180)),
                name="journey_begins_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(to_latitude__isnull=True, to_longitude__isnull=True)
                | Q(to_latitude__range=(-90, 90), to_longitude__range=(-180, 180)),
                name="journey_ends_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True, cancelled_because="")
                | (Q(cancelled_at__isnull=False, cancelled_by__isnull=False) & ~Q(cancelled_because="")),
                name="journey_cancelled_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["on", "person"], condition=Q(cancelled_at__isnull=True), name="journey_to_come")
        ]

    def __str__(self) -> str:
        return f"Journey {self.ref}"


class Answer(models.TextChoices):
    WAITING = "", "Not answered yet"
    YES = "accepted", "Said yes"
    NO = "declined", "Said no"


class AskEnd(models.TextChoices):
    """Why nothing is asked of a driver any more."""

    OPEN = "", "Open"
    DECLINED = "declined", "Said no"
    SETTLED = "settled", "Somebody else drives"
    SWAPPED = "swapped", "Handed to somebody else"
    GIVEN_BACK = "given-back", "Cannot drive after all"
    LET_GO = "let-go", "No longer asked"
    CHANGED = "changed", "The journey was changed"
    CALLED_OFF = "called-off", "Called off"


class JourneyAsk(models.Model):
    """A driver was asked, and what they answered. While one who said yes is open, they are in charge: the database
    lets there be one such at a time.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="asks")
    driver = models.ForeignKey(Driver, on_delete=models.PROTECT, related_name="asks")
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # They had said yes before the journey was changed, and stay in charge; they are asked to say it again.
    said_before = models.BooleanField(default=False)
    answer = models.CharField(max_length=10, choices=Answer, blank=True, default=Answer.WAITING)
    words = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(  # the driver, or whoever spoke with them
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended = models.CharField(max_length=12, choices=AskEnd, blank=True, default=AskEnd.OPEN)

    access = PersonRow(
        person="journey__person",
        sensitivity="journey__sensitivity",
        own=OwnRow(user="driver__user", holds={"ended_at__isnull": True}, on="journey__on", days=1),
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["journey", "driver"], condition=Q(ended_at__isnull=True), name="journey_asked_once"
            ),
            models.UniqueConstraint(
                fields=["journey"],
                condition=Q(ended_at__isnull=True) & (Q(answer="accepted") | Q(said_before=True)),
                name="journey_one_driver",
            ),
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="journey_answer_known"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="journey_answered_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(ended="", ended_at__isnull=True, ended_by__isnull=True)
                | (~Q(ended="") & Q(ended__in=AskEnd.values, ended_at__isnull=False, ended_by__isnull=False)),
                name="journey_ask_ended_at_and_by",
            ),
            models.CheckConstraint(condition=~Q(answer="declined", ended=""), name="journey_no_is_the_end"),
        ]
        indexes = [
            models.Index(fields=["driver"], condition=Q(ended_at__isnull=True), name="journey_ask_open"),
        ]

    def __str__(self) -> str:
        return f"Ask {self.ref}"


class ReportKind(models.TextChoices):
    LEFT = "left", "Set off"
    PICKED_UP = "picked_up", "Picked up"
    ARRIVED = "arrived", "Arrived safely"
    NOT_THERE = "not_there", "Nobody was there"
    PROBLEM = "problem", "Something is wrong"
    TAKEN_BACK = "taken_back", "Taken back"


class JourneyReport(models.Model):
    """What was told of a journey: `at` when it happened, `said_at` when somebody told it. Taken back, a later row says
    so and why.
    """

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="reports")
    kind = models.CharField(max_length=10, choices=ReportKind)
    at = models.DateTimeField()
    said_at = models.DateTimeField(auto_now_add=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=200, blank=True)
    token = models.UUIDField(null=True, blank=True, unique=True)
    takes_back = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="taken_back_by"
    )
    entry = models.OneToOneField(Entry, null=True, blank=True, on_delete=models.SET_NULL, related_name="journey_report")

    access = PersonRow(person="journey__person", sensitivity="journey__sensitivity", own=mine("journey__"))

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="journey_report_kind_known"),
            models.CheckConstraint(
                condition=(~Q(kind="taken_back") & Q(takes_back__isnull=True))
                | (Q(kind="taken_back", takes_back__isnull=False) & ~Q(words="")),
                name="journey_report_taken_back_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Report {self.pk}"
