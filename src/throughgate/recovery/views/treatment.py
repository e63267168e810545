"""The plan: the session out of which a version comes, any two side by side, and on paper."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughgate.access.policy import Action, Hidden
from throughgate.accounts.requests import user_of
from throughgate.casework.models import Plan, PlanVersion
from throughgate.casework.rules.plan import compare_versions
from throughgate.casework.selectors.plan import show_version, text_of, versions_of
from throughgate.common.clock import today
from throughgate.recovery.forms import enrolment_of
from throughgate.recovery.forms.session import SessionForm
from throughgate.recovery.kinds import SESSION
from throughgate.recovery.rules.treatment import compare_treatments
from throughgate.recovery.selectors.treatment import (
    check_clinical,
    quoted,
    reads_clinical,
    standing_of,
    treatment_plan,
    words_of,
)
from throughgate.recovery.services.sessions import record_session, stamp_of
from throughgate.recovery.views.pages import by_hand, frame, reach, saved


@require_http_methods(["GET", "POST"])
def session(request: HttpRequest, ref: str) -> HttpResponse:
    """The one-to-one, with the plan as it stands open on the table."""
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    if request.method == "GET" and not reads_clinical(user, person, Action.RECORD):
        return by_hand("casework:record", person, SESSION, request)
    check_clinical(user, person, Action.RECORD, page="" if request.method == "POST" else "session")
    standing = standing_of(user, person)
    stamp = stamp_of(standing.plan if standing else None)
    form = SessionForm(request.POST or None, standing=standing, stamp=stamp, by=user.pk, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        enrolment = enrolment_of(user, person, request.GET.get("enrolment", ""))
        if saved(
            form,
            lambda: record_session(
                by=user,
                person=person,
                met=form.met(),
                wording=form.wording(),
                seen=form.cleaned_data["seen"],
                enrolment=enrolment,
                token=form.said_token,
            ),
        ):
            messages.success(request, "The session is recorded, and the plan with it.")
            return redirect("recovery:person", ref=person.ref)
    context = {"form": form, "standing": standing, "quoted": quoted(user, person, today())}
    return render(request, "recovery/session.html", context | frame(request, person))


@require_safe
def compare(request: HttpRequest, ref: str) -> HttpResponse:
    """Any two versions side by side; the last two unless others are asked for."""
    user, person = user_of(request), reach(request, ref)
    check_clinical(user, person, page="versions of the treatment plan")
    plan = treatment_plan(user, person)
    found = _versions(plan) if plan else []
    new, old = _numbered(found, request.GET.get("to"), 0), _numbered(found, request.GET.get("from"), 1)
    context: dict[str, object] = {"versions": found, "old": old, "new": new, "back": _back(person.ref)}
    if old and new and old != new:
        context["compared"] = compare_versions(text_of(old, person, user), text_of(new, person, user))
        context["words"] = compare_treatments(words_of(old), words_of(new))
    return render(request, "recovery/compare.html", context | frame(request, person))


def _versions(plan: Plan) -> list[PlanVersion]:
    found = versions_of(plan)
    for version in found:
        version.plan = plan
    return found


def _numbered(found: list[PlanVersion], asked: str | None, place: int) -> PlanVersion | None:
    usual = found[place] if place < len(found) else None
    return next((version for version in found if str(version.number) == asked), usual)


def _back(ref: str) -> str:
    return reverse("recovery:person", kwargs={"ref": ref})


@require_safe
def paper(request: HttpRequest, ref: str) -> HttpResponse:
    """The plan for the person to keep, in plain words."""
    user, person = user_of(request), reach(request, ref)
    check_clinical(user, person, page="treatment plan on paper")
    standing = standing_of(user, person, draft=False)
    if standing is None:
        raise Hidden()
    shown = show_version(user, standing.plan, standing.version, today())
    context = {"standing": standing, "said": standing.said, "shown": shown, "back": _back(ref)}
    return render(request, "recovery/plan_print.html", context | frame(request, person))
