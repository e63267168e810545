"""Where the button of a commitment leads, said by the upper room that has a page for it, when it starts.

A kind without a door is recorded with casework's forms; a source of promises without one has no button.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

if TYPE_CHECKING:
    from throughgate.people.models import Person
    from throughgate.programmes.asking import Asked
    from throughgate.programmes.models import Promise

Door = Callable[["Person", "Asked", str], str]
PromiseUrl = Callable[["Promise"], str]


@dataclass(frozen=True)
class PromiseDoor:
    """`url`: the page a promise stands on; `done_url`: where one POST says that it was kept, if one tap may."""

    url: PromiseUrl
    done_url: PromiseUrl | None = None
    icon: str = "check"


_doors: dict[str, Door] = {}
_promise_doors: dict[str, PromiseDoor] = {}


def register_door(kind: str, url: Door) -> None:
    """`url(person, asked, enrolment_ref)` is the page that records this kind of entry; "" for casework's own form."""
    _doors[kind] = url


def consent_door(person: "Person", asked: "Asked", enrolment_ref: str) -> str:
    """People lies below this room and cannot register its own page."""
    page = reverse("people:ask_consent", args=[person.ref])
    return f"{page}?{urlencode({'subject': asked.subject})}" if asked.subject else page


def with_asked(page: str, asked: "Asked", enrolment_ref: str) -> str:
    """The page, with what of the line it must know to record the same: its subject and its enrolment."""
    known = {"subject": asked.subject, "enrolment": enrolment_ref}
    query = urlencode({name: value for name, value in known.items() if value})
    return f"{page}?{query}" if query else page


def carried(query: Mapping[str, str]) -> dict[str, str]:
    """What `with_asked` said, for the next link."""
    return {name: query[name][:60] for name in ("subject", "enrolment") if query.get(name)}


def door_of(kind: str) -> Door | None:
    return _doors.get(kind)


def register_promise_door(
    source: str, url: PromiseUrl, *, done_url: PromiseUrl | None = None, icon: str = "check"
) -> None:
    """`url(promise)` is the page of a promise from this source."""
    _promise_doors[source] = PromiseDoor(url, done_url, icon)


def promise_door_of(source: str) -> PromiseDoor | None:
    return _promise_doors.get(source)
