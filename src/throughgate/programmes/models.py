from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughgate.access.policy import SENSITIVITY_CHOICES, PersonRow, Sensitivity
from throughgate.common.references import new_reference
from throughgate.people.models import Person
from throughgate.programmes.grammar import WHO_WORDS
from throughgate.record.models import Entry
from throughgate.sites.models import Site


class ModelStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "In use"
    RETIRED = "retired", "Retired: nobody new is enrolled"


class ModelInUseError(Exception):
    """Somebody is enrolled in this version: its text can no longer change."""

    def __init__(self, model: "ProgrammeModel") -> None:
        super().__init__(f"Version {model.version} of {model.slug} is in use. Write the change as a new version.")


class ProgrammeModel(models.Model):
    """One version of a programme model, as its YAML text. Once somebody is enrolled in it the text never changes."""

    slug = models.SlugField(max_length=60)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    source = models.TextField()
    sha256 = models.CharField(max_length=64)
    status = models.CharField(max_length=12, choices=ModelStatus, default=ModelStatus.DRAFT)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["slug", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="programme_model_version_once"),
            models.CheckConstraint(condition=Q(status__in=ModelStatus.values), name="programme_model_status_known"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The services refuse with a reason; this refuses whoever goes round them."""
        if not self._state.adding:
            text = {"slug": self.slug, "version": self.version, "source": self.source, "sha256": self.sha256}
            same = type(self).objects.filter(pk=self.pk, **text).exists()
            if not same and self.enrolments.exists():
                raise ModelInUseError(self)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if self.enrolments.exists():
            raise ModelInUseError(self)
        return super().delete(*args, **kwargs)


class Enrolment(models.Model):
    """A person on a programme, in one version of its model."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="enrolments")
    model = models.ForeignKey(ProgrammeModel, on_delete=models.PROTECT, related_name="enrolments")
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="+"
    )  # where they enrolled: fidelity compares sites
    stage = models.CharField(max_length=20)  # see rules: applied … completed
    enrolled_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    left_because = models.CharField(max_length=30, blank=True)
    left_note = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    access = PersonRow(person="person")

    class Meta:
        ordering = ["-enrolled_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=models.F("enrolled_on")), name="left_after_enrolled"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, left_because="") | (Q(left_on__isnull=False) & ~Q(left_because="")),
                name="left_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Enrolment {self.ref}"


class Hold(models.Model):
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="holds")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    access = PersonRow(person="enrolment__person")

    class Meta:
        ordering = ["from_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=models.F("from_on")), name="hold_ends_after_start"
            ),
            models.UniqueConstraint(fields=["enrolment"], condition=Q(to_on__isnull=True), name="one_open_hold"),
        ]

    def __str__(self) -> str:
        return f"On hold from {self.from_on}"


