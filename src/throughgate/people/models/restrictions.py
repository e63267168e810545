"""Whom and what a person has to be kept apart from: it binds every booking in the system."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughgate.access.policy import PersonRow, Sensitivity
from throughgate.people.models.around import CircleMember
from throughgate.people.models.licence import LicenceCondition
from throughgate.people.models.person import Person
from throughgate.sites.models import Site

MOST_KM = 100
LEVELS = [
    (Sensitivity.STANDARD.value, "Everybody who books for this person (usual)"),
    (Sensitivity.SENSITIVE.value, "Only their own workers and managers; others are told that something bars it"),
]


class RestrictionKind(models.TextChoices):
    NO_CONTACT = "no_contact", "No contact with somebody"
    BANNED = "banned", "Somebody is banned from visiting"
    CHILD_CONTACT = "child_contact", "Contact with children"
    CLOSED_VISITS = "closed_visits", "Closed visits"
    LICENCE_PERSON = "licence_person", "Licence condition about a person"
    LICENCE_PLACE = "licence_place", "Licence condition about a place"
    LICENCE_WITHIN = "licence_within", "Licence condition to stay within a place"
    CURFEW = "curfew", "Curfew"


class RestrictionSource(models.TextChoices):
    LICENCE = "licence", "The licence"
    PRISON = "prison", "The prison"
    COURT = "court", "A court order"
    CHILDREN = "children", "Children’s services"
    POLICE = "police", "The police or MAPPA"
    WISH = "wish", "The person’s own wish"


# Whoever else imposed it also ends it; of a wish the person themself decides.
NOT_IMPOSED = frozenset({RestrictionSource.WISH})


class ContactReach(models.TextChoices):
    ANY = "any", "Direct or indirect: no messages passed on either"
    DIRECT = "direct", "Direct only: they may not meet or speak"


class ChildLevel(models.TextChoices):
    NONE = "none", "No contact at all"
    LETTERS = "letters", "Letters and cards only"
    CALLS = "calls", "Letters and calls, no meeting"
    SUPERVISED = "supervised", "Only with somebody supervising"


class ContactRestriction(models.Model):
    """Never edited: one that changes is ended, and a new one is added. Why it stands is a row of its own, since fewer
    people may read that.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="restrictions")
    kind = models.CharField(max_length=16, choices=RestrictionKind)
    source = models.CharField(max_length=12, choices=RestrictionSource)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)  # the last day as it was ordered
    condition = models.ForeignKey(
        LicenceCondition, null=True, blank=True, on_delete=models.PROTECT, related_name="restrictions"
    )
    member = models.ForeignKey(
        CircleMember, null=True, blank=True, on_delete=models.PROTECT, related_name="restrictions"
    )
    other_name = models.CharField(max_length=120, blank=True)  # somebody who is not in the circle
    reach = models.CharField(max_length=8, choices=ContactReach, blank=True)
    child_level = models.CharField(max_length=12, choices=ChildLevel, blank=True)
    all_children = models.BooleanField(default=False)
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=120, blank=True)  # as the licence calls it
    town = models.CharField(max_length=60, blank=True)
    postcode_areas = models.CharField(max_length=60, blank=True)  # outward codes: "GU1, GU2"
    # The zone as a circle, where somebody could say it: the middle as it was typed, and where that is.
    middle = models.CharField(max_length=40, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    radius_km = models.FloatField(null=True, blank=True)
    curfew_from = models.TimeField(null=True, blank=True)
    curfew_to = models.TimeField(null=True, blank=True)
    sensitivity = models.CharField(max_length=12, choices=LEVELS, default=Sensitivity.STANDARD)
    review_on = models.DateField(null=True, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
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

    access = PersonRow(person="person", sensitivity="sensitivity")

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RestrictionKind.values), name="restriction_kind_known"),
            models.CheckConstraint(condition=Q(source__in=RestrictionSource.values), name="restriction_source_known"),
            models.CheckConstraint(
                condition=Q(sensitivity__in=[level for level, _ in LEVELS]), name="restriction_sensitivity_known"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="restriction_ends_after_start",
                violation_error_message="The last day cannot be before the first.",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["no_contact", "banned", "licence_person"])
                | Q(member__isnull=False)
                | ~Q(other_name=""),
                name="restriction_names_somebody",
                violation_error_message="Say who it is about.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["no_contact", "licence_person"], reach__in=ContactReach.values)
                | (~Q(kind__in=["no_contact", "licence_person"]) & Q(reach="")),
                name="restriction_reach_where_no_contact",
            ),
            models.CheckConstraint(
                condition=~Q(kind="child_contact", child_level="")
                & (Q(kind="child_contact", child_level__in=ChildLevel.values) | Q(child_level="", all_children=False)),
                name="restriction_child_level",
                violation_error_message="Say what contact with the child is allowed.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="child_contact") | Q(all_children=True) | Q(member__isnull=False) | ~Q(other_name=""),
                name="restriction_says_which_child",
                violation_error_message="Say which child, or all children.",
            ),
            models.CheckConstraint(
                condition=~Q(
                    kind__in=["licence_place", "licence_within"], place="", town="", postcode_areas="", middle=""
                ),
                name="restriction_says_where",
                violation_error_message="Say which place, town or postcode areas.",
            ),
            models.CheckConstraint(
                condition=Q(middle="", latitude__isnull=True, longitude__isnull=True, radius_km__isnull=True)
                | (
                    Q(kind__in=["licence_place", "licence_within"], radius_km__gt=0, radius_km__lte=MOST_KM)
                    & Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180)
                    & Q(latitude__isnull=False, longitude__isnull=False, radius_km__isnull=False)
                    & ~Q(middle="")
                ),
                name="restriction_zone_has_middle_and_radius",
                violation_error_message="A zone has a middle and a distance around it.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="curfew") | Q(curfew_from__isnull=False, curfew_to__isnull=False),
                name="restriction_curfew_has_hours",
                violation_error_message="Enter both hours of the curfew.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_at__isnull=True, ended_by__isnull=True, ended_because="")
                | (Q(ended_on__isnull=False, ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because="")),
                name="restriction_ended_at_by_and_why",
            ),
            models.UniqueConstraint(fields=["added_by", "token"], name="restriction_added_once"),
        ]
        indexes = [models.Index(fields=["person", "from_on"], name="restriction_person_from")]

    def __str__(self) -> str:
        return f"Restriction {self.pk}"


