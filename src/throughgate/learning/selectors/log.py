"""The learning log, for sites that the reader works at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from throughgate.access.policy import ABILITIES, Ability, Hidden, has, reach_of, require, visible
from throughgate.accounts.models import User
from throughgate.learning.models import Finding, LogChange, LogCheck, LogEnding, LogItem, LogNote, Part, WallLine
from throughgate.learning.rules.log import Standing, State, state_of
from throughgate.learning.rules.plain import may_be_names
from throughgate.people.models import Person
from throughgate.sites.models import Site

AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Read:
    """An item as it stands."""

    item: LogItem

    @property
    def notes(self) -> list[LogNote]:
        return list(self.item.notes.all())

    def note(self, part: Part) -> LogNote | None:
        """The one that holds: nothing was put in its place."""
        rows = [one for one in self.notes if one.part == part]
        replaced = {one.corrects_id for one in rows}
        return next((one for one in rows if one.pk not in replaced), None)

    @property
    def happened(self) -> str:
        found = self.note(Part.HAPPENED)
        return found.words if found else ""

    @property
    def learned(self) -> str:
        found = self.note(Part.LEARNED)
        return found.words if found else ""

    @property
    def changes(self) -> list[LogChange]:
        return list(self.item.changes.all())

    @property
    def open_change(self) -> LogChange | None:
        return next((one for one in self.changes if not one.settled_at and not one.withdrawn_at), None)

    @property
    def endings(self) -> list[LogEnding]:
        return list(self.item.endings.all())

    @property
    def ending(self) -> LogEnding | None:
        return next((one for one in self.endings if one.reopened_at is None), None)

    @property
    def line(self) -> WallLine | None:
        return next((one for one in self.item.wall_lines.all() if one.taken_off_at is None), None)

    @property
    def state(self) -> State:
        standing = list(_standing(self.changes))
        return state_of(has_learned=bool(self.learned), changes=standing, is_ended=self.ending is not None)


def _standing(changes: Iterable[LogChange]) -> Iterable[Standing]:
    for one in changes:
        if one.withdrawn_at is None:
            checks = list(one.checks.all())
            yield Standing(one.done_at is not None, checks[-1].finding if checks else "")


def sites_of(user: User) -> list[Site]:
    return list(Site.objects.filter(pk__in=reach_of(user).sites).order_by("name"))


def items_for(user: User, *, site: str = "", open_only: bool = False) -> QuerySet[LogItem]:
    """Newest first. Raises Forbidden."""
    require(user, Ability.READ_LEARNING)
    rows = LogItem.objects.filter(site__in=reach_of(user).sites)
    if site:
        rows = rows.filter(site__code=site)
    if open_only:
        stands = LogChange.objects.filter(item=OuterRef("pk"), withdrawn_at__isnull=True).order_by("-pk")
        rows = rows.alias(last=Subquery(stands.values("pk")[:1]))
        rows = rows.exclude(Exists(LogCheck.objects.filter(change=OuterRef("last"), finding=Finding.WORKED)))
        rows = rows.exclude(Exists(LogEnding.objects.filter(item=OuterRef("pk"), reopened_at__isnull=True)))
    return _with_all(rows)


def _with_all(rows: QuerySet[LogItem]) -> QuerySet[LogItem]:
    people = ("responsible", "checker", "planned_by", "done_by", "withdrawn_by")
    changes = LogChange.objects.select_related(*people).prefetch_related(
        Prefetch("checks", LogCheck.objects.select_related("by"))
    )
    return rows.select_related("site", "noted_by").prefetch_related(
        Prefetch("notes", LogNote.objects.select_related("by", "corrected")), Prefetch("changes", changes),
        Prefetch("endings", LogEnding.objects.select_related("by")), "wall_lines",
    )  # fmt: skip


def item_for(user: User, ref: str) -> Read:
    """Raises Forbidden, Hidden."""
    require(user, Ability.READ_LEARNING)
    row = _with_all(LogItem.objects.filter(ref=ref, site__in=reach_of(user).sites)).first()
    if row is None:
        raise Hidden()
    return Read(row)


def change_for(user: User, ref: str) -> LogChange:
    """Raises Forbidden, Hidden."""
    require(user, Ability.READ_LEARNING)
    rows = LogChange.objects.filter(ref=ref, item__site__in=reach_of(user).sites)
    row = rows.select_related("item__site", "responsible", "checker", "done_by").first()
    if row is None:
        raise Hidden()
    return row


def may_do(user: User, change: LogChange) -> bool:
    """Whoever makes the change says that it is made; a manager may for them."""
    return has(user, Ability.KEEP_LEARNING) or change.responsible_id == user.pk


def may_check(user: User, change: LogChange) -> bool:
    """Whoever is to check it, or a manager; whether they made it themselves, the rules ask."""
    return has(user, Ability.KEEP_LEARNING) or change.checker_id == user.pk


def staff_of(site: Site) -> list[User]:
    """Who may be given something of the log of this site to do."""
    roles = [role for role, abilities in ABILITIES.items() if Ability.READ_LEARNING in abilities]
    return list(User.objects.filter(sites=site, is_active=True, role__in=roles).order_by("name"))


def due_in_log(user: User, today: date) -> list[tuple[LogChange, date, bool]]:
    """What this user is to change or to check in the next two weeks or was to before: with its day, and whether it is
    a check. One query.
    """
    if not has(user, Ability.READ_LEARNING):
        return []
    to_do = Q(responsible=user, done_at__isnull=True, by_on__lte=today + AHEAD)
    to_check = Q(checker=user, done_at__isnull=False, check_on__lte=today + AHEAD)
    rows = LogChange.objects.filter(
        to_do | to_check, settled_at__isnull=True, withdrawn_at__isnull=True, item__site__in=reach_of(user).sites
    )
    found = [
        (row, row.check_on if row.done_at else row.by_on, row.done_at is not None)
        for row in rows.select_related("item")
    ]
    return sorted(found, key=lambda one: (one[1], one[0].pk))


def names_in(user: User, *texts: str) -> set[str]:
    """Words of the texts that are the name of somebody whose record this user may open. One query."""
    words = may_be_names(" ".join(texts))
    if not words:
        return set()
    asked = Q(given_name__in=words) | Q(family_name__in=words) | Q(preferred_name__in=words)
    rows = visible(user, Person.objects.filter(asked)).values_list("given_name", "family_name", "preferred_name")
    return {name for row in rows for name in row if name in words}
