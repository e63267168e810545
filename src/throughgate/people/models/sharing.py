"""On what ground we hold and share what we know of a person, and what they said to it themselves."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughgate.access.policy import PersonRow
from throughgate.people.models.around import CircleMember
from throughgate.people.models.person import Person


class Basis(models.Model):
    """The lawful basis of one purpose, in codes of `rules.purposes`. A later row takes an earlier one’s place."""

    purpose = models.SlugField(max_length=40, db_index=False)
    article_6 = models.SlugField(max_length=40, db_index=False)
    article_9 = models.SlugField(max_length=40, blank=True, db_index=False)  # health, ethnicity, religion, sex life
    schedule_1 = models.SlugField(max_length=40, blank=True, db_index=False)  # criminal-offence data
    why = models.CharField(max_length=300)
    set_at = models.DateTimeField(auto_now_add=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["purpose", "-set_at", "-pk"]


class OrganisationBasis(Basis):
    """What holds for everybody, unless a person's own row says otherwise."""

    class Meta(Basis.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["purpose"], condition=Q(superseded_at__isnull=True), name="organisation_basis_once"
            )
        ]

    def __str__(self) -> str:
        return f"Basis of {self.purpose}"


class LawfulBasis(Basis):
    """What holds for one person where their case differs from everybody's."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="lawful_bases")

    access = PersonRow(person="person")

    class Meta(Basis.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(superseded_at__isnull=True), name="lawful_basis_once"
            )
        ]

    def __str__(self) -> str:
        return f"Basis of {self.purpose} for {self.person_id}"


class Decision(models.TextChoices):
    YES = "yes", "Yes"
    ASK = "ask", "Ask me each time"
    NO = "no", "No"


class ConsentHow(models.TextChoices):
    SPOKEN = "spoken", "They told me, face to face"
    PHONE = "phone", "They told me, by phone or video"
    SIGNED = "signed", "Signed on paper"
    WRITTEN = "written", "In a letter or message"


class ConsentEnding(models.TextChoices):
    WITHDRAWN = "withdrawn", "Withdrawn"
    REPLACED = "replaced", "Changed"


class Consent(models.Model):
    """What a person said to one recipient knowing one kind of thing for one purpose. Never edited: changed, a later row
    takes its place; withdrawn, it ends in that moment.

    What each of the circle may be told is read from these rows: there is no second place for it (ADR 19).
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    recipient_kind = models.SlugField(max_length=40, db_index=False)
    member = models.ForeignKey(CircleMember, null=True, blank=True, on_delete=models.CASCADE, related_name="consents")
    recipient_name = models.CharField(max_length=120, blank=True)
    recipient_key = models.CharField(max_length=180)  # see `rules.sharing.Recipient.key`
    purpose = models.SlugField(max_length=40, db_index=False)
    scope = models.SlugField(max_length=40, db_index=False)
    decision = models.CharField(max_length=4, choices=Decision)
    given_on = models.DateField()
    how = models.CharField(max_length=8, choices=ConsentHow)
    witness = models.CharField(max_length=120, blank=True)  # who else heard it
    until = models.DateField(null=True, blank=True)  # the last day
    note = models.CharField(max_length=300, blank=True)  # in the person's words
    written_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ending = models.CharField(max_length=10, choices=ConsentEnding, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_how = models.CharField(max_length=8, choices=ConsentHow, blank=True)
    ended_words = models.CharField(max_length=300, blank=True)

    access = PersonRow(person="person")

    class Meta:
        ordering = ["recipient_key", "purpose", "scope", "-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="consent_decision_known"),
            models.CheckConstraint(condition=Q(how__in=ConsentHow.values), name="consent_how_known"),
            models.CheckConstraint(
                condition=Q(recipient_kind="circle", member__isnull=False)
                | (~Q(recipient_kind="circle") & Q(member__isnull=True)),
                name="consent_circle_has_member",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("given_on")),
                name="consent_ends_after_start",
                violation_error_message="The last day cannot be before the day it was given.",
            ),
            models.CheckConstraint(
                condition=Q(ending="", ended_at__isnull=True, ended_by__isnull=True, ended_how="", ended_words="")
                | Q(ending__in=ConsentEnding.values, ended_at__isnull=False, ended_by__isnull=False),
                name="consent_ended_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["person", "recipient_key", "purpose", "scope"],
                condition=Q(ended_at__isnull=True),
                name="consent_holds_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Consent {self.pk}"