class RestrictionEnd(models.Model):
    """Somebody says that what an authority imposed has ended, and by what they know it. Until a manager confirms it,
    it binds as before. Taken back, it stays as a row.
    """

    restriction = models.ForeignKey(ContactRestriction, on_delete=models.CASCADE, related_name="said_ends")
    on = models.DateField()  # the last day on which it is said to hold
    proof = models.CharField(max_length=200)  # which document, or who said it
    office = models.CharField(max_length=120)  # of whoever said it
    seen_by = models.CharField(max_length=120)  # who of us saw the document, or heard it
    early_because = models.CharField(max_length=200, blank=True)  # why before the last day as it was ordered
    said_at = models.DateTimeField(auto_now_add=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    access = PersonRow(person="restriction__person", sensitivity="restriction__sensitivity")

    class Meta:
        ordering = ["said_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(proof="") & ~Q(office="") & ~Q(seen_by=""), name="restriction_end_says_by_what"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="restriction_end_confirmed_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="restriction_end_taken_back_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["restriction"], condition=Q(taken_back_at__isnull=True), name="restriction_end_said_once"
            ),
        ]

    def __str__(self) -> str:
        return f"End of restriction {self.restriction_id}"


class RestrictionReason(models.Model):
    """Why a restriction stands, for those who may read what is sensitive."""

    restriction = models.OneToOneField(ContactRestriction, on_delete=models.CASCADE, related_name="why")
    text = models.TextField()

    access = PersonRow(person="restriction__person", level=Sensitivity.SENSITIVE)

    def __str__(self) -> str:
        return f"Reason of restriction {self.restriction_id}"


class OverrideKind(models.TextChoices):
    OVERRIDE = "override", "A manager allowed it"
    ANSWER = "answer", "A doubt was answered"
    EXPLAINED = "explained", "It had happened already"


class RestrictionOverride(models.Model):
    """Something was booked though a restriction stood against it, or might: who answered for that, and why."""

    restriction = models.ForeignKey(ContactRestriction, on_delete=models.CASCADE, related_name="overrides")
    kind = models.CharField(max_length=12, choices=OverrideKind)
    reason = models.CharField(max_length=400)
    booked = models.CharField(max_length=200)  # what, in words
    booked_on = models.DateField()  # for which day
    booked_ref = models.CharField(max_length=12, blank=True, db_index=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    access = PersonRow(person="restriction__person", sensitivity="restriction__sensitivity")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=OverrideKind.values), name="override_kind_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="override_says_why"),
        ]

    def __str__(self) -> str:
        return f"Override of restriction {self.restriction_id}"
