"""The pages that staff read, as one user asks for each once: for counting queries. Needs Django set up."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from bench.asking import HOST, caseload_of, contact_form, signed_in, workers
from bench.furnishing import furnish
from bench.load import TOKEN
from throughgate.accounts.models import Role, User
from throughgate.people.models import Person
from throughgate.release.models import Driver


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
    """`of` says whose reference stands in the address: a person's, theirs who is soon released, or nobody's."""

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
    Page("moving a release date", "release:move_date", "soon"),
    Page("moving release dates", "release:move_many"),
    Page("releases", "release:board"),
    Page("releases, my site", "release:board", query="?scope=site"),
    Page("releases, a manager's sites", "release:board", role=MANAGER, query="?scope=site"),
    Page("getting ready", "release:ready", "soon"),
    Page("person page, soon released", "desk:person", "soon"),
    Page("a home", "release:home", "soon"),
    Page("homes", "release:homes"),
    Page("homes asked for", "release:home_applications"),
    Page("release day", "release:day", "soon"),
    Page("release day, its sheet", "release:day_sheet", "soon"),
    Page("first week", "release:first_week"),
    Page("first week, a manager's sites", "release:first_week", role=MANAGER, query="?scope=site&days=28"),
    Page("figures of the gate", "release:gate_figures", role=MANAGER),
    Page("journeys", "release:journeys", query="?scope=site"),
    Page("journeys of a person", "release:their_journeys", "soon"),
    Page("a journey", "release:journey", "journey"),
    Page("my journeys", "release:my_journeys"),
    Page("on the road", "release:road"),
    Page("drivers", "release:drivers"),
    Page("a driver's hours", "release:driver_hours", "driver"),
    Page("bookings", "bookings:list"),
    Page("bookings of a person", "bookings:of_person", "soon"),
    Page("booking a contact", "bookings:book", "soon asked"),
    Page("a booking", "bookings:booking", "booking"),
    Page("crises", "crisis:board"),
    Page("crises, a manager's", "crisis:board", role=MANAGER),
    Page("crises of a person", "crisis:of_person", "soon", query="?all=1"),
    Page("a crisis", "crisis:crisis", "crisis"),
    Page("raising a crisis", "crisis:raise"),
    Page("hand-overs", "handover:board"),
    Page("hand-overs, a manager's", "handover:board", role=MANAGER),
    Page("hand-over of a caseload", "handover:caseload", "worker", role=MANAGER),
    Page("hand-overs of a person", "handover:person", "soon"),
    Page("hand-over sheet", "handover:sheet", "soon"),
    Page("continuity", "handover:continuity", role=MANAGER),
    Page("calendar and reminders", "notices:own"),
    Page("texts that did not get through", "notices:not_reached", role=MANAGER),
    Page("texts of a person", "notices:texts", "soon"),
    Page("plan", "plan:person", "soon"),
    Page("needs and strengths", "needs:person", "soon"),
    Page("what was told", "story:told", "soon"),
    Page("restrictions", "people:restrictions", "soon"),
    Page("sharing", "people:sharing", "soon"),
    Page("records that may be one person's", "people:duplicates", role=MANAGER),
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


# What of theirs who is soon released is named in the address.
OF_SOON: Mapping[str, Callable[[Person], Any]] = {
    "soon": lambda person: person,
    "soon asked": lambda person: person,
    "booking": lambda person: person.bookings.order_by("pk")[0],
    "crisis": lambda person: person.crises.order_by("pk")[0],
    "journey": lambda person: person.journeys.order_by("pk")[0],
    "driver": lambda person: Driver.objects.order_by("pk")[0],
    "worker": lambda person: person.assignments.filter(to_on=None).order_by("pk")[0].worker,
}


def visits() -> Iterator[Visit]:
    """A page asks as many queries whoever is on it, so anybody with a full record will do."""
    worker = max(workers(), key=lambda user: len(caseload_of(user)))
    person, soon = best_known(worker), furnish(worker, caseload_of(worker))
    users = {
        Role.CASEWORKER: worker,
        MANAGER: User.objects.filter(role=MANAGER, sites=person.site).order_by("pk")[0],  # who may open the person
        ADMINISTRATOR: User.objects.filter(role=ADMINISTRATOR)[0],
    }
    for page in PAGES:
        yield Visit(page.name, users[page.role], _address(page, soon if page.of in OF_SOON else person), page.data)
    path, fields = contact_form(signed_in(worker), person)
    yield Visit("contact form", worker, path)
    yield Visit("contact saved", worker, path, fields)


def best_known(worker: User) -> Person:
    """Whoever of the caseload most has happened with."""
    return max(caseload_of(worker), key=lambda person: (person.entries.count(), -person.pk))


def _address(page: Page, person: Person) -> str:
    if page.of in ("person", "soon"):
        return reverse(page.url, kwargs={"ref": person.ref}) + page.query
    if page.of == "soon asked":
        return f"{reverse(page.url)}?person={person.ref}"
    if page.of in OF_SOON:
        return reverse(page.url, args=[OF_SOON[page.of](person).ref]) + page.query
    if page.of == "contact":
        return reverse(page.url, kwargs={"ref": person.contacts.order_by("-pk")[0].contact.ref})
    if page.of in ("enrolment", "model"):
        enrolment = person.enrolments.select_related("model").get()
        return reverse(page.url, args=[enrolment.ref if page.of == "enrolment" else enrolment.model.slug])
    if page.of == "asked":
        return f"{reverse(page.url)}?person={person.ref}&kind=training"
    return reverse(page.url) + page.query
