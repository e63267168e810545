from datetime import timedelta

import pytest

from throughgate.access.policy import forget_reach
from throughgate.common.clock import today
from throughgate.family.services.checks import answer_check, ask_check
from throughgate.family.services.members import add_member, note_consent
from throughgate.people.models import Assignment, AssignmentRole
from throughgate.people.services.circle import add_to_circle


def gives_family(person, worker):
    """The family work with this person's family is theirs from now on."""
    Assignment.objects.create(
        person=person, worker=worker, role=AssignmentRole.FAMILY_PRACTITIONER, from_on=today(), added_by=worker
    )
    forget_reach(worker)


def says(alice, member, to="take-part", answer="yes", on=None):
    return note_consent(by=alice, member=member, to=to, answer=answer, on=on or today(), how="phone")


def is_checked(alice, member, answer="clear", until=30):
    row = ask_check(by=alice, member=member, asked_of="omu", on=today())
    return answer_check(
        by=alice, row=row, answer=answer, on=today(), until=today() + timedelta(days=until), words="With a colleague"
    )


@pytest.fixture
def mum(alice, person):
    """Alice works with the family now."""
    gives_family(person, alice)
    circle = add_to_circle(by=alice, person=person, kind="parent", name="Zelda Quince")
    return add_member(by=alice, person=person, circle=circle)


@pytest.fixture
def ready(alice, mum):
    """Said yes to everything, and a check holds."""
    for to in ("take-part", "workshop", "plan"):
        says(alice, mum, to)
    is_checked(alice, mum)
    return mum
