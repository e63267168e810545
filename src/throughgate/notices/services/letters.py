"""Reminders to those of us who want them: the day in the morning, and a meeting at the gate the evening before."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core import mail
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse

from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.notices.models import Letter, LetterKind
from throughgate.notices.rules.feed import day_of
from throughgate.notices.rules.letters import EVENING, MORNING, TRIES, gate_words, is_hour, morning_words
from throughgate.notices.selectors.own_days import gates_ahead, own_days, wanting

logger = logging.getLogger(__name__)
HELD_FOR = timedelta(minutes=10)
SUBJECTS = {LetterKind.MORNING: "Your day", LetterKind.GATE: "A meeting before you"}


@dataclass
class Posted:
    sent: int = 0
    failed: int = 0


def send_letters(now: datetime) -> Posted:
    """Everything that is due at this hour. Run twice, or late, nobody gets a letter twice; one that fails stops no
    other, and is tried again at the next run.
    """
    on, posted = day_of(now), Posted()
    if is_hour(now, MORNING):
        _post(LetterKind.MORNING, on, now, posted)
    if is_hour(now, EVENING):
        _post(LetterKind.GATE, on, now, posted)
    return posted


def _words(kind: LetterKind, users: list[User], on: date) -> Mapping[int, str]:
    """What each is told; who has nothing before them is not written to."""
    if kind is LetterKind.MORNING:
        days = own_days(users, on)
        return {pk: morning_words(day) for pk, day in days.items() if not day.is_empty}
    return {pk: gate_words(gates, on) for pk, gates in gates_ahead(users, on).items() if gates}


def _post(kind: LetterKind, on: date, now: datetime, posted: Posted) -> None:
    have = Letter.objects.filter(kind=kind, on=on).filter(Q(sent_at__isnull=False) | Q(attempts__gte=TRIES))
    done = set(have.values_list("user", flat=True))
    users = [user for user in wanting(kind, on) if user.pk not in done]
    words = _words(kind, users, on) if users else {}
    rows = [Letter(user_id=pk, kind=kind, on=on) for pk in words]
    Letter.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    waiting = dict(Letter.objects.filter(kind=kind, on=on, sent_at__isnull=True).values_list("user", "pk"))
    to_write = {user.pk: user for user in users if user.pk in words and user.pk in waiting}
    _send_all(kind, [(waiting[pk], user, words[pk]) for pk, user in to_write.items()], now, posted)


def _send_all(kind: LetterKind, letters: Iterable[tuple[int, User, str]], now: datetime, posted: Posted) -> None:
    post = mail.get_connection()
    for pk, user, words in letters:
        if not _take(pk, now):
            continue
        try:
            post.send_messages([_letter(kind, user, words)])
        except Exception as error:
            # The kind alone: its words may hold an address.
            logger.warning("A letter could not be sent: %s", type(error).__name__)
            Letter.objects.filter(pk=pk).update(taken_at=None)
            posted.failed += 1
            continue
        Letter.objects.filter(pk=pk).update(sent_at=now)
        record_event(by=None, action="notice.sent", subject=f"account {user.ref}", kind=kind.value)
        posted.sent += 1


def _take(pk: int, now: datetime) -> bool:
    """Of two runs at once one gets it; who took it and was cut off is not waited for beyond some minutes."""
    free = Q(taken_at__isnull=True) | Q(taken_at__lt=now - HELD_FOR)
    rows = Letter.objects.filter(free, pk=pk, sent_at__isnull=True, attempts__lt=TRIES)
    return bool(rows.update(taken_at=now, attempts=F("attempts") + 1))


def _letter(kind: LetterKind, user: User, words: str) -> mail.EmailMessage:
    context = {
        "words": words,
        "today_url": _url("desk:today"),
        "own_url": _url("notices:own"),
    }
    text = render_to_string("notices/email/letter_message.txt", context)
    return mail.EmailMessage(SUBJECTS[kind], text, to=[user.email])


def _url(name: str) -> str:
    return f"{settings.SITE_URL}{reverse(name)}" if settings.SITE_URL else ""


def forget_letters(now: datetime) -> int:
    """That a letter was sent last month is of no use to anybody."""
    gone, _ = Letter.objects.filter(on__lt=day_of(now - timedelta(days=30))).delete()
    return gone
