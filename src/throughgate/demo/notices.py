"""Texts of the demonstration: some want them, one does not, and one did not get through. Nobody's phone rings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.test.utils import override_settings

from throughgate.accounts.models import User
from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.services.bookings import book_contact
from throughgate.notices.rules.feed import LONDON
from throughgate.notices.services.texts import say_texts, send_texts
from throughgate.notices.texts.contract import Arrival, Handed, RefusedError
from throughgate.people.changes import announced_once
from throughgate.people.models import Assignment, CustodyMove, MoveKind, Person
from throughgate.people.services import change_details

if TYPE_CHECKING:
    from throughgate.demo.charity import Charity

MANY = 6
NUMBERS = "07700 9004{:02d}"  # kept for fiction
SAID = ("alone", "alone", "known", "unsafe")


class NobodysPhone:
    """Takes every text but one, so that a worker finds somebody whom they have to ring."""

    refused = f"+44{NUMBERS.format(1).replace(' ', '')[1:]}"

    def send(self, number: str, words: str, reference: str) -> Handed:
        if number == self.refused:
            raise RefusedError
        return Handed()

    def arrivals(self, references: Iterable[str]) -> Mapping[str, Arrival]:
        return {}


def text_some(charity: Charity) -> None:
    """The day before, at ten: for who meets somebody on the day the demonstration is made."""
    yesterday = charity.today - timedelta(days=1)
    for number, (person, by) in enumerate(_out(charity)):
        with announced_once():
            change_details(by=by, person=person, version=person.version, changes={"phone": NUMBERS.format(number)})
            said = SAID[number % len(SAID)]
            say_texts(by=by, person=person, wants=True, who_reads=said, how="spoken", on=yesterday)
            _book(person, by, charity.today, 10 + number)
            if number == 0:  # the next reminder that goes out while it runs
                _book(person, by, charity.today + timedelta(days=1), 14)
    with override_settings(TEXT_SERVICE=f"{__name__}.{NobodysPhone.__name__}", TEXT_INVENTED_NUMBERS=True):
        send_texts(datetime.combine(yesterday, time(10), LONDON))


def _out(charity: Charity) -> list[tuple[Person, User]]:
    worker = charity.users["caseworker"]
    theirs = Assignment.objects.filter(worker=worker, to_on=None).values("person")
    found = []
    for person in Person.objects.filter(pk__in=theirs).order_by("pk"):
        last = CustodyMove.objects.filter(person=person).order_by("on", "pk").last()
        if last and last.kind == MoveKind.RELEASED and last.on < charity.today - timedelta(days=10):
            found.append((person, worker))
    return found[:MANY]


def _book(person: Person, by: User, on: date, hour: int) -> None:
    arrangement = Arrangement(kind="one-to-one", on=on, at=time(hour, 30), minutes=45, place="The Hub")
    book_contact(by=by, person=person, arrangement=arrangement)
