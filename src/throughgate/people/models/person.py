from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from throughgate.access.policy import PersonRow
from throughgate.common.references import new_reference
from throughgate.sites.models import Site


class Gender(models.TextChoices):
    MAN = "man", "Man"
    WOMAN = "woman", "Woman"
    NON_BINARY = "non_binary", "Non-binary"
    NOT_SAID = "not_said", "Prefers not to say"


class PeopleManager(models.Manager["Person"]):
    """Leaves out records that were put together with another: they are in no list, no search and no count."""

    def get_queryset(self) -> models.QuerySet["Person"]:
        return super().get_queryset().filter(merged_into__isnull=True)


class Person(models.Model):
    """Someone the organisation walks with.

    One record, from custody to a settled life, over every return and every programme.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    preferred_name = models.CharField(max_length=80, blank=True)
    born_on = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=12, choices=Gender, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    first_language = models.CharField(max_length=40, blank=True)
    # What helps when meeting this person: reading aloud, an interpreter, a quiet room.
    access_needs = models.CharField(max_length=200, blank=True)
    # Where the organisation serves them now: decides which team sees the record.
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="people")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Goes up with each change of the details, so that of two people editing at once neither overwrites the other
    # unseen.
    version = models.PositiveIntegerField(default=1)
    # The record that this one was put together with: always one that stands by itself, however many went into it.
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="merged_from",
        # See the index below: one over everybody would tempt SQLite to look there for the many that are null.
        db_index=False,
    )

    objects = PeopleManager()
    everyone = models.Manager["Person"]()

    history = HistoricalRecords(excluded_fields=["version", "merged_into"])
    access = PersonRow(person="")

    class Meta:
        ordering = ["family_name", "given_name"]
        indexes = [
            models.Index(fields=["site", "family_name"], name="person_site_name"),
            models.Index(
                fields=["merged_into"], condition=models.Q(merged_into__isnull=False), name="person_merged_into"
            ),
        ]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return f"Person {self.ref}"

    @property
    def name(self) -> str:
        """What they like to be called, and the family name."""
        return f"{self.preferred_name or self.given_name} {self.family_name}"

    @property
    def full_names(self) -> tuple[str, ...]:
        """As they like to be called and as their papers say, and so before they were renamed or put together with
        another record: a restriction keeps the name that it was written with.
        """
        return tuple(dict.fromkeys((self.name, f"{self.given_name} {self.family_name}", *self.earlier_names)))

    @cached_property
    def earlier_names(self) -> tuple[str, ...]:
        """One query, unless `selectors.names` has asked it of many at once."""
        return self.names_before([self.pk]).get(self.pk, ())

    @classmethod
    def names_before(cls, ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
        """By id, every full name in their history and in that of the records put together with theirs. One query."""
        ids = list(ids)
        led = cls.everyone.filter(merged_into__in=ids)
        leads_to = Subquery(led.filter(pk=OuterRef("id")).values("merged_into")[:1])
        rows = cls.history.filter(models.Q(id__in=ids) | models.Q(id__in=led.values("pk"))).order_by("history_id")
        found: dict[int, dict[str, None]] = {}
        for pk, given, family, preferred in rows.annotate(
            now=Coalesce(leads_to, "id", output_field=models.BigIntegerField())
        ).values_list("now", "given_name", "family_name", "preferred_name"):
            found.setdefault(pk, {}).update({f"{preferred or given} {family}": None, f"{given} {family}": None})
        return {pk: tuple(names) for pk, names in found.items()}

    @property
    def first_name(self) -> str:
        return self.preferred_name or self.given_name


class IdentifierKind(models.TextChoices):
    PRISON_NUMBER = "prison_number", "Prison number"
    CRN = "crn", "CRN (probation)"
    PNC = "pnc", "PNC"
    CRO = "cro", "CRO"
    NHS = "nhs", "NHS number"


class Identifier(models.Model):
    """A number some agency knows the person by. One person collects several; they are kept, never replaced.

    A number belongs to one person at a time. One that was put on the wrong record is withdrawn, with a reason, and
    stays readable there.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=16, choices=IdentifierKind)
    value = models.CharField(max_length=20, db_index=True)  # canonical form
    source = models.CharField(max_length=80, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.CharField(max_length=200, blank=True)

    access = PersonRow(person="person")

    class Meta:
        ordering = ["kind", "-added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "value"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="identifier_held_by_one_person",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because="")
                | (models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~models.Q(withdrawn_because="")),
                name="identifier_withdrawn_at_by_and_why",
            ),
            models.CheckConstraint(condition=models.Q(kind__in=IdentifierKind.values), name="identifier_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.person_id}"
