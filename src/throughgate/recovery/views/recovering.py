"""Days counted, a lapse answered, pages set and brought back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Action, Hidden, can
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.recovery.forms import AnsweredForm, CountForm, LapseForm, ReturnSheetForm, SetSheetForm, enrolment_of
from throughgate.recovery.kinds import IN_CELL
from throughgate.recovery.models import CellSheet, Lapse
from throughgate.recovery.selectors.road import access_row, counted_of, sheets_of
from throughgate.recovery.selectors.treatment import check_clinical, reads_clinical, standing_of, words_of
from throughgate.recovery.services.lapses import answer_lapse, reopen_lapse
from throughgate.recovery.services.recovering import count_from, record_lapse, return_sheet, set_sheets
from throughgate.recovery.sheets_file import sheets
from throughgate.recovery.views.pages import by_hand, form_page, frame, reach


def _clinical(request: HttpRequest, ref: str, page: str, action: Action = Action.RECORD) -> Person:
    person = reach(request, ref, action)
    check_clinical(user_of(request), person, action, page="" if request.method == "POST" else page)
    return person


@require_http_methods(["GET", "POST"])
def count(request: HttpRequest, ref: str) -> HttpResponse:
    user, person = user_of(request), _clinical(request, ref, "days in recovery")
    form = CountForm(request.POST or None)
    return form_page(
        request, person, form, lambda: count_from(by=user, person=person, on=form.cleaned_data["on"]),
        title="Days in recovery", done="Noted.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def lapse(request: HttpRequest, ref: str) -> HttpResponse:
    """What the plan says of it stands beside the questions."""
    user, person = user_of(request), _clinical(request, ref, "a lapse")
    form = LapseForm(request.POST or None, initial={"from_on": today()})
    standing = standing_of(user, person, draft=False)

    def write() -> Lapse:
        given = form.cleaned_data
        names = ("from_on", "to_on", "happened", "tried", "helped", "follows", "step_up")
        said = {name: given[name] for name in names}
        enrolment = enrolment_of(user, person, request.GET.get("enrolment", ""))
        return record_lapse(by=user, person=person, enrolment=enrolment, token=form.said_token, **said)

    return form_page(
        request, person, form, write, title="A lapse, and what comes next", template="recovery/lapse.html",
        done="Noted. Now see them soon: book a one-to-one.", standing=standing,
        counted=counted_of(user, person, today()),
    )  # fmt: skip


@require_safe
def lapse_read(request: HttpRequest, ref: str, lapse: str) -> HttpResponse:
    user, person = user_of(request), _clinical(request, ref, "", Action.VIEW)
    rows = Lapse.objects.filter(ref=lapse).select_related("version__plan", "crisis", "by", "promise__met_by")
    row = access_row(user, person, rows, page="a lapse")
    said = words_of(row.version) if row.version else None
    context = {"row": row, "said": said, "may_write": can(user, Action.RECORD, row)}
    return render(request, "recovery/lapse_read.html", context | frame(request, person))


@require_http_methods(["GET", "POST"])
def lapse_answered(request: HttpRequest, ref: str, lapse: str) -> HttpResponse:
    """Where no one-to-one followed."""
    user, row = _lapse_to_write(request, ref, lapse)
    form = AnsweredForm(request.POST or None, initial={"on": today()})
    return form_page(
        request, row.person, form, lambda: answer_lapse(by=user, lapse=row, **form.cleaned_data),
        title="After the lapse", done="Noted.", about=f"The lapse of {date_format(row.from_on, 'j F Y')}",
    )  # fmt: skip


@require_POST
def lapse_open(request: HttpRequest, ref: str, lapse: str) -> HttpResponse:
    user, row = _lapse_to_write(request, ref, lapse)
    reopen_lapse(by=user, lapse=row)
    messages.success(request, "It is to be talked over again.")
    return redirect("recovery:lapse_read", ref=row.person.ref, lapse=row.ref)


def _lapse_to_write(request: HttpRequest, ref: str, lapse: str) -> tuple[User, Lapse]:
    user, person = user_of(request), _clinical(request, ref, "")
    rows = Lapse.objects.filter(ref=lapse).select_related("promise")
    page = "" if request.method == "POST" else "a lapse"
    return user, access_row(user, person, rows, action=Action.RECORD, page=page)


@require_http_methods(["GET", "POST"])
def sheet_list(request: HttpRequest, ref: str) -> HttpResponse:
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    if request.method == "GET" and not reads_clinical(user, person, Action.RECORD):
        return by_hand("casework:done", person, IN_CELL, request)
    check_clinical(user, person, Action.RECORD, page="" if request.method == "POST" else "pages set")
    rows = sheets_of(user, person)
    with_them = {row.sheet for row in rows if row.returned_on is None}
    form = SetSheetForm(request.POST or None, initial={"on": today()}, with_them=with_them)
    return form_page(
        request, person, form, lambda: set_sheets(by=user, person=person, **form.cleaned_data), to="recovery:sheets",
        title="Pages to work on", done="Given. They stand here until they come back.",
        template="recovery/sheets.html", rows=rows,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def sheet_back(request: HttpRequest, ref: str, sheet: str) -> HttpResponse:
    user, person = user_of(request), _clinical(request, ref, "")
    rows = CellSheet.objects.filter(ref=sheet)
    page = "" if request.method == "POST" else "pages brought back"
    row = access_row(user, person, rows, action=Action.RECORD, page=page)
    form = ReturnSheetForm(request.POST or None, initial={"on": today()})
    enrolment = enrolment_of(user, person, request.GET.get("enrolment", ""))
    return form_page(
        request, person, form, lambda: return_sheet(by=user, sheet=row, enrolment=enrolment, **form.cleaned_data),
        title="Pages brought back", done="Noted.", about=row.title, to="recovery:sheets",
    )  # fmt: skip


@require_safe
def sheet_paper(request: HttpRequest, ref: str, code: str) -> HttpResponse:
    """The pages themselves, to print. No name stands on them."""
    person = _clinical(request, ref, "pages on paper")
    if code not in sheets():
        raise Hidden()
    return render(request, "recovery/sheet.html", {"sheet": sheets()[code], "person": person, "lines": range(6)})
