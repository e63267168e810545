"""What every page's frame shows: who is in, where they may go, and the one button that is always there.

Runs for every page, so it asks the database next to nothing: roles and abilities stand on the session's user, and one
indexed query, asked only where a page is drawn, tells whether a crisis or an alarm waits for them.
"""

from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from throughgate.access.policy import GRANTS, Ability, Action, has
from throughgate.accounts.models import User
from throughgate.accounts.typed import waiting
from throughgate.casework.selectors.crisis import marks_of_waiting as marks_of_crises
from throughgate.casework.views.crisis_words import banner_of
from throughgate.release.selectors.alarms import marks_of_waiting as marks_of_alarms
from throughgate.release.views.alarm_words import banner_of_alarms


class Place(NamedTuple):
    """`rooms`: the URL namespaces, or `namespace:name`, in which it is the current one. Whoever has the ability
    `unless` comes to it another way, and their navigation stays short.
    """

    label: str
    url_name: str
    ability: Ability | None
    rooms: tuple[str, ...]
    about: str
    unless: Ability | None = None


PLACES = (
    Place("Today", "desk:today", None, ("desk:today",), "What is due, and who is released this week."),
    Place(
        "People",
        "people:list",
        Ability.SEE_PEOPLE,
        ("people", "desk", "story", "needs", "plan", "casework", "crisis", "bookings", "family", "recovery")
        + ("measures", "work", "handover", "release", "reports")
        + tuple(f"learning:{name}" for name in ("person", "start", "paper", "before", "ask")),
        "Everybody you may see.",
    ),
    Place(
        "Groups",
        "groups:list",
        Ability.PLAN_GROUPS,
        ("groups",),
        "Who comes to which session, who waits for a place, and when a site lets groups run.",
    ),
    Place(
        "Learning",
        "learning:log",
        Ability.READ_LEARNING,
        ("learning", "practice"),
        "What people say of us, what we learned, what changed, and whether it worked.",
    ),
    Place(
        "Programmes",
        "programmes:list",
        Ability.SEE_PROGRAMMES,
        ("programmes", "fidelity"),
        "Read each programme model like a manual: what is promised, by when, and why it should work.",
    ),
    Place(
        "Evidence",
        "outcomes:list",
        Ability.RUN_EVALUATIONS,
        ("outcomes",),
        "Compare people on a programme with a matched group, and read what was found and what cannot be told.",
    ),
    Place(
        "Staff accounts",
        "accounts:staff",
        Ability.MANAGE_ACCOUNTS,
        ("accounts",),
        "Who works here, in which role and at which sites. Close an account on the day somebody leaves.",
    ),
    Place(
        "Lawful bases",
        "people:organisation_bases",
        Ability.SET_LAWFUL_BASIS,
        ("people",),
        "On what ground we hold and share what we know of people, purpose by purpose. Confirm each, or change it.",
        unless=Ability.SEE_PEOPLE,  # they come to it from a person's sharing page
    ),
    Place("Audit trail", "audit:trail", Ability.READ_AUDIT, ("audit",), "Who read and changed what, and when."),
)


def page_frame(request: HttpRequest) -> dict[str, Any]:
    frame: dict[str, Any] = {
        "organisation": settings.ORGANISATION,
        "organisation_name": settings.ORGANISATION,
        "demo": settings.DEMO,
        "person_word": settings.PERSON_WORD,
        "people_word": settings.PEOPLE_WORD,
        "home_url": reverse("desk:today"),
        "accessibility_url": reverse("web:accessibility"),
    }
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        frame |= frame_of(user, request)
    return frame


def frame_of(user: User, request: HttpRequest) -> dict[str, Any]:
    return {
        "user_name": user.name,
        "user_role": user.get_role_display(),
        "navigation": navigation_of(user, _where(request)),
        "search_url": reverse("desk:search") if has(user, Ability.SEE_PEOPLE) else "",
        "record_url": reverse("casework:record") if may_record(user) else "",
        "crisis_url": reverse("crisis:raise") if may_record(user) else "",
        "urgent": SimpleLazyObject(lambda: urgent_of(user, request.path, ":".join(_where(request)))),
        "kept_words": SimpleLazyObject(lambda: waiting(request, user)),
        "account_url": reverse("accounts:me"),
        "training_url": reverse("practice:mine"),
        "sign_out_url": reverse("account_logout"),
    }


def urgent_of(user: User, path: str, view: str) -> dict[str, Any]:
    """What waits for this user at the top of every page: a crisis first, then a journey that nobody has word of."""
    now = timezone.now()
    waiting = set(marks_of_crises(user, now).union(marks_of_alarms(user, now), all=True))
    urgent: dict[str, Any] = banner_of(user, now, path, view) if "crisis" in waiting else {"rows": []}
    if "alarm" in waiting:
        alarms = banner_of_alarms(user, now, path, view)
        urgent |= {"rows": [*urgent["rows"], *alarms["rows"]], "also": alarms["more"], "also_url": alarms["url"]}
    return urgent


def may_record(user: User) -> bool:
    """Whether there is anybody at all whom this role may record something about; about whom, `can` says."""
    return bool(GRANTS.get((user.role, Action.RECORD)))


def navigation_of(user: User, where: tuple[str, str]) -> list[dict[str, Any]]:
    """The places this user may go, the current one marked. `where` is the namespace and name of the page's URL."""
    open_to = [place for place in PLACES if _is_open(user, place)]
    current = next((place for place in open_to if f"{where[0]}:{where[1]}" in place.rooms), None)
    current = current or next((place for place in open_to if where[0] in place.rooms), None)
    return [
        {"label": place.label, "url": reverse(place.url_name), "current": place is current, "about": place.about}
        for place in open_to
    ]


def _is_open(user: User, place: Place) -> bool:
    if place.unless and has(user, place.unless):
        return False
    return place.ability is None or has(user, place.ability)


def _where(request: HttpRequest) -> tuple[str, str]:
    match = request.resolver_match
    return (match.namespace, match.url_name or "") if match else ("", "")
