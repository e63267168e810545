"""What recovery keeps beside the plan, the contacts and the record. What is said in therapy is clinical, always."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughgate.access.policy import PersonRow, Sensitivity
from throughgate.casework.models import Contact, Crisis, PlanVersion, ThingDone, VersionAgreedError
from throughgate.common.references import new_reference
from throughgate.people.models import Person
from throughgate.programmes.models import Promise
from throughgate.record.models import Entry


class Fellowship(models.TextChoices):
    AA = "aa", "Alcoholics Anonymous (AA)"
    NA = "na", "Narcotics Anonymous (NA)"
    CA = "ca", "Cocaine Anonymous (CA)"
    SMART = "smart", "SMART Recovery"
    OTHER = "other", "Another group"


class Confirmed(models.TextChoices):
    """How we know that somebody went."""

    CARD = "card", "Signed card"
    SPONSOR = "sponsor", "Their sponsor says so"
    PRISON = "prison", "The prison says so"
    OWN_WORD = "own-word", "Their own word"


class Weekday(models.IntegerChoices):
    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class TreatmentWords(models.Model):
    """What one version of a treatment plan says beside its aims and steps, which casework keeps. It changes no more
    once both sides have agreed. A version without a row says what the one before it said.
    """

    version = models.OneToOneField(PlanVersion, on_delete=models.CASCADE, related_name="treatment")
    link = models.TextField(blank=True)  # between addiction and offending, in the person's words
    triggers = models.JSONField(default=list)  # of {"trigger", "answer"}: what sets them off, what to do about it
    strengths = models.TextField(blank=True)
    craving = models.TextField(blank=True)  # what to do when it comes
    lapse = models.TextField(blank=True)  # what to do if it happened
    work = models.JSONField(default=list)  # codes of rules.treatment.WORK
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    access = PersonRow(person="version__plan__person", sensitivity="version__plan__sensitivity")

    class Meta:
        ordering = ["version__number"]

    def __str__(self) -> str:
        return f"Treatment words {self.pk}"

    def save(self, *args: object, **kwargs: object) -> None:
        if PlanVersion.objects.filter(pk=self.version_id, agreed_at__isnull=False).exists():
            raise VersionAgreedError()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # what Django's save takes


class CleanFrom(models.Model):
    """The day from which they count their days, as they say it. What changes, a later row says."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="clean_from")
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    access = PersonRow(person="person", level=Sensitivity.CLINICAL)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Clean from {self.pk}"


class Answered(models.TextChoices):
    """What became of a lapse where no one-to-one followed."""

    TALKED = "talked", "We talked it over in another way"
    NOT_NOW = "not-now", "They do not want to talk about it now"


class Lapse(models.Model):
    """What happened, and what came next. Days counted before it stay counted. `promise`: that somebody looks at the
    plan with them soon; none where support was stepped up.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="lapses")
    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="lapse")
    from_on = models.DateField()
    to_on = models.DateField()
    happened = models.TextField(blank=True)
    tried = models.TextField(blank=True)
    helped = models.TextField(blank=True)
    follows = models.TextField(blank=True)
    version = models.ForeignKey(PlanVersion, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    crisis = models.ForeignKey(Crisis, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    promise = models.OneToOneField(Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="lapse")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    token = models.UUIDField(null=True, blank=True)

    access = PersonRow(person="person", level=Sensitivity.CLINICAL)

    class Meta:
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["by", "token"], name="lapse_saved_once"),
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="lapse_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"Lapse {self.ref}"

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to be looked at together."""
        return self.promise is not None and self.promise.met_on is None and self.promise.withdrawn_on is None


