from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughgate.accounts.requests import user_of
from throughgate.common.small_numbers import FEWEST
from throughgate.measures.rules.change import WORDS
from throughgate.measures.rules.group import WITHHELD, people_told, told_number
from throughgate.measures.rules.words import number
from throughgate.measures.selectors.group import Group, Line, groups_for


@require_safe
def show_figures(request: HttpRequest) -> HttpResponse:
    """First and latest results beside each other, with how many are missing."""
    groups = [_group(one) for one in groups_for(user_of(request))]
    return render(request, "measures/figures.html", {"groups": groups, "fewest": FEWEST})


def _group(group: Group) -> dict[str, object]:
    lines = [_line(line) for line in group.lines]
    verdicts = [words for words in WORDS.values() if words]
    judged = any(line["verdicts"] for line in lines)
    return {"instrument": group.instrument, "lines": lines, "heads": verdicts if judged else [], "judged": judged}


def _line(line: Line) -> dict[str, object]:
    paired = line.paired
    change = "" if paired.change is None else f"{'+' if paired.change > 0 else ''}{number(paired.change)}"
    return {
        "title": line.title,
        "range": f"{line.low} to {line.high}, {line.better} is better",
        "people": people_told(paired),
        "pairs": WITHHELD if paired.is_withheld else str(paired.pairs),
        "missing": told_number(paired.missing),
        "first": number(paired.first) or "withheld",
        "latest": number(paired.latest) or "withheld",
        "change": change or "withheld",
        "verdicts": [(WORDS[verdict], count) for verdict, count in paired.verdicts.items()],
        "source": line.source,
    }
