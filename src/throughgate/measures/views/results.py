from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from throughgate.access.policy import Action, Hidden, can
from throughgate.accounts.requests import user_of
from throughgate.measures.grammar import Instrument
from throughgate.measures.models import Sitting
from throughgate.measures.rules.safety import DONE
from throughgate.measures.selectors.instruments import instruments
from throughgate.measures.selectors.sittings import (
    access_sitting,
    given_in_many,
    results_of,
    rows_in,
    safeguards_in,
)
from throughgate.measures.views.pages import frame, reach
from throughgate.measures.views.words import (
    answer_groups,
    changes_of,
    course_pictures,
    first_that_counts,
    lines_of,
    result_words,
    wheel_pictures,
    wheel_rows,
)
from throughgate.programmes.selectors.forms_asked import titles_met


@require_safe
def result(request: HttpRequest, ref: str, sitting: str) -> HttpResponse:
    """One filling in: what it comes to, what changed, and every answer."""
    user, person = user_of(request), reach(request, ref)
    row = access_sitting(user, person, sitting)
    if row.finished_at is None:
        return redirect("measures:ask", ref=ref, sitting=sitting)
    results = results_of(user, person, row.instrument)
    instrument = instruments().get(row.instrument)
    safeguards = safeguards_in(row)
    context = {
        "sitting": row,
        "lines": lines_of(row, first_that_counts(results, row), instrument),
        "groups": answer_groups(instrument, rows_in(row), person.first_name),
        "later": next((one for one in results if one.corrects_id == row.pk), None),
        "met": titles_met(user, person, row.entry_id) if row.entry_id else [],
        "safeguards": [(one, [DONE.get(code, code) for code in one.done]) for one in safeguards],
        "to_see": [one for one in safeguards if any(t.user_id == user.pk and not t.seen_at for t in one.told.all())],
        "can_correct": can(user, Action.RECORD, row),
    }
    return render(request, "measures/result.html", context | frame(request, person))


@require_safe
def over_time(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    user, person = user_of(request), reach(request, ref)
    instrument = instruments().get(slug)
    if instrument is None:
        raise Hidden()
    results = results_of(user, person, slug)
    context = {
        "instrument": instrument,
        "rows": [
            {
                "sitting": one,
                "words": result_words(one),
                "changes": changes_of(one, first_that_counts(results, one), instrument),
            }
            for one in reversed(results)
        ],
        "pictures": course_pictures(instrument, results),
    }
    if instrument.picture == "wheel" and results:
        context |= _wheel(results, instrument, person.first_name)
    return render(request, "measures/over_time.html", context | frame(request, person))


def _wheel(results: list[Sitting], instrument: Instrument, first_name: str) -> dict[str, object]:
    latest = results[-1]
    first = first_that_counts(results, latest)
    given = given_in_many([one for one in (first, latest) if one])
    then = given[first.pk] if first else None
    return {
        "wheels": wheel_pictures(instrument, then, given[latest.pk], first_name),
        "areas": wheel_rows(instrument, then, given[latest.pk]),
        "first": first,
        "latest": latest,
    }
