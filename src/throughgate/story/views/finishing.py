from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughgate.access.policy import Action
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.story.asked_for import programmes
from throughgate.story.forms.asking import FinishForm, ReasonForm
from throughgate.story.rules.asking import OPEN
from throughgate.story.selectors.answers import told_in_run
from throughgate.story.selectors.forms import run_of, sheet_of, unfinished_in
from throughgate.story.services.answering import AnswerError
from throughgate.story.services.forms import NothingSaidError, StillOpenError, finish_form, put_form_away
from throughgate.story.views.pages import frame, reach


@require_http_methods(["GET", "POST"])
def finish(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """What was asked and what is left; then the form is finished."""
    user, person = user_of(request), reach(request, ref, "form", Action.RECORD)
    sheet = sheet_of(user, person, slug, today())
    if sheet.run is None:
        return redirect("story:form", ref=ref, slug=slug)
    open_now = [sheet.line(one) for one in sheet.states if one.state in OPEN]
    form = FinishForm(request.POST if request.method == "POST" else None, open_now=len(open_now) + len(sheet.left))
    if request.method == "POST" and form.is_valid():
        try:
            run = finish_form(by=user, run=sheet.run, leaving=form.cleaned_data.get("leaving", False))
        except StillOpenError as refusal:
            form.add_error("leaving" if "leaving" in form.fields else None, f"{refusal}. Answer them or leave them.")
        except NothingSaidError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("story:run", ref=ref, run=run.ref)
    items = sheet.known.questions.items
    context = {
        "sheet": sheet,
        "form": form,
        "open_now": open_now,
        "waiting": [(items[key].ask.staff, rows[0]) for key, rows in unfinished_in(user, sheet.run).items()],
        "record_url": "",
    }
    return render(request, "story/finish.html", context | frame(request, person))


@require_safe
def show_run(request: HttpRequest, ref: str, run: str) -> HttpResponse:
    """One filling in: what was answered in it, and what came of it."""
    user, person = user_of(request), reach(request, ref, "form")
    found = run_of(user, person, run)
    if found.finished_at is None:
        return redirect("story:form", ref=ref, slug=found.form)
    context = {
        "run": found,
        "told": told_in_run(user, person, found, today()),
        "met": programmes.met(user, person, found.entry_id) if found.entry_id else [],
    }
    return render(request, "story/run.html", context | frame(request, person))


@require_http_methods(["GET", "POST"])
def put_away(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    user, person = user_of(request), reach(request, ref, "form", Action.RECORD)
    sheet = sheet_of(user, person, slug, today())
    if sheet.run is None:
        return redirect("story:form", ref=ref, slug=slug)
    form = ReasonForm(request.POST if request.method == "POST" else None, label="Why is it put away?")
    if request.method == "POST" and form.is_valid():
        try:
            put_form_away(by=user, run=sheet.run, because=form.cleaned_data["reason"])
        except AnswerError as problem:
            form.add_error("reason", str(problem))
        else:
            messages.success(request, "The form is put away. What was answered in it is kept.")
            return redirect("story:told", ref=ref)
    context = {"sheet": sheet, "form": form, "record_url": ""}
    return render(request, "story/put_away.html", context | frame(request, person))
