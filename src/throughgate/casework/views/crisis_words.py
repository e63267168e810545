"""How a crisis is put on its pages."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date

from throughgate.access.policy import SENSITIVITY_CHOICES, Action, can
from throughgate.accounts.models import User
from throughgate.casework.crisis_file import CrisisRules
from throughgate.casework.models import Crisis, CrisisTold
from throughgate.casework.rules.crisis import (
    UNASKED,
    WHOM_WORDS,
    counts_as_seen,
    first_seen,
    has_seen,
    is_late,
    is_out_of_hours,
    minutes_words,
    names_words,
    wait_words,
)
from throughgate.casework.selectors.crisis import unseen_by
from throughgate.casework.selectors.crisis_rules import crisis_rules
from throughgate.common.clock import today
from throughgate.web.words import as_day, moment_words, when_words

LEVELS = dict(SENSITIVITY_CHOICES)
SHOWN = 1  # the rest are one line: on a phone each takes a fifth of the page
# Filled in with the person beside the screen: nobody else's name may stand there.
BESIDE = frozenset({"story:ask", "story:answer", "story:finish", "story:run", "story:take_back"})
TONES = {"now": "overdue", "today": "due", "week": "quiet"}
Row = dict[str, Any]


def clock_words(at: datetime) -> str:
    """Today only the time is said."""
    return f"at {timezone.localtime(at):%H:%M}" if as_day(at) == today() else moment_words(at)


def crisis_url(crisis: Crisis) -> str:
    return reverse("crisis:crisis", kwargs={"ref": crisis.ref})


def seen_words(crisis: Crisis, told: Sequence[CrisisTold], rules: CrisisRules, now: datetime) -> Row:
    """`tone`, `icon` and words for whether anybody has seen it."""
    since = crisis.told_since
    if at := first_seen(told, since):
        names = names_words([one.user.get_short_name() for one in told if counts_as_seen(one, since)])
        return {"words": f"Seen {wait_words(since, at)}: {names}", "tone": "done", "icon": "check"}
    if not crisis.is_open:
        return {"words": "Stepped down before anybody else said that they had seen it", "tone": "quiet", "icon": "note"}
    if all(one.whom == UNASKED for one in told):
        return {"words": "Nobody could be told. Ring somebody", "tone": "overdue", "icon": "warning"}
    minutes = int((now - since).total_seconds() // 60)
    waited = minutes_words(minutes) if minutes >= 1 else "told just now"
    if is_late(since, rules.levels[crisis.level].see_within, None, now):
        return {"words": f"Nobody has seen it: {waited}", "tone": "overdue", "icon": "warning"}
    return {"words": f"Not seen yet: {waited}", "tone": "due", "icon": "clock"}


def board_row(user: User, crisis: Crisis, rules: CrisisRules, now: datetime) -> Row:
    """`told` must be at hand (prefetched)."""
    told = list(crisis.told.all())
    return {
        "crisis": crisis,
        "person": crisis.person,
        "title": rules.title_of(crisis.kind),
        "level": rules.levels[crisis.level].title,
        "tone": TONES[crisis.level],
        "url": crisis_url(crisis),
        "raised": f"Raised by {crisis.raised_by.name} {clock_words(crisis.raised_at)}",
        "seen": seen_words(crisis, told, rules, now),
        "review_words": when_words(crisis.review_on, today(), late=True),
        "review_tone": "overdue" if crisis.review_on < today() else "due" if crisis.review_on == today() else "quiet",
    }


def open_row(user: User, crisis: Crisis) -> Row:
    """On the page for raising one: what is open already."""
    own = crisis.raised_by_id == user.pk
    return {
        "ref": crisis.ref,
        "title": f"You raised one {clock_words(crisis.raised_at)}" if own else "One is open already",
        "text": f"{'It is open.' if own else 'Somebody raised it before.'} "
        "Look there first; raise another one if this is something else.",
    }


def receipt_row(crisis: Crisis, rules: CrisisRules, now: datetime) -> Row:
    """For whoever raised it and may not read it: `told` must be at hand."""
    return {
        "person": crisis.person,
        "url": crisis_url(crisis),
        "raised": f"You raised it {clock_words(crisis.raised_at)}",
        "seen": seen_words(crisis, list(crisis.told.all()), rules, now),
    }


def is_over_in_time(crisis: Crisis, rules: CrisisRules) -> bool:
    """Stepped down before its time to be seen was up, and by nobody who had to see it: it says nothing of speed."""
    since, ended = crisis.told_since, crisis.stepped_down_at
    if ended is None or first_seen(crisis.told.all(), since):
        return False
    return not is_late(since, rules.levels[crisis.level].see_within, None, ended)


def learned_groups(crises: Iterable[Crisis], rules: CrisisRules) -> list[Row]:
    """By kind: what was learned and what helped. Without names: who reads to learn need not know whose it was."""
    ordered = sorted(crises, key=lambda one: one.kind)
    return [
        {"title": rules.title_of(kind), "rows": [said for one in group for said in (one, *one.learned_since.all())]}
        for kind, group in groupby(ordered, key=lambda one: one.kind)
    ]


def stepped_down_words(crisis: Crisis, user: User) -> str:
    if crisis.stepped_down_by is None or crisis.stepped_down_by == user:
        return "Stepped down. Thank you for writing down what was learned."
    return f"{crisis.stepped_down_by.name} had stepped it down before. What you wrote stands beside what they wrote."


def told_rows(crisis: Crisis, told: Sequence[CrisisTold], now: datetime) -> list[Row]:
    done = not crisis.is_open or first_seen(told, crisis.told_since) is not None
    return [_told_row(crisis, one, now, done) for one in told]


def _told_row(crisis: Crisis, one: CrisisTold, now: datetime, done: bool) -> Row:
    """`done`: somebody has seen it, or it is over."""
    since = crisis.told_since
    if one.seen_at and has_seen(one, since):
        state, tone, icon = f"Seen {wait_words(one.told_at, one.seen_at)}", "done", "check"
    elif one.told_at > now:
        after = minutes_words(int((one.told_at - since).total_seconds() // 60))
        state, tone, icon = ("Not needed" if done else f"Told if nobody has seen it after {after}"), "quiet", "clock"
    elif done and one.told_at > since:
        state, tone, icon = "Not needed", "quiet", "clock"
    elif one.seen_at:
        state, tone, icon = "Seen before it got worse", "due", "clock"
    elif not crisis.is_open:
        state, tone, icon = "Had not said so when it was over", "quiet", "clock"
    else:
        state, tone, icon = "Not seen yet", "due", "clock"
    how = "on their pages and by e-mail" if one.by_mail or one.told_at > now else "on their pages"
    return {
        "name": one.user.name,
        "whom": WHOM_WORDS.get(one.whom, one.whom),
        "how": "" if one.whom == UNASKED else how,
        "state": state,
        "tone": tone,
        "icon": icon,
    }


def help_rows(kind: str, rules: CrisisRules, now: datetime, managers: Sequence[User]) -> Row:
    """What to do first, the numbers to ring, and whom outside our hours: the number on duty, else a manager."""
    away = is_out_of_hours(timezone.localtime(now), rules.hours)
    return {
        "first": rules.kind(kind).first,
        "calls": [{"title": one.title, "call": one.call, "when": one.when} for one in rules.calls(kind)],
        "checked": rules.checked,
        "away": away,
        "managers": [{"title": f"{one.name}, manager", "call": one.phone} for one in managers if one.phone],
        "unreached": names_words([one.name for one in managers if not one.phone]),
        "duty": rules.out_of_hours,
    }


def facts_of(crisis: Crisis) -> list[Row]:
    rows = [
        ("What is happening", crisis.what),
        ("Raised", f"{moment_words(crisis.raised_at)} by {crisis.raised_by.name}"),
        ("Who may read this", LEVELS[crisis.sensitivity]),
        ("Look at it again", "" if not crisis.is_open else format_date(crisis.review_on, "D j M Y")),
    ]
    if crisis.escalated_at:
        rows.insert(2, ("Worse than was thought", f"Known {moment_words(crisis.escalated_at)}"))
    if crisis.stepped_down_at and crisis.stepped_down_by:
        rows.append(("Stepped down", f"{moment_words(crisis.stepped_down_at)} by {crisis.stepped_down_by.name}"))
    return [{"key": key, "value": value} for key, value in rows if value]


def banner_of(user: User, now: datetime, path: str, view: str = "") -> Row:
    """For the top of every page of those told, until they say that they have seen it. `path` is where that leads,
    `view` the name of the page.
    """
    crises = unseen_by(user, now)
    rules = crisis_rules() if crises else None
    if view in BESIDE:
        rows = [_nameless_row(crises[0])] if crises else []
    else:
        rows = [_banner_row(one, rules, path) for one in crises[:SHOWN]] if rules else []
    more = max(0, len(crises) - SHOWN)
    words = (f"{more} more", "crisis waits for somebody" if more == 1 else "crises wait for somebody")
    return {"rows": rows, "more": words if more else (), "url": reverse("crisis:board")}


def _nameless_row(crisis: Crisis) -> Row:
    return {"title": "A crisis waits for you", "text": "", "url": crisis_url(crisis), "seen_url": ""}


def _banner_row(crisis: Crisis, rules: CrisisRules, path: str) -> Row:
    raised = f"Raised by {crisis.raised_by.name} {clock_words(crisis.raised_at)}"
    return {
        "title": f"{rules.title_of(crisis.kind)}: {crisis.person.name}",
        "text": f"{raised}. {rules.levels[crisis.level].about}.",
        "url": crisis_url(crisis),
        "seen_url": reverse("crisis:seen", kwargs={"ref": crisis.ref}),
        "next": path,
    }


def is_in_banner(user: User, crisis: Crisis, told: Sequence[CrisisTold], now: datetime) -> bool:
    """Whether the top of the page asks this user to say that they have seen it."""
    mine = next((one for one in told if one.user_id == user.pk), None)
    since = crisis.told_since
    if mine is None or mine.whom == UNASKED or has_seen(mine, since) or mine.told_at > now or not crisis.is_open:
        return False
    return mine.told_at <= since or first_seen(told, since) is None


def may_see(user: User, crisis: Crisis, told: Sequence[CrisisTold], now: datetime) -> bool:
    """Whether the page itself asks: never whoever raised it, and nobody whom the top of the page asks already."""
    if crisis.raised_by_id == user.pk or is_in_banner(user, crisis, told, now):
        return False
    return not any(one.user_id == user.pk and has_seen(one, crisis.told_since) for one in told)


def may_act(user: User, crisis: Crisis) -> bool:
    return crisis.is_open and can(user, Action.RECORD, crisis)


def may_add(user: User, crisis: Crisis) -> bool:
    """What was learned, once it is over."""
    return not crisis.is_open and can(user, Action.RECORD, crisis)
