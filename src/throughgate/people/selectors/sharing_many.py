"""Whether things may be shared, asked of many at once: for pages and boards that show what stands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from throughgate.people.models import CircleMember, Consent, ContactRestriction, LawfulBasis, OrganisationBasis, Person
from throughgate.people.rules.circle import called
from throughgate.people.rules.company import may_be_meant, without_others
from throughgate.people.rules.part_names import is_named
from throughgate.people.rules.purposes import CIRCLE, Grounds, sharing_terms
from throughgate.people.rules.restrictions import Restriction
from throughgate.people.rules.same_words import names_and_who, names_in
from throughgate.people.rules.searching import fold
from throughgate.people.rules.sharing import Recipient, Sharing, may_share
from throughgate.people.selectors.names import member_names
from throughgate.people.selectors.restrictions import all_restrictions, as_rule


@dataclass(frozen=True, slots=True)
class ToShare:
    """One thing that would be shared of somebody."""

    person_id: int
    purpose: str
    recipient: Recipient
    scope: str


def sharings_of(asked: Sequence[ToShare], today: date) -> list[Sharing]:
    """In the order given. Four queries, however many; none where nothing is asked."""
    if not asked:
        return []
    people = {one.person_id for one in asked}
    said: dict[int, list[Consent]] = defaultdict(list)
    for row in Consent.objects.filter(person__in=people, ended_at__isnull=True):
        said[row.person_id].append(row)
    rules: dict[int, list[Restriction]] = defaultdict(list)
    for one in _restrictions(people):
        rules[one.person_id].append(as_rule(one))
    grounds = _grounds(people)
    return [
        may_share(
            terms=sharing_terms(),
            purpose=one.purpose,
            recipient=one.recipient,
            scope=one.scope,
            grounds=_in_force(grounds, one),
            said=said[one.person_id],
            restrictions=rules[one.person_id],
            today=today,
        )
        for one in asked
    ]


def _restrictions(people: set[int]) -> Sequence[ContactRestriction]:
    return list(all_restrictions().filter(person__in=people, member__isnull=False))


def _grounds(people: set[int]) -> dict[tuple[int | None, str], Grounds]:
    """By person and purpose; the organisation's own are nobody's."""
    rows = OrganisationBasis.objects.filter(superseded_at__isnull=True)
    found: dict[tuple[int | None, str], Grounds] = {
        (None, row.purpose): Grounds(row.article_6, row.article_9, row.schedule_1) for row in rows
    }
    own = LawfulBasis.objects.filter(person__in=people, superseded_at__isnull=True)
    return found | {(row.person_id, row.purpose): Grounds(row.article_6, row.article_9, row.schedule_1) for row in own}


def _in_force(grounds: Mapping[tuple[int | None, str], Grounds], one: ToShare) -> Grounds:
    """The person's own, else the organisation's, else as shipped."""
    known = sharing_terms().purposes.get(one.purpose)
    shipped = known.grounds if known else Grounds()
    return grounds.get((one.person_id, one.purpose), grounds.get((None, one.purpose), shipped))


def named_members(person: Person, typed: str, today: date) -> list[CircleMember]:
    """Those of the circle whose name, or one part of it alone, was typed: they are meant. One query, none where nothing
    was typed.
    """
    return members_called(circles_of([person.pk])[person.pk], typed, today) if names_in(typed) else []


def circles_of(people: Iterable[int]) -> dict[int, list[CircleMember]]:
    """By the person's id, with those who have left. One query."""
    found: dict[int, list[CircleMember]] = defaultdict(list)
    for row in CircleMember.objects.filter(person__in=list(people)).select_related("person").order_by("pk"):
        found[row.person_id].append(row)
    return found


def members_called(circle: Iterable[CircleMember], typed: str, today: date) -> list[CircleMember]:
    names = names_in(typed)
    return [
        row
        for row in circle
        if (row.to_on is None or row.to_on >= today) and any(is_named(name, row.name) for name in names)
    ]


def meant_members(person: Person, typed: str, today: date) -> list[CircleMember]:
    """Whom of the circle what was typed may mean, those who are surely called so first. Two queries, none where nothing
    was typed.
    """
    if not names_in(typed):
        return []
    circle = circles_of([person.pk])[person.pk]
    return members_meant(circle, typed, today, member_names(row.pk for row in circle))


def members_meant(
    circle: Sequence[CircleMember], typed: str, today: date, names: Mapping[int, tuple[str, ...]]
) -> list[CircleMember]:
    """By their name, one nearly the same, what they are to the person, or one of the `names` that they had before."""
    sure = members_called(circle, typed, today)
    found = []
    for row in circle:
        left = without_others(names_in(typed), [other.name for other in circle if other.pk != row.pk])
        here = row.to_on is None or row.to_on >= today
        if here and may_be_meant(left, row.name, names.get(row.pk, ()), called(row.kind, row.relation)):
            found.append(row)
    return [*sure, *(row for row in found if row not in sure)]


def unknown_names(person: Person, typed: str, today: date, *, said_who: bool) -> list[str]:
    """Those typed that mean nobody of the circle; with `said_who` not those that say in brackets who it is. Two
    queries, none where there is nothing to look for.
    """
    wanted = [name for name, says in names_and_who(typed) if name and not (said_who and says)]
    if not wanted:
        return []
    circle = circles_of([person.pk])[person.pk]
    names = member_names(row.pk for row in circle)
    return [name for name in wanted if not members_meant(circle, name, today, names)]


def organisations_of(people: Iterable[int], purpose: str) -> dict[int, list[Consent]]:
    """By the person's id, what they said of organisations for this purpose, the last first. One query."""
    found: dict[int, list[Consent]] = defaultdict(list)
    rows = Consent.objects.filter(person__in=list(people), purpose=purpose, ended_at__isnull=True)
    for row in rows.exclude(recipient_kind=CIRCLE).order_by("-pk"):
        found[row.person_id].append(row)
    return found


def organisation_called(spoken: Iterable[Consent], name: str) -> Recipient:
    """An organisation as they spoke of it, whatever kind it was said to be; else another charity of that name."""
    wanted = " ".join(fold(name).split())
    for row in spoken:
        if wanted and " ".join(fold(row.recipient_name).split()) == wanted:
            return Recipient(row.recipient_kind, row.recipient_name)
    return Recipient("charity", name.strip())