class CellSheet(models.Model):
    """Pages set to be worked on between sessions, and brought back."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="cell_sheets")
    sheet = models.CharField(max_length=60)  # a code of data/sheets.yaml
    title = models.CharField(max_length=120)  # as it stood when it was set
    set_on = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    returned_on = models.DateField(null=True, blank=True)
    returned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    was_read = models.BooleanField(default=False)
    was_talked_about = models.BooleanField(default=False)
    done = models.OneToOneField(ThingDone, null=True, blank=True, on_delete=models.SET_NULL, related_name="cell_sheet")

    access = PersonRow(person="person", level=Sensitivity.CLINICAL)

    class Meta:
        ordering = ["-set_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(returned_on__isnull=True, returned_to__isnull=True)
                | Q(returned_on__gte=F("set_on"), returned_to__isnull=False),
                name="cell_sheet_returned_after_set",
            ),
        ]

    def __str__(self) -> str:
        return f"Sheet {self.ref}"


class MeetingAttended(models.Model):
    """A self-help meeting, with how we know of it. The day and who may read it stand in the thing done."""

    done = models.OneToOneField(ThingDone, on_delete=models.CASCADE, related_name="meeting_attended")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="meetings_attended")
    on = models.DateField()
    fellowship = models.CharField(max_length=8, choices=Fellowship)
    meeting = models.CharField(max_length=120, blank=True)
    inside = models.BooleanField(default=False)
    confirmed_by = models.CharField(max_length=10, choices=Confirmed)

    access = PersonRow(person="person", level=Sensitivity.SENSITIVE)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(fellowship__in=Fellowship.values), name="meeting_fellowship_known"),
            models.CheckConstraint(condition=Q(confirmed_by__in=Confirmed.values), name="meeting_confirmed_known"),
        ]

    def __str__(self) -> str:
        return f"Meeting {self.pk}"


class HomeGroup(models.Model):
    """One meeting that is theirs. Where they found another, the later row holds."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="home_groups")
    done = models.OneToOneField(ThingDone, null=True, blank=True, on_delete=models.SET_NULL, related_name="home_group")
    fellowship = models.CharField(max_length=8, choices=Fellowship)
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=120, blank=True)
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    begins_at = models.TimeField(null=True, blank=True)
    found_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    access = PersonRow(person="person", level=Sensitivity.SENSITIVE)

    class Meta:
        ordering = ["-found_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(fellowship__in=Fellowship.values), name="home_group_fellowship_known"),
            models.CheckConstraint(condition=Q(weekday__in=Weekday.values), name="home_group_weekday_known"),
        ]

    def __str__(self) -> str:
        return f"Home group {self.pk}"


class WhyEnded(models.TextChoices):
    DONE = "done", "They finished it"
    ELSEWHERE = "elsewhere", "They go somewhere else now"
    STOPPED = "stopped", "They stopped going"
    CLOSED = "closed", "It was taken from them, or closed"
    CUSTODY = "custody", "They came back into custody"


class Lasting(models.TextChoices):
    STILL = "still", "Still going"
    ENDED = "ended", "Not any more"


class TreatmentOutside(models.Model):
    """Treatment that somebody else gives after release, or before it: with whom, since when, and why it ended."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="treatment_outside")
    with_whom = models.CharField(max_length=120)
    begun_on = models.DateField()
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    token = models.UUIDField(null=True, blank=True)
    noted_at = models.DateTimeField(auto_now_add=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=12, choices=WhyEnded, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    access = PersonRow(person="person", level=Sensitivity.SENSITIVE)

    class Meta:
        ordering = ["-begun_on", "-pk"]
        verbose_name_plural = "treatment outside"
        constraints = [
            models.UniqueConstraint(fields=["noted_by", "token"], name="treatment_noted_once"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_at__isnull=True, ended_by__isnull=True, ended_because="")
                | Q(
                    ended_on__gte=F("begun_on"), ended_at__isnull=False, ended_by__isnull=False,
                    ended_because__in=WhyEnded.values,
                ),
                name="treatment_ended_with_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Treatment {self.ref}"


class TreatmentCheck(models.Model):
    """Whether they still go so many weeks on. Without an answer it is not known, never kept."""

    treatment = models.ForeignKey(TreatmentOutside, on_delete=models.CASCADE, related_name="checks")
    weeks = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    promise = models.OneToOneField(
        Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="treatment_check"
    )
    answer = models.CharField(max_length=8, choices=Lasting, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    access = PersonRow(person="treatment__person", level=Sensitivity.SENSITIVE)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["treatment", "weeks"], name="treatment_check_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True, answered_by__isnull=True)
                | Q(answer__in=Lasting.values, answered_on__isnull=False, answered_by__isnull=False),
                name="treatment_check_answered_on_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Check {self.pk}"
