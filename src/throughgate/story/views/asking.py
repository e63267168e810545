"""The pages that ask: one question on each, or one section."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from throughgate.access.policy import Action, Hidden
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.story.forms.asking import Asked, AskForm, HeardForm, ReasonForm, typed_in
from throughgate.story.models import Answer
from throughgate.story.rules.asking import OPEN, State
from throughgate.story.rules.paging import By, Page, before, next_at, page_at, pages_of
from throughgate.story.selectors.answers import access_answer
from throughgate.story.selectors.forms import Sheet, sheet_of, unfinished_in
from throughgate.story.services.answering import (
    AnsweredMeanwhileError,
    AnswerError,
    confirm_answer,
    discard_unfinished,
    keep_unfinished,
    record_answers,
    take_back_answer,
)
from throughgate.story.terms import CameBy
from throughgate.story.views.pages import frame, heard_before, keep_heard, pages_by, reach, vary
from throughgate.story.views.told import MEANWHILE

BOTH_KEPT = "This was answered before your page was saved, perhaps by a colleague. Both answers are kept; yours stands."


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    user, person = user_of(request), reach(request, ref, "form", Action.RECORD)
    sheet, by = sheet_of(user, person, slug, today()), pages_by(request)
    if sheet.run is None:
        return redirect("story:form", ref=ref, slug=slug)
    if request.method == "POST":
        return _posted(request, user, sheet, by)
    page = _page(sheet, by, request.GET.get("at", ""))
    if page is None:
        return redirect("story:finish", ref=ref, slug=slug)
    waiting = unfinished_in(user, sheet.run)
    form = AskForm(asked=_asked(sheet, page.items, waiting), must_answer=by == "one")
    heard = HeardForm(today=today(), initial=heard_before(request, sheet.run))
    return _show(request, sheet, by, page, form, heard)


@require_POST
def keep_typed(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """What is typed so far. Answers 204, also where there is nothing to keep it for any more."""
    user, person = user_of(request), reach(request, ref, "form", Action.RECORD)
    sheet = sheet_of(user, person, slug, today())
    if sheet.run:
        _keep_typed(user, sheet, request.POST)
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """An answer of an open form that was put down by mistake."""
    user, person = user_of(request), reach(request, ref, "answer", Action.RECORD)
    row = access_answer(user, person, pk)
    if row.run is None or row.run.finished_at or row.superseded_at:
        raise Hidden()
    form = ReasonForm(request.POST if request.method == "POST" else None, label="Why is it taken back?")
    if request.method == "POST" and form.is_valid():
        return _take_back(request, user, row, form)
    sheet = sheet_of(user, person, row.run.form, today())
    context = {"form": form, "told": sheet.known.told_of(row), "sheet": sheet, "record_url": ""}
    return render(request, "story/take_back.html", context | frame(request, person))


def _take_back(request: HttpRequest, user: User, row: Answer, form: ReasonForm) -> HttpResponse:
    try:
        take_back_answer(by=user, answer=row, reason=form.cleaned_data["reason"])
    except AnsweredMeanwhileError:
        messages.warning(request, MEANWHILE)
    else:
        messages.success(request, "The answer is taken back.")
    return _go(row.person.ref, row.form, row.item)


def _posted(request: HttpRequest, user: User, sheet: Sheet, by: By) -> HttpResponse:
    run, posted = sheet.run, request.POST
    if run is None:
        raise Hidden()
    keys = _posted_keys(sheet, posted)
    if not keys:
        return _go(run.person.ref, run.form)
    if posted.get("action") == "skip":
        _keep_typed(user, sheet, posted)
        return _onward(user, sheet, by, keys)
    still = posted.get("still", "")
    form = AskForm(posted, asked=_asked(sheet, keys), must_answer=by == "one" and not still)
    heard = HeardForm(posted, today=today())
    if form.is_valid() and heard.is_valid() and _save(request, user, sheet, form, heard):
        if still in keys:
            _confirm(request, user, sheet, still, posted)
        return _onward(user, sheet, by, keys, stay=bool(still))
    at = keys[0] if by == "one" else _section_of(sheet, keys[0])
    return _show(request, sheet, by, Page(at, _section_of(sheet, keys[0]), tuple(keys)), form, heard)


def _save(request: HttpRequest, user: User, sheet: Sheet, form: AskForm, heard: HeardForm) -> bool:
    run, how = sheet.run, heard.cleaned_data
    if run is None:
        raise Hidden()
    new = [said for said in form.said() if not said.is_as_before]
    try:
        rows = record_answers(
            by=user,
            run=run,
            said=[(said.asked.key, said.value, said.seen) for said in new],
            answered_on=how["heard_on"],
            source=how["source"],
            sure=how["sure"],
        )
    except AnswerError as problem:
        form.add_error(None, f"{problem}.")
        return False
    for said in form.said():
        discard_unfinished(by=user, run=run, item=said.asked.key, carried=_carried(request.POST, said.asked.key))
    keep_heard(request, run, how)
    if any(row.came_by == CameBy.AGAIN for row in rows):
        messages.warning(request, BOTH_KEPT)
    return True


def _confirm(request: HttpRequest, user: User, sheet: Sheet, key: str, posted: QueryDict) -> None:
    row = sheet.known.rows.get(key)
    if row is None or str(row.pk) != posted.get(f"seen-{key}"):
        messages.warning(request, MEANWHILE)
        return
    try:
        confirm_answer(by=user, answer=row, on=today(), run=sheet.run)
    except (AnsweredMeanwhileError, AnswerError):
        messages.warning(request, MEANWHILE)


def _keep_typed(user: User, sheet: Sheet, posted: QueryDict) -> None:
    run = sheet.run
    if run is None:
        return
    for one in _asked(sheet, _posted_keys(sheet, posted)):
        typed = typed_in(posted, one)
        if typed and not _stands(one, posted):
            keep_unfinished(by=user, run=run, item=one.key, fields=typed)
        else:
            discard_unfinished(by=user, run=run, item=one.key)


def _stands(one: Asked, posted: QueryDict) -> bool:
    """Nothing is unfinished where the same was said in this form. Typed words may arrive after they were saved."""
    form = AskForm(posted, asked=[one])
    return one.here and form.is_valid() and any(said.stands for said in form.said())


def _onward(user: User, sheet: Sheet, by: By, keys: list[str], *, stay: bool = False) -> HttpResponse:
    """To what the answers opened, or what comes next; at the end, to what the form comes to."""
    person, slug = sheet.known.person, sheet.form.slug
    now = sheet_of(user, person, slug, today())
    left = [one.item for one in now.states if one.item in keys and one.state in OPEN]
    if stay and left and by == "section":
        return _go(person.ref, slug, left[0], anchor=True)
    at = next_at(now.states, by, keys)
    return _go(person.ref, slug, at) if at else redirect("story:finish", ref=person.ref, slug=slug)


def _go(ref: str, slug: str, at: str = "", *, anchor: bool = False) -> HttpResponse:
    url = reverse("story:ask", kwargs={"ref": ref, "slug": slug})
    return redirect(url + (f"?{urlencode({'at': at})}" if at else "") + (f"#{at}" if anchor else ""))


def _page(sheet: Sheet, by: By, at: str) -> Page | None:
    """The page asked for; else the first with something to ask; None where there is nothing."""
    pages = pages_of(sheet.asking, by)
    if at:
        known = next(
            (one for one in sheet.states if one.item == at and one.state in (State.KNOWN, State.DECLINED)), None
        )
        page = page_at(pages, at)
        if page and (known is None or at in page.items):
            return page
        if known:
            return Page(at, known.section, (at,))
    first = next((one.item for one in sheet.asking if one.state in OPEN), None)
    return page_at(pages, first) if first else None


def _posted_keys(sheet: Sheet, posted: QueryDict) -> list[str]:
    """The questions that stood on the page, as far as they are this reader's to ask."""
    ours = [one.item for one in sheet.states if one.state not in (State.TOLD, State.LEFT)]
    on_page = set(posted.getlist("item"))
    return [key for key in ours if key in on_page and not sheet.known.is_closed(key)]


