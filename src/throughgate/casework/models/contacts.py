from django.conf import settings
from django.db import models
from django.db.models import Q

from throughgate.access.policy import SENSITIVITY_CHOICES, PersonRow, Sensitivity
from throughgate.common.references import new_reference
from throughgate.people.models import CircleMember, Person
from throughgate.programmes.models import Enrolment, Promise
from throughgate.record.models import Entry


class Medium(models.TextChoices):
    FACE_TO_FACE = "face", "Face to face"
    PHONE = "phone", "By phone"
    VIDEO = "video", "By video"
    WRITING = "writing", "By letter or message"


class Attended(models.TextChoices):
    YES = "yes", "Came"
    LATE = "late", "Came late"
    NO = "no", "Did not come"


class WhyNot(models.TextChoices):
    ACCEPTABLE = "acceptable", "They had a good reason"
    NOT_ACCEPTABLE = "not_acceptable", "They chose not to, or we don’t know"
    LOGISTICS = "logistics", "Something on our side or the prison’s"


class Contact(models.Model):
    """One meeting, call or session, with one person or several. A row is never changed: a correction is a later row.

    Only what is true of the meeting stands here. Whatever is about a person (who came, the note and who may read it)
    stands in their ContactPerson, so that a reader who may see one of two people learns nothing of the other: a note
    “for all of them” is stored once for each.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=60, blank=True)
    on = models.DateField()
    at = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    medium = models.CharField(max_length=8, choices=Medium, default=Medium.FACE_TO_FACE)
    place = models.CharField(max_length=80, blank=True)
    happened = models.BooleanField(default=True)
    why_not = models.CharField(max_length=16, choices=WhyNot, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    # Made when the form was opened: a second tap on Save finds the contact that the first one wrote.
    token = models.UUIDField(null=True, blank=True)
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.RESTRICT, related_name="corrected_by")

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["by", "token"], name="contact_saved_once"),
            models.CheckConstraint(condition=Q(medium__in=Medium.values), name="contact_medium_known"),
            models.CheckConstraint(
                condition=Q(happened=True, why_not="") | Q(happened=False, why_not__in=WhyNot.values),
                name="contact_not_happened_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gte=1, minutes__lte=1440),
                name="contact_minutes_within_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"Contact {self.ref}"


class ContactPerson(models.Model):
    """One person's part in a contact: did they come, and what was noted about them. A correction is a later row."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contacts")
    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="contact_person")
    enrolment = models.ForeignKey(Enrolment, null=True, blank=True, on_delete=models.RESTRICT, related_name="contacts")
    attended = models.CharField(max_length=4, choices=Attended, blank=True)  # empty when the contact did not happen
    why = models.CharField(max_length=16, choices=WhyNot, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    late_minutes = models.PositiveSmallIntegerField(null=True, blank=True)  # of who came late, where it was noted
    note = models.TextField(blank=True)
    sensitivity = models.CharField(max_length=12, choices=SENSITIVITY_CHOICES, default=Sensitivity.STANDARD)
    with_circle = models.ManyToManyField(CircleMember, blank=True, related_name="contacts")
    other_names = models.CharField(max_length=200, blank=True)  # who else was there, as typed

    access = PersonRow(person="person", sensitivity="sensitivity")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "person"], name="person_once_per_contact"),
            models.CheckConstraint(condition=Q(attended__in=["", *Attended.values]), name="attended_known"),
            models.CheckConstraint(
                condition=Q(attended="no", why__in=WhyNot.values) | (~Q(attended="no") & Q(why="")),
                name="absent_has_reason",
            ),
            models.CheckConstraint(condition=~Q(attended="late", reason=""), name="late_has_reason"),
            models.CheckConstraint(
                condition=Q(late_minutes__isnull=True) | Q(attended="late", late_minutes__gte=1), name="late_by_minutes"
            ),
            models.CheckConstraint(condition=Q(sensitivity__in=list(Sensitivity)), name="contact_sensitivity_known"),
        ]

    def __str__(self) -> str:
        return f"Part of {self.person_id} in contact {self.contact_id}"


class FollowUp(models.Model):
    """The contact in which a worker promised something. What, by when, who and whether it is done, the promise says.

    A contact that was corrected hands its follow-ups on to the later one; of a part that is void, they are withdrawn.
    """

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="follow_ups")
    promise = models.OneToOneField(Promise, on_delete=models.CASCADE, related_name="follow_up")

    access = PersonRow(person="promise__person", sensitivity="promise__sensitivity")

    def __str__(self) -> str:
        return f"Follow-up of contact {self.contact_id}"


class ThingDone(models.Model):
    """A step that no room has a form of its own for yet, recorded as done by hand. A correction is a later row."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="things_done")
    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="thing_done")
    note = models.TextField(blank=True)
    sensitivity = models.CharField(max_length=12, choices=SENSITIVITY_CHOICES, default=Sensitivity.STANDARD)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    token = models.UUIDField(null=True, blank=True)

    access = PersonRow(person="person", sensitivity="sensitivity")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "token"], name="thing_done_saved_once"),
            models.CheckConstraint(condition=Q(sensitivity__in=list(Sensitivity)), name="thing_done_sensitivity_known"),
        ]

    def __str__(self) -> str:
        return f"Thing done {self.pk}"
