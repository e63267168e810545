"""Writing in the learning log. Managers keep it; who was given something to change or to check says what came of it."""

from datetime import date

from django.utils import timezone

from throughgate.access.policy import Ability, Action, Forbidden, Hidden, check, reach_of, require
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common.acts import act
from throughgate.common.clock import today
from throughgate.learning.models import (
    Finding,
    KeptAnswer,
    LogChange,
    LogCheck,
    LogEnding,
    LogItem,
    LogNote,
    OpenAnswer,
    Part,
    Source,
)
from throughgate.learning.rules.log import LogError, check_correction, check_done, check_finding, check_plan
from throughgate.learning.selectors.log import may_check, may_do, staff_of
from throughgate.sites.models import Site


@act()
def note_item(
    *, by: User, site: Site, source: str, happened: str, heard_on: date, slug: str = "",
    voice: OpenAnswer | KeptAnswer | None = None,
) -> LogItem:  # fmt: skip
    """`voice`: what a person said, which this begins with. The item holds no way back to it.

    Raises Forbidden, Hidden, LogError.
    """
    _keep(by, site)
    if source not in Source.values:
        raise LogError("Choose from whom it comes", "source")
    if not happened.strip():
        raise LogError("Say what happened", "happened")
    if heard_on > today():
        raise LogError("The day cannot be in the future", "heard_on")
    item = LogItem.objects.create(site=site, slug=slug, source=source, heard_on=heard_on, noted_by=by)
    LogNote.objects.create(item=item, part=Part.HAPPENED, words=happened.strip(), by=by)
    if voice is not None:
        check(by, Action.VIEW, voice)
        type(voice).objects.filter(pk=voice.pk).update(item=item)
    record_event(by=by, action="learning.noted", subject=f"item {item.ref}", site=site.code)
    return item


@act()
def write_note(*, by: User, item: LogItem, part: str, words: str, reason: str = "") -> LogNote:
    """Said for the first time, or put right with a reason. Raises Forbidden, Hidden, LogError."""
    _keep(by, item.site)
    LogItem.objects.select_for_update().get(pk=item.pk)
    rows = list(LogNote.objects.filter(item=item, part=part))
    replaced = {row.corrects_id for row in rows}
    before = next((row for row in rows if row.pk not in replaced), None)
    if before is None and not words.strip():
        raise LogError("Say what was learned", "words")
    if before is not None:
        check_correction(words, before.words, reason)
    row = LogNote.objects.create(
        item=item, part=Part(part), words=words.strip(), by=by, corrects=before,
        reason=reason.strip()[:200] if before else "",
    )  # fmt: skip
    record_event(by=by, action="learning.note_corrected" if before else "learning.written", subject=f"item {item.ref}")
    return row


@act()
def plan_change(
    *, by: User, item: LogItem, what: str, responsible: User, by_on: date, checker: User, check_on: date,
    because: str = "",
) -> LogChange:  # fmt: skip
    """`because`: why it takes the place of the one that stands. Raises Forbidden, Hidden, LogError."""
    _keep(by, item.site)
    LogItem.objects.select_for_update().get(pk=item.pk)
    check_plan(what=what, responsible=responsible.pk, by_on=by_on, checker=checker.pk, check_on=check_on, today=today())
    if not {responsible.pk, checker.pk} <= {one.pk for one in staff_of(item.site)}:
        raise LogError("Choose somebody who works at this site", "responsible")
    before = _open_change(item)
    if before is not None:
        if not because.strip():
            raise LogError("A change is planned already. Say why another takes its place", "because")
        _withdraw(by, before, because)
    LogEnding.objects.filter(item=item, reopened_at__isnull=True).update(reopened_at=timezone.now())
    row = LogChange.objects.create(
        item=item, what=what.strip(), responsible=responsible, by_on=by_on, checker=checker, check_on=check_on,
        planned_by=by,
    )  # fmt: skip
    record_event(by=by, action="learning.change_planned", subject=f"change {row.ref}")
    return row


