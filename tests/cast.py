"""Who is in the tests. `tests/conftest.py` gives each test the ones it names; a file may also make all of them once."""

from datetime import date

from throughgate.accounts.models import Role, User
from throughgate.people.models import Assignment, AssignmentRole, Person
from throughgate.sites.models import Site


def add_send() -> Site:
    return Site.objects.update_or_create(
        code="SDI", defaults={"name": "Send (HMP)", "is_served": True, "holds_women": True}
    )[0]


def add_downview() -> Site:
    return Site.objects.update_or_create(code="DWI", defaults={"name": "Downview (HMP & YOI)", "is_served": True})[0]


def add_user(name: str, role: Role, *sites: Site, **fields) -> User:
    user = User.objects.create_user(
        f"{name.lower()}@example.org", "correct horse battery", name=f"{name} Example", role=role, **fields
    )
    user.sites.set(sites)
    return user


def add_person(site: Site, worker: User) -> Person:
    """Someone at the site, on the worker's caseload."""
    person = Person.objects.create(
        given_name="Jordan", family_name="Vale", preferred_name="Jo", site=site, created_by=worker
    )
    assign(person, worker, AssignmentRole.CASEWORKER)
    return person


def assign(person: Person, worker: User, role: AssignmentRole) -> Assignment:
    return Assignment.objects.create(person=person, worker=worker, role=role, from_on=date(2026, 1, 5), added_by=worker)


def add_everybody() -> tuple[Person, dict[str, User]]:
    """The person, on Alice's and Carol's caseload, and who works here by name."""
    send, downview = add_send(), add_downview()
    mona = add_user("Mona", Role.MANAGER, send)
    team = {"alice": Role.CASEWORKER, "bob": Role.CASEWORKER, "carol": Role.COUNSELLOR, "victor": Role.VOLUNTEER}
    others = {"eve": Role.EVALUATOR, "ada": Role.ADMINISTRATOR}
    users = {
        "mona": mona,
        **{name: add_user(name.title(), role, send, line_manager=mona) for name, role in team.items()},
        **{name: add_user(name.title(), role, send) for name, role in others.items()},
        "charlie": add_user("Charlie", Role.CASEWORKER, downview),
    }
    person = add_person(send, users["alice"])
    assign(person, users["carol"], AssignmentRole.COUNSELLOR)
    return person, users
