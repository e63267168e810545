from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from throughgate.access.policy import Ability, Action, can, require
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.common.references import new_reference
from throughgate.people.forms import AddPersonForm, ChangeDetailsForm
from throughgate.people.models import IdentifierKind, Person
from throughgate.people.rules.duplicates import identity_of
from throughgate.people.rules.identifiers import IdentifierError, display_identifier, parse_identifier
from throughgate.people.selectors import identifiers_of, list_people_for
from throughgate.people.selectors.duplicates import KnownAlready, known_already
from throughgate.people.services import ChangedMeanwhileError, HeldElsewhereError, add_person, change_details
from throughgate.people.services.details import CHANGEABLE, FIELD_WORDS
from throughgate.people.services.duplicates import record_hint
from throughgate.people.views.pages import person_context, reach_person
from throughgate.sites.selectors import list_sites_of, served_sites

RESERVED = "people.add"


@require_http_methods(["GET", "HEAD", "POST"])
def show_add_person(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Ability.ADD_PERSON)
    sites = list_sites_of(user)
    if request.method != "POST":
        only = sites[0] if len(sites) == 1 else None
        form = AddPersonForm(
            sites=sites,
            today=today(),
            initial={"reserved": signing.dumps(new_reference(), salt=RESERVED), "site": only},
        )
        return render(request, "people/add.html", {"form": form})
    form = AddPersonForm(request.POST, sites=sites, today=today())
    if not form.is_valid():
        return render(request, "people/add.html", {"form": form})
    ref = _reserved(form)
    if already := list_people_for(user).filter(ref=ref, created_by=user).first():
        return redirect("desk:person", ref=already.ref)
    if known := _known_already(user, form):
        return render(request, "people/add.html", {"form": form, "known": known})
    return _add(request, user, form, ref)


@require_POST
def check_number(request: HttpRequest) -> HttpResponse:
    """What is wrong with a number as it was just typed, or how it will be kept.

    Posted, so that no number stands in an address.
    """
    require(user_of(request), Ability.ADD_PERSON)
    kind = next((kind for kind in IdentifierKind.values if kind in request.POST), "")
    text = request.POST.get(kind, "").strip()
    context: dict[str, str] = {}
    if text:
        try:
            context["kept"] = display_identifier(kind, parse_identifier(kind, text, today=today()))
        except IdentifierError as refusal:
            context["problem"] = str(refusal)
    return render(request, "people/number_check.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def show_details(request: HttpRequest, ref: str) -> HttpResponse:
    """The details to read, and for those who may, to change."""
    writing = request.method == "POST"
    person = reach_person(request, ref, "details", Action.EDIT if writing else Action.VIEW)
    if writing:
        return _change(request, person)
    form = ChangeDetailsForm.opened_on(person, sites=served_sites(and_also=person.site), today=today())
    return _details_page(request, person, {"form": form})


def _reserved(form: AddPersonForm) -> str:
    """The reference the form reserved when it was opened; a fresh one where it was tampered with or is missing."""
    try:
        return str(signing.loads(form.cleaned_data["reserved"], salt=RESERVED, max_age=60 * 60 * 24))
    except signing.BadSignature:
        return new_reference()


def _known_already(user: User, form: AddPersonForm) -> KnownAlready | None:
    """Who may be the same person, unless the user has said that this is somebody else."""
    if form.cleaned_data["someone_else"]:
        return None
    said = form.cleaned_data
    names = (said["given_name"], said["family_name"])
    # Numbers are left to the service: one that stands on another record is refused there, with its own words.
    asked = identity_of(0, *names, said["preferred_name"], said["born_on"], said["gender"])
    found = known_already(user, asked, names=names)
    record_hint(by=user, hidden=found.hidden)
    return found if found.people or found.hidden else None


def _add(request: HttpRequest, user: User, form: AddPersonForm, ref: str) -> HttpResponse:
    try:
        person = add_person(by=user, identifiers=form.numbers(), ref=ref, **form.details())
    except HeldElsewhereError as held:
        form.add_error(held.kind, str(held))
        return render(request, "people/add.html", {"form": form, "holder": held.holder})
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return render(request, "people/add.html", {"form": form})
    messages.success(request, "The record is open.")
    return redirect("desk:person", ref=person.ref)


def _change(request: HttpRequest, person: Person) -> HttpResponse:
    form = ChangeDetailsForm(request.POST, sites=served_sites(and_also=person.site), today=today())
    if not form.is_valid():
        return _details_page(request, person, {"form": form})
    try:
        change_details(by=user_of(request), person=person, version=form.cleaned_data["version"], changes=form.changes())
    except ChangedMeanwhileError as clash:
        return _conflict(request, person, form, clash)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _details_page(request, person, {"form": form})
    messages.success(request, "The details are saved.")
    return redirect("people:details", ref=person.ref)


def _conflict(
    request: HttpRequest, person: Person, form: ChangeDetailsForm, clash: ChangedMeanwhileError
) -> HttpResponse:
    """What was typed stays in the form, which now stands on the other's version: saving again is a decision."""
    form.data = {**form.data.dict(), "version": str(clash.version)}  # type: ignore[attr-defined]  # the QueryDict of a POST
    rows = [
        {"label": FIELD_WORDS[name].capitalize(), "yours": yours, "theirs": clash.current[name]}
        for name, yours in form.changes().items()
        if yours != clash.current[name]
    ]
    conflict = {"who": clash.who, "at": clash.at, "rows": rows}
    return _details_page(request, person, {"form": form, "conflict": conflict}, status=409)


def _details_page(request: HttpRequest, person: Person, context: dict[str, Any], status: int = 200) -> HttpResponse:
    context |= person_context(request, person, "details")
    context["can_merge"] = can(user_of(request), Action.MERGE, person)
    context["rows"] = [{"key": FIELD_WORDS[name].capitalize(), "value": _shown(person, name)} for name in CHANGEABLE]
    context["identifiers"] = [
        {"key": row.get_kind_display(), "value": display_identifier(row.kind, row.value)}
        for row in identifiers_of(person)
    ]
    return render(request, "people/details.html", context, status=status)


def _shown(person: Person, name: str) -> Any:
    return person.get_gender_display() if name == "gender" else getattr(person, name)
