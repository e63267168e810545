from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from throughgate.access.policy import Ability, Action, require
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.casework.forms import DoneForm
from throughgate.casework.models import ThingDone
from throughgate.casework.rules.contacts import ContactError
from throughgate.casework.selectors.contacts import next_things, open_enrolments, subject_title, titles_met_by
from throughgate.casework.services import record_done
from throughgate.casework.views.asking import way_back
from throughgate.casework.views.drafts import about_drafts, keep_for_later
from throughgate.casework.views.recording import say_recorded
from throughgate.people.models import Person
from throughgate.people.selectors import access_person
from throughgate.record.kinds import all_kinds, kind_of


@require_http_methods(["GET", "POST"])
def done(request: HttpRequest) -> HttpResponse:
    """Record something as done, mostly from what is due: person, kind, subject and enrolment stand in the address."""
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    person = access_person(user, request.GET.get("person", ""), action=Action.RECORD, page="record as done")
    if _is_contact(request.GET.get("kind", "")):
        return redirect(f"{reverse('casework:record')}?{request.GET.urlencode()}")
    page = about_drafts(request, user, f"done:{person.ref}")
    if request.method == "POST":
        return _posted(request, user, person, page)
    return _show(request, _form(request, user, person, kept=page["kept"]), page)


def _is_contact(kind: str) -> bool:
    if kind and kind not in all_kinds():
        raise Http404()
    return bool(kind) and kind_of(kind).contact


def _form(request: HttpRequest, user: User, person: Person, *, data: Any = None, kept: Any = None) -> DoneForm:
    kind, subject = request.GET.get("kind", ""), request.GET.get("subject", "")[:60]
    if kind and not kind_of(kind).by_hand_about(subject):
        raise Http404()
    asked = request.GET.get("enrolment", "")
    enrolments = open_enrolments(user, [person]) if asked else []
    return DoneForm(
        data,
        user=user,
        now=timezone.localtime(),
        person=person,
        kind=kind,
        subject=subject,
        things=() if kind else next_things(user, person),
        enrolment=next((one for one in enrolments if one.ref == asked), None),
        kept=kept,
    )


def _posted(request: HttpRequest, user: User, person: Person, page: dict[str, Any]) -> HttpResponse:
    if request.POST.get("action") == "draft":
        return keep_for_later(request, user, person)
    form = _form(request, user, person, data=request.POST)
    if form.is_valid() and (saved := _save(form, user, page["draft_form"])):
        messages.success(request, say_recorded(titles_met_by(user, [saved.person], [saved.entry_id])))
        return redirect(way_back(request, person))
    return _show(request, form, page)


def _save(form: DoneForm, user: User, draft: str) -> ThingDone | None:
    try:
        return record_done(
            by=user,
            person=form.person,
            kind=form.kind,
            subject=form.subject,
            on=form.cleaned_data["day"],
            note=form.cleaned_data["note"],
            enrolment=form.said_enrolment,
            sensitivity=form.said_level,
            token=form.said_token,
            draft=draft,
        )
    except ContactError as problem:
        form.add_error(None, str(problem))
        return None


def _show(request: HttpRequest, form: DoneForm, page: dict[str, Any]) -> HttpResponse:
    asked = request.GET.get("kind", "")
    context = page | {
        "form": form,
        "person": form.person,
        "kind": kind_of(asked) if asked else None,
        "subject_title": subject_title(form.user, form.person, asked, form.subject) if asked and form.subject else "",
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "page_url": request.get_full_path(),
        "cancel_url": way_back(request, form.person),
        "record_url": "",  # on a phone the frame's button would lie over the form
    }
    return render(request, "casework/done.html", context)
