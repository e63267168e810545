"""Vacancies, for whom they are possible and why not, and how many people stay in work."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Ability, Action, can, has, require
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.common.small_numbers import FEWEST
from throughgate.work.forms import VacancyForm
from throughgate.work.models import PastConviction
from throughgate.work.readiness_file import readiness
from throughgate.work.rules.applying import told_lasted
from throughgate.work.selectors.figures import in_work
from throughgate.work.selectors.ways import access_vacancy, convictions_of, match, vacancies_open
from throughgate.work.services.jobs import add_vacancy, fill_vacancy
from throughgate.work.views.pages import reach


@require_safe
def vacancies(request: HttpRequest) -> HttpResponse:
    """`for` names the person for whom a job is looked for: each vacancy says what speaks against it."""
    user = user_of(request)
    rows = vacancies_open(user, today())
    ref = request.GET.get("for", "")
    person = reach(request, ref, Action.RECORD) if ref else None
    known = convictions_of(user, person) if person else []
    reads = person is not None and can(user, Action.VIEW, PastConviction(person=person))
    offences = readiness().offences
    context = {
        "rows": [
            {
                "row": row,
                "excludes": [offences.get(code, code) for code in row.excludes],
                "against": match(row, known, today()) if reads else ([], []),
            }
            for row in rows
        ],
        "person": person,
        "reads": reads,
        "none_told": reads and not known,
        "may_keep": has(user, Ability.KEEP_DIRECTORY),
        "today": today(),
    }
    return render(request, "work/vacancies.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.KEEP_DIRECTORY)
    form = VacancyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        add_vacancy(by=user, employer=form.employer_said(), said=form.said())
        messages.success(request, "The vacancy stands in the list.")
        return redirect("work:vacancies")
    return render(request, "work/vacancy_add.html", {"form": form})


@require_POST
def fill(request: HttpRequest, vacancy: str) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.KEEP_DIRECTORY)
    fill_vacancy(by=user, vacancy=access_vacancy(user, vacancy))
    messages.success(request, "Filled: it is offered to nobody any more.")
    return redirect("work:vacancies")


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    rows = [(weeks, told_lasted(one, FEWEST)) for weeks, one in in_work(user_of(request), today()).items()]
    return render(request, "work/figures.html", {"rows": rows, "fewest": FEWEST})
