from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from throughgate.access.policy import PersonRow
from throughgate.people.models.person import Person


class AssignmentRole(models.TextChoices):
    CASEWORKER = "caseworker", "Caseworker"
    COUNSELLOR = "counsellor", "Counsellor"
    MENTOR = "mentor", "Mentor"
    PEER_ADVISOR = "peer_advisor", "Peer advisor"
    FAMILY_PRACTITIONER = "family_practitioner", "Family practitioner"
    DRIVER = "driver", "Driver"


class Assignment(models.Model):
    """Who of ours works with the person, as what, from when to when.

    Opens the record to them for as long as it runs.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="assignments")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=20, choices=AssignmentRole)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)  # the last day, inclusive
    ended_because = models.CharField(max_length=200, blank=True)
    # The person's support came to its end with this one: nobody has to take over.
    support_ended = models.BooleanField(default=False)
    # In whose place, while they are away: such an assignment always has a last day.
    covers = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    access = PersonRow(person="person")

    class Meta:
        ordering = ["-from_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=AssignmentRole.values), name="assignment_role_known"),
            models.CheckConstraint(
                condition=models.Q(to_on__isnull=True) | models.Q(to_on__gte=models.F("from_on")),
                name="assignment_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["person", "worker", "role"],
                condition=models.Q(to_on__isnull=True),
                name="assigned_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(support_ended=False) | models.Q(to_on__isnull=False),
                name="assignment_support_ended_has_day",
            ),
            models.CheckConstraint(
                condition=models.Q(covers__isnull=True) | models.Q(to_on__isnull=False),
                name="assignment_cover_has_last_day",
            ),
        ]
        indexes = [models.Index(fields=["worker", "to_on", "person"], name="assignment_caseload")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} from {self.from_on}"


class CircleKind(models.TextChoices):
    PARTNER = "partner", "Partner"
    PARENT = "parent", "Parent"
    CHILD = "child", "Child"
    FAMILY = "family", "Family"
    FRIEND = "friend", "Friend"
    POM = "pom", "Prison offender manager (POM)"
    COM = "com", "Community offender manager (COM)"
    KEY_WORKER = "key_worker", "Key worker"
    SPONSOR = "sponsor", "Sponsor"
    CHAPLAIN = "chaplain", "Chaplain"
    OTHER = "other", "Other"


class CircleMember(models.Model):
    """Someone around the person who does not work for us: family and friends, and the officials."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="circle")
    kind = models.CharField(max_length=16, choices=CircleKind)
    name = models.CharField(max_length=120)
    relation = models.CharField(max_length=80, blank=True)  # in the person's words: "my nan"
    phone = models.CharField(max_length=20, blank=True)
    organisation = models.CharField(max_length=80, blank=True)  # of an official: the prison, the probation office
    is_emergency = models.BooleanField(default=False)  # to be rung first if something happens
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # As on a person: of two who change somebody at once, neither overwrites the other unseen.
    version = models.PositiveIntegerField(default=1)

    history = HistoricalRecords(excluded_fields=["version"])
    access = PersonRow(person="person")

    class Meta:
        ordering = ["kind", "name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=CircleKind.values), name="circle_kind_known"),
            models.CheckConstraint(
                condition=models.Q(to_on__isnull=True) | models.Q(to_on__gte=models.F("from_on")),
                name="circle_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.person_id}"
