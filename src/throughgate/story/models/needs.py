from django.conf import settings
from django.db import models
from django.db.models import Q

from throughgate.access.policy import SENSITIVITY_CHOICES, PersonRow, Sensitivity
from throughgate.common.append_only import AppendOnlyModel
from throughgate.common.references import new_reference
from throughgate.people.models import Person


class Owner(models.TextChoices):
    """Who sees to a need. Several may."""

    PRISON = "prison", "Prison"
    PROBATION = "probation", "Probation"
    CHARITY = "charity", "Us"
    PERSON = "person", "The person"


class FoundBy(models.TextChoices):
    ANSWER = "answer", "From an answer"
    HAND = "hand", "Added by hand"


class Status(models.TextChoices):
    NOT_STARTED = "not_started", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    MET = "met", "Met"
    DECLINED = "declined", "Declined"


class _Noted(models.Model):
    """Something noted about a person, out of an answer or by hand, that may be ended and never vanishes.

    Its `key` is that of the list of needs and strengths, or empty where it stands in own `words`; of the list, `words`
    keep the title as it was, since a key may leave the list.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    key = models.CharField(max_length=60, blank=True)
    words = models.CharField(max_length=120)
    found_by = models.CharField(max_length=8, choices=FoundBy)
    # Restrict: an answer cannot go while something rests on it, but erasing the person takes both.
    from_answer = models.ForeignKey(
        "story.Answer", null=True, blank=True, on_delete=models.RESTRICT, related_name="%(class)ss"
    )
    # The answer in the knowledge of which somebody said that it still holds, although it no longer speaks for it.
    held_against = models.ForeignKey("story.Answer", null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    sensitivity = models.CharField(max_length=12, choices=SENSITIVITY_CHOICES, default=Sensitivity.STANDARD)
    noted_on = models.DateField()
    noted_at = models.DateTimeField(auto_now_add=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=200, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True
        ordering = ["noted_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="%(class)s_says_what"),
            models.CheckConstraint(condition=Q(found_by__in=FoundBy.values), name="%(class)s_found_by_known"),
            models.CheckConstraint(condition=Q(sensitivity__in=list(Sensitivity)), name="%(class)s_sensitivity_known"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_by__isnull=True, ended_because="")
                | (Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(ended_because="")),
                name="%(class)s_ended_on_by_and_why",
            ),
        ]


class PersonNeed(_Noted):
    """Something a person wants help with, under one of the pathways. Its status is that of its last `NeedStatus`.

    Of the same need there may be one at each sensitivity: who may not read one must not learn of it by being refused.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="needs")
    pathway = models.CharField(max_length=60)
    owners = models.JSONField(default=list)  # of Owner, in its order

    access = PersonRow(person="person", sensitivity="sensitivity")

    class Meta(_Noted.Meta):
        constraints = [
            *_Noted.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "key", "sensitivity"],
                condition=Q(ended_on__isnull=True) & ~Q(key=""),
                name="need_of_the_list_once",
            ),
            models.UniqueConstraint(
                fields=["person", "pathway", "words", "sensitivity"],
                condition=Q(ended_on__isnull=True, key=""),
                name="need_in_own_words_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Need {self.ref}"


class NeedStatus(AppendOnlyModel):
    """How a need stands from a day on. The last one holds; to take it back is a row of its own that says so."""

    need = models.ForeignKey(PersonNeed, on_delete=models.CASCADE, related_name="statuses")
    status = models.CharField(max_length=12, choices=Status)
    on = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # One to one: of two who take the same change back at once, one does.
    takes_back = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="taken_back_by"
    )

    access = PersonRow(person="need__person", sensitivity="need__sensitivity")

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(status__in=Status.values), name="need_status_known")]
        verbose_name_plural = "need statuses"

    def __str__(self) -> str:
        return f"{self.status} on {self.on}"


class PersonStrength(_Noted):
    """Something good that carries a person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="strengths")

    access = PersonRow(person="person", sensitivity="sensitivity")

    class Meta(_Noted.Meta):
        constraints = [
            *_Noted.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "key", "sensitivity"],
                condition=Q(ended_on__isnull=True) & ~Q(key=""),
                name="strength_of_the_list_once",
            ),
            models.UniqueConstraint(
                fields=["person", "words", "sensitivity"],
                condition=Q(ended_on__isnull=True, key=""),
                name="strength_in_own_words_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Strength {self.ref}"


class About(models.TextChoices):
    NEED = "need", "Need"
    STRENGTH = "strength", "Strength"


class Said(models.TextChoices):
    NOT_NOW = "not_now", "Not now"
    NO = "no", "No"


class SetAside(models.Model):
    """What an answer suggests was put to the person, and they said not now, or no. It stays away until they answer
    otherwise. As closed as the answer.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="set_aside")
    about = models.CharField(max_length=8, choices=About)
    key = models.CharField(max_length=60)
    answer = models.ForeignKey("story.Answer", on_delete=models.RESTRICT, related_name="set_aside")
    said = models.CharField(max_length=8, choices=Said)
    sensitivity = models.CharField(max_length=12, choices=SENSITIVITY_CHOICES, default=Sensitivity.STANDARD)
    on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    access = PersonRow(person="person", sensitivity="sensitivity")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(about__in=About.values), name="set_aside_about_known"),
            models.CheckConstraint(condition=Q(said__in=Said.values), name="set_aside_said_known"),
            models.CheckConstraint(condition=Q(sensitivity__in=list(Sensitivity)), name="set_aside_sensitivity_known"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="set_aside_withdrawn_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["answer", "about", "key"],
                condition=Q(withdrawn_at__isnull=True),
                name="set_aside_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Set aside {self.pk}"
