"""Making the address of one's calendar, taking it away, and what a fetch leaves behind."""

import secrets
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from throughgate.access.policy import Ability, Forbidden, has, require
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.notices.models import CalendarFeed, FeedEnd, FeedFetch, OwnNotices, Titles
from throughgate.notices.rules.feed import day_of

KEPT = timedelta(days=30)
IN_AN_HOUR = 60  # fetches; calendars ask four to twelve times


class TooOftenError(Exception):
    """This calendar was fetched more often than anybody can look at it."""


def token_hash(token: str) -> str:
    """No salt: 256 random bits are not in any table."""
    return sha256(token.encode()).hexdigest()


@act()
def make_feed(*, by: User) -> str:
    """The secret part of a new address. It is told this once; an earlier address ends. Raises Forbidden."""
    require(by, Ability.SEE_PEOPLE)
    User.objects.select_for_update().get(pk=by.pk)  # of two taps at once the second waits
    _end(by, by, FeedEnd.REPLACED)
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(user=by, token_hash=token_hash(token))
    record_event(by=by, action="calendar.made", subject=f"calendar {feed.ref}")
    return token


def may_end_feed(by: User, owner: User) -> bool:
    """One's own; an administrator anybody's; a manager those of their team and sites."""
    if by.pk == owner.pk or has(by, Ability.MANAGE_ACCOUNTS):
        return True
    if not has(by, Ability.READ_AUDIT):
        return False
    return owner.line_manager_id == by.pk or owner.sites.filter(pk__in=by.sites.values("pk")).exists()


@act()
def end_feed(*, by: User, owner: User) -> bool:
    """Whoever has the address gets nothing any more. False where there was none. Raises Forbidden."""
    if not may_end_feed(by, owner):
        raise Forbidden(Ability.MANAGE_ACCOUNTS)
    return _end(by, owner, FeedEnd.OWNER if by.pk == owner.pk else FeedEnd.OTHER)


def end_with_account(*, account: User, by: User) -> None:
    """In the transaction that closes an account."""
    _end(by, account, FeedEnd.CLOSED)


def _end(by: User, owner: User, ended: FeedEnd) -> bool:
    feed = CalendarFeed.objects.select_for_update().filter(user=owner, ended_at__isnull=True).first()
    if feed is None:
        return False
    feed.ended_at, feed.ended_by, feed.ended = timezone.now(), by, ended
    feed.save(update_fields=["ended_at", "ended_by", "ended"])
    record_event(by=by, action="calendar.ended", subject=f"calendar {feed.ref}", because=ended.value, of=owner.ref)
    return True


@act()
def choose_notices(*, by: User, **chosen: bool | str) -> OwnNotices:
    """What one's own calendar and letters say: fields of `OwnNotices`."""
    row = OwnNotices.objects.select_for_update().filter(user=by).first() or OwnNotices(user=by)
    changed = sorted(name for name, value in chosen.items() if getattr(row, name) != value)
    if not changed and row.pk:
        return row
    for name in changed:
        setattr(row, name, Titles(str(chosen[name])) if name == "titles" else chosen[name])
    row.save()
    if changed:
        record_event(by=by, action="notice.chosen", subject=f"account {by.ref}", fields=changed)
    return row


def feed_of(token: str) -> CalendarFeed | None:
    """Whose calendar an address opens; None for one that never was, that ended, or whose owner has left. What was typed
    is looked up by its hash: how long that takes tells nothing about it.
    """
    rows = CalendarFeed.objects.select_related("user").filter(ended_at__isnull=True, user__is_active=True)
    return rows.filter(token_hash=token_hash(token)).first()


def note_fetch(*, feed: CalendarFeed, address: str, now: datetime) -> None:
    """The trail hears of the first fetch of a day from each address: calendars ask every quarter of an hour.

    Raises TooOftenError.
    """
    key = f"calendar-{feed.pk}-{now:%Y%m%d%H}"
    if cache.add(key, 1, 2 * 60 * 60) is False and cache.incr(key) > IN_AN_HOUR:
        raise TooOftenError
    on = day_of(now)
    place = salted_hmac("throughgate.notices.fetch", f"{feed.pk} {address}", algorithm="sha256").hexdigest()[:24]
    if not _again(feed, on, place, now):
        _first(feed, on, place, now)


def _again(feed: CalendarFeed, on: date, place: str, now: datetime) -> bool:
    rows = FeedFetch.objects.filter(feed=feed, on=on, place=place)
    return bool(rows.update(last_at=now, times=F("times") + 1))


def _first(feed: CalendarFeed, on: date, place: str, now: datetime) -> None:
    try:
        with transaction.atomic():
            FeedFetch.objects.create(feed=feed, on=on, place=place, first_at=now, last_at=now)
            record_event(by=feed.user, action="calendar.fetched", subject=f"calendar {feed.ref}")
    except IntegrityError:
        _again(feed, on, place, now)  # another fetch was faster


def forget_fetches(now: datetime) -> int:
    """After some weeks nobody needs to know from how many places a calendar was fetched."""
    gone, _ = FeedFetch.objects.filter(on__lt=day_of(now - KEPT)).delete()
    return gone
