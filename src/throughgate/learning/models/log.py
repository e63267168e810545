"""What was heard, what was learned, what changed, and whether somebody else found that it worked. Nobody is named."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughgate.common.references import new_reference
from throughgate.sites.models import Site


class Source(models.TextChoices):
    PERSON = "person", "A person we work with"
    FAMILY = "family", "A family member"
    PARTNER = "partner", "A partner organisation"
    STAFF = "staff", "Staff or volunteers"
    INCIDENT = "incident", "An incident"
    INSPECTION = "inspection", "An inspection"


class Part(models.TextChoices):
    HAPPENED = "happened", "What happened"
    LEARNED = "learned", "What we learned"


class Finding(models.TextChoices):
    WORKED = "worked", "It worked"
    DID_NOT = "did_not", "It did not work"
    TOO_EARLY = "too_early", "It is too early to say"


class LogItem(models.Model):
    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    slug = models.CharField(max_length=60, blank=True)  # of a programme model; empty: none in particular
    source = models.CharField(max_length=12, choices=Source)
    heard_on = models.DateField()
    noted_at = models.DateTimeField(auto_now_add=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-heard_on", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(source__in=Source.values), name="log_source_known")]
        indexes = [models.Index(fields=["site", "heard_on"], name="log_of_site")]

    def __str__(self) -> str:
        return f"Item {self.ref}"


class LogNote(models.Model):
    """Words of an item. What is put right is a later note with a reason; the first one stays."""

    item = models.ForeignKey(LogItem, on_delete=models.CASCADE, related_name="notes")
    part = models.CharField(max_length=12, choices=Part)
    words = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField("self", null=True, blank=True, on_delete=models.CASCADE, related_name="corrected")
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(part__in=Part.values), name="log_part_known"),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, reason="") | (Q(corrects__isnull=False) & ~Q(reason="")),
                name="log_correction_says_why",
            ),
            models.UniqueConstraint(
                fields=["item", "part"], condition=Q(corrects__isnull=True), name="log_part_said_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Note {self.pk}"


class LogChange(models.Model):
    """What one of us changes by a day, and who else looks whether it worked."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    item = models.ForeignKey(LogItem, on_delete=models.CASCADE, related_name="changes")
    what = models.TextField()
    responsible = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_on = models.DateField()
    checker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    check_on = models.DateField()
    planned_at = models.DateTimeField(auto_now_add=True)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    done_on = models.DateField(null=True, blank=True)
    done_words = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)  # a check found that it worked, or did not
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(settled_at__isnull=True, withdrawn_at__isnull=True),
                name="log_one_change_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(responsible=F("checker")), name="log_checked_by_another"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True, done_on__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False, done_on__isnull=False),
                name="log_done_by",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because="")),
                name="log_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Change {self.ref}"


class LogEnding(models.Model):
    """Nothing is changed, and why. A change that is planned after all reopens the item; the words stay to be read."""

    item = models.ForeignKey(LogItem, on_delete=models.CASCADE, related_name="endings")
    because = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(reopened_at__isnull=True), name="log_ended_once")
        ]

    def __str__(self) -> str:
        return f"Ending {self.pk}"


class LogCheck(models.Model):
    change = models.ForeignKey(LogChange, on_delete=models.CASCADE, related_name="checks")
    finding = models.CharField(max_length=12, choices=Finding)
    words = models.TextField()
    on = models.DateField()
    again_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finding=Finding.TOO_EARLY, again_on__isnull=False)
                | Q(finding__in=[Finding.WORKED, Finding.DID_NOT], again_on__isnull=True),
                name="log_too_early_says_when",
            )
        ]

    def __str__(self) -> str:
        return f"Check {self.pk}"
