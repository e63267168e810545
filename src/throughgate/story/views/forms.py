from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughgate.access.policy import Action
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.story.rules.paper import paper_of
from throughgate.story.selectors.forms import sheet_of
from throughgate.story.services.forms import open_form
from throughgate.story.views.pages import frame, pages_by, reach, vary


@require_http_methods(["GET", "POST"])
def show_form(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """What of this form is known, and what is to ask. Posting opens it, or carries it on."""
    user, person = user_of(request), reach(request, ref, "form", Action.RECORD)
    sheet = sheet_of(user, person, slug, today())
    if request.method == "POST":
        open_form(by=user, person=person, form=slug)
        return redirect("story:ask", ref=person.ref, slug=slug)
    context = {
        "sheet": sheet,
        "sections": sheet.sections(),
        "by": pages_by(request),
        "record_url": "",
    }
    return vary(render(request, "story/form.html", context | frame(request, person)))


@require_safe
def show_paper(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """What is still to ask, for a room without a computer."""
    user, person = user_of(request), reach(request, ref, "form on paper", Action.RECORD)
    sheet = sheet_of(user, person, slug, today())
    printed = paper_of(sheet.known.questions, sheet.states)
    sections = [(part, [one for one in printed if one.section == name]) for name, part in sheet.form.sections.items()]
    context = {"sheet": sheet, "sections": [(part, asked) for part, asked in sections if asked], "count": len(printed)}
    return render(request, "story/paper.html", context | frame(request, person))
