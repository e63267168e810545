"""What is asked of the application, for whom, and what the right answer looks like. Needs Django set up."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from importlib import import_module
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client
from django.urls import reverse

from bench.load import FRAME, TOKEN, Plan, Request
from throughgate.access.policy import visible
from throughgate.accounts.models import Role, User
from throughgate.people.models import Person

HOST = "127.0.0.1"
CSRF = "a" * 32
WORKERS_ASKING = 8
PEOPLE_EACH = 40
CONTACTS_EACH = 25
WORDS = ("ada", "dan", "davies", "jade vale", "pri singh", "jo", "worker", "hug", "tanya young", "ol")


def signed_in(user: User) -> Client:
    """A browser in which this user is signed in. The row of the session is written; the form is not asked."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]  # the ones before it only lock out
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def workers() -> list[User]:
    """Caseworkers with people, spread over the sites."""
    found = list(User.objects.filter(role=Role.CASEWORKER, assignments__isnull=False).distinct().order_by("pk"))
    return found[:: max(1, len(found) // WORKERS_ASKING)][:WORKERS_ASKING]


def caseload_of(user: User) -> list[Person]:
    """Those on a programme now, whom this user works with."""
    own = Person.objects.filter(assignments__worker=user, assignments__to_on=None, enrolments__left_on=None)
    return list(visible(user, own).distinct().order_by("pk"))


# -- the four pages that are timed ------------------------------------------------------------------------------------


def plans() -> dict[str, Plan]:
    asking = [Asker(user) for user in workers()]
    return {
        "Today": Plan([one.get(reverse("desk:today")) for one in asking], 200, "Today</h1>"),
        "person page": Plan([request for one in asking for request in one.person_pages()], 200, 'id="timeline"'),
        FRAME: Plan([one.get(reverse("desk:search")) for one in asking], 200, "Search</h1>"),
        "search": Plan([one.search(words) for one in asking for words in WORDS], 200, "found</h2>"),
        "contact saved": Plan([request for one in asking for request in one.contacts()], 302, "/", where="location"),
    }


@dataclass
class Asker:
    user: User
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.client = signed_in(self.user)
        session = self.client.cookies[settings.SESSION_COOKIE_NAME].value
        self.headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}"}

    def get(self, path: str) -> Request:
        return Request(path, headers=self.headers)

    def post(self, path: str, fields: dict[str, str]) -> Request:
        body = urlencode({**fields, "csrfmiddlewaretoken": CSRF}, safe="@")
        return Request(path, "POST", self.headers, body)

    def person_pages(self) -> Iterator[Request]:
        for person in caseload_of(self.user)[:PEOPLE_EACH]:
            yield self.get(reverse("desk:person", kwargs={"ref": person.ref}))

    def search(self, words: str) -> Request:
        return self.post(reverse("desk:search"), {"q": words})

    def contacts(self) -> Iterator[Request]:
        for person in caseload_of(self.user)[:CONTACTS_EACH]:
            path, fields = contact_form(self.client, person)
            yield self.post(path, fields)


# -- a form, filled as a browser would ---------------------------------------------------------------------


@dataclass
class Form:
    action: str
    values: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """What a browser would send of each form of a page, untouched."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self.found.append(Form(given.get("action", "")))
        elif tag == "select":
            self._select = name
        elif self.found:
            self._take(tag, name, given, self.found[-1].values)

    def _take(self, tag: str, name: str, given: dict[str, str], values: dict[str, str]) -> None:
        if name and (tag == "textarea" or (tag == "input" and _is_sent(given))):
            values[name] = given.get("value", "")
        elif tag == "option" and self._select and ("selected" in given or self._select not in values):
            values[self._select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""


def _is_sent(given: dict[str, str]) -> bool:
    kind = given.get("type", "text")
    return kind not in {"submit", "button", "file"} and ("checked" in given or kind not in {"checkbox", "radio"})


def contact_form(client: Client, person: Person) -> tuple[str, dict[str, str]]:
    """Where a one-to-one with this person is saved, and what its form sends once a worker has filled it."""
    path = f"{reverse('casework:record')}?{urlencode({'person': person.ref, 'kind': 'one-to-one'})}"
    answer = client.get(path, headers={"host": HOST})
    form = next((one for one in Forms(answer.content.decode()).found if "token" in one.values), None)
    if form is None:
        raise LookupError(f"The page for recording a contact has no form: it answered {answer.status_code}.")
    said = {"note": "Talked about the week, and what has to be done by release.", "minutes": "45"}
    return form.action or path, {**form.values, **said, "token": TOKEN}
