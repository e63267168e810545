"""Records that may be one person's: suggestions, comparison, putting together and taking apart."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughgate.access.policy import Ability, Action, Forbidden, require, role_may
from throughgate.accounts.models import User
from throughgate.accounts.requests import user_of
from throughgate.audit.services import record_event
from throughgate.common.clock import today
from throughgate.people.changes import written_since
from throughgate.people.forms.merging import AnotherRecordForm, MergeForm, UndoMergeForm
from throughgate.people.merge_followers import Twice, written_twice
from throughgate.people.models import Likeness, Merge, Person, PossibleDuplicate
from throughgate.people.rules.duplicates import reason_words, speaks_for
from throughgate.people.selectors.apart import nearly_two_words, two_people_words
from throughgate.people.selectors.duplicates import find_record, last_search, list_pairs, pair_between
from throughgate.people.selectors.merging import (
    access_merge,
    count_left,
    list_merges,
    reach_pair,
    side_by_side,
    what_moves,
)
from throughgate.people.services.duplicates import ask_for_search, say_different, suggest_again
from throughgate.people.services.merging import CannotMergeError, CannotUndoError, merge_people, undo_merge
from throughgate.people.views.pages import reach_person

PER_PAGE = 20
LATELY = 10


@require_safe
def show_duplicates(request: HttpRequest) -> HttpResponse:
    user = _merger(request)
    decided = request.GET.get("show") == "different"
    page = Paginator(list_pairs(user, decided=decided), PER_PAGE).get_page(request.GET.get("page"))
    record_event(by=user, action="duplicates.listed", pairs=len(page.object_list), decided=decided)
    context = {
        "page_obj": page,
        "pairs": [_pair_row(pair) for pair in page.object_list],
        "decided": decided,
        "tabs": _tabs(decided),
        "search": last_search(),
        "merges": [] if decided else list_merges(user)[:LATELY],
    }
    return render(request, "people/duplicates.html", context)


@require_POST
def search_duplicates(request: HttpRequest) -> HttpResponse:
    if ask_for_search(by=_merger(request)):
        messages.success(request, "Looking through everybody. It takes a moment: open this page again.")
    else:
        messages.info(request, "Somebody asked for this a moment ago. Open this page again shortly.")
    return redirect("people:duplicates")


@require_safe
def show_comparison(request: HttpRequest, one: str, other: str) -> HttpResponse:
    user = user_of(request)
    first, second = reach_pair(user, one, other, page="comparison")
    pair = pair_between(first, second)
    context = {
        "records": side_by_side(first, second),
        "pair": pair,
        "reasons": _reasons(pair) if pair else [],
        "person": first,
        "other": second,
        "apart": (apart := two_people_words(user, first, second, today())),
        "nearly": "" if apart else nearly_two_words(user, first, second, today()),
    }
    return render(request, "people/comparison.html", context)


@require_POST
def post_different(request: HttpRequest, one: str, other: str) -> HttpResponse:
    user = user_of(request)
    first, second = reach_pair(user, one, other, audit=False)
    say_different(by=user, one=first, other=second)
    messages.success(request, "Remembered: these are two people. They are not suggested again.")
    return redirect("people:duplicates")


@require_POST
def post_suggest_again(request: HttpRequest, one: str, other: str) -> HttpResponse:
    user = user_of(request)
    first, second = reach_pair(user, one, other, audit=False)
    suggest_again(by=user, one=first, other=second)
    messages.success(request, "They stand among the suggestions again.")
    return redirect("people:compare", one=one, other=other)


@require_http_methods(["GET", "HEAD", "POST"])
def show_merge(request: HttpRequest, one: str, other: str) -> HttpResponse:
    user = user_of(request)
    sent = request.method == "POST"
    first, second = reach_pair(user, one, other, page="putting records together", audit=not sent)
    records = side_by_side(first, second)
    form = MergeForm(request.POST if sent else None, records=records)
    if sent and form.is_valid() and (merge := _merge(user, form)):
        messages.success(request, "The two records are one now. Nothing was lost, and it can be taken back.")
        return redirect("people:merged", ref=merge.ref)
    context = {
        "form": form,
        "records": records,
        "person": first,
        "other": second,
        "twice": _twice(user, first, second),
        "moving": [(first, what_moves(user, first)), (second, what_moves(user, second))],
    }
    return render(request, "people/merge.html", context)


@require_safe
@never_cache
def show_merged(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    merge = access_merge(user, ref, page="records put together")
    twice = [] if merge.undone_at else _twice(user, merge.kept, merge.gone, merge)
    context = {"merge": merge, "left": count_left(user, merge), "twice": twice}
    return render(request, "people/merged.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def show_undo_merge(request: HttpRequest, ref: str) -> HttpResponse:
    user = user_of(request)
    merge = access_merge(user, ref, page="" if request.method == "POST" else "taking records apart")
    form = UndoMergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            undo_merge(by=user, merge=merge, because=form.cleaned_data["because"])
            messages.success(
                request, "They are two records again. Look at what was written since: it may belong elsewhere."
            )
            return redirect("people:merged", ref=merge.ref)
        except CannotUndoError as refusal:
            form.add_error(None, str(refusal))
    since = written_since.read(user, merge.kept, merge.at) if written_since.read else []
    return render(request, "people/undo_merge.html", {"merge": merge, "form": form, "since": since})


@require_http_methods(["GET", "HEAD", "POST"])
def show_another_record(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody knows of a second record that no rule found."""
    user = user_of(request)
    person = reach_person(request, ref, "another record", Action.MERGE)
    form = AnotherRecordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        other = find_record(user, *form.readings(today()))
        if other is not None and other != person:
            return redirect("people:compare", one=person.ref, other=other.ref)
        form.add_error(
            "text",
            "This is the record you came from. Enter the reference or a number of the other one"
            if other == person
            else "No record of your sites has this reference or number. Check it, or look under Search",
        )
    return render(request, "people/another_record.html", {"form": form, "person": person})


