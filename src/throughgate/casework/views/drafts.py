import re
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.casework.selectors.contacts import is_recorded
from throughgate.casework.views.asking import way_back
from throughgate.people.models import Person
from throughgate.record import services
from throughgate.record.models import Draft
from throughgate.record.selectors import drafts_of

# What the form is and whom or what it is about; `+2` where an earlier draft of the same waits to be carried on.
FORM = re.compile(r"((contact|done|group):[0-9A-Z]{1,12}|correct:[0-9]{1,18})(\+[0-9])?")
NOT_KEPT = ("csrfmiddlewaretoken", "action", "find")
ASKED = ("kind", "subject", "enrolment", "booking")
UUID_TEXT = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keep what is typed so far. Answers 204; 400 where the form is not one of ours."""
    if not FORM.fullmatch(request.POST.get("draft", "")):
        return HttpResponse(status=400)
    keep_posted(user_of(request), request.POST)
    return HttpResponse(status=204)


@require_POST
def discard_draft(request: HttpRequest) -> HttpResponse:
    services.discard_draft(by=user_of(request), form=request.POST.get("draft", ""))
    messages.info(request, "The draft was thrown away.")
    return redirect(way_back(request))


@require_safe
def carry_on(request: HttpRequest, pk: int) -> HttpResponse:
    kept = drafts_of(user_of(request)).filter(pk=pk).first()
    if kept is None:
        raise Http404()
    return redirect(page_of(kept))


def keep_posted(user: User, posted: QueryDict) -> None:
    """Unless the form was saved already: the last words of a draft may arrive after the form they were typed into."""
    token = posted.get("token", "")
    if UUID_TEXT.fullmatch(token) and is_recorded(user, token):
        return
    fields = {name: values for name, values in posted.lists() if name not in NOT_KEPT}
    services.keep_draft(by=user, form=posted.get("draft", ""), fields=fields)


def keep_for_later(request: HttpRequest, user: User, person: Person | None) -> HttpResponse:
    """The button for those whose browser does not do it by itself."""
    if FORM.fullmatch(request.POST.get("draft", "")):
        keep_posted(user, request.POST)
        messages.success(request, "Saved as a draft. It waits for you on Today and on this form.")
    return redirect(way_back(request, person))


def kept_fields(kept: Draft) -> QueryDict:
    """As the browser would post them."""
    fields = QueryDict(mutable=True)
    for name, values in kept.fields.items():
        fields.setlist(name, values)
    return fields


def page_of(kept: Draft) -> str:
    """The page with the form, filled in again."""
    kind, _, about = kept.form.partition("+")[0].partition(":")
    if kind == "plan":
        plan, _, key = kept.form.partition("+")[2].partition("-")
        return reverse("plan:goal", kwargs={"ref": about, "plan": plan, "key": key})
    if kind == "correct":
        return f"{reverse('casework:correct', kwargs={'pk': about})}?resume={kept.pk}"
    if kind == "group":
        return f"{reverse('groups:register', kwargs={'ref': about})}?resume={kept.pk}"
    asked = QueryDict((kept.fields.get("asked") or [""])[0])
    query = {"person": about, **{name: asked[name] for name in ASKED if name in asked}, "resume": str(kept.pk)}
    return f"{reverse('casework:record' if kind == 'contact' else 'casework:done')}?{urlencode(query)}"


def about_drafts(request: HttpRequest, user: User, form: str) -> dict[str, Any]:
    """For a page that keeps drafts: those that wait, the one carried on, and the name for what is typed now.

    Whoever begins anew while a draft waits writes a draft of its own, so that neither takes the place of the other.
    """
    asked = {name: request.GET[name] for name in ASKED if name in request.GET}
    page: dict[str, Any] = {
        "drafts": [],
        "kept": None,
        "draft_form": request.POST.get("draft", ""),
        "asked": urlencode(asked),
    }
    if request.method == "POST":
        return page
    mine = [one for one in drafts_of(user, about=form) if one.form.partition("+")[0] == form]
    resumed = next((one for one in mine if str(one.pk) == request.GET.get("resume")), None)
    if resumed:
        return page | {"kept": kept_fields(resumed), "draft_form": resumed.form}
    taken = {one.form for one in mine}
    free = next((name for name in (form, *(f"{form}+{n}" for n in range(2, 10))) if name not in taken), form)
    return page | {"drafts": mine, "draft_form": free}
