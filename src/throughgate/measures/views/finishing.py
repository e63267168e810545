from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from throughgate.access.policy import Action
from throughgate.accounts.requests import user_of
from throughgate.measures.forms import FinishForm, ReasonForm
from throughgate.measures.grammar import Instrument
from throughgate.measures.models import Sitting
from throughgate.measures.rules.asking import Step, rater_words, steps_of, to_ask
from throughgate.measures.selectors.instruments import instrument_of
from throughgate.measures.selectors.sittings import access_sitting, given_in, results_of, safeguards_in
from throughgate.measures.services.sittings import (
    NotFollowedUpError,
    SittingError,
    correct_sitting,
    finish_sitting,
    put_sitting_away,
)
from throughgate.measures.views.pages import frame, reach


def _sitting(request: HttpRequest, ref: str, sitting: str) -> Sitting:
    person = reach(request, ref, Action.RECORD)
    return access_sitting(user_of(request), person, sitting, action=Action.RECORD)


@require_http_methods(["GET", "POST"])
def finish(request: HttpRequest, ref: str, sitting: str) -> HttpResponse:
    """What is left, and what has to be followed up first; then it is scored."""
    user, row = user_of(request), _sitting(request, ref, sitting)
    if row.finished_at:
        return redirect("measures:result", ref=ref, sitting=sitting)
    instrument, given = instrument_of(row.instrument), given_in(row)
    left = to_ask(instrument, given)
    earlier = any(one.pk != row.corrects_id for one in results_of(user, row.person, row.instrument))
    form = FinishForm(request.POST if request.method == "POST" else None, left=len(left), has_earlier=earlier)
    if request.method == "POST" and form.is_valid() and _finished(request, row, form):
        return redirect("measures:result", ref=ref, sitting=sitting)
    context = {
        "sitting": row,
        "form": form,
        "left": [
            (step.at, _whose(instrument, step, row.person.first_name) + (instrument.items[step.item].ask or step.item))
            for step in left
        ],
        "first": steps_of(instrument)[0].at,
        "safeguards": [
            (one, instrument.safety[one.item].about) for one in safeguards_in(row) if one.item in instrument.safety
        ],
        "record_url": "",
    }
    return render(request, "measures/finish.html", context | frame(request, row.person))


def _whose(instrument: Instrument, step: Step, first_name: str) -> str:
    """Whose view is missing, where there are several."""
    return f"{rater_words(step.rater, first_name)}: " if len(instrument.raters) > 1 else ""


def _finished(request: HttpRequest, row: Sitting, form: FinishForm) -> bool:
    said = form.cleaned_data
    try:
        finish_sitting(
            by=user_of(request),
            sitting=row,
            leaving=said.get("leaving", False),
            anew_because=said.get("anew_because", ""),
        )
    except SittingError as problem:
        form.add_error("leaving" if "leaving" in form.fields and not _is_danger(problem) else None, f"{problem}.")
        return False
    return True


def _is_danger(problem: SittingError) -> bool:
    return isinstance(problem, NotFollowedUpError)


@require_http_methods(["GET", "POST"])
def put_away(request: HttpRequest, ref: str, sitting: str) -> HttpResponse:
    row = _sitting(request, ref, sitting)
    if row.finished_at:
        return redirect("measures:result", ref=ref, sitting=sitting)
    form = ReasonForm(request.POST if request.method == "POST" else None, label="Why is it put away?")
    if request.method == "POST" and form.is_valid():
        try:
            put_sitting_away(by=user_of(request), sitting=row, because=form.cleaned_data["reason"])
        except SittingError as problem:
            form.add_error(None, f"{problem}.")
        else:
            messages.success(request, "It is put away. Nothing of it stands in the record.")
            return redirect("measures:person", ref=ref)
    context = {"sitting": row, "form": form, "title": "Put it away", "button": "Put it away", "record_url": ""}
    return render(request, "measures/reason.html", context | frame(request, row.person))


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, ref: str, sitting: str) -> HttpResponse:
    row = _sitting(request, ref, sitting)
    form = ReasonForm(request.POST if request.method == "POST" else None, label="Why is it corrected?")
    if request.method == "POST" and form.is_valid():
        try:
            again = correct_sitting(by=user_of(request), sitting=row, reason=form.cleaned_data["reason"])
        except SittingError as problem:
            form.add_error("reason" if problem.field else None, f"{problem}.")
        else:
            messages.success(request, "Change what was wrong, then finish it. Until then the old result stands.")
            return redirect("measures:finish", ref=ref, sitting=again.ref)
    context = {"sitting": row, "form": form, "title": "Correct the answers", "button": "Go on", "record_url": ""}
    return render(request, "measures/reason.html", context | frame(request, row.person))
