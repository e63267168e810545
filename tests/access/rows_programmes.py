from tests.access.matrix import Row, everyone, only

# The person is on the caseworker's and the counsellor's caseload, at the manager's site; not on the volunteer's.
WORKERS = ("manager", "caseworker", "counsellor")
READ = only(*WORKERS, others=404)
ACT = only(*WORKERS, status=302, others=404)
PUBLISHERS = ("manager", "administrator")


def _model(world):
    return {"slug": world.model.slug}


def _version(world):
    return {"slug": world.model.slug, "version": world.model.version}


def _person(world):
    return {"ref": world.person.ref}


def _enrolment(world):
    return {"ref": world.enrolment.ref}


def _commitment(world):
    """One that the model lets be waived."""
    return _enrolment(world) | {"commitment": world.enrolment.commitments.get(element="peer-in-recovery").pk}


def _waiver(world):
    return _enrolment(world) | {"waiver": world.enrolment.waivers.get().pk}


def _day(name):
    return lambda world: {name: "2026-04-01", "reason": "A pause"}


ROWS = [
    Row("programmes:list", "get", everyone(200)),
    Row("programmes:manual", "get", everyone(200), args=_model),
    Row("programmes:version", "get", everyone(200), args=_version),
    Row("programmes:download", "get", everyone(200), args=_version),
    Row("programmes:add", "get", only(*PUBLISHERS)),
    Row("programmes:add", "post", only(*PUBLISHERS), data=lambda world: {"text": "not a model"}),
    Row("programmes:retire", "get", only(*PUBLISHERS), args=_version),
    Row("programmes:retire", "post", only(*PUBLISHERS, status=302), args=_version),
    Row("programmes:enrol", "get", READ, args=_person),
    Row("programmes:enrol", "post", READ, args=_person),
    Row("programmes:enrolment", "get", READ, args=_enrolment),
    Row("programmes:stage", "get", READ, args=_enrolment),
    Row("programmes:hold", "get", READ, args=_enrolment),
    Row("programmes:hold", "post", ACT, args=_enrolment, data=_day("from_on")),
    Row("programmes:resume", "get", READ, args=_enrolment),
    Row("programmes:resume", "post", ACT, args=_enrolment, data=_day("on")),
    Row("programmes:leave", "get", READ, args=_enrolment),
    Row(
        "programmes:leave",
        "post",
        ACT,
        args=_enrolment,
        data=lambda world: {"on": "2026-04-01", "reason": "moved"},
    ),
    Row("programmes:move_version", "get", READ, args=_enrolment),
    Row("programmes:waive", "get", READ, args=_commitment),
    Row("programmes:waive", "post", ACT, args=_commitment, data=lambda world: {"reason": "person-declined"}),
    Row("programmes:withdraw_waiver", "post", ACT, args=_waiver),
]
