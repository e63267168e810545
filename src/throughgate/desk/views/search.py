from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from throughgate.access.policy import Ability, has, require
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.desk.forms import SearchForm
from throughgate.desk.rules.today import counted_words
from throughgate.desk.rules.words import age_on, out_words, release_words
from throughgate.desk.services import Search, search
from throughgate.people.selectors import PersonSummary


@require_http_methods(["GET", "HEAD", "POST"])
def search_people(request: HttpRequest) -> HttpResponse:
    """The words are posted and the results come straight back: a name must not stand in an address or a log."""
    user = user_of(request)
    require(user, Ability.SEE_PEOPLE)
    form = SearchForm(request.POST) if request.method == "POST" else SearchForm()
    context: dict[str, Any] = {"form": form, "may_add": has(user, Ability.ADD_PERSON)}
    if form.is_valid():
        result = search(by=user, words=form.cleaned_data["q"], on=today())
        if result.exact:
            return redirect("desk:person", ref=result.exact.ref)
        context |= _results(result)
    return render(request, "desk/search.html", context)


def _results(result: Search) -> dict[str, Any]:
    number = len(result.found)
    found_words = (
        f"More than {number} people found" if result.is_cut else f"{counted_words(number, 'person', 'people')} found"
    )
    return {
        "searched": True,
        "found": [_row(row) for row in result.found],
        "is_cut": result.is_cut,
        "found_words": found_words,
    }


def _row(found: PersonSummary) -> dict[str, Any]:
    on = found.today
    person = found.person
    words = out_words(found.released_on, on) if found.released_on else release_words(found.release_on, on)
    known_as = (
        f"{person.given_name} on paper" if person.preferred_name and person.preferred_name != person.given_name else ""
    )
    return {"person": person, "known_as": known_as, "age": age_on(person.born_on, on), "words": words}
