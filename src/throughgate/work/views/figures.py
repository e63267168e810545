"""How many stay in work, and who is behind a number, for those who may open their records."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughgate.access.policy import Hidden
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.common.small_numbers import FEWEST
from throughgate.common.sustained import CHECK_WEEKS
from throughgate.work.rules.applying import told_lasted
from throughgate.work.selectors.figures import behind, in_work


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    rows = [(weeks, told_lasted(one, FEWEST)) for weeks, one in in_work(user_of(request), today()).items()]
    return render(request, "work/figures.html", {"rows": rows, "fewest": FEWEST})


@require_safe
def people(request: HttpRequest, weeks: int) -> HttpResponse:
    """Who was to be asked after so many weeks: those of whom nothing is known stand first."""
    if weeks not in CHECK_WEEKS:
        raise Hidden()
    return render(request, "work/behind.html", {"rows": behind(user_of(request), weeks, today()), "weeks": weeks})
