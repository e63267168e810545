"""The demonstration charity: about 150 invented people, written through the same services that real workers use."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.test.utils import override_settings

from throughgate.accounts.models import Role, User
from throughgate.common.clock import today as day_now
from throughgate.common.yaml_lines import plain_data
from throughgate.demo.asking import fill_in_some_today
from throughgate.demo.basics import get_some_ready
from throughgate.demo.custody import tell_custody
from throughgate.demo.days import plan_some_days
from throughgate.demo.families import meet_families
from throughgate.demo.first_week import tell_first_weeks
from throughgate.demo.grouping import gather_some
from throughgate.demo.handing import hand_over_some
from throughgate.demo.homes import open_directory
from throughgate.demo.identity import know_some_twice
from throughgate.demo.journeys import drive_some
from throughgate.demo.learning import learn_some
from throughgate.demo.life import Life
from throughgate.demo.measuring import begin_measure
from throughgate.demo.notices import text_some
from throughgate.demo.practice import train_some
from throughgate.demo.recovering import recover_some
from throughgate.demo.reporting import write_reports
from throughgate.demo.road import move_some
from throughgate.demo.rolling_out import take_programmes_to_sites
from throughgate.demo.stories import course_of, phases, spread
from throughgate.demo.working import tell_work
from throughgate.people.changes import announced_once
from throughgate.programmes.models import ModelStatus, ProgrammeModel
from throughgate.programmes.services import load_shipped_models
from throughgate.sites.models import Site
from throughgate.sites.services import load_sites

DEMO_DOMAIN = "demo.throughgate.example"
DEMO_PASSWORD = "through the gate together"  # noqa: S105 - printed on the screen of a demonstration that holds nobody  # nosec B105
HUB = {
    "code": "HUB",
    "name": "The Hub, Guildford",
    "is_prison": False,
    "town": "Guildford",
    "county": "Surrey",
    "holds_men": True,
    "holds_women": True,
}
SEED = 2026
WAIVED_EVERY = 9  # of every nine people one has something waived, where the model allows it


@dataclass(frozen=True)
class Round:
    """Which programme is run where, and by whom."""

    slug: str
    site: str
    women: bool
    worker: str
    counsellor: str = ""
    volunteer: str = ""


ROUNDS = (
    Round("jobs-and-relationships", "SDI", True, "caseworker"),
    Round("jobs-and-relationships", "CLI", False, "caseworker2"),
    Round("mentoring-through-the-gate", "SDI", True, "caseworker", volunteer="volunteer"),
    Round("mentoring-through-the-gate", "CLI", False, "caseworker4", volunteer="volunteer2"),
    Round("restorative-family", "DWI", True, "caseworker3", volunteer="volunteer3"),
    Round("restorative-family", "SDI", True, "caseworker4"),
    Round("addiction-recovery", "SDI", True, "caseworker", counsellor="counsellor"),
    Round("addiction-recovery", "CLI", False, "caseworker2", counsellor="counsellor2"),
    Round("addiction-recovery", "BZI", True, "caseworker3", counsellor="counsellor2"),
)


@dataclass
class Charity:
    """What the making of every life draws on."""

    today: date
    words: Mapping[str, Any]
    chance: Random
    users: dict[str, User] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    models: dict[str, ProgrammeModel] = field(default_factory=dict)

    def __post_init__(self) -> None:
        stories = {topic: spread(lines, self.chance) for topic, lines in self.words["narratives"].items()}
        self.narratives = {kind: stories[topic] for topic, kinds in self.words["told_of"].items() for kind in kinds}
        self.names = {women: _names(self.words, women, self.chance) for women in (True, False)}


def load_charity(*, today: date | None = None, people: int = 150, seed: int = SEED) -> Charity:
    """Fills an empty database, all of it or nothing. The same day and seed give the same charity."""
    charity = Charity(today or day_now(), _words(), Random(seed))  # noqa: S311 - repeatable on purpose  # nosec B311
    # Nobody invented reads letters.
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"), transaction.atomic():
        _open_sites(charity)
        _hire(charity)
        load_shipped_models(by=charity.users["administrator"])
        newest = ProgrammeModel.objects.filter(status=ModelStatus.PUBLISHED).order_by("version")
        charity.models = {model.slug: model for model in newest}
        open_directory(charity)
        order = phases(people)
        charity.chance.shuffle(order)
        for number, phase in enumerate(order):
            course = course_of(phase, charity.today, charity.chance)
            life = Life(charity, ROUNDS[number % len(ROUNDS)], course, number)
            with announced_once():
                life.write()
            if number % WAIVED_EVERY == 0:
                life.waive_one()
        get_some_ready(charity)
        plan_some_days(charity)
        tell_first_weeks(charity)
        begin_measure(charity)
        tell_work(charity)
        recover_some(charity)
        meet_families(charity)
        gather_some(charity)
        take_programmes_to_sites(charity)
        drive_some(charity)
        move_some(charity)
        tell_custody(charity)
        write_reports(charity)
        fill_in_some_today(charity)
        hand_over_some(charity)
        know_some_twice(charity)
        text_some(charity)
        learn_some(charity)
        train_some(charity)
    return charity


def _words() -> Mapping[str, Any]:
    words: Mapping[str, Any] = plain_data(files("throughgate.demo").joinpath("data/words.yaml").read_text())
    return words


def _open_sites(charity: Charity) -> None:
    load_sites()
    Site.objects.update_or_create(code=HUB["code"], defaults=HUB)
    wanted = {code for worker in charity.words["workers"] for code in worker["sites"]}
    Site.objects.filter(code__in=wanted).update(is_served=True)
    charity.sites = {site.code: site for site in Site.objects.filter(is_active=True)}


def _hire(charity: Charity) -> None:
    password = make_password(DEMO_PASSWORD)  # once: it is slow on purpose
    for number, worker in enumerate(charity.words["workers"], start=11):
        user = User.objects.create_user(
            f"{worker['key']}@{DEMO_DOMAIN}",
            name=worker["name"],
            phone=f"07700 9001{number}",  # kept free for invented people
            role=Role(worker["role"]),
            line_manager=charity.users.get(worker.get("manager", "")),
        )
        User.objects.filter(pk=user.pk).update(password=password)
        user.sites.set([charity.sites[code] for code in worker["sites"]])
        charity.users[worker["key"]] = user


def _names(words: Mapping[str, Any], women: bool, chance: Random) -> Iterator[tuple[str, str]]:
    """First and family names, no pair twice."""
    seen: set[tuple[str, str]] = set()
    firsts = spread(words["women" if women else "men"], chance)
    families = spread(words["families"], chance)
    while True:
        pair = next(firsts), next(families)
        if pair not in seen:
            seen.add(pair)
            yield pair
