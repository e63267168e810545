"""Groups: who comes to which session, in which order places are given, and when a site lets groups run.

Nothing here says what is due or what happened: that an open call is due says its promise, who came says the ledger.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughgate.access.own_rows import OwnRow
from throughgate.access.policy import PersonRow
from throughgate.casework.models import Contact
from throughgate.common.references import new_reference
from throughgate.people.models import Person
from throughgate.programmes.models import Enrolment, Promise
from throughgate.sites.models import Site

WEEKDAYS = [(0, "Monday"), (1, "Tuesday"), (2, "Wednesday"), (3, "Thursday"), (4, "Friday")] + [
    (5, "Saturday"),
    (6, "Sunday"),
]
NAMES_DAYS = 14  # so long after a session its leaders read the names of those who came


class Shut(models.TextChoices):
    """Why a site lets no group run, or why a session was called off or moved."""

    LOCKDOWN = "lockdown", "Lockdown"
    NO_STAFF = "no_staff", "No prison staff to escort or supervise"
    REGIME = "regime", "The regime of the day"
    BANK_HOLIDAY = "bank_holiday", "Bank holiday"
    ROOM = "room", "No room"
    LEADER = "leader", "Nobody of us could lead it"
    TRAINING = "training", "Staff training day"
    OTHER = "other", "Another reason"


class RegimeHours(models.Model):
    """Between which hours groups may run at a site on one weekday. Changed, the old row ends and a new one is added."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="group_hours")
    weekday = models.PositiveSmallIntegerField(choices=WEEKDAYS)
    from_at = models.TimeField()
    to_at = models.TimeField()
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["weekday", "from_at", "pk"]
        verbose_name_plural = "regime hours"
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="regime_weekday_known"),
            models.CheckConstraint(condition=Q(to_at__gt=F("from_at")), name="regime_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="regime_ended_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Hours {self.pk}"


class Closure(models.Model):
    """Days on which no group runs at a site. Open again earlier, it is lifted from that day on."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="group_closures")
    from_on = models.DateField()
    to_on = models.DateField()
    because = models.CharField(max_length=16, choices=Shut)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lifted_on = models.DateField(null=True, blank=True)  # the first day on which groups may run again
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="closure_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(because__in=Shut.values), name="closure_reason_known"),
            models.CheckConstraint(
                condition=Q(lifted_on__isnull=True, lifted_by__isnull=True)
                | Q(lifted_on__gte=F("from_on"), lifted_by__isnull=False),
                name="closure_lifted_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Closure {self.ref}"


class Cohort(models.Model):
    """A group of people who go through a programme's sessions together. `plan` names the plan of its sessions."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    title = models.CharField(max_length=120)
    plan = models.CharField(max_length=60)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="cohorts")
    place = models.CharField(max_length=80)
    capacity = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    every = models.PositiveSmallIntegerField(default=7)  # days between two sessions
    token = models.UUIDField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.CharField(max_length=200, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["made_by", "token"], name="cohort_saved_once"),
            models.CheckConstraint(condition=Q(capacity__gte=1, capacity__lte=60), name="cohort_capacity"),
            models.CheckConstraint(condition=Q(minutes__gte=10, minutes__lte=480), name="cohort_minutes"),
            models.CheckConstraint(condition=Q(every__gte=1, every__lte=28), name="cohort_every"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_by__isnull=True, closed_because="")
                | (Q(closed_on__isnull=False, closed_by__isnull=False) & ~Q(closed_because="")),
                name="cohort_closed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Group {self.ref}"


