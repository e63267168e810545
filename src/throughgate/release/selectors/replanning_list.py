"""Whose release can be moved together with others: everybody with a release ahead whose dates the reader may note."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from throughgate.access.policy import Action, visible
from throughgate.accounts.models import User
from throughgate.people.models import Person
from throughgate.people.selectors import Release, releases_between
from throughgate.programmes.models import Enrolment
from throughgate.release.selectors.board import monday_of


@dataclass(frozen=True)
class Wished:
    """Whom to list. Nothing said lists everybody; `inside` is the scope."""

    inside: Callable[[Person], bool]
    site: str = ""
    week: str = ""
    programme: str = ""


@dataclass(frozen=True)
class Movable:
    """By day. `programmes`: slugs of those that somebody is on, by the person's id; `titles` their names."""

    releases: Sequence[Release]
    programmes: Mapping[int, Collection[str]]
    titles: Mapping[str, str]

    def listed(self, wished: Wished) -> list[Release]:
        return [one for one in self.releases if self._is_wished(one, wished)]

    def _is_wished(self, one: Release, wished: Wished) -> bool:
        return (
            wished.inside(one.person)
            and wished.site in ("", str(one.person.site_id))
            and wished.week in ("", monday_of(one.on).isoformat())
            and (not wished.programme or wished.programme in self.programmes.get(one.person.pk, ()))
        )


def read_movable(user: User, today: date) -> Movable:
    """Four queries, however many."""
    found = [one for one in releases_between(user, today, date.max) if one.date and not one.happened]
    people = Person.objects.filter(pk__in=[one.person.pk for one in found])
    mine = set(visible(user, people, Action.EDIT).values_list("pk", flat=True))
    on: dict[int, set[str]] = defaultdict(set)
    titles = {}
    rows = visible(user, Enrolment.objects.filter(person__in=mine, left_on=None)).order_by("model__version")
    for person, slug, title in rows.values_list("person_id", "model__slug", "model__title"):
        on[person].add(slug)
        titles[slug] = title
    return Movable([one for one in found if one.person.pk in mine], on, titles)
