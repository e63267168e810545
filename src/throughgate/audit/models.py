from django.conf import settings
from django.db import models

from throughgate.common.append_only import AppendOnlyModel


class Event(AppendOnlyModel):
    """Who read or wrote what, and when. Holds names of fields and counts, never their values."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=60)
    person_ref = models.CharField(max_length=12, blank=True)
    subject = models.CharField(max_length=120, blank=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person_ref", "-at"], name="audit_person_at"),
            models.Index(fields=["by", "-at"], name="audit_by_at"),
        ]

    def __str__(self) -> str:
        return f"{self.action} at {self.at:%Y-%m-%d %H:%M}"
