"""Work. Convictions, the letter and the right to work are sensitive: whoever works with the person, and the manager."""

from typing import Any

from tests.access.matrix import Row, only
from tests.access.rows_story import READS, SAVES
from tests.access.world import World
from throughgate.work.models import Application, Certificate, Employer, Job, JobCheck, PastConviction, Training, Vacancy

SEES_PEOPLE = ("manager", "caseworker", "counsellor", "volunteer", "elsewhere")
KEEPS = ("manager", "caseworker", "counsellor", "elsewhere")


def _person(world: World) -> dict[str, Any]:
    return {"ref": world.person.ref}


def _with(**named: Any) -> Any:
    return lambda world: _person(world) | {name: find(world) for name, find in named.items()}


def _on(name: str) -> dict[str, str]:
    return {f"{name}_day": "2", f"{name}_month": "3", f"{name}_year": "2026"}


_applied = _with(application=lambda world: Application.objects.get(person=world.person).ref)
_job = _with(job=lambda world: Job.objects.get(person=world.person).ref)
_check = _with(pk=lambda world: JobCheck.objects.get(job__person=world.person).pk)
_conviction = _with(conviction=lambda world: PastConviction.objects.get(person=world.person).ref)


_training = _with(training=lambda world: Training.objects.get(person=world.person).ref)
_certificate = _with(certificate=lambda world: Certificate.objects.get(person=world.person).ref)


def _employer(world: World) -> dict[str, Any]:
    return {"employer": Employer.objects.order_by("pk").first().ref}


def _vacancy(world: World) -> dict[str, Any]:
    return {"vacancy": Vacancy.objects.order_by("pk").first().ref}


def _promise(world: World) -> dict[str, Any]:
    return {"ref": JobCheck.objects.get(job__person=world.person).promise.ref}


RIGHT = {"kind": "passport", **_on("checked_on")}
STOOD = {"offence": "theft", "sentence": "fine", **_on("convicted_on")}
VACANCY = {"employer": "Brown", "title": "Cook", "check_level": "basic", "pay_per": "hour"}
APPLIED = {"title": "Cook", "employer": "Brown", **_on("on")}
BEGUN = {"title": "Cook", "employer": "Brown", "kind": "permanent", "disclosed": "yes", "pay_per": "hour"}
BEGUN |= _on("started_on")
COURSE = {"title": "Forklift", "towards": "Driver", "why": "They ask for it", **_on("offered_on")}
FIRM = {"name": "Walk & Daughters"}

ROWS = [
    Row("work:vacancies", "get", only(*SEES_PEOPLE)),
    Row("work:vacancy_add", "get", only(*KEEPS)),
    Row("work:vacancy_add", "post", only(*KEEPS, status=302), data=lambda world: VACANCY),
    Row("work:vacancy_fill", "post", only(*KEEPS, status=302), args=_vacancy),
    Row("work:vacancy_open", "post", only(*KEEPS, status=302), args=_vacancy),
    Row("work:employers", "get", only(*SEES_PEOPLE)),
    Row("work:employer", "get", only(*KEEPS), args=_employer),
    Row("work:employer", "post", only(*KEEPS, status=302), args=_employer, data=lambda world: FIRM),
    Row("work:figures", "get", only(*SEES_PEOPLE)),
    Row("work:behind", "get", only(*SEES_PEOPLE), args=lambda world: {"weeks": 13}),
    Row("work:promised", "get", SAVES, args=_promise),
    Row("work:person", "get", READS, args=_person),
    Row("work:ready", "post", SAVES, args=_person),
    Row("work:line", "post", SAVES, args=_with(code=lambda world: "cv"), data=lambda world: {"state": "done"}),
    Row("work:undo_line", "post", SAVES, args=_with(code=lambda world: "cv")),
    Row("work:training", "get", READS, args=_person),
    Row("work:training", "post", SAVES, args=_person, data=lambda world: COURSE),
    Row("work:training_begin", "get", READS, args=_training),
    Row("work:training_begin", "post", SAVES, args=_training, data=lambda world: _on("on")),
    Row("work:training_end", "get", READS, args=_training),
    Row("work:training_end", "post", SAVES, args=_training, data=lambda world: {"because": "declined", **_on("on")}),
    Row("work:certificate", "get", READS, args=_person),
    Row("work:certificate", "post", SAVES, args=_person, data=lambda world: {"title": "Card", **_on("got_on")}),
    Row("work:certificate_withdraw", "post", SAVES, args=_certificate),
    Row("work:right", "get", READS, args=_person),
    Row("work:right", "post", SAVES, args=_person, data=lambda world: RIGHT),
    Row("work:disclosure", "get", READS, args=_person),
    Row("work:disclosure", "post", SAVES, args=_person, data=lambda world: STOOD),
    Row("work:withdraw", "post", SAVES, args=_conviction),
    Row("work:letter", "get", READS, args=_person),
    Row("work:letter", "post", SAVES, args=_person, data=lambda world: {"words": "Dear all"}),
    Row("work:apply", "get", READS, args=_person),
    Row("work:apply", "post", SAVES, args=_person, data=lambda world: APPLIED),
    Row("work:application", "get", READS, args=_applied),
    Row("work:application", "post", SAVES, args=_applied, data=lambda world: {"state": "refused", **_on("on")}),
    Row("work:start", "get", READS, args=_person),
    Row("work:start", "post", SAVES, args=_person, data=lambda world: BEGUN),
    Row("work:leave", "get", READS, args=_job),
    Row("work:leave", "post", SAVES, args=_job, data=lambda world: {"because": "next", **_on("on")}),
    Row("work:check", "get", READS, args=_check),
    Row("work:check", "post", SAVES, args=_check, data=lambda world: {"answer": "still"}),
]