class Waiver(models.Model):
    """One commitment that will not be met, for one of the reasons the model allows."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="waivers")
    element = models.CharField(max_length=80)
    spell = models.PositiveSmallIntegerField(default=0)
    ordinal = models.PositiveSmallIntegerField(default=1)
    on = models.DateField()
    reason = models.CharField(max_length=60)
    note = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    access = PersonRow(person="enrolment__person")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "element", "spell", "ordinal"],
                condition=Q(withdrawn_at__isnull=True),
                name="waived_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="waiver_withdrawn_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Waiver of {self.element}"


class VersionMove(models.Model):
    """The act of moving somebody to another version of their model."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="version_moves")
    from_model = models.ForeignKey(ProgrammeModel, on_delete=models.PROTECT, related_name="+")
    to_model = models.ForeignKey(ProgrammeModel, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    moved_at = models.DateTimeField(auto_now_add=True)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    access = PersonRow(person="enrolment__person")

    def __str__(self) -> str:
        return f"Moved to version {self.to_model_id}"


class PromiseSource(models.TextChoices):
    """Where a promise was made. The room that keeps it registers a door of the same code (`doors`)."""

    STEP = "step", "From the plan"
    BOOKING = "booking", "Booked"
    CRISIS = "crisis", "While support is stepped up"
    HANDOVER = "hand-over", "From the hand-over"
    FOLLOW_UP = "follow-up", "Promised at a contact"
    READINESS = "readiness", "Getting ready for release"
    HOME = "home", "A place to live"
    RELEASE_DAY = "release-day", "Release day"
    JOURNEY = "journey", "A journey"
    MEASURE = "measure", "An answer to follow up"
    WORK = "work", "Work"
    GROUP = "group", "From a group"
    REPORT = "report", "A report"
    FAMILY = "family", "Family work"
    RECOVERY = "recovery", "Recovery"


class Promise(models.Model):
    """What somebody said they would do for a person by a day, beside what a programme model asks for.

    Written by `services.promising` alone. A withdrawn promise stays as a row, and is due no more.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="promises")
    enrolment = models.ForeignKey(Enrolment, null=True, blank=True, on_delete=models.RESTRICT, related_name="promises")
    source = models.CharField(max_length=12, choices=PromiseSource)
    title = models.CharField(max_length=240)
    who = models.CharField(max_length=20)  # as a programme model says it: staff, person, family, partner, agency …
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="promises"
    )
    from_on = models.DateField(null=True, blank=True)
    by_on = models.DateField()
    met_on = models.DateField(null=True, blank=True)
    met_by = models.ForeignKey(  # the entry that tells of it, where there is one
        Entry, null=True, blank=True, on_delete=models.RESTRICT, related_name="promises_met"
    )
    kept_at = models.DateTimeField(null=True, blank=True)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=200, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sensitivity = models.CharField(max_length=12, choices=SENSITIVITY_CHOICES, default=Sensitivity.STANDARD)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    access = PersonRow(person="person", sensitivity="sensitivity")

    class Meta:
        ordering = ["by_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(source__in=PromiseSource.values), name="promise_source_known"),
            models.CheckConstraint(condition=Q(who__in=list(WHO_WORDS)), name="promise_who_known"),
            models.CheckConstraint(condition=Q(sensitivity__in=list(Sensitivity)), name="promise_sensitivity_known"),
            models.CheckConstraint(condition=~Q(title=""), name="promise_says_what"),
            models.CheckConstraint(
                condition=Q(from_on__isnull=True) | Q(by_on__gte=models.F("from_on")), name="promise_due_after_from"
            ),
            models.CheckConstraint(
                condition=Q(met_on__isnull=True, met_by__isnull=True, kept_at__isnull=True, kept_by__isnull=True)
                | Q(met_on__isnull=False, kept_at__isnull=False, kept_by__isnull=False, withdrawn_on__isnull=True),
                name="promise_kept_on_and_by",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_because="", withdrawn_by__isnull=True)
                | (Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because="")),
                name="promise_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Promise {self.ref}"


class Commitment(models.Model):
    """The projection of `settle` and `settle_promises`: the one place that knows what is due, so that overdue today is
    one indexed query and needs no nightly job. Of a promise it holds no word: its title is joined.

    Never written by hand: `refresh_commitments` and the command `rebuild_commitments` are its only writers.
    """

    enrolment = models.ForeignKey(
        Enrolment, null=True, blank=True, on_delete=models.CASCADE, related_name="commitments"
    )
    promise = models.OneToOneField(Promise, null=True, blank=True, on_delete=models.CASCADE, related_name="commitment")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="commitments")
    element = models.CharField(max_length=80)  # `promise` where it is one
    spell = models.PositiveSmallIntegerField()
    ordinal = models.PositiveSmallIntegerField()
    who = models.CharField(max_length=20)
    worker = models.ForeignKey(  # who promised, where somebody did by name
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    from_on = models.DateField(null=True, blank=True)
    by_on = models.DateField(null=True, blank=True)
    met_on = models.DateField(null=True, blank=True)
    met_by_id = models.BigIntegerField(null=True, blank=True)  # the entry that met it
    waived_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    is_next = models.BooleanField(default=False)
    sensitivity = models.CharField(max_length=12, choices=SENSITIVITY_CHOICES, default=Sensitivity.STANDARD)

    access = PersonRow(person="person", sensitivity="sensitivity")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "element", "spell", "ordinal"], name="commitment_once"),
            models.CheckConstraint(
                condition=Q(enrolment__isnull=False, promise__isnull=True)
                | Q(enrolment__isnull=True, promise__isnull=False),
                name="commitment_of_enrolment_or_promise",
            ),
            models.CheckConstraint(condition=Q(sensitivity__in=list(Sensitivity)), name="commitment_sensitivity_known"),
        ]
        indexes = [
            models.Index(fields=["by_on", "person"], condition=Q(is_next=True), name="commitment_next_by"),
            models.Index(fields=["person", "by_on"], condition=Q(is_next=True), name="commitment_person_next"),
            models.Index(
                fields=["worker", "by_on"],
                condition=Q(is_next=True, worker__isnull=False),
                name="commitment_worker_next",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.element} {self.ordinal} by {self.by_on}"
