"""Who leads a group: seen, added, ended, and stays after all."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.groups.forms import LastDayForm, LeaderForm
from throughgate.groups.models import Cohort, GroupLeader
from throughgate.groups.rules.leading import LeadingError, first_without, leading_now_or_later
from throughgate.groups.rules.places import PlaceError
from throughgate.groups.selectors.cohorts import access_cohort
from throughgate.groups.selectors.leading import access_leader, leaders_of, may_lead, sessions_days
from throughgate.groups.services.leaders import add_leader, end_leader, take_back_group
from throughgate.groups.views.words import typed
from throughgate.web.undo import say_done


def leaders_url(cohort: Cohort) -> str:
    return reverse("groups:leaders", kwargs={"ref": cohort.ref})


@require_http_methods(["GET", "HEAD", "POST"])
def leaders(request: HttpRequest, ref: str) -> HttpResponse:
    """Who leads it, and one more."""
    user, on = user_of(request), today()
    found = access_cohort(user, ref, to_plan=True)
    rows = leaders_of(found)
    now = leading_now_or_later(rows, on)
    open_ended = {row.user_id for row in now if row.to_on is None}
    form = LeaderForm(typed(request), leaders=[one for one in may_lead(user) if one.pk not in open_ended], today=on)
    if request.method == "POST" and form.is_valid():
        try:
            add_leader(by=user, cohort=found, user=form.chosen, from_on=form.cleaned_data["from_on"])
            messages.success(request, f"{form.chosen.name} leads the group too.")
            return redirect(leaders_url(found))
        except (LeadingError, PlaceError) as problem:
            form.add_error(getattr(problem, "field", "") or None, str(problem))
    active = [row for row in now if row.user.is_active]
    context = {
        "cohort": found,
        "form": form,
        "now": now,
        "earlier": [row for row in rows if row not in now],
        "alone": first_without(active, sessions_days(found, on)) if found.closed_on is None else None,
        "today": on,
    }
    return render(request, "groups/leaders.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def leader_ends(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    user = user_of(request)
    found = access_cohort(user, ref, to_plan=True)
    row = access_leader(user, found, pk)
    form = LastDayForm(typed(request), initial={"last_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            end_leader(by=user, row=row, last_on=form.cleaned_data["last_on"])
            _say_ended(request, found, row)
            return redirect(leaders_url(found))
        except (LeadingError, PlaceError) as problem:
            form.add_error(getattr(problem, "field", "") or None, str(problem))
    context = {
        "form": form,
        "title": f"{row.user.name} leads it no more",
        "label": "Save",
        "consequences": ["What they recorded stays theirs"],
        "page_url": request.get_full_path(),
        "back_url": leaders_url(found),
        "cohort": found,
    }
    return render(request, "groups/ask.html", context)


def _say_ended(request: HttpRequest, found: Cohort, row: GroupLeader) -> None:
    if row.pk and row.to_on and row.to_on >= today():
        undo = reverse("groups:leader_stays", kwargs={"ref": found.ref, "pk": row.pk})
        say_done(request, f"{row.user.name} leads it until then.", undo)
    else:
        messages.success(request, f"{row.user.name} leads it no more.")


@require_POST
def leader_stays(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Undo of an end, and of a hand-over of the group."""
    user = user_of(request)
    found = access_cohort(user, ref, to_plan=True)
    row = access_leader(user, found, pk)
    try:
        take_back_group(by=user, row=row)
        messages.info(request, f"{row.user.name} leads it as before.")
    except (LeadingError, PlaceError) as problem:
        messages.error(request, str(problem))
    return redirect(leaders_url(found))
