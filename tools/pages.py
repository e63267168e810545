"""The pages worth a picture, by the role that looks at them: (name, path)."""

from datetime import timedelta

from django.urls import reverse

from throughgate.accounts.models import User
from throughgate.common.clock import today
from throughgate.people.models import Assignment, CustodyDate, Person
from throughgate.programmes.compiled import compiled_model
from throughgate.programmes.models import Commitment, Enrolment, ProgrammeModel
from tools.pages_around import around_pages
from tools.pages_crisis import crisis_pages
from tools.pages_custody import custody_pages
from tools.pages_family import family_pages
from tools.pages_fidelity import fidelity_pages
from tools.pages_first_week import figures_pages, first_week_pages
from tools.pages_groups import group_pages
from tools.pages_handover import handing_managed, handing_received
from tools.pages_identity import identity_pages
from tools.pages_journeys import journey_pages
from tools.pages_learning import feedback_pages, learning_pages
from tools.pages_measures import measure_pages
from tools.pages_needs import needs_pages
from tools.pages_notices import notices_managed, notices_pages
from tools.pages_plan import plan_pages
from tools.pages_practice import practice_pages
from tools.pages_recovery import recovery_pages
from tools.pages_release import release_pages
from tools.pages_replan import replan_pages
from tools.pages_reports import report_pages
from tools.pages_road import road_pages
from tools.pages_story import story_pages
from tools.pages_work import work_pages

Listed = list[tuple[str, str]]


def pages() -> dict[str, Listed]:
    worker = User.objects.get(email="caseworker@demo.throughgate.example")
    manager = User.objects.get(email="manager@demo.throughgate.example")
    mine = Assignment.objects.filter(worker=worker, to_on=None).values("person")
    return {
        "visitor": [("sign-in", reverse("account_login")), ("password-reset", reverse("account_reset_password"))],
        "caseworker": _caseworker(worker, _near_release(mine), _released(mine)) + handing_received(worker),
        "counsellor": [("today", "/"), *recovery_pages()],
        "volunteer": [("today", "/"), ("people", reverse("people:list"))],
        "manager": [
            ("today", "/"),
            ("people without a worker", reverse("people:unassigned")),
            ("lawful bases", reverse("people:organisation_bases")),
            ("lawful basis", reverse("people:organisation_basis", args=["prison"])),
            ("assign", reverse("people:assign", args=[_near_release(mine).ref])),
            ("audit", reverse("audit:trail")),
            ("audit of a person", reverse("audit:person", args=[_near_release(mine).ref])),
            ("model add", reverse("programmes:add")),
            *handing_managed(worker),
            *fidelity_pages(),
            *learning_pages(),
            *feedback_pages(manager),
            *practice_pages(manager),
            *notices_managed(worker),
            *family_pages(manager),
            *identity_pages(manager),
            ("told once figures", reverse("story:figures")),
        ],
        "evaluator": [
            ("today", "/"),
            ("evaluations", reverse("outcomes:list")),
            ("evaluation new", reverse("outcomes:new")),
            *figures_pages(),
        ],
        "administrator": [
            ("today", "/"),
            ("staff", reverse("accounts:staff")),
            ("staff add", reverse("accounts:add")),
            ("staff one", reverse("accounts:account", args=[worker.ref])),
        ],
    }


def _near_release(mine) -> Person:
    soon = CustodyDate.objects.filter(
        person__in=mine, superseded_at=None, kind="confirmed_release", on__gt=today()
    ).order_by("on")
    return soon.exclude(on__lte=today() + timedelta(days=6)).first().person


def _released(mine) -> Person:
    move = Person.objects.filter(pk__in=mine, moves__kind="released", moves__on__lt=today() - timedelta(days=40))
    return move.order_by("-moves__on").first()


def _caseworker(worker: User, person: Person, released: Person) -> Listed:
    enrolment = Enrolment.objects.filter(person=person).first()
    model = compiled_model(enrolment.model)
    owed = next(c for c in Commitment.objects.filter(enrolment=enrolment, is_next=True) if model.reasons_for(c.element))
    of_person = [
        (f"person {name.split(':')[1]}", reverse(name, args=[person.ref]))
        for name in (
            "desk:person", "people:custody", "people:around", "people:details", "people:identifiers",
            "people:note_date", "people:record_move", "people:add_condition", "people:record_sentence",
            "people:add_to_circle", "release:move_date",
        )
    ]  # fmt: skip
    manuals = [
        (f"manual {m.slug}", reverse("programmes:manual", args=[m.slug]))
        for m in ProgrammeModel.objects.filter(status="published")
    ]
    return [
        ("today", "/"),
        ("today site", "/?scope=site"),
        *of_person,
        *around_pages(person),
        *custody_pages(person, worker),
        *story_pages(person),
        *needs_pages(person),
        *measure_pages(person),
        *work_pages(person),
        *report_pages(person),
        ("family none", reverse("family:person", args=[person.ref])),
        *group_pages(),
        *crisis_pages(person, worker),
        *plan_pages(worker),
        *release_pages(person, worker),
        *replan_pages(person, worker),
        *first_week_pages(worker),
        *journey_pages(person, worker),
        *road_pages(person, worker),
        *notices_pages(worker),
        ("person released", reverse("desk:person", args=[released.ref])),
        ("search", reverse("desk:search")),
        ("people", reverse("people:list")),
        ("person add", reverse("people:add")),
        ("contact record", f"{reverse('casework:record')}?person={person.ref}&kind=one-to-one"),
        ("contact who", reverse("casework:record")),
        ("done", f"{reverse('casework:done')}?person={person.ref}&kind=training"),
        ("programmes", reverse("programmes:list")),
        *manuals,
        ("enrol", reverse("programmes:enrol", args=[person.ref])),
        ("enrolment", reverse("programmes:enrolment", args=[enrolment.ref])),
        ("enrolment leave", reverse("programmes:leave", args=[enrolment.ref])),
        ("enrolment waive", reverse("programmes:waive", args=[enrolment.ref, owed.pk])),
        ("account", reverse("accounts:me")),
        ("not found", "/people/NOBODY/"),
    ]
