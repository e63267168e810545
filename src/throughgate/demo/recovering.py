"""Recovery in the demonstration: somebody mid-treatment inside, and somebody outside with company and one hard week."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from throughgate.accounts.models import User
from throughgate.casework.rules.plan import StepText
from throughgate.casework.selectors.contacts import open_enrolments
from throughgate.common.references import new_reference
from throughgate.people.models import Assignment, Person
from throughgate.people.selectors import current_on, moves_of
from throughgate.programmes.models import Enrolment
from throughgate.recovery.rules.treatment import Treatment
from throughgate.recovery.selectors.road import home_group_of, sponsors_of
from throughgate.recovery.selectors.treatment import treatment_plan
from throughgate.recovery.services.outside import begin_treatment
from throughgate.recovery.services.recovering import count_from, record_lapse, return_sheet, set_sheets
from throughgate.recovery.services.self_help import find_home_group, find_sponsor, note_sponsor_contact, record_meetings
from throughgate.recovery.services.sessions import Aim, Met, Wording, record_session, stamp_of

if TYPE_CHECKING:
    from throughgate.demo.charity import Charity

RECOVERY = "addiction-recovery"
WEEK = timedelta(weeks=1)
OPENING = "I drink when I am alone. I want to be somebody my girl can ring."
LINK = "Every time I was arrested I had been drinking since the morning, and I took what I needed to go on."
TRIGGERS = (
    ("An evening with nothing in it", "Ask for work on the wing, write, go to the gym list"),
    ("My brother’s letters", "Open them with somebody beside me"),
    ("Payday", "Ring the sponsor before I go out of the door"),
)
CRAVING = (
    "Wait ten minutes and drink water",
    "Wait ten minutes, drink water, then ring",
    "Ring first, then wait it out",
)
AIMS = (
    ("One evening at a time", "Read the pages on riding it out"),
    ("My girl can ring me", "Write to her, and let it lie"),
)


def recover_some(charity: "Charity") -> None:
    """Of the people the first counsellor works with: the first inside and the first outside."""
    by = charity.users["counsellor"]
    mine = Assignment.objects.filter(current_on(charity.today), worker=by).values("person")
    people = Person.objects.filter(pk__in=mine).select_related("site").order_by("pk")
    joined = {one.person_id: one for one in open_enrolments(by, people) if one.model.slug == RECOVERY}
    known = {person: is_out(person) for person in people if person.pk in joined}
    for person in [one for one, is_out in known.items() if not is_out][:1]:
        _treated(by, person, joined[person.pk], charity.today)
    for person in [one for one, is_out in known.items() if is_out][:1]:
        _outside(by, person, joined[person.pk], charity.today)


def is_out(person: Person, since: date = date.max) -> bool:
    """Whether they are out of custody, and have been since that day."""
    last = list(moves_of(person))[-1:]
    return bool(last) and last[0].kind == "released" and last[0].on <= since


def _treated(by: User, person: Person, enrolment: Enrolment, today: date) -> None:
    keys = [(new_reference(), new_reference()) for _ in AIMS]
    for number in range(4):
        on = today - (4 - number) * WEEK
        steps = [StepText(step, AIMS[place][1], "person", today + WEEK) for place, (_, step) in enumerate(keys)]
        aims = [Aim(aim, AIMS[place][0], [steps[place]]) for place, (aim, _) in enumerate(keys)]
        said = Treatment(
            link=LINK,
            triggers=TRIGGERS[: min(number + 1, len(TRIGGERS))],
            strengths="Keeps a promise. Makes others laugh. Can wait.",
            craving=CRAVING[min(number, len(CRAVING) - 1)],
            lapse="Tell the counsellor the same day. It is told, not hidden.",
            work=("one-to-one", "in-cell", "group", "self-help"),
        )
        wording = Wording(opening=OPENING, said=said, aims=aims[: 1 + number // 2], agreed="in_person")
        stamp = stamp_of(treatment_plan(by, person))
        met = Met(on=on, minutes=50, note="We looked at the week behind, and at the plan.")
        record_session(by=by, person=person, met=met, wording=wording, seen=stamp, enrolment=enrolment)
    count_from(by=by, person=person, on=today - 20 * WEEK)
    [first] = set_sheets(by=by, person=person, codes=["my-triggers"], on=today - 3 * WEEK)
    return_sheet(by=by, sheet=first, on=today - 2 * WEEK, was_read=True, was_talked_about=True, enrolment=enrolment)
    set_sheets(by=by, person=person, codes=["riding-it-out"], on=today - WEEK)
    record_meetings(
        by=by, person=person, days=[today - n * WEEK for n in range(1, 6)], fellowship="aa",
        meeting="Chapel, Tuesdays", inside=True, confirmed_by="prison", enrolment=enrolment,
    )  # fmt: skip


def _outside(by: User, person: Person, enrolment: Enrolment, today: date) -> None:
    begin_treatment(by=by, person=person, with_whom="Community drug and alcohol service", begun_on=today - 5 * WEEK)
    since = today - 5 * WEEK
    if home_group_of(by, person) is None:
        group = {"fellowship": "na", "name": "New Morning", "place": "The Mill", "weekday": 3, "begins_at": None}
        find_home_group(by=by, person=person, said=group, found_on=since, enrolment=enrolment)
    if not sponsors_of(person, today):
        find_sponsor(by=by, person=person, name="Denny", on=since + WEEK, enrolment=enrolment)
    note_sponsor_contact(by=by, person=person, on=today - WEEK, enrolment=enrolment)
    record_meetings(
        by=by, person=person, days=[today - n * WEEK for n in range(5)], fellowship="na", meeting="New Morning",
        confirmed_by="card", enrolment=enrolment,
    )  # fmt: skip
    count_from(by=by, person=person, on=today - 30 * WEEK)
    record_lapse(
        by=by, person=person, from_on=today - 10 * timedelta(days=1), happened="Met an old friend, two drinks.",
        tried="Left after the second, walked home.", helped="Rang the sponsor the next morning.",
        follows="Thursday group twice this week. A one-to-one tomorrow.", enrolment=enrolment,
    )  # fmt: skip
