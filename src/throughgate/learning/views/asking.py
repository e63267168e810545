"""Asking one person: what is said to them first, one question on each page, and thank you."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Action, can
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.learning.forms.feedback import KEEP, NOTHING, AnswerForm, StartForm, WhoReadsForm
from throughgate.learning.loading import questions
from throughgate.learning.models import Feedback, How
from throughgate.learning.rules.feedback import FeedbackError, check_asker
from throughgate.learning.selectors.feedback import (
    access_feedback,
    feedback_of,
    given_so_far,
    moments_of,
    works_with,
)
from throughgate.learning.services import feedback as services
from throughgate.learning.views.pages import frame, reach, saved
from throughgate.people.models import Person
from throughgate.programmes.models import Enrolment


@require_safe
def person(request: HttpRequest, ref: str) -> HttpResponse:
    user, found = user_of(request), reach(request, ref)
    context = {"rows": feedback_of(user, found), "may_record": can(user, Action.RECORD, found)}
    return render(request, "learning/person.html", context | frame(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, ref: str) -> HttpResponse:
    user, found = user_of(request), reach(request, ref, Action.RECORD)
    moments = [(row.ref, f"{row.model.title}: {title}") for row, title in moments_of(user, found)]
    asked = request.GET.get("for", "")
    chosen = asked if asked in dict(moments) else ""
    form = StartForm(request.POST or None, today=today(), moments=moments, chosen=chosen)
    is_own = works_with(user, found)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if saved(form, lambda: check_asker(said["how"], is_own_worker=is_own)):
            known = {"how": said["how"], "on": said["on"].isoformat(), "for": said.get("enrolment", "")}
            return redirect(f"{reverse('learning:before', kwargs={'ref': ref})}?{urlencode(known)}")
    context = {"form": form, "is_own": is_own, "questions": questions()}
    return render(request, "learning/start.html", context | frame(request, found))


@dataclass(frozen=True)
class Asking:
    """What was chosen on the page before: it is written down only once the person has said yes or no."""

    how: str
    on: date
    enrolment: Enrolment | None
    moment: str


def _asking(request: HttpRequest, found: Person) -> Asking:
    """Whatever cannot be read in the address is the usual."""
    try:
        on = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        on = today()
    how = request.GET.get("how", "")
    asked = request.GET.get("for", "")
    moments = {row.ref: (row, title) for row, title in moments_of(user_of(request), found)} if asked else {}
    enrolment, moment = moments.get(asked, (None, ""))
    return Asking(how if how in How.values else How.ALONE, on, enrolment, moment)


@require_http_methods(["GET", "HEAD", "POST"])
def before(request: HttpRequest, ref: str) -> HttpResponse:
    """For the person: who reads it, that it changes nothing, and that they may say nothing."""
    user, found = user_of(request), reach(request, ref, Action.RECORD)
    asking = _asking(request, found)
    form = WhoReadsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (request.POST.get("act") == NOTHING or form.is_valid()):
        known: dict[str, Any] = {"by": user, "person": found, **vars(asking)}
        try:
            if request.POST.get("act") == NOTHING:
                return _after(request, services.decline_feedback(**known))
            row = services.open_feedback(**known, is_kept=form.cleaned_data["reads"] == KEEP)
        except FeedbackError as problem:
            messages.error(request, f"{problem}.")
            return redirect("learning:start", ref=ref)
        return redirect("learning:ask", ref=ref, feedback=row.ref)
    alone = asking.how == How.ALONE
    context = {
        "base": "web/base_plain.html" if alone else "web/base.html",
        "alone": alone,
        "form": form,
        "questions": questions(),
        "person": found,
        "record_url": "",
    }
    return render(request, "learning/before.html", context)


def _after(request: HttpRequest, row: Feedback) -> HttpResponse:
    if row.how == How.ALONE:
        return redirect("learning:thanks", ref=row.person.ref, feedback=row.ref)
    messages.success(request, "Noted: they would rather say nothing." if row.declined else "Written down.")
    return redirect("learning:person", ref=row.person.ref)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, ref: str, feedback: str) -> HttpResponse:
    """One question on each page. After the last one it is finished: nothing can be added in the person's name."""
    user, found = user_of(request), reach(request, ref, Action.RECORD)
    row = access_feedback(user, found, feedback)
    if row.finished_at:
        return redirect("learning:thanks", ref=ref, feedback=feedback)
    asked = questions()
    at = request.POST.get("at", request.GET.get("at", ""))
    key = at if at in asked.questions else next(iter(asked.questions))
    so_far = given_so_far(row).get(key)
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        question=asked.questions[key],
        said=(so_far.choice or so_far.said) if so_far else "",
    )
    if request.method == "POST" and form.is_valid():
        name = "words" if asked.questions[key].is_open else "choice"
        answer = {name: form.given}
        if saved(form, lambda: services.give_answer(by=user, feedback=row, question=key, **answer)):
            if onward := asked.after(key):
                return redirect(f"{reverse('learning:ask', kwargs={'ref': ref, 'feedback': feedback})}?at={onward}")
            return _after(request, services.finish_feedback(by=user, feedback=row))
    keys = list(asked.questions)
    alone = row.how == How.ALONE
    context = {
        "base": "web/base_plain.html" if alone else "web/base.html",
        "alone": alone,
        "row": row,
        "person": found,
        "form": form,
        "key": key,
        "title": asked.title,
        "place": keys.index(key) + 1,
        "of": len(keys),
        "back": asked.before(key),
        "is_last": not asked.after(key),
        "record_url": "",
    }
    return render(request, "learning/ask.html", context)


@require_POST
def stop(request: HttpRequest, ref: str, feedback: str) -> HttpResponse:
    """They do not want to go on."""
    user, found = user_of(request), reach(request, ref, Action.RECORD)
    row = access_feedback(user, found, feedback)
    if row.finished_at:
        return redirect("learning:thanks", ref=ref, feedback=feedback)
    return _after(request, services.stop_feedback(by=user, feedback=row))


@require_safe
def thanks(request: HttpRequest, ref: str, feedback: str) -> HttpResponse:
    found = reach(request, ref, Action.RECORD)
    row = access_feedback(user_of(request), found, feedback)
    if not row.finished_at:
        return redirect("learning:ask", ref=ref, feedback=feedback)
    return render(request, "learning/thanks.html", {"row": row, "person": found, "record_url": ""})


@require_safe
def paper(request: HttpRequest, ref: str) -> HttpResponse:
    """The questions to print, with what is said first."""
    found = reach(request, ref, Action.RECORD)
    return render(request, "learning/paper.html", {"person": found, "questions": questions(), "record_url": ""})
