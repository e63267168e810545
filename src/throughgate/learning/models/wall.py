"""You said, we did: what is told back, by site and quarter."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughgate.common.references import new_reference
from throughgate.learning.models.log import LogItem
from throughgate.sites.models import Site


class WallLine(models.Model):
    """One item of the log in plain words. Put otherwise, the old line comes off and a new one goes up."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    item = models.ForeignKey(LogItem, on_delete=models.CASCADE, related_name="wall_lines")
    quarter = models.DateField()  # its first day
    you_said = models.CharField(max_length=200)
    could = models.BooleanField(default=True)  # False: “We could not, because …”
    we_did = models.CharField(max_length=200)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_off_at = models.DateTimeField(null=True, blank=True)
    taken_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(taken_off_at__isnull=True), name="wall_line_once"),
            models.CheckConstraint(
                condition=Q(taken_off_at__isnull=True, taken_off_by__isnull=True)
                | Q(taken_off_at__isnull=False, taken_off_by__isnull=False),
                name="wall_line_taken_off_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Line {self.ref}"


class WallPage(models.Model):
    """A page as it was published: its lines are kept as they stood."""

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    quarter = models.DateField()
    lines = models.JSONField(default=list)
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-quarter", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "quarter"], condition=Q(ended_at__isnull=True), name="wall_page_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="wall_page_ended_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Page {self.ref}"
