"""The figures at the gate, by site or by programme, as pages and as a file."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.common.small_numbers import FEWEST
from throughgate.release.forms.first_week import PeriodForm
from throughgate.release.known_first_week import counted
from throughgate.release.rules.first_week import Answer
from throughgate.release.rules.gate_figures import (
    Measure,
    Period,
    Tally,
    count,
    days_to_contact,
    measures,
    periods,
    whole_quarters,
)
from throughgate.release.selectors.gate_figures import (
    By,
    Figures,
    Group,
    figures_for,
    require_figures,
    withholds_from,
)
from throughgate.web.pictures import draw_share
from throughgate.web.words import day_words

Row = dict[str, Any]
BY_WORDS = {By.SITE: "By site", By.PROGRAMME: "By programme", By.BOTH: "By site and programme"}
HEAD = (
    "figure", "of", "group", "yes", "counted", "share", "likely_from", "likely_to", "not_known", "left_out", "running",
    "told_apart", "withheld",
)  # fmt: skip


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require_figures(user)
    form, by = _asked(request)
    context: Row = {
        "form": form,
        "by": by,
        "withholds": withholds_from(user),
        "fewest": FEWEST,
        "counts": counted(),
    }
    if period := form.chosen:
        found = figures_for(user, period.first, period.last, by, today())
        context |= _shown(request, found, period, by, today())
    return render(request, "release/gate_figures.html", context)


def _asked(request: HttpRequest) -> tuple[PeriodForm, By]:
    user, on = user_of(request), today()
    withholds = withholds_from(user)
    # While days are still running, what is said today less what was said yesterday would tell of a few.
    offered = whole_quarters(on - timedelta(days=counted().shown_for)) if withholds else periods(on)
    form = PeriodForm(request.GET, offered=offered, free=not withholds)
    if form.is_bound:
        form.full_clean()
    wanted = request.GET.get("by", "")
    return form, By(wanted) if wanted in set(By) else By.SITE


def _shown(request: HttpRequest, found: Figures, period: Period, by: By, on: date) -> Row:
    groups = _groups(found)
    return {
        "anybody": bool(found.everybody.weeks),
        "released": len(found.everybody.weeks) if _tells_number(found, found.everybody) else None,
        "days": f"{day_words(period.first)} to {day_words(period.last)}",
        "recorded_by": day_words(on),
        "waits": [_wait(found, group, on) for group in groups],
        "measures": [_measure(found, one, groups) for one in _told(found, on)],
        "tabs": [_tab(request, each, by) for each in By],
        "csv_url": _url(request, "gate_figures_csv", by),
    }


def _tab(request: HttpRequest, each: By, by: By) -> Row:
    return {"label": BY_WORDS[each], "url": _url(request, "gate_figures", each), "current": each is by}


def _url(request: HttpRequest, name: str, by: By) -> str:
    asked = request.GET.copy()
    asked["by"] = by.value
    return f"{reverse(f'release:{name}')}?{asked.urlencode()}"


def _told(found: Figures, on: date) -> list[Measure]:
    return [one for one in measures(counted(), on) if not (found.told and one.is_nested)]


def _groups(found: Figures) -> list[Group]:
    """Everybody last, where that tells more than the groups."""
    return list(found.groups) if len(found.groups) < 2 else [*found.groups, found.everybody]


def _tells_number(found: Figures, group: Group) -> bool:
    return found.told is None or group.part in found.told.numbers


def _wait(found: Figures, group: Group, on: date) -> Row:
    number = len(group.weeks)
    days = days_to_contact(group.weeks, counted(), on)
    words = "Not half of them met yet" if days is None else "On the day itself" if days == 0 else f"{days} days"
    words = "1 day" if days == 1 else words
    if not _tells_number(found, group):
        return {"label": group.title, "words": "Withheld", "number": "withheld"}
    if found.told and number < 2 * FEWEST:  # half of them would be too few
        return {"label": group.title, "words": "Withheld", "number": number}
    return {"label": group.title, "words": words if number else "Nobody released", "number": number}


def _measure(found: Figures, one: Measure, groups: list[Group]) -> Row:
    told = None if found.told is None else found.told.of(one)
    return {
        "title": one.title,
        "about": one.about,
        "of": one.of,
        "code": one.code,
        "rows": [_row(group, count(one, group.weeks), told is None or group.part in told) for group in groups],
    }


def _row(group: Group, told: Tally, is_told: bool) -> Row:
    if not is_told:
        return {"label": group.title, "withheld": True}
    likely = told.likely
    return {
        "label": group.title,
        "picture": draw_share(told.share, *(likely or (0, 1))),
        "share": "" if told.share is None else percent(told.share),
        "of": f"{told.yes} of {told.of}" if told.of else "",
        "likely": f"{percent(likely[0])} to {percent(likely[1])}" if likely else "",
        "missing": told.number(Answer.MISSING),
        "apart": list(_apart(told)),
    }


def _apart(told: Tally) -> Iterator[str]:
    for why, number in sorted(told.apart.items()):
        yield f"{number} {why.value}, {'among those known' if why.is_counted else 'not counted'}"
    if running := told.number(Answer.RUNNING):
        yield f"{running} whose days are not over, not counted"


def percent(share: float) -> str:
    return f"{share * 100:.0f}%"


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same counts for the same reader, and nobody's name."""
    user = user_of(request)
    require_figures(user)
    form, by = _asked(request)
    period = form.chosen
    if period is None:
        return figures(request)
    on = today()
    found = figures_for(user, period.first, period.last, by, on, as_file=True)
    name = f"figures-{period.first.isoformat()}-{period.last.isoformat()}-by-{by.value}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(_file(found, on), content_type="text/csv; charset=utf-8", headers=headers)


def _file(found: Figures, on: date) -> str:
    page = StringIO()
    writer = csv.writer(page)
    writer.writerow(HEAD)
    for one in _told(found, on):
        told = None if found.told is None else found.told.of(one)
        for group in _groups(found):
            cells = _cells(count(one, group.weeks), told is None or group.part in told)
            writer.writerow([one.title, one.of, _cell(group.title), *cells])
    for group in _groups(found):
        wait = _wait(found, group, on)
        writer.writerow(["Median days to the first contact", "people", _cell(group.title), wait["words"]])
    writer.writerow(["As recorded by", "", "", on.isoformat()])
    return page.getvalue()


def _cells(told: Tally, is_told: bool) -> list[Any]:
    if not is_told:
        return [""] * 9 + ["yes"]
    low, high = told.likely or (None, None)
    shares = ["" if one is None else f"{one:.4f}" for one in (told.share, low, high)]
    numbers = [told.number(one) for one in (Answer.MISSING, Answer.LEFT_OUT, Answer.RUNNING)]
    return [told.yes, told.of, *shares, *numbers, "; ".join(_apart(told)), "no"]


def _cell(text: str) -> str:
    """A title that a spreadsheet would take for a formula is text all the same."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
