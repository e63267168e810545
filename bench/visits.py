"""Every page that reads of people, as one user asks for it once: for counting queries. Needs Django set up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from bench.asking import HOST, caseload_of, contact_form, signed_in, workers
from bench.load import TOKEN
from throughgate.accounts.models import Role, User
from throughgate.people.models import Person


@dataclass(frozen=True)
class Visit:
    name: str
    user: User
    path: str
    data: Mapping[str, str] | None = None  # posted, where it is given

    def answer(self, client: Client) -> Any:
        if self.data is None:
            return client.get(self.path, headers={"host": HOST})
        data = {name: str(uuid4()) if value == TOKEN else value for name, value in self.data.items()}
        return client.post(self.path, data, headers={"host": HOST})


@dataclass(frozen=True)
class Page:
    """`of` says whose reference stands in the address: a person's, or nobody's."""

    name: str
    url: str
    of: str = ""
    role: Role = Role.CASEWORKER
    query: str = ""
    data: Mapping[str, str] | None = None


MANAGER, ADMINISTRATOR = Role.MANAGER, Role.ADMINISTRATOR
PAGES = (
    Page("Today", "desk:today"),
    Page("Today, my site", "desk:today", query="?scope=site"),
    Page("Today, all overdue at my site", "desk:today", query="?scope=site&group=overdue"),
    Page("Today, a manager's team", "desk:today", role=MANAGER),
    Page("Today, a manager's sites", "desk:today", role=MANAGER, query="?scope=site"),
    Page("person page", "desk:person", "person"),
    Page("person page, one kind", "desk:person", "person", query="?group=contact"),
    Page("moving a release date", "release:move_date", "person"),
    Page("search", "desk:search", data={"q": "jo"}),
    Page("people", "people:list"),
    Page("people, a manager's", "people:list", role=MANAGER),
    Page("people without a worker", "people:unassigned", role=MANAGER),
    Page("adding a person", "people:add"),
    Page("details", "people:details", "person"),
    Page("numbers", "people:identifiers", "person"),
    Page("custody and dates", "people:custody", "person"),
    Page("recording a move", "people:record_move", "person"),
    Page("around the person", "people:around", "person"),
    Page("assigning a worker", "people:assign", "person", role=MANAGER),
    Page("whom a contact was with", "casework:record"),
    Page("a step done", "casework:done", "asked"),
    Page("a contact", "casework:contact", "contact"),
    Page("audit trail", "audit:trail", role=MANAGER),
    Page("audit trail of a person", "audit:person", "person", role=MANAGER),
    Page("programmes", "programmes:list"),
    Page("programme manual", "programmes:manual", "model"),
    Page("enrolling", "programmes:enrol", "person"),
    Page("enrolment", "programmes:enrolment", "enrolment"),
    Page("leaving a programme", "programmes:leave", "enrolment"),
    Page("evaluations", "outcomes:list", role=MANAGER),
    Page("staff accounts", "accounts:staff", role=ADMINISTRATOR),
)


def visits() -> Iterator[Visit]:
    """A page asks as many queries whoever is on it, so anybody with a full record will do."""
    worker = max(workers(), key=lambda user: len(caseload_of(user)))
    person = best_known(worker)
    users = {
        Role.CASEWORKER: worker,
        MANAGER: User.objects.filter(role=MANAGER, sites=person.site).order_by("pk")[0],  # who may open the person
        ADMINISTRATOR: User.objects.filter(role=ADMINISTRATOR)[0],
    }
    for page in PAGES:
        yield Visit(page.name, users[page.role], _address(page, person), page.data)
    path, fields = contact_form(signed_in(worker), person)
    yield Visit("contact form", worker, path)
    yield Visit("contact saved", worker, path, fields)


def best_known(worker: User) -> Person:
    """Whoever of the caseload most has happened with."""
    return max(caseload_of(worker), key=lambda person: (person.entries.count(), -person.pk))


def _address(page: Page, person: Person) -> str:
    if page.of == "person":
        return reverse(page.url, kwargs={"ref": person.ref}) + page.query
    if page.of == "contact":
        return reverse(page.url, kwargs={"ref": person.contacts.order_by("-pk")[0].contact.ref})
    if page.of in ("enrolment", "model"):
        enrolment = person.enrolments.select_related("model").get()
        return reverse(page.url, args=[enrolment.ref if page.of == "enrolment" else enrolment.model.slug])
    if page.of == "asked":
        return f"{reverse(page.url)}?person={person.ref}&kind=training"
    return reverse(page.url) + page.query
