"""Who works for the charity of the bench, where, and in which programme models. Needs Django set up."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from throughgate.accounts.models import Role, User
from throughgate.programmes.grammar import ProgrammeModel as Grammar
from throughgate.programmes.loading import load_model
from throughgate.programmes.models import ModelStatus, ProgrammeModel
from throughgate.programmes.shipping import shipped_texts
from throughgate.record.kinds import all_kinds
from throughgate.sites.models import Site

Models = dict[str, tuple[ProgrammeModel, Grammar]]  # by slug: the row, and what its text says
PEOPLE_PER_WORKER = 167
FEWEST = 5  # a manager, a counsellor, a volunteer and two caseworkers
ROLES = (Role.MANAGER, Role.COUNSELLOR, Role.VOLUNTEER, *[Role.CASEWORKER] * 5)


@dataclass
class Staff:
    sites: Sequence[Site]
    workers: dict[tuple[str, int], list[User]] = field(default_factory=dict)  # by role and the number of the site

    def at(self, role: str, place: int, chance: random.Random) -> User:
        """Somebody with this role at the site with this number."""
        return chance.choice(self.workers[role, place])


def hire(people: int) -> Staff:
    """Sixty workers at twelve sites for ten thousand people; fewer of both for fewer."""
    count = max(FEWEST, round(people / PEOPLE_PER_WORKER))
    places = max(2, count // 5)
    sites = Site.objects.bulk_create(
        [Site(code=f"B{n:02}", name=f"Place {n:02}", is_served=n < places, holds_women=True) for n in range(places * 5)]
    )[:places]
    User.objects.create(
        email="administrator@bench.example", name="Administrator", role=Role.ADMINISTRATOR, password="!"
    )
    users = [
        User(email=f"worker{n}@bench.example", name=f"Worker {n:03}", role=ROLES[n % len(ROLES)], password="!")
        for n in range(count)
    ]
    User.objects.bulk_create(users)
    staff = Staff(sites)
    for number, user in enumerate(users):
        # Eight by eight they are a team, of the manager who comes first in it.
        user.line_manager = None if user.role == Role.MANAGER else users[number // len(ROLES) * len(ROLES)]
    User.objects.bulk_update(users, ["line_manager"])
    for role in dict.fromkeys(ROLES):
        place_role(staff, role, [user for user in users if user.role == role])
    return staff


def place_role(staff: Staff, role: str, users: Sequence[User]) -> None:
    """A caseworker at two sites; the few of another role at as many as it takes to have one of each everywhere."""
    places = range(len(staff.sites))
    through = User.sites.through
    rows = []
    for number, user in enumerate(users):
        two = {number % len(places), (number + 1) % len(places)}
        every_so_many = {place for place in places if place % len(users) == number}
        own = two if role == Role.CASEWORKER else every_so_many
        for place in sorted(own):
            staff.workers.setdefault((role, place), []).append(user)
            rows.append(through(user_id=user.pk, site_id=staff.sites[place].pk))
    through._default_manager.bulk_create(rows)


def publish_models() -> Models:
    """By slug: the row, and what is compiled from its text."""
    found = {}
    for name, text in shipped_texts().items():
        model = load_model(text, filename=name, kinds=all_kinds().keys())
        row = ProgrammeModel.objects.create(
            slug=model.slug,
            version=model.version,
            title=model.title,
            source=text,
            sha256=sha256(text.encode()).hexdigest(),
            status=ModelStatus.PUBLISHED,
        )
        found[model.slug] = (row, model)
    return found
