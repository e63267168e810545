"""Needs and strengths: reading, noting, and how they go on."""

from tests.access.matrix import Row
from throughgate.story.models import PersonNeed, PersonStrength, SetAside

# The person is at Send, on Alice's and Carol's caseload. The need is standard.
AT_SEND = {"manager": 200, "caseworker": 200, "counsellor": 200}
HIDDEN = {"volunteer": 404, "elsewhere": 404, "evaluator": 404, "administrator": 404}
READS = AT_SEND | HIDDEN
SAVES = dict.fromkeys(AT_SEND, 302) | HIDDEN
DAY = {"on_day": "2", "on_month": "3", "on_year": "2026"}


def _person(world):
    return {"ref": world.person.ref}


def _need(world):
    return _person(world) | {"need": PersonNeed.objects.filter(person=world.person).first().ref}


def _noted_need(world):
    return _person(world) | {"about": "need", "noted": _need(world)["need"]}


def _strength(world):
    strength = PersonStrength.objects.filter(person=world.person).first()
    return _person(world) | {"about": "strength", "noted": strength.ref}


def _aside(world):
    return _person(world) | {"pk": SetAside.objects.filter(person=world.person).first().pk}


def _adding(world):
    return {"what": "debt", "owners": "charity", "level": "standard", "pathway": "", **DAY}


def _adding_strength(world):
    return {"what": "belonging", "level": "standard", **DAY}


def _changing(world):
    return {"status": "met", "owners": "charity", "level": "standard", **DAY}


ROWS = [
    Row("needs:person", "get", READS, args=_person),
    # Nothing is suggested, and that is told on the page.
    Row(
        "needs:suggested", "post", SAVES, args=_person,
        data=lambda world: {"about": "need", "key": "debt", "said": "no"},
    ),
    Row("needs:show_again", "post", SAVES, args=_aside),
    Row("needs:add", "get", READS, args=_person),
    Row("needs:add", "post", SAVES, args=_person, data=_adding),
    Row("needs:add_strength", "get", READS, args=_person),
    Row("needs:add_strength", "post", SAVES, args=_person, data=_adding_strength),
    Row("needs:need", "get", READS, args=_need),
    Row("needs:need", "post", SAVES, args=_need, data=_changing),
    Row("needs:move", "post", SAVES, args=_need, data=lambda world: {"status": "met"}),
    Row("needs:take_back", "post", SAVES, args=_need),
    Row("needs:keep", "post", SAVES, args=_noted_need),
    Row("needs:keep", "post", SAVES, args=_strength),
    Row("needs:end", "get", READS, args=_noted_need),
    Row("needs:end", "post", SAVES, args=_noted_need, data=lambda world: {"because": "Noted by mistake"}),
    Row("needs:end", "post", SAVES, args=_strength, data=lambda world: {"because": "Noted by mistake"}),
]  # fmt: skip
