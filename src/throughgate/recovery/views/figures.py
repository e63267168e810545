"""How many stay in treatment."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.common.small_numbers import FEWEST
from throughgate.recovery.selectors.figures import in_treatment


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    rows = in_treatment(user_of(request), today()).items()
    return render(request, "recovery/figures.html", {"rows": rows, "fewest": FEWEST})
