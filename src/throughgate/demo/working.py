"""Work of the demonstration: somebody nearly ready, one with an interview, one in a job, and who has vacancies."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from throughgate.demo.recovering import is_out
from throughgate.people.models import Assignment, Person
from throughgate.people.selectors import current_on
from throughgate.people.services.restrictions import RestrictedError
from throughgate.work.models import Vacancy
from throughgate.work.readiness_file import readiness
from throughgate.work.services.employers import add_vacancy, describe_employer
from throughgate.work.services.jobs import Interview, apply_for_job, start_job, take_step
from throughgate.work.services.learning import add_certificate, begin_training, offer_training
from throughgate.work.services.readiness import add_conviction, note_line, note_right, save_letter

if TYPE_CHECKING:
    from throughgate.demo.charity import Charity

GREENWAY = {"name": "Greenway Kitchens", "contact": "The head chef", "accepts": "Told of the record, not asked why"}
NORTHGATE = {"name": "Northgate Joinery", "contact": "", "accepts": "Takes people on licence"}
VACANCIES: tuple[tuple[dict[str, str], str, list[str], int, int], ...] = (
    (GREENWAY, "Kitchen porter", [], 30, 1250),
    (GREENWAY, "Breakfast cook", ["violence"], 25, 1340),
    (NORTHGATE, "Workshop hand", ["arson"], 40, 1280),
    (NORTHGATE, "Driver's mate", ["driving"], 38, 1310),
)
OPEN_YET = frozenset({"interview-practice", "travel"})
WEEKS_IN = 10


def tell_work(charity: "Charity") -> None:
    """Of three of whom the caseworker works with; whoever has a job has been out for longer."""
    worker, today = charity.users["caseworker"], charity.today
    vacancies = [
        add_vacancy(
            by=worker,
            employer=employer,
            said={
                "title": title,
                "excludes": excludes,
                "hours": hours,
                "pay_pence": pence,
                "pay_per": "hour",
                "closes_on": today + timedelta(days=10 * place),
            },
        )
        for place, (employer, title, excludes, hours, pence) in enumerate(VACANCIES, start=1)
    ]
    asks = {"asks": "A letter in their own words, and two references", "excludes": ["sexual"]}
    describe_employer(by=worker, employer=vacancies[0].employer, said=GREENWAY | asks)
    mine = Assignment.objects.filter(current_on(today), worker=worker).order_by("person_id")
    people = list(Person.objects.filter(pk__in=mine.values("person")).select_related("site").order_by("pk"))
    outside = [person for person in people if is_out(person, today - timedelta(weeks=WEEKS_IN + 1))][:1]
    others = [person for person in people if person not in outside]
    for person in others[:1]:
        _nearly_ready(charity, person)
    for person in others[1:]:
        if _invited(charity, person, vacancies[0]):
            break
    for person in outside:
        job = {"title": "Workshop hand", "employer": NORTHGATE["name"], "kind": "permanent", "disclosed": "yes"}
        pay = {"hours": 40, "pay_pence": 1280, "pay_per": "hour"}
        add_certificate(
            by=worker, person=person, title="Forklift licence", got_on=today - timedelta(days=300),
            until=today + timedelta(days=65),
        )  # fmt: skip
        start_job(by=worker, person=person, said=job | pay | {"started_on": today - timedelta(weeks=WEEKS_IN)})


def _invited(charity: "Charity", person: Person, vacancy: Vacancy) -> bool:
    """False where a restriction stands against the interview."""
    worker, today = charity.users["caseworker"], charity.today
    meets = Interview(on=today + timedelta(days=4))
    try:
        with transaction.atomic():
            asked = apply_for_job(by=worker, person=person, on=today - timedelta(days=6), vacancy=vacancy)
            take_step(by=worker, application=asked, state="interview", on=today, interview=meets)
    except RestrictedError:
        return False
    return True


def _nearly_ready(charity: "Charity", person: Person) -> None:
    worker = charity.users["caseworker"]
    for code in [code for code, line in readiness().lines.items() if not line.page]:
        note_line(by=worker, person=person, code=code, state="in-hand" if code in OPEN_YET else "done")
    sentence = {"kind": "custody", "months": 14, "ends_on": (charity.today + timedelta(days=200)).isoformat()}
    on = charity.today - timedelta(days=220)
    said = {"offence": "theft", "convicted_on": on, "under_18": False, "summary_only": False, "specified": False}
    add_conviction(by=worker, person=person, said=said | {"sentences": [sentence]})
    save_letter(by=worker, person=person, words="I want to tell you myself that I have a conviction for theft.")
    note_right(by=worker, person=person, kind="passport", checked_on=charity.today - timedelta(days=30))
    course = offer_training(
        by=worker,
        person=person,
        title="Food safety, level 2",
        provider="The college",
        towards="Kitchen porter",
        why="Greenway Kitchens takes nobody on without it, and it takes two days.",
        offered_on=charity.today - timedelta(days=12),
    )
    begin_training(by=worker, training=course, on=charity.today - timedelta(days=3))
