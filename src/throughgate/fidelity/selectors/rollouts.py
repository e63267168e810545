"""Where a programme has been taken to. Whoever reads them does so for sites of theirs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q

from throughgate.access.policy import Ability, Hidden, has, reach_of, require
from throughgate.accounts.models import User
from throughgate.fidelity.models import Adaptation, Rollout
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.grammar import ProgrammeModel
from throughgate.programmes.models import ProgrammeModel as ModelRow
from throughgate.programmes.selectors.manuals import get_model
from throughgate.sites.models import Site


@dataclass(frozen=True)
class Programme:
    """A programme over all its versions. `model` is the newest one in use."""

    row: ModelRow
    model: ProgrammeModel
    versions: Sequence[ProgrammeModel]

    @property
    def core(self) -> frozenset[str]:
        """Keys of elements that are core in the newest version that has them."""
        newest: dict[str, bool] = {}
        for version in self.versions:
            for key, element in version.elements.items():
                newest.setdefault(key, element.core)
        return frozenset(key for key, core in newest.items() if core)

    def title_of(self, key: str) -> str:
        if not key:
            return "The whole programme"
        return next((one.title_of(key) for one in self.versions if one.part_of(key)), self.model.title_of(key))


def programme_for(user: User, slug: str) -> Programme:
    """Raises Forbidden, Hidden. Two queries."""
    require(user, Ability.COMPARE_SITES)
    row = get_model(user, slug)
    rows = ModelRow.objects.filter(slug=slug).order_by("-version")
    return Programme(row, compiled_model(row), [compiled_model(one) for one in rows])


def sites_of(user: User) -> list[Site]:
    return list(Site.objects.filter(pk__in=reach_of(user).sites).order_by("name"))


def site_for(user: User, code: str) -> Site:
    """Raises Hidden."""
    site = Site.objects.filter(pk__in=reach_of(user).sites, code=code).first()
    if site is None:
        raise Hidden()
    return site


def rollouts_of(slug: str, sites: Collection[Site]) -> dict[int, Rollout]:
    """What holds, by site, each with its adaptations in `standing`. Two queries."""
    standing = Adaptation.objects.filter(ended_on__isnull=True).select_related("declared_by")
    rows = Rollout.objects.filter(slug=slug, site__in=sites, ended_on__isnull=True).select_related("site")
    return {row.site_id: row for row in rows.prefetch_related(Prefetch("adaptations", standing, to_attr="standing"))}


def rollout_for(user: User, ref: str) -> Rollout:
    """Raises Forbidden, Hidden."""
    require_adapting(user)
    sites = reach_of(user).sites
    row = Rollout.objects.filter(ref=ref, site__in=sites).select_related("site").first()
    if row is None:
        raise Hidden()
    return row


def adaptation_for(user: User, ref: str) -> Adaptation:
    """Raises Forbidden, Hidden."""
    require_adapting(user)
    row = Adaptation.objects.filter(ref=ref, rollout__site__in=reach_of(user).sites).select_related("rollout__site")
    found = row.first()
    if found is None:
        raise Hidden()
    return found


def adaptations_between(rollout: Rollout, first: date, last: date) -> list[Adaptation]:
    """Those that held on some day of the time, ended ones too."""
    rows = rollout.adaptations.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=first), from_on__lte=last)
    return list(rows.select_related("declared_by"))


ADAPTING = (Ability.PUBLISH_PROGRAMMES, Ability.COMPARE_SITES)


def may_adapt(user: User) -> bool:
    return all(has(user, ability) for ability in ADAPTING)


def require_adapting(user: User) -> None:
    """Raises Forbidden."""
    for ability in ADAPTING:
        require(user, ability)
