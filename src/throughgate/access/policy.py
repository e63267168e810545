"""Who may do what to whom: one table, asked three ways.

`check` raises, `can` answers (a button is shown or not), `visible` filters a queryset. All three read `GRANTS`;
nothing else in the application decides. A row a user may not know of raises `Hidden` (answered 404), one that they may
see but not act on `Forbidden` (403).

A model joins by `access = PersonRow(...)`: how its rows hang on a person, and which field holds their sensitivity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404

from throughgate.access.own_rows import OwnRow
from throughgate.accounts.models import Role, User
from throughgate.common.clock import today

M = TypeVar("M", bound=Model)


class Sensitivity(StrEnum):
    STANDARD = "standard"  # anyone who works with the person
    SENSITIVE = "sensitive"  # safeguarding, things said in confidence
    CLINICAL = "clinical"  # notes of therapy: the counsellor's and their manager's


class Wall(StrEnum):
    """A wall of its own, whatever sensitivity other rows have: models name it, no form does (`PersonRow.level`)."""

    FAMILY = "family"  # of family members in their own right, and what they said: who does the family work with them
    VOICE = "voice"  # what a person said of us and does not want told to their own workers: managers of the site


Level = Sensitivity | Wall
LEVELS: tuple[Level, ...] = (*Sensitivity, *Wall)

SENSITIVITY_CHOICES = [
    (Sensitivity.STANDARD.value, "Anyone working with this person"),
    (Sensitivity.SENSITIVE.value, "Sensitive: only their own workers and managers"),
    (Sensitivity.CLINICAL.value, "Clinical: only their counsellor and the counsellor's manager"),
]


class Action(StrEnum):
    VIEW = "view"
    RECORD = "record"  # add to the ledger: contacts, things done
    EDIT = "edit"  # the person's details, custody dates, circle
    DELIVER = "deliver"  # enrol, waive, put on hold, end an enrolment
    ASSIGN = "assign"  # say who works with the person
    MERGE = "merge"  # put two records of one person together, and take that back
    OVERRIDE = "override a restriction"  # let something be booked that a restriction bars


class Scope(StrEnum):
    """Which people a grant reaches."""

    CASELOAD = "caseload"
    SUPERVISED = "supervised"  # those whose counsellor the user line-manages; one's own caseload does not count
    FAMILY = "family"  # those with whose family the user works: assigned as their family practitioner
    SITE = "site"  # everyone at the user's sites, and the user's own caseload wherever they are
    APART = "apart"  # everyone at the user's sites but the user's own caseload


class Ability(StrEnum):
    """What a user may do in the organisation, apart from any one person's record."""

    SEE_PEOPLE = "see people"
    ADD_PERSON = "add a person"
    IMPORT_PEOPLE = "import people"
    SEE_PROGRAMMES = "see programmes"
    PUBLISH_PROGRAMMES = "publish programmes"
    RUN_EVALUATIONS = "run evaluations"
    MANAGE_ACCOUNTS = "manage accounts"
    READ_AUDIT = "read the audit trail"
    SET_LAWFUL_BASIS = "set the lawful basis"
    KEEP_DIRECTORY = "keep the directory of places to live"
    PLAN_JOURNEYS = "plan journeys and drivers"
    PLAN_GROUPS = "plan groups and their places"
    KEEP_REGIME = "keep the hours in which a site lets groups run"
    COMPARE_SITES = "compare how sites deliver a programme"
    SEE_PRACTITIONERS = "see how each practitioner delivers it"
    READ_LEARNING = "read what was learned"
    KEEP_LEARNING = "keep the learning log"
    KEEP_TRAINING = "keep what people are trained in"


_S, _X, _C, _F, _V = Sensitivity.STANDARD, Sensitivity.SENSITIVE, Sensitivity.CLINICAL, Wall.FAMILY, Wall.VOICE
_AT = Scope.SITE

