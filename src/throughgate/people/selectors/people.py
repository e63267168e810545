from datetime import date
from typing import Any, Literal

from django.db.models import Q, QuerySet

from throughgate.access.policy import Action, Hidden, check, visible
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.common import clock
from throughgate.people.models import Assignment, AssignmentRole, Identifier, Person, SearchWord
from throughgate.people.rules.searching import asked_words

Whose = Literal["me", "team", "sites"]


class RecordMovedError(Exception):
    """This record was put together with another, which the user may see: `to` is where its story goes on."""

    def __init__(self, gone: Person, to: Person):
        self.gone, self.to = gone, to
        super().__init__("This record was put together with another.")


def current_on(day: date) -> Q:
    """Rows with from_on and to_on that hold on `day`; the last day counts."""
    return Q(from_on__lte=day) & (Q(to_on__isnull=True) | Q(to_on__gte=day))


def read_caseloads(user: User, day: date) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    """Ids of the people on the user's own caseload, of those whose counsellor the user line-manages, and of those with
    whose family the user works.
    """
    counselled = Q(worker__line_manager=user, role=AssignmentRole.COUNSELLOR)
    # The workers first: an index finds their assignments, which the either-or alone would look for among everybody's.
    workers = User.objects.filter(Q(pk=user.pk) | Q(line_manager=user)).values("pk")
    rows = Assignment.objects.filter(current_on(day), worker__in=workers).filter(Q(worker=user) | counselled).order_by()
    found = list(rows.values_list("worker_id", "person_id", "role"))
    own = frozenset(p for w, p, _ in found if w == user.pk)
    family = frozenset(p for w, p, r in found if w == user.pk and r == AssignmentRole.FAMILY_PRACTITIONER)
    return own, frozenset(p for w, p, _ in found if w != user.pk), family


def list_people_for(user: User) -> QuerySet[Person]:
    return visible(user, Person.objects.select_related("site"))


def list_refs_for(user: User) -> QuerySet[Person, Any]:
    """References of everybody the user may see, and of the records that were put together with theirs."""
    mine = visible(user, Person.objects.order_by()).values("pk")
    return Person.everyone.filter(Q(pk__in=mine) | Q(merged_into__in=mine)).order_by().values("ref")


def former_refs_of(ref: str) -> list[str]:
    """References of the records that were put together with this one."""
    return list(Person.everyone.filter(merged_into__ref=ref).order_by("pk").values_list("ref", flat=True))


def access_person(user: User, ref: str, *, action: Action = Action.VIEW, page: str = "", audit: bool = True) -> Person:
    """The person with this reference, if the user may do `action`; the read is audited with the name of the page.

    Raises Hidden where the user may not know of them, Forbidden where they may see but not act, RecordMovedError (which
    leads the browser on) where the record was put together with another.
    """
    person = Person.everyone.select_related("site", "merged_into__site").filter(ref=ref).first()
    if person is None:
        raise Hidden()
    if person.merged_into:
        check(user, Action.VIEW, person.merged_into)
        record_event(by=user, action="person.led_on", person=person.merged_into, subject=f"person {person.ref}")
        raise RecordMovedError(person, person.merged_into)
    check(user, action, person)
    if audit:
        record_event(by=user, action="person.read", person=person, subject=page)
    return person


def caseload_of(worker: User, today: date) -> QuerySet[Person]:
    """The people this worker works with today."""
    current = Assignment.objects.filter(current_on(today), worker=worker)
    return visible(worker, Person.objects.filter(pk__in=current.values("person")).select_related("site"))


def list_people(user: User, whose: Whose, today: date) -> QuerySet[Person]:
    """My caseload, the caseloads of my team (those with my line manager, and those I manage), or everyone I may see."""
    if whose == "me":
        return caseload_of(user, today)
    people = list_people_for(user)
    if whose == "sites":
        return people
    team = Q(worker=user) | Q(worker__line_manager=user)
    if user.line_manager_id:
        team |= Q(worker__line_manager=user.line_manager_id)
    return people.filter(pk__in=Assignment.objects.filter(current_on(today)).filter(team).values("person"))


def search_people(user: User, text: str, today: date | None = None) -> QuerySet[Person]:
    """Everyone the user may see of whom each word typed begins a name, number, reference or day of birth.

    Nothing typed finds nobody.
    """
    groups = asked_words(text, today=today or clock.today())
    people = list_people_for(user)
    if not groups:
        return people.none()
    for words in groups:
        begins = Q()
        for word in words:
            begins |= Q(word__begins=word)
        people = people.filter(pk__in=SearchWord.objects.filter(begins).values("person"))
    return people


def identifiers_of(person: Person, *, withdrawn: bool = False) -> QuerySet[Identifier]:
    """The numbers they are known by; with `withdrawn` also those that were on this record by mistake."""
    rows = Identifier.objects.filter(person=person).select_related("person", "added_by", "withdrawn_by")
    return rows if withdrawn else rows.filter(withdrawn_at__isnull=True)
