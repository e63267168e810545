from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughgate.access.policy import PersonRow
from throughgate.common.references import new_reference
from throughgate.people.models.person import Person


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", "Columns to choose"
    CHECKING = "checking", "Being checked"
    CHECKED = "checked", "Checked, nothing added yet"
    IMPORTING = "importing", "Being added"
    DONE = "done", "Added"
    FAILED = "failed", "Could not be read or added"
    UNDONE = "undone", "Taken back"
    EXPIRED = "expired", "File deleted before it was added"


class ImportFileKind(models.TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel"


def place_of_import(row: Any, filename: str) -> str:
    return f"imports/{row.ref}/caseload.{row.file_kind}"


class CaseloadImport(models.Model):
    """A list of people brought in from a file: read, checked row by row, and added all or not at all.

    The file and everything taken from it go when the people are added, or after seven days.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    file = models.FileField(upload_to=place_of_import, max_length=120, blank=True)
    file_kind = models.CharField(max_length=4, choices=ImportFileKind)
    size = models.PositiveBigIntegerField()  # bytes
    headers = models.JSONField(default=list)  # the headings of the file, in its order
    columns = models.JSONField(default=dict)  # place of a column → code of what it holds, see rules.importing
    default_site = models.ForeignKey("sites.Site", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    # Goes up with each start: what a worker of an earlier start still writes is thrown away.
    attempt = models.PositiveIntegerField(default=0)
    progress = models.PositiveSmallIntegerField(default=0)  # per cent
    heard_at = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveIntegerField(default=0)
    rows_ok = models.PositiveIntegerField(default=0)
    rows_warned = models.PositiveIntegerField(default=0)
    rows_wrong = models.PositiveIntegerField(default=0)
    rows_alone = models.PositiveIntegerField(default=0)  # nobody is named who works with them
    # What is wrong with which row, in words. They may quote the file, so they go with it.
    problems = models.JSONField(default=list, blank=True)
    sample = models.JSONField(default=list, blank=True)  # the first rows as they were read; they go with the file
    problem = models.TextField(blank=True)  # why the whole file could not be read or added
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    written = models.JSONField(default=dict, blank=True)  # model → how many rows hang on the people after the import
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="import_state_known"),
            models.CheckConstraint(condition=Q(file_kind__in=ImportFileKind.values), name="import_file_kind_known"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="import_progress_per_cent"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(file="", finished_at__isnull=False, problems=[], sample=[]),
                name="import_done_keeps_no_file",
            ),
        ]

    def __str__(self) -> str:
        return f"Import {self.ref}"


class ImportedPerson(models.Model):
    """Somebody whose record an import opened, and from which row of the file."""

    caseload_import = models.ForeignKey(CaseloadImport, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="imported")
    row = models.PositiveIntegerField()  # as numbered in the file, the headings being row 1

    access = PersonRow(person="person")

    class Meta:
        ordering = ["row"]
        constraints = [
            models.UniqueConstraint(fields=["caseload_import", "row"], name="imported_row_once"),
        ]

    def __str__(self) -> str:
        return f"Row {self.row} of {self.caseload_import_id}"
