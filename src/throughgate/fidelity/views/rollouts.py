"""Taking a programme to a site, and declaring what is done otherwise there."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.fidelity.forms.rollouts import AdaptationForm, EndForm, RolloutForm
from throughgate.fidelity.models import Rollout
from throughgate.fidelity.rules.adapting import AdaptationError
from throughgate.fidelity.selectors.rollouts import (
    adaptation_for,
    programme_for,
    require_adapting,
    rollout_for,
    site_for,
)
from throughgate.fidelity.services import rollouts as services
from throughgate.web.undo import say_done


def site_url(slug: str, code: str) -> str:
    return reverse("fidelity:site", kwargs={"slug": slug, "code": code})


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    user = user_of(request)
    require_adapting(user)
    programme, site = programme_for(user, slug), site_for(user, code)
    form = RolloutForm(request.POST or None, initial={"begins_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            services.roll_out(by=user, model=programme.row, site=site, **form.cleaned_data)
        except AdaptationError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{site.name} delivers it. Say now what is done otherwise there, if anything is.")
            return redirect(site_url(slug, code))
    return _ask(request, form, site_url(slug, code), f"{programme.row.title} at {site.name}", "This site delivers it")


@require_http_methods(["GET", "HEAD", "POST"])
def adapt(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    rollout = rollout_for(user, ref)
    form = AdaptationForm(request.POST or None, model=programme_for(user, rollout.slug).model)
    if request.method == "POST" and form.is_valid():
        try:
            services.declare_adaptation(by=user, rollout=rollout, **form.cleaned_data)
        except AdaptationError as problem:
            form.add_error(problem.field or None, str(problem))
        else:
            messages.success(request, "Declared. It stands beside the figures of this site from now on.")
            return redirect(_back(rollout))
    title = f"What is done otherwise at {rollout.site.name}"
    return _ask(request, form, _back(rollout), title, "Declare it")


@require_POST
def end_adaptation(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    row = adaptation_for(user, ref)
    services.end_adaptation(by=user, adaptation=row, on=today())
    undo = reverse("fidelity:go_on", kwargs={"ref": ref})
    say_done(request, "From today it is done as the model says.", undo)
    return redirect(_back(row.rollout))


@require_POST
def go_on(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    row = adaptation_for(user, ref)
    services.go_on_adapting(by=user, adaptation=row)
    messages.success(request, "It stands again.")
    return redirect(_back(row.rollout))


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    rollout = rollout_for(user, ref)
    form = EndForm(request.POST or None, initial={"ended_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            services.end_rollout(by=user, rollout=rollout, **form.cleaned_data)
        except AdaptationError as problem:
            form.add_error(problem.field or None, str(problem))
        else:
            messages.success(request, "Noted. Whoever is on the programme there goes on with it.")
            return redirect(_back(rollout))
    title = f"No longer delivered at {rollout.site.name}"
    return _ask(request, form, _back(rollout), title, "It is no longer delivered")


def _back(rollout: Rollout) -> str:
    return site_url(rollout.slug, rollout.site.code)


def _ask(request: HttpRequest, form: forms.Form, back_url: str, title: str, label: str) -> HttpResponse:
    context = {"form": form, "title": title, "label": label, "page_url": request.get_full_path(), "back_url": back_url}
    return render(request, "fidelity/ask.html", context)
