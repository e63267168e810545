"""The people of a scope, as a filter. What of them may be seen, `visible` says."""

from collections.abc import Callable
from datetime import date

from django.db.models import Q

from throughgate.access import policy
from throughgate.access.policy import Action, Sensitivity
from throughgate.accounts.models import User
from throughgate.people.models import Assignment, Person
from throughgate.people.rules.scopes import Scope
from throughgate.people.selectors.people import current_on


def scopes_for(user: User) -> tuple[Scope, ...]:
    """The scopes worth offering, the usual one first. Whoever sees only a caseload has no other."""
    grants = policy.GRANTS.get((user.role, Action.VIEW), {})
    if grants.get(Sensitivity.STANDARD) is not policy.Scope.SITE:
        return (Scope.ME,)
    if manages_others(user):
        return (Scope.TEAM, Scope.ME, Scope.SITE)
    return (Scope.ME, Scope.TEAM, Scope.SITE)


def manages_others(user: User) -> bool:
    """A role that decides who works with whom looks after others' caseloads."""
    return bool(policy.GRANTS.get((user.role, Action.ASSIGN)))


def people_in(user: User, scope: Scope, today: date, path: str = "person") -> Q:
    """Rows that hang on a person in the scope; `path` leads to the person."""
    if scope is Scope.SITE:
        return Q(**{f"{path}__site__in": policy.reach_of(user).sites})
    if scope is Scope.ME:
        return Q(**{f"{path}__in": policy.reach_of(user).caseload})
    theirs = Assignment.objects.filter(current_on(today)).filter(_on_team(user))
    return Q(**{f"{path}__in": theirs.values("person")})


def is_in(user: User, scope: Scope, today: date) -> Callable[[Person], bool]:
    """The same asked of people who were read already. One query for a team, none for the others."""
    reach = policy.reach_of(user)
    if scope is Scope.SITE:
        return lambda person: person.site_id in reach.sites
    if scope is Scope.ME:
        return lambda person: person.pk in reach.caseload
    rows = Assignment.objects.filter(current_on(today)).filter(_on_team(user))
    team = frozenset(rows.values_list("person_id", flat=True))
    return lambda person: person.pk in team


def _on_team(user: User) -> Q:
    team = Q(worker=user) | Q(worker__line_manager=user)
    return team | Q(worker__line_manager=user.line_manager_id) if user.line_manager_id else team
