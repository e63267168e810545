from django.conf import settings
from django.db import models
from django.db.models import Q

from throughgate.access.policy import SENSITIVITY_CHOICES, PersonRow, Sensitivity
from throughgate.common.append_only import AppendOnlyModel
from throughgate.common.references import new_reference
from throughgate.people.models import ParoleHearing, Person
from throughgate.programmes.models import Promise
from throughgate.record.models import Entry


class LeftOut(models.TextChoices):
    """Why a statement is drafted and does not stand in the report."""

    THIRD_PARTY = "third-party", "Somebody else said it, in confidence"
    CLINICAL = "clinical", "It comes from therapy"
    SENSITIVE = "sensitive", "It is sensitive"
    NO_BASIS = "no-basis", "This recipient may not be told it"
    AUTHOR = "author", "The author left it out"


class Report(models.Model):
    """One report about one person for one occasion; what it says stands in its versions."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reports")
    template = models.CharField(max_length=60)
    title = models.CharField(max_length=120)  # as it stood: a template may go
    sensitivity = models.CharField(max_length=12, choices=SENSITIVITY_CHOICES)
    hearing = models.ForeignKey(ParoleHearing, null=True, blank=True, on_delete=models.RESTRICT, related_name="reports")
    # To send it, where no programme asks for it by a day.
    promise = models.OneToOneField(Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    access = PersonRow(person="person", sensitivity="sensitivity")

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(sensitivity__in=list(Sensitivity)), name="report_sensitivity_known")
        ]

    def __str__(self) -> str:
        return f"Report {self.ref}"


class ReportVersion(models.Model):
    """One wording of a report, by one author. A draft until it is frozen; from then on nothing in it changes."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    template_version = models.PositiveSmallIntegerField()
    because = models.CharField(max_length=200, blank=True)  # why there is another one
    drafted_on = models.DateField()  # the day on which the record was read
    written_at = models.DateTimeField(auto_now_add=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    promise = models.OneToOneField(Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    access = PersonRow(person="report__person", sensitivity="report__sensitivity")

    class Meta:
        ordering = ["report", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="report_version_once"),
            models.CheckConstraint(
                condition=Q(number=1, because="") | (Q(number__gt=1) & ~Q(because="")),
                name="report_later_version_says_why",
            ),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=True, signer__isnull=True)
                | (Q(asked_at__isnull=False, signer__isnull=False) & ~Q(signer=models.F("author"))),
                name="report_signed_by_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"


class Statement(models.Model):
    """One thing that a version says: `drafted` by rule from the record, `words` as the author has them.

    `sources` is a list of {of, id, on}: what in the record it was read from. Only the author's opinion has none.
    """

    version = models.ForeignKey(ReportVersion, on_delete=models.CASCADE, related_name="statements")
    section = models.CharField(max_length=60)
    place = models.PositiveSmallIntegerField()
    drafted = models.TextField(blank=True)
    words = models.TextField(blank=True)
    is_opinion = models.BooleanField(default=False)
    sensitivity = models.CharField(max_length=12, choices=SENSITIVITY_CHOICES)
    scope = models.CharField(max_length=40, blank=True)  # the kind of thing it tells, as sharing knows them
    sources = models.JSONField(default=list)
    sourced = models.PositiveIntegerField(default=0)  # how many sources there are
    left_out = models.CharField(max_length=12, choices=LeftOut, blank=True)
    put_back_because = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    access = PersonRow(person="version__report__person", sensitivity="sensitivity")

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "place"], name="statement_has_its_place"),
            models.CheckConstraint(condition=Q(sensitivity__in=list(Sensitivity)), name="statement_sensitivity_known"),
            models.CheckConstraint(condition=Q(left_out__in=["", *LeftOut.values]), name="statement_left_out_known"),
            models.CheckConstraint(
                condition=Q(is_opinion=True, sourced=0) | (Q(is_opinion=False, sourced__gt=0) & ~Q(drafted="")),
                name="statement_has_its_sources",
            ),
        ]

    def __str__(self) -> str:
        return f"Statement {self.place} of version {self.version_id}"


