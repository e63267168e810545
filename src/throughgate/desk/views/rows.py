"""Lines of what is due as the list component takes them."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from throughgate.access.policy import Action, can
from throughgate.accounts.models import User
from throughgate.desk.selectors.lines import Line
from throughgate.desk.selectors.unattended import Alone, NotMet
from throughgate.people.models import Person
from throughgate.web.words import day_words, short_day_words, when_words


def rows_of(lines: Iterable[Line], today: date) -> list[dict[str, Any]]:
    """Of many people: each line names the person and leads to their page."""
    return [
        _row(line, today)
        | {"person_name": line.person.name, "person_url": person_url(line.person.ref), "note": by_whom(line.doer)}
        for line in lines
    ]


def own_rows(lines: Iterable[Line], today: date) -> list[dict[str, Any]]:
    """On the person's own page: who does it stands where the name would."""
    return [
        _row(line, today)
        | {"person_name": _capital(by_whom(line.doer)), "note": day_words(line.by_on) if line.by_on else ""}
        for line in lines
    ]


def person_url(ref: str) -> str:
    return reverse("desk:person", kwargs={"ref": ref})


def by_whom(doer: str) -> str:
    return doer if doer.startswith("no ") else f"by {doer}"


def _row(line: Line, today: date) -> dict[str, Any]:
    return {
        "title": f"{line.title}, {line.note}" if line.note else line.title,
        "when": when_words(line.by_on, today, late=True) if line.by_on else "no date yet",
        "tone": line.tone,
        "icon": line.icon,
        **_acts(line),
    }


def _acts(line: Line) -> dict[str, str]:
    """The form that records it; of a promise its page, and the one tap that says it was kept where there is one."""
    if line.done_url:
        return {"url": line.record_url, "done_url": line.done_url}
    return {"action_url": line.record_url, "action_label": "Open" if line.is_promise else "Record"}


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def not_met_rows(user: User, found: Iterable[NotMet]) -> list[dict[str, Any]]:
    return [
        {
            "title": row.person.name,
            "url": person_url(row.person.ref),
            "person_name": f"Released {short_day_words(row.unmet.released_on)}, {row.person.site.name}",
            "when": row.unmet.words,
            "tone": "overdue" if row.unmet.is_late else "due",
            "icon": "gate",
            "action_url": record_url(row.person, "first-visit") if can(user, Action.RECORD, row.person) else "",
        }
        for row in found
    ]


def unattended_rows(people: Iterable[Alone]) -> list[dict[str, Any]]:
    return [
        {
            "title": one.person.name,
            "url": person_url(one.person.ref),
            "person_name": one.person.site.name,
            "when": f"nobody from {day_words(one.from_on)}" if one.from_on else "no worker",
            "tone": "due",
            "icon": "person",
            "action_url": reverse("people:assign", kwargs={"ref": one.person.ref}),
            "action_label": "Assign",
        }
        for one in people
    ]


def record_url(person: Person, kind: str = "") -> str:
    asked = {"person": person.ref} | ({"kind": kind} if kind else {})
    return f"{reverse('casework:record')}?{urlencode(asked)}"
