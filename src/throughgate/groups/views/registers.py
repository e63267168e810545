"""The register of a session, on a phone or from a printed sheet, what was delivered, and the call after absences."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from throughgate.access.policy import Ability, Action, require, visible
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.audit.services import record_event
from throughgate.casework.models import ContactPerson
from throughgate.casework.rules.contacts import ContactError
from throughgate.casework.services import UnexplainedError
from throughgate.casework.views.asking import way_back
from throughgate.casework.views.drafts import about_drafts, keep_posted
from throughgate.common.clock import today
from throughgate.groups.forms import CallForm, CorrectForm, DeliveredForm, RegisterForm, SheetForm
from throughgate.groups.forms.register import as_recorded
from throughgate.groups.models import GroupSession, Place
from throughgate.groups.selectors.cohorts import (
    access_cohort,
    access_session,
    call_of_promise,
    check_leads,
    delivered_in,
    due_session_of,
    parts_of,
    plan_of_session,
    read_sheet,
    who_is_expected,
)
from throughgate.groups.services.absence import record_call
from throughgate.groups.services.registers import correct_register, save_register, save_sheet, say_delivered
from throughgate.groups.views.cohorts import cohort_url
from throughgate.groups.views.words import typed
from throughgate.people.selectors import access_person
from throughgate.record.services import AlreadyCorrectedError


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, ref: str) -> HttpResponse:
    """Who came. Recorded, it shows what stands; of those who are not recorded yet it can be said still."""
    user = user_of(request)
    session = access_session(user, ref)
    check_leads(user, session.cohort)
    expected, others = who_is_expected(user, session)
    held = parts_of(session)
    parts, missing = _readable(user, held), _missing(session, expected, {part.person_id for part in held})
    page = about_drafts(request, user, f"group:{session.ref}")
    kept = page["kept"] if request.method != "POST" else None
    form = RegisterForm(typed(request), user=user, now=timezone.localtime(), session=session, places=missing, kept=kept)
    if request.method == "POST" and request.POST.get("action") == "draft":
        keep_posted(user, request.POST)
        messages.success(request, "Saved as a draft. It waits for you on Today and on this form.")
        return redirect(cohort_url(session.cohort))
    if request.method == "POST" and missing and form.is_valid() and _saved(user, session, form, page["draft_form"]):
        messages.success(request, "The register is saved. Say what of the plan was delivered, if you like.")
        return redirect(reverse("groups:delivered", kwargs={"ref": ref}))
    return _show(request, session, form, page, {"missing": missing, "parts": parts, "others": others})


def _missing(session: GroupSession, expected: list[Place], recorded: set[int]) -> list[Place]:
    """Once something is recorded, whoever joined after that day is no longer asked about."""
    return [
        one
        for one in expected
        if one.person_id not in recorded
        and (not recorded or one.cohort_id != session.cohort_id or (one.taken_on or session.on) <= session.on)
    ]


def _readable(user: User, parts: list[ContactPerson]) -> list[ContactPerson]:
    mine = set(
        visible(user, ContactPerson.objects.filter(pk__in=[one.pk for one in parts])).values_list("pk", flat=True)
    )
    found = [one for one in parts if one.pk in mine]
    for one in found:
        record_event(by=user, action="contact.read", person=one.person, subject=f"contact {one.contact.ref}")
    return found


def _saved(user: User, session: GroupSession, form: RegisterForm, draft: str) -> bool:
    meeting = form.cleaned_data["meeting"]
    try:
        save_register(
            by=user,
            session=session,
            people=form.cleaned_data["people"],
            happened=meeting.happened,
            why_not=meeting.why_not,
            minutes=meeting.minutes,
            token=form.said_token,
            draft=draft,
        )
        return True
    except ContactError as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
    except UnexplainedError as unexplained:
        form.explain(unexplained)
    return False


def _show(
    request: HttpRequest, session: GroupSession, form: RegisterForm, page: dict[str, Any], more: dict[str, Any]
) -> HttpResponse:
    context = page | more
    context |= {
        "form": form,
        "session": session,
        "cohort": session.cohort,
        "plan": plan_of_session(session),
        "delivery": delivered_in([session]).get(session.pk),
        "is_early": session.on > today(),
        "page_url": request.get_full_path(),
        "back_url": cohort_url(session.cohort),
        "record_url": "",
    }
    return render(request, "groups/register.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, ref: str) -> HttpResponse:
    """Of whoever the user may record about, as it stands."""
    user = user_of(request)
    session = access_session(user, ref)
    check_leads(user, session.cohort)
    expected, _ = who_is_expected(user, session)
    mine = {one.person_id for one in expected}
    parts = [one for one in _readable(user, parts_of(session)) if one.person_id in mine]
    if not parts:
        return redirect(reverse("groups:register", kwargs={"ref": ref}))
    places = [one for one in expected if one.person_id in {part.person_id for part in parts}]
    form = CorrectForm(
        typed(request), user=user, now=timezone.localtime(), session=session, places=places, initial=as_recorded(parts)
    )
    if request.method == "POST" and form.is_valid() and _corrected(user, session, form):
        messages.success(request, "Corrected. What was said first stays readable.")
        return redirect(reverse("groups:register", kwargs={"ref": ref}))
    page: dict[str, Any] = {"drafts": [], "draft_form": "", "asked": "", "correcting": True}
    return _show(request, session, form, page, {"missing": places, "parts": [], "others": 0})


def _corrected(user: User, session: GroupSession, form: CorrectForm) -> bool:
    meeting = form.cleaned_data["meeting"]
    try:
        correct_register(
            by=user,
            session=session,
            people=form.cleaned_data["people"],
            happened=meeting.happened,
            why_not=meeting.why_not,
            reason=form.cleaned_data["reason"],
        )
        return True
    except ContactError as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
    except AlreadyCorrectedError:
        form.add_error(None, "Somebody corrected this meanwhile. Look at what stands there now.")
    except UnexplainedError as unexplained:
        form.explain(unexplained)
    return False


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, ref: str) -> HttpResponse:
    """Everything that has no register yet, in one table: for what was ticked on paper."""
    user = user_of(request)
    cohort = access_cohort(user, ref)
    check_leads(user, cohort)
    sessions = read_sheet(user, cohort, page="sheet").to_record(today())
    expected = [(one, who_is_expected(user, one)[0]) for one in sessions]
    form = SheetForm(typed(request), user=user, expected=expected)
    if request.method == "POST" and form.is_valid() and _sheet_saved(user, form):
        messages.success(request, "The sheet is saved.")
        return redirect(cohort_url(cohort))
    context = {"form": form, "cohort": cohort, "sessions": sessions, "back_url": cohort_url(cohort), "record_url": ""}
    return render(request, "groups/sheet.html", context)


def _sheet_saved(user: User, form: SheetForm) -> bool:
    try:
        save_sheet(by=user, cohort_sessions=form.cleaned_data["sessions"])
        return True
    except ContactError as problem:
        form.add_error(None, f"Nothing was saved. {problem}.")
    except UnexplainedError:
        words = "Nothing was saved: something stood against one of these sessions. Record that one on its own page."
        form.add_error(None, words)
    return False


@require_http_methods(["GET", "HEAD", "POST"])
def delivered(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    session = access_session(user, ref)
    check_leads(user, session.cohort)
    plan = plan_of_session(session)
    form = DeliveredForm(typed(request), plan=plan, before=delivered_in([session]).get(session.pk))
    if request.method == "POST" and form.is_valid():
        try:
            say_delivered(by=user, session=session, steps=form.cleaned_data["steps"], feedback=form.feedback)
            messages.success(request, "Kept.")
            return redirect(cohort_url(session.cohort))
        except ContactError as problem:
            form.add_error("steps", str(problem))
    context = {"form": form, "session": session, "plan": plan, "back_url": cohort_url(session.cohort)}
    return render(request, "groups/delivered.html", context)


@require_safe
def due(request: HttpRequest, ref: str) -> HttpResponse:
    """From a line on Today: to the register of the group they are in, else to casework’s form of a contact."""
    user = user_of(request)
    person = access_person(user, ref, action=Action.RECORD, audit=False)
    kind = request.GET.get("kind", "")
    session = due_session_of(user, person.ref, kind, today())
    if session is not None and session.on <= today():
        return redirect(reverse("groups:register", kwargs={"ref": session.ref}))
    known = {"person": person.ref, "kind": kind, "enrolment": request.GET.get("enrolment", "")}
    return redirect(f"{reverse('casework:record')}?{urlencode({k: v for k, v in known.items() if v})}")


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    row = call_of_promise(user, ref)
    person = row.place.person
    form = CallForm(typed(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            reached = said["reached"] == "yes"
            record_call(by=user, call=row, reached=reached, kind=said["kind"], note=said["note"])
            words = "Recorded." if reached else "Recorded. It stays on Today until you have spoken."
            messages.success(request, words)
            return redirect(way_back(request, person))
        except ContactError as problem:
            form.add_error(None, str(problem))
        except UnexplainedError as refusal:
            form.add_error(None, str(refusal))
    record_event(by=user, action="group.read", person=person, subject=f"group {row.place.cohort.ref}", page="call")
    context = {"form": form, "call": row, "person": person, "cohort": row.place.cohort}
    return render(request, "groups/call.html", context | {"back_url": way_back(request, person)})
