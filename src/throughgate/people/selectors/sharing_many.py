"""Whether things may be shared, asked of many at once: for pages and boards that show what stands."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from throughgate.people.models import CircleMember, Consent, ContactRestriction, LawfulBasis, OrganisationBasis, Person
from throughgate.people.rules.purposes import CIRCLE, Grounds, sharing_terms
from throughgate.people.rules.restrictions import Restriction
from throughgate.people.rules.same_words import is_same_name, names_in
from throughgate.people.rules.searching import fold
from throughgate.people.rules.sharing import Recipient, Sharing, may_share
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
    """Those of the circle whose full name was typed: they are meant. One query, none where nothing was typed."""
    names = names_in(typed)
    if not names:
        return []
    rows = CircleMember.objects.filter(person=person).select_related("person").order_by("pk")
    return [
        row
        for row in rows
        if (row.to_on is None or row.to_on >= today) and any(is_same_name(name, row.name) for name in names)
    ]


def named_organisation(person: Person, name: str, purpose: str) -> Recipient:
    """An organisation as they spoke of it, whatever kind it was said to be; else another charity of that name."""
    wanted = " ".join(fold(name).split())
    rows = Consent.objects.filter(person=person, purpose=purpose, ended_at__isnull=True).exclude(recipient_kind=CIRCLE)
    for row in rows.order_by("-pk"):
        if wanted and " ".join(fold(row.recipient_name).split()) == wanted:
            return Recipient(row.recipient_kind, row.recipient_name)
    return Recipient("charity", name.strip())
