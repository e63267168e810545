"""What a list of people is read against, and who may see an import."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from throughgate.access.policy import Ability, Hidden, reach_of, require, visible
from throughgate.accounts.models import User
from throughgate.common.clock import today
from throughgate.people.models import CaseloadImport, Identifier, IdentifierKind, Likeness, Person
from throughgate.people.rules.around import ROLES_OPEN_TO
from throughgate.people.rules.duplicates import Identity, frequencies_among
from throughgate.people.rules.import_rows import (
    Colleague,
    Place,
    Row,
    SomebodyKnown,
    Surroundings,
    check_likeness,
    place_words,
)
from throughgate.people.rules.importing import Problem, bare, columns
from throughgate.people.selectors.duplicates import read_identities
from throughgate.sites.models import Site

AT_ONCE = 500


@dataclass(frozen=True)
class Compared:
    """`hidden`: whom the reader may not see and is told of without a name, as ids."""

    problems: Sequence[Problem]
    hidden: frozenset[int]


def list_imports(user: User) -> QuerySet[CaseloadImport]:
    """The user's own: a list that somebody is working at is theirs until its people are added."""
    require(user, Ability.IMPORT_PEOPLE)
    return CaseloadImport.objects.filter(created_by=user)


def access_import(user: User, ref: str) -> CaseloadImport:
    """Raises Forbidden, Hidden."""
    found = list_imports(user).select_related("default_site", "created_by", "undone_by").filter(ref=ref).first()
    if found is None:
        raise Hidden()
    return found


def surroundings_of(user: User, default_site: Site | None) -> Surroundings:
    """Three queries."""
    mine = reach_of(user).sites
    places: dict[str, Place] = {}
    rows = Site.objects.filter(Q(is_prison=True, is_active=True) | Q(pk__in=mine)).order_by("pk")
    for site in sorted(rows, key=lambda site: site.pk in mine):  # of two of one name, the user's own
        place = Place(site.pk, site.name, site.is_prison, site.pk in mine)
        places.update(dict.fromkeys(place_words(site.name, site.code), place))
    default = None
    if default_site:
        default = Place(default_site.pk, default_site.name, default_site.is_prison, default_site.pk in mine)
    return Surroundings(today(), places, _colleagues(mine), default)


def check_against_people(user: User, rows: Sequence[Row]) -> Compared:
    """Numbers that are on a record already, and rows that may be somebody we know. Everybody is compared: a second
    record is no better for being at another site. Only whom the user may see is named; of others it is said only where
    they are almost certainly the same, once for a row however many they are.
    """
    people = read_identities()
    held = _held_numbers(rows)
    shown = _shown(user, set(held.values()))
    problems = []
    for row in rows:
        for kind, value in row.numbers:
            if holder := held.get((kind, value)):
                problems.append(_held_elsewhere(row, kind, shown.get(holder, SomebodyKnown())))
    alike, hidden = _check_likeness(user, rows, people, set(held.values()))
    hidden |= set(held.values()) - shown.keys()
    return Compared(list(dict.fromkeys([*problems, *alike])), frozenset(hidden))


def hidden_people(ids: Iterable[int]) -> list[Person]:
    """Whom a check told of without a name: for the trail of each, never to be shown."""
    wanted = sorted(ids)
    chunks = (wanted[start : start + AT_ONCE] for start in range(0, len(wanted), AT_ONCE))
    return [person for chunk in chunks for person in Person.objects.filter(pk__in=chunk)]


def people_of(started: CaseloadImport) -> QuerySet[Person]:
    """The people whose records the import opened, whatever became of the records."""
    return Person.everyone.filter(imported__caseload_import=started)


def _colleagues(sites: Iterable[int]) -> Mapping[str, Sequence[Colleague]]:
    found: dict[str, list[Colleague]] = defaultdict(list)
    rows = User.objects.filter(sites__in=sites, is_active=True, role__in=list(ROLES_OPEN_TO)).distinct()
    for worker in rows:
        colleague = Colleague(worker.pk, worker.name, worker.email, str(ROLES_OPEN_TO[worker.role][0]))
        for word in {bare(worker.name), bare(worker.email)}:
            found[word].append(colleague)
    return found


def _held_numbers(rows: Sequence[Row]) -> dict[tuple[str, str], int]:
    wanted = sorted({value for row in rows for _, value in row.numbers})
    found = {}
    for start in range(0, len(wanted), AT_ONCE):
        held = Identifier.objects.filter(value__in=wanted[start : start + AT_ONCE], withdrawn_at__isnull=True)
        for kind, value, person_id in held.order_by().values_list("kind", "value", "person_id"):
            found[kind, value] = person_id
    return found


def _shown(user: User, people: Iterable[int]) -> dict[int, SomebodyKnown]:
    wanted, found = sorted(people), {}
    for start in range(0, len(wanted), AT_ONCE):
        seen = visible(user, Person.objects.filter(pk__in=wanted[start : start + AT_ONCE]))
        found.update({person.pk: SomebodyKnown(person.ref, person.name) for person in seen})
    return found


def _held_elsewhere(row: Row, kind: str, known: SomebodyKnown) -> Problem:
    label = IdentifierKind(kind).label
    words = (
        f"This {label} is on a record already. Take the row out, or mend the number."
        if known.ref
        else f"This {label} is known at another site of ours. Ask the manager there, or mend the number."
    )
    return Problem(row.number, columns()[kind].label, words, ref=known.ref, name=known.name)


def _check_likeness(
    user: User, rows: Sequence[Row], people: Sequence[Identity], held: set[int]
) -> tuple[list[Problem], set[int]]:
    """The problems, and the ids of those told of without a name. Whoever was found by a number is not named twice."""
    others = [one for one in people if one.key not in held]
    identities = [row.identity for row in rows]
    frequencies = frequencies_among([*identities, *others])
    found = check_likeness(rows, others, frequencies)
    named = _shown(user, {match.person for match in found if match.person})
    told = [match for match in found if match.others or match.person in named or match.likeness == Likeness.SAME]
    hidden = {match.person for match in told if match.person} - named.keys()
    return [match.problem(named.get(match.person, SomebodyKnown())) for match in told], hidden
