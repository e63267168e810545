"""Reports of the demonstration: a parole report that waits for sign-off, and one with two frozen versions."""

from datetime import timedelta
from typing import TYPE_CHECKING

from throughgate.accounts.models import User
from throughgate.people.models import WITHOUT_END, Assignment, HearingKind, ParoleHearing, Person, Sentence
from throughgate.people.rules.custody import Place
from throughgate.people.selectors import current_on, summaries_of
from throughgate.people.selectors.hearings import hearings_of
from throughgate.people.services.hearings import list_hearing
from throughgate.reports.models import ReportVersion, Statement
from throughgate.reports.selectors.reports import signers_for
from throughgate.reports.services.finishing import ask_sign_off, freeze, note_gone_through
from throughgate.reports.services.writing import begin_report, begin_version, write_statements
from throughgate.web.paper import NoPdfError

if TYPE_CHECKING:
    from throughgate.demo.charity import Charity

OPINION = (
    "They kept what they agreed to, and said early when something would not work. "
    "What I cannot say is how it goes without the daily routine."
)
ADVICE = "Keep the same worker through the first three months, and have the first appointments made before the day."


def write_reports(charity: "Charity") -> None:
    """Of those whom the caseworker works with: the one with a hearing to come, and another."""
    worker = charity.users["caseworker"]
    mine = Assignment.objects.filter(current_on(charity.today), worker=worker).values("person")
    people = Person.objects.filter(pk__in=mine).select_related("site").order_by("pk")
    heard = next((found for one in people if (found := _hearing(one))), None) or _listed(charity, worker, list(people))
    if heard:
        version = begin_report(by=worker, person=heard.person, template="parole", hearing=heard)
        _write(charity, worker, version)
        if signers := signers_for(version):
            ask_sign_off(by=worker, version=version, signer=signers[0])
    other = next((one for one in people if heard is None or one.pk != heard.person_id), None)
    if other:
        _frozen(charity, worker, other)


def _hearing(person: Person) -> ParoleHearing | None:
    return next((one.row for one in hearings_of(person) if one.is_open), None)


def _listed(charity: "Charity", worker: User, people: list[Person]) -> ParoleHearing | None:
    """An oral hearing in two months, for one of those in custody: with no set end to the sentence, if there is one."""
    inside = [one.person for one in summaries_of(people, charity.today) if one.whereabouts.place is Place.CUSTODY]
    without_end = set(
        Sentence.objects.filter(person__in=inside, kind__in=WITHOUT_END).values_list("person_id", flat=True)
    )
    person = min(inside, key=lambda one: one.pk not in without_end, default=None)
    if person is None:
        return None
    on = charity.today + timedelta(days=60)
    return list_hearing(by=worker, person=person, kind=HearingKind.ORAL, on=on, source="OMU")


def _frozen(charity: "Charity", worker: User, person: Person) -> None:
    """Two versions, as far as PDFs can be made here."""
    first = begin_report(by=worker, person=person, template="rehabilitation-plan")
    _write(charity, worker, first)
    try:
        freeze(by=worker, version=first)
    except NoPdfError:
        return
    again = begin_version(
        by=worker, report=first.report, because="The prison asked for one thing to be said more plainly"
    )
    _write(charity, worker, again, more=" The course in March matters most.")
    freeze(by=worker, version=again)


def _write(charity: "Charity", worker: User, version: ReportVersion, more: str = "") -> None:
    own = Statement.objects.filter(version=version, is_opinion=True).order_by("place")
    words = {row.pk: (OPINION if row.section == "opinion" else ADVICE) + more for row in own}
    write_statements(by=worker, version=version, words=words)
    note_gone_through(by=worker, version=version, on=charity.today, how="face", said="That is fair.", is_added=True)
