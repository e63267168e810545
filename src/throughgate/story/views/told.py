from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Action, Hidden, can
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.story.asked_for import measures
from throughgate.story.forms.asking import Asked, AskForm, HeardForm
from throughgate.story.selectors.answers import access_answer, happenings_of, known_of, story_of
from throughgate.story.selectors.figures import figures_of
from throughgate.story.selectors.forms import done_forms, forms_for, open_run_of
from throughgate.story.services.answering import (
    AnsweredMeanwhileError,
    AnswerError,
    confirm_answer,
    discard_unfinished,
    record_answer,
)
from throughgate.story.views.pages import frame, reach, way_back

MEANWHILE = "Somebody else answered this in the meantime. Their answer is shown now: nothing was changed."


@require_safe
def show_told(request: HttpRequest, ref: str) -> HttpResponse:
    """The story so far, and the forms that add to it."""
    user, person = user_of(request), reach(request, ref, "told")
    can_record = can(user, Action.RECORD, person)
    happenings = happenings_of(person)
    sheets = forms_for(user, person, today(), happenings) if can_record else []
    context = {
        "areas": story_of(user, person, today(), happenings),
        "first": [sheet for sheet in sheets if sheet.asked_for or sheet.run],
        "other": [sheet for sheet in sheets if not sheet.asked_for and not sheet.run],
        "done": done_forms(user, person),
        "measured": measures.last(user, person),
        "figures": figures_of(user, person=person),
        "can_record": can_record,
    }
    return render(request, "story/told.html", context | frame(request, person))


@require_http_methods(["GET", "POST"])
def show_answer(request: HttpRequest, ref: str, item: str) -> HttpResponse:
    """One question by itself: it was answered in passing, or what is known has changed."""
    user, person = user_of(request), reach(request, ref, "answer", Action.RECORD)
    known = known_of(user, person, today())
    if item not in known.questions.items or known.is_closed(item):
        raise Hidden()
    standing = known.mine.get(item)
    asked = Asked(item, known.questions.items[item], known.told_of(standing) if standing else None)
    posted = request.POST if request.method == "POST" else None
    form, heard = AskForm(posted, asked=[asked], must_answer=True), HeardForm(posted, today=today())
    if posted is not None and form.is_valid() and heard.is_valid():
        said, how = form.said()[0], heard.cleaned_data
        try:
            record_answer(
                by=user,
                person=person,
                item=item,
                value=said.value,
                seen=said.seen,
                answered_on=how["heard_on"],
                source=how["source"],
                sure=how["sure"],
            )
        except AnswerError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "The answer is saved. What was said before is kept.")
            return redirect("story:told", ref=person.ref)
    context = {"form": form, "heard": heard, "asked": asked, "record_url": ""}
    return render(request, "story/answer.html", context | frame(request, person))


@require_POST
def confirm(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """“Is this still so?” – “Yes.” In the form that is open, where one was named."""
    user, person = user_of(request), reach(request, ref, "answer", Action.RECORD)
    row = access_answer(user, person, pk)
    slug = request.POST.get("form", "")
    run = open_run_of(user, person, slug) if slug else None
    try:
        confirm_answer(by=user, answer=row, on=today(), run=run)
    except AnsweredMeanwhileError:
        messages.warning(request, MEANWHILE)
    except AnswerError as problem:
        messages.warning(request, f"{problem}.")
    else:
        if run:
            discard_unfinished(by=user, run=run, item=row.item)
        messages.success(request, "Noted: it is still so.")
    return redirect(way_back(request, reverse("story:told", kwargs={"ref": person.ref})))
