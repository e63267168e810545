"""The checklist, the right to work, what has to be told, and the letter that tells it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from throughgate.access.policy import Action, Hidden, check
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.web.undo import say_done
from throughgate.work.forms import ConvictionForm, LetterForm, RightForm
from throughgate.work.models import PastConviction
from throughgate.work.readiness_file import readiness
from throughgate.work.rehabilitation_file import rehabilitation_law
from throughgate.work.rules.readiness import ReadinessError
from throughgate.work.rules.rehabilitation import CHECKS, must_tell
from throughgate.work.selectors.ways import access_row, answers_of, convictions_of, letters_of, plain_conviction
from throughgate.work.services.readiness import (
    add_conviction,
    note_line,
    note_right,
    save_letter,
    say_ready,
    take_back_line,
    withdraw_conviction,
)
from throughgate.work.views.pages import form_page, reach

TOLD_WORDS = {"told": "Has to be told if they ask", "not-told": "Need not be told", "maybe": "Cannot be said yet"}


def _reach_sensitive(request: HttpRequest, ref: str) -> Person:
    """Whoever may not read at that level learns of none of it."""
    person = reach(request, ref, Action.RECORD)
    check(user_of(request), Action.VIEW, PastConviction(person=person))
    return person


@require_POST
def line(request: HttpRequest, ref: str, code: str) -> HttpResponse:
    person = reach(request, ref, Action.RECORD)
    if code not in readiness().lines:
        raise Hidden()
    try:
        note_line(by=user_of(request), person=person, code=code, state=request.POST.get("state", ""))
    except ReadinessError as problem:
        messages.error(request, f"{problem}.")
    else:
        undo = reverse("work:undo_line", kwargs={"ref": ref, "code": code})
        say_done(request, f"{readiness().lines[code].title}: noted.", undo)
    return redirect("work:person", ref=ref)


@require_POST
def undo_line(request: HttpRequest, ref: str, code: str) -> HttpResponse:
    person = reach(request, ref, Action.RECORD)
    if code not in readiness().lines:
        raise Hidden()
    take_back_line(by=user_of(request), person=person, code=code)
    messages.info(request, "Taken back.")
    return redirect("work:person", ref=ref)


@require_POST
def ready(request: HttpRequest, ref: str) -> HttpResponse:
    person = reach(request, ref, Action.RECORD)
    try:
        say_ready(by=user_of(request), person=person)
    except ReadinessError as problem:
        messages.error(request, f"{problem}.")
    else:
        messages.success(request, "Ready for work: written down.")
    return redirect("work:person", ref=ref)


@require_http_methods(["GET", "POST"])
def right(request: HttpRequest, ref: str) -> HttpResponse:
    user, person = user_of(request), _reach_sensitive(request, ref)
    form = RightForm(request.POST or None, initial={"checked_on": today()})
    return form_page(
        request, person, form, lambda: note_right(by=user, person=person, **form.cleaned_data),
        title="Right to work", done="Noted.", about=readiness().rights.source,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def disclosure(request: HttpRequest, ref: str) -> HttpResponse:
    """What is spent and from when, by which row of the law, and what more may be asked."""
    user, person = user_of(request), _reach_sensitive(request, ref)
    form, law = ConvictionForm(request.POST or None), rehabilitation_law()
    return form_page(
        request, person, form, lambda: add_conviction(by=user, person=person, said=form.said()),
        title="What has to be told", done="Noted.", template="work/disclosure.html",
        rows=_told_rows(user, person), law=law, checks=CHECKS.values(),
    )  # fmt: skip


def _told_rows(user: User, person: Person) -> list[dict[str, object]]:
    law, rows = rehabilitation_law(), convictions_of(user, person)
    return [
        {
            "row": row,
            "offence": readiness().offences.get(row.offence, row.offence),
            "answer": answer,
            "spent": answer.is_spent(today()),
            "told": [
                (words, TOLD_WORDS[must_tell(plain_conviction(row), answer, level, law, today())])
                for level, words in CHECKS.items()
            ],
        }
        for row, answer in zip(rows, answers_of(rows, today()), strict=True)
    ]


@require_POST
def withdraw(request: HttpRequest, ref: str, conviction: str) -> HttpResponse:
    person = _reach_sensitive(request, ref)
    rows = PastConviction.objects.filter(ref=conviction)
    row = access_row(user_of(request), person, rows, action=Action.RECORD)
    withdraw_conviction(by=user_of(request), row=row)
    messages.success(request, "It counts no more.")
    return redirect("work:disclosure", ref=ref)


BLOCKS = (
    "Dear …,\n\nI am applying for … because …\n\nI want to tell you myself that I have a conviction. In … I was "
    "convicted of … and the sentence was …\n\nWhat was going on in my life then: …\n\nWhat I have done since: …\n\n"
    "Somebody who can speak for me: …\n\nI would be glad to talk about it.\n\n…"
)


@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, ref: str) -> HttpResponse:
    """The text is theirs. Blocks to fill stand there where nothing is written yet."""
    user, person = user_of(request), _reach_sensitive(request, ref)
    versions = letters_of(user, person)
    form = LetterForm(request.POST or None, initial={"words": versions[0].words if versions else BLOCKS})
    return form_page(
        request, person, form, lambda: save_letter(by=user, person=person, words=form.cleaned_data["words"]),
        title="Letter that tells of the record", done="Saved as a version.", template="work/letter.html",
        versions=versions,
    )  # fmt: skip
