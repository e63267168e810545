from django.conf import settings
from django.db import models
from django.db.models import Q

from throughgate.access.policy import PersonRow
from throughgate.people.models.custody import Told, confidence_known
from throughgate.people.models.person import Person


class HdcState(models.TextChoices):
    ELIGIBLE = "eligible", "May be considered"
    ADDRESS = "address", "Address put forward"
    ASSESSED = "assessed", "Address being looked at"
    POSTPONED = "postponed", "Put off"
    GRANTED = "granted", "Granted"
    REFUSED = "refused", "Refused"
    DECLINED = "declined", "They do not want it"


class HdcStep(Told):
    """One step towards release on home detention curfew. The last one holds; none is edited.

    `on`: the day it happened. `day`: from which they may be considered, or on which they are to be released; None where
    none is known, or where the step has none.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="hdc_steps")
    state = models.CharField(max_length=12, choices=HdcState)
    on = models.DateField()
    day = models.DateField(null=True, blank=True)
    because = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=80)
    noted_at = models.DateTimeField(auto_now_add=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    access = PersonRow(person="person")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=HdcState.values), name="hdc_state_known"),
            confidence_known("hdc_confidence_known"),
            models.CheckConstraint(
                condition=~Q(state=HdcState.GRANTED) | Q(day__isnull=False),
                name="hdc_granted_has_its_day",
                violation_error_message="Enter the day of release.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[HdcState.POSTPONED, HdcState.REFUSED], because=""),
                name="hdc_refused_has_reason",
                violation_error_message="Say why.",
            ),
            models.CheckConstraint(
                condition=Q(day__isnull=True) | Q(state__in=[HdcState.ELIGIBLE, HdcState.POSTPONED, HdcState.GRANTED]),
                name="hdc_day_where_it_has_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}, person {self.person_id}"
