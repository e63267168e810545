from django.conf import settings
from django.db import models

from throughgate.access.policy import PersonRow
from throughgate.people.models.person import Person
from throughgate.sites.models import Site


class Confidence(models.TextChoices):
    CONFIRMED = "confirmed", "Confirmed"
    EXPECTED = "expected", "Expected"
    UNSURE = "unsure", "Not sure"


class Told(models.Model):
    """What somebody told us of custody: beside it stands who said so and how sure they were. Empty: nobody has said."""

    source = models.CharField(max_length=80, blank=True)
    confidence = models.CharField(max_length=12, choices=Confidence, blank=True)

    class Meta:
        abstract = True

    @property
    def told_words(self) -> str:
        return told_words(self.source, self.confidence)


def told_words(source: str, confidence: str) -> str:
    """`Not sure. Source: the person`; empty where neither was said."""
    sure = Confidence(confidence).label if confidence else ""
    return ". ".join(part for part in (sure, f"Source: {source}" if source else "") if part)


def confidence_known(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(confidence__in=["", *Confidence.values]), name=name)


class MoveKind(models.TextChoices):
    RECEIVED = "received", "Came into custody"
    TRANSFERRED = "transferred", "Moved prison"
    RELEASED = "released", "Released"
    RECALLED = "recalled", "Recalled to custody"
    RETURNED = "returned", "Returned on a new sentence"


class RecallTerm(models.TextChoices):
    DAYS_14 = "14", "Fixed term, 14 days"
    DAYS_28 = "28", "Fixed term, 28 days"
    DAYS_56 = "56", "Fixed term, 56 days"
    STANDARD = "standard", "Standard: until the Parole Board or the Secretary of State decides"


class StandingMoves(models.Manager["CustodyMove"]):
    """What was withdrawn is passed over wherever it is not asked for by name."""

    def get_queryset(self) -> models.QuerySet["CustodyMove"]:
        return super().get_queryset().filter(withdrawn_at__isnull=True)


class CustodyMove(Told):
    """One step of the custody history.

    The spells in and out of custody are read from these rows, so a recall breaks nothing. One that was recorded wrongly
    is withdrawn: the row stays, and nothing is read from it (`recorded` finds it).
    """

    INTO_CUSTODY = (MoveKind.RECEIVED, MoveKind.RECALLED, MoveKind.RETURNED)

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="moves")
    kind = models.CharField(max_length=12, choices=MoveKind)
    on = models.DateField()
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recall = models.CharField(max_length=8, choices=RecallTerm, blank=True)  # empty: nobody has said for how long
    note = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.CharField(max_length=200, blank=True)

    access = PersonRow(person="person")
    objects = StandingMoves()
    recorded = models.Manager["CustodyMove"]()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=MoveKind.values), name="move_kind_known"),
            confidence_known("move_confidence_known"),
            models.CheckConstraint(
                condition=models.Q(kind=MoveKind.RELEASED) | models.Q(site__isnull=False),
                name="move_into_custody_names_prison",
                violation_error_message="Choose the prison they came to.",
            ),
            models.CheckConstraint(
                condition=models.Q(recall="") | models.Q(kind=MoveKind.RECALLED, recall__in=RecallTerm.values),
                name="move_term_of_recall_only",
                violation_error_message="Only a recall is for a term.",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because="")
                | (models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~models.Q(withdrawn_because="")),
                name="move_withdrawn_at_by_and_why",
            ),
        ]
        indexes = [models.Index(fields=["kind", "on"], name="custody_move_kind_on")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.on}"


class SentenceKind(models.TextChoices):
    DETERMINATE = "determinate", "Determinate"
    EXTENDED = "extended", "Extended"
    LIFE = "life", "Life"
    IPP = "ipp", "IPP"
    RECALL = "recall", "Recall"
    REMAND = "remand", "On remand"


# Released when the Parole Board says so, and on licence for years.
WITHOUT_END = (SentenceKind.LIFE, SentenceKind.IPP)


class Sentence(Told):
    """The kind of sentence and its length; a person may have several at a time. Offences are not recorded here: see the
    note on privacy in SECURITY.md.

    `ended_on` is its last day as it was passed; `stopped_on` the day on which it ended otherwise, such as on appeal.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sentences")
    kind = models.CharField(max_length=12, choices=SentenceKind)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    stopped_on = models.DateField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    stopped_because = models.CharField(max_length=200, blank=True)
    token = models.UUIDField(null=True, blank=True, editable=False)  # of the form it was sent with

    access = PersonRow(person="person")

    class Meta:
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=SentenceKind.values), name="sentence_kind_known"),
            confidence_known("sentence_confidence_known"),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True)
                | models.Q(started_on__isnull=True)
                | models.Q(ended_on__gte=models.F("started_on")),
                name="sentence_ends_after_start",
                violation_error_message="The day it ends cannot be before the day it began.",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    stopped_on__isnull=True, stopped_at__isnull=True, stopped_by__isnull=True, stopped_because=""
                )
                | (
                    models.Q(stopped_on__isnull=False, stopped_at__isnull=False, stopped_by__isnull=False)
                    & ~models.Q(stopped_because="")
                ),
                name="sentence_stopped_at_by_and_why",
            ),
            models.UniqueConstraint(
                fields=["added_by", "token"],
                condition=models.Q(token__isnull=False),
                name="sentence_once_for_each_form",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} sentence"


class DateKind(models.TextChoices):
    CONFIRMED_RELEASE = "confirmed_release", "Confirmed release"
    PAROLE_RELEASE = "parole_release", "Release on parole"
    HDC_RELEASE = "hdc_release", "Release on home detention curfew (HDC)"
    RECALL_RELEASE = "recall_release", "Release after recall"
    CRD = "crd", "Conditional release date (CRD)"
    ARD = "ard", "Automatic release date (ARD)"
    HDC_ELIGIBLE = "hdc_eligible", "May be released on HDC from (HDCED)"
    PAROLE_ELIGIBLE = "parole_eligible", "May be released on parole from (PED)"
    TARIFF_END = "tariff_end", "Tariff ends (life and IPP)"
    PAROLE_HEARING = "parole_hearing", "Parole hearing"
    LICENCE_END = "licence_end", "Licence ends"
    SUPERVISION_END = "supervision_end", "Supervision after the sentence ends"
    SENTENCE_END = "sentence_end", "Sentence ends"


class CustodyDate(Told):
    """A date that the walk hangs on, as somebody told us it. A later row of the same kind takes its place; none is
    edited.

    A row without a day says that the earlier day no longer holds and no new one is known.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="custody_dates")
    kind = models.CharField(max_length=20, choices=DateKind)
    on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=80)
    confidence = models.CharField(max_length=12, choices=Confidence, default=Confidence.EXPECTED)
    reason = models.CharField(max_length=200, blank=True)
    noted_at = models.DateTimeField(auto_now_add=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # When a later row took this one's place; null on the one that holds now. A moment and not a link, so that the
    # earlier row can be closed before the later one is written: the constraint below is checked row by row.
    superseded_at = models.DateTimeField(null=True, blank=True)

    access = PersonRow(person="person")

    class Meta:
        ordering = ["kind", "-noted_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=DateKind.values), name="custody_date_kind_known"),
            models.CheckConstraint(
                condition=models.Q(confidence__in=Confidence.values), name="custody_date_confidence_known"
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=models.Q(superseded_at__isnull=True),
                name="one_current_date_per_kind",
            ),
        ]
        indexes = [models.Index(fields=["kind", "on"], name="custody_date_kind_on")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.on}"
