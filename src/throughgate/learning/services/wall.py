"""What is told back: marked by a manager in plain words, looked at, published, and taken down at any time."""

from datetime import date

from django.utils import timezone

from throughgate.access.policy import Ability, Hidden, reach_of, require
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.learning.models import LogItem, WallLine, WallPage
from throughgate.learning.rules.log import LogError
from throughgate.learning.rules.plain import hard_places
from throughgate.learning.selectors.wall import as_told, lines_of
from throughgate.sites.models import Site


@act()
def put_on_wall(*, by: User, item: LogItem, quarter: date, you_said: str, could: bool, we_did: str) -> WallLine:
    """In place of the line that stands. A published page stays as it was until it is published anew.

    Raises Forbidden, Hidden, LogError.
    """
    _keep(by, item.site)
    for name, words in (("you_said", you_said), ("we_did", we_did)):
        if not words.strip():
            raise LogError("It cannot be empty", name)
        for problem in hard_places(words):
            raise LogError(problem, name)
    LogItem.objects.select_for_update().get(pk=item.pk)
    WallLine.objects.filter(item=item, taken_off_at__isnull=True).update(taken_off_at=timezone.now(), taken_off_by=by)
    row = WallLine.objects.create(
        item=item, quarter=quarter, you_said=you_said.strip(), could=could, we_did=we_did.strip(), added_by=by
    )
    record_event(by=by, action="learning.put_on_wall", subject=f"item {item.ref}")
    return row


@act()
def take_off_wall(*, by: User, item: LogItem) -> None:
    """Raises Forbidden, Hidden."""
    _keep(by, item.site)
    WallLine.objects.filter(item=item, taken_off_at__isnull=True).update(taken_off_at=timezone.now(), taken_off_by=by)
    record_event(by=by, action="learning.taken_off_wall", subject=f"item {item.ref}")


@act()
def publish_wall(*, by: User, site: Site, quarter: date) -> WallPage:
    """The lines as they stand now, in place of what was published before. Raises Forbidden, Hidden, LogError."""
    _keep(by, site)
    Site.objects.select_for_update().get(pk=site.pk)
    lines = lines_of(site, quarter)
    if not lines:
        raise LogError("There is nothing to publish yet")
    _end(by, site, quarter)
    row = WallPage.objects.create(site=site, quarter=quarter, lines=as_told(lines), published_by=by)
    record_event(by=by, action="learning.published", subject=f"page {row.ref}", site=site.code)
    return row


@act()
def unpublish_wall(*, by: User, site: Site, quarter: date) -> None:
    """Raises Forbidden, Hidden."""
    _keep(by, site)
    _end(by, site, quarter)
    record_event(by=by, action="learning.unpublished", subject=f"site {site.code}", quarter=quarter.isoformat())


def _end(by: User, site: Site, quarter: date) -> None:
    rows = WallPage.objects.filter(site=site, quarter=quarter, ended_at__isnull=True)
    rows.update(ended_at=timezone.now(), ended_by=by)


def _keep(by: User, site: Site) -> None:
    require(by, Ability.KEEP_LEARNING)
    if site.pk not in reach_of(by).sites:
        raise Hidden()
