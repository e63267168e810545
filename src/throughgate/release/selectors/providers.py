"""The directory of places to live, and how far each is from somewhere."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from throughgate.access.policy import Hidden
from throughgate.common.ground import Point, kilometres
from throughgate.common.postcodes import point_of_postcode
from throughgate.release.models import Provider, Vacancy
from throughgate.release.rules.home import is_stale, vacancy_words


@dataclass(frozen=True)
class Listed:
    """A provider with what was last said of its places; `away` in kilometres from where it was asked, if known."""

    row: Provider
    places: int | None
    said_on: date | None
    today: date
    away: float | None = None

    @property
    def words(self) -> str:
        return vacancy_words(self.places, self.said_on, self.today)

    @property
    def is_stale(self) -> bool:
        return is_stale(self.said_on, self.today)

    @property
    def tone(self) -> str:
        if self.is_stale:
            return "due"
        return "done" if self.places else "quiet"


@dataclass(frozen=True)
class Wanted:
    """What is looked for. `near` is a postcode; `takes` a code of `data/homes.yaml`."""

    kind: str = ""
    takes: str = ""
    town: str = ""
    near: str = ""
    free: bool = False
    closed: bool = False  # those that are not used any more as well


def list_providers(wanted: Wanted, today: date) -> list[Listed]:
    """The nearest first where a postcode is asked, else by name. One query; hundreds of providers, not thousands."""
    rows = _with_vacancy(Provider.objects.all() if wanted.closed else Provider.objects.filter(is_active=True))
    rows = rows.filter(kind=wanted.kind) if wanted.kind else rows
    rows = rows.filter(town__icontains=wanted.town.strip()) if wanted.town.strip() else rows
    here = point_of_postcode(wanted.near) if wanted.near.strip() else None
    found = [_listed(row, today, here) for row in rows if _fits(row, wanted.takes)]
    found = [one for one in found if one.places] if wanted.free else found
    return sorted(found, key=_nearest_first) if here else found


def is_known_postcode(text: str) -> bool:
    return point_of_postcode(text) is not None


def same_name(name: str) -> list[Provider]:
    """Those that are called so, in whatever letters and spaces; also those that are not used any more."""
    wanted = _plain(name)
    known = Provider.objects.values_list("pk", "name")
    return list(Provider.objects.filter(pk__in=[pk for pk, other in known if _plain(other) == wanted]))


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def access_provider(ref: str, today: date) -> Listed:
    """Raises Hidden; whoever may see people may read the directory."""
    row = _with_vacancy(Provider.objects.filter(ref=ref)).first()
    if row is None:
        raise Hidden()
    return _listed(row, today, None)


def vacancies_of(provider: Provider) -> list[Vacancy]:
    """What was said, the last first."""
    return list(provider.vacancies.select_related("noted_by").order_by("-said_on", "-pk")[:20])


def _with_vacancy(rows: QuerySet[Provider]) -> QuerySet[Provider]:
    last = Vacancy.objects.filter(provider=OuterRef("pk")).order_by("-said_on", "-pk")
    return rows.annotate(places_now=Subquery(last.values("places")[:1]), said_now=Subquery(last.values("said_on")[:1]))


def _fits(row: Provider, code: str) -> bool:
    """One of whom it is not known whether they take them stays in the list: they can be asked."""
    return not code or (code not in row.not_taken and (code in row.takes or not row.takes))


def _listed(row: Provider, today: date, here: Point | None) -> Listed:
    there = (row.latitude, row.longitude) if row.latitude is not None and row.longitude is not None else None
    away = kilometres(here, there) if here and there else None
    return Listed(row, row.places_now, row.said_now, today, away)  # type: ignore[attr-defined]  # annotated above


def _nearest_first(one: Listed) -> tuple[bool, float, str]:
    return one.away is None, one.away or 0, one.row.name