class How(models.TextChoices):
    FACE = "face", "Read together, face to face"
    PHONE = "phone", "Read out on the phone"
    SENT = "sent", "Given to them to read, and they answered"
    NOT = "not", "It could not be gone through with them"


class GoneThrough(AppendOnlyModel):
    """A version was gone through with the person: what they said of it, in their words where they want that added."""

    version = models.ForeignKey(ReportVersion, on_delete=models.CASCADE, related_name="gone_through")
    on = models.DateField()
    how = models.CharField(max_length=8, choices=How)
    said = models.TextField(blank=True)
    is_added = models.BooleanField(default=False)  # their words go with the report
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    access = PersonRow(person="version__report__person", sensitivity="version__report__sensitivity")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(how__in=How.values), name="gone_through_how_known"),
            models.CheckConstraint(condition=~Q(how=How.NOT, said=""), name="gone_through_or_says_why_not"),
            models.CheckConstraint(
                condition=Q(is_added=False) | (~Q(said="") & ~Q(how=How.NOT)), name="gone_through_adds_their_words"
            ),
        ]

    def __str__(self) -> str:
        return f"Gone through on {self.on}"


class SignOff(AppendOnlyModel):
    """What the second person answered: signed, or back to the author with what has to change."""

    version = models.ForeignKey(ReportVersion, on_delete=models.CASCADE, related_name="sign_offs")
    is_signed = models.BooleanField()
    words = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    access = PersonRow(person="version__report__person", sensitivity="version__report__sensitivity")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(is_signed=True) | ~Q(words=""), name="sent_back_says_why"),
            models.UniqueConstraint(fields=["version"], condition=Q(is_signed=True), name="report_signed_once"),
        ]

    def __str__(self) -> str:
        return f"{'Signed' if self.is_signed else 'Sent back'}: version {self.version_id}"


class FrozenReport(AppendOnlyModel):
    """The finished paper of a version: its bytes and their fingerprint. Closed to whoever may not read all that is
    in it.
    """

    version = models.OneToOneField(ReportVersion, on_delete=models.CASCADE, related_name="frozen")
    sensitivity = models.CharField(max_length=12, choices=SENSITIVITY_CHOICES)
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    access = PersonRow(person="version__report__person", sensitivity="sensitivity")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sensitivity__in=list(Sensitivity)), name="frozen_sensitivity_known")
        ]

    def __str__(self) -> str:
        return f"Paper of version {self.version_id}"


class ReportSent(AppendOnlyModel):
    """A frozen version went to somebody. `basis`: for each kind of thing in it, the ground on which it was shared."""

    frozen = models.ForeignKey(FrozenReport, on_delete=models.CASCADE, related_name="sent")
    on = models.DateField()
    to_kind = models.CharField(max_length=20)
    to_name = models.CharField(max_length=120)
    purpose = models.CharField(max_length=20)
    basis = models.JSONField(default=dict)
    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="report_sent")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    access = PersonRow(person="frozen__version__report__person", sensitivity="frozen__version__report__sensitivity")

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"Sent on {self.on}"


class AtHearing(AppendOnlyModel):
    """Who was at an oral hearing and what was asked. The last row of a hearing holds. Its day and its result are the
    hearing's own.
    """

    hearing = models.ForeignKey(ParoleHearing, on_delete=models.CASCADE, related_name="attended")
    on = models.DateField()
    who = models.TextField()  # one on each line
    asked = models.TextField(blank=True)
    sensitivity = models.CharField(max_length=12, choices=SENSITIVITY_CHOICES, default=Sensitivity.SENSITIVE)
    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="at_hearing")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    access = PersonRow(person="hearing__person", sensitivity="sensitivity")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(sensitivity__in=list(Sensitivity)), name="at_hearing_sensitivity_known"),
            models.CheckConstraint(condition=~Q(who=""), name="at_hearing_says_who"),
        ]

    def __str__(self) -> str:
        return f"At hearing {self.hearing_id}"
