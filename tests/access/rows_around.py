"""The circle, restrictions and sharing. A colleague may record what a person says; only their own workers restrict."""

from tests.access.matrix import Row, everyone, only

READERS = ("manager", "caseworker", "counsellor")
READS = only(*READERS, others=404)
WRITES = only(*READERS, status=302, others=404)
CONFIRMS = {role: 403 if code == 302 and role != "manager" else code for role, code in WRITES.items()}
SETS_BASES = {**everyone(403), "manager": 200, "administrator": 200}
SET_BASES = {**everyone(403), "manager": 302, "administrator": 302}


def _person(world):
    return {"ref": world.person.ref}


def _member(world):
    return _person(world) | {"pk": world.circle_member.pk}


def _restriction(world):
    return _person(world) | {"pk": world.person.restrictions.first().pk}


def _consent(world):
    return _person(world) | {"pk": world.person.consents.first().pk}


def _kind(world):
    return _person(world) | {"kind": "closed_visits"}


def _basis(world):
    return _person(world) | {"purpose": "prison"}


def _purpose(world):
    return {"purpose": "prison"}


def _details(world):
    member = world.circle_member
    return {"kind": member.kind, "name": "Sammy", "version": member.version}


def _told(world):
    return {"told": "plan", "given_on": "2026-11-02", "how": "spoken"}


def _terms(world):
    return {
        "source": "prison",
        "from_on": "2026-11-02",
        "sensitivity": "standard",
        "token": "8f5f0d5e-6d0a-4a39-9a33-4a3b7f1f9a10",
        "step": "add",
    }


def _grounds(world):
    return {"article_6": "public-task", "why": "Under our contract"}


ROWS = [
    Row("people:change_circle", "get", READS, args=_member),
    Row("people:change_circle", "post", WRITES, args=_member, data=_details),
    Row("people:told", "get", READS, args=_member),
    Row("people:told", "post", WRITES, args=_member, data=_told),
    Row("people:restrictions", "get", READS, args=_person),
    Row("people:choose_restriction", "get", READS, args=_person),
    Row("people:add_restriction", "get", READS, args=_kind),
    Row("people:add_restriction", "post", WRITES, args=_kind, data=_terms),
    Row("people:end_restriction", "get", READS, args=_restriction),
    Row(
        "people:end_restriction",
        "post",
        WRITES,
        args=_restriction,
        data=lambda world: {"on": "2026-11-20", "proof": "A letter", "office": "The court", "seen_by": "Alice"},
    ),
    Row("people:confirm_restriction_end", "post", CONFIRMS, args=_restriction),
    Row("people:take_back_restriction_end", "post", {**CONFIRMS, "caseworker": 302}, args=_restriction),
    Row("people:review_restriction", "post", WRITES, args=_restriction),
    Row("people:sharing", "get", READS, args=_person),
    Row("people:ask_consent", "get", READS, args=_person),
    Row("people:say_consent", "get", only(others=404), args=_person),  # nothing says whom it is about
    Row("people:withdraw_consent", "get", READS, args=_consent),
    Row("people:withdraw_consent", "post", WRITES, args=_consent, data=lambda world: {"how": "spoken"}),
    Row("people:basis", "get", READS, args=_basis),
    Row("people:basis", "post", WRITES, args=_basis, data=_grounds),
    Row("people:organisation_bases", "get", SETS_BASES),
    Row("people:organisation_basis", "get", SETS_BASES, args=_purpose),
    Row("people:organisation_basis", "post", SET_BASES, args=_purpose, data=_grounds),
]
