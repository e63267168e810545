"""Days and names as people say them. Pure functions: `today` is always passed in."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as format_date

DAYS_IN_MONTH = 30.4


def as_day(value: date | datetime) -> date:
    """The London day of a moment, or the day itself."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def day_words(value: date | datetime) -> str:
    return format_date(as_day(value), "D j M Y")


def short_day_words(value: date | datetime) -> str:
    return format_date(as_day(value), "j M")


def moment_words(value: datetime) -> str:
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{format_date(local, 'D j M Y')} at {format_date(local, 'H:i')}"


def when_words(value: date | datetime, today: date, *, late: bool = False) -> str:
    """`today`, `tomorrow`, `in 23 days`, `2 days ago`; with `late`, what has passed is `2 days late`."""
    days = (as_day(value) - today).days
    if days == 0:
        return "today"
    if days == 1:
        return "tomorrow"
    if days == -1 and not late:
        return "yesterday"
    span = span_words(abs(days))
    if days > 0:
        return f"in {span}"
    return f"{span} late" if late else f"{span} ago"


def span_words(days: int) -> str:
    """Days up to two months, months up to two years, then years: nobody counts 400 days."""
    if days <= 62:
        return _counted(days, "day")
    months = round(days / DAYS_IN_MONTH)
    if months < 24:
        return _counted(months, "month")
    return _counted(months // 12, "year")


def initials(name: str) -> str:
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def in_passing(text: str) -> str:
    """`From the plan` as it stands within a sentence; `GP and medication` and `NHS` keep their capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
