"""When a site lets groups run, and what is on there."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Ability, has, require
from throughgate.accounts.requests import user_of
from throughgate.common.bank_holidays import bank_holiday, nation_of
from throughgate.common.clock import today
from throughgate.groups.forms import ClosureForm, HoursForm
from throughgate.groups.rules.calendar import CalendarError
from throughgate.groups.selectors.calendar import access_site, broken_for, closures_of, coming_at, hours_of, may_plan
from throughgate.groups.services.calendar import add_hours, close_site, end_hours
from throughgate.groups.services.calendar import open_again as open_site
from throughgate.groups.views.words import typed
from throughgate.sites.models import Site
from throughgate.web.undo import say_done

AHEAD = 56  # days


def calendar_url(site: Site) -> str:
    return reverse("groups:calendar", kwargs={"code": site.code})


@require_safe
def of_site(request: HttpRequest, code: str) -> HttpResponse:
    user, on = user_of(request), today()
    site = access_site(user, code)
    nation = nation_of(site.country)
    days = [on + timedelta(days=number) for number in range(AHEAD)]
    context = {
        "site": site,
        "sessions": coming_at(user, site, on, on + timedelta(days=AHEAD)),
        "holidays": [(day, name) for day in days if (name := bank_holiday(day, nation))],
        "hours": hours_of(site),
        "closures": closures_of(site, on),
        "broken": broken_for(user, on, site=site),
        "may_plan": may_plan(user),
        "may_keep": has(user, Ability.KEEP_REGIME),
        "today": on,
    }
    return render(request, "groups/calendar.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, code: str) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.PLAN_GROUPS)
    site = access_site(user, code)
    form = ClosureForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            row = close_site(by=user, site=site, **form.cleaned_data)
            url = reverse("groups:open_site", kwargs={"code": code, "ref": row.ref})
            say_done(request, "Noted. What no longer fits stands below, with what would mend it.", url)
            return redirect(calendar_url(site))
        except CalendarError as problem:
            form.add_error(problem.field or None, str(problem))
    return _ask(request, form, site, "No groups for some days", "Note it")


@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest, code: str) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.KEEP_REGIME)
    site = access_site(user, code)
    form = HoursForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            add_hours(by=user, site=site, **form.cleaned_data)
            messages.success(request, "Added.")
            return redirect(calendar_url(site))
        except CalendarError as problem:
            form.add_error(problem.field or None, str(problem))
    return _ask(request, form, site, "Hours in which groups run", "Add them")


@require_POST
def end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.KEEP_REGIME)
    site = access_site(user, code)
    row = next((one for one in hours_of(site) if one.pk == pk), None)
    if row is None:
        raise Http404()
    end_hours(by=user, hours=row)
    messages.success(request, "Taken out.")
    return redirect(calendar_url(site))


@require_POST
def open_again(request: HttpRequest, code: str, ref: str) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.PLAN_GROUPS)
    site = access_site(user, code)
    row = next((one for one in closures_of(site, today()) if one.ref == ref), None)
    if row is None:
        raise Http404()
    open_site(by=user, closure=row)
    messages.success(request, "Groups can run again from today.")
    return redirect(calendar_url(site))


def _ask(request: HttpRequest, form: object, site: Site, title: str, label: str) -> HttpResponse:
    context = {
        "form": form,
        "title": f"{title}: {site.name}",
        "label": label,
        "page_url": request.get_full_path(),
        "back_url": calendar_url(site),
    }
    return render(request, "groups/ask.html", context)