def _merger(request: HttpRequest) -> User:
    """Who may put records together at all; of whom, each pair decides."""
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    if not role_may(user, Action.MERGE):
        raise Forbidden(Action.MERGE)
    return user


def _merge(user: User, form: MergeForm) -> Merge | None:
    kept, gone = form.kept_and_gone()
    try:
        return merge_people(by=user, kept=kept, gone=gone, why=form.cleaned_data["why"], from_gone=form.from_gone())
    except CannotMergeError as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as refusal:
        form.add_error(None, refusal)
    return None


def _twice(user: User, kept: Person, gone: Person, merge: Merge | None = None) -> list[Twice]:
    return written_twice.read(user, kept, gone, merge) if written_twice.read else []


def _tabs(decided: bool) -> list[dict[str, Any]]:
    url = reverse("people:duplicates")
    return [
        {"url": url, "label": "Suggested", "current": not decided},
        {"url": f"{url}?show=different", "label": "Two people", "current": decided},
    ]


def _pair_row(pair: PossibleDuplicate) -> dict[str, Any]:
    return {
        "pair": pair,
        "people": [_who(pair.one), _who(pair.other)],
        "is_sure": pair.likeness == Likeness.SAME,
        "likeness": Likeness(pair.likeness).label,
        "reasons": _reasons(pair),
        "url": reverse("people:compare", args=[pair.one.ref, pair.other.ref]),
    }


def _who(person: Person) -> dict[str, Any]:
    return {"name": f"{person.given_name} {person.family_name}", "born_on": person.born_on, "site": person.site.name}


def _reasons(pair: PossibleDuplicate) -> list[dict[str, Any]]:
    return [{"words": reason_words(reason), "is_for": speaks_for(reason)} for reason in pair.reasons]
