from django.conf import settings
from django.db import models
from django.db.models import Q

from throughgate.access.policy import SENSITIVITY_CHOICES, PersonRow, Sensitivity
from throughgate.casework.models import Crisis
from throughgate.common.references import new_reference
from throughgate.people.models import Person
from throughgate.programmes.models import Enrolment, Promise
from throughgate.record.models import Entry

HOW_CHOICES = [
    ("alone", "They fill it in themselves, on this screen"),
    ("asked", "I ask, and put down what they say"),
    ("paper", "From a sheet that was filled in"),
]
RATER_CHOICES = [("person", "The person"), ("worker", "The worker"), ("goal", "Where to get to")]


class Sitting(models.Model):
    """One filling in of an instrument: opened, carried on by whoever comes next, finished once or put away.

    What was finished is never edited: a correction is a sitting of its own that `corrects` it. The scores are kept as
    they were reckoned that day, with the version of the instrument.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sittings")
    instrument = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)  # as it stood: an instrument may go
    subject = models.CharField(max_length=60)  # what the programme model calls the measure, else the instrument
    enrolment = models.ForeignKey(Enrolment, null=True, blank=True, on_delete=models.RESTRICT, related_name="sittings")
    how = models.CharField(max_length=8, choices=HOW_CHOICES)
    on = models.DateField()
    sensitivity = models.CharField(max_length=12, choices=SENSITIVITY_CHOICES)
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    entry = models.OneToOneField(Entry, null=True, blank=True, on_delete=models.CASCADE, related_name="sitting")
    put_away_because = models.CharField(max_length=200, blank=True)
    scores = models.JSONField(default=dict)  # by scale: value, low, high, answered, of, filled, band
    # A change counts from here, not from an earlier one: somebody said more than they could before.
    anew_because = models.CharField(max_length=200, blank=True)
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.RESTRICT, related_name="corrections")
    reason = models.CharField(max_length=200, blank=True)  # why the one before is corrected

    access = PersonRow(person="person", sensitivity="sensitivity")

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "instrument"], condition=Q(finished_at__isnull=True), name="sitting_open_once"
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, finished_by__isnull=True, entry__isnull=True, put_away_because="")
                | Q(finished_at__isnull=False, finished_by__isnull=False, entry__isnull=False, put_away_because="")
                | (
                    Q(finished_at__isnull=False, finished_by__isnull=False, entry__isnull=True)
                    & ~Q(put_away_because="")
                ),
                name="sitting_finished_or_put_away",
            ),
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(put_away_because=""), name="sitting_corrected_once"
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, reason="") | (Q(corrects__isnull=False) & ~Q(reason="")),
                name="sitting_correction_says_why",
            ),
            models.CheckConstraint(condition=Q(how__in=[how for how, _ in HOW_CHOICES]), name="sitting_how_known"),
            models.CheckConstraint(condition=Q(sensitivity__in=list(Sensitivity)), name="sitting_sensitivity_known"),
        ]
        indexes = [models.Index(fields=["instrument", "person", "on"], name="sitting_instrument")]

    def __str__(self) -> str:
        return f"Sitting {self.ref}"


class Given(models.Model):
    """One answer as it was given. Changed in an open sitting, the later row takes its place."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="given")
    rater = models.CharField(max_length=8, choices=RATER_CHOICES)
    item = models.CharField(max_length=60)
    points = models.PositiveSmallIntegerField(null=True, blank=True)  # null: knowingly left out
    wording = models.CharField(max_length=300)
    said = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    access = PersonRow(person="sitting__person", sensitivity="sitting__sensitivity")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "rater", "item"], condition=Q(superseded_at__isnull=True), name="given_once"
            ),
            models.CheckConstraint(condition=Q(rater__in=[who for who, _ in RATER_CHOICES]), name="given_rater_known"),
        ]
        verbose_name_plural = "given"

    def __str__(self) -> str:
        return f"Answer {self.pk}"


class Safeguard(models.Model):
    """An answer that has to be followed up: what was done about it, by whom, and who was told.

    Due through its promise from the moment the answer is given, whether or not the sitting is ever finished.
    """

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="safeguards")
    item = models.CharField(max_length=60)
    promise = models.OneToOneField(Promise, on_delete=models.RESTRICT, related_name="safeguard")
    raised_at = models.DateTimeField(auto_now_add=True)
    done = models.JSONField(default=list)  # codes of rules.safety.DONE
    words = models.TextField(blank=True)
    done_by = models.CharField(max_length=120, blank=True)
    crisis = models.ForeignKey(Crisis, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    access = PersonRow(person="sitting__person", sensitivity="sitting__sensitivity")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "item"], name="safeguard_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, words="", done_by="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(words="") & ~Q(done_by="")),
                name="safeguard_answered_in_full",
            ),
        ]

    def __str__(self) -> str:
        return f"Safeguard {self.pk}"


class SafeguardTold(models.Model):
    """Who was told of it, and when they said that they have read it."""

    safeguard = models.ForeignKey(Safeguard, on_delete=models.CASCADE, related_name="told")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    access = PersonRow(person="safeguard__sitting__person", sensitivity="safeguard__sitting__sensitivity")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["safeguard", "user"], name="safeguard_told_once")]

    def __str__(self) -> str:
        return f"Told {self.pk}"
