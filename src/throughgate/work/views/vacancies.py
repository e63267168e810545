"""Vacancies, for whom they are possible and why not, and the employers who offer them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Ability, Action, can, has, require
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.web.undo import say_done
from throughgate.work.forms import VacancyForm
from throughgate.work.forms.employers import EmployerForm
from throughgate.work.models import PastConviction, Vacancy
from throughgate.work.readiness_file import readiness
from throughgate.work.rules.applying import is_old_news
from throughgate.work.selectors.openings import (
    access_employer,
    access_vacancy,
    employers_for,
    excluded_by,
    match,
    restricted,
    vacancies_open,
)
from throughgate.work.selectors.ways import convictions_of
from throughgate.work.services.employers import add_vacancy, describe_employer, fill_vacancy, open_vacancy_again
from throughgate.work.travelling import ways_to
from throughgate.work.views.pages import reach, saved


def _named(codes: list[str]) -> list[str]:
    offences = readiness().offences
    return [offences.get(code, code) for code in codes]


@require_safe
def vacancies(request: HttpRequest) -> HttpResponse:
    """`for` names the person for whom a job is looked for: each vacancy says what speaks against it."""
    user = user_of(request)
    rows = vacancies_open(user, today())
    ref = request.GET.get("for", "")
    person = reach(request, ref, Action.RECORD) if ref else None
    reads = person is not None and can(user, Action.VIEW, PastConviction(person=person))
    known = convictions_of(user, person) if person and reads else []
    ways = ways_to(user, person, {one.postcode for one in rows if one.postcode}, today()) if person else {}
    bars = restricted(user, person, rows, today()) if person else {}
    context = {
        "rows": [
            {
                "row": row,
                "excludes": _named(excluded_by(row)),
                "way": ways.get(row.postcode, ""),
                "against": _joined(match(row, known, today()) if reads else ([], []), bars.get(row.pk, ([], []))),
            }
            for row in rows
        ],
        "person": person,
        "none_told": reads and not known,
        "may_keep": has(user, Ability.KEEP_DIRECTORY),
    }
    return render(request, "work/vacancies.html", context)


def _joined(one: tuple[list[str], list[str]], other: tuple[list[str], list[str]]) -> tuple[list[str], list[str]]:
    return one[0] + other[0], one[1] + other[1]


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """`employer` names one that is known: what is known of it is not asked again."""
    user = user_of(request)
    require(user, Ability.KEEP_DIRECTORY)
    ref = request.GET.get("employer", "")
    first = {"employer": access_employer(user, ref).name} if ref else {}
    form = VacancyForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        add_vacancy(by=user, employer=form.employer_said(), said=form.said())
        messages.success(request, "The vacancy stands in the list.")
        return redirect("work:vacancies")
    return render(request, "work/vacancy_add.html", {"form": form})


@require_POST
def fill(request: HttpRequest, vacancy: str) -> HttpResponse:
    row = _kept(request, vacancy)
    fill_vacancy(by=user_of(request), vacancy=row)
    undo = reverse("work:vacancy_open", kwargs={"vacancy": row.ref})
    say_done(request, "Filled: it is offered to nobody any more.", undo)
    return redirect("work:vacancies")


@require_POST
def open_again(request: HttpRequest, vacancy: str) -> HttpResponse:
    open_vacancy_again(by=user_of(request), vacancy=_kept(request, vacancy))
    messages.info(request, "The vacancy is open again.")
    return redirect("work:vacancies")


def _kept(request: HttpRequest, ref: str) -> Vacancy:
    user = user_of(request)
    require(user, Ability.KEEP_DIRECTORY)
    return access_vacancy(user, ref)


@require_safe
def employers(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    rows: list[dict[str, Any]] = [
        {"row": row, "excludes": _named(row.excludes), "is_old": is_old_news(row.checked_on, today())}
        for row in employers_for(user)
    ]
    return render(request, "work/employers.html", {"rows": rows, "may_keep": has(user, Ability.KEEP_DIRECTORY)})


@require_http_methods(["GET", "POST"])
def employer(request: HttpRequest, employer: str) -> HttpResponse:
    """What is known of them; saved, it was made sure of today."""
    user = user_of(request)
    require(user, Ability.KEEP_DIRECTORY)
    row = access_employer(user, employer)
    now = {name: getattr(row, name) for name in ("name", "contact", "accepts", "asks", "excludes")}
    form = EmployerForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        if saved(form, lambda: describe_employer(by=user, employer=row, said=form.cleaned_data)):
            messages.success(request, "Saved, as made sure of today.")
            return redirect("work:employers")
        row.refresh_from_db()
    return render(request, "work/employer.html", {"form": form, "row": row})
