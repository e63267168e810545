import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.common.small_numbers import FEWEST
from throughgate.measures.rules.change import WORDS
from throughgate.measures.rules.group import WITHHELD, Paired, Told, tell
from throughgate.measures.rules.split import PROGRAMME, SITE, tell_split
from throughgate.measures.rules.words import number
from throughgate.measures.selectors.group import Group, Line, counted_until, groups_for

BY = {"site": SITE, "programme": PROGRAMME}
EVERYBODY = "Everybody"
HEAD = ["Measure", "What", "Of whom", "People", "With two results", "Missing", "First, mean", "Latest, mean", "Change"]


@require_safe
def show_figures(request: HttpRequest) -> HttpResponse:
    """First and latest results beside each other, with how many are missing; `by` site or programme."""
    user = user_of(request)
    until = counted_until(user, today())
    by = _by(request, until)
    groups = [_group(one, BY.get(by)) for one in groups_for(user, until)]
    context = {"groups": groups, "fewest": FEWEST, "until": until, "by": by, "by_site": until is None}
    return render(request, "measures/figures.html", context)


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same numbers for the same reader, and nobody's name."""
    user = user_of(request)
    until = counted_until(user, today())
    by = _by(request, until)
    groups = groups_for(user, until, as_file=True)
    page = StringIO()
    writer = csv.writer(page)
    writer.writerow([*HEAD, *(words for words in WORDS.values() if words)])
    writer.writerows(row for one in groups for row in _rows(one, BY.get(by)))
    name = f"results-by-{by}.csv" if by else "results.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(page.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _by(request: HttpRequest, until: date | None) -> str:
    """Who opens no record is told of no site."""
    asked = request.GET.get("by", "")
    return asked if asked in BY and (asked != "site" or until is None) else ""


def _rows(group: Group, by: int | None) -> Iterator[list[str]]:
    for line in _lines(group, by):
        numbers = [line[name] for name in ("people", "pairs", "missing", "first", "latest", "change")]
        verdicts = [count for _, count in line["verdicts"]]
        yield [_plain(one) for one in (group.instrument.title, line["title"], line["whose"] or EVERYBODY)] + [
            *numbers,
            *verdicts,
        ]


def _plain(text: str) -> str:
    """A title that a spreadsheet would take for a formula is text all the same."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


def _group(group: Group, by: int | None) -> dict[str, object]:
    lines = _lines(group, by)
    verdicts = [words for words in WORDS.values() if words]
    judged = any(line["verdicts"] for line in lines)
    return {"instrument": group.instrument, "lines": lines, "heads": verdicts if judged else [], "judged": judged}


def _lines(group: Group, by: int | None) -> list[dict[str, Any]]:
    """Everybody on each line, and below it each site or programme."""
    told = tell_split([line.cells for line in group.lines]) if by is not None else []
    found = []
    for place, line in enumerate(group.lines):
        found.append(_line(line, line.paired, tell(line.paired)))
        for (of, name), words in told[place].items() if told else ():
            if of == by:
                found.append(_line(line, line.named[of, name], words, name))
    return found


def _line(line: Line, paired: Paired, told: Told, whose: str = "") -> dict[str, Any]:
    """Of a part of everybody a mean is told where it is told of how many."""
    is_told = not whose or told.pairs != WITHHELD
    change = "" if paired.change is None else f"{'+' if paired.change > 0 else ''}{number(paired.change)}"
    return {
        "title": line.title,
        "whose": whose,
        "range": f"{line.low} to {line.high}, {line.better} is better",
        "people": told.people,
        "pairs": told.pairs,
        "missing": told.missing,
        "first": (number(paired.first) if is_told else "") or WITHHELD,
        "latest": (number(paired.latest) if is_told else "") or WITHHELD,
        "change": (change if is_told else "") or WITHHELD,
        "verdicts": [(WORDS[verdict], count) for verdict, count in told.verdicts.items()],
        "source": "" if whose else line.source,
    }
