from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from throughgate.access.policy import SENSITIVITY_CHOICES, PersonRow, Sensitivity
from throughgate.common.references import new_reference
from throughgate.people.models import Person
from throughgate.programmes.models import Enrolment, Promise
from throughgate.record.models import Entry
from throughgate.story.models import PersonNeed, PersonStrength


class Doer(models.TextChoices):
    """Who takes a step. The codes are those of programme models."""

    PERSON = "person", "The person"
    STAFF = "staff", "One of us"
    FAMILY = "family", "The family"
    PARTNER = "partner", "Their partner"
    AGENCY = "agency", "Another service"


class Side(models.TextChoices):
    PERSON = "person", "The person"
    WORKER = "worker", "Their worker"


class How(models.TextChoices):
    IN_PERSON = "in_person", "In person"
    PHONE = "phone", "By phone"
    PAPER = "paper", "Signed on paper"
    OWN_PAGES = "own_pages", "On their own pages"


class GoalStatus(models.TextChoices):
    ACTIVE = "active", "Working on it"
    COMPLETED = "completed", "Reached"
    ARCHIVED = "archived", "Put aside"


class Outcome(models.TextChoices):
    SAME = "same", "Nothing changed"
    CHANGED = "changed", "Changed"


class VersionAgreedError(Exception):
    """A version that both sides agreed to never changes: a change is a new version."""

    def __init__(self) -> None:
        super().__init__("Both sides have agreed to this version. Write the change as a new version.")


class Plan(models.Model):
    """What a person and their workers set out to do together. `subject` says what it is for, as programme models do."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="plans")
    enrolment = models.ForeignKey(Enrolment, null=True, blank=True, on_delete=models.RESTRICT, related_name="plans")
    subject = models.CharField(max_length=60, blank=True)  # empty: for everything
    title = models.CharField(max_length=120)
    sensitivity = models.CharField(max_length=12, choices=SENSITIVITY_CHOICES, default=Sensitivity.STANDARD)
    # When the two look at it again, where no programme model says so; what a model asks for is not promised twice.
    review_promise = models.OneToOneField(
        Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="plan_to_review"
    )
    begun_at = models.DateTimeField(auto_now_add=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    access = PersonRow(person="person", sensitivity="sensitivity")

    class Meta:
        ordering = ["begun_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(sensitivity__in=list(Sensitivity)), name="plan_sensitivity_known"),
            models.CheckConstraint(condition=~Q(title=""), name="plan_has_title"),
        ]

    def __str__(self) -> str:
        return f"Plan {self.ref}"


class PlanVersion(models.Model):
    """One wording of a plan: a draft until both sides have agreed, and unchangeable from then on (see `triggers`)."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    opening = models.TextField(blank=True)  # in the person's words: where they want to get to
    review_by = models.DateField(null=True, blank=True)
    written_at = models.DateTimeField(auto_now_add=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)  # counts every save of the draft: two writers notice each other
    agreed_at = models.DateTimeField(null=True, blank=True)  # the later of the two agreements

    access = PersonRow(person="plan__person", sensitivity="plan__sensitivity")

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),
            models.UniqueConstraint(fields=["plan"], condition=Q(agreed_at__isnull=True), name="one_draft_of_a_plan"),
            models.CheckConstraint(
                condition=Q(saved_at__isnull=True, saved_by__isnull=True)
                | Q(saved_at__isnull=False, saved_by__isnull=False),
                name="plan_version_saved_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"

    def save(self, *args: object, **kwargs: object) -> None:
        """The services refuse with a reason; this refuses whoever goes round them, and the database whoever goes on."""
        if not self._state.adding and type(self).objects.filter(pk=self.pk, agreed_at__isnull=False).exists():
            raise VersionAgreedError()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # what Django's save takes


class _OfVersion(models.Model):
    class Meta:
        abstract = True

    def version_id_of(self) -> int:
        """Each model says which version its rows stand in."""
        raise NotImplementedError

    def save(self, *args: object, **kwargs: object) -> None:
        if PlanVersion.objects.filter(pk=self.version_id_of(), agreed_at__isnull=False).exists():
            raise VersionAgreedError()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # what Django's save takes


class Goal(_OfVersion):
    """What the person wants, in their words. `key` is the same in every version it stands in."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="goals")
    key = models.CharField(max_length=12, default=new_reference)
    words = models.CharField(max_length=300)
    need = models.ForeignKey(PersonNeed, null=True, blank=True, on_delete=models.RESTRICT, related_name="goals")
    strength = models.ForeignKey(PersonStrength, null=True, blank=True, on_delete=models.RESTRICT, related_name="goals")
    order = models.PositiveSmallIntegerField(default=0)

    access = PersonRow(person="version__plan__person", sensitivity="version__plan__sensitivity")

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="goal_once_per_version"),
            models.CheckConstraint(condition=~Q(words=""), name="goal_says_what"),
        ]

    def __str__(self) -> str:
        return f"Goal {self.key}"

    def version_id_of(self) -> int:
        return self.version_id


class Step(_OfVersion):
    """What somebody will do towards a goal, by a day. Agreed, it is a promise, kept from version to version."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField(max_length=12, default=new_reference)
    what = models.CharField(max_length=200)
    who = models.CharField(max_length=8, choices=Doer)
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by_on = models.DateField()
    order = models.PositiveSmallIntegerField(default=0)
    promise = models.ForeignKey(Promise, null=True, blank=True, on_delete=models.RESTRICT, related_name="plan_steps")

    access = PersonRow(person="goal__version__plan__person", sensitivity="goal__version__plan__sensitivity")

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "key"], name="step_once_per_goal"),
            models.CheckConstraint(condition=~Q(what=""), name="step_says_what"),
            models.CheckConstraint(condition=Q(who__in=Doer.values), name="step_who_known"),
            models.CheckConstraint(condition=Q(worker__isnull=True) | Q(who=Doer.STAFF), name="step_worker_is_staff"),
        ]

    def __str__(self) -> str:
        return f"Step {self.key}"

    def version_id_of(self) -> int:
        return self.goal.version_id


