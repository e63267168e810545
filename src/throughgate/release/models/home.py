"""Places to live: the directory, what is asked for on somebody's behalf, and where they live.

A provider and its vacancies say nothing of anybody. What has become of an application follows from its steps, and where
somebody lives from the places: neither is stored a second time.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from throughgate.access.policy import SENSITIVITY_CHOICES, PersonRow, Sensitivity
from throughgate.common.references import new_reference
from throughgate.people.models import CircleMember, Person
from throughgate.programmes.models import Promise
from throughgate.record.models import Entry

# Whoever places somebody reads it; what a counsellor keeps to themselves does not belong on a housing form.
LEVELS = [choice for choice in SENSITIVITY_CHOICES if choice[0] != Sensitivity.CLINICAL.value]


class ProviderKind(models.TextChoices):
    SUPPORTED = "supported", "Supported housing"
    APPROVED = "approved", "Approved premises"
    REHAB = "rehab", "Residential rehab"
    TEMPORARY = "temporary", "Temporary place after release"
    PRIVATE = "private", "Private landlord"
    COUNCIL = "council", "Council or housing association"


class LivingKind(models.TextChoices):
    FAMILY = "family", "With family or friends, to stay"
    FAMILY_NOW = "family_now", "With family or friends, for now"
    SOCIAL = "social", "Renting from a council or housing association"
    PRIVATE = "private", "Renting privately"
    OWNER = "owner", "Their own home"
    SUPPORTED = "supported", "Supported housing"
    REHAB = "rehab", "Residential rehab"
    APPROVED = "approved", "Approved premises"
    TEMPORARY = "temporary", "Temporary place after release"
    SHELTER = "shelter", "Night shelter or emergency hostel"
    STREET = "street", "Sleeping rough"
    NONE = "none", "No fixed abode"


class HomeState(models.TextChoices):
    DRAFTED = "drafted", "Being written"
    SENT = "sent", "Sent"
    REVIEW = "review", "In review"
    VIEWING = "viewing", "Viewing arranged"
    OFFERED = "offered", "Offered"
    ACCEPTED = "accepted", "Accepted, to be confirmed"
    CONFIRMED = "confirmed", "Confirmed"
    ARRIVED = "arrived", "Moved in"
    NOT_ARRIVED = "not_arrived", "Did not arrive"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


# What takes a place out of the running says why.
WITH_REASON = [HomeState.NOT_ARRIVED, HomeState.REFUSED, HomeState.WITHDRAWN]
# What cannot be waited for without a day.
WITH_DAY = [HomeState.VIEWING, HomeState.CONFIRMED]


class EndReason(models.TextChoices):
    MOVED = "moved", "Moved on to another home"
    LOST = "lost", "Lost the home"
    INSIDE = "inside", "Back in custody"
    MISTAKE = "mistake", "Recorded by mistake"


class CheckAnswer(models.TextChoices):
    STILL = "still", "Still there"
    MOVED = "moved", "Moved on to another home"
    LOST = "lost", "Lost the home"
    INSIDE = "inside", "Back in custody"


class Provider(models.Model):
    """Somebody who has places to live. `takes` and `not_taken` are codes of `data/homes.yaml`; `own_words` theirs."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=ProviderKind)
    address = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=60, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    web = models.URLField(blank=True)
    takes = models.JSONField(default=list, blank=True)
    not_taken = models.JSONField(default=list, blank=True)
    own_words = models.TextField(blank=True)
    route = models.CharField(max_length=200, blank=True)  # how one asks for a place
    notes = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Of two who change it at once, neither overwrites the other unseen.
    version = models.PositiveIntegerField(default=1)
    token = models.UUIDField(null=True, blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["version", "token"])

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["added_by", "token"], name="provider_added_once"),
            models.CheckConstraint(condition=Q(kind__in=ProviderKind.values), name="provider_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="provider_has_a_name"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="provider_lies_somewhere",
                violation_error_message="Give both the latitude and the longitude, or neither.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Vacancy(models.Model):
    """How many places a provider has, as somebody there said it on a day. The latest holds; none is edited."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="vacancies")
    places = models.PositiveSmallIntegerField()
    said_on = models.DateField()
    said_by = models.CharField(max_length=80, blank=True)  # who of theirs
    noted_at = models.DateTimeField(auto_now_add=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["said_on", "pk"]
        indexes = [models.Index(fields=["provider", "-said_on", "-id"], name="vacancy_latest")]

    def __str__(self) -> str:
        return f"{self.places} places"


class HomeApplication(models.Model):
    """A place asked for: of a provider, or without one (with family, a flat of their own) arranged between people.

    `entry` is what told the ledger that a home is arranged; it is void again where the place falls through.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="home_applications")
    provider = models.ForeignKey(Provider, null=True, blank=True, on_delete=models.PROTECT, related_name="applications")
    kind = models.CharField(max_length=12, choices=LivingKind)
    host = models.ForeignKey(  # with whom they would live
        CircleMember, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    wanted_on = models.DateField(null=True, blank=True)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sensitivity = models.CharField(max_length=12, choices=LEVELS, default=Sensitivity.STANDARD)
    promise = models.OneToOneField(
        Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="home_application"
    )
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    token = models.UUIDField(null=True, blank=True)

    access = PersonRow(person="person", sensitivity="sensitivity")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["made_by", "token"], name="home_application_made_once"),
            models.CheckConstraint(condition=Q(kind__in=LivingKind.values), name="home_application_kind_known"),
            models.CheckConstraint(
                condition=Q(sensitivity__in=[code for code, _ in LEVELS]), name="home_application_level_known"
            ),
        ]

    def __str__(self) -> str:
        return f"Application {self.ref}"

    @property
    def title(self) -> str:
        return self.provider.name if self.provider else self.get_kind_display()


