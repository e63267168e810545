"""What the people we serve say of us. That it was asked is one row; what they said stands in two other tables, of which
the second is behind a wall: it holds what a person does not want told to their own workers.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughgate.access.policy import PersonRow, Sensitivity, Wall
from throughgate.common.references import new_reference
from throughgate.people.models import Person
from throughgate.programmes.models import Enrolment
from throughgate.record.models import Entry
from throughgate.sites.models import Site


class How(models.TextChoices):
    ALONE = "alone", "They answer themselves, on this screen"
    ASKED = "asked", "I ask, and put down what they say"
    PAPER = "paper", "From a sheet that was filled in"


class Feedback(models.Model):
    """Somebody was asked how we are doing, and answered, or chose to say nothing."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="feedback")
    enrolment = models.ForeignKey(Enrolment, null=True, blank=True, on_delete=models.RESTRICT, related_name="feedback")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")  # where they were that day
    moment = models.CharField(max_length=120, blank=True)  # what the programme model calls it
    version = models.PositiveSmallIntegerField()  # of the questions
    how = models.CharField(max_length=8, choices=How)
    on = models.DateField()
    is_kept = models.BooleanField(default=False)  # what they say is not for their own workers
    declined = models.BooleanField(default=False)
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    entry = models.OneToOneField(Entry, null=True, blank=True, on_delete=models.CASCADE, related_name="feedback")

    access = PersonRow(person="person")

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name_plural = "feedback"
        constraints = [
            models.CheckConstraint(condition=Q(how__in=How.values), name="feedback_how_known"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, entry__isnull=True, declined=False)
                | Q(finished_at__isnull=False, entry__isnull=False),
                name="feedback_finished_with_entry",
            ),
        ]
        indexes = [models.Index(fields=["site", "on"], name="feedback_of_site")]

    def __str__(self) -> str:
        return f"Feedback {self.ref}"


class Answer(models.Model):
    """One answer as it was given. While the asking is open it may be given again."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    question = models.CharField(max_length=60)
    wording = models.CharField(max_length=300)
    choice = models.CharField(max_length=60, blank=True)  # empty: in their own words
    said = models.TextField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"Answer {self.ref}"


class OpenAnswer(Answer):
    """For the person's own workers and the managers of their site."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="open_answers")
    item = models.ForeignKey(
        "learning.LogItem", null=True, blank=True, on_delete=models.SET_NULL, related_name="from_open"
    )

    access = PersonRow(person="feedback__person", level=Sensitivity.SENSITIVE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feedback", "question"], name="open_answer_once")]


class KeptAnswer(Answer):
    """For managers of the site who do not work with the person."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="kept_answers")
    item = models.ForeignKey(
        "learning.LogItem", null=True, blank=True, on_delete=models.SET_NULL, related_name="from_kept"
    )

    access = PersonRow(person="feedback__person", level=Wall.VOICE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feedback", "question"], name="kept_answer_once")]