GRANTS: Mapping[tuple[str, Action], Mapping[Level, Scope]] = {
    (Role.MANAGER, Action.VIEW): {_S: _AT, _X: _AT, _C: Scope.SUPERVISED, _F: _AT, _V: Scope.APART},
    (Role.MANAGER, Action.RECORD): {_S: Scope.SITE, _X: Scope.SITE, _F: Scope.SITE},
    (Role.MANAGER, Action.EDIT): {_S: Scope.SITE, _X: Scope.SITE},
    (Role.MANAGER, Action.DELIVER): {_S: Scope.SITE},
    (Role.MANAGER, Action.ASSIGN): {_S: Scope.SITE},
    (Role.MANAGER, Action.MERGE): {_S: Scope.SITE},
    (Role.MANAGER, Action.OVERRIDE): {_S: Scope.SITE, _X: Scope.SITE, _F: Scope.SITE},
    (Role.CASEWORKER, Action.VIEW): {_S: Scope.SITE, _X: Scope.CASELOAD, _F: Scope.FAMILY},
    (Role.CASEWORKER, Action.RECORD): {_S: Scope.SITE, _X: Scope.CASELOAD, _F: Scope.FAMILY},
    (Role.CASEWORKER, Action.EDIT): {_S: Scope.CASELOAD, _X: Scope.CASELOAD},
    (Role.CASEWORKER, Action.DELIVER): {_S: Scope.CASELOAD},
    (Role.COUNSELLOR, Action.VIEW): {_S: Scope.SITE, _X: Scope.CASELOAD, _C: Scope.CASELOAD, _F: Scope.FAMILY},
    (Role.COUNSELLOR, Action.RECORD): {_S: Scope.SITE, _X: Scope.CASELOAD, _C: Scope.CASELOAD, _F: Scope.FAMILY},
    (Role.COUNSELLOR, Action.EDIT): {_S: Scope.CASELOAD, _X: Scope.CASELOAD, _C: Scope.CASELOAD},
    (Role.COUNSELLOR, Action.DELIVER): {_S: Scope.CASELOAD},
    (Role.VOLUNTEER, Action.VIEW): {_S: Scope.CASELOAD},
    (Role.VOLUNTEER, Action.RECORD): {_S: Scope.CASELOAD},
}

ABILITIES: Mapping[str, frozenset[Ability]] = {
    Role.MANAGER: frozenset(
        {
            Ability.SEE_PEOPLE,
            Ability.ADD_PERSON,
            Ability.IMPORT_PEOPLE,
            Ability.SEE_PROGRAMMES,
            Ability.PUBLISH_PROGRAMMES,
            Ability.RUN_EVALUATIONS,
            Ability.READ_AUDIT,
            Ability.SET_LAWFUL_BASIS,
            Ability.KEEP_DIRECTORY,
            Ability.PLAN_JOURNEYS,
            Ability.PLAN_GROUPS,
            Ability.KEEP_REGIME,
            Ability.COMPARE_SITES,
            Ability.SEE_PRACTITIONERS,
            Ability.READ_LEARNING,
            Ability.KEEP_LEARNING,
            Ability.KEEP_TRAINING,
        }
    ),
    Role.CASEWORKER: frozenset(
        {
            Ability.SEE_PEOPLE,
            Ability.ADD_PERSON,
            Ability.SEE_PROGRAMMES,
            Ability.KEEP_DIRECTORY,
            Ability.PLAN_JOURNEYS,
            Ability.PLAN_GROUPS,
            Ability.COMPARE_SITES,
            Ability.READ_LEARNING,
        }
    ),
    Role.COUNSELLOR: frozenset(
        {
            Ability.SEE_PEOPLE,
            Ability.ADD_PERSON,
            Ability.SEE_PROGRAMMES,
            Ability.KEEP_DIRECTORY,
            Ability.PLAN_GROUPS,
            Ability.COMPARE_SITES,
            Ability.READ_LEARNING,
        }
    ),
    Role.VOLUNTEER: frozenset({Ability.SEE_PEOPLE, Ability.SEE_PROGRAMMES}),
    Role.EVALUATOR: frozenset({Ability.SEE_PROGRAMMES, Ability.RUN_EVALUATIONS, Ability.COMPARE_SITES}),
    Role.ADMINISTRATOR: frozenset(
        {
            Ability.SEE_PROGRAMMES,
            Ability.PUBLISH_PROGRAMMES,
            Ability.MANAGE_ACCOUNTS,
            Ability.READ_AUDIT,
            Ability.SET_LAWFUL_BASIS,
        }
    ),
}


