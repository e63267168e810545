"""Groups: the list, a new one, one group, what becomes of its sessions, and what is printed for it."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Ability, Hidden, require
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.groups.forms import CohortForm, MoveForm, WhyForm, WhyShutForm
from throughgate.groups.models import Cohort, GroupSession
from throughgate.groups.paper import pack_as_pdf
from throughgate.groups.rules.calendar import CalendarError
from throughgate.groups.rules.places import PlaceError
from throughgate.groups.selectors.against import stands_against
from throughgate.groups.selectors.calendar import broken_for, calendar_of, sites_for
from throughgate.groups.selectors.cohorts import access_cohort, access_session, listed_for, read_sheet
from throughgate.groups.selectors.leading import leaders_of, may_lead, names_leading
from throughgate.groups.services.cohorts import (
    cancel_session,
    close_cohort,
    lay_out_more,
    make_cohort,
    move_back,
    move_broken,
    move_session,
    preview,
    restore_session,
)
from throughgate.groups.views.words import (
    drawn,
    matrix,
    may_move_up,
    may_plan,
    missed,
    refusal_words,
    session_lines,
    sheet_name,
    typed,
)
from throughgate.people.services.restrictions import RestrictedError
from throughgate.web.paper import NoPdfError
from throughgate.web.undo import say_done

MOST_AT_ONCE = 60


def cohort_url(cohort: Cohort) -> str:
    return reverse("groups:cohort", kwargs={"ref": cohort.ref})


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    user, on = user_of(request), today()
    context = {
        "rows": [
            (one, coming, number, names_leading(one.leading.all(), on)) for one, coming, number in listed_for(user, on)
        ],
        "broken": broken_for(user, on),
        "sites": sites_for(user),
        "may_plan": may_plan(user),
        "today": on,
    }
    return render(request, "groups/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """First what is said, then the days it would have; only then it is made."""
    user = user_of(request)
    require(user, Ability.PLAN_GROUPS)
    form = CohortForm(typed(request), user=user, sites=sites_for(user), leaders=may_lead(user))
    laid = None
    if request.method == "POST" and form.is_valid():
        try:
            laid = preview(form.terms, calendar_of(form.terms.site))
            if request.POST.get("action") == "make":
                made = make_cohort(by=user, terms=form.terms, token=form.cleaned_data["token"])
                messages.success(request, "The group is made. Put people on its list next.")
                return redirect(cohort_url(made))
        except CalendarError as problem:
            form.add_error(problem.field or None, str(problem))
            laid = None
    return render(request, "groups/new.html", {"form": form, "laid": laid})


@require_safe
def cohort(request: HttpRequest, ref: str) -> HttpResponse:
    user, on = user_of(request), today()
    sheet = read_sheet(user, access_cohort(user, ref), page="group")
    coming = sheet.next_session(on)
    context = {
        "sheet": sheet,
        "cohort": sheet.cohort,
        "leaders": names_leading(leaders_of(sheet.cohort), on),
        "lines": session_lines(sheet, on),
        "coming": coming,
        "coming_plan": sheet.plan.session(coming.number) if coming else None,
        "to_record": sheet.to_record(on),
        "rows": matrix(sheet),
        "drawn": drawn(sheet, on),
        "missed": missed(sheet),
        "stands": stands_against(user, sheet.members, sheet.coming(on)),
        "broken": broken_for(user, on, cohort=sheet.cohort),
        "may_plan": may_plan(user) and sheet.cohort.closed_on is None,
        "may_move_up": may_move_up(user),
        "today": on,
    }
    return render(request, "groups/cohort.html", context)


@require_POST
def more(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    found = access_cohort(user, ref, to_plan=True)
    try:
        added = lay_out_more(by=user, cohort=found)
        messages.success(request, f"{added} more sessions are laid out.")
    except (CalendarError, PlaceError) as problem:
        messages.error(request, str(problem))
    except RestrictedError as refusal:
        messages.error(request, f"Nothing was laid out. {refusal_words(refusal)}")
    return redirect(cohort_url(found))


@require_POST
def mend(request: HttpRequest, ref: str) -> HttpResponse:
    """The proposal of a page in one tap: what no longer fits moves on, in the same order."""
    user = user_of(request)
    found = access_cohort(user, ref, to_plan=True)
    try:
        moved = move_broken(by=user, cohort=found)
        _moved(request, found, moved, f"{len(moved)} sessions moved. Tell everybody who comes.")
    except (CalendarError, PlaceError) as problem:
        messages.error(request, str(problem))
    except RestrictedError as refusal:
        messages.error(request, f"Nothing was moved. {refusal_words(refusal)}")
    return redirect(cohort_url(found))


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    found = access_cohort(user, ref, to_plan=True)
    form = WhyForm(typed(request), question="Why does the group end?")
    if request.method == "POST" and form.is_valid():
        try:
            close_cohort(by=user, cohort=found, because=form.cleaned_data["because"])
            messages.success(request, "The group is closed. What was recorded stays.")
            return redirect("groups:list")
        except PlaceError as problem:
            form.add_error(None, str(problem))
    return _ask(request, form, found, "Close this group?", "Close it", ["Whoever is in it, or waits for it, leaves it"])


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    session = access_session(user, ref, to_plan=True)
    form = MoveForm(typed(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if later := _did(form, lambda: move_session(by=user, session=session, **said)):
            _moved(request, session.cohort, [later], "Moved. Tell everybody who comes.")
            return redirect(cohort_url(session.cohort))
    return _ask(request, form, session.cohort, f"Move session {session.number}", "Move it", [])


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    session = access_session(user, ref, to_plan=True)
    form = WhyShutForm(typed(request))
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"]
        if _did(form, lambda: cancel_session(by=user, session=session, because=because)):
            undo = reverse("groups:restore", kwargs={"ref": session.ref})
            say_done(request, "Cancelled. Tell everybody who was to come.", undo)
            return redirect(cohort_url(session.cohort))
    words = ["It takes place on no other day: to hold it later, move it instead"]
    return _ask(request, form, session.cohort, f"Cancel session {session.number}?", "Cancel it", words)


def _moved(request: HttpRequest, found: Cohort, moved: Sequence[GroupSession], words: str) -> None:
    if not moved:
        messages.info(request, "Everything fits already.")
        return
    undo = reverse("groups:move_back", kwargs={"ref": found.ref, "sessions": ".".join(one.ref for one in moved)})
    say_done(request, words, undo)


@require_POST
def back_again(request: HttpRequest, ref: str, sessions: str) -> HttpResponse:
    """Undo of a move: the references of what moved, with dots between."""
    user = user_of(request)
    found = access_cohort(user, ref, to_plan=True)
    rows = [access_session(user, one, to_plan=True) for one in sessions.split(".")[:MOST_AT_ONCE]]
    if any(row.cohort_id != found.pk for row in rows):
        raise Hidden()
    return _undone(request, found, lambda: move_back(by=user, cohort=found, sessions=rows), "Moved back.")


@require_POST
def restore(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    session = access_session(user, ref, to_plan=True, cancelled=True)
    words = f"Session {session.number} takes place after all."
    return _undone(request, session.cohort, lambda: restore_session(by=user, session=session), words)


def _undone(request: HttpRequest, found: Cohort, act: Callable[[], object], words: str) -> HttpResponse:
    try:
        act()
        messages.info(request, words)
    except (CalendarError, PlaceError) as problem:
        messages.error(request, str(problem))
    except RestrictedError as refusal:
        messages.error(request, f"Nothing was changed. {refusal_words(refusal)}")
    return redirect(cohort_url(found))


def _did(form: Any, act: Any) -> GroupSession | None:
    try:
        done: GroupSession = act()
        return done
    except (CalendarError, PlaceError) as problem:
        field = getattr(problem, "field", "")
        form.add_error(field if field in form.fields else None, str(problem))
    except RestrictedError as refusal:
        form.add_error(None, refusal_words(refusal))
    return None


def _ask(
    request: HttpRequest, form: Any, found: Cohort, title: str, label: str, consequences: list[str]
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "label": label,
        "consequences": consequences,
        "page_url": request.get_full_path(),
        "back_url": cohort_url(found),
        "cohort": found,
    }
    return render(request, "groups/ask.html", context)


@require_safe
def pack(request: HttpRequest, ref: str) -> HttpResponse:
    """For the next session: a cover without surnames, the sheet, labels, the plan and the handout."""
    return render(request, "groups/pack.html", _pack(request, ref))


@require_safe
def pack_paper(request: HttpRequest, ref: str) -> HttpResponse:
    """The same as a PDF."""
    context = _pack(request, ref)
    if context["session"] is None:
        return redirect("groups:pack", ref=ref)
    try:
        made = pack_as_pdf(context)
    except NoPdfError:
        messages.error(request, "No PDF can be made here. Print this page instead.")
        return redirect("groups:pack", ref=ref)
    name = f'inline; filename="group-session-{context["session"].number}.pdf"'
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": name})


def _pack(request: HttpRequest, ref: str) -> dict[str, Any]:
    user, on = user_of(request), today()
    sheet = read_sheet(user, access_cohort(user, ref), page="pack")
    session = _session_of_pack(sheet.standing, request.GET.get("session", ""), on)
    people = [one.person for one in sheet.members]
    return {
        "sheet": sheet,
        "cohort": sheet.cohort,
        "session": session,
        "plan": sheet.plan.session(session.number) if session else None,
        "names": sorted(sheet_name(one, people) for one in people),
        "coming": [one for one in sheet.standing if one.pk not in sheet.recorded][:6],
        "leaders": names_leading(leaders_of(sheet.cohort), on),
        "today": on,
    }


def _session_of_pack(sessions: list[GroupSession], asked: str, on: date) -> GroupSession | None:
    chosen = next((one for one in sessions if one.ref == asked), None)
    return chosen or next((one for one in sessions if one.on >= on), sessions[-1] if sessions else None)
