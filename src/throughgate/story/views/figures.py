from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughgate.access.policy import Ability, require
from throughgate.accounts.models import Role
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.story.selectors.figures import Figures, figures_by_worker, figures_of
from throughgate.web.pictures import Bar

PERIODS = {"30": "The last 30 days", "90": "The last 90 days", "365": "The last year", "all": "Since the beginning"}


class PeriodForm(forms.Form):
    mark_optional = False
    period = forms.ChoiceField(label="Which time?", choices=list(PERIODS.items()), required=False)


@require_safe
def show_figures(request: HttpRequest) -> HttpResponse:
    """What is spared: for a manager over everybody they may see and by worker, for a worker their own."""
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    period = request.GET.get("period", "90")
    period = period if period in PERIODS else "90"
    span: dict[str, Any] = {"from_on": _from(period, today())}
    is_manager = user.role == Role.MANAGER
    workers = list(figures_by_worker(user, **span)) if is_manager else []
    context = {
        "form": PeriodForm(initial={"period": period}),
        "period": PERIODS[period],
        "whole": figures_of(user, worker=None if is_manager else user, **span),
        "is_manager": is_manager,
        "workers": workers,
        "bars": [_bar(one) for one in workers if one.share_spared is not None],
    }
    return render(request, "story/figures.html", context)


def _from(period: str, day: date) -> date | None:
    return None if period == "all" else day - timedelta(days=int(period))


def _bar(one: Figures) -> Bar:
    return Bar(one.name, one.share_spared, f"{one.spared} of {one.questions} ({one.share_spared}%)")