class GroupLeader(models.Model):
    """Somebody leads a group from one day to another, both included: its registers are theirs to keep in these days."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="leading")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="groups_led")
    from_on = models.DateField(null=True, blank=True)  # null: since the group began
    to_on = models.DateField(null=True, blank=True)  # null: as long as it runs
    # Whose part ended when this one began: what is taken back with it.
    takes_over = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="taken_over_by"
    )
    covers = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # stands in for them while they are away
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_on__isnull=True) | Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="leader_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"Leader of group {self.cohort_id}"


class Place(models.Model):
    """One person's way into a group: asked for, offered, taken, left. Its moments tell where it stands."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="places")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="group_places")
    enrolment = models.ForeignKey(
        Enrolment, null=True, blank=True, on_delete=models.RESTRICT, related_name="group_places"
    )
    asked_on = models.DateField()
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField(null=True, blank=True)  # moved to the front of those who wait
    first_because = models.CharField(max_length=200, blank=True)
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    offered_on = models.DateField(null=True, blank=True)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_on = models.DateField(null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    left_on = models.DateField(null=True, blank=True)
    left_because = models.CharField(max_length=200, blank=True)
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    access = PersonRow(
        person="person",
        own=OwnRow(
            user="cohort__leading__user",
            holds={"taken_on__isnull": False, "left_on__isnull": True},
            on="cohort__sessions__on",
            days=NAMES_DAYS,
            between=("cohort__leading__from_on", "cohort__leading__to_on"),
        ),
    )

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "person"], condition=Q(left_on__isnull=True), name="place_once_in_a_group"
            ),
            models.CheckConstraint(
                condition=Q(first_at__isnull=True, first_by__isnull=True, first_because="")
                | (Q(first_at__isnull=False, first_by__isnull=False) & ~Q(first_because="")),
                name="place_first_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(taken_on__isnull=True, taken_by__isnull=True)
                | Q(taken_on__isnull=False, taken_by__isnull=False, offered_on__isnull=False),
                name="place_offered_before_taken",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, left_by__isnull=True, left_because="")
                | (Q(left_on__isnull=False, left_by__isnull=False) & ~Q(left_because="")),
                name="place_left_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Place {self.ref}"


class GroupSession(models.Model):
    """One session of a group. Moved, a later row supersedes it and says why; cancelled, it says why."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=80)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="superseded_by"
    )
    superseded_at = models.DateTimeField(null=True, blank=True)
    moved_because = models.CharField(max_length=16, choices=Shut, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=16, choices=Shut, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["on", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "number"], condition=Q(superseded_at__isnull=True), name="session_number_once"
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True, moved_because="")
                | Q(supersedes__isnull=False, moved_because__in=Shut.values),
                name="session_moved_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True, cancelled_because="")
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False, cancelled_because__in=Shut.values),
                name="session_cancelled_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["on"], name="session_on")]

    def __str__(self) -> str:
        return f"Session {self.ref}"


class Register(models.Model):
    """That a register was saved: who came stands in its contact. A correction of it is a later row."""

    session = models.ForeignKey(GroupSession, on_delete=models.CASCADE, related_name="registers")
    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="register")

    def __str__(self) -> str:
        return f"Register {self.pk}"


class Delivery(models.Model):
    """What of the plan of a session was delivered, and how many answered what to the two questions: nobody's name."""

    session = models.ForeignKey(GroupSession, on_delete=models.CASCADE, related_name="deliveries")
    steps = models.JSONField(default=list)  # keys of the plan's steps
    feedback = models.JSONField(default=dict)  # by question: answer → how many
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(superseded_at__isnull=True), name="delivery_said_once"
            )
        ]

    def __str__(self) -> str:
        return f"Delivery {self.pk}"


class MakeUp(models.Model):
    """Somebody makes up a session that they missed: in another group's session of the same number, or one-to-one."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="make_ups")
    number = models.PositiveSmallIntegerField()
    session = models.ForeignKey(GroupSession, null=True, blank=True, on_delete=models.CASCADE, related_name="guests")
    contact = models.OneToOneField(Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="made_up")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)

    access = PersonRow(person="place__person")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "number"], condition=Q(dropped_at__isnull=True), name="made_up_once"
            ),
            models.CheckConstraint(
                condition=Q(session__isnull=True, contact__isnull=False)
                | Q(session__isnull=False, contact__isnull=True),
                name="made_up_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"Make-up {self.pk}"


class AbsenceCall(models.Model):
    """Too many missed in a row: somebody calls them, which its promise says is due."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="calls")
    session = models.ForeignKey(GroupSession, on_delete=models.CASCADE, related_name="+")  # the last that was missed
    promise = models.OneToOneField(Promise, on_delete=models.CASCADE, related_name="absence_call")

    access = PersonRow(person="place__person", sensitivity="promise__sensitivity")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "session"], name="call_once_for_a_session")]

    def __str__(self) -> str:
        return f"Call {self.pk}"
