"""Texts to one person: whether they want them and what was sent; and people of mine who were not reached."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Ability, Action, can, require
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.audit.services import Happened, record_events
from throughgate.common.clock import today
from throughgate.notices.forms import YES, TextsForm
from throughgate.notices.rules.texts import WORDS, Bar, shown_number
from throughgate.notices.selectors.text_service import has_service
from throughgate.notices.selectors.texts import Known, access_text, known_of, not_sent, texts_of
from throughgate.notices.services.texts import NoNumberError, note_told, say_texts
from throughgate.notices.views.text_words import text_row
from throughgate.people.models import Person
from throughgate.people.selectors import access_person
from throughgate.web.undo import say_done

HERE = {Bar.NOT_AGREED, Bar.NOT_ASKED_WHO_READS}  # mended on this very page


@require_http_methods(["GET", "HEAD", "POST"])
def of_person(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    action = Action.RECORD if request.method == "POST" else Action.VIEW
    person = access_person(user, ref, action=action, page="texts")
    known = known_of([person.pk], today())[person.pk]
    form = TextsForm(request.POST or None, initial=_initial(known))
    if form.is_valid() and _said(user, person, form):
        messages.success(request, "Noted.")
        return redirect("notices:texts", ref=person.ref)
    return render(request, "notices/texts.html", _context(user, person, known, form))


def _initial(known: Known) -> dict[str, Any]:
    reachable = known.reachable
    return {"wants": YES if reachable.agreed else None, "who_reads": reachable.who_reads or None, "how": "spoken"}


def _said(user: User, person: Person, form: TextsForm) -> bool:
    said = form.cleaned_data
    try:
        say_texts(by=user, person=person, wants=form.wants_texts, who_reads=said["who_reads"], how=said["how"])
    except NoNumberError as problem:
        form.add_error("wants", str(problem))
        return False
    return True


def _context(user: User, person: Person, known: Known, form: TextsForm) -> dict[str, Any]:
    bars = known.bars
    return {
        "person": person,
        "form": form,
        "number": shown_number(known.reachable.number) if known.reachable.number else "",
        "phone": known.reachable.phone,
        "bars": [WORDS[bar] for bar in bars],
        "is_texted": not bars,
        "has_service": has_service(),
        "may_say": can(user, Action.RECORD, person),
        "details_url": reverse("people:details", args=[person.ref]) if can(user, Action.EDIT, person) else "",
        "sharing_url": reverse("people:sharing", args=[person.ref]),
        "rows": [text_row(user, one) for one in texts_of(user, person)],
    }


@require_safe
def not_reached(request: HttpRequest) -> HttpResponse:
    """People of mine who were to get a text and did not, while their booking is still to come."""
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    rows = list(not_sent(user, today()))
    record_events(by=user, events=[Happened("text.read", text.person, f"text {text.ref}") for text in rows])
    return render(request, "notices/not_reached.html", {"rows": [text_row(user, one) for one in rows]})


@require_POST
def told(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    text = access_text(user, ref, action=Action.RECORD)
    if note_told(by=user, text=text):
        say_done(request, "Noted: they were told another way.", reverse("notices:untold", args=[ref]))
    return redirect("notices:not_reached")


@require_POST
def untold(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    note_told(by=user, text=access_text(user, ref, action=Action.RECORD), told=False)
    return redirect("notices:not_reached")
