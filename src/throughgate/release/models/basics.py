from django.conf import settings
from django.db import models
from django.db.models import Q

from throughgate.access.policy import SENSITIVITY_CHOICES, PersonRow, Sensitivity
from throughgate.common.references import new_reference
from throughgate.people.models import Person
from throughgate.record.models import Entry


class Payer(models.TextChoices):
    US = "us", "We do"
    PERSON = "person", "They do themselves"
    PRISON = "prison", "The prison or probation"
    COUNCIL = "council", "The council or another public fund"
    NOBODY = "nobody", "It costs nothing"
    OTHER = "other", "Somebody else"


class Basic(models.Model):
    """One of the basics of one person before one release. What it is stands in basics.yaml, under its code.

    `spell` counts how often they returned to custody before, so that a return begins a fresh set; `from_on` is the day
    of the last return. Its state is its last step. What is next is its promise, the one place that knows when.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="basics")
    code = models.CharField(max_length=60)
    spell = models.PositiveSmallIntegerField(default=0)
    from_on = models.DateField(null=True, blank=True)
    sensitivity = models.CharField(max_length=12, choices=SENSITIVITY_CHOICES, default=Sensitivity.STANDARD)
    promise = models.OneToOneField(
        "programmes.Promise", null=True, blank=True, on_delete=models.SET_NULL, related_name="basic"
    )
    opened_on = models.DateField()
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    access = PersonRow(person="person", sensitivity="sensitivity")

    class Meta:
        ordering = ["person", "spell", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "code", "spell"], name="basic_once_a_spell"),
            models.CheckConstraint(condition=~Q(code=""), name="basic_has_code"),
            models.CheckConstraint(condition=Q(sensitivity__in=list(Sensitivity)), name="basic_sensitivity_known"),
        ]

    def __str__(self) -> str:
        return f"Basic {self.ref}"


class BasicStep(models.Model):
    """What became of a basic on a day. Never edited: a later step says otherwise, and `because` says why where it
    corrects the one before.

    `due_on`: when an answer, an arrival or an appointment is expected, in place of the usual time.
    """

    basic = models.ForeignKey(Basic, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=60)
    on = models.DateField()
    note = models.CharField(max_length=400, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    document = models.CharField(max_length=60, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    cost_pence = models.PositiveIntegerField(null=True, blank=True)
    paid_by = models.CharField(max_length=8, choices=Payer, blank=True)
    refund_pence = models.PositiveIntegerField(null=True, blank=True)
    is_priority = models.BooleanField(default=False)
    proof = models.CharField(max_length=60, blank=True)
    due_on = models.DateField(null=True, blank=True)
    because = models.CharField(max_length=200, blank=True)
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.RESTRICT, related_name="basic_steps")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(auto_now_add=True)
    token = models.UUIDField(null=True, blank=True)

    access = PersonRow(person="basic__person", sensitivity="basic__sensitivity")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["by", "token"], name="basic_step_once"),
            models.CheckConstraint(condition=~Q(state=""), name="basic_step_has_state"),
            models.CheckConstraint(condition=Q(paid_by__in=["", *Payer.values]), name="basic_step_payer_known"),
            models.CheckConstraint(
                condition=Q(cost_pence__isnull=True) | Q(cost_pence__lte=1_000_000), name="basic_step_cost_sane"
            ),
        ]

    def __str__(self) -> str:
        return f"Step of {self.basic_id}"
