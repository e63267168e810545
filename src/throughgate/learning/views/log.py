"""The learning log: the list, one item, and what is written in it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughgate.access.policy import Ability, Forbidden, Hidden, has, require
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.learning.forms.log import ChangedForm, CheckForm, EndForm, ItemForm, NoteForm, PlanForm
from throughgate.learning.models import LogItem, Part, Source
from throughgate.learning.rules.log import STATE_TONES, STATE_WORDS, State
from throughgate.learning.selectors.feedback import voice_for
from throughgate.learning.selectors.log import (
    Read,
    change_for,
    item_for,
    items_for,
    may_check,
    may_do,
    sites_of,
    staff_of,
)
from throughgate.learning.services import log as services
from throughgate.learning.views.pages import form_page, names_for, places, saved
from throughgate.programmes.selectors.manuals import list_models

PER_PAGE = 20


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    is_open = request.GET.get("show") != "all"
    page = Paginator(items_for(user, open_only=is_open), PER_PAGE).get_page(request.GET.get("page"))
    rows = [_line(Read(item)) for item in page.object_list]
    context = {"rows": rows, "page_obj": page, "is_open": is_open}
    return render(request, "learning/log.html", context | places(user, "log"))


def _line(read: Read) -> dict[str, Any]:
    change = read.open_change
    return {
        "item": read.item,
        "words": read.happened,
        "source": Source(read.item.source).label,
        "state": STATE_WORDS[read.state],
        "tone": STATE_TONES[read.state],
        "next": _next(read),
        "is_late": change is not None and (change.check_on if change.done_at else change.by_on) < today(),
    }


def _next(read: Read) -> str:
    change = read.open_change
    if change is not None:
        who, on = (change.checker, change.check_on) if change.done_at else (change.responsible, change.by_on)
        return f"{who.name} {'checks' if change.done_at else 'changes'} it by {on.day} {on:%B %Y}"
    if read.state in {State.CHECKED, State.ENDED}:
        return ""
    return "Plan a change" if read.learned else "Say what we learn from it"


@require_safe
def item(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    read = item_for(user, ref)
    change = read.open_change
    keeps = has(user, Ability.KEEP_LEARNING)
    context = {
        "read": read,
        "item": read.item,
        "state": STATE_WORDS[read.state],
        "tone": STATE_TONES[read.state],
        "source": Source(read.item.source).label,
        "programme": _programmes(user).get(read.item.slug, ""),
        "change": change,
        "may_do": change is not None and not change.done_at and may_do(user, change),
        "may_check": change is not None and bool(change.done_at) and may_check(user, change),
        "ending": read.ending,
        "reopened": [one for one in read.endings if one.reopened_at],
        "may_end": keeps and read.ending is None and read.state != State.CHECKED and not (change and change.done_at),
        "past": [one for one in read.changes if one.settled_at or one.withdrawn_at],
        "earlier": [one for one in read.notes if one not in (read.note(Part.HAPPENED), read.note(Part.LEARNED))],
        "line": read.line if keeps else None,
    }
    return render(request, "learning/item.html", context | places(user, ""))


def _programmes(user: Any) -> dict[str, str]:
    return {row.slug: row.title for row in reversed(list_models(user))}


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.KEEP_LEARNING)
    asked = request.GET.get("voice", "")
    voice = voice_for(user, asked) if asked else None
    sites = {one.code: one for one in sites_of(user)}
    initial: dict[str, Any] = {"heard_on": today()}
    if voice is not None:
        enrolment = voice.feedback.enrolment
        initial |= {"happened": voice.said, "source": Source.PERSON, "site": voice.feedback.site.code}
        initial |= {"programme": enrolment.model.slug if enrolment else ""}
    form = ItemForm(
        request.POST or None, names=names_for(user), initial=initial,
        sites=[(code, one.name) for code, one in sites.items()], programmes=sorted(_programmes(user).items()),
    )  # fmt: skip
    made: list[LogItem] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        known = {name: said[name] for name in ("source", "happened", "heard_on")}
        known |= {"site": sites[said["site"]], "slug": said["programme"], "voice": voice}
        if saved(form, lambda: made.append(services.note_item(by=user, **known))):
            messages.success(request, "Noted. Now say what we learn from it.")
            return redirect("learning:item", ref=made[0].ref)
    back = reverse("learning:voices" if voice else "learning:log")
    about = "Begin with what was said. Change what would tell who said it." if voice else ""
    context = {"form": form, "title": "Add to the learning log", "button": "Add it", "about": about, "back_url": back}
    return render(request, "learning/form.html", context)


LABELS = {Part.HAPPENED: "What happened, or what was said?", Part.LEARNED: "What do we learn from it?"}


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, ref: str, part: str) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.KEEP_LEARNING)
    read = item_for(user, ref)
    if part not in Part.values:
        raise Hidden()
    before = read.note(Part(part))
    words = before.words if before else ""
    form = NoteForm(request.POST or None, names=names_for(user), label=LABELS[Part(part)], before=words)
    return form_page(
        request, form,
        lambda: services.write_note(by=user, item=read.item, part=part, **form.cleaned_data),
        _back(ref), title=Part(part).label, button="Put it right" if before else "Save", done="Saved.",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.KEEP_LEARNING)
    read = item_for(user, ref)
    before = read.open_change
    initial = {
        "what": before.what, "responsible": before.responsible_id, "by_on": before.by_on,
        "checker": before.checker_id, "check_on": before.check_on,
    } if before else {}  # fmt: skip
    form = PlanForm(
        request.POST or None, names=names_for(user), staff=staff_of(read.item.site), replaces=before is not None,
        initial=initial,
    )  # fmt: skip
    return form_page(
        request, form,
        lambda: services.plan_change(by=user, item=read.item, **form.cleaned_data),
        _back(ref), title="Plan a change", button="Plan it",
        done="Planned. It stands on the Today page of whoever changes it.",
        about="It takes the place of the one that is planned, which stays to be read." if before else "",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.KEEP_LEARNING)
    read = item_for(user, ref)
    planned = read.open_change
    form = EndForm(request.POST or None, names=names_for(user))
    return form_page(
        request, form,
        lambda: services.end_without_change(by=user, item=read.item, **form.cleaned_data),
        _back(ref), title="Nothing changes", button="Close it",
        done="Closed. Plan a change if it comes up again.",
        about="What was planned is withdrawn, and stays to be read." if planned else read.happened,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def changed(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    change = change_for(user, ref)
    if not may_do(user, change):
        raise Forbidden(Ability.KEEP_LEARNING)
    form = ChangedForm(request.POST or None, names=names_for(user), initial={"done_on": today()})
    return form_page(
        request, form,
        lambda: services.say_changed(by=user, change=change, **form.cleaned_data),
        _back(change.item.ref), title="It is changed", button="It is changed",
        done=f"Noted. {change.checker.name} checks that it worked.", about=change.what,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    change = change_for(user, ref)
    if not may_check(user, change):
        raise Forbidden(Ability.KEEP_LEARNING)
    form = CheckForm(request.POST or None, names=names_for(user), initial={"on": today()})
    return form_page(
        request, form,
        lambda: services.check_change(by=user, change=change, **form.cleaned_data),
        _back(change.item.ref), title="Did it work?", button="Save what you found", done="Saved.",
        about=change.done_words or change.what,
    )  # fmt: skip


def _back(ref: str) -> str:
    return reverse("learning:item", kwargs={"ref": ref})
