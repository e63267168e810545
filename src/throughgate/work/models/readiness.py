"""How far somebody is with getting ready, and what is known of their record. Convictions and papers are sensitive,
always.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughgate.access.policy import PersonRow, Sensitivity
from throughgate.common.references import new_reference
from throughgate.people.models import Person
from throughgate.programmes.models import Promise


class ReadyState(models.TextChoices):
    TO_START = "to-start", "Not begun"
    IN_HAND = "in-hand", "Being done"
    DONE = "done", "There"
    NOT_NEEDED = "not-needed", "Not needed"


class ReadinessNote(models.Model):
    """How far somebody is with one line of the checklist. What changes, the later row takes its place."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="readiness_notes")
    code = models.CharField(max_length=60)
    state = models.CharField(max_length=12, choices=ReadyState)
    words = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    access = PersonRow(person="person")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "code"], condition=Q(superseded_at__isnull=True), name="readiness_note_once"
            ),
            models.CheckConstraint(condition=Q(state__in=ReadyState.values), name="readiness_note_state_known"),
        ]

    def __str__(self) -> str:
        return f"Readiness {self.pk}"


class RightToWork(models.Model):
    """Proof that somebody may work here, seen by us. One that ends is promised to be looked at before."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="rights_to_work")
    kind = models.CharField(max_length=60)
    checked_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    promise = models.OneToOneField(Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    access = PersonRow(person="person", level=Sensitivity.SENSITIVE)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "rights to work"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(superseded_at__isnull=True), name="right_to_work_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("checked_on")), name="right_to_work_ends_after"
            ),
        ]

    def __str__(self) -> str:
        return f"Right to work {self.pk}"


class PastConviction(models.Model):
    """As the person told it, to reckon what has to be disclosed. `sentences`: fields of rules.rehabilitation.Sentence;
    null of the three questions is “not known”.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="past_convictions")
    offence = models.CharField(max_length=60)  # a kind of data/offences.yaml
    convicted_on = models.DateField(null=True, blank=True)
    under_18 = models.BooleanField(null=True, blank=True)
    summary_only = models.BooleanField(null=True, blank=True)
    specified = models.BooleanField(null=True, blank=True)
    sentences = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    access = PersonRow(person="person", level=Sensitivity.SENSITIVE)

    class Meta:
        ordering = ["convicted_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="past_conviction_withdrawn_by",
            )
        ]

    def __str__(self) -> str:
        return f"Conviction {self.ref}"


class Letter(models.Model):
    """The letter that tells an employer, in the person's own words. Each saving is a version; none is changed."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="disclosure_letters")
    version = models.PositiveSmallIntegerField()
    words = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    access = PersonRow(person="person", level=Sensitivity.SENSITIVE)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["person", "version"], name="letter_version_once")]

    def __str__(self) -> str:
        return f"Letter {self.pk}"
