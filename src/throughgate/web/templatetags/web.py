"""Template tags of the page frame: pure functions of what they are given. All are in docs/reference/components.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from throughgate.web import pictures, words
from throughgate.web.icons import ICONS

register = template.Library()

TONES = ("action", "due", "overdue", "done", "quiet")
# What each state of a commitment is called, its tone, and the drawing that says the same without colour.
STATES = {
    "overdue": ("Overdue", "overdue", "warning"),
    "due": ("Due", "due", "clock"),
    "upcoming": ("Coming up", "quiet", "calendar"),
    "met": ("Done", "done", "check"),
    "met_late": ("Done late", "done", "check"),
    "waived": ("Waived", "quiet", "note"),
    "not_done": ("Not done", "quiet", "note"),
    "undated": ("No date yet", "quiet", "calendar"),
}


@register.simple_tag
def icon(name: str, extra_class: str = "") -> SafeString:
    if not name:
        return SafeString("")
    return format_html(
        '<svg class="tg-icon{}" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        f" {extra_class}" if extra_class else "",
        ICONS.get(name, ICONS["note"]),
    )


@register.simple_tag
def arch(size: str = "small") -> SafeString:
    """The motif: an arch on a path. Decoration only; the picture of a person's path is `path_picture`."""
    return pictures.draw_arch(size)


@register.simple_tag
def tag(text: str, tone: str = "quiet", icon_name: str = "") -> SafeString:
    tone = tone if tone in TONES else "quiet"
    return format_html('<strong class="tg-tag tg-tag--{}">{}{}</strong>', tone, icon(icon_name), text)


@register.simple_tag
def state_tag(state: str) -> SafeString:
    text, tone, icon_name = STATES.get(str(state), (str(state).replace("_", " ").capitalize(), "quiet", ""))
    return tag(text, tone, icon_name)


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    return _time(words.as_day(value), words.day_words(value)) if value else ""


@register.filter
def in_passing(text: object) -> str:
    return words.in_passing(str(text))


@register.filter
def day_short(value: date | datetime | None) -> SafeString | str:
    return _time(words.as_day(value), words.short_day_words(value)) if value else ""


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    return (
        format_html('<time datetime="{}">{}</time>', value.isoformat(timespec="minutes"), words.moment_words(value))
        if value
        else ""
    )


@register.simple_tag
def when(value: date | datetime | None, today: date, late: bool = False) -> str:
    return words.when_words(value, today, late=late) if value else ""


@register.simple_tag
def initials_badge(name: str) -> SafeString:
    return format_html('<span class="tg-initials" aria-hidden="true">{}</span>', words.initials(str(name)))


@register.inclusion_tag("web/components/error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet[Any]) -> dict[str, Any]:
    return {"problems": [problem for form in forms if form for problem in _problems(form)]}


@register.inclusion_tag("web/components/empty.html")
def empty(title: str, text: str = "", url: str = "", label: str = "") -> dict[str, str]:
    return {"title": title, "text": text, "url": url, "label": label}


# Inside the body of a {% for %}, the name `empty` belongs to the loop.
register.inclusion_tag("web/components/empty.html", name="empty_state")(empty)


@register.inclusion_tag("web/pictures/path.html")
def path_picture(path: pictures.Path, name: str = "") -> dict[str, Any]:
    return {
        "wide": pictures.draw_path(path, name),
        "small": pictures.draw_path_small(path, name),
        "rows": pictures.path_rows(path),
    }


@register.simple_tag
def spells_picture(
    stretches: Sequence[pictures.Stretch], days: Sequence[pictures.KnownDay], today: date, name: str = ""
) -> SafeString:
    """For desks and paper. The page has the same as a list beside it, and shows that alone on a phone."""
    return pictures.draw_spells(stretches, days, today, name) if stretches else SafeString("")


@register.simple_tag
def bands_picture(bands: Sequence[pictures.Band], today: date, title: str) -> SafeString:
    """For desks and paper. The page has the same as a table beside it, and shows that alone on a phone."""
    return pictures.draw_bands(bands, today, title) if bands else SafeString("")


@register.inclusion_tag("web/pictures/weeks.html")
def weeks_picture(first: Sequence[date], lines: Sequence[pictures.WeekLine], title: str) -> dict[str, Any]:
    """One shape for desks and paper, one for phones. The page has the same as a table beside it."""
    small = pictures.draw_weeks(first, lines, title, pictures.WEEKS_PHONE)
    return {"picture": pictures.draw_weeks(first, lines, title), "small": small}


@register.simple_tag
def itinerary_picture(lanes: Sequence[pictures.Lane], name: str = "") -> SafeString:
    """For desks and paper. The page has the same as a list beside it, and shows that alone on a phone."""
    return pictures.draw_itinerary(lanes, name) if lanes else SafeString("")


@register.simple_tag
def hours_picture(days: Sequence[pictures.HoursOfDay], name: str = "") -> SafeString:
    """The page has the same as a table beside it."""
    return pictures.draw_hours(days, name)


@register.inclusion_tag("web/pictures/theory.html")
def theory_picture(chains: Iterable[pictures.Chain], title: str = "Theory of change") -> dict[str, Any]:
    rows = tuple(chains)
    return {"picture": pictures.draw_theory(rows, title) if rows else "", "chains": rows, "title": title}


@register.inclusion_tag("web/pictures/circle.html")
def circle_picture(
    people: Iterable[pictures.Around], name: str = "", left: str = "", right: str = "", listed: bool = False
) -> dict[str, Any]:
    """`listed`: the page has the people as a list of its own beside the picture."""
    around = tuple(people)
    drawn = pictures.draw_circle(around, name, left, right) if around else ""
    small = pictures.draw_circle(around, name, left, right, pictures.PHONE) if around and listed else ""
    return {"picture": drawn, "small": small, "people": around, "name": name, "listed": listed}


@register.inclusion_tag("web/pictures/bars.html")
def bar_picture(bars: Iterable[pictures.Bar], title: str, unit: str = "", most: float = 0) -> dict[str, Any]:
    """`most` is the value of a full bar; without it the longest bar is full."""
    given = tuple(bars)
    full = most or max((bar.value for bar in given if bar.value is not None), default=0)
    rows = [
        {
            "label": bar.label,
            "words": bar.words or ("" if bar.value is None else f"{bar.value:g}"),
            "bar": pictures.draw_bar(bar.value, full, bar.tone),
        }
        for bar in given
    ]
    return {"rows": rows, "title": title, "unit": unit}


def _time(on: date, text: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), text)


def _problems(form: BaseForm | BaseFormSet[Any]) -> list[dict[str, str]]:
    if isinstance(form, BaseFormSet):
        own = [{"text": str(text), "href": ""} for text in form.non_form_errors()]
        return own + [problem for inner in form.forms for problem in _problems(inner)]
    found = [{"text": str(text), "href": ""} for text in form.non_field_errors()]
    for field in form:
        href = f"#{field.first_id}" if field.errors and hasattr(field, "first_id") else f"#{field.auto_id}"
        found += [{"text": str(text), "href": "" if field.is_hidden else href} for text in field.errors]
    return found
