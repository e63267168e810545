"""What the views of this room share: who asks, and the heading of a person's page."""

from typing import Any

from django.http import HttpRequest

from throughgate.access.policy import Action
from throughgate.accounts.requests import user_of
from throughgate.common.clock import today
from throughgate.people.models import Person
from throughgate.people.selectors import access_person, heading_of


def reach_person(request: HttpRequest, ref: str, page: str, action: Action = Action.VIEW) -> Person:
    """Opening a page is audited as a read; a POST is audited by the write it makes."""
    return access_person(user_of(request), ref, action=action, page=page, audit=request.method != "POST")


def person_context(request: HttpRequest, person: Person, tab: str) -> dict[str, Any]:
    return {"person": person, "heading": heading_of(user_of(request), person, today()), "tab": tab, "today": today()}