def _asked(sheet: Sheet, keys: Iterable[str], waiting: dict[str, Any] | None = None) -> list[Asked]:
    known = sheet.known
    return [
        Asked(
            key,
            known.questions.items[key],
            known.told_of(known.mine[key]) if key in known.mine else None,
            here=key in sheet.in_run,
            unfinished=(waiting or {}).get(key, ()),
        )
        for key in keys
    ]


def _section_of(sheet: Sheet, key: str) -> str:
    return next(one.section for one in sheet.states if one.item == key)


def _carried(posted: QueryDict, key: str) -> int | None:
    text = posted.get(f"carried-{key}", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _show(request: HttpRequest, sheet: Sheet, by: By, page: Page, form: AskForm, heard: HeardForm) -> HttpResponse:
    person, part = sheet.known.person, sheet.form.sections[page.section]
    earlier = before(pages_of(sheet.asking, by), page.at)
    context = {
        "sheet": sheet,
        "part": part,
        "page": page,
        "by": by,
        "form": form,
        "heard": heard,
        "heard_open": bool(heard.errors) or heard.is_unusual,
        "user": request.user,
        "back": earlier.at if earlier else "",
        "is_last": next_at(sheet.states, by, page.items) is None,
        "record_url": "",
    }
    return vary(render(request, "story/ask.html", context | frame(request, person)))
