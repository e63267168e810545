"""What a programme delivers, in the demonstration: done through the room that has a page for it, so that the page shows
what the timeline tells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from throughgate.accounts.models import User
from throughgate.demo.learning import ask_feedback
from throughgate.demo.measuring import take_measure
from throughgate.measures.selectors.instruments import instrument_called
from throughgate.programmes.compiled import compiled_model
from throughgate.recovery.kinds import HOME_GROUP, IN_CELL, MEETING, SPONSOR_CONTACT, SPONSOR_FOUND
from throughgate.recovery.models import Confirmed
from throughgate.recovery.services.recovering import return_sheet, set_sheets
from throughgate.recovery.services.self_help import find_home_group, find_sponsor, note_sponsor_contact, record_meetings
from throughgate.recovery.sheets_file import sheets
from throughgate.work.services.jobs import start_job
from throughgate.work.services.learning import begin_training, offer_training

if TYPE_CHECKING:
    from throughgate.demo.life import Life
    from throughgate.demo.stories import Deed

WEEK = timedelta(weeks=1)
FELLOWSHIPS = {
    "aa": ("Monday Steps", "Chapel, Tuesdays"),
    "na": ("New Morning", "Education block, Thursdays"),
    "ca": ("Open Door", "Chapel, Saturdays"),
}
SPONSORS = ("Denny", "Marge", "Col", "Bea", "Winston", "Ade", "Lorraine", "Stevie")
CONFIRMED = (Confirmed.CARD, Confirmed.CARD, Confirmed.SPONSOR)
COURSES = (("Food safety, level 2", "Kitchen work"), ("Site safety card", "Building work"), ("Bicycles", "A workshop"))
JOBS = (("Kitchen porter", "Greenway Kitchens"), ("Workshop hand", "Northgate Joinery"))


class Delivering:
    """For one life. Has a chance of its own: what is delivered changes nothing else of the charity."""

    def __init__(self, life: Life) -> None:
        self.life, self.person = life, life.person
        self.chance = Random(f"delivering {life.number}")  # noqa: S311 - repeatable on purpose  # nosec B311
        self.fellowship = self.chance.choice(list(FELLOWSHIPS))
        self.wells: dict[str, float] = {}
        self.sheets = 0
        self.times = 0

    def deliver(self, deed: Deed) -> bool:
        """False where no room has a page for it."""
        does = DELIVERED.get(deed.kind)
        if does is None:
            return False
        self.times += 1
        return does(self, deed)

    @property
    def worker(self) -> User:
        return self.life.worker

    def _meeting(self, deed: Deed) -> bool:
        inside = deed.on < self.life.course.release_on
        outside_name, inside_name = FELLOWSHIPS[self.fellowship]
        record_meetings(
            by=self.worker, person=self.person, days=[deed.on], fellowship=self.fellowship,
            meeting=inside_name if inside else outside_name, inside=inside,
            confirmed_by=Confirmed.PRISON if inside else self.chance.choice(CONFIRMED), enrolment=self.life.enrolment,
        )  # fmt: skip
        return True

    def _sponsor(self, deed: Deed) -> bool:
        name = self.chance.choice(SPONSORS)
        find_sponsor(by=self.worker, person=self.person, name=name, on=deed.on, enrolment=self.life.enrolment)
        return True

    def _sponsor_contact(self, deed: Deed) -> bool:
        note_sponsor_contact(by=self.worker, person=self.person, on=deed.on, enrolment=self.life.enrolment)
        return True

    def _home_group(self, deed: Deed) -> bool:
        said = {
            "fellowship": self.fellowship,
            "name": FELLOWSHIPS[self.fellowship][0],
            "place": "The Mill, upstairs",
            "weekday": self.chance.randrange(7),
            "begins_at": None,
        }
        find_home_group(
            by=self.worker, person=self.person, said=said, found_on=deed.on, enrolment=self.life.enrolment
        )  # fmt: skip
        return True

    def _sheet(self, deed: Deed) -> bool:
        """Given by their counsellor a week before it comes back, the next of the pile each time."""
        if not self.life.round.counsellor:
            return False
        by = self.life.charity.users[self.life.round.counsellor]
        codes = list(sheets())
        code = codes[self.sheets % len(codes)]
        self.sheets += 1
        given_on = max(deed.on - WEEK, self.life.course.enrolled_on)
        [row] = set_sheets(by=by, person=self.person, codes=[code], on=given_on)
        return_sheet(
            by=by, sheet=row, on=deed.on, was_read=True, was_talked_about=self.chance.random() < 0.7,
            enrolment=self.life.enrolment,
        )  # fmt: skip
        return True

    def _measure(self, deed: Deed) -> bool:
        measure = compiled_model(self.life.model).measures.get(deed.subject)
        instrument = instrument_called(measure.tool) if measure else None
        if instrument is None:
            return False
        well = self.wells.setdefault(deed.subject, self.chance.uniform(0.3, 0.6))
        self.wells[deed.subject] += self.chance.choice((-0.05, 0.1, 0.15, 0.2))
        take_measure(self.worker, self.person, instrument.slug, deed.on, well, self.chance, subject=deed.subject)
        return True

    def _feedback(self, deed: Deed) -> bool:
        ask_feedback(self.worker, self.life.enrolment, deed.on, self.life.number + self.times, self.chance)
        return True

    def _training(self, deed: Deed) -> bool:
        title, towards = self.chance.choice(COURSES)
        on = max(deed.on - WEEK, self.life.course.enrolled_on)
        row = offer_training(
            by=self.worker, person=self.person, title=title, provider="The college", towards=towards, offered_on=on,
            why="Nobody there takes people on without it.",
        )  # fmt: skip
        begin_training(by=self.worker, training=row, on=deed.on)
        return True

    def _job(self, deed: Deed) -> bool:
        title, employer = self.chance.choice(JOBS)
        said = {"title": title, "employer": employer, "kind": "permanent", "disclosed": "yes", "started_on": deed.on}
        pay = {"hours": 35, "pay_pence": 1260, "pay_per": "hour"}
        start_job(by=self.worker, person=self.person, said=said | pay)
        return True


DELIVERED: Mapping[str, Callable[[Delivering, Deed], bool]] = {
    MEETING: Delivering._meeting,
    SPONSOR_FOUND: Delivering._sponsor,
    SPONSOR_CONTACT: Delivering._sponsor_contact,
    HOME_GROUP: Delivering._home_group,
    IN_CELL: Delivering._sheet,
    "measure": Delivering._measure,
    "feedback": Delivering._feedback,
    "training": Delivering._training,
    "job-started": Delivering._job,
}
