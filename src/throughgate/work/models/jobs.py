"""Applications, jobs, and whether they last."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughgate.access.policy import SENSITIVITY_CHOICES, PersonRow, Sensitivity
from throughgate.casework.models import Booking
from throughgate.common.references import new_reference
from throughgate.people.models import Person
from throughgate.programmes.models import Promise
from throughgate.record.models import Entry
from throughgate.work.models.openings import PayPer, Vacancy


class Step(models.TextChoices):
    """What became of an application."""

    SENT = "sent", "Sent"
    INTERVIEW = "interview", "Asked to an interview"
    OFFERED = "offered", "Offered the job"
    ACCEPTED = "accepted", "Said yes"
    DECLINED = "declined", "They said no to it"
    REFUSED = "refused", "Turned down by the employer"
    WITHDRAWN = "withdrawn", "Taken back"


class JobKind(models.TextChoices):
    PERMANENT = "permanent", "Permanent"
    FIXED = "fixed", "For a fixed time"
    AGENCY = "agency", "Through an agency"
    SELF = "self", "Self-employed"
    APPRENTICE = "apprentice", "Apprenticeship"
    TRIAL = "trial", "Work trial, paid"


class Disclosed(models.TextChoices):
    YES = "yes", "The employer knows of the record"
    NO = "no", "The employer did not ask, and was not told"
    NOT_SAID = "not-said", "They would rather not say"


class Left(models.TextChoices):
    NEXT = "next", "For another job"
    ENDED = "ended", "The work ran out or the contract ended"
    DISMISSED = "dismissed", "Dismissed"
    RECORD = "record", "The record came up"
    HEALTH = "health", "Health"
    TRAVEL = "travel", "Could not get there"
    MONEY = "money", "Did not pay enough"
    PEOPLE = "people", "Trouble with people there"
    CARE = "care", "Children or family"
    TREATMENT = "treatment", "Treatment came first"
    INSIDE = "inside", "Back in custody"
    CHOSE = "chose", "They chose to leave"
    MISTAKE = "mistake", "Noted by mistake"


class Lasting(models.TextChoices):
    STILL = "still", "Still in this job"
    NEXT = "next", "In another job"
    LEFT = "left", "Not in work"
    INSIDE = "inside", "Back in custody"


class Application(models.Model):
    """For a vacancy that is here, or for one found elsewhere. How it stands follows from its steps."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="job_applications")
    vacancy = models.ForeignKey(Vacancy, null=True, blank=True, on_delete=models.PROTECT, related_name="applications")
    title = models.CharField(max_length=120)
    employer = models.CharField(max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    access = PersonRow(person="person")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Application {self.ref}"


class ApplicationStep(models.Model):
    """One thing that became of it; the last one is how it stands."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=Step)
    on = models.DateField()
    words = models.CharField(max_length=200, blank=True)
    booking = models.ForeignKey(Booking, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    access = PersonRow(person="application__person")

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(state__in=Step.values), name="application_step_known")]

    def __str__(self) -> str:
        return f"Step {self.pk}"


class Job(models.Model):
    """Work that began. Left, it keeps the day and why."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="jobs")
    application = models.OneToOneField(
        Application, null=True, blank=True, on_delete=models.SET_NULL, related_name="job"
    )
    title = models.CharField(max_length=120)
    employer = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=JobKind)
    started_on = models.DateField()
    hours = models.PositiveSmallIntegerField(null=True, blank=True)  # a week
    pay_pence = models.PositiveIntegerField(null=True, blank=True)
    pay_per = models.CharField(max_length=8, choices=PayPer, blank=True)
    disclosed = models.CharField(max_length=8, choices=Disclosed, default=Disclosed.NOT_SAID)
    sensitivity = models.CharField(max_length=12, choices=SENSITIVITY_CHOICES, default=Sensitivity.STANDARD)
    entry = models.OneToOneField(Entry, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    noted_at = models.DateTimeField(auto_now_add=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=12, choices=Left, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    access = PersonRow(person="person", sensitivity="sensitivity")

    class Meta:
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=JobKind.values), name="job_kind_known"),
            models.CheckConstraint(condition=Q(disclosed__in=Disclosed.values), name="job_disclosed_known"),
            models.CheckConstraint(condition=Q(sensitivity__in=list(Sensitivity)), name="job_sensitivity_known"),
            models.CheckConstraint(
                condition=Q(pay_pence__isnull=True, pay_per="")
                | (Q(pay_pence__isnull=False) & Q(pay_per__in=PayPer.values)),
                name="job_pay_says_per",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_because="", ended_at__isnull=True, ended_by__isnull=True)
                | Q(
                    ended_on__gte=F("started_on"),
                    ended_because__in=Left.values,
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                ),
                name="job_ended_on_by_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Job {self.ref}"


class JobCheck(models.Model):
    """Whether they are still in work so many weeks on. Without an answer it is not known, never kept."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="checks")
    weeks = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    promise = models.OneToOneField(Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="job_check")
    answer = models.CharField(max_length=8, choices=Lasting, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    access = PersonRow(person="job__person", sensitivity="job__sensitivity")

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["job", "weeks"], name="job_check_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True, answered_by__isnull=True)
                | Q(answer__in=Lasting.values, answered_on__isnull=False, answered_by__isnull=False),
                name="job_check_answered_on_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Check {self.pk}"
