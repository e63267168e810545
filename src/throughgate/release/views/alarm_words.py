"""How an alarm is put on its pages, and at the top of every page of those who are told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from throughgate.access.policy import Ability, Action, can, has
from throughgate.accounts.models import User
from throughgate.casework.rules.crisis import minutes_words, names_words
from throughgate.casework.views.crisis_words import BESIDE, clock_words
from throughgate.release.models import Alarm, AlarmTold
from throughgate.release.rules.alarm import DRIVER, MET, WHOM_WORDS, is_quiet
from throughgate.release.selectors.alarms import waiting_for
from throughgate.release.selectors.known_alarms import known_alarms
from throughgate.release.selectors.watching import quiet_until

Row = dict[str, Any]
SHOWN = 1
DEAL = "I am dealing with it"


def alarm_url(alarm: Alarm) -> str:
    return reverse("release:alarm", args=[alarm.ref])


def title_of(alarm: Alarm) -> str:
    return known_alarms().step(alarm.waits_for).title


def late_words(alarm: Alarm, now: datetime) -> str:
    """“Expected at 11:00, 75 minutes ago”."""
    minutes = max(0, int((now - alarm.since).total_seconds() // 60))
    ago = f", {minutes_words(minutes)} ago" if minutes else ""
    return f"{'Told' if alarm.worse_at else 'Expected'} {clock_words(alarm.since)}{ago}"


def dealing(alarm: Alarm, now: datetime) -> Row:
    """Who is dealing with it, as `words` with tone and icon. `taken` must be at hand."""
    taken = [one for one in alarm.taken.all() if one.at >= alarm.told_since and not one.let_go_at]
    until = quiet_until(one.until for one in taken)
    if not alarm.is_open:
        return {"words": alarm.get_found_display(), "tone": "done", "icon": "check"}
    if until and is_quiet(until, now):
        names = names_words([one.by.get_short_name() for one in taken if one.until > now])
        return {
            "words": f"{names} is dealing with it until {clock_words(until).removeprefix('at ')}",
            "tone": "due",
            "icon": "person",
        }
    return {"words": "Nobody is dealing with it", "tone": "overdue", "icon": "warning"}


def alarm_line(alarm: Alarm, now: datetime) -> Row:
    """An open alarm on the page of its journey, and the way to its own."""
    words = f"{title_of(alarm)}. {late_words(alarm, now)}. {dealing(alarm, now)['words']}."
    return {"words": words, "url": alarm_url(alarm)}


def told_rows(alarm: Alarm, now: datetime) -> list[Row]:
    """`told` must be at hand."""
    return [_told_row(alarm, one, now) for one in alarm.told.all()]


def _told_row(alarm: Alarm, told: AlarmTold, now: datetime) -> Row:
    # Of a journey that was entered late the moment lies before the alarm; nobody was told before there was one.
    at = max(told.told_at, alarm.raised_at)
    if told.by_mail or (at <= now and alarm.is_open):
        state, tone, icon = f"Told {clock_words(at)}", "done", "check"
    elif alarm.is_open:
        state, tone, icon = f"Told {clock_words(told.told_at)} if there is no word", "quiet", "clock"
    else:
        state, tone, icon = "Not needed", "quiet", "clock"
    whom = WHOM_WORDS.get(told.whom, told.whom)
    return {"name": told.user.name, "whom": whom, "state": state, "tone": tone, "icon": icon}


def banner_of_alarms(user: User, now: datetime, path: str, view: str = "") -> Row:
    """For the top of every page of those told. Whoever drives is asked for word, and is shown no name."""
    waiting = waiting_for(user, now)
    rows = [_banner_row(user, one, now, path, view in BESIDE) for one in waiting[:SHOWN]]
    more = max(0, len(waiting) - SHOWN)
    words = ("1 more journey", "waits for word") if more == 1 else (f"{more} more journeys", "wait for word")
    return {"rows": rows, "more": words if more else (), "url": road_url(user)}


def road_url(user: User) -> str:
    """The road of today, for whoever plans; the others have what waits for them at the top of theirs."""
    return reverse("release:road" if has(user, Ability.PLAN_JOURNEYS) else "desk:today")


def _banner_row(user: User, told: AlarmTold, now: datetime, path: str, is_beside: bool) -> Row:
    alarm = told.alarm
    if told.whom == DRIVER and alarm.journey:
        url = reverse("release:journey_sheet", args=[alarm.journey.ref])
        return {"title": "How is your journey going?", "text": "Please say what happened, and when.", "url": url,
                "label": "Say how it goes", "seen_url": ""}  # fmt: skip
    row = {"url": alarm_url(alarm), "seen_url": "", "title": "A journey waits for word", "text": ""}
    if is_beside:
        return row
    row["title"] = f"{alarm.person.name}: {title_of(alarm)[0].lower()}{title_of(alarm)[1:]}"
    row["text"] = f"{late_words(alarm, now)}."
    if can(user, Action.RECORD, alarm):
        url = reverse("release:take_alarm", args=[alarm.ref])
        row |= {"seen_url": url, "seen_label": DEAL, "seen_short": "I’m on it", "next": path}
    return row


def facts_of(alarm: Alarm, driver: User | None) -> Sequence[Row]:
    journey = alarm.journey
    rows: list[tuple[str, str]] = []
    if journey:
        rows += [("From", journey.from_place), ("To", journey.to_place)]
        rows.append(("Driver", driver.name if driver else journey.other_driver or "Nobody of ours"))
    elif driver:
        rows.append(("Meets them" if alarm.waits_for == MET else "With them", driver.name))
    rows.append(("Since", clock_words(alarm.since).removeprefix("at ")))
    if alarm.ended_at:
        by = f" by {alarm.ended_by.name}" if alarm.ended_by else ""
        rows.append(("Over", f"{clock_words(alarm.ended_at)}{by}: {alarm.get_found_display().lower()}"))
        rows.append(("What was found", alarm.words))
    return [{"key": key, "value": value} for key, value in rows if value]
