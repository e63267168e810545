"""Who of an invented circle may be told what, whom a person must be kept apart from, what is booked, and a crisis."""

from datetime import time, timedelta
from random import Random
from typing import TYPE_CHECKING

from django.db import transaction

from throughgate.casework.rules.bookings import Arrangement
from throughgate.casework.services.bookings import book_contact
from throughgate.casework.services.crisis import raise_crisis
from throughgate.common.clock import today
from throughgate.demo.stories import Deed, Phase, weekday
from throughgate.people.models import CircleMember
from throughgate.people.rules.sharing import Recipient
from throughgate.people.selectors.told import kept_apart_words
from throughgate.people.services.restrictions import RestrictedError, add_restriction
from throughgate.people.services.sharing import Hearing, give_consent, set_told
from throughgate.record.services import write_entry

if TYPE_CHECKING:
    from throughgate.demo.life import Life

OFFICIALS = {"pom": "prison", "com": "probation"}
TOLD = ("plan", "progress", "progress", "in-touch", "case-by-case", "nothing")
BOOKED = ("one-to-one", "phone-call", "visit", "one-to-one")
RESTRICTED_EVERY = 6
CRISIS_EVERY = 31
CRISES = (
    ("homeless-tonight", "The room fell through this afternoon. A friend’s sofa until tomorrow, no longer."),
    ("relapse", "Used last night, rang us first thing. Wants to be at the meeting at six."),
    ("family-crisis", "Their mum was taken to hospital this morning."),
)


class AroundThem:
    """Of one life. Draws its own lots, so that the rest of the life stays as it is."""

    def __init__(self, life: "Life") -> None:
        self.life, self.today = life, life.charity.today
        self.chance = Random(f"around {life.number}")  # noqa: S311 - repeatable on purpose  # nosec B311

    def consent(self, deed: Deed) -> None:
        """What the model asks for: said of family and friends, and of prison and probation."""
        hearing = Hearing(deed.on, self.chance.choice(["spoken", "signed"]))
        person, by = self.life.person, self.life.worker
        circle = list(CircleMember.objects.filter(person=person, to_on=None).order_by("pk"))
        for member in circle:
            if member.kind not in OFFICIALS:
                told = self.chance.choice(TOLD)
                apart = kept_apart_words(by, person, Recipient("circle", member_id=member.pk), today())
                set_told(by=by, member=member, told="nothing" if apart else told, hearing=hearing)
        for purpose in OFFICIALS.values():
            says = {"in-touch": "yes", "attendance": "yes", "plan": self.chance.choice(["yes", "ask"]), "health": "no"}
            give_consent(
                by=by, person=person, recipient=Recipient(purpose), purpose=purpose, says=says, hearing=hearing,
                subject=deed.subject,
            )  # fmt: skip

    def restrict(self) -> None:
        if self.life.number % RESTRICTED_EVERY:
            return
        person, by, since = self.life.person, self.life.worker, self.life.course.enrolled_on
        member = CircleMember.objects.filter(person=person, kind__in=["partner", "child", "friend"]).first()
        if member is None or self.life.number % (2 * RESTRICTED_EVERY):
            add_restriction(
                by=by, person=person, kind="licence_place", source="licence", from_on=since,
                place="The town centre", town=self.chance.choice(["Woking", "Slough", "Croydon"]),
                reason="As the licence says. The map is with the community offender manager.",
            )  # fmt: skip
        elif member.kind == "child":
            add_restriction(
                by=by, person=person, kind="child_contact", source="children", from_on=since, member=member,
                child_level="supervised", reason="Until children’s services have met with both parents.",
            )  # fmt: skip
        else:
            add_restriction(
                by=by, person=person, kind="no_contact", source="court", from_on=since, member=member, reach="any",
                reason="Ordered by the court for two years.",
            )  # fmt: skip

    def step_up(self, deed: Deed) -> None:
        """One of long ago: the record knows of it, and there is nobody to be told any more."""
        write_entry(
            by=self.life.worker, person=self.life.person, kind=deed.kind, on=deed.on, enrolment=self.life.enrolment,
            summary="Support stepped up" if deed.kind == "crisis-step-up" else "Support stepped down",
        )  # fmt: skip

    def look_ahead(self) -> None:
        if self.life.course.phase in (Phase.WAITING, Phase.LEFT):
            return
        if self.chance.random() < 0.45:
            self._book()
        if self.life.number % CRISIS_EVERY == CRISIS_EVERY - 1:
            kind, what = CRISES[self.life.number // CRISIS_EVERY % len(CRISES)]
            raise_crisis(by=self.life.worker, person=self.life.person, kind=kind, what=what)

    def _book(self) -> None:
        on = weekday(self.today + timedelta(days=self.chance.randint(1, 12)), forward=True)
        at = time(self.chance.randint(9, 15), self.chance.choice([0, 30]))
        kind = self.chance.choice(BOOKED)
        place = "" if kind == "phone-call" else self.chance.choice(["Interview room 2", "Chaplaincy", "The Hub"])
        try:
            with transaction.atomic():
                book_contact(
                    by=self.life.worker, person=self.life.person, enrolment=self.life.enrolment,
                    arrangement=Arrangement(kind=kind, on=on, at=at, minutes=45, place=place),
                )  # fmt: skip
        except RestrictedError:
            return
