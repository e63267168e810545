"""Reports of a person, a new one, and its sections as the author writes them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Action, Hidden, can, check, writable_levels
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.people.models import Person
from throughgate.people.selectors import access_person
from throughgate.people.selectors.hearings import hearings_of
from throughgate.reports.forms import BecauseForm, NewForm, SectionForm
from throughgate.reports.grammar import Template
from throughgate.reports.loading import template_of, templates
from throughgate.reports.models import ReportVersion, Statement
from throughgate.reports.rules.versions import ReportError
from throughgate.reports.selectors.reports import (
    SectionLines,
    access_frozen,
    access_statement,
    access_version,
    closed_in,
    compare,
    due_of,
    latest_version,
    left_out_words,
    numbers_of,
    open_of_template,
    reports_of,
    sections_of,
    sent_of,
    sources_of,
    stale_in,
    statements_of,
    version_of_promise,
)
from throughgate.reports.services.writing import (
    begin_report,
    begin_version,
    draft_anew,
    put_back,
    write_statements,
)
from throughgate.reports.views.pages import form_page, frame, own_version, saved, version_url


@require_safe
def of_person(request: HttpRequest, ref: str) -> HttpResponse:
    """What is due by when, what is being written, and what is finished."""
    user = user_of(request)
    person = access_person(user, ref, page="reports")
    rows, due = reports_of(user, person), due_of(user, person)
    context = {
        "due": due,
        "drafts": [one for one in rows if not hasattr(one, "frozen")],
        "finished": [one for one in rows if hasattr(one, "frozen")],
        "hearings": hearings_of(person),
        "may_write": bool(_offered(user, person)),
    }
    return render(request, "reports/person.html", context | frame(request, person))


def _offered(user: User, person: Person) -> list[Template]:
    levels = writable_levels(user, person)
    return [one for one in templates().values() if one.sensitivity in levels and user.role in one.signs]


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    person = access_person(user, ref, action=Action.RECORD, page="reports", audit=request.method != "POST")
    hearings = [one for one in hearings_of(person) if one.is_open]
    first = {"template": request.GET.get("template", ""), "hearing": hearings[0].row.ref if hearings else ""}
    form = NewForm(request.POST or None, offered=_offered(user, person), hearings=hearings, initial=first)
    there = open_of_template(user, person, first["template"])
    if request.method == "POST" and form.is_valid():
        made: list[ReportVersion] = []
        given = form.cleaned_data
        hearing = form.hearings.get(given.get("hearing", "")) if template_of(given["template"]).hearing else None
        there = open_of_template(user, person, given["template"])
        if saved(
            form,
            request,
            lambda: made.append(begin_report(by=user, person=person, template=given["template"], hearing=hearing)),
        ):
            messages.success(request, "Drafted from the record. Read it section by section and make it yours.")
            return redirect(version_url(made[0]))
    context = {"form": form, "offered": _offered(user, person), "there": there, "record_url": ""}
    return render(request, "reports/new.html", context | frame(request, person))


@require_safe
def latest(request: HttpRequest, ref: str) -> HttpResponse:
    return redirect(version_url(latest_version(user_of(request), ref)))


@require_safe
def promised(request: HttpRequest, ref: str) -> HttpResponse:
    return redirect(version_url(version_of_promise(user_of(request), ref)))


@require_safe
def version(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """The draft by section with what was left out, or the frozen report."""
    user, found = user_of(request), access_version(user_of(request), ref, number)
    statements = statements_of(user, found)
    frozen, is_author = hasattr(found, "frozen"), found.author_id == user.pk
    context: dict[str, Any] = {
        "version": found,
        "report": found.report,
        "template": template_of(found.report.template),
        "sections": sections_of(found, statements),
        "stale": set() if frozen else stale_in(found, statements),
        "closed": closed_in(found, statements),
        "left_out": left_out_words(statements),
        "gone_through": list(found.gone_through.select_related("by")),
        "sign_offs": list(found.sign_offs.select_related("by")),
        "numbers": numbers_of(found.report),
        "is_frozen": frozen,
        "may_read_paper": frozen and can(user, Action.VIEW, found.frozen),
        "sent": sent_of(found) if frozen else [],
        "may_write": is_author and not frozen and found.asked_at is None,
        "is_author": is_author,
        "is_signer": found.signer_id == user.pk and not frozen,
        "may_begin": frozen and user.role in template_of(found.report.template).signs,
    }
    return render(request, "reports/version.html", context | frame(request, found.report.person))


def _section(user: User, found: ReportVersion, key: str) -> SectionLines:
    one = next((one for one in sections_of(found, statements_of(user, found)) if one.key == key), None)
    if one is None:
        raise Hidden()
    return one


def _section_form(request: HttpRequest, found: ReportVersion, key: str) -> tuple[SectionForm, SectionLines]:
    lines = _section(user_of(request), found, key)
    rows: list[Statement] = sorted([*lines.stands, *lines.left_out], key=lambda one: one.place)
    return SectionForm(
        request.POST if request.method == "POST" else None, section=lines.section, statements=rows
    ), lines


@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, ref: str, number: int, key: str) -> HttpResponse:
    """One section to write, with its sources a tap away. What is typed is saved as it is typed."""
    user, found = user_of(request), own_version(request, ref, number)
    form, lines = _section_form(request, found, key)
    if form.is_bound and form.is_valid() and saved(form, request, lambda: _write(user, found, form)):
        keys = list(template_of(found.report.template).sections)
        onward = keys[keys.index(key) + 1 :]
        if request.POST.get("action") == "next" and onward:
            return redirect("reports:section", ref=ref, number=number, key=onward[0])
        return redirect(f"{version_url(found)}#{key}")
    context = {
        "version": found,
        "person": found.report.person,
        "form": form,
        "lines": lines,
        "stale": stale_in(found, form.rows),
        "back_url": f"{version_url(found)}#{key}",
        "typed_url": reverse("reports:typed", args=[ref, number, key]),
        "record_url": "",
    }
    return render(request, "reports/section.html", context)


def _write(user: User, found: ReportVersion, form: SectionForm) -> None:
    write_statements(by=user, version=found, words=form.words(), left_out=form.left_out())


@require_POST
def typed(request: HttpRequest, ref: str, number: int, key: str) -> HttpResponse:
    """What is typed so far. Answers 204, also where it cannot be written any more."""
    found = own_version(request, ref, number)
    form, _ = _section_form(request, found, key)
    if form.is_valid():
        try:
            _write(user_of(request), found, form)
        except ReportError:
            return HttpResponse(status=204)
    return HttpResponse(status=204)


@require_safe
def sources(request: HttpRequest, ref: str, number: int, pk: int) -> HttpResponse:
    """What one statement was drawn from; each entry leads to the record."""
    user, found = user_of(request), access_version(user_of(request), ref, number)
    statement = access_statement(user, found, pk)
    context = {"statement": statement, "sources": sources_of(user, statement), "back_url": version_url(found)}
    return render(request, "reports/sources.html", context | {"person": found.report.person, "record_url": ""})


@require_http_methods(["GET", "POST"])
def back_in(request: HttpRequest, ref: str, number: int, pk: int) -> HttpResponse:
    user, found = user_of(request), own_version(request, ref, number)
    statement = access_statement(user, found, pk, action=Action.RECORD)
    form = BecauseForm(request.POST or None)
    return form_page(
        request, found, form, lambda: put_back(by=user, statement=statement, because=form.cleaned_data["because"]),
        title="Put a statement back", button="Put it back", done="It stands in the report again.",
        about=f"{statement.drafted} {statement.get_left_out_display()}.",
    )  # fmt: skip


@require_POST
def anew(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    user, found = user_of(request), own_version(request, ref, number)
    if saved(None, request, lambda: draft_anew(by=user, version=found)):
        messages.success(request, "Drafted anew. Your words were kept where the record still says the same.")
    return redirect(version_url(found))


@require_http_methods(["GET", "POST"])
def again(request: HttpRequest, ref: str) -> HttpResponse:
    """A new version of a frozen report."""
    user = user_of(request)
    last = latest_version(user, ref)
    check(user, Action.RECORD, last)
    form = BecauseForm(request.POST or None)
    made: list[ReportVersion] = []
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"]
        if saved(form, request, lambda: made.append(begin_version(by=user, report=last.report, because=because))):
            return redirect(version_url(made[0]))
    context = {"form": form, "title": "A new version", "button": "Begin it", "back_url": version_url(last)}
    about = "The frozen one stays as it is. The record is read again, and your own words are kept."
    return render(
        request, "reports/form.html", context | {"about": about, "person": last.report.person, "record_url": ""}
    )


@require_safe
def compared(request: HttpRequest, ref: str) -> HttpResponse:
    """The last two versions side by side, or the two asked for."""
    user, last = user_of(request), latest_version(user_of(request), ref)
    numbers = numbers_of(last.report)
    first = _asked(request, "from", numbers, numbers[-2] if len(numbers) > 1 else numbers[-1])
    second = _asked(request, "to", numbers, numbers[-1])
    before, after = access_version(user, ref, first), access_version(user, ref, second)
    rows = compare(sections_of(before, statements_of(user, before)), sections_of(after, statements_of(user, after)))
    context = {"before": before, "after": after, "rows": rows, "back_url": version_url(after)}
    return render(request, "reports/compare.html", context | {"person": last.report.person, "record_url": ""})


def _asked(request: HttpRequest, name: str, numbers: list[int], otherwise: int) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and int(given) in numbers else otherwise


@require_safe
def paper(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """The frozen bytes, as they were signed."""
    user, found = user_of(request), access_version(user_of(request), ref, number)
    frozen = access_frozen(user, found, with_pdf=True)
    name = f'inline; filename="report-{ref}-{number}.pdf"'
    return HttpResponse(bytes(frozen.pdf), content_type="application/pdf", headers={"Content-Disposition": name})
