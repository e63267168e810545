"""Places to live in the demonstration, and how its people came to theirs, kept it or lost it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import TYPE_CHECKING, Any

from django.db import transaction

from throughgate.common.yaml_lines import plain_data
from throughgate.demo.stories import RELEASED, Deed, weekday
from throughgate.people.services.restrictions import RestrictedError
from throughgate.people.services.sharing import Hearing, give_consent
from throughgate.release.models import EndReason, HomeApplication, HomeState, LivingPlace, Provider
from throughgate.release.rules.home import Said
from throughgate.release.selectors.telling import HOME, IN_TOUCH, SERVICE, home_recipient
from throughgate.release.services.home import apply_for_home, arrange_home, take_step
from throughgate.release.services.living import MovedTo, answer_check, leave_place, record_living_place
from throughgate.release.services.providers import add_provider, say_vacancies

if TYPE_CHECKING:
    from throughgate.demo.charity import Charity
    from throughgate.demo.life import Life

KINDS = ("home", "supported-housing")
SOCIAL, ALONE = (
    MovedTo("social", override="They say that they live alone"),
    "They say who else lives there: nobody barred",
)
SOON = 60  # days before release within which a home is looked for
LOOKING = ("sent", "review", "viewing", "offered", "refused", "")  # how far those are who have none yet
LOST_ONE_IN, MOVED_ONE_IN, UNASKED_ONE_IN = 9, 12, 10


@cache
def words() -> Any:
    return plain_data(files("throughgate.demo").joinpath("data/homes.yaml").read_text())


def open_directory(charity: Charity) -> None:
    by = charity.users["caseworker"]
    for said in words()["providers"]:
        fields = {name: value for name, value in said.items() if name not in ("places", "ago")}
        provider = add_provider(by=by, **fields)
        if "places" in said:
            on = charity.today - timedelta(days=said["ago"])
            say_vacancies(by=by, provider=provider, places=said["places"], said_on=on, said_by="the house manager")


class Homes:
    """The homes of one life. Draws its own lots, so that the rest of the life stays as it is."""

    def __init__(self, life: Life) -> None:
        self.life, self.today = life, life.charity.today
        self.chance = Random(f"homes of {life.number}")  # noqa: S311 - repeatable on purpose  # nosec B311
        self.sure: list[HomeApplication] = []

    def arrange(self, deed: Deed) -> None:
        """A home that became sure on the day of the deed."""
        life = self.life
        released = life.course.recalled[0] if life.course.recalled and not self.sure else life.course.release_on
        from_on = max(released, deed.on)
        if deed.kind == "home" and self.chance.random() < 0.6:
            self.sure.append(self._with_family(deed.on, from_on))
            return
        row = self._ask(deed.kind, deed.on - timedelta(days=self.chance.randint(12, 30)), from_on)
        self._step(row, HomeState.OFFERED, deed.on - timedelta(days=self.chance.randint(3, 9)))
        self._step(row, HomeState.CONFIRMED, deed.on, from_on)
        self.sure.append(row)

    def finish(self) -> None:
        course = self.life.course
        if course.recalled and self.sure:
            out_on, returned_on = course.recalled
            came_on = _free_from(self.sure[0], out_on)
            if came_on < returned_on:
                self._lived(self.sure.pop(0), came_on, returned_on)
        if course.phase in RELEASED:
            self._out(course.release_on)
        elif not self.sure and 0 <= (course.release_on - self.today).days <= SOON:
            self._look(course.release_on)

    def _out(self, released_on: date) -> None:
        row = self.sure[-1] if self.sure else None
        came_on = _free_from(row, released_on) if row else released_on
        if row and came_on <= self.today:
            self._lived(row, came_on)
        elif row is None:
            kind = self.chance.choice(["family", "family_now", "family_now", "private", "none"])
            place = record_living_place(
                by=self.life.worker, person=self.life.person, kind=kind, from_on=released_on, override=ALONE
            )
            self._answer(place)

    def _lived(self, row: HomeApplication, came_on: date, left_on: date | None = None) -> None:
        self._step(row, HomeState.ARRIVED, came_on)
        place = LivingPlace.objects.get(application=row)
        if left_on:
            leave_place(by=self.life.worker, place=place, on=left_on, because=EndReason.INSIDE)
        else:
            self._answer(place)

    def _answer(self, place: LivingPlace) -> None:
        for check in place.checks.filter(due_on__lte=self.today - timedelta(days=2)):
            if self.chance.randrange(UNASKED_ONE_IN) == 0:
                continue
            if self.chance.randrange(LOST_ONE_IN) == 0:
                on, reason = check.due_on - timedelta(days=5), self.chance.choice(["rent", "fell-out", "ended"])
                answer_check(by=self.life.worker, home_check=check, answer="lost", on=on, reason=reason)
                return
            if self.chance.randrange(MOVED_ONE_IN) == 0:
                on = check.due_on - timedelta(days=8)
                answer_check(by=self.life.worker, home_check=check, answer="moved", on=on, moved_to=SOCIAL)
                return
            answer_check(by=self.life.worker, home_check=check, answer="still")

    def _look(self, release_on: date) -> None:
        """How far it has come by today, if anybody has begun."""
        how_far = self.chance.choice(LOOKING)
        if not how_far:
            return
        row = self._ask("supported-housing", self.today - timedelta(days=self.chance.randint(6, 15)), release_on)
        on = self.today - timedelta(days=self.chance.randint(0, 4))
        ahead = weekday(self.today + timedelta(days=self.chance.randint(1, 8)), forward=True)
        if how_far == "refused":
            self._step(row, HomeState.REFUSED, on, reason=self.chance.choice(["full", "needs", "late"]))
        elif how_far != "sent":
            self._step(row, HomeState(how_far), on, ahead)

    def _ask(self, kind: str, on: date, from_on: date) -> HomeApplication:
        women = self.life.round.women
        kinds = ("supported", "approved", "rehab") if kind == "supported-housing" else ("private", "council")
        fits = [
            one
            for one in Provider.objects.filter(kind__in=kinds).order_by("pk")
            if ("women" if women else "men") not in one.not_taken
        ]
        provider, person = self.chance.choice(fits), self.life.person
        give_consent(
            by=self.life.worker, person=person, recipient=home_recipient(provider), purpose=SERVICE,
            says={IN_TOUCH: "yes", HOME: "yes"}, hearing=Hearing(on, "spoken"),
        )  # fmt: skip
        return apply_for_home(
            by=self.life.worker,
            person=person,
            provider=provider,
            said=Said(state=HomeState.SENT, on=on, note=self.chance.choice(words()["notes"])),
            wanted_on=from_on,
        )

    def _with_family(self, on: date, from_on: date) -> HomeApplication:
        said: dict[str, Any] = {
            "person": self.life.person,
            "kind": self.chance.choice(["family", "family", "family_now"]),
            "on": on,
            "from_on": from_on,
            "address": f"{self.chance.randint(2, 90)} {self.chance.choice(words()['streets'])}",
        }
        try:
            with transaction.atomic():
                return arrange_home(by=self.life.worker, **said)
        except RestrictedError:
            return arrange_home(by=self.life.manager, worker=self.life.worker, override=words()["overrides"], **said)

    def _step(
        self, row: HomeApplication, state: HomeState, on: date, day: date | None = None, reason: str = ""
    ) -> None:
        said = Said(state=state, on=on, day=day, reason=reason)
        try:
            with transaction.atomic():
                take_step(by=self.life.worker, application=row, said=said)
        except RestrictedError:
            take_step(by=self.life.manager, application=row, said=said, override=words()["overrides"])


def _free_from(row: HomeApplication, released_on: date) -> date:
    """Nobody moves in before it was sure."""
    return max(released_on, row.steps.order_by("-pk")[0].on)
