"""What people of the demonstration say of the charity, what was learned from it, and what is told back."""

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from throughgate.accounts.models import User
from throughgate.common.quarters import quarter_of
from throughgate.learning.loading import questions
from throughgate.learning.models import Feedback, LogItem
from throughgate.learning.services.feedback import decline_feedback, finish_feedback, give_answer, open_feedback
from throughgate.learning.services.log import (
    check_change,
    end_without_change,
    note_item,
    plan_change,
    say_changed,
    write_note,
)
from throughgate.learning.services.wall import publish_wall, put_on_wall
from throughgate.people.changes import announced_once
from throughgate.people.models import Assignment
from throughgate.programmes.models import Enrolment

if TYPE_CHECKING:
    from throughgate.demo.charity import Charity

ASKED = 60
CHOICES = {
    "respect": ("always", "always", "mostly", "mostly", "sometimes"),
    "promises": ("always", "mostly", "mostly", "sometimes", "sometimes"),
    "matters": ("a-lot", "a-lot", "a-bit", "a-bit", "not-really"),
}
WORDS = {
    "differently": (
        "Come on the day you said, or send word.",
        "Tell us earlier who will be at the gate.",
        "The room is cold and you can hear the corridor.",
        "I would like to choose who sits with me.",
        "Letters should say what happens next.",
        "Ask my mum too, she knows when I am not well.",
    ),
    "anything": (
        "You were the first who did not talk down to me.",
        "The forms are long, but somebody sat with me.",
        "I liked that the same person came every time.",
        "I never got the paper about the course back.",
    ),
}
CALLS = {"you_said": "You told us a day and did not come.", "we_did": "We send word the day before if we cannot come."}
ROOM = {
    "you_said": "The room is cold. People can hear us.",
    "we_did": "The prison has no other room. We ask again.",
}


def learn_some(charity: "Charity") -> None:
    chance = Random("learning")  # noqa: S311 - repeatable on purpose  # nosec B311
    _ask_some(charity, chance)
    _keep_log(charity)


def _ask_some(charity: "Charity", chance: Random) -> None:
    """Most answer alone, on their worker's phone, in the quarter before this one; some would rather say nothing."""
    first = quarter_of(quarter_of(charity.today) - timedelta(days=1))
    last = quarter_of(charity.today) - timedelta(days=1)
    rows = Enrolment.objects.filter(left_on__isnull=True).select_related("person__site", "model").order_by("pk")
    workers = {
        row.person_id: row.worker
        for row in Assignment.objects.filter(to_on__isnull=True, role="caseworker").select_related("worker")
    }
    asked = [row for row in rows if row.person_id in workers and row.enrolled_on < last][:ASKED]
    for number, row in enumerate(asked):
        on = max(first + timedelta(days=chance.randrange(0, 85)), row.enrolled_on)
        with announced_once():
            ask_feedback(workers[row.person_id], row, min(on, last), number, chance)


def ask_feedback(by: User, enrolment: Enrolment, on: date, number: int, chance: Random) -> Feedback:
    known: dict[str, Any] = {"by": by, "person": enrolment.person, "how": "alone", "on": on, "enrolment": enrolment}
    if number % 9 == 4:
        return decline_feedback(**known, moment="Asked how we are doing")
    row = open_feedback(**known, moment="Asked how we are doing", is_kept=number % 4 == 1)
    for key, one in questions().questions.items():
        if one.is_open and number % 3 == 0:
            give_answer(by=by, feedback=row, question=key, words=chance.choice(WORDS.get(key, WORDS["anything"])))
        elif not one.is_open:
            usual = tuple(one.answers)
            give_answer(by=by, feedback=row, question=key, choice=chance.choice(CHOICES.get(key, usual)))
    return finish_feedback(by=by, feedback=row)


def _keep_log(charity: "Charity") -> None:
    manager, one, other = (charity.users[name] for name in ("manager", "caseworker", "counsellor"))
    on = charity.today
    site = charity.sites["SDI"]
    said = {
        "calls": ("person", "Several people said that somebody did not come on the day that was agreed."),
        "room": ("person", "The room for one-to-ones is cold, and voices carry into the corridor."),
        "gate": ("family", "Families learn too late who meets the person at the gate."),
        "keys": ("incident", "A locker key went missing for two days before anybody noticed."),
    }
    items: dict[str, LogItem] = {}
    for days, (key, (source, words)) in zip((70, 50, 20, 4), said.items(), strict=True):
        heard_on = on - timedelta(days=days)
        items[key] = note_item(by=manager, site=site, source=source, happened=words, heard_on=heard_on)
    learned = {
        "calls": "A visit that is called off and not told is remembered longer than one that takes place.",
        "room": "People say less where they may be heard.",
        "gate": "The plan is made in time, but nobody is asked to tell the family.",
    }
    for key, words in learned.items():
        write_note(by=manager, item=items[key], part="learned", words=words)
    once = "It happened once. The key list is checked every evening already."
    end_without_change(by=manager, item=items["keys"], because=once)
    calls = plan_change(
        by=manager, item=items["calls"], what="Whoever cannot come sends word the day before.", responsible=one,
        by_on=on, checker=other, check_on=on,
    )  # fmt: skip
    say_changed(by=one, change=calls, done_words="It stands in the rota as the last task of each day.", done_on=on)
    words = "Six people were asked. All of them had been told in time."
    check_change(by=other, change=calls, finding="worked", words=words, on=on)
    plan_change(
        by=manager, item=items["gate"], what="The release board says who tells the family, and by when.",
        responsible=one, by_on=on + timedelta(days=5), checker=manager, check_on=on + timedelta(days=40),
    )  # fmt: skip
    put_on_wall(by=manager, item=items["calls"], quarter=quarter_of(on), could=True, **CALLS)
    put_on_wall(by=manager, item=items["room"], quarter=quarter_of(on), could=False, **ROOM)
    publish_wall(by=manager, site=site, quarter=quarter_of(on))
