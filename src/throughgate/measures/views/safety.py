"""The pages on an answer that tells of danger."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Ability, Action, require
from throughgate.accounts.requests import user_of
from throughgate.casework.rules.crisis import CrisisError
from throughgate.casework.selectors.crisis_rules import crisis_rules
from throughgate.common.clock import today
from throughgate.measures.forms import SafetyForm
from throughgate.measures.models import Safeguard
from throughgate.measures.rules.safety import DONE
from throughgate.measures.selectors.instruments import instruments
from throughgate.measures.selectors.sittings import access_safeguard, safeguard_of_promise, told_unseen
from throughgate.measures.services.safety import follow_up, raise_crisis_for, say_seen, who_is_told
from throughgate.measures.views.pages import frame, reach


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """What to do first, a crisis in one tap, and what was done."""
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    row = access_safeguard(user, person, pk, action=Action.RECORD)
    form = SafetyForm(request.POST if request.method == "POST" else None, me=user.name, crisis=row.crisis is not None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        link = request.build_absolute_uri(reverse("measures:told"))
        follow_up(by=user, safeguard=row, done=said["done"], words=said["words"], done_by=said["done_by"], link=link)
        messages.success(request, "Written down, and those who need to know are told.")
        return _onward(row)
    rules, kind = crisis_rules(), _kind(row)
    context = {
        "safeguard": row,
        "about": _about(row),
        "form": form,
        "first": rules.kind(kind).first if kind else (),
        "calls": [rules.lines[line] for line in rules.kind(kind).call] if kind else [],
        "told": who_is_told(user, row),
        "done": [DONE.get(code, code) for code in row.done],
        "record_url": "",
    }
    return render(request, "measures/safety.html", context | frame(request, person))


def _kind(row: Safeguard) -> str:
    instrument = instruments().get(row.sitting.instrument)
    return instrument.safety[row.item].crisis if instrument and row.item in instrument.safety else ""


def _about(row: Safeguard) -> str:
    instrument = instruments().get(row.sitting.instrument)
    return instrument.safety[row.item].about if instrument and row.item in instrument.safety else "danger"


def _onward(row: Safeguard) -> HttpResponse:
    name = "measures:result" if row.sitting.finished_at else "measures:finish"
    return redirect(name, ref=row.sitting.person.ref, sitting=row.sitting.ref)


@require_POST
def crisis(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    row = access_safeguard(user, person, pk, action=Action.RECORD)
    try:
        raised = raise_crisis_for(by=user, safeguard=row, link=request.build_absolute_uri(reverse("crisis:board")))
    except CrisisError as problem:
        messages.error(request, f"{problem}.")
        return redirect("measures:safety", ref=ref, pk=pk)
    messages.success(request, "A crisis is raised. When you can, come back and say what was done.")
    return redirect("crisis:crisis", ref=raised.ref)


@require_POST
def seen(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    user, person = user_of(request), reach(request, ref)
    row = access_safeguard(user, person, pk)
    say_seen(by=user, safeguard=row)
    messages.success(request, "Noted that you have read it.")
    return redirect("measures:result", ref=ref, sitting=row.sitting.ref)


@require_safe
def told(request: HttpRequest) -> HttpResponse:
    """What this reader was told of and has not yet read."""
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    return render(request, "measures/told.html", {"rows": told_unseen(user), "today": today()})


@require_safe
def promised(request: HttpRequest, ref: str) -> HttpResponse:
    """From the list of what is due to the page on which it is done."""
    _, row = safeguard_of_promise(user_of(request), ref)
    return redirect("measures:safety", ref=row.sitting.person.ref, pk=row.pk)