OWN_ACTIONS = frozenset({Action.VIEW, Action.RECORD})


@dataclass(frozen=True)
class PersonRow:
    """How rows of a model hang on a person.

    `person` is the lookup to the person (`enrolment__person`, or "" on the person itself); `sensitivity` the field (or
    lookup) that holds a row's sensitivity, or `level` the one all its rows have. `own`: whose it is besides.
    """

    person: str
    sensitivity: str = ""
    level: Level = Sensitivity.STANDARD
    own: OwnRow | None = None

    def lookup(self, name: str) -> str:
        return f"{self.person}__{name}" if self.person else name

    def person_of(self, row: Any) -> Any:
        return _follow(row, self.person)

    def level_of(self, row: Any) -> Level:
        return Sensitivity(_follow(row, self.sensitivity)) if self.sensitivity else self.level


def _follow(row: Any, lookup: str) -> Any:
    for step in lookup.split("__") if lookup else ():
        row = getattr(row, step)
    return row


@dataclass(frozen=True)
class Reach:
    """Whom a user's scopes reach today, read once per request."""

    sites: frozenset[int] = frozenset()
    caseload: frozenset[int] = frozenset()
    supervised: frozenset[int] = frozenset()
    family: frozenset[int] = frozenset()  # of the caseload, those with whose family the user works

    def people(self, scope: Scope) -> frozenset[int]:
        named = {Scope.SUPERVISED: self.supervised, Scope.FAMILY: self.family}
        return named.get(scope, self.caseload)

    def holds(self, scope: Scope, *, person_id: int, site_id: int | None) -> bool:
        if scope is Scope.APART:
            return site_id in self.sites and person_id not in self.caseload
        return person_id in self.people(scope) or (scope is Scope.SITE and site_id in self.sites)

    def as_filter(self, scope: Scope, row: PersonRow) -> Q:
        if scope is Scope.APART:
            at_site = Q(**{f"{row.lookup('site_id')}__in": self.sites})
            return at_site & ~Q(**{f"{row.lookup('id')}__in": self.caseload})
        wanted = Q(**{f"{row.lookup('id')}__in": self.people(scope)})
        if scope is Scope.SITE:
            wanted |= Q(**{f"{row.lookup('site_id')}__in": self.sites})
        return wanted


@dataclass
class ReachSource:
    """Filled in by the room that knows assignments, since this room lies below it."""

    read: Callable[[User, Any], tuple[frozenset[int], frozenset[int], frozenset[int]]] | None = field(default=None)


reach_source = ReachSource()


class Hidden(Http404):
    """The user may not know that this exists."""


class Forbidden(PermissionDenied):
    """The user may see this and not do that. `because`: where it is not their role that stands against it."""

    def __init__(self, action: Action | Ability, because: str = ""):
        self.action = action
        super().__init__(because or f"Your role does not let you {action.value} here.")


def reach_of(user: User) -> Reach:
    """The user's reach; kept on the user object, which lives as long as the request."""
    kept: Reach | None = getattr(user, "_reach", None)
    if kept is None:
        if reach_source.read is None:
            raise RuntimeError("No room has said how to read assignments: throughgate.people must be installed.")
        caseload, supervised, family = reach_source.read(user, today())
        kept = Reach(frozenset(user.sites.values_list("pk", flat=True)), caseload, supervised, family)
        user._reach = kept  # type: ignore[attr-defined]  # a memo for one request, not a field
    return kept


def keep_reach(user: User, reach: Reach) -> None:
    """For whoever reads the reaches of many users at once, to be asked about each of them in the same moment."""
    user._reach = reach  # type: ignore[attr-defined]  # a memo for one request, not a field


def forget_reach(user: User) -> None:
    """After an assignment or a site changed for this user object."""
    user.__dict__.pop("_reach", None)


