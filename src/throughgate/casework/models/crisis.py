from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughgate.access.policy import SENSITIVITY_CHOICES, PersonRow, Sensitivity
from throughgate.casework.models.contacts import Contact
from throughgate.common.references import new_reference
from throughgate.people.models import Person
from throughgate.record.models import Entry


class CrisisLevel(models.TextChoices):
    NOW = "now", "Now"
    TODAY = "today", "Today"
    WEEK = "week", "This week"


class Crisis(models.Model):
    """Somebody needs more of us, now. Never deleted: it is stepped down, and what was learned stays.

    `kind` is a code of the rules in `casework/data/crisis.yaml`.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="crises")
    kind = models.CharField(max_length=40)
    # Whoever raised it and may not read it knows this much, and not what others said of it since.
    raised_as = models.CharField(max_length=40)
    level = models.CharField(max_length=8, choices=CrisisLevel)
    what = models.CharField(max_length=240, blank=True)
    sensitivity = models.CharField(max_length=12, choices=SENSITIVITY_CHOICES, default=Sensitivity.SENSITIVE)
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="crises")
    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="crisis")
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # When it last turned out to be worse than was thought: whoever saw it before has not seen that.
    escalated_at = models.DateTimeField(null=True, blank=True)
    # Made when the page was opened: raised twice, it stays one.
    token = models.UUIDField(null=True, blank=True)
    review_on = models.DateField()
    review_promise = models.OneToOneField(
        "programmes.Promise", null=True, blank=True, on_delete=models.SET_NULL, related_name="crisis_reviewed"
    )
    # What is promised besides, to somebody whose programmes do not ask for it.
    promises = models.ManyToManyField("programmes.Promise", blank=True, related_name="crises")
    stepped_down_at = models.DateTimeField(null=True, blank=True)
    stepped_down_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    learned = models.TextField(blank=True)
    helped = models.TextField(blank=True)

    access = PersonRow(person="person", sensitivity="sensitivity")

    class Meta:
        ordering = ["-raised_at", "-pk"]
        verbose_name_plural = "crises"
        constraints = [
            models.UniqueConstraint(fields=["raised_by", "token"], name="crisis_raised_once"),
            models.CheckConstraint(condition=Q(level__in=CrisisLevel.values), name="crisis_level_known"),
            models.CheckConstraint(condition=Q(sensitivity__in=list(Sensitivity)), name="crisis_sensitivity_known"),
            models.CheckConstraint(
                condition=Q(stepped_down_at__isnull=True, stepped_down_by__isnull=True, learned="", helped="")
                | (Q(stepped_down_at__isnull=False, stepped_down_by__isnull=False) & ~Q(learned="")),
                name="crisis_stepped_down_with_what_was_learned",
            ),
            models.CheckConstraint(
                condition=Q(escalated_at__isnull=True) | Q(escalated_at__gte=F("raised_at")),
                name="crisis_gets_worse_after_it_was_raised",
            ),
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(stepped_down_at__isnull=True), name="crisis_open"),
            models.Index(fields=["review_on"], condition=Q(stepped_down_at__isnull=True), name="crisis_review_on"),
        ]

    def __str__(self) -> str:
        return f"Crisis {self.ref}"

    @property
    def is_open(self) -> bool:
        return self.stepped_down_at is None

    @property
    def told_since(self) -> datetime:
        """From when on the minutes count within which somebody has to see it, as it is now."""
        return self.escalated_at or self.raised_at


class CrisisTold(models.Model):
    """One of ours who is told of a crisis: at once, or from `told_at` on if nobody has seen it by then."""

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="told")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    whom = models.CharField(max_length=20)  # as what they were told: a code of the rules
    told_at = models.DateTimeField()
    by_mail = models.BooleanField(default=False)
    seen_at = models.DateTimeField(null=True, blank=True)

    access = PersonRow(person="crisis__person", sensitivity="crisis__sensitivity")

    class Meta:
        ordering = ["told_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["crisis", "user"], name="told_once_of_a_crisis"),
        ]
        indexes = [models.Index(fields=["user", "told_at"], condition=Q(seen_at__isnull=True), name="told_not_seen")]

    def __str__(self) -> str:
        return f"Crisis {self.crisis_id} told to {self.user_id}"


class CrisisReview(models.Model):
    """Somebody looked at a crisis again and said until when it goes on. Added to, never changed."""

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="reviews")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    because = models.CharField(max_length=240)
    review_on = models.DateField()

    access = PersonRow(person="crisis__person", sensitivity="crisis__sensitivity")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(because=""), name="crisis_review_says_why"),
        ]

    def __str__(self) -> str:
        return f"Review of crisis {self.crisis_id}"


class CrisisLearned(models.Model):
    """What somebody learned of a crisis that was stepped down already. Added to, never changed."""

    crisis = models.ForeignKey(Crisis, on_delete=models.CASCADE, related_name="learned_since")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    learned = models.TextField()
    helped = models.TextField(blank=True)

    access = PersonRow(person="crisis__person", sensitivity="crisis__sensitivity")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(learned=""), name="crisis_learned_says_what"),
        ]

    def __str__(self) -> str:
        return f"Learned of crisis {self.crisis_id}"
