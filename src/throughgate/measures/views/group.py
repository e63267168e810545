from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.common.small_numbers import FEWEST
from throughgate.measures.rules.change import WORDS
from throughgate.measures.rules.group import WITHHELD, tell
from throughgate.measures.rules.words import number
from throughgate.measures.selectors.group import Group, Line, counted_until, groups_for


@require_safe
def show_figures(request: HttpRequest) -> HttpResponse:
    """First and latest results beside each other, with how many are missing."""
    user = user_of(request)
    until = counted_until(user, today())
    groups = [_group(one) for one in groups_for(user, until)]
    return render(request, "measures/figures.html", {"groups": groups, "fewest": FEWEST, "until": until})


def _group(group: Group) -> dict[str, object]:
    lines = [_line(line) for line in group.lines]
    verdicts = [words for words in WORDS.values() if words]
    judged = any(line["verdicts"] for line in lines)
    return {"instrument": group.instrument, "lines": lines, "heads": verdicts if judged else [], "judged": judged}


def _line(line: Line) -> dict[str, object]:
    paired, told = line.paired, tell(line.paired)
    change = "" if paired.change is None else f"{'+' if paired.change > 0 else ''}{number(paired.change)}"
    return {
        "title": line.title,
        "range": f"{line.low} to {line.high}, {line.better} is better",
        "people": told.people,
        "pairs": told.pairs,
        "missing": told.missing,
        "first": number(paired.first) or WITHHELD,
        "latest": number(paired.latest) or WITHHELD,
        "change": change or WITHHELD,
        "verdicts": [(WORDS[verdict], count) for verdict, count in told.verdicts.items()],
        "source": line.source,
    }