def as_if_working_with(user: Any, people: Iterable[int]) -> Any:
    """A twin as the policy will see them with these people on their caseload: to compose what they will read."""
    reach = reach_of(user)
    twin = copy(user)
    twin._reach = replace(reach, caseload=reach.caseload | frozenset(people))
    return twin


def row_of(model: type[Model]) -> PersonRow:
    declared = getattr(model, "access", None)
    if not isinstance(declared, PersonRow):
        raise TypeError(f"{model.__name__} does not declare `access = PersonRow(...)`")
    return declared


def _grant(user: Any, action: Action) -> Mapping[Level, Scope]:
    if not getattr(user, "is_active", False) or not getattr(user, "is_authenticated", False):
        return {}
    return GRANTS.get((user.role, action), {})


def can(user: Any, action: Action, row: Model) -> bool:
    """Whether `user` may do `action` to `row`. One who may not view a row may do nothing to it."""
    hangs = row_of(type(row))
    person, level = hangs.person_of(row), hangs.level_of(row)
    reached = all(_reaches(user, wanted, level, person) for wanted in {Action.VIEW, action})
    return reached or (hangs.own is not None and _own(user, type(row), hangs.own, action).filter(pk=row.pk).exists())


def _own(user: Any, model: type[M], own: OwnRow, action: Action) -> QuerySet[M]:
    """The rows of a model that were given to this user by name."""
    rows = model._default_manager.all()
    if action not in OWN_ACTIONS or not role_may(user, action):
        return rows.none()
    return rows.filter(own.of(user))


def _reaches(user: Any, action: Action, level: Level, person: Any) -> bool:
    scope = _grant(user, action).get(level)
    return scope is not None and reach_of(user).holds(scope, person_id=person.pk, site_id=person.site_id)


def role_may(user: Any, action: Action) -> bool:
    """Whether the user's role lets them do this to anybody at all: for pages that are about nobody yet."""
    return bool(_grant(user, action))


def check(user: Any, action: Action, row: M) -> M:
    """The row, or `Hidden` where the user may not view it, or `Forbidden` where they may not act."""
    if not can(user, Action.VIEW, row):
        raise Hidden()
    if not can(user, action, row):
        raise Forbidden(action)
    return row


def visible(user: Any, rows: QuerySet[M], action: Action = Action.VIEW) -> QuerySet[M]:
    """The rows that the user may do `action` to: the same answer as `can` on each of them."""
    hangs = row_of(rows.model)
    wanted = Q(pk__in=())
    for level in LEVELS:
        if hangs.sensitivity and level in Wall:
            continue
        scopes = [_grant(user, a).get(level) for a in {Action.VIEW, action}]
        if None in scopes or (not hangs.sensitivity and level is not hangs.level):
            continue
        reached = Q(**{hangs.sensitivity: level.value}) if hangs.sensitivity else Q()
        for scope in scopes:
            if scope is not None:
                reached &= reach_of(user).as_filter(scope, hangs)
        wanted |= reached
    if hangs.own is not None:
        wanted |= Q(pk__in=_own(user, rows.model, hangs.own, action).values("pk"))
    return rows.filter(wanted)


def colleagues(user: User) -> QuerySet[User]:
    """Accounts that somebody works beside, for what hangs on no person: of their sites, of no site, and their own."""
    beside = Q(sites__in=reach_of(user).sites) | Q(sites=None) | Q(pk=user.pk)
    return User.objects.filter(pk__in=User.objects.filter(beside).values("pk"))


def writable_levels(user: Any, person: Any) -> list[Sensitivity]:
    """The sensitivities in which this user may record something about this person and read it again."""
    return [
        level for level in Sensitivity if all(_reaches(user, a, level, person) for a in (Action.VIEW, Action.RECORD))
    ]


def has(user: Any, ability: Ability) -> bool:
    return bool(getattr(user, "is_active", False)) and ability in ABILITIES.get(getattr(user, "role", ""), frozenset())


def require(user: Any, ability: Ability) -> None:
    if not has(user, ability):
        raise Forbidden(ability)
