"""A caseload from a file: upload, columns, check, add; and taking it back."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from throughgate.access.policy import Ability, require
from throughgate.accounts.requests import user_of
from throughgate.people.forms.importing import AddListForm, ColumnsForm, UploadListForm
from throughgate.people.import_files import MOST_BYTES, FileError
from throughgate.people.import_template import csv_template, xlsx_template
from throughgate.people.models import CaseloadImport, ImportState
from throughgate.people.selectors.importing import access_import, list_imports
from throughgate.people.services.import_undo import UNDO_WITHIN, NotReadyError, can_be_undone, undo_import
from throughgate.people.services.importing import (
    UNDER_WAY,
    ImportBusyError,
    add_import,
    discard_import,
    expire_imports,
    is_silent,
    start_adding,
    start_check,
)
from throughgate.sites.selectors import list_sites_of
from throughgate.web.uploads import LimitedUpload

ROWS_A_PAGE = 50
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


# The token of the form is checked by the inner view: the outer one has to set the limit before anything of the body is
# read.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def show_imports(request: HttpRequest) -> HttpResponse:
    require(user_of(request), Ability.IMPORT_PEOPLE)
    request.upload_handlers.insert(0, LimitedUpload(request, MOST_BYTES))
    return _imports(request)


@csrf_protect
def _imports(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    if request.method != "POST":
        expire_imports()
        form = UploadListForm()
    else:
        # The file is read first: that is when the limit is noticed.
        form = UploadListForm(request.POST, request.FILES, too_big=getattr(request, "upload_too_big", False))
        if form.is_valid():
            try:
                started = add_import(by=user, upload=form.cleaned_data["file"])
                return redirect("people:import_columns", ref=started.ref)
            except FileError as wrong:
                form.add_error("file", str(wrong))
    return render(request, "people/imports.html", {"form": form, "imports": list_imports(user)[:20]})


@require_safe
def download_template(request: HttpRequest, kind: str) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.IMPORT_PEOPLE)
    if kind not in TYPES:
        raise Http404("CSV and Excel only")
    site = list_sites_of(user).first()
    content = (csv_template if kind == "csv" else xlsx_template)(site.name if site else "")
    headers = {"Content-Disposition": f'attachment; filename="caseload.{kind}"'}
    return HttpResponse(content, content_type=TYPES[kind], headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def show_columns(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    started = access_import(user, ref)
    if not started.file or started.state in (*UNDER_WAY, ImportState.DONE):
        return redirect("people:import", ref=ref)
    sites = list_sites_of(user)
    form = ColumnsForm(request.POST or None, started=started, sites=sites)
    if request.method == "POST" and form.is_valid():
        try:
            start_check(by=user, started=started, columns=form.chosen(), default_site=form.cleaned_data["default_site"])
            return redirect("people:import", ref=ref)
        except (NotReadyError, ImportBusyError) as refusal:
            form.add_error(None, str(refusal))
    known = sum(1 for code in started.columns.values() if code)
    return render(request, "people/import_columns.html", {"form": form, "started": started, "known": known})


@require_safe
@never_cache
def show_import(request: HttpRequest, ref: str) -> HttpResponse:
    started = access_import(user_of(request), ref)
    if started.state == ImportState.UPLOADED:
        return redirect("people:import_columns", ref=ref)
    return _import_page(request, started, AddListForm(warned=started.rows_warned))


@require_safe
@never_cache
def show_progress(request: HttpRequest, ref: str) -> HttpResponse:
    """The part of the page that changes while a worker is at it."""
    started = access_import(user_of(request), ref)
    if started.state not in UNDER_WAY or is_silent(started):
        return HttpResponseClientRefresh()
    return render(request, "people/_import_progress.html", {"started": started})


@require_POST
def post_add(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    started = access_import(user, ref)
    if started.state in (ImportState.IMPORTING, ImportState.DONE):
        return redirect("people:import", ref=ref)  # sent twice
    form = AddListForm(request.POST, warned=started.rows_warned)
    if form.is_valid():
        try:
            start_adding(by=user, started=started, warnings_accepted=form.cleaned_data.get("accepted", False))
            return redirect("people:import", ref=ref)
        except (NotReadyError, ImportBusyError) as refusal:
            form.add_error(None, str(refusal))
    return _import_page(request, started, form)


@require_http_methods(["GET", "HEAD", "POST"])
def show_discard(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    started = access_import(user, ref)
    if request.method == "POST":
        try:
            discard_import(by=user, started=started)
            messages.success(request, "The list is gone. Nobody was added.")
            return redirect("people:imports")
        except ImportBusyError as refusal:
            messages.warning(request, str(refusal))
            return redirect("people:import", ref=ref)
    return render(request, "people/import_discard.html", {"started": started})


@require_http_methods(["GET", "HEAD", "POST"])
def show_undo(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    started = access_import(user, ref)
    if request.method == "POST":
        try:
            undo_import(by=user, started=started)
            messages.success(request, "Taken back. The records are gone.")
        except NotReadyError as refusal:
            messages.warning(request, str(refusal))
        return redirect("people:import", ref=ref)
    return render(request, "people/import_undo.html", {"started": started, "refusal": can_be_undone(started)})


def _import_page(request: HttpRequest, started: CaseloadImport, form: AddListForm) -> HttpResponse:
    rows = _problem_rows(started)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "started": started,
        "form": form,
        "under_way": started.state in UNDER_WAY,
        "silent": is_silent(started),
        "page_obj": page,
        "figures": _figures(started),
        "sample": [{**row, "born_on": _day(row["born_on"])} for row in started.sample],
        "undo_until": _undo_until(started),
        "left_out": [name for place, name in enumerate(started.headers) if not started.columns.get(str(place))],
    }
    return render(request, "people/import.html", context)


def _problem_rows(started: CaseloadImport) -> list[dict[str, Any]]:
    """Problems by row; wrong rows first."""
    rows: dict[int, dict[str, Any]] = {}
    for problem in started.problems:
        row = rows.setdefault(problem["row"], {"number": problem["row"], "wrong": False, "problems": []})
        row["problems"].append(
            problem | {"url": reverse("desk:person", args=[problem["ref"]]) if problem["ref"] else ""}
        )
        row["wrong"] = row["wrong"] or problem["wrong"]
    return sorted(rows.values(), key=lambda row: (not row["wrong"], row["number"]))


def _figures(started: CaseloadImport) -> list[dict[str, Any]]:
    return [
        {"number": started.rows_ok, "label": "Ready", "tone": "done"},
        {"number": started.rows_warned, "label": "Need a look", "tone": "due" if started.rows_warned else "quiet"},
        {"number": started.rows_wrong, "label": "Wrong", "tone": "overdue" if started.rows_wrong else "quiet"},
    ]


def _undo_until(started: CaseloadImport) -> datetime | None:
    if started.state != ImportState.DONE or started.finished_at is None or can_be_undone(started):
        return None
    return started.finished_at + UNDO_WITHIN


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
