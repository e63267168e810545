from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughgate.access.policy import PersonRow
from throughgate.people.models.custody import Told, confidence_known
from throughgate.people.models.person import Person


class ConditionKind(models.TextChoices):
    PLACE_AWAY = "place_away", "A place to keep away from"
    PLACE_WITHIN = "place_within", "A place to stay within"
    PERSON = "person", "Somebody they may not contact"
    CHILDREN = "children", "Contact with children"
    RESIDENCE = "residence", "Where they live"
    CURFEW = "curfew", "Curfew or tag"
    REPORTING = "reporting", "Reporting and appointments"
    TESTING = "testing", "Drug or alcohol testing"
    WORK = "work", "Work and volunteering"
    INTERNET = "internet", "Internet and devices"
    TRAVEL = "travel", "Travel and passport"
    PROGRAMME = "programme", "A programme or treatment"
    OTHER = "other", "Something else"


class LicenceCondition(Told):
    """Never edited: one that is varied is ended, and a new one takes its place. Whatever it bars is a restriction that
    names it, and nothing here.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="licence_conditions")
    kind = models.CharField(max_length=12, choices=ConditionKind, default=ConditionKind.OTHER)
    wording = models.TextField()
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)  # the last day as it was set
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Made when the form was opened: sent twice, it is added once.
    token = models.UUIDField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)  # the last day on which it held, where it ended otherwise
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_because = models.CharField(max_length=200, blank=True)

    access = PersonRow(person="person")

    class Meta:
        ordering = ["-from_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ConditionKind.values), name="licence_condition_kind_known"),
            confidence_known("licence_condition_confidence_known"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(from_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="licence_condition_ends_after_start",
                violation_error_message="The day it ends cannot be before the day it begins.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_at__isnull=True, ended_by__isnull=True, ended_because="")
                | (Q(ended_on__isnull=False, ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because="")),
                name="licence_condition_ended_at_by_and_why",
            ),
            models.UniqueConstraint(fields=["added_by", "token"], name="licence_condition_added_once"),
        ]

    def __str__(self) -> str:
        return f"Licence condition {self.pk}"
