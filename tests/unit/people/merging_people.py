"""Two records of one person, with something of their own each."""

from datetime import date

from throughgate.accounts.models import User
from throughgate.casework.services import Attendance, record_contact
from throughgate.people.models import Person
from throughgate.people.services import add_identifier, add_to_circle, assign_worker, note_date
from throughgate.sites.models import Site


def make_person(by: User, site: Site, given: str = "Jordan", family: str = "Vale", **fields) -> Person:
    """Straight to the table: nothing is announced."""
    return Person.objects.create(given_name=given, family_name=family, site=site, created_by=by, **fields)


def live_a_little(person: Person, by: User, *, crn: str, on: date, worker: User | None = None) -> None:
    """A number, a date, somebody around, a worker and a contact."""
    add_identifier(by=by, person=person, kind="crn", text=crn)
    note_date(by=by, person=person, kind="crd", on=on, source="OMU")
    add_to_circle(by=by, person=person, kind="friend", name="Lee Elm", from_on=date(2026, 1, 1))
    if worker:
        assign_worker(by=by, person=person, worker=worker, role="caseworker", from_on=date(2026, 3, 1))
    record_contact(by=by, kind="one-to-one", on=date(2026, 2, 2), people=[Attendance(person=person, note="We talked")])
