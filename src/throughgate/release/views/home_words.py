"""How applications, homes and the directory are put on their pages."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.casework.forms.levels import common_levels
from throughgate.common.sustained import can_answer
from throughgate.people.models import Person
from throughgate.people.rules.sharing import Sharing
from throughgate.release.home_choices import reason_words
from throughgate.release.models import HomeApplication, HomeState, HomeStep, LivingPlace
from throughgate.release.models.home import WITH_DAY
from throughgate.release.rules.home import ANSWER_WORDS, STATES, WAY, is_roof
from throughgate.release.selectors.home import Applied, NowhereToGo, is_before
from throughgate.release.selectors.telling import because
from throughgate.release.services.home import REASONS
from throughgate.web.words import day_words, short_day_words, when_words

Row = dict[str, Any]
VIEWED_LATE = "The viewing is after the release. They need somewhere for the days between."
OUT = (HomeState.NOT_ARRIVED, HomeState.REFUSED, HomeState.WITHDRAWN)
# What the button says that leads to each state, and again where it is that state already.
ACTS: dict[HomeState, str] = {
    HomeState.SENT: "It was sent",
    HomeState.REVIEW: "They are looking at it",
    HomeState.VIEWING: "A viewing is arranged",
    HomeState.OFFERED: "They offer a place",
    HomeState.ACCEPTED: "We accepted",
    HomeState.CONFIRMED: "The place is confirmed",
    HomeState.ARRIVED: "They moved in",
    HomeState.NOT_ARRIVED: "They did not arrive",
    HomeState.REFUSED: "They said no",
    HomeState.WITHDRAWN: "Withdraw it",
}
AGAIN: dict[HomeState, str] = {
    HomeState.SENT: "Asked again, no answer yet",
    HomeState.REVIEW: "Asked again, no answer yet",
    HomeState.VIEWING: "The viewing is on another day",
    HomeState.OFFERED: "The offer stands longer",
    HomeState.CONFIRMED: "It is theirs from another day",
}
# What a state's day means, in a list of what happened.
_POINTS: dict[str, str] = {
    HomeState.SENT: "answer expected by",
    HomeState.REVIEW: "answer expected by",
    HomeState.VIEWING: "on",
    HomeState.OFFERED: "answer by",
    HomeState.CONFIRMED: "from",
}


def home_url(person: Person) -> str:
    return reverse("release:home", kwargs={"ref": person.ref})


def application_url(ref: str) -> str:
    return reverse("release:home_application", kwargs={"ref": ref})


def act_words(before: HomeState, after: HomeState) -> str:
    return AGAIN[after] if before is after else ACTS[after]


def step_words(step: HomeStep) -> str:
    state = HomeState(step.state)
    words = state.label
    if step.reason and state in REASONS:
        words = f"{words}: {reason_words(REASONS[state], step.reason)}"
    if step.day and state in _POINTS:
        words = f"{words}, {_POINTS[state]} {day_words(step.day)}"
    return f"{words} at {step.at:%H:%M}" if step.at else words


def way_of(applied: Applied) -> list[Row]:
    """The way as it is drawn: each state that was reached, the one it is in, and what would come."""
    reached = {HomeState(step.state): step for step in applied.steps}
    now = applied.state
    shown = [state for state in WAY if state in reached or state not in (HomeState.DRAFTED, HomeState.ACCEPTED)]
    if now in OUT:
        shown = [state for state in shown if state in reached] + [now]
    if not applied.row.provider_id:
        shown = [state for state in shown if state in reached or state is HomeState.ARRIVED]
    at = shown.index(now)
    return [
        {
            "label": state.label,
            "on": _day(reached[state]) if state in reached and place <= at else None,
            "tone": "now" if state is now else "done" if place < at and state in reached else "next",
            "is_past": place < at and state not in reached,
            "icon": STATES[state].icon,
            "is_bad": state in OUT,
        }
        for place, state in enumerate(shown)
    ]


def _day(step: HomeStep) -> date:
    return step.day if step.day and step.state in WITH_DAY else step.on


def housing_consent_url(person: Person) -> str:
    return f"{reverse('people:say_consent', args=[person.ref])}?to=service/housing/"


def _untold_words(row: HomeApplication, untold: Sharing | None) -> str:
    if untold is None or row.provider is None:
        return ""
    why = because(row.person.first_name, untold)
    return f"{row.provider.name} has this application, and may be told nothing more: {why}"


def application_row(
    user: User,
    applied: Applied,
    today: date,
    addresses: dict[str, str] | None = None,
    untold: Sharing | None = None,
    release_on: date | None = None,
) -> Row:
    """`release_on`: of somebody who is still inside."""
    row, state = applied.row, applied.state
    words = STATES[state]
    promise = row.promise if applied.is_open else None
    late = promise is not None and promise.by_on < today
    may_act = bool(words.moves) and can(user, Action.RECORD, row)
    return {
        "row": row,
        "title": row.title,
        "kind": row.provider.get_kind_display() if row.provider else "",
        "where": (addresses or {}).get(row.ref, ""),
        "url": application_url(row.ref),
        "person": row.person,
        "state": state.label,
        "tone": words.tone,
        "icon": words.icon,
        "since": applied.last.on,
        "last_words": step_words(applied.last),
        "next": promise.title if promise else "",
        "next_when": when_words(promise.by_on, today, late=True) if promise else "",
        "next_tone": "overdue" if late else "due" if promise and promise.by_on == today else "quiet",
        "worker": "you" if row.worker_id == user.pk else row.worker.name,
        "way": way_of(applied),
        "is_open": applied.is_open,
        "warning": _warning(applied, release_on),
        "overrides": applied.overrides,
        "untold": _untold_words(row, untold),
        "consent_url": housing_consent_url(row.person) if untold and may_act else "",
        "acts": [_act(applied, after, today) for after in _in_order(applied, today) if after not in OUT]
        if may_act
        else [],
        "outs": [_act(applied, after, today) for after in words.moves if after in OUT] if may_act else [],
    }


def waiting_row(user: User, applied: Applied, today: date, release_on: date | None = None) -> Row:
    """For a list of what is due: what comes next of one application, and of whom. `release_on`: of somebody who is
    still inside.
    """
    row, promise = applied.row, applied.row.promise
    days = (promise.by_on - today).days if promise else 1
    warning = f". {_warning(applied, release_on)}" if _is_viewed_late(applied, release_on) else ""
    return {
        "title": promise.title if promise else row.title,
        "url": application_url(row.ref),
        "person_name": row.person.name,
        "person_url": home_url(row.person),
        "note": f"{applied.state.label}, by {'you' if row.worker_id == user.pk else row.worker.name}{warning}",
        "when": when_words(promise.by_on, today, late=True) if promise else "",
        "tone": "overdue" if days < 0 else "due" if days == 0 else "quiet",
        "icon": STATES[applied.state].icon,
        "action_url": application_url(row.ref),
        "action_label": "Open",
    }


def _warning(applied: Applied, release_on: date | None) -> str:
    if not applied.is_open:
        return ""
    if applied.is_before:
        return (
            "This was before they came back into custody. It counts again once somebody has said that it still holds."
        )
    return VIEWED_LATE if _is_viewed_late(applied, release_on) else ""


def _is_viewed_late(applied: Applied, release_on: date | None) -> bool:
    viewing = applied.last.day if applied.state is HomeState.VIEWING else None
    return bool(viewing and release_on and viewing > release_on)


def viewed_late(applied: Iterable[Applied], release_on: date | None) -> str:
    """Beside getting ready: some viewing is after the release."""
    rows = [one for one in applied if one.is_open]
    return VIEWED_LATE if any(_is_viewed_late(one, release_on) for one in rows) else ""


def _in_order(applied: Applied, today: date) -> list[HomeState]:
    """What leads on before the same again; the same again first where it has to be said anew, or where the day on which
    they can move in is still to come.
    """
    state = applied.state
    early = state is HomeState.CONFIRMED and applied.last.day is not None and applied.last.day > today
    again_first = applied.is_before or early
    return sorted(STATES[state].moves, key=lambda after: (after is state) is not again_first)


def _act(applied: Applied, after: HomeState, today: date) -> Row:
    state, day = applied.state, applied.last.day
    holds = applied.is_before and after is state is HomeState.CONFIRMED
    return {
        "label": "It still holds" if holds else act_words(state, after),
        "url": reverse("release:home_step", kwargs={"ref": applied.row.ref, "state": after.value}),
        "is_again": state is after,
        # Whatever leads on; nothing does on a place that is sure, until its day has come.
        "is_first": holds or not (state is HomeState.CONFIRMED and day and day > today),
    }


def place_row(user: User, place: LivingPlace, today: date, addresses: dict[str, str]) -> Row:
    """`addresses` are those that the reader may read, by the reference of the place or of its application."""
    application = place.application.ref if place.application_id and place.application else ""
    may_act = can(user, Action.RECORD, place)
    held = place.to_on is None
    return {
        "row": place,
        "title": place.title,
        "kind": place.get_kind_display(),
        "where": addresses.get(place.ref) or addresses.get(application, ""),
        "is_roof": is_roof(place.kind),
        "icon": "home" if is_roof(place.kind) else "warning",
        "is_before": held and is_before(place),
        "because": f"{place.get_ended_because_display()}{f': {place.ended_words}' if place.ended_words else ''}",
        "checks": [_check(one, today, held and may_act) for one in place.checks.all()],
        "leave_url": reverse("release:leave_home", kwargs={"ref": place.ref}) if held and may_act else "",
    }


def _check(check: Any, today: date, may_act: bool) -> Row:
    is_asked = not check.answer and can_answer(check.due_on, today)
    words, icon = ANSWER_WORDS.get(check.answer, ("", "clock"))
    late = not check.answer and check.due_on < today
    state = words or (
        f"Not asked, due {when_words(check.due_on, today)}" if late else "Ask now" if is_asked else "Not yet"
    )
    tone = "done" if check.answer == "still" else "quiet" if check.answer else "overdue" if late else "quiet"
    return {
        "weeks": check.weeks,
        "due_on": check.due_on,
        "words": state,
        "tone": tone,
        "icon": icon,
        "url": reverse("release:home_check", kwargs={"ref": check.ref}) if may_act and is_asked else "",
    }


def levels_of(user: User, person: Person) -> list[Any]:
    return common_levels(user, [person])


def _release_words(on: date, today: date) -> str:
    """With its year, where that is another."""
    return short_day_words(on) if on.year == today.year else day_words(on)


def nowhere_rows(found: Iterable[NowhereToGo], today: date) -> list[Row]:
    """For a list of what is due: released within four weeks, or longer ago, and no home."""
    return [
        {
            "title": one.person.name,
            "url": one.home.url,
            "person_name": f"{'Released' if one.home.is_out else 'To be released'} {_release_words(one.on, today)}, "
            f"{one.person.site.name}",
            "when": one.home.words,
            "tone": one.home.tone,
            "icon": one.home.icon,
            "action_url": one.home.url,
            "action_label": "See to it",
        }
        for one in found
    ]
