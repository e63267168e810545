"""A person's standing in a few words. `today` is passed in."""

from datetime import date


def age_on(born_on: date | None, today: date) -> int | None:
    if born_on is None:
        return None
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def day_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def weekday_words(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


def release_words(release_on: date | None, today: date) -> str:
    """`Release in 23 days`, for somebody inside."""
    if release_on is None:
        return "No release date yet"
    days = (release_on - today).days
    if days < 0:
        return "Release date has passed"
    if days == 0:
        return "Release is today"
    return "Release is tomorrow" if days == 1 else f"Release in {_span(days)}"


def out_words(released_on: date, today: date) -> str:
    days = (today - released_on).days
    if days <= 0:
        return "Released today"
    return "Released yesterday" if days == 1 else f"Out for {_span(days)}"


def _span(days: int) -> str:
    """Days up to two months, then months, then years."""
    if days <= 62:
        return f"{days} days"
    months = round(days / 30.4)
    if months < 24:
        return f"{months} months"
    return f"{months // 12} years"
