"""Names that somebody had before, asked of many at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from throughgate.people.models import CircleMember, Person


def load_names(people: Iterable[Person]) -> None:
    """So that `full_names` of each asks nothing more. One query; none where nobody is asked of, or all are loaded."""
    missing = [one for one in people if "earlier_names" not in one.__dict__]
    found = Person.names_before({one.pk for one in missing}) if missing else {}
    for one in missing:
        one.earlier_names = found.get(one.pk, ())


def member_names(members: Iterable[int]) -> Mapping[int, tuple[str, ...]]:
    """By id of one of the circle, every name they ever had. One query; none where nobody is asked of."""
    ids = list(members)
    if not ids:
        return {}
    found: dict[int, list[str]] = defaultdict(list)
    for pk, name in CircleMember.history.filter(id__in=ids).order_by("history_id").values_list("id", "name"):
        if name not in found[pk]:
            found[pk].append(name)
    return {pk: tuple(names) for pk, names in found.items()}


def with_name_since(members: QuerySet[CircleMember]) -> QuerySet[CircleMember]:
    """Each with `renamed_at`: since when they are called as they are; none where they never had another name."""
    rows = CircleMember.history.filter(id=OuterRef("pk"), name=OuterRef("name"))
    called_otherwise = CircleMember.history.filter(id=OuterRef("id")).exclude(name=OuterRef("name"))
    since = rows.filter(
        Exists(called_otherwise), ~Exists(called_otherwise.filter(history_id__gt=OuterRef("history_id")))
    )
    return members.annotate(renamed_at=Subquery(since.order_by("history_id").values("history_date")[:1]))


def called_since(member: CircleMember) -> datetime:
    """Of one read through `with_name_since`: when they came, or were called anew."""
    renamed_at: datetime | None = getattr(member, "renamed_at", None)
    return renamed_at or member.added_at
