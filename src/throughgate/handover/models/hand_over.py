from django.conf import settings
from django.db import models
from django.db.models import Q

from throughgate.access.policy import SENSITIVITY_CHOICES, PersonRow, Sensitivity
from throughgate.common.append_only import AppendOnlyModel
from throughgate.common.references import new_reference
from throughgate.people.models import Assignment, AssignmentRole, Person
from throughgate.programmes.models import Promise
from throughgate.record.models import Entry


class Why(models.TextChoices):
    LEAVES = "leaves", "The worker is leaving us"
    AWAY = "away", "The worker will be away for long"
    MOVED = "moved", "The person moved"
    CHANGE = "change", "A change of worker"


class HowTold(models.TextChoices):
    FACE = "face", "Face to face"
    PHONE = "phone", "By phone"
    LETTER = "letter", "By letter, and they answered"


class HandOver(models.Model):
    """One worker gives a person's story and promises to the next.

    Where it stands follows from its moments: written, given (the roles move and the document is frozen), acknowledged
    by the receiver. The person has been told once `told_on` is set. Nothing here is undone after the day of change.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="hand_overs")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="hand_overs_given")
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hand_overs_received",
    )
    why = models.CharField(max_length=8, choices=Why)
    written_at = models.DateTimeField(auto_now_add=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    from_on = models.DateField(null=True, blank=True)  # the day of change
    together_from = models.DateField(null=True, blank=True)  # from here on both work with the person
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    entry = models.OneToOneField(
        Entry, null=True, blank=True, on_delete=models.SET_NULL, related_name="hand_over"
    )  # written when the receiver acknowledged
    told_on = models.DateField(null=True, blank=True)
    told_how = models.CharField(max_length=8, choices=HowTold, blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    met_on = models.DateField(null=True, blank=True)  # the person and the receiver have met
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_because = models.CharField(max_length=200, blank=True)
    # What this hand-over makes due: to read it, to tell the person, to meet them.
    promise_read = models.OneToOneField(Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    promise_tell = models.OneToOneField(Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    promise_meet = models.OneToOneField(Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Taken back after the person was told: to tell them that nothing changes.
    promise_stays = models.OneToOneField(Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    access = PersonRow(person="person")

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(why__in=Why.values), name="hand_over_why_known"),
            models.CheckConstraint(condition=~Q(giver=models.F("receiver")), name="hand_over_to_somebody_else"),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True, given_by__isnull=True, from_on__isnull=True)
                | Q(given_at__isnull=False, given_by__isnull=False, from_on__isnull=False, receiver__isnull=False),
                name="hand_over_given_at_by_and_from",
            ),
            models.CheckConstraint(
                condition=Q(together_from__isnull=True) | Q(together_from__lte=models.F("from_on")),
                name="hand_over_together_before_change",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True) | Q(given_at__isnull=False), name="hand_over_read_once_given"
            ),
            models.CheckConstraint(
                condition=Q(told_on__isnull=True, told_by__isnull=True, told_how="")
                | Q(told_on__isnull=False, told_by__isnull=False, told_how__in=HowTold.values, given_at__isnull=False),
                name="hand_over_told_on_by_and_how",
            ),
            models.CheckConstraint(
                condition=Q(met_on__isnull=True, met_by__isnull=True) | Q(met_on__isnull=False, met_by__isnull=False),
                name="hand_over_met_on_and_by",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True, undone_because="")
                | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_because="")),
                name="hand_over_undone_at_by_and_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["receiver", "from_on"],
                condition=Q(given_at__isnull=False, acknowledged_at__isnull=True, undone_at__isnull=True),
                name="hand_over_to_read",
            ),
            models.Index(
                fields=["from_on"],
                condition=Q(given_at__isnull=False, told_on__isnull=True, undone_at__isnull=True),
                name="hand_over_to_tell",
            ),
        ]

    def __str__(self) -> str:
        return f"Hand-over {self.ref}"


class HandedRole(models.Model):
    """One role of the giver that went to the receiver: the assignment that ends and the one that begins."""

    hand_over = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=AssignmentRole)
    # A hand-over that stands holds its row fast: it goes with the person and not otherwise. Null in one that was taken
    # back, where the role it would have ended never began.
    ends = models.ForeignKey(Assignment, null=True, blank=True, on_delete=models.RESTRICT, related_name="handed_on")
    ended_before = models.DateField(null=True, blank=True)  # the last day it had before, for taking it back
    # Null where the receiver had the role already, and after taking back one that had not begun.
    begins = models.OneToOneField(
        Assignment, null=True, blank=True, on_delete=models.SET_NULL, related_name="taken_over"
    )

    access = PersonRow(person="hand_over__person")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hand_over", "ends"], name="role_handed_once")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} in hand-over {self.hand_over_id}"


class HandedPromise(models.Model):
    """Something the giver had promised that is now the receiver's."""

    hand_over = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="promises")
    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="handed")
    sensitivity = models.CharField(max_length=12, choices=SENSITIVITY_CHOICES, default=Sensitivity.STANDARD)

    access = PersonRow(person="hand_over__person", sensitivity="sensitivity")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sensitivity__in=list(Sensitivity)), name="handed_promise_sensitivity_known"
            ),
        ]

    def __str__(self) -> str:
        return f"Promise in hand-over {self.hand_over_id}"


class HandOverSection(AppendOnlyModel):
    """A part of the document, frozen when the hand-over was given: what of one section stands at one sensitivity.

    `lines` is a list of {words, note, tone}; `lead` is a line above them.
    """

    hand_over = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="sections")
    place = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    sensitivity = models.CharField(max_length=12, choices=SENSITIVITY_CHOICES)
    lines = models.JSONField(default=list)

    access = PersonRow(person="hand_over__person", sensitivity="sensitivity")

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["hand_over", "code", "sensitivity"], name="hand_over_section_once"),
            models.CheckConstraint(
                condition=Q(sensitivity__in=list(Sensitivity)), name="hand_over_section_sensitivity_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} of hand-over {self.hand_over_id}"


class Prompt(models.TextChoices):
    WORKS = "works", "What works with them"
    NOT_AGAIN = "not_again", "What I would not do again"
    PROMISED = "promised", "What I promised and have not done yet"
    OTHER = "other", "Something else"
    SAID = "said", "What they said when they were told"


class HandOverNote(AppendOnlyModel):
    """What the giver adds in their own words, and what the person said in theirs. Added to, never changed."""

    hand_over = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="notes")
    prompt = models.CharField(max_length=12, choices=Prompt)
    words = models.TextField()
    sensitivity = models.CharField(max_length=12, choices=SENSITIVITY_CHOICES, default=Sensitivity.STANDARD)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    access = PersonRow(person="hand_over__person", sensitivity="sensitivity")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(prompt__in=Prompt.values), name="hand_over_note_prompt_known"),
            models.CheckConstraint(condition=~Q(words=""), name="hand_over_note_says_something"),
            models.CheckConstraint(
                condition=Q(sensitivity__in=list(Sensitivity)), name="hand_over_note_sensitivity_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_prompt_display()} of hand-over {self.hand_over_id}"
