from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughgate.access.policy import Action
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.forms import AssignForm, EndAssignmentForm
from throughgate.people.rules.around import UnsuitableWorkerError
from throughgate.people.selectors import assignments_of, continuity_for, list_alone_soon, list_assignable
from throughgate.people.selectors.circle import around_on_person_page
from throughgate.people.selectors.restrictions import reads_every_restriction
from throughgate.people.services import (
    AlreadyAssignedError,
    AlreadyEndedError,
    EndsBeforeStartError,
    assign_worker,
    end_assignment,
)
from throughgate.people.views.pages import person_context, reach_person
from throughgate.web.words import day_words


@require_safe
def show_around(request: HttpRequest, ref: str) -> HttpResponse:
    person = reach_person(request, ref, "people around")
    context = person_context(request, person, "around")
    rows = list(assignments_of(person))
    context |= {
        "workers": [row for row in rows if row.from_on <= today() and (row.to_on is None or row.to_on >= today())],
        "to_come": [row for row in rows if row.from_on > today()],
        "earlier": [row for row in rows if row.to_on is not None and row.to_on < today()],
        "around": around_on_person_page(user_of(request), context["heading"], today()),
        "reads_all": reads_every_restriction(user_of(request), person),
        "continuity": continuity_for(rows, context["heading"].moves, today()),
    }
    return render(request, "people/around.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def show_assign(request: HttpRequest, ref: str) -> HttpResponse:
    person = reach_person(request, ref, "assign a worker", Action.ASSIGN)
    form = AssignForm(request.POST or None, workers=list_assignable(person), initial={"from_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            assign_worker(by=user_of(request), person=person, **form.cleaned_data)
            messages.success(request, "Assigned. Tell them both: the worker and the person.")
            return redirect("people:around", ref=person.ref)
        except (AlreadyAssignedError, UnsuitableWorkerError) as refusal:
            form.add_error("worker", str(refusal))
    return render(request, "people/assign.html", {"form": form} | person_context(request, person, "around"))


@require_http_methods(["GET", "HEAD", "POST"])
def show_end_assignment(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    person = reach_person(request, ref, "end an assignment", Action.ASSIGN)
    assignment = get_object_or_404(assignments_of(person), pk=pk)
    form = EndAssignmentForm(request.POST or None, initial={"to_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            end_assignment(by=user_of(request), assignment=assignment, **form.cleaned_data)
            messages.success(request, "Ended. Tell the person who will be there for them now.")
            if alone := next((one for one in list_alone_soon(user_of(request), today()) if one.person == person), None):
                messages.warning(request, f"From {day_words(alone.from_on)} nobody works with them. Assign somebody.")
            return redirect("people:around", ref=person.ref)
        except AlreadyEndedError as late:
            messages.info(request, str(late))
            return redirect("people:around", ref=person.ref)
        except EndsBeforeStartError as refusal:
            form.add_error("to_on", str(refusal))
    context = {"form": form, "assignment": assignment}
    return render(request, "people/end_assignment.html", context | person_context(request, person, "around"))