class Agreement(models.Model):
    """One side's yes to one version. It goes when the draft is written otherwise before the other side agreed."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="agreements")
    side = models.CharField(max_length=8, choices=Side)
    agreed_at = models.DateTimeField()
    how = models.CharField(max_length=12, choices=How)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    access = PersonRow(person="version__plan__person", sensitivity="version__plan__sensitivity")

    class Meta:
        ordering = ["agreed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "side"], name="each_side_agrees_once"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="agreement_side_known"),
            models.CheckConstraint(condition=Q(how__in=How.values), name="agreement_how_known"),
        ]

    def __str__(self) -> str:
        return f"Agreement of {self.side}"

    @property
    def is_older_than_here(self) -> bool:
        """Said before this wording was begun here: signed on paper, and typed in afterwards."""
        return timezone.localtime(self.agreed_at).date() < timezone.localtime(self.version.written_at).date()


class GoalState(models.Model):
    """A goal reached, put aside or taken up again, whatever the version says of it. The last row holds."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="goal_states")
    key = models.CharField(max_length=12)  # of the goal
    status = models.CharField(max_length=10, choices=GoalStatus)
    because = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    access = PersonRow(person="plan__person", sensitivity="plan__sensitivity")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=GoalStatus.values), name="goal_status_known"),
            models.CheckConstraint(
                condition=~Q(status=GoalStatus.ARCHIVED) | ~Q(because=""), name="goal_put_aside_with_reason"
            ),
        ]
        indexes = [models.Index(fields=["plan", "key"], name="goal_state_of")]

    def __str__(self) -> str:
        return f"{self.status} on {self.on}"


class PlanReview(models.Model):
    """The plan was looked at together; that nothing changed is a review too."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="reviews")
    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="reviews")
    outcome = models.CharField(max_length=8, choices=Outcome)
    on = models.DateField()
    note = models.TextField(blank=True)
    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="plan_review")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    access = PersonRow(person="plan__person", sensitivity="plan__sensitivity")

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "outcome", "on"], name="plan_reviewed_once_a_day"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="plan_review_outcome_known"),
        ]

    def __str__(self) -> str:
        return f"Review on {self.on}"
