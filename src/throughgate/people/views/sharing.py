from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.validators import slug_re
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughgate.access.policy import Ability, Action, has, require, visible
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.forms.sharing import AskConsentForm, BasisForm, ConsentForm, WithdrawForm
from throughgate.people.models import CircleMember, Consent, Person
from throughgate.people.rules.purposes import CIRCLE, Purpose, sharing_terms
from throughgate.people.rules.sharing import Recipient
from throughgate.people.selectors import circle_of
from throughgate.people.selectors.sharing import (
    GroundsInForce,
    consents_of,
    grounds_of,
    organisation_grounds,
    recipient_named,
    recipient_of,
    sharing_lines,
)
from throughgate.people.selectors.told import kept_apart_words
from throughgate.people.services.sharing import (
    KeptApartError,
    NearlyAnotherError,
    give_consent,
    set_lawful_basis,
    set_organisation_basis,
    withdraw_consent,
)
from throughgate.people.views.pages import person_context, reach_person


@dataclass(frozen=True)
class Asked:
    """Whom and what a page of consent is about, as its address says."""

    purpose: Purpose
    recipient: Recipient
    name: str
    said: dict[str, str]
    subject: str  # what a programme model calls the consent it asks for


@require_safe
def show_sharing(request: HttpRequest, ref: str) -> HttpResponse:
    person = reach_person(request, ref, "sharing")
    user = user_of(request)
    lines = sharing_lines(user, person, today())
    terms = sharing_terms()
    used = {cell.scope for line in lines for cell in line.cells}
    scopes = [scope for scope in terms.scopes.values() if scope.code in used]
    context = {
        "lines": lines,
        "scopes": scopes,
        "table": [(line, line.over(scope.code for scope in scopes)) for line in lines],
        "history": _sayings(consents_of(user, person)[:200]),
        "grounds": grounds_of(person).values(),
        "may_set_for_all": has(user, Ability.SET_LAWFUL_BASIS),
    }
    return render(request, "people/sharing.html", context | person_context(request, person, "around"))


