from typing import Any

from django.conf import settings
from django.db import models

from throughgate.common.references import new_reference


class State(models.TextChoices):
    UPLOADED = "uploaded", "Not started"
    WAITING = "waiting", "Waiting its turn"
    RUNNING = "running", "Being worked out"
    FAILED = "failed", "Could not be worked out"
    DONE = "done", "Finished"


class FileKind(models.TextChoices):
    CSV = "csv", "CSV"
    PARQUET = "parquet", "Parquet"


def place_of_file(evaluation: Any, filename: str) -> str:
    return f"evaluations/{evaluation.ref}/{filename}"


class Evaluation(models.Model):
    """A file of people without names, what to compare in it, and what was found. Belongs to the organisation, not to a
    person.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    title = models.CharField(max_length=120)
    file = models.FileField(upload_to=place_of_file, max_length=200)
    file_kind = models.CharField(max_length=8, choices=FileKind)
    size = models.PositiveBigIntegerField()  # bytes
    rows = models.PositiveIntegerField()
    # Name, nature and a few words for each column of the file: see `columns.Column`.
    columns = models.JSONField()
    # What to compare: see `rules.Options`.
    options = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    # Goes up with each start. What a worker of an earlier start still writes is thrown away.
    attempt = models.PositiveIntegerField(default=0)
    progress = models.PositiveSmallIntegerField(default=0)  # per cent
    step = models.CharField(max_length=120, blank=True)
    problem = models.TextField(blank=True)
    result = models.JSONField(null=True, blank=True)
    report = models.CharField(max_length=200, blank=True)  # name in the file storage
    pdf = models.CharField(max_length=200, blank=True)  # the same as PDF; empty where none could be made
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    heard_at = models.DateTimeField(null=True, blank=True)  # when the worker last said how far it is
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="evaluation_state_known"),
            models.CheckConstraint(
                condition=models.Q(file_kind__in=FileKind.values), name="evaluation_file_kind_known"
            ),
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="evaluation_progress_per_cent"),
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(result__isnull=False, finished_at__isnull=False),
                name="evaluation_done_has_result",
            ),
        ]

    def __str__(self) -> str:
        return f"Evaluation {self.ref}"
