from django.conf import settings
from django.db import models

from throughgate.access.policy import SENSITIVITY_CHOICES, PersonRow, Sensitivity
from throughgate.common.append_only import AppendOnlyModel
from throughgate.people.models import Person


class Entry(AppendOnlyModel):
    """One thing that happened with a person: the ledger. Never edited (a trigger refuses), corrected by a later entry.

    The enrolment is named, not imported: programmes is an upper room.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="entries")
    enrolment = models.ForeignKey(
        # Restrict, not protect: an enrolment cannot go while it has entries, but erasing the person takes both.
        "programmes.Enrolment",
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="entries",
    )
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=60, blank=True)  # narrows the kind: which form, which report
    on = models.DateField()
    # False: it was planned and did not happen, or the person did not come. Such an entry meets no commitment.
    happened = models.BooleanField(default=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    summary = models.CharField(max_length=240)
    sensitivity = models.CharField(max_length=12, choices=SENSITIVITY_CHOICES, default=Sensitivity.STANDARD)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    row_id = models.BigIntegerField(null=True, blank=True)  # the typed row; its model follows from the kind
    # One to one: a correction can itself be corrected, and two corrections of one entry cannot race each other.
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="corrected_by"
    )
    correction_reason = models.CharField(max_length=200, blank=True)
    voids = models.BooleanField(default=False)  # it should not have been recorded at all

    access = PersonRow(person="person", sensitivity="sensitivity")

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["person", "-on"], name="entry_person_on"),
            models.Index(fields=["kind", "on"], name="entry_kind_on"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sensitivity__in=list(Sensitivity)), name="entry_sensitivity_known"
            ),
            models.CheckConstraint(
                condition=models.Q(corrects__isnull=True, correction_reason="", voids=False)
                | (models.Q(corrects__isnull=False) & ~models.Q(correction_reason="")),
                name="entry_correction_has_reason",
            ),
        ]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}"


class Draft(models.Model):
    """What somebody has typed into a form and not yet saved. Theirs alone, and gone once the form is saved."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=80)  # which form about whom: `contact` or `contact:K7M429QX`
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "form"], name="one_draft_per_form")]

    def __str__(self) -> str:
        return f"Draft of {self.form}"