@require_safe
def show_ask_consent(request: HttpRequest, ref: str) -> HttpResponse:
    """The first step: with whom, for what. A commitment that asks for consent leads here with its subject."""
    person = reach_person(request, ref, "record consent", Action.RECORD)
    subject = request.GET.get("subject", "")
    circle = list(circle_of(person, today()))
    form = AskConsentForm(
        request.GET if "to" in request.GET else None,
        circle=circle,
        purpose=subject if subject in sharing_terms().purposes else "",
    )
    if form.is_bound and form.is_valid():
        query = {"to": form.cleaned_data["to"], **({"subject": subject} if subject else {})}
        return redirect(f"{reverse('people:say_consent', args=[person.ref])}?{urlencode(query)}")
    context = {"form": form, "circle": circle, "subject": subject} | person_context(request, person, "around")
    return render(request, "people/ask_consent.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def show_say_consent(request: HttpRequest, ref: str) -> HttpResponse:
    person = reach_person(request, ref, "record consent", Action.RECORD)
    asked = _asked(request, person)
    form = ConsentForm(
        request.POST or None, today=today(), purpose=asked.purpose, recipient=asked.recipient, said=asked.said
    )
    if request.method == "POST" and form.is_valid():
        try:
            give_consent(
                by=user_of(request),
                person=person,
                recipient=form.for_whom(),
                purpose=asked.purpose.code,
                says=form.says(),
                hearing=form.hearing(),
                subject=asked.subject,
            )
        except NearlyAnotherError as refusal:
            form.ask_another(str(refusal))
        except KeptApartError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Noted in their words. It counts from now on.")
            return redirect("people:sharing", ref=person.ref)
    apart = kept_apart_words(user_of(request), person, asked.recipient, today())
    context = {"form": form, "asked": asked, "apart": apart} | person_context(request, person, "around")
    return render(request, "people/say_consent.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def show_withdraw(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """`pk` is any of the consents to one recipient for one purpose: all of them are taken back."""
    person = reach_person(request, ref, "take consent back", Action.RECORD)
    row = get_object_or_404(consents_of(user_of(request), person), pk=pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        recipient = Recipient(row.recipient_kind, row.recipient_name, row.member_id)
        withdraw_consent(
            by=user_of(request), person=person, recipient=recipient, purpose=row.purpose, **form.cleaned_data
        )
        messages.success(request, "Taken back. Nothing of it is shared from now on.")
        return redirect("people:sharing", ref=person.ref)
    context = {"form": form, "row": row, "name": recipient_named(row), "purpose": _purpose(row.purpose)}
    return render(request, "people/withdraw_consent.html", context | person_context(request, person, "around"))


@require_http_methods(["GET", "HEAD", "POST"])
def show_basis(request: HttpRequest, ref: str, purpose: str) -> HttpResponse:
    person = reach_person(request, ref, "lawful basis", Action.EDIT)
    known = _purpose(purpose)
    form = _basis_form(request, grounds_of(person)[purpose])
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        set_lawful_basis(by=user_of(request), person=person, purpose=purpose, grounds=form.grounds(), why=why)
        messages.success(request, "Recorded for this person.")
        return redirect("people:sharing", ref=person.ref)
    context = {"form": form, "purpose": known} | person_context(request, person, "around")
    return render(request, "people/basis.html", context)


@require_safe
def show_organisation_bases(request: HttpRequest) -> HttpResponse:
    require(user_of(request), Ability.SET_LAWFUL_BASIS)
    return render(request, "people/organisation_bases.html", {"grounds": organisation_grounds()})


@require_http_methods(["GET", "HEAD", "POST"])
def show_organisation_basis(request: HttpRequest, purpose: str) -> HttpResponse:
    require(user_of(request), Ability.SET_LAWFUL_BASIS)
    known = _purpose(purpose)
    in_force = next(one for one in organisation_grounds() if one.purpose.code == purpose)
    form = _basis_form(request, in_force)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        set_organisation_basis(by=user_of(request), purpose=purpose, grounds=form.grounds(), why=why)
        messages.success(request, "Recorded for everybody who has no basis of their own.")
        return redirect("people:organisation_bases")
    return render(request, "people/organisation_basis.html", {"form": form, "purpose": known})


def _basis_form(request: HttpRequest, in_force: GroundsInForce) -> BasisForm:
    now = in_force.grounds
    return BasisForm(
        request.POST or None,
        initial={"article_6": now.article_6, "article_9": now.article_9, "schedule_1": now.schedule_1},
    )


def _sayings(rows: Iterable[Consent]) -> list[dict[str, Any]]:
    """What was said in one breath, and ended in one, on one line."""
    terms = sharing_terms()
    lines: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        ended = row.ended_at.replace(microsecond=0) if row.ended_at else None
        key = (row.recipient_key, row.purpose, row.decision, row.given_on, row.how, row.by_id, row.note, ended)
        purpose = terms.purposes.get(row.purpose)
        line = lines.setdefault(
            key, {"row": row, "name": recipient_named(row), "purpose": purpose.title if purpose else "", "what": []}
        )
        scope = terms.scopes.get(row.scope)
        line["what"].append(scope.title if scope else row.scope)
    return list(lines.values())


def _purpose(code: str) -> Purpose:
    known = sharing_terms().purposes.get(code)
    if known is None:
        raise Http404()
    return known


def _asked(request: HttpRequest, person: Person) -> Asked:
    """`to` is purpose/kind/id of a member. `like` is a consent whose named recipient is meant."""
    parts = request.GET.get("to", "").split("/")
    purpose, kind, member = (*parts, "", "", "")[:3]
    known = _purpose(purpose)
    if kind not in known.recipients or known.consent == "never":
        raise Http404()
    recipient, name = _recipient(request, person, kind, member)
    rows = visible(user_of(request), Consent.objects.filter(person=person, purpose=purpose, ended_at__isnull=True))
    said = {row.scope: row.decision for row in rows if row.recipient_key == recipient.key}
    subject = request.GET.get("subject", "")
    return Asked(known, recipient, name, said, subject if slug_re.fullmatch(subject) and len(subject) <= 60 else "")


def _recipient(request: HttpRequest, person: Person, kind: str, member: str) -> tuple[Recipient, str]:
    if kind == CIRCLE:
        row: CircleMember = get_object_or_404(circle_of(person, today()), pk=member if member.isdecimal() else 0)
        return recipient_of(row, today()), row.name
    like = request.GET.get("like", "")
    rows = consents_of(user_of(request), person).filter(recipient_kind=kind)
    named = rows.filter(pk=like).first() if like.isdecimal() else None
    return Recipient(kind, named.recipient_name if named else ""), sharing_terms().recipients[kind]