class HomeStep(models.Model):
    """What became of an application. The last one holds; none is edited.

    `on`: the day it happened. `day`: the day it points to – when an answer is expected, when the room is viewed, until
    when an offer stands, from when the place is theirs.
    """

    application = models.ForeignKey(HomeApplication, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=HomeState)
    on = models.DateField()
    day = models.DateField(null=True, blank=True)
    at = models.TimeField(null=True, blank=True)
    reason = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    noted_at = models.DateTimeField(auto_now_add=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    access = PersonRow(person="application__person", sensitivity="application__sensitivity")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=HomeState.values), name="home_step_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=WITH_REASON, reason=""),
                name="home_step_says_why",
                violation_error_message="Say why.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=WITH_DAY, day__isnull=True),
                name="home_step_has_its_day",
                violation_error_message="Enter the day.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}, application {self.application_id}"


class LivingPlace(models.Model):
    """Where somebody lives, or that they have nowhere to. Left, it keeps the day and why."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="living_places")
    kind = models.CharField(max_length=12, choices=LivingKind)
    provider = models.ForeignKey(Provider, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    application = models.OneToOneField(
        HomeApplication, null=True, blank=True, on_delete=models.SET_NULL, related_name="living_place"
    )
    from_on = models.DateField()
    sensitivity = models.CharField(max_length=12, choices=LEVELS, default=Sensitivity.STANDARD)
    noted_at = models.DateTimeField(auto_now_add=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    token = models.UUIDField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=8, choices=EndReason, blank=True)
    ended_words = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    access = PersonRow(person="person", sensitivity="sensitivity")

    class Meta:
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["noted_by", "token"], name="living_place_noted_once"),
            models.CheckConstraint(condition=Q(kind__in=LivingKind.values), name="living_place_kind_known"),
            models.CheckConstraint(
                condition=Q(sensitivity__in=[code for code, _ in LEVELS]), name="living_place_level_known"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True, ended_because="", ended_at__isnull=True, ended_by__isnull=True)
                | Q(
                    to_on__gte=models.F("from_on"),
                    ended_because__in=EndReason.values,
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                ),
                name="living_place_ended_on_by_and_why",
                violation_error_message="The day they left cannot be before the day they came.",
            ),
        ]
        indexes = [models.Index(fields=["person", "from_on"], name="living_place_person_from")]

    def __str__(self) -> str:
        return f"Place {self.ref}"

    @property
    def title(self) -> str:
        return self.provider.name if self.provider else self.get_kind_display()


class LivingAddress(models.Model):
    """Where exactly: for those who work with the person, since somebody may be looking for them."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    application = models.OneToOneField(
        HomeApplication, null=True, blank=True, on_delete=models.CASCADE, related_name="where"
    )
    place = models.OneToOneField(LivingPlace, null=True, blank=True, on_delete=models.CASCADE, related_name="where")
    address = models.CharField(max_length=200)
    postcode = models.CharField(max_length=10, blank=True)

    access = PersonRow(person="person", level=Sensitivity.SENSITIVE)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(application__isnull=False, place__isnull=True)
                | Q(application__isnull=True, place__isnull=False),
                name="address_of_one_thing",
            ),
            models.CheckConstraint(condition=~Q(address=""), name="address_says_where"),
        ]

    def __str__(self) -> str:
        return f"Address {self.pk}"

    @property
    def words(self) -> str:
        return ", ".join(part for part in (self.address, self.postcode) if part)


class HomeCheck(models.Model):
    """Whether they still live there, so many weeks after they came: asked once, answered once."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    place = models.ForeignKey(LivingPlace, on_delete=models.CASCADE, related_name="checks")
    weeks = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    promise = models.OneToOneField(Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="home_check")
    answer = models.CharField(max_length=8, choices=CheckAnswer, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    access = PersonRow(person="place__person", sensitivity="place__sensitivity")

    class Meta:
        ordering = ["place", "weeks"]
        constraints = [
            models.UniqueConstraint(fields=["place", "weeks"], name="home_check_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True, answered_at__isnull=True, answered_by__isnull=True)
                | Q(
                    answer__in=CheckAnswer.values,
                    answered_on__isnull=False,
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                ),
                name="home_check_answered_on_and_by",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="home_check_due")]

    def __str__(self) -> str:
        return f"After {self.weeks} weeks, place {self.place_id}"
