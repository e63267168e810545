"""Somebody is on the way and no word has come: an alarm tells named people, one after the other, until it does."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughgate.access.policy import SENSITIVITY_CHOICES, PersonRow, Sensitivity
from throughgate.common.references import new_reference
from throughgate.people.models import Person
from throughgate.release.models.day import ReleaseDay
from throughgate.release.models.journey import Journey


class WaitsFor(models.TextChoices):
    """For which word; `not_there` and `problem` are words that somebody has to act on at once."""

    LEFT = "left", "That the driver set off"
    PICKED_UP = "picked_up", "That they were picked up"
    ARRIVED = "arrived", "That they arrived safely"
    MET = "met", "That they were met at the gate"
    NOT_THERE = "not_there", "They were not there to be picked up"
    PROBLEM = "problem", "Something is wrong on the way"


class Found(models.TextChoices):
    REPORTED = "reported", "Word came"
    CHANGED = "changed", "The journey or the day was changed or called off"
    SAFE = "safe", "They arrived safely"
    ELSEWHERE = "elsewhere", "They are somewhere else, and safe"
    NOT_FOUND = "not-found", "Nobody knows where they are"


# What somebody says who closes it; the others close it by themselves.
SAID_BY_HAND = (Found.SAFE, Found.ELSEWHERE, Found.NOT_FOUND)


class Alarm(models.Model):
    """One at a time for a journey or a gate meeting. It ends with the word that was waited for, or with what was found.

    `since`: when the word should have come. Whether it still waits follows from the reports (`rules.alarm`).
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="alarms")
    journey = models.ForeignKey(Journey, null=True, blank=True, on_delete=models.CASCADE, related_name="alarms")
    day = models.ForeignKey(ReleaseDay, null=True, blank=True, on_delete=models.CASCADE, related_name="alarms")
    waits_for = models.CharField(max_length=10, choices=WaitsFor)
    since = models.DateTimeField()
    raised_at = models.DateTimeField()
    # When word came that somebody has to act on: whoever was dealing with it before did not know that.
    worse_at = models.DateTimeField(null=True, blank=True)
    sensitivity = models.CharField(max_length=12, choices=SENSITIVITY_CHOICES, default=Sensitivity.STANDARD)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    found = models.CharField(max_length=10, choices=Found, blank=True)
    words = models.CharField(max_length=240, blank=True)

    access = PersonRow(person="person", sensitivity="sensitivity")

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["journey"], condition=Q(ended_at__isnull=True), name="alarm_of_journey"),
            models.UniqueConstraint(fields=["day"], condition=Q(ended_at__isnull=True), name="alarm_of_day"),
            models.CheckConstraint(
                condition=Q(journey__isnull=True, day__isnull=False) | Q(journey__isnull=False, day__isnull=True),
                name="alarm_of_a_journey_or_a_day",
            ),
            models.CheckConstraint(condition=Q(waits_for__in=WaitsFor.values), name="alarm_waits_for_known"),
            models.CheckConstraint(condition=Q(sensitivity__in=list(Sensitivity)), name="alarm_sensitivity_known"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, found="", words="")
                | Q(ended_at__isnull=False, found__in=[Found.REPORTED, Found.CHANGED])
                | Q(ended_at__isnull=False, ended_by__isnull=False, found__in=SAID_BY_HAND),
                name="alarm_ends_with_what_was_found",
            ),
        ]
        indexes = [models.Index(fields=["since"], condition=Q(ended_at__isnull=True), name="alarm_open")]

    def __str__(self) -> str:
        return f"Alarm {self.ref}"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def told_since(self) -> datetime:
        """Whoever said before this that they are dealing with it deals with something else."""
        return self.worse_at or self.raised_at


class AlarmTold(models.Model):
    """One of ours who is told from `told_at` on, on every page and by e-mail, unless the alarm is over by then."""

    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="told")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    whom = models.CharField(max_length=20)  # as what: a code of the rules
    told_at = models.DateTimeField()
    by_mail = models.BooleanField(default=False)

    access = PersonRow(person="alarm__person", sensitivity="alarm__sensitivity")

    class Meta:
        ordering = ["told_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["alarm", "user"], name="told_once_of_an_alarm")]
        indexes = [models.Index(fields=["user", "told_at"], name="alarm_told_user")]

    def __str__(self) -> str:
        return f"Alarm {self.alarm_id} told to {self.user_id}"


class AlarmTaken(models.Model):
    """“I am dealing with it”: nobody else is told until `until`, unless they let go of it. Said again, a later row adds
    to it.
    """

    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="taken")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField()
    let_go_at = models.DateTimeField(null=True, blank=True)  # tapped by mistake, or somebody else has to

    access = PersonRow(person="alarm__person", sensitivity="alarm__sensitivity")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(until__gt=F("at")), name="alarm_taken_for_a_while")]
        indexes = [models.Index(fields=["alarm", "until"], name="alarm_taken_until")]

    def __str__(self) -> str:
        return f"Alarm {self.alarm_id} taken by {self.by_id}"


class DutyTurn(models.Model):
    """Who is on duty from one day to another, the last included: the last to be told. Taken back, it says by whom."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="duty_turns")
    from_on = models.DateField()
    to_on = models.DateField()
    said_at = models.DateTimeField(auto_now_add=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")),
                name="duty_ends_after_it_begins",
                violation_error_message="The last day cannot be before the first.",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="duty_taken_back_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["to_on"], condition=Q(taken_back_at__isnull=True), name="duty_to_come")]

    def __str__(self) -> str:
        return f"Duty {self.ref}"
