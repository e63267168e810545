"""The pages that ask: one question on each, or all of one who rates."""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Action
from throughgate.accounts.requests import user_of
from throughgate.measures.forms import AskForm
from throughgate.measures.grammar import PERSON, Instrument
from throughgate.measures.models import Sitting
from throughgate.measures.rules.asking import (
    ALONE,
    PAPER,
    Given,
    Step,
    rater_words,
    states_of,
    step_at,
    steps_of,
    to_ask,
)
from throughgate.measures.rules.scoring import AnswerError
from throughgate.measures.selectors.instruments import instrument_of
from throughgate.measures.selectors.sittings import access_sitting, given_in
from throughgate.measures.services.sittings import SittingError, record_answers
from throughgate.measures.views.pages import frame, reach
from throughgate.story.rules.asking import OPEN, ItemState
from throughgate.story.rules.paging import By, Page, before, next_at, page_at, pages_of
from throughgate.story.views.pages import pages_by, vary


@dataclass(frozen=True)
class Turn:
    """Whose questions are on the screen. `alone`: the person holds it, and sees nothing of the worker's."""

    sitting: Sitting
    instrument: Instrument
    given: Given
    alone: bool
    by: By

    @property
    def states(self) -> tuple[ItemState, ...]:
        if self.alone:
            return states_of(self.instrument, self.given, (PERSON,))
        return states_of(self.instrument, self.given)

    @property
    def pages(self) -> tuple[Page, ...]:
        return pages_of(self.states, self.by)

    def page(self, at: str) -> Page | None:
        """The page asked for; else the first with something to ask; None where there is nothing."""
        if at and (page := page_at(self.pages, at)):
            return page
        first = next((one.item for one in self.states if one.state in OPEN), None)
        return page_at(self.pages, first) if first else None


def _turn(request: HttpRequest, sitting: Sitting, at: str) -> Turn:
    instrument, given = instrument_of(sitting.instrument), given_in(sitting)
    todo = [step.rater for step in to_ask(instrument, given)]
    alone = sitting.how == ALONE and (at.startswith(f"{PERSON}.") if at else PERSON in todo)
    by: By = "one" if alone else "section" if sitting.how == PAPER else pages_by(request)
    return Turn(sitting, instrument, given, alone, by)


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, ref: str, sitting: str) -> HttpResponse:
    person = reach(request, ref, Action.RECORD)
    row = access_sitting(user_of(request), person, sitting, action=Action.RECORD)
    if row.finished_at:
        return redirect("measures:result", ref=ref, sitting=sitting)
    if request.method == "POST":
        return _posted(request, row)
    turn = _turn(request, row, request.GET.get("at", ""))
    page = turn.page(request.GET.get("at", ""))
    if page is None:
        return redirect("measures:finish", ref=ref, sitting=sitting)
    return _show(request, turn, page, _form(turn, page))


@require_POST
def keep_typed(request: HttpRequest, ref: str, sitting: str) -> HttpResponse:
    """What is ticked so far. Answers 204, also where there is nothing to keep it for any more."""
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    row = access_sitting(user, person, sitting, action=Action.RECORD)
    turn = _turn(request, row, "")
    form = AskForm(request.POST, instrument=turn.instrument, steps=_steps(turn, request.POST), given=turn.given)
    form.is_valid()
    if not row.finished_at and form.said():
        try:
            record_answers(by=user, sitting=row, said=form.said())
        except (AnswerError, SittingError):
            return HttpResponse(status=204)
    return HttpResponse(status=204)


