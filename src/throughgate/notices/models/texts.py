"""Texts to the people themselves: whether their phone is safe for it, what was sent, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughgate.access.policy import PersonRow
from throughgate.casework.models import Booking
from throughgate.common.references import new_reference
from throughgate.people.models import Person

LONGEST = 160


class WhoReads(models.TextChoices):
    ALONE = "alone", "Only they read it"
    KNOWN = "known", "Somebody else may read it, and that is all right with them"
    UNSAFE = "unsafe", "No: do not text this number"


class PhoneSaid(models.Model):
    """Whether one number may be texted, as they said it. The last one said of a number holds for that number alone."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="phones_said")
    number = models.CharField(max_length=20)  # +447700900123
    who_reads = models.CharField(max_length=6, choices=WhoReads)
    said_at = models.DateTimeField(auto_now_add=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    access = PersonRow(person="person")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(who_reads__in=WhoReads.values), name="phone_said_who_reads_known"),
            models.CheckConstraint(condition=~Q(number=""), name="phone_said_of_a_number"),
        ]

    def __str__(self) -> str:
        return f"Said of a phone {self.pk}"


class TextKind(models.TextChoices):
    REMINDER = "reminder", "Reminder"
    MOVED = "moved", "That it was moved"
    OFF = "off", "That it is off"


class TextMessage(models.Model):
    """One text about one booking. Whether it was sent and arrived, its steps say. It is there before it is sent:
    whoever takes it (`taken_at`) sends it, so that nobody gets two.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="texts")
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="texts")
    kind = models.CharField(max_length=8, choices=TextKind)
    number = models.CharField(max_length=20)
    words = models.CharField(max_length=LONGEST)
    made_at = models.DateTimeField(auto_now_add=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    access = PersonRow(person="person", sensitivity="booking__sensitivity")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["booking", "kind"], name="text_once_for_a_booking"),
            models.CheckConstraint(condition=Q(kind__in=TextKind.values), name="text_kind_known"),
            models.CheckConstraint(condition=~Q(words="") & ~Q(number=""), name="text_says_something_to_a_number"),
        ]
        indexes = [models.Index(fields=["made_at"], name="text_made_at")]

    def __str__(self) -> str:
        return f"Text {self.ref}"


class TextState(models.TextChoices):
    SENT = "sent", "Sent"
    FAILED = "failed", "Could not be sent"
    REFUSED = "refused", "Refused by the service"
    LEFT = "left", "Not sent: something changed"
    DELIVERED = "delivered", "Arrived"
    NOT_DELIVERED = "lost", "Did not arrive"
    TOLD = "told", "They were told another way"
    UNTOLD = "untold", "They were not told after all"


class TextStep(models.Model):
    """What became of a text: each try, and what the service tells later."""

    text = models.ForeignKey(TextMessage, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=TextState)
    at = models.DateTimeField()
    reference = models.CharField(max_length=120, blank=True)  # the service's own
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    access = PersonRow(person="text__person", sensitivity="text__booking__sensitivity")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TextState.values), name="text_step_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[TextState.TOLD, TextState.UNTOLD]) | Q(by__isnull=False),
                name="text_step_told_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Step {self.pk} of a text"
