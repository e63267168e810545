"""One's own days in one's own calendar: the feed, who fetched it, and what it and the reminders may say."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from throughgate.common.references import new_reference


class Titles(models.TextChoices):
    NOBODY = "nobody", "Only “Booked”: nobody can be recognised"
    INITIALS = "initials", "“Booked” and initials, such as J. V."


class OwnNotices(models.Model):
    """What somebody chose for their own calendar and letters. Without a row the defaults of the fields hold."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="own_notices")
    titles = models.CharField(max_length=8, choices=Titles, default=Titles.NOBODY)
    with_place = models.BooleanField(default=False)
    with_due = models.BooleanField(default=False)
    morning = models.BooleanField(default=True)
    gate_evening = models.BooleanField(default=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(titles__in=Titles.values), name="own_notices_titles_known")]

    def __str__(self) -> str:
        return f"Notices of {self.user_id}"


class FeedEnd(models.TextChoices):
    OPEN = "", "Open"
    REPLACED = "replaced", "A new address was made"
    OWNER = "owner", "Taken away by its owner"
    OTHER = "other", "Taken away by somebody else"
    CLOSED = "closed", "The account was closed"


class CalendarFeed(models.Model):
    """An address that opens somebody's calendar without a password. Its secret part is kept as a hash: we could not
    show it again if we wanted to.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended = models.CharField(max_length=8, choices=FeedEnd, blank=True, default=FeedEnd.OPEN)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(ended_at__isnull=True), name="calendar_feed_one_open"),
            models.CheckConstraint(
                condition=Q(ended="", ended_at__isnull=True, ended_by__isnull=True)
                | (~Q(ended="") & Q(ended__in=FeedEnd.values, ended_at__isnull=False, ended_by__isnull=False)),
                name="calendar_feed_ended_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Calendar {self.ref}"


class FeedFetch(models.Model):
    """From where a calendar was fetched on a day, and how often. The address is a keyed hash: it tells two places apart
    and nothing else.
    """

    feed = models.ForeignKey(CalendarFeed, on_delete=models.CASCADE, related_name="fetches")
    on = models.DateField()
    place = models.CharField(max_length=24)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-last_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["feed", "on", "place"], name="feed_fetch_once_a_day")]

    def __str__(self) -> str:
        return f"Fetch {self.pk}"


class LetterKind(models.TextChoices):
    MORNING = "morning", "The day, in the morning"
    GATE = "gate", "A meeting at the gate, the evening before"


class Letter(models.Model):
    """One reminder to one of us for one day. It is there before it is sent: whoever takes it sends it, so that nobody
    gets two, and one that failed is tried again.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=8, choices=LetterKind)
    on = models.DateField()
    taken_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "on"], name="letter_once_a_day"),
            models.CheckConstraint(condition=Q(kind__in=LetterKind.values), name="letter_kind_known"),
        ]
        indexes = [models.Index(fields=["on"], condition=Q(sent_at__isnull=True), name="letter_waiting")]

    def __str__(self) -> str:
        return f"Letter {self.pk}"
