"""Forms of the demonstration that are filled in today, where much is known already: some finished, one still open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import islice
from random import Random
from typing import TYPE_CHECKING

from throughgate.access.policy import Sensitivity
from throughgate.accounts.models import User
from throughgate.common.clock import today
from throughgate.demo.telling import Saying
from throughgate.people.models import Assignment, DateKind, Person
from throughgate.story.models import FormRun
from throughgate.story.rules.asking import OPEN
from throughgate.story.rules.giving import level_of_form
from throughgate.story.selectors.forms import Sheet, forms_for
from throughgate.story.services.answering import record_answers
from throughgate.story.services.forms import finish_form, open_form

if TYPE_CHECKING:
    from throughgate.demo.charity import Charity

FINISHED = 6  # forms
ANSWERS = 3  # to each
NOT_THIS_WEEK = timedelta(days=6)


def fill_in_some_today(charity: Charity) -> None:
    """The worker of the demonstration goes on with a form of whoever is released next, and has finished some others."""
    worker = charity.users["caseworker"]
    saying = Saying(Random("forms of today"))  # noqa: S311 - repeatable on purpose  # nosec B311
    theirs = _people_of(worker)
    sheets = (sheet for person in theirs if (sheet := _best_known(worker, person)) and _can_say(sheet, saying))
    for sheet in islice(sheets, 1):
        _fill_in(worker, sheet, saying)
    for sheet in islice((sheet for sheet in sheets if sheet.tally.not_asked_again), FINISHED):
        finish_form(by=worker, run=_fill_in(worker, sheet, saying), leaving=True)


def _people_of(worker: User) -> Sequence[Person]:
    """Whoever is released soonest, after this week, comes first."""
    mine = Assignment.objects.filter(worker=worker, to_on=None).values("person")
    people = list(Person.objects.filter(pk__in=mine).select_related("site").order_by("pk"))
    dates = Person.objects.filter(
        pk__in=mine,
        custody_dates__kind=DateKind.CONFIRMED_RELEASE,
        custody_dates__superseded_at=None,
        custody_dates__on__gt=today() + NOT_THIS_WEEK,
    )
    first = dates.order_by("custody_dates__on", "pk").values_list("pk", flat=True).first()
    return sorted(people, key=lambda person: person.pk != first)


def _best_known(worker: User, person: Person) -> Sheet | None:
    """Of the forms that anybody may know of: the one in which most is known already and something is to ask."""
    sheets = [
        sheet
        for sheet in forms_for(worker, person, today())
        if sheet.tally.to_ask > ANSWERS and level_of_form(sheet.form) is Sensitivity.STANDARD
    ]
    return max(sheets, key=lambda sheet: sheet.tally.not_asked_again, default=None)


def _can_say(sheet: Sheet, saying: Saying) -> list[str]:
    return [one.item for one in sheet.states if one.state in OPEN and saying.can_say(one.item)][:ANSWERS]


def _fill_in(worker: User, sheet: Sheet, saying: Saying) -> FormRun:
    run = open_form(by=worker, person=sheet.known.person, form=sheet.form.slug)
    said = [(key, saying.say(key, today()), _seen(sheet, key)) for key in _can_say(sheet, saying)]
    record_answers(by=worker, run=run, said=said, answered_on=today())
    return run


def _seen(sheet: Sheet, key: str) -> int | None:
    """What may have changed was shown to them."""
    row = sheet.known.mine.get(key)
    return row.pk if row else None
