"""Keeps the suggestions of records that may be one person's. Nothing here puts records together: see merging."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from throughgate.access.policy import Ability, Action, Forbidden, check, require, role_may
from throughgate.accounts.models import User
from throughgate.audit.services import record_event
from throughgate.people.models import DuplicateSearch, Person, PossibleDuplicate
from throughgate.people.rules.duplicates import Verdict, find_duplicates
from throughgate.people.selectors.duplicates import (
    identity_of_person,
    list_alike,
    pairs_of_person,
    pairs_standing,
    read_identities,
)

BATCH = 500
TAKES_AT_MOST = timedelta(minutes=10)
Pair = tuple[int, int]


def look_through_everybody(*, by: User | None = None, search: DuplicateSearch | None = None) -> DuplicateSearch:
    """Compare everybody with whom they may be confused and keep what is suggested. Seconds for 100,000 people; reads
    first and writes briefly, so that nobody waits.
    """
    search = search or DuplicateSearch.objects.create(asked_by=by)
    people = read_identities()
    found = {_in_order(one.key, other.key): verdict for one, other, verdict in find_duplicates(people)}
    with transaction.atomic():
        _keep(found, pairs_standing())
        search.people, search.found, search.finished_at = len(people), len(found), timezone.now()
        search.save(update_fields=["people", "found", "finished_at"])
        record_event(by=by, action="duplicates.searched", people=len(people), found=len(found))
    return search


@transaction.atomic
def ask_for_search(*, by: User) -> bool:
    """Have everybody looked through in the background, unless somebody asked for it just now."""
    # Imported here: the task calls back into this module.
    from throughgate.people.tasks import search_duplicates

    require(by, Ability.SEE_PEOPLE)
    if not role_may(by, Action.MERGE):
        raise Forbidden(Action.MERGE)
    lately = timezone.now() - TAKES_AT_MOST
    if DuplicateSearch.objects.filter(started_at__gt=lately, finished_at__isnull=True).exists():
        return False
    search = DuplicateSearch.objects.create(asked_by=by)
    search_duplicates.enqueue(search.pk)
    return True


def look_for_duplicates_of(person: Person) -> None:
    """After somebody was added or their names, birth or numbers changed. Part of another write."""
    standing = {(row.one_id, row.other_id): row for row in pairs_of_person(person)}
    partners = {pk for pair in standing for pk in pair} - {person.pk}
    found = list_alike(identity_of_person(person), also=partners)
    _keep({_in_order(person.pk, pk): verdict for pk, verdict in found}, standing)


@transaction.atomic
def say_different(*, by: User, one: Person, other: Person) -> PossibleDuplicate | None:
    """These are two people. Remembered, so that they are not suggested again; saying it twice changes nothing.

    None where the pair was never suggested. Raises Hidden, Forbidden.
    """
    pair = _locked(by, one, other)
    if pair and pair.different_at is None:
        pair.different_at, pair.different_by = timezone.now(), by
        pair.save(update_fields=["different_at", "different_by"])
        _record_both(by, "duplicates.set_aside", one, other)
    return pair


@transaction.atomic
def suggest_again(*, by: User, one: Person, other: Person) -> PossibleDuplicate | None:
    """Takes “not the same” back."""
    pair = _locked(by, one, other)
    if pair and pair.different_at is not None:
        pair.different_at = pair.different_by = None
        pair.save(update_fields=["different_at", "different_by"])
        _record_both(by, "duplicates.suggested_again", one, other)
    return pair


def record_hint(*, by: User, hidden: Iterable[Person], list_of: str = "") -> None:
    """Somebody was told, without a name, that we may know the person they are adding: each record concerned keeps
    that, and of a list which one (`list_of`).
    """
    for person in hidden:
        if list_of:
            record_event(by=by, action="duplicates.hinted_in_list", person=person, subject=list_of)
        else:
            record_event(by=by, action="duplicates.hinted", person=person)


def _locked(by: User, one: Person, other: Person) -> PossibleDuplicate | None:
    for person in (one, other):
        check(by, Action.MERGE, person)
    first, second = _in_order(one.pk, other.pk)
    return PossibleDuplicate.objects.select_for_update().filter(one=first, other=second).first()


def _record_both(by: User, action: str, one: Person, other: Person) -> None:
    for person, with_whom in ((one, other), (other, one)):
        record_event(by=by, action=action, person=person, subject=f"person {with_whom.ref}")


def _keep(found: Mapping[Pair, Verdict], standing: Mapping[Pair, PossibleDuplicate]) -> None:
    """Write what is new or weighs otherwise, and drop what is no longer likely and nobody has decided about."""
    new = [_row(pair, verdict) for pair, verdict in found.items() if pair not in standing]
    PossibleDuplicate.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
    changed = [_changed(standing[pair], verdict) for pair, verdict in found.items() if pair in standing]
    PossibleDuplicate.objects.bulk_update(
        [row for row in changed if row], ["likeness", "weight", "reasons"], batch_size=BATCH
    )
    stale = [row.pk for pair, row in standing.items() if pair not in found and row.different_at is None]
    for start in range(0, len(stale), BATCH):
        PossibleDuplicate.objects.filter(pk__in=stale[start : start + BATCH]).delete()


def _row(pair: Pair, verdict: Verdict) -> PossibleDuplicate:
    one, other = pair
    return PossibleDuplicate(
        one_id=one,
        other_id=other,
        likeness=str(verdict.likeness),
        weight=round(verdict.weight, 2),
        reasons=list(verdict.reasons),
    )


def _changed(row: PossibleDuplicate, verdict: Verdict) -> PossibleDuplicate | None:
    if row.reasons == list(verdict.reasons) and abs(row.weight - verdict.weight) < 0.5:
        return None
    row.likeness, row.weight, row.reasons = str(verdict.likeness), round(verdict.weight, 2), list(verdict.reasons)
    return row


def _in_order(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)
