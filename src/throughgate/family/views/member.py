"""One member of the family: how they are reached, what they answered, whether it is safe, and what they said."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from throughgate.access.policy import Action, Hidden, can
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.family.forms import AgreeForm, AnswerCheckForm, AskCheckForm, ConsentForm, ReachForm, WordsForm
from throughgate.family.models import AskedTo, MemberConsent
from throughgate.family.rules.standing import TITLES, WAY
from throughgate.family.selectors.members import Member, access_check, connection_plan, member_of, words_of
from throughgate.family.services.checks import answer_check, ask_check
from throughgate.family.services.meetings import agree_to_plan
from throughgate.family.services.members import keep_words, note_consent, note_reach
from throughgate.family.views.pages import form_page, frame, reach


@require_safe
def of_member(request: HttpRequest, ref: str, member: str) -> HttpResponse:
    user, person = user_of(request), reach(request, ref)
    one = member_of(user, person, member)
    reached = one.standing.reached
    now = one.standing.next
    context = {
        "one": one,
        "drawn": [
            {"label": TITLES[at], "on": reached.get(at), "icon": "family",
             "tone": "done" if at in reached else "now" if at == now else "next"}
            for at in WAY
        ],
        "table": [(TITLES[at], reached.get(at)) for at in WAY],
        "answers": [(label, _last(one, to)) for to, label in AskedTo.choices],
        "words": words_of(user, one.row),
        "may_write": can(user, Action.RECORD, one.row),
    }  # fmt: skip
    return render(request, "family/member.html", context | frame(request, person))


def _last(one: Member, to: str) -> MemberConsent | None:
    return next((row for row in reversed(one.consents) if row.to == to), None)


@require_safe
def kept(request: HttpRequest, ref: str, member: str) -> HttpResponse:
    """A copy for themselves of what is kept of them: nothing that the person or another member said is in it."""
    user, person = user_of(request), reach(request, ref)
    one = member_of(user, person, member)
    context = {"one": one, "words": words_of(user, one.row)}
    return render(request, "family/kept.html", context | {"person": person, "today": today()})


@require_http_methods(["GET", "POST"])
def how(request: HttpRequest, ref: str, member: str) -> HttpResponse:
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    one = member_of(user, person, member, action=Action.RECORD)
    before = {name: getattr(one.reach, name) for name in ReachForm.base_fields} if one.reach else {}
    form = ReachForm(request.POST or None, initial=before)
    return form_page(
        request, person, form, lambda: note_reach(by=user, member=one.row, said=form.cleaned_data),
        title=f"How to reach {one.name}", done="Saved.", member=member,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, ref: str, member: str) -> HttpResponse:
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    one = member_of(user, person, member, action=Action.RECORD)
    form = ConsentForm(request.POST or None, initial={"on": today()})
    return form_page(
        request, person, form, lambda: note_consent(by=user, member=one.row, **form.cleaned_data),
        title=f"Ask {one.name}", done="Written down.", member=member,
        about="Each is asked for themselves, and can take a yes back at any time. A no costs nobody anything.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def agree(request: HttpRequest, ref: str, member: str) -> HttpResponse:
    """To the connection plan, where there is no workshop: by letter, by phone or on a visit."""
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    one = member_of(user, person, member, action=Action.RECORD)
    _, version = connection_plan(user, person)
    if version is None:
        raise Hidden()
    form = AgreeForm(request.POST or None, initial={"on": today()})
    return form_page(
        request, person, form,
        lambda: agree_to_plan(by=user, member=one.row, version=version, **form.cleaned_data),
        title=f"{one.name} agrees to the connection plan", done="Written down.", member=member,
        about=f"Version {version.number}. Of a later version they are asked anew.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def safe(request: HttpRequest, ref: str, member: str) -> HttpResponse:
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    one = member_of(user, person, member, action=Action.RECORD)
    form = AskCheckForm(request.POST or None, initial={"on": today()})
    return form_page(
        request, person, form, lambda: ask_check(by=user, member=one.row, **form.cleaned_data),
        title=f"Is it safe to meet {one.name}?", done="Written down. The answer is waited for.", member=member,
        about="Ask the office before anything is booked: is there anything against a meeting?",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, ref: str, check: str) -> HttpResponse:
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    row = access_check(user, person, check, Action.RECORD)
    form = AnswerCheckForm(request.POST or None, initial={"on": today()})
    return form_page(
        request, person, form, lambda: answer_check(by=user, row=row, **form.cleaned_data),
        title=f"What did they say about {row.member.circle.name}?", done="Written down.", member=row.member.ref,
        about=f"Asked: {row.get_asked_of_display()}.",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def said(request: HttpRequest, ref: str, member: str) -> HttpResponse:
    user, person = user_of(request), reach(request, ref, Action.RECORD)
    one = member_of(user, person, member, action=Action.RECORD)
    form = WordsForm(request.POST or None, initial={"on": today()})
    return form_page(
        request, person, form,
        lambda: keep_words(by=user, member=one.row, said=form.said(), on=form.cleaned_data["on"]),
        title=f"What {one.name} said in confidence", done="Kept behind the wall of the family.", member=member,
        about="Nobody reads it but those who work with the family, and the manager. It is never read with "
        f"{person.first_name}, and stands in no note, search, report or copy of their record.",
    )  # fmt: skip