@require_safe
def thanks(request: HttpRequest, ref: str, sitting: str) -> HttpResponse:
    """For the person: that was all. For the worker who gets the phone back: go on."""
    person = reach(request, ref, Action.RECORD)
    row = access_sitting(user_of(request), person, sitting, action=Action.RECORD)
    if row.finished_at:
        return redirect("measures:result", ref=ref, sitting=sitting)
    instrument, given = instrument_of(row.instrument), given_in(row)
    onward = next((step.at for step in to_ask(instrument, given) if step.rater != PERSON), "")
    asking = reverse("measures:ask", kwargs={"ref": ref, "sitting": sitting})
    finish = reverse("measures:finish", kwargs={"ref": ref, "sitting": sitting})
    context = {
        "sitting": row,
        "person": person,
        "first": next(iter(instrument.items)),
        "onward": f"{asking}?{urlencode({'at': onward})}" if onward else finish,
        "record_url": "",
    }
    return render(request, "measures/thanks.html", context)


def _steps(turn: Turn, posted: QueryDict) -> list[Step]:
    on_page = dict.fromkeys(posted.getlist("step"))
    return [step for at in on_page if (step := step_at(turn.instrument, at))]


def _posted(request: HttpRequest, row: Sitting) -> HttpResponse:
    at = request.POST.get("step", "")
    turn = _turn(request, row, at)
    steps = _steps(turn, request.POST)
    if not steps:
        return _go(row)
    page = turn.page(steps[0].at) or Page(steps[0].at, steps[0].rater, tuple(step.at for step in steps))
    must = len(steps) == 1 and not turn.instrument.items[steps[0].item].alone
    form = AskForm(request.POST, instrument=turn.instrument, steps=steps, given=turn.given, must_answer=must)
    if form.is_valid():
        try:
            record_answers(by=user_of(request), sitting=row, said=form.said())
        except (AnswerError, SittingError) as problem:
            form.add_error(None, f"{problem}.")
        else:
            return _onward(request, turn, [step.at for step in steps])
    return _show(request, turn, page, form)


def _onward(request: HttpRequest, turn: Turn, done: Collection[str]) -> HttpResponse:
    """To what comes next; at the end of the person's own questions, to a page that says thank you."""
    row = turn.sitting
    now = Turn(row, turn.instrument, given_in(row), turn.alone, turn.by)
    at = _following(now, done) if turn.alone else next_at(now.states, now.by, done)
    if at:
        return _go(row, at)
    return redirect("measures:thanks" if turn.alone else "measures:finish", ref=row.person.ref, sitting=row.ref)


def _following(turn: Turn, done: Collection[str]) -> str | None:
    """The very next one, answered or not: whoever fills it in alone may look at their answers again."""
    order = [step.at for step in steps_of(turn.instrument, (PERSON,))]
    place = max(order.index(at) for at in done) + 1
    return order[place] if place < len(order) else None


def _go(row: Sitting, at: str = "") -> HttpResponse:
    url = reverse("measures:ask", kwargs={"ref": row.person.ref, "sitting": row.ref})
    return redirect(url + (f"?{urlencode({'at': at})}" if at else ""))


def _form(turn: Turn, page: Page) -> AskForm:
    steps = [step for at in page.items if (step := step_at(turn.instrument, at))]
    return AskForm(instrument=turn.instrument, steps=steps, given=turn.given)


def _show(request: HttpRequest, turn: Turn, page: Page, form: AskForm) -> HttpResponse:
    person, earlier = turn.sitting.person, before(turn.pages, page.at)
    states = [one for one in turn.states if one.section == page.section]
    context = {
        "base": "web/base_plain.html" if turn.alone else "web/base.html",
        "sitting": turn.sitting,
        "instrument": turn.instrument,
        "turn": turn,
        "page": page,
        "form": form,
        "questions": [(step, form[name]) for step, name in zip(form.steps, form.fields, strict=True)],
        "title": turn.instrument.title if page.section == PERSON else rater_words(page.section, person.first_name),
        "answered": sum(one.state not in OPEN for one in states),
        "of": len(states),
        "place": next((place for place, one in enumerate(states, 1) if one.item in page.items), 1),
        "back": earlier.at if earlier else "",
        "record_url": "",
    }
    around = {"person": person} if turn.alone else frame(request, person)
    return vary(render(request, "measures/ask.html", context | around))
