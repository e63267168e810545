"""Two records that may be, or were, one person's: what was suggested, what people decided, and how to go back."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from throughgate.access.policy import PersonRow
from throughgate.common.references import new_reference
from throughgate.people.models.person import Person


class Likeness(models.TextChoices):
    SAME = "same", "Almost certainly the same person"
    LIKELY = "likely", "May be the same person"


class PossibleDuplicate(models.Model):
    """Two records that look like one person. Found by rules, decided by people: “not the same” is remembered, so that
    the pair is not asked about again, and can be taken back.

    Of the two, `one` is the record opened first. A reader has to be able to see both: see `selectors.duplicates`.
    """

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    likeness = models.CharField(max_length=8, choices=Likeness)
    weight = models.FloatField()  # bits of evidence, see rules.duplicates
    reasons = models.JSONField(default=list)  # codes of rules.duplicates, strongest first
    found_at = models.DateTimeField(auto_now=True)
    different_at = models.DateTimeField(null=True, blank=True)
    different_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    access = PersonRow(person="one")

    class Meta:
        ordering = ["-weight", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="possible_duplicate_in_order"),
            models.UniqueConstraint(fields=["one", "other"], name="possible_duplicate_once"),
            models.CheckConstraint(condition=Q(likeness__in=Likeness.values), name="possible_duplicate_likeness_known"),
            models.CheckConstraint(
                condition=Q(different_at__isnull=True, different_by__isnull=True)
                | Q(different_at__isnull=False, different_by__isnull=False),
                name="possible_duplicate_different_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Possible duplicate {self.pk}"


class DuplicateSearch(models.Model):
    """One look through everybody for records that may be one person's."""

    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    people = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Search for duplicates of {self.started_at:%Y-%m-%d}"


class Merge(models.Model):
    """Two records put together because they were one person's. `gone` stays as an empty record that leads to `kept`,
    and everything that came from it is listed in `MergedRow`, so that the merge can be undone.

    The ledger's trigger reads this table: an entry moves only between the two people of a merge, in its direction.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    kept = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="merges")
    gone = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="merges_away")
    why = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_because = models.CharField(max_length=200, blank=True)

    access = PersonRow(person="kept")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_of_two"),
            models.CheckConstraint(condition=~Q(why=""), name="merge_says_why"),
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at__isnull=True), name="merged_away_once"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True, undone_because="")
                | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_because="")),
                name="merge_undone_at_by_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Merge {self.ref}"


class MergedRow(models.Model):
    """One row that a merge moved or changed: which model, which row, and for each field what it was and became.

    Ids, codes and days only, never what somebody wrote: names as they were stand in the person's history.
    """

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="rows")
    model = models.CharField(max_length=60)  # `record.Entry`
    row_id = models.BigIntegerField()
    moved = models.BooleanField()  # from the record that went to the one that is kept
    changes = models.JSONField(default=dict)  # field → [before, after]

    access = PersonRow(person="merge__kept")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["merge", "model", "row_id"], name="merged_row_once")]

    def __str__(self) -> str:
        return f"{self.model} {self.row_id}"
