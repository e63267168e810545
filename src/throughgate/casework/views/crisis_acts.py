"""One crisis: its page, and what is done to it until support is stepped down."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Action, check
from throughgate.accounts.requests import user_of
from throughgate.casework.forms.crisis import DescribeForm, ReviewForm, StepDownForm
from throughgate.casework.models import Crisis
from throughgate.casework.rules.crisis import CrisisError, usual_review
from throughgate.casework.selectors.crisis import (
    access_crisis,
    access_receipt,
    crisis_of_promise,
    managers_to_ring,
    open_contact_ref,
    promises_for,
)
from throughgate.casework.selectors.crisis_rules import crisis_rules
from throughgate.casework.services.crisis import (
    describe_crisis,
    keep_crisis_promise,
    review_crisis,
    step_down_crisis,
)
from throughgate.casework.views.asking import way_back
from throughgate.casework.views.crisis_words import (
    crisis_url,
    facts_of,
    help_rows,
    may_act,
    may_add,
    may_see,
    seen_words,
    stepped_down_words,
    told_rows,
)
from throughgate.common.clock import today


@require_safe
def crisis(request: HttpRequest, ref: str) -> HttpResponse:
    """What to do first, who has been told and has seen it, and what is promised.

    Whoever raised it and may not read it sees what to do and whether it was seen, and nothing else.
    """
    user = user_of(request)
    row, whole = access_receipt(user, ref)
    rules, now = crisis_rules(), timezone.now()
    told = list(row.told.all())
    context: dict[str, Any] = {
        "crisis": row,
        "person": row.person,
        "whole": whole,
        "title": rules.heading_of(row.kind) if whole else "Support is being stepped up",
        "level": rules.levels[row.level],
        "told": told_rows(row, told, now),
        "seen": seen_words(row, told, rules, now),
        "today": today(),
        **help_rows(row.kind if whole else row.raised_as, rules, now, managers_to_ring(user, row.person)),
    }
    if whole:
        context |= {
            "facts": facts_of(row),
            "promises": promises_for(row),
            "reviews": row.reviews.all(),
            "may_act": may_act(user, row),
            "may_add": may_add(user, row),
            "may_see": may_see(user, row, told, now),
            "contact_ref": open_contact_ref(user, row.contact),
            "record_here_url": f"{reverse('casework:record')}?person={row.person.ref}",
            "all_url": f"{reverse('crisis:of_person', kwargs={'ref': row.person.ref})}?all=1",
        }
    return render(request, "casework/crisis.html", context)


def _act(request: HttpRequest, crisis: Crisis, form: Any, template: str) -> HttpResponse:
    context = {
        "form": form,
        "crisis": crisis,
        "person": crisis.person,
        "title": crisis_rules().title_of(crisis.kind),
        "page_url": request.get_full_path(),
        "cancel_url": crisis_url(crisis),
        "record_url": "",
    }
    return render(request, template, context)


def _refused(form: Any, problem: CrisisError) -> None:
    form.add_error(problem.field if problem.field in form.fields else None, str(problem))


@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    row = access_crisis(user, ref, action=Action.RECORD)
    known = {"kind": row.kind, "level": row.level, "what": row.what}
    form = DescribeForm(request.POST or None, rules=crisis_rules(), initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            link = request.build_absolute_uri(reverse("crisis:board"))
            describe_crisis(by=user, crisis=row, link=link, **form.cleaned_data)
            messages.success(request, "Noted. Whoever has to know it now has been told.")
            return redirect(crisis_url(row))
        except CrisisError as problem:
            _refused(form, problem)
    return _act(request, row, form, "casework/crisis_describe.html")


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    row = access_crisis(user, ref, action=Action.RECORD)
    form = ReviewForm(request.POST or None, initial={"review_on": usual_review(crisis_rules(), row.level, today())})
    if request.method == "POST" and form.is_valid():
        try:
            review_crisis(by=user, crisis=row, **form.cleaned_data)
            messages.success(request, "It goes on. The day to look at it again stands on Today.")
            return redirect(crisis_url(row))
        except CrisisError as problem:
            _refused(form, problem)
    return _act(request, row, form, "casework/crisis_review.html")


@require_http_methods(["GET", "HEAD", "POST"])
def step_down(request: HttpRequest, ref: str) -> HttpResponse:
    """Where somebody has stepped it down already: what this reader learned, beside theirs."""
    user = user_of(request)
    row = access_crisis(user, ref, action=Action.RECORD)
    form = StepDownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = step_down_crisis(by=user, crisis=row, **form.cleaned_data)
            messages.success(request, stepped_down_words(done, user))
            return redirect(crisis_url(row))
        except CrisisError as problem:
            _refused(form, problem)
    return _act(request, row, form, "casework/crisis_step_down.html")


@require_safe
def promised(request: HttpRequest, ref: str) -> HttpResponse:
    """From a line on Today to the crisis it was promised for; a review leads to the page where it is done."""
    promise, row = crisis_of_promise(ref)
    check(user_of(request), Action.VIEW, row)
    return redirect(
        "crisis:review" if row.review_promise_id == promise.pk and row.is_open else "crisis:crisis", row.ref
    )


@require_POST
def promise_kept(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    promise, row = crisis_of_promise(ref)
    check(user, Action.VIEW, row)
    if row.review_promise_id == promise.pk:
        return redirect("crisis:review", ref=row.ref)
    keep_crisis_promise(by=user, crisis=row, promise=promise)
    messages.success(request, "Done, and off the list.")
    return redirect(request.POST.get("next") and way_back(request) or crisis_url(row))
