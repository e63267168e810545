from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from throughgate.access.policy import Action
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.casework.forms import CorrectContactForm, CorrectDoneForm, VoidForm
from throughgate.casework.models import ContactPerson, ThingDone
from throughgate.casework.rules.contacts import ContactError, say_minutes
from throughgate.casework.selectors.contacts import part_of, parts_to_correct, thing_done_of
from throughgate.casework.services import UnexplainedError, correct_contact, correct_done, void_contact, void_done
from throughgate.casework.views.asking import way_back
from throughgate.casework.views.drafts import about_drafts, keep_for_later
from throughgate.record.kinds import kind_of
from throughgate.record.models import Entry
from throughgate.record.selectors import access_entry, latest_of, wordings_of
from throughgate.record.services import AlreadyCorrectedError, discard_draft
from throughgate.web.words import day_words

KNOWN_MINUTES = dict(CorrectContactForm.minutes_choices)


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Say an entry of this room anew, with a reason. Beneath stands every earlier wording."""
    user = user_of(request)
    entry = access_entry(user, pk, action=Action.RECORD)
    latest = latest_of(entry)
    if request.method == "GET" and latest != entry:
        return redirect("casework:correct", pk=latest.pk)
    if request.method == "POST" and request.POST.get("action") == "draft":
        return keep_for_later(request, user, entry.person)
    act = _act_of(request, user, entry)
    if latest.voids or act is None:
        return _show_only(request, user, latest)
    if request.method == "POST" and act.form.is_valid():
        try:
            return _corrected(request, user, entry, act.save())
        except AlreadyCorrectedError:
            return _show(request, user, entry, act, conflict=act.conflict(latest_of(entry)))
        except ContactError as problem:
            act.blame(problem)
        except UnexplainedError as unexplained:
            act.explain(unexplained)
    return _show(request, user, entry, act)


def _corrected(request: HttpRequest, user: User, entry: Entry, url: str) -> HttpResponse:
    discard_draft(by=user, form=request.POST.get("draft", ""))
    messages.success(request, "Corrected. The earlier wording is in the history.")
    return redirect(url)


@dataclass
class ContactCorrection:
    user: User
    parts: list[ContactPerson]
    form: CorrectContactForm

    def save(self) -> str:
        later = correct_contact(
            by=self.user,
            contact=self.parts[0].contact,
            meeting=self.form.cleaned_data["meeting"],
            people=self.form.cleaned_data["people"],
            reason=self.form.cleaned_data["reason"],
        )
        return reverse("casework:contact", kwargs={"ref": later.ref})

    def explain(self, unexplained: UnexplainedError) -> None:
        self.form.explain(unexplained)

    def blame(self, problem: ContactError) -> None:
        self.form.blame(problem)

    def conflict(self, latest: Entry) -> dict[str, Any]:
        meeting = self.form.cleaned_data["meeting"]
        mine = next((one for one in self.form.cleaned_data["people"] if one.person.pk == latest.person_id), None)
        theirs = part_of(latest)
        rows = [
            ("What it was", kind_of(meeting.kind).label, kind_of(latest.kind).label),
            ("Day", day_words(meeting.on), day_words(latest.on)),
            ("How long", _minutes(meeting.minutes), _minutes(latest.minutes)),
            ("Note", mine.note if mine else "", theirs.note if theirs else latest.summary),
        ]
        return _conflict(latest, rows)


@dataclass
class DoneCorrection:
    user: User
    thing: ThingDone
    form: CorrectDoneForm

    def save(self) -> str:
        correct_done(
            by=self.user,
            done=self.thing,
            on=self.form.cleaned_data["day"],
            note=self.form.cleaned_data["note"],
            enrolment=self.form.said_enrolment,
            sensitivity=self.form.said_level,
            reason=self.form.cleaned_data["reason"],
        )
        return reverse("desk:person", kwargs={"ref": self.thing.person.ref})

    def blame(self, problem: ContactError) -> None:
        self.form.add_error(None, str(problem))

    def explain(self, unexplained: UnexplainedError) -> None:
        """Nothing is booked with a thing done, so no restriction is asked."""
        raise unexplained

    def conflict(self, latest: Entry) -> dict[str, Any]:
        theirs = thing_done_of(latest)
        rows = [
            ("Day", day_words(self.form.cleaned_data["day"]), day_words(latest.on)),
            ("Note", self.form.cleaned_data["note"], theirs.note if theirs else latest.summary),
        ]
        return _conflict(latest, rows)


def _conflict(latest: Entry, rows: Sequence[tuple[str, str, str]]) -> dict[str, Any]:
    told = [{"label": label, "yours": yours, "theirs": theirs} for label, yours, theirs in rows]
    return {"who": latest.by.name, "at": latest.recorded_at, "rows": told}


def _minutes(minutes: int | None) -> str:
    return say_minutes(minutes) if minutes else ""


def _act_of(request: HttpRequest, user: User, entry: Entry) -> ContactCorrection | DoneCorrection | None:
    """What correcting means for this entry; None where another room writes it."""
    page = about_drafts(request, user, f"correct:{entry.pk}")
    data = request.POST if request.method == "POST" else None
    if part_of(entry):
        refs = request.POST.getlist("person") if data is not None else None
        parts = parts_to_correct(user, entry, refs)
        return ContactCorrection(user, parts, _contact_form(user, parts, data, page["kept"]))
    if thing := thing_done_of(entry):
        return DoneCorrection(user, thing, _done_form(user, thing, data, page["kept"]))
    return None


def _contact_form(user: User, parts: list[ContactPerson], data: Any, kept: Any) -> CorrectContactForm:
    now = timezone.localtime()
    return CorrectContactForm(data, user=user, now=now, parts=parts, kept=kept, initial=_as_recorded(parts))


def _as_recorded(parts: list[ContactPerson]) -> dict[str, Any]:
    contact = parts[0].contact
    notes = {part.note for part in parts}
    said: dict[str, Any] = {
        "on": contact.on.isoformat(),
        "happened": "yes" if contact.happened else "no",
        "why_not": contact.why_not,
        "medium": contact.medium,
        "place": contact.place,
        "at": contact.at,
        "note": parts[0].note if len(notes) == 1 else "",
        "programme": parts[0].enrolment.model.slug if parts[0].enrolment else "",
        "level": parts[0].sensitivity,
        **_minutes_recorded(contact.minutes),
    }
    for part in parts:
        said |= {f"{part.person.ref}-{name}": getattr(part, name) for name in ("attended", "why", "reason")}
        said[f"{part.person.ref}-note"] = part.note if len(notes) > 1 else ""
        said[f"{part.person.ref}-circle"] = [str(member.pk) for member in part.with_circle.all()]
        said[f"{part.person.ref}-other_names"] = part.other_names
    return said


def _minutes_recorded(minutes: int | None) -> dict[str, Any]:
    if minutes is None or str(minutes) in KNOWN_MINUTES:
        return {"minutes": str(minutes or "")}
    return {"minutes": "other", "minutes_other": minutes}


def _done_form(user: User, thing: ThingDone, data: Any, kept: Any) -> CorrectDoneForm:
    entry = thing.entry
    initial = {"on": entry.on.isoformat(), "note": thing.note, "level": thing.sensitivity}
    return CorrectDoneForm(
        data,
        user=user,
        now=timezone.localtime(),
        person=thing.person,
        kind=entry.kind,
        subject=entry.subject,
        enrolment=entry.enrolment,
        kept=kept,
        initial=initial | {"programme": entry.enrolment.ref if entry.enrolment else ""},
    )


def _show(
    request: HttpRequest, user: User, entry: Entry, act: ContactCorrection | DoneCorrection, conflict: Any = None
) -> HttpResponse:
    latest = latest_of(entry)
    page = about_drafts(request, user, f"correct:{entry.pk}")
    context = page | {
        "form": act.form,
        "person": entry.person,
        "kind": kind_of(entry.kind),
        "conflict": conflict,
        "wordings": wordings_of(user, latest),
        "page_url": reverse("casework:correct", kwargs={"pk": latest.pk}),
        "void_url": reverse("casework:void", kwargs={"pk": latest.pk}),
        "cancel_url": way_back(request, entry.person),
        "record_url": "",  # on a phone the frame's button would lie over the form
    }
    form = "contact" if isinstance(act, ContactCorrection) else "done"
    return render(request, f"casework/correct_{form}.html", context)


def _show_only(request: HttpRequest, user: User, entry: Entry) -> HttpResponse:
    """An entry that is void, or that follows from a change made elsewhere: its history, and no form."""
    context = {
        "entry": entry,
        "kind": kind_of(entry.kind),
        "person": entry.person,
        "wordings": wordings_of(user, entry),
    }
    return render(request, "casework/entry.html", context)


@require_http_methods(["GET", "POST"])
def void(request: HttpRequest, pk: int) -> HttpResponse:
    user = user_of(request)
    entry = access_entry(user, pk, action=Action.RECORD)
    part, thing = part_of(entry), thing_done_of(entry)
    if latest_of(entry) != entry or not (part or thing):
        return redirect("casework:correct", pk=latest_of(entry).pk)
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _voided(request, user, entry, part, thing, form.cleaned_data["reason"])
    context = {
        "form": form,
        "kind": kind_of(entry.kind),
        "person": entry.person,
        "entry": entry,
        "others": bool(part) and len(parts_to_correct(user, entry)) > 1,
        "page_url": request.get_full_path(),
        "cancel_url": way_back(request, entry.person),
        "record_url": "",
    }
    return render(request, "casework/void.html", context)


def _voided(
    request: HttpRequest, user: User, entry: Entry, part: ContactPerson | None, thing: ThingDone | None, reason: str
) -> HttpResponse:
    try:
        if part:
            void_contact(by=user, part=part, reason=reason)
        elif thing:
            void_done(by=user, done=thing, reason=reason)
    except AlreadyCorrectedError:
        messages.error(request, "Somebody corrected this in the meantime, so nothing was changed. Read theirs first.")
        return redirect("casework:correct", pk=latest_of(entry).pk)
    messages.success(request, "It no longer counts. Its wording stays in the history.")
    return redirect(reverse("desk:person", kwargs={"ref": entry.person.ref}))
