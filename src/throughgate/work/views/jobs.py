"""The way to a job, and whether it lasts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughgate.access.policy import Action, Hidden, Sensitivity, can, check, writable_levels
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.common.sustained import can_answer
from throughgate.programmes.models import Promise
from throughgate.web.fields import offer
from throughgate.work.forms import ApplyForm, CheckForm, JobForm, LeaveForm, StepForm
from throughgate.work.models import (
    Application,
    ApplicationStep,
    Certificate,
    Ended,
    Job,
    JobCheck,
    ReadyState,
    Step,
    Training,
)
from throughgate.work.rules.applying import FOLLOWS, NEAREST, asks_next
from throughgate.work.rules.learning import in_force
from throughgate.work.rules.readiness import Stood, next_line
from throughgate.work.selectors.openings import access_vacancy
from throughgate.work.selectors.ways import (
    access_row,
    applications_of,
    certificates_of,
    check_of,
    checklist_of,
    jobs_of,
    letters_of,
    right_of,
    trainings_of,
)
from throughgate.work.services.jobs import Interview, answer_check, apply_for_job, leave_job, start_job, take_step
from throughgate.work.views.pages import form_page, frame, reach

READY, TRAINING = "Ready", "Training"


@require_safe
def of_person(request: HttpRequest, ref: str) -> HttpResponse:
    """What is next first, then the way from ready to a job that lasts."""
    user, person = user_of(request), reach(request, ref)
    lines, applied, jobs = checklist_of(user, person, today()), applications_of(user, person), jobs_of(user, person)
    now = next((job for job in jobs if job.ended_on is None), None)
    trainings, certificates = trainings_of(user, person), certificates_of(user, person)
    stand = [(one, list(one.steps.all())[-1]) for one in applied if one.steps.all()]
    way = _way(lines, applied, jobs, trainings, certificates)
    context = {
        "lines": lines,
        "next": next_line(lines),
        "is_ready": not any(one.is_open for one in lines),
        "applied": stand,
        "waits": _nearest(stand, jobs),
        "jobs": jobs,
        "trainings": trainings,
        "certificates": [(one, one not in in_force(certificates, today())) for one in certificates],
        "now": now,
        "asked": next((one for one in now.checks.all() if not one.answer and can_answer(one.due_on, today())), None)
        if now
        else None,
        "way": way,
        "drawn": _drawn(way),
        "states": ReadyState.choices,
        "may_write": can(user, Action.RECORD, person),
        "may_tell": Sensitivity.SENSITIVE in writable_levels(user, person),
        "right": right_of(user, person),
        "letters": letters_of(user, person),
    }
    return render(request, "work/person.html", context | frame(request, person))


def _nearest(stand: list[tuple[Application, ApplicationStep]], jobs: list[Job]) -> dict[str, Any] | None:
    """The application that is nearest to a job and asks for something; none of which a job came."""
    taken = {job.application_id for job in jobs}
    waits = [
        (NEAREST.index(step.state), row)
        for row, step in stand
        if row.pk not in taken and asks_next(step.state, step.booking.on if step.booking else None, today())
    ]
    place, row = min(waits, key=lambda one: one[0], default=(0, None))
    return {"row": row, "state": NEAREST[place]} if row else None


def _way(
    lines: list[Stood],
    applied: list[Application],
    jobs: list[Job],
    trainings: list[Training],
    certificates: list[Certificate],
) -> list[tuple[str, str, str]]:
    """Each place on the way, whether it is reached, and in words what is known of it. A training is no place on
    everybody's way: only where one was offered or something came of it.
    """
    done = sum(1 for one in lines if not one.is_open)
    states = {step.state for one in applied for step in one.steps.all()}
    job = jobs[0] if jobs else None
    found = [
        (READY, "done" if done == len(lines) else "due", f"{done} of {len(lines)} are there"),
        *_trained(trainings, certificates),
        ("Applied", "done" if applied else "due", f"{len(applied)} so far"),
        ("Interview", "done" if Step.INTERVIEW in states else "due", ""),
        ("Job", "done" if job else "due", f"{job.title}, {job.employer}" if job else ""),
    ]
    for check_row in job.checks.all() if job else []:
        words = check_row.get_answer_display() if check_row.answer else "Not asked yet"
        reached = check_row.answer in ("still", "next")
        found.append((f"{check_row.weeks} weeks", "done" if reached else "due", words))
    return found


def _trained(trainings: list[Training], certificates: list[Certificate]) -> list[tuple[str, str, str]]:
    holding = in_force(certificates, today())
    taken = [one for one in trainings if one.ended_because in ("", Ended.FINISHED)]
    if not taken and not holding:
        return []
    done = bool(holding) or any(one.ended_because == Ended.FINISHED for one in taken)
    words = ", ".join(dict.fromkeys([one.title for one in holding] + [one.title for one in taken]))
    return [(TRAINING, "done" if done else "due", words)]


def _drawn(way: list[tuple[str, str, str]]) -> list[dict[str, object]]:
    """The way as it is drawn: what is behind them, where they stand, what would come. Some begin a job at once, and a
    training may come before somebody is ready: it tells nothing of where they stand.
    """
    places = [place for place, (title, _, _) in enumerate(way) if title != TRAINING]
    reached = [number for number, place in enumerate(places) if way[place][1] == "done"]
    now = places[min(max(reached, default=-1) + 1, len(places) - 1)]
    return [
        {
            "label": title,
            "tone": "done" if state == "done" else "now" if place == now else "next",
            "is_past": place < now and state != "done" and title != TRAINING,
            "skipped": "not all there" if title == READY else "not needed",
            "icon": "work",
        }
        for place, (title, state, _) in enumerate(way)
    ]


@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, ref: str) -> HttpResponse:
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    wanted = request.GET.get("vacancy", "")
    vacancy = access_vacancy(user, wanted) if wanted else None
    first = {"title": vacancy.title, "employer": vacancy.employer.name} if vacancy else {}
    form = ApplyForm(request.POST or None, initial=first | {"on": today()})
    return form_page(
        request, person, form,
        lambda: apply_for_job(by=user, person=person, vacancy=vacancy, **form.cleaned_data),
        title="Applied for a job", done="Noted.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def application(request: HttpRequest, ref: str, application: str) -> HttpResponse:
    """What came of it so far, and what came now."""
    user, person = user_of(request), reach(request, ref)
    writes = can(user, Action.RECORD, person)
    action = Action.RECORD if request.method == "POST" else Action.VIEW
    row = access_row(user, person, Application.objects.filter(ref=application), action=action, page="an application")
    steps = list(row.steps.select_related("by", "booking"))
    form = StepForm(request.POST or None, initial={"on": today()})
    follows = FOLLOWS.get(steps[-1].state if steps else "", ())
    offer(form, "state", [(code, Step(code).label) for code in follows])
    return form_page(
        request, person, form, lambda: take_step(by=user, application=row, **_step_said(form)),
        title=f"{row.title}, {row.employer}", done="Noted.", template="work/application.html",
        steps=steps, application=row, may_write=writes and bool(follows),
        accepted=any(step.state == Step.ACCEPTED for step in steps),
    )  # fmt: skip


def _step_said(form: StepForm) -> dict[str, Any]:
    given = form.cleaned_data
    on = given["interview_on"]
    interview = Interview(on, given["interview_at"], given["interview_place"]) if on else None
    names = ("state", "on", "words", "override")
    return {name: given[name] for name in names} | {"interview": interview}


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, ref: str) -> HttpResponse:
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    wanted = request.GET.get("from", "")
    row = None
    if wanted:
        row = access_row(user, person, Application.objects.filter(ref=wanted), action=Action.RECORD)
    first = {"title": row.title, "employer": row.employer} if row else {}
    form = JobForm(request.POST or None, initial=first | {"started_on": today()})
    return form_page(
        request, person, form, lambda: start_job(by=user, person=person, said=form.said(), application=row),
        title="A job began", done="Noted. It is asked after 4, 13 and 26 weeks whether it lasts.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def check_job(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    row = check_of(user, person, pk, action=Action.RECORD)
    form = CheckForm(request.POST or None)
    return form_page(
        request, person, form, lambda: answer_check(by=user, job_check=row, answer=form.cleaned_data["answer"]),
        title=f"Still in work, {row.weeks} weeks on?", done="Noted.", about=f"{row.job.title}, {row.job.employer}",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, ref: str, job: str) -> HttpResponse:
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    row = access_row(user, person, Job.objects.filter(ref=job), action=Action.RECORD)
    form = LeaveForm(request.POST or None, initial={"on": today()})
    return form_page(
        request, person, form, lambda: leave_job(by=user, job=row, **form.cleaned_data),
        title="The job has ended", done="Noted. What can be learned from it helps with the next one.",
        about=f"{row.title}, {row.employer}",
    )  # fmt: skip


@require_safe
def promised(request: HttpRequest, ref: str) -> HttpResponse:
    """From the list of what is due to the page on which it is done."""
    user = user_of(request)
    promise = Promise.objects.select_related("person__site").filter(ref=ref, source="work").first()
    if promise is None:
        raise Hidden()
    check(user, Action.VIEW, promise)
    if asked := JobCheck.objects.filter(promise=promise).first():
        return redirect("work:check", ref=promise.person.ref, pk=asked.pk)
    if held := Certificate.objects.filter(promise=promise).first():
        url = reverse("work:certificate", kwargs={"ref": promise.person.ref})
        return redirect(f"{url}?renews={held.ref}")
    return redirect("work:right", ref=promise.person.ref)