@act()
def end_without_change(*, by: User, item: LogItem, because: str) -> LogEnding:
    """Nothing is changed, or nothing more: a change that was planned and not made is withdrawn with the same words.

    Raises Forbidden, Hidden, LogError.
    """
    _keep(by, item.site)
    LogItem.objects.select_for_update().get(pk=item.pk)
    if not because.strip():
        raise LogError("Say why nothing changes", "because")
    if LogEnding.objects.filter(item=item, reopened_at__isnull=True).exists():
        raise LogError("It is closed already. Look at the item again")
    before = _open_change(item)
    if before is not None and before.done_at:
        raise LogError("Something was changed already. It is closed by saying whether that worked")
    if before is not None:
        _withdraw(by, before, because)
    row = LogEnding.objects.create(item=item, because=because.strip(), by=by)
    record_event(by=by, action="learning.ended", subject=f"item {item.ref}")
    return row


def _open_change(item: LogItem) -> LogChange | None:
    return LogChange.objects.filter(item=item, settled_at__isnull=True, withdrawn_at__isnull=True).first()


def _withdraw(by: User, change: LogChange, because: str) -> None:
    change.withdrawn_at, change.withdrawn_by, change.withdrawn_because = timezone.now(), by, because.strip()[:200]
    change.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    record_event(by=by, action="learning.change_withdrawn", subject=f"change {change.ref}")


@act()
def say_changed(*, by: User, change: LogChange, done_words: str, done_on: date) -> LogChange:
    """Raises Forbidden, Hidden, LogError."""
    _locked(by, change)
    if not may_do(by, change):
        raise Forbidden(Ability.KEEP_LEARNING)
    if change.done_at:
        raise LogError("It is done already")
    check_done(on=done_on, words=done_words, today=today())
    if by.pk == change.checker_id:
        raise LogError("You are to check this change, so somebody else makes it. Or plan it with another checker")
    change.done_on, change.done_words, change.done_at, change.done_by = done_on, done_words.strip(), timezone.now(), by
    change.save(update_fields=["done_on", "done_words", "done_at", "done_by"])
    record_event(by=by, action="learning.changed", subject=f"change {change.ref}")
    return change


@act()
def check_change(
    *, by: User, change: LogChange, finding: str, words: str, on: date, again_on: date | None = None
) -> LogCheck:
    """By somebody who did not make the change. Raises Forbidden, Hidden, LogError."""
    _locked(by, change)
    if not may_check(by, change):
        raise Forbidden(Ability.KEEP_LEARNING)
    if change.done_at is None or change.done_on is None:
        raise LogError("Nothing was changed yet, so there is nothing to check")
    if finding not in Finding.values:
        raise LogError("Choose what you found", "finding")
    makers = frozenset(filter(None, (change.done_by_id, change.responsible_id)))
    check_finding(
        by=by.pk, makers=makers, words=words, on=on, done_on=change.done_on, finding=finding, again_on=again_on,
        today=today(),
    )  # fmt: skip
    is_early = finding == Finding.TOO_EARLY
    row = LogCheck.objects.create(
        change=change, finding=finding, words=words.strip(), on=on, again_on=again_on if is_early else None, by=by
    )
    if is_early and again_on:
        change.check_on = again_on
    else:
        change.settled_at = timezone.now()
    change.save(update_fields=["check_on", "settled_at"])
    record_event(by=by, action="learning.checked", subject=f"change {change.ref}", finding=finding)
    return row


def _keep(by: User, site: Site) -> None:
    require(by, Ability.KEEP_LEARNING)
    if site.pk not in reach_of(by).sites:
        raise Hidden()


def _locked(by: User, change: LogChange) -> None:
    require(by, Ability.READ_LEARNING)
    LogChange.objects.select_for_update().get(pk=change.pk)
    change.refresh_from_db(fields=["done_at", "done_on", "done_by", "settled_at", "withdrawn_at", "check_on"])
    if change.item.site_id not in reach_of(by).sites:
        raise Hidden()
    if change.settled_at or change.withdrawn_at:
        raise LogError("This change is closed. Look at the item again")
